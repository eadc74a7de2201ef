"""What an iPhone's own apps keep: every row, its people, its time to the unit."""

from pathlib import Path

import pytest

from consent.scope import parse_scope
from extraction.filter import withheld_reason
from extraction.readers.typedstream import text_of_stream
from extraction.record import Party, Record, marshal_record
from tests.unit.extraction import phones
from tests.unit.extraction.phones import ALEX, BEA, COCOA, NOON, Rows, attributed, database
from tests.unit.extraction.reading import Reading, read
from vault.canonical import Json
from vault.ids import Eid

HANDLES: Rows = [
    {"ROWID": 1, "id": ALEX},
    {"ROWID": 2, "id": BEA},
    {"ROWID": 3, "id": "a@b.example"},
]
CHATS: Rows = [
    {"ROWID": 1, "guid": "SMS;-;a", "style": 45, "chat_identifier": ALEX},
    {"ROWID": 2, "guid": "g", "style": 43, "chat_identifier": "chat1", "display_name": "Us"},
]
MEMBERS: Rows = [
    *({"chat_id": 1, "handle_id": 1}, {"chat_id": 2, "handle_id": 1}),
    {"chat_id": 2, "handle_id": 2},
]


def messages(tmp_path: Path, messages: Rows, **rows: Rows) -> Reading:
    given: dict[str, Rows] = {
        "handle": HANDLES,
        "chat": CHATS,
        "chat_handle_join": MEMBERS,
        "chat_message_join": [],
        **rows,
    }
    return read(database(tmp_path / "sms.db", phones.IOS_MESSAGES, message=messages, **given))


def message(**values: phones.Cell) -> dict[str, phones.Cell]:
    return {
        "ROWID": 1,
        "guid": "m1",
        "text": "hello",
        "handle_id": 1,
        "is_from_me": 0,
        "date": COCOA * 10**9 + 7_000,
        "service": "iMessage",
        **values,
    }


def test_a_message_of_a_conversation(tmp_path: Path) -> None:
    joined: Rows = [{"chat_id": 1, "message_id": 1}]
    found = messages(tmp_path, [message(is_read=1)], chat_message_join=joined)
    record = found.one
    assert (record.category, record.subtype, record.direction) == ("message", "chat", "in")
    assert (record.app_id, record.app_name) == ("ios.messages", "Messages")
    assert record.parties == (Party("from", ALEX, "phone", ALEX),)
    assert found.words == ["hello"]
    assert record.thread is not None
    assert record.thread.id == f"ios.messages:{ALEX}"
    assert record.time is not None
    assert (record.time.lo_us, record.time.kind) == (NOON * 10**6 + 7, "received")
    assert record.state == {"read": "read"}
    assert (record.prov.format, record.prov.table, record.prov.row) == (
        *("ios-messages", "message", 1),
    )


def test_a_message_without_handle_chat_and_text_is_a_message(tmp_path: Path) -> None:
    found = messages(tmp_path, [message(handle_id=0, text=None), message(ROWID=2, handle_id=99)])
    assert [record.parties for record in found.records] == [(Party("from"),)] * 2
    assert [record.flags for record in found.records] == [("party_unknown",)] * 2
    assert found.words == ["", "hello"]
    line = found.line("ios-messages: message")
    assert (line.seen, line.records) == (2, 2)


def test_before_ios_11_the_same_column_counts_seconds(tmp_path: Path) -> None:
    time = messages(tmp_path, [message(date=COCOA)]).one.time
    assert time is not None
    assert (time.lo_us, time.hi_us) == (NOON * 10**6, NOON * 10**6 + 999_999)


def test_words_may_be_in_the_attributed_body_alone(tmp_path: Path) -> None:
    long = "wörds " * 60
    rows = [
        message(text=None, attributedBody=attributed("\ufffcin there")),
        message(ROWID=2, text="", attributedBody=attributed(long)),
        message(ROWID=3, text=None, attributedBody=b"\x04\x0bstreamtyped of another kind"),
    ]
    found = messages(tmp_path, rows)
    assert found.words == ["\ufffcin there", long, ""]
    assert found.records[2].extra["attributed_body"] == "could not be read"


