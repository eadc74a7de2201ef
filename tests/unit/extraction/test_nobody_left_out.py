"""Nobody who is in a record is left out of it, in any reader; nothing comes from another row."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from extraction.record import Record, facts_of
from tests.unit.extraction import phones
from tests.unit.extraction.lava import Cell as LavaCell
from tests.unit.extraction.lava import Folder, Table
from tests.unit.extraction.phones import ALEX, BEA, COCOA, NOON, OWNER, Cell, Rows, database
from tests.unit.extraction.reading import read
from tests.unit.extraction.reports import NOON as STAMP
from tests.unit.extraction.reports import decoded, fields, holds, model, party, report, written
from tests.unit.extraction.zips import Member, make_zip


def people(record: Record) -> frozenset[str] | None:
    return facts_of(record).parties


def apple_calls(tmp_path: Path, calls: Rows, *, version: int = 2, **rows: Rows) -> list[Record]:
    join = f"Z_{version}REMOTEPARTICIPANTHANDLES"
    columns = f"Z_{version}REMOTEPARTICIPANTCALLS", f"Z_{version + 2}REMOTEPARTICIPANTHANDLES"
    schema = {
        "ZCALLRECORD": phones.IOS_CALLS["ZCALLRECORD"],
        "ZHANDLE": phones.IOS_CALLS["ZHANDLE"],
        join: ", ".join(columns),
    }
    given = dict(rows)
    if (joined := given.pop("joined", None)) is not None:
        given[join] = [
            dict(zip(columns, (row["call"], row["handle"]), strict=True)) for row in joined
        ]
    path = database(tmp_path / "CallHistory.storedata", schema, ZCALLRECORD=calls, **given)
    return read(path, region="GB").records


CALL: dict[str, Cell] = {"ZADDRESS": ALEX, "ZDATE": COCOA, "ZORIGINATED": 1}


@pytest.mark.parametrize("version", [2, 3, 7])
def test_everybody_in_a_call_whatever_the_joins_number(version: int, tmp_path: Path) -> None:
    handles: Rows = [{"Z_PK": 1, "ZVALUE": ALEX}, {"Z_PK": 2, "ZVALUE": BEA}]
    joined: Rows = [{"call": 1, "handle": 1}, {"call": 1, "handle": 2}]
    (call,) = apple_calls(tmp_path, [CALL], version=version, ZHANDLE=handles, joined=joined)
    assert people(call) == {ALEX, BEA}


def test_somebody_in_a_call_whose_row_is_missing_is_somebody_unknown(tmp_path: Path) -> None:
    handles: Rows = [{"Z_PK": 1, "ZVALUE": ALEX}]
    joined: Rows = [{"call": 1, "handle": 1}, {"call": 1, "handle": 9}]
    named = {**CALL, "ZNAME": "Alex"}
    (call,) = apple_calls(tmp_path, [named], ZHANDLE=handles, joined=joined)
    assert people(call) is None
    assert [one.name for one in call.parties] == ["", "", ""]


def test_an_accounts_number_in_another_app_is_nobodys_phone(tmp_path: Path) -> None:
    other = {**CALL, "ZADDRESS": "07700900101", "ZSERVICE_PROVIDER": "org.example.app"}
    own = {**other, "ZSERVICE_PROVIDER": "com.apple.Telephony"}
    assert [people(call) for call in apple_calls(tmp_path, [other, own])] == [None, {ALEX}]


def test_a_deleted_voicemail_has_not_the_recording_of_another(tmp_path: Path) -> None:
    folder = tmp_path / "phone"
    mail: dict[str, Cell] = {"date": NOON, "sender": ALEX, "trashed_date": 0}
    database(
        folder / "Library/Voicemail/voicemail.db",
        phones.VOICEMAIL,
        voicemail=[mail],
        deleted=[{**mail, "sender": BEA}],
    )
    (folder / "Library/Voicemail/1.amr").write_bytes(b"#!AMR\n words of Alex")
    kept, gone = read(folder).records
    assert (kept.blobs[0].present, gone.blobs[0].present) == (True, False)
    assert people(gone) == {BEA}


def test_whom_a_voicemail_says_to_call_back_is_in_it(tmp_path: Path) -> None:
    mail: dict[str, Cell] = {"date": NOON, "sender": ALEX, "callback_num": BEA, "trashed_date": 0}
    rows: Rows = [mail, {**mail, "callback_num": "07700 900101"}, {**mail, "callback_num": None}]
    path = database(tmp_path / "voicemail.db", phones.VOICEMAIL, voicemail=rows)
    found = [people(record) for record in read(path, region="GB").records]
    assert found == [{ALEX, BEA}, {ALEX}, {ALEX}]


def apple_messages(tmp_path: Path, **rows: Rows) -> list[Record]:
    message: dict[str, Cell] = {"handle_id": 1, "is_from_me": 0, "date": COCOA, "guid": "g"}
    given: dict[str, Rows] = {
        "message": [message, {**message, "guid": "h", "is_from_me": 1}],
        "handle": [{"id": ALEX}, {"id": "07700 900101"}],
        "chat_message_join": [{"chat_id": 1, "message_id": 1}, {"chat_id": 1, "message_id": 2}],
        **rows,
    }
    return read(database(tmp_path / "sms.db", phones.IOS_MESSAGES, **given), region="GB").records


def test_a_group_of_one_person_under_two_spellings_is_not_theirs(tmp_path: Path) -> None:
    found = apple_messages(
        tmp_path,
        chat=[{"guid": "x", "style": 43, "chat_identifier": "chat1"}],
        chat_handle_join=[{"chat_id": 1, "handle_id": 1}, {"chat_id": 1, "handle_id": 2}],
    )
    assert [people(record) for record in found] == [None, None]


def test_chats_without_an_identifier_share_none(tmp_path: Path) -> None:
    found = apple_messages(tmp_path, chat=[{"style": 43}])
    assert [record.thread and record.thread.id for record in found] == ["", ""]
    assert [facts_of(record).thread for record in found] == [None, None]


def test_a_hangouts_message_is_not_its_authors_alone(tmp_path: Path) -> None:
    columns = "_id INTEGER PRIMARY KEY, author_chat_id, conversation_id, text, timestamp"
    row: dict[str, Cell] = {"conversation_id": "c", "text": "hi", "timestamp": NOON * 10**6}
    rows: Rows = [{**row, "author_chat_id": ALEX}, {**row, "author_chat_id": "07700900101"}]
    path = database(tmp_path / "babel.db", {"messages": columns}, messages=rows)
    assert [people(record) for record in read(path, region="GB").records] == [None, None]


def contacts(tmp_path: Path, count: int) -> list[Record]:
    """Give one contact of so many numbers, from three sources."""
    numbers = [f"+4477009{number:05}" for number in range(count)]
    apple = database(
        tmp_path / "AddressBook.sqlitedb",
        phones.IOS_CONTACTS,
        ABPerson=[{"First": "Alex"}],
        ABMultiValue=[{"record_id": 1, "property": 3, "value": each} for each in numbers],
    )
    android = database(
        tmp_path / "contacts2.db",
        phones.ANDROID_CONTACTS,
        raw_contacts=[{"contact_id": 1, "display_name": "Alex"}],
        mimetypes=[{"mimetype": "vnd.android.cursor.item/phone_v2"}],
        data=[{"raw_contact_id": 1, "mimetype_id": 1, "data1": each} for each in numbers],
    )
    card = tmp_path / "a.vcf"
    lines = ["BEGIN:VCARD", "VERSION:3.0", "FN:Alex", *(f"TEL:{each}" for each in numbers)]
    card.write_text("\r\n".join([*lines, "END:VCARD", ""]))
    return [read(path).one for path in (apple, android, card)]


def test_a_contact_of_more_numbers_than_a_record_names_is_of_somebody_unknown(
    tmp_path: Path,
) -> None:
    assert [people(record) for record in contacts(tmp_path / "many", 150)] == [None] * 3
    some = contacts(tmp_path / "some", 3)
    assert [len(people(record) or ()) for record in some] == [3] * 3


def mail(tmp_path: Path, *dropped: str, **headers: str) -> Record:
    named = {"From": "alex@a.example", "To": "bea@b.example", "Subject": "s", **headers}
    lines = [f"{name.replace('_', '-')}: {said}" for name, said in named.items()]
    kept = [line for line in lines if line.split(":")[0] not in dropped]
    path = tmp_path / "a.eml"
    path.write_text("\n".join([*kept, "Date: Wed, 1 Apr 2026 12:00:00 +0000", "", "words"]))
    return read(path).one


TWO = {"alex@a.example", "bea@b.example"}


@pytest.mark.parametrize(
    ("dropped", "headers", "who"),
    [
        ((), {}, TWO),
        (("To",), {}, None),
        (("From",), {}, None),
        ((), {"To": "undisclosed-recipients:;"}, None),
        ((), {"To": "(nobody"}, None),
        ((), {"Sender": "cleo@c.example"}, TWO | {"cleo@c.example"}),
        ((), {"Sender": "Alex@A.example"}, TWO),
        ((), {"Reply_To": "cleo@c.example"}, TWO | {"cleo@c.example"}),
        ((), {"Resent_To": "cleo@c.example"}, TWO | {"cleo@c.example"}),
    ],
)
def test_whom_a_mail_does_not_name_is_somebody_unknown(
    dropped: tuple[str, ...], headers: dict[str, str], who: set[str] | None, tmp_path: Path
) -> None:
    assert people(mail(tmp_path, *dropped, **headers)) == who


def test_a_mail_to_more_people_than_a_record_names(tmp_path: Path) -> None:
    crowd = ", ".join(f"p{number}@a.example" for number in range(1200))
    record = mail(tmp_path, To=crowd)
    assert len(record.parties) <= 1001
    assert people(record) is None


@pytest.mark.parametrize(
    ("column", "value", "who"),
    [
        ("participants", f"{ALEX}, {BEA}", None),
        ("call_participants", "Alex, Bea", None),
        ("participants", ALEX, {ALEX}),
        ("duration", "9", {ALEX}),
    ],
)
def test_a_list_of_people_in_one_cell_is_somebody_else(
    column: str, value: str, who: set[str] | None, tmp_path: Path
) -> None:
    row: dict[str, LavaCell] = {"phone_number": ALEX, column: value}
    table = Table("callHistory", dict.fromkeys(row, ""), [row])
    assert people(read(Folder([table]).write(tmp_path / "lava")).one) == who


@pytest.mark.parametrize("kind", ["Email", "MMS", "InstantMessage"])
def test_a_reports_message_that_names_one_end_has_another(kind: str, tmp_path: Path) -> None:
    alex, owner = party(ALEX, "Alex"), party(OWNER, "Me", owner="True")
    said = fields(Source="Native Messages", Body="a", TimeStamp=STAMP)
    lone = model(kind, said, holds("From", alex))
    both = model(kind, said, holds("From", alex), holds("To", owner))
    found = read(written(tmp_path, report(decoded(lone, both)))).records
    assert [people(record) for record in found] == [None, {ALEX}]


def test_media_that_is_another_messages_is_not_this_ones(tmp_path: Path) -> None:
    folder = tmp_path / "phone"
    row: dict[str, Cell] = {"ZISFROMME": 0, "ZMESSAGEDATE": COCOA, "ZCHATSESSION": 1}
    database(
        folder / "ChatStorage.sqlite",
        phones.WHATSAPP_IOS,
        ZWAMESSAGE=[{**row, "ZMEDIAITEM": 1}, {**row, "ZMEDIAITEM": 2}],
        ZWAMEDIAITEM=[
            {"ZMEDIALOCALPATH": "Media/a/1.jpg", "ZMESSAGE": 2, "ZTITLE": "words"},
            {"ZMEDIALOCALPATH": "Media/a/1.jpg", "ZMESSAGE": 2},
        ],
    )
    (folder / "Media/a").mkdir(parents=True)
    (folder / "Media/a/1.jpg").write_bytes(b"\xff\xd8\xff")
    other, own = read(folder).records
    assert (other.blobs, other.text) == ((), ())
    assert "media_unclear" in other.flags
    assert own.blobs[0].present


def test_a_medium_of_two_files_in_a_lava_folder_is_neither(tmp_path: Path) -> None:
    table = Table("callHistory", {"phone_number": "", "photo": "media"}, [{"photo": "r"}])
    files = {"media/a.jpg": b"\xff\xd8\xff a", "media/b.jpg": b"\xff\xd8\xff b"}
    folder = Folder([table], media={"r": ("media/a.jpg", "")}, files=files).write(tmp_path / "lava")
    assert read(folder).one.blobs[0].present
    with closing(sqlite3.connect(folder / "_lava_artifacts.db")) as made:
        made.execute("INSERT INTO _lava_media_items VALUES ('item-r', 'media/b.jpg', '')")
        made.commit()
    assert not read(folder).one.blobs[0].present


def test_a_conversations_class_is_that_of_all_in_it(tmp_path: Path) -> None:
    text = b"13/03/2026, 11:00 - Dr Cleo: results\n14/03/2026, 11:01 - Me: thank you\n"
    members = [
        Member(b"WhatsApp Chat with Dr Cleo.txt", text),
        Member(b"IMG-1.jpg", b"\xff\xd8\xff a scan"),
    ]
    path = tmp_path / "WhatsApp Chat with Dr Cleo.zip"
    path.write_bytes(make_zip(*members))
    found = read(path, sensitive={"Dr Cleo": "health"})
    assert [record.category for record in found.records] == ["message", "message", "media"]
    assert {record.sensitivity for record in found.records} == {"health"}


def test_a_row_that_owns_more_than_a_record_holds_is_set_aside_and_not_cut(tmp_path: Path) -> None:
    pdu: Rows = [{"date": NOON, "msg_box": 1, "ct_t": "m", "thread_id": 1}] * 3
    addr: Rows = [{"msg_id": 2, "address": f"+4477009{at:05}", "type": 151} for at in range(1001)]
    path = database(tmp_path / "mmssms.db", phones.ANDROID_MESSAGES, pdu=pdu, addr=addr)
    found = read(path)
    line = found.line("android-messages: pdu")
    assert (line.seen, line.records, line.quarantined) == (3, 2, 1)
    assert [record.prov.row for record in found.records] == [1, 3]
