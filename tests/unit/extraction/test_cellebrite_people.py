"""People of Cellebrite reports: who spoke, who else was there, and whom nobody knows."""

from pathlib import Path

from extraction.record import Record, facts_of
from tests.unit.extraction.reading import Reading, read
from tests.unit.extraction.reports import (
    ALEX,
    NOON,
    OWNER,
    chat,
    decoded,
    fields,
    holds,
    message,
    model,
    party,
    report,
    written,
)


def made(tmp_path: Path, *models: str, region: str | None = None) -> Reading:
    return read(written(tmp_path, report(decoded(*models))), region=region)


def one(reading: Reading, kind: str) -> Record:
    (record,) = [record for record in reading.records if record.prov.table == kind]
    return record


def test_a_message_without_a_speaker_has_an_unknown_one(tmp_path: Path) -> None:
    found = made(tmp_path, chat(message("words", sender="")))
    record = one(found, "InstantMessage")
    assert record.direction == "unknown"
    assert facts_of(record).parties is None
    assert "party_unknown" in record.flags


def test_the_owner_of_a_chat_is_known_in_its_messages(tmp_path: Path) -> None:
    sender = party("447700900001@s.whatsapp.net", "Bea", owner="")
    found = made(tmp_path, chat(message("words", sender=sender)))
    record = one(found, "InstantMessage")
    assert record.direction == "out"
    assert facts_of(record).parties == {"+447700900101"}


def test_nobody_is_taken_for_the_owner_on_less_than_her_mark(tmp_path: Path) -> None:
    sender = party("447700900109@s.whatsapp.net", "Ivy", owner="")
    record = one(made(tmp_path, chat(message("words", sender=sender))), "InstantMessage")
    assert record.parties[0].is_owner is None
    assert facts_of(record).parties == {"+447700900101", "+447700900109"}


def test_everybody_in_a_group_counts_for_each_message(tmp_path: Path) -> None:
    people = [party(f"4477009001{n:02}@s.whatsapp.net", f"N{n}") for n in range(20)]
    group = model(
        "Chat",
        fields(Source="WhatsApp", Id="123-456@g.us", Name="Family"),
        holds("Participants", *people, OWNER),
        holds("Messages", message("hello", sender=people[3]), kind="InstantMessage"),
    )
    record = one(made(tmp_path, group), "InstantMessage")
    assert record.thread is not None
    assert (record.thread.id, record.thread.name, record.thread.size) == (
        "whatsapp:123-456@g.us",
        "Family",
        21,
    )
    assert facts_of(record).parties == {f"+4477009001{n:02}" for n in range(20)}


def test_more_people_than_a_record_names_are_one_who_is_unknown(tmp_path: Path) -> None:
    people = [party(f"44770090{n:04}@s.whatsapp.net") for n in range(400)]
    group = model(
        "Chat",
        fields(Source="WhatsApp", Id="123-456@g.us"),
        holds("Participants", *people),
        holds("Messages", message("hello", sender=people[3]), kind="InstantMessage"),
    )
    record = one(made(tmp_path, group), "InstantMessage")
    assert len(record.parties) == 250
    assert facts_of(record).parties is None


def test_the_number_of_an_account_is_nobodys_phone(tmp_path: Path) -> None:
    sender = party("07700900101", "Somebody", role="From")
    account = chat(message("words", sender=sender), source="Telegram", own="9")
    plain = model("SMS", fields(Body="words", TimeStamp=NOON), holds("Parties", sender))
    found = made(tmp_path, account, plain, region="GB")
    assert one(found, "InstantMessage").parties[0].id_norm is None
    assert one(found, "SMS").parties[0].id_norm == "+447700900101"


def test_the_sender_of_a_mention_is_not_the_speaker(tmp_path: Path) -> None:
    activity = model("ChatActivity", f'<modelField name="Participant">{ALEX}</modelField>')
    said = message("joined", holds("ActivityLog", activity, kind="ChatActivity"), sender=OWNER)
    record = one(made(tmp_path, chat(said)), "InstantMessage")
    assert [(one.role, one.name) for one in record.parties] == [
        ("from", "Bea"),
        ("mention", "Alex"),
    ]