def test_a_stream_that_is_cut_short_gives_no_half_text() -> None:
    whole = attributed("some words")
    read = {text_of_stream(whole[:end]) for end in range(len(whole))}
    assert read <= {None, "some words"}
    assert text_of_stream(b"") is None


def test_a_length_beyond_the_stream_ends_at_its_mark() -> None:
    data = attributed("some words").replace(b"\x0asome", b"\x7fsome")
    assert text_of_stream(data) == "some words"


def test_what_she_wrote_to_a_group_names_all_its_members(tmp_path: Path) -> None:
    joined: Rows = [{"chat_id": 2, "message_id": 1}, {"chat_id": 2, "message_id": 2}]
    rows = [message(is_from_me=1, handle_id=0), message(ROWID=2, handle_id=2)]
    found = messages(tmp_path, rows, chat_message_join=joined)
    sent, received = found.records
    assert [(party.role, party.id_norm, party.is_owner) for party in sent.parties] == [
        *(("from", None, True), ("to", ALEX, False), ("to", BEA, False)),
    ]
    assert [(party.role, party.id_norm) for party in received.parties] == [
        *(("from", BEA), ("participant", ALEX)),
    ]
    assert sent.thread is not None
    assert (sent.thread.name, sent.thread.size, sent.flags) == ("Us", 3, ())


def test_a_group_whose_members_are_not_listed_has_an_unknown_party(tmp_path: Path) -> None:
    joined: Rows = [{"chat_id": 2, "message_id": 1}]
    found = messages(
        tmp_path, [message(is_from_me=1)], chat_message_join=joined, chat_handle_join=[]
    )
    assert found.one.flags == ("party_unknown",)


def test_events_texts_edits_and_unsent_messages_are_told_apart(tmp_path: Path) -> None:
    rows = [
        message(item_type=1),
        message(ROWID=2, service="SMS", date_edited=COCOA * 10**9),
        message(ROWID=3, date_retracted=COCOA * 10**9, text=None),
        message(ROWID=4, associated_message_guid="p:0/m1", associated_message_type=2000),
    ]
    found = messages(tmp_path, rows).records
    assert [record.subtype for record in found] == ["system", "sms", "chat", "chat"]
    assert found[1].state == {"edited": "true"}
    assert found[2].state == {"unsent": "true"}
    assert found[3].extra["associated_message_guid"] == "p:0/m1"


def test_an_attachment_is_found_by_its_path_and_missed_aloud(tmp_path: Path) -> None:
    folder = tmp_path / "phone"
    path = folder / "private/var/mobile/Library/SMS/Attachments/ab/photo.jpg"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"\xff\xd8\xff\xe0 a picture")
    attached: Rows = [
        {
            "ROWID": 1,
            "filename": "~/Library/SMS/Attachments/ab/photo.jpg",
            "mime_type": "image/jpeg",
        },
        {
            "ROWID": 2,
            "filename": "~/Library/SMS/Attachments/cd/photo.jpg",
            "transfer_name": "p.jpg",
        },
    ]
    database(
        folder / "private/var/mobile/Library/SMS/sms.db",
        phones.IOS_MESSAGES,
        message=[message()],
        attachment=attached,
        message_attachment_join=[
            *({"message_id": 1, "attachment_id": 1}, {"message_id": 1, "attachment_id": 2}),
            {"message_id": 5, "attachment_id": 1},
        ],
    )
    found = read(folder)
    here, gone = found.one.blobs
    assert found.blobs[here.sha256].startswith(b"\xff\xd8")
    assert (here.name, here.mime_declared, here.present) == ("photo.jpg", "image/jpeg", True)
    assert (gone.name, gone.present) == ("p.jpg", False)
    assert found.one.flags == ("party_unknown", "missing_blob")
    assert len(found.ledger.missing) == 1


