"""Whose conversation a message of a report is in: no two chats, apps or accounts share an id."""

from pathlib import Path

import pytest

from consent.scope import parse_scope
from extraction.filter import withheld_reason
from extraction.parties import MAX_ID
from extraction.readers.cellebrite_report import app_of
from extraction.record import Record, facts_of, marshal_record
from tests.unit.extraction.reading import Reading, read
from tests.unit.extraction.reports import (
    ALEX,
    JPEG,
    NOON,
    OWNER,
    decoded,
    fields,
    holds,
    message,
    model,
    party,
    report,
    tagged,
    ufdr,
    written,
)
from tests.unit.extraction.zips import Member
from vault.canonical import Json
from vault.ids import Eid

ALEX_NUMBER = "+447700900101"
ALEX_JID = "447700900101@s.whatsapp.net"
CLEO = party("447700900103@s.whatsapp.net", "Cleo")


def talk(own: str, *people: str, source: str = "WhatsApp", words: str = "x", **more: str) -> str:
    attrs = {name: more.pop(name) for name in ("extractionId",) if name in more}
    return model(
        "Chat",
        fields(Source=source, Id=own, **more),
        holds("Participants", *(people or (ALEX, OWNER))),
        holds("Messages", said(words), kind="InstantMessage"),
        **attrs,
    )


def said(words: str, sender: str = ALEX) -> str:
    return model("InstantMessage", holds("From", sender), fields(Body=words, TimeStamp=NOON))


def made(tmp_path: Path, *models: str, head: str = "") -> Reading:
    return read(written(tmp_path, report(head, decoded(*models))), region="GB")


def messages(found: Reading) -> list[Record]:
    return [one for one in found.records if one.category == "message"]


def threads(found: Reading) -> list[str]:
    """Give the ids of chats; each chat and its messages have the same."""
    ids = [record.thread.id for record in messages(found) if record.thread]
    chats = [one.thread.id for one in found.records if one.category == "app_data" and one.thread]
    assert ids == chats
    return ids


def goes(record: Record, **scope: list[Json]) -> bool:
    body: dict[str, Json] = {"x": ["00" * 16], "c": [record.category], **scope}
    return withheld_reason(parse_scope(body), Eid(bytes(16)), marshal_record(record)) is None


def test_two_long_ids_are_two_conversations(tmp_path: Path) -> None:
    start = "x" * 2 * MAX_ID
    one, other = threads(made(tmp_path, talk(start + "1"), talk(start + "2")))
    assert one != other


def test_chats_of_apps_that_are_not_known_share_nothing(tmp_path: Path) -> None:
    found = made(
        tmp_path, talk("1", source=""), talk("1", source=" "), talk("1", source="Chat", words="y")
    )
    assert len(set(threads(found))) == 3
    first, _, named = messages(found)
    assert first.app_id is None
    assert not goes(first, a=["chat"])
    assert goes(named, a=["chat"])


def test_a_text_message_of_no_known_app_is_in_none(tmp_path: Path) -> None:
    (sms,) = made(tmp_path, model("SMS", fields(Body="a"), holds("From", ALEX))).records
    assert (sms.app_id, sms.subtype) == (None, "sms")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Go Chat", "Go-Chat"),
        ("\u5fae\u4fe1", "\u98de\u4e66"),
        ("\u0427\u0430\u0442 A", "A"),
        ("Signal", "Signal!"),
        ("x" * 2000, "x" * 2001),
    ],
)
def test_two_names_of_apps_are_two_apps(one: str, other: str) -> None:
    assert None not in (app_of(one)[0], app_of(other)[0])
    assert app_of(one)[0] != app_of(other)[0]
    assert app_of("Facebook  Messenger")[0] == app_of("facebook messenger ")[0]


def test_accounts_and_phones_of_a_report_share_no_numbered_chat(tmp_path: Path) -> None:
    head = (
        "<sourceExtractions>"
        '<extractionInfo id="0" name="a"/><extractionInfo id="1" name="b"/></sourceExtractions>'
    )
    found = made(
        tmp_path,
        talk("7", source="Viber", Account="hers"),
        talk("7", source="Viber", Account="work"),
        talk("7", source="Viber", Account="hers", extractionId="1"),
        talk("7", source="Viber", Account="he:7", extractionId="1"),
        talk(ALEX_JID, Account="hers", extractionId="1"),
        head=head,
    )
    assert len(set(threads(found))) == 5
    assert threads(found)[-1] == f"whatsapp:{ALEX_JID}"


@pytest.mark.parametrize("own", ["1203@g.us", "7", "", "status@broadcast"])
@pytest.mark.parametrize("people", [(ALEX, OWNER), (ALEX,), (OWNER,)])
def test_a_chat_that_names_one_other_person_is_not_theirs_unless_its_id_says_so(
    own: str, people: tuple[str, ...], tmp_path: Path
) -> None:
    found = made(tmp_path, talk(own, *people))
    assert len(found.records) == 2
    for record in found.records:
        assert facts_of(record).parties is None
        assert not goes(record, p=[ALEX_NUMBER])


