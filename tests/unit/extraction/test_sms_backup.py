"""SMS Backup & Restore: every element is accounted for, nobody is wrongly the owner."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from extraction.errors import CorruptSource, ForbiddenXml
from extraction.readers.sms_backup_row import device_offset
from extraction.record import Party, Record
from tests.unit.extraction.reading import DATA, Reading, read

MESSAGES, CALLS = DATA / "sms-mixed.xml", DATA / "calls-mixed.xml"
OWNER = "+447700900100"


@pytest.fixture(scope="module")
def messages() -> Reading:
    return read(MESSAGES, region="GB")


def people(record: Record) -> dict[str, tuple[str, bool | None]]:
    return {party.id_raw: (party.role, party.is_owner) for party in record.parties}


def test_every_element_is_on_a_line_of_the_ledger(messages: Reading) -> None:
    counts = [
        (line.artefact, line.seen, line.records, line.unknown) for line in messages.ledger.lines
    ]
    assert counts == [("sms", 5, 5, 0), ("mms", 4, 4, 0), ("other elements", 1, 0, 1)]
    assert "the file declares 40 messages of both kinds, it has 10" in messages.ledger.warnings
    assert messages.line("sms").repairs == 2


def test_a_text_message_is_read_whole(messages: Reading) -> None:
    record = messages.records[0]
    assert record.text[0].value == "line one\n\U0001f600 & <two>"
    assert record.parties == (Party("from", "+447700900101", "phone", "+447700900101", "Alex"),)
    assert record.thread is not None
    assert (record.thread.id, record.thread.name) == ("sms:+447700900101", "Alex")
    assert (record.direction, record.subtype, record.state) == ("in", "sms", {"read": "read"})
    assert record.time is not None
    assert (record.time.kind, record.time.zone) == ("received", "utc_by_format")
    assert record.time.lo_us == 1775028600123 * 1000
    assert record.time.hi_us == 1775028600123 * 1000 + 999
    assert [time.kind for time in record.times] == ["sent"]
    assert record.extra == {
        "protocol": "0",
        "service_center": "+447700900999",
        "status": "-1",
        "locked": "0",
        "readable_date": "Apr 1, 2026 8:30:00 AM",
        "device_offset": "+01:00",
    }


def test_short_codes_are_unknown_people(messages: Reading) -> None:
    record = messages.records[1]
    assert record.parties[0].id_norm is None
    assert "party_unknown" in record.flags
    assert record.thread is not None
    assert record.thread.id == "sms:7535"


def test_numbers_without_a_country_take_the_operators(messages: Reading) -> None:
    assert messages.records[2].parties[0].id_norm == "+447700900102"
    assert messages.records[2].text[0].value == "out\ufffd"
    without = read(MESSAGES)
    assert without.records[2].parties[0].id_norm is None


def test_drafts_and_odd_values_are_kept_and_undated(messages: Reading) -> None:
    draft, odd = messages.records[3:5]
    assert (draft.direction, draft.state) == ("none", {"status": "draft"})
    assert (odd.direction, odd.time and odd.time.raw) == ("unknown", "yesterday")
    for record in (draft, odd):
        assert record.time is not None
        assert record.time.lo_us is None


def test_a_picture_message_holds_its_words_and_its_picture(messages: Reading) -> None:
    record = messages.records[5]
    assert [text.value for text in record.text] == ["look"]
    (blob,) = record.blobs
    assert messages.blobs[blob.sha256] == b"\x89PNG\r\n\x1a\n\0\0\0\r"
    assert hashlib.sha256(messages.blobs[blob.sha256]).hexdigest() == blob.sha256
    assert (blob.name, blob.mime_declared, blob.mime_sniffed) == (
        "dot.png",
        "image/png",
        "image/png",
    )
    assert people(record) == {"+447700900101": ("from", False), OWNER: ("to", True)}


def test_a_message_to_two_names_both_and_what_it_lacks(messages: Reading) -> None:
    record = messages.records[6]
    assert people(record) == {
        "insert-address-token": ("from", True),
        "+447700900101": ("to", False),
        "+447700900102": ("cc", False),
    }
    assert [(text.field, text.value) for text in record.text] == [
        ("body", "both of you"),
        ("subject", "Sunday"),
    ]
    assert [(blob.name, blob.present) for blob in record.blobs] == [
        ("gone.jpg", False),
        ("broken.jpg", False),
    ]
    assert set(record.flags) == {"missing_blob", "metadata_error"}
    assert record.thread is not None
    assert record.thread.id == "sms:+447700900101~+447700900102"
    assert len(messages.ledger.missing) == 2


def test_of_two_strangers_neither_is_taken_for_the_owner(messages: Reading) -> None:
    record = messages.records[7]
    assert people(record) == {
        "+447700900101": ("from", False),
        OWNER: ("to", None),
        "+447700900103": ("to", None),
    }


def test_without_addresses_the_conversation_tells_who(messages: Reading) -> None:
    assert people(messages.records[8]) == {"+447700900104": ("from", False)}


def wrapped(*elements: str) -> bytes:
    return f"<smses>{''.join(elements)}</smses>".encode()


def mms(address: str, box: str, addrs: dict[str, str]) -> str:
    inner = "".join(f'<addr address="{raw}" type="{kind}"/>' for raw, kind in addrs.items())
    head = f'<mms date="1775028700000" msg_box="{box}" address="{address}">'
    return f"{head}<addrs>{inner}</addrs></mms>"


ALEX, BEA, CLEO = "+447700900101", "+447700900102", "+447700900103"


@pytest.mark.parametrize(
    ("element", "owners", "unsure"),
    [
        # The sender of what comes in is never the owner, whatever the conversation says.
        (mms(BEA, "1", {ALEX: "137", OWNER: "151"}), {OWNER}, set()),
        (mms("null", "1", {ALEX: "137", OWNER: "151"}), set(), {OWNER}),
        (mms(ALEX, "2", {OWNER: "137", ALEX: "151"}), {OWNER}, set()),
        (mms(ALEX, "2", {ALEX: "137", BEA: "151"}), set(), set()),
        (mms(ALEX, "3", {OWNER: "137", ALEX: "151"}), {OWNER}, set()),
        (mms(ALEX, "9", {OWNER: "137", ALEX: "151"}), set(), set()),
        (
            mms(ALEX, "1", {"insert-address-token": "137", ALEX: "151"}),
            set(),
            {"insert-address-token"},
        ),
        (mms(ALEX, "1", {ALEX: "137", BEA: "151", CLEO: "130"}), set(), {BEA, CLEO}),
    ],
)
def test_nobody_is_the_owner_on_less_than_the_only_place_left(
    element: str, owners: set[str], unsure: set[str], tmp_path: Path
) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(wrapped(element))
    record = read(path).one
    assert {party.id_raw for party in record.parties if party.is_owner is True} == owners
    assert {party.id_raw for party in record.parties if party.is_owner is None} == unsure


def test_a_conversations_people_are_named_although_the_message_leaves_them_out(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(wrapped(mms(f"{ALEX}~{BEA}", "1", {ALEX: "137", OWNER: "151"})))
    assert people(read(path).one)[BEA] == ("participant", False)


def test_calls_of_every_kind() -> None:
    found = read(CALLS, region="GB")
    assert [(call.direction, call.state.get("status", "")) for call in found.records] == [
        ("in", "answered"),
        ("out", ""),
        ("in", "missed"),
        ("in", "voicemail"),
        ("in", "rejected"),
        ("in", "refused"),
        ("unknown", ""),
    ]
    assert found.records[0].extra["duration"] == "33"
    hidden, odd = found.records[5:]
    assert (hidden.parties[0].id_raw, hidden.parties[0].id_norm) == ("-2", None)
    assert odd.parties[0].id_norm == "+447700900103"
    assert odd.time is not None
    assert odd.time.lo_us is None
    assert found.line("call").declared == 7
    assert not list(found.ledger.found_against_declared())


@pytest.mark.parametrize(
    ("date", "readable", "offset"),
    [
        ("1383065788038", "Oct 29, 2013 12:56:28 PM", "-04:00"),
        ("1383065788038", "Oct 29, 2013 4:56:28 PM", "+00:00"),
        ("1383065788038", "Oct 29, 2013 10:41:28 PM", "+05:45"),
        # Another moment, another language, or a distance that is no zone.
        ("1383065788038", "Oct 29, 2013 12:56:29 PM", ""),
        ("1383065788038", "29 oct. 2013 12:56:28", ""),
        ("1383065788038", "Oct 31, 2013 4:56:28 PM", ""),
        ("1383065788038", "Feb 30, 2013 4:56:28 PM", ""),
        ("null", "Oct 29, 2013 12:56:28 PM", ""),
    ],
)
def test_the_phones_offset_shows_where_its_clock_is_written(
    date: str, readable: str, offset: str
) -> None:
    assert device_offset(date, readable) == offset


def test_a_file_that_breaks_off_is_refused_saying_where(tmp_path: Path) -> None:
    path = tmp_path / "cut.xml"
    path.write_bytes(MESSAGES.read_bytes()[:-400])
    with pytest.raises(CorruptSource, match=r"line \d+, column \d+, after 8 rows"):
        read(path)


def test_a_broken_file_can_be_read_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "cut.xml"
    data = MESSAGES.read_bytes()[:-400]
    path.write_bytes(data)
    found = read(path, accept_damaged=True)
    assert len(found.records) == 7
    (unread,) = found.ledger.unread
    assert unread["bytes"] == len(data) - int(str(unread["offset"]))
    assert any("damaged" in warning for warning in found.ledger.warnings)


def test_document_types_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "dtd.xml"
    path.write_bytes(b'<!DOCTYPE smses [<!ENTITY a "b">]>' + wrapped('<sms body="&a;"/>'))
    with pytest.raises(ForbiddenXml):
        read(path)


def test_rows_keep_their_ids_when_they_are_read_again() -> None:
    assert [record.record_id for record in read(MESSAGES).records] == [
        record.record_id for record in read(MESSAGES, region="GB").records
    ]


def test_a_long_message_goes_whole_into_a_medium(tmp_path: Path) -> None:
    path = tmp_path / "long.xml"
    words = "word " * 300_000
    path.write_bytes(
        wrapped(f'<sms address="{ALEX}" date="1775028600123" type="1" body="{words}"/>')
    )
    found = read(path)
    (blob,) = found.one.blobs
    assert found.blobs[blob.sha256].decode() == words
    assert "truncated" in found.one.flags


def test_a_thousand_kinds_of_element_are_one_line(tmp_path: Path) -> None:
    path = tmp_path / "odd.xml"
    path.write_bytes(wrapped(*(f"<e{number}/>" for number in range(1000))))
    found = read(path)
    assert found.line("other elements").unknown == 1000
    assert len(found.ledger.lines) == 3


@pytest.mark.parametrize(
    "make",
    [
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: b"\n\n" + data.split(b"?>", 1)[1],
    ],
)
def test_marks_and_missing_heads_do_not_hide_the_format(
    make: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(make(CALLS.read_bytes()))
    assert read(path).format == "sms-backup-restore"