def test_tables_that_are_not_known_are_counted_and_deleted_rows_stay_unread(tmp_path: Path) -> None:
    found = messages(tmp_path, [message()], deleted_messages=[{"guid": "a"}, {"guid": "b"}])
    line = found.line("deleted_messages")
    assert (line.seen, line.unknown, line.records) == (2, 2, 0)
    assert [line.artefact for line in found.ledger.lines] == [
        *("ios-messages: message", "deleted_messages"),
    ]


def test_a_row_that_does_not_parse_is_quarantined(tmp_path: Path) -> None:
    found = messages(tmp_path, [message(), message(ROWID=2, date="soon", text=b"\xff\xfe")])
    assert len(found.records) == 2
    assert found.records[1].time is not None
    assert (found.records[1].time.raw, found.records[1].time.zone) == ("soon", "unknown")
    assert found.words[1] == "b64:__4"


def test_what_she_deleted_lately_is_there_and_said(tmp_path: Path) -> None:
    path = database(
        tmp_path / "sms.db",
        {**phones.IOS_MESSAGES, "chat_recoverable_message_join": "chat_id, message_id"},
        message=[message(), message(ROWID=2)],
        chat_recoverable_message_join=[{"chat_id": 1, "message_id": 2}],
    )
    assert [record.state for record in read(path).records] == [{}, {"deleted": "deleted"}]


def lets_go(record: Record, **scope: list[Json]) -> bool:
    """Tell whether a scope lets a record go."""
    body: dict[str, Json] = {"x": ["00" * 16], "c": [record.category], **scope}
    return withheld_reason(parse_scope(body), Eid(bytes(16)), marshal_record(record)) is None


UNSURE: dict[str, dict[str, Rows]] = {
    "no conversation": {},
    "a conversation that is not there": {"chat_message_join": [{"chat_id": 9, "message_id": 1}]},
    "one of two, one of a group": {
        "chat_message_join": [{"chat_id": 1, "message_id": 1}, {"chat_id": 2, "message_id": 1}]
    },
    "a group in which one is left": {
        "chat_message_join": [{"chat_id": 2, "message_id": 1}],
        "chat_handle_join": [{"chat_id": 2, "handle_id": 1}],
    },
    "a group without members": {
        "chat_message_join": [{"chat_id": 2, "message_id": 1}],
        "chat_handle_join": [],
    },
    "a conversation of no known kind": {
        "chat": [{"ROWID": 1, "guid": "g", "chat_identifier": "chat7"}],
        "chat_message_join": [{"chat_id": 1, "message_id": 1}],
    },
    "two in what says it is of one": {
        "chat_message_join": [{"chat_id": 1, "message_id": 1}],
        "chat_handle_join": [{"chat_id": 1, "handle_id": 1}, {"chat_id": 1, "handle_id": 2}],
    },
    "another's conversation": {
        "chat": [{"ROWID": 1, "guid": "g", "style": 45, "chat_identifier": BEA}],
        "chat_handle_join": [{"chat_id": 1, "handle_id": 2}],
        "chat_message_join": [{"chat_id": 1, "message_id": 1}],
    },
}


@pytest.mark.parametrize("name", UNSURE)
@pytest.mark.parametrize("mine", [0, 1])
def test_a_message_that_may_be_of_a_group_is_not_its_senders_alone(
    name: str, mine: int, tmp_path: Path
) -> None:
    record = messages(tmp_path, [message(is_from_me=mine)], **UNSURE[name]).one
    assert not lets_go(record, p=[ALEX])
    if name != "two in what says it is of one":
        assert not lets_go(record, t=[f"ios.messages:{ALEX}"])


def test_one_persons_two_services_are_one_conversation(tmp_path: Path) -> None:
    record = messages(
        tmp_path,
        [message()],
        chat=[*CHATS, {"ROWID": 3, "guid": "i", "style": 45, "chat_identifier": ALEX}],
        chat_handle_join=[*MEMBERS, {"chat_id": 3, "handle_id": 1}],
        chat_message_join=[{"chat_id": 1, "message_id": 1}, {"chat_id": 3, "message_id": 1}],
    ).one
    assert lets_go(record, p=[ALEX], t=[f"ios.messages:{ALEX}"])