def test_a_chat_whose_id_is_its_other_person_is_of_two(tmp_path: Path) -> None:
    found = made(tmp_path, talk(ALEX_JID))
    assert [goes(record, p=[ALEX_NUMBER]) for record in found.records] == [True, True]
    (other, _) = made(tmp_path, talk("447700900103@s.whatsapp.net")).records
    assert facts_of(other).parties == {ALEX_NUMBER, "+447700900103"}


def test_a_chat_of_several_that_are_listed_is_of_these(tmp_path: Path) -> None:
    found = made(tmp_path, talk("1203@g.us", ALEX, CLEO, OWNER))
    assert {facts_of(record).parties for record in found.records} == {
        frozenset((ALEX_NUMBER, "+447700900103"))
    }


def test_a_message_of_no_chat_that_names_one_end_has_another(tmp_path: Path) -> None:
    whole = model(
        "InstantMessage", holds("From", ALEX), holds("To", OWNER), fields(Body="a", TimeStamp=NOON)
    )
    lone, both = made(tmp_path, said("alone"), whole).records
    assert facts_of(lone).parties is None
    assert facts_of(both).parties == {ALEX_NUMBER}


def test_a_text_message_with_somebody_unknown_is_in_no_conversation(tmp_path: Path) -> None:
    nobody = model("Party", fields(Name="Somebody", Role="To"))
    (sms,) = made(
        tmp_path,
        model("SMS", fields(Source="Native Messages", Body="a"), holds("Parties", ALEX, nobody)),
    ).records
    assert sms.thread is None


def picture(xml_id: str, **items: str) -> str:
    return tagged(xml_id, "Image", {name.replace("_", " "): text for name, text in items.items()})


def attached(file_id: str) -> str:
    inner = model("Attachment", fields(Filename="a.jpg"), file_id=file_id)
    return message("look", holds("Attachments", inner, kind="Attachment"))


def test_of_two_files_that_a_citation_may_mean_none_is_attached(tmp_path: Path) -> None:
    twice = [picture("f1", Local_Path=f"files\\Image\\{name}.jpg") for name in "ab"]
    members = [Member(f"files/Image/{name}.jpg".encode(), JPEG + name.encode()) for name in "ab"]
    data = report(f"<taggedFiles>{''.join(twice)}</taggedFiles>", decoded(attached("f1")))
    found = read(written(tmp_path, ufdr(data, *members), "a.ufdr"))
    assert [blob.present for record in messages(found) for blob in record.blobs] == [False]
    assert found.ledger.warnings == ["the report lists two files under one id; none is attached"]


def test_of_two_members_at_one_path_none_is_attached(tmp_path: Path) -> None:
    listed = picture("f1", Local_Path="files\\Image\\a.jpg")
    members = [Member(b"files/Image/a.jpg", JPEG), Member(b"files/Image /a.jpg", JPEG + b"other")]
    data = report(f"<taggedFiles>{listed}</taggedFiles>", decoded(attached("f1")))
    found = read(written(tmp_path, ufdr(data, *members), "a.ufdr"))
    assert [blob.present for record in found.records for blob in record.blobs] == [False, False]
    assert len(found.ledger.unread) == 2


def test_the_place_of_another_file_is_a_files_only_with_the_hash_of_both(tmp_path: Path) -> None:
    claimed = "ab" * 32
    both = picture("f1", SHA256=claimed) + picture("f2", SHA256=claimed, Local_Path="files\\b.jpg")
    data = report(f"<taggedFiles>{both}</taggedFiles>", decoded(attached("f1")))
    found = read(written(tmp_path, ufdr(data, Member(b"files/b.jpg", JPEG)), "a.ufdr"))
    present = {record.prov.xml_id or "message": record.blobs[0].present for record in found.records}
    assert (present["f1"], present["f2"]) == (False, True)
    assert [record.blobs[0].present for record in messages(found)] == [False]


@pytest.mark.parametrize(
    ("kind", "source", "phone"),
    [
        *(("Call", "", True), ("Call", "Phone", True), ("Call", "Telegram", False)),
        *(("SMS", "", True), ("SMS", "Telegram", False), ("InstantMessage", "", False)),
        *(("InstantMessage", "iMessage", True), ("CalendarEntry", "", False)),
    ],
)
def test_a_bare_number_is_a_phones_only_in_an_app_of_the_phone(
    kind: str,
    source: str,
    phone: bool,  # noqa: FBT001
    tmp_path: Path,
) -> None:
    people = party("07700900101", role="From"), party("07700900102", role="To")
    holder = "Attendees" if kind == "CalendarEntry" else "Parties"
    found = made(tmp_path, model(kind, fields(Source=source), holds(holder, *people)))
    numbers = {ALEX_NUMBER, "+447700900102"} if phone else {None}
    named = {one.id_norm for one in found.one.parties if one.id_raw}
    assert named == numbers


def test_an_account_cannot_be_written_like_another_and_a_number(tmp_path: Path) -> None:
    one = talk("c", source="Viber", Account="a:b")
    other = talk("b:c", source="Viber", Account="a")
    assert len(set(threads(made(tmp_path, one, other)))) == 2
