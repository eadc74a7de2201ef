"""WhatsApp text: every layout, nothing guessed about day, month or zone."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from extraction.errors import LimitExceeded, UnknownSource
from extraction.readers import whatsapp_files, whatsapp_lines
from extraction.readers.whatsapp_text import chat_name
from extraction.record import Record
from tests.unit.extraction.reading import DATA, Reading, read

CHATS = DATA / "chats"
MINUTE = 60_000_000


def at(text: str) -> int:
    moment = datetime.fromisoformat(text).replace(tzinfo=UTC)
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def span(record: Record) -> tuple[int | None, int | None]:
    assert record.time is not None
    return record.time.lo_us, record.time.hi_us


def utc(name: str) -> Reading:
    return read(CHATS / name, zone="Etc/UTC")


def starts(found: Reading) -> list[int | None]:
    return [span(record)[0] for record in found.records]


def test_an_android_chat_with_a_day_over_twelve() -> None:
    found = utc("android-german.txt")
    assert starts(found) == [
        at("2026-04-01 08:30"),
        at("2026-04-01 08:31"),
        at("2026-04-01 08:32"),
        at("2026-04-13 23:59"),
        at("2026-04-14 00:00"),
    ]
    assert [record.subtype for record in found.records] == [
        "system",
        "chat",
        "chat",
        "chat",
        "chat",
    ]
    assert found.words[2] == "two\nlines: of it\n\nand a third"
    assert not found.ledger.warnings
    assert found.line("message").seen == 5


def test_an_iphone_chat_with_months_first_and_marks() -> None:
    found = utc("iphone-american.txt")
    assert starts(found) == [
        at("2026-04-01 08:30:00"),
        at("2026-04-01 08:31:05"),
        at("2026-04-01 12:00:00"),
        at("2026-04-02 00:00:00"),
        at("2026-04-13 13:02:03"),
    ]
    assert [record.parties[0].id_raw for record in found.records] == [
        "Alex & Bea",
        "Alex",
        "Bea",
        "Alex",
        "+44 7700 900101",
    ]
    assert found.records[1].time is not None
    assert found.records[1].time.raw == "4/1/26, 8:31:05\u202fAM"


def test_a_minute_lasts_a_minute_and_a_second_a_second() -> None:
    lo, hi = span(utc("android-german.txt").records[1])
    assert (lo, hi) == (at("2026-04-01 08:31"), at("2026-04-01 08:32") - 1)
    lo, hi = span(utc("iphone-american.txt").records[1])
    assert (lo, hi) == (at("2026-04-01 08:31:05"), at("2026-04-01 08:31:06") - 1)


def test_without_a_zone_every_zone_is_possible() -> None:
    record = read(CHATS / "android-german.txt").records[1]
    assert span(record) == (
        at("2026-04-01 08:31") - 14 * 60 * MINUTE,
        at("2026-04-01 08:31") + 12 * 60 * MINUTE + MINUTE - 1,
    )
    assert "zone_unknown" in record.flags
    assert record.time is not None
    assert record.time.zone == "unknown"


def test_an_order_that_nothing_decides_stays_open() -> None:
    found = utc("open-order.txt")
    # 1 February, 3 February, 5 February; or 2 January, 2 March, 2 May.
    assert [span(record) for record in found.records] == [
        (at("2026-01-02 10:00"), at("2026-02-01 10:01") - 1),
        (at("2026-02-03 10:00"), at("2026-03-02 10:01") - 1),
        (at("2026-02-05 10:00"), at("2026-05-02 10:01") - 1),
    ]
    assert all("time_ambiguous" in record.flags for record in found.records)
    assert "day and month of 3 messages cannot be told apart" in found.ledger.warnings


def test_the_only_order_in_which_days_run_on_is_taken_and_said() -> None:
    found = utc("run-decides.txt")
    assert starts(found) == [
        at("2020-01-05 10:00"),
        at("2020-01-10 10:00"),
        at("2020-02-01 10:00"),
        at("2020-02-02 10:00"),
    ]
    assert any("run on" in warning for warning in found.ledger.warnings)
    assert not any("time_ambiguous" in record.flags for record in found.records)


def test_layouts_may_change_inside_one_file() -> None:
    found = utc("mixed-layouts.txt")
    assert starts(found) == [
        at("2026-04-01 10:00"),
        at("2026-04-15 10:00"),
        at("2026-04-16 10:00"),
        at("2026-04-17 10:00:05"),
        at("2026-04-18 13:05"),
    ]


def test_lines_that_contradict_each_other_keep_their_own_readings() -> None:
    found = utc("contradicting.txt")
    assert found.words == [
        "first\n99/99/2026, 10:00 - Bea: no date\n32/01/2026 nothing",
        "contradicts",
        "open",
    ]
    assert [span(record) for record in found.records] == [
        (at("2026-01-13 10:00"), at("2026-01-13 10:01") - 1),
        (at("2026-01-14 10:00"), at("2026-01-14 10:01") - 1),
        (at("2026-01-02 10:00"), at("2026-02-01 10:01") - 1),
    ]
    assert ["time_ambiguous" in record.flags for record in found.records] == [False, False, True]
    line = found.line("message")
    assert (line.seen, line.records, line.quarantined) == (4, 3, 1)
    assert line.first_error == "no date before it"
    assert any("2 lines begin with a date" in warning for warning in found.ledger.warnings)


def test_people_of_a_text_are_unknown_and_the_conversation_is_known() -> None:
    for record in utc("android-german.txt").records:
        assert record.parties
        assert all(party.id_norm is None and party.is_owner is None for party in record.parties)
        assert record.thread is not None
        assert record.thread.id == "whatsapp:android-german"
        assert record.app_id == "whatsapp"


def test_media_that_are_named_and_not_there_are_missing() -> None:
    german = utc("android-german.txt")
    assert [(blob.name, blob.present) for record in german.records for blob in record.blobs] == [
        ("IMG-1.jpg", False),
        ("", False),
    ]
    assert german.records[3].text[0].value.endswith("with words under it")
    iphone = utc("iphone-american.txt")
    assert [blob.name for record in iphone.records for blob in record.blobs] == [
        "00000004-PHOTO.jpg",
        "00000005-PHOTO.jpg",
    ]
    assert len(iphone.ledger.missing) == 2
    assert all("missing_blob" in record.flags for record in iphone.records if record.blobs)


@pytest.mark.parametrize(
    ("name", "chat"),
    [
        ("WhatsApp Chat with Alex & Bea.txt", "Alex & Bea"),
        ("WhatsApp Chat - Alex.zip", "Alex"),
        ("folder/WhatsApp Chat with A.B.txt", "A.B"),
        ("_chat.txt", "_chat"),
        ("lorem.txt", "lorem"),
    ],
)
def test_the_conversation_is_named_by_its_file(name: str, chat: str) -> None:
    assert chat_name(name) == chat


@pytest.mark.parametrize(
    "text",
    [
        "once upon a time\n" * 50,
        "a,b,c\n1/2/2026,3,4\n" * 20,
        "",
        "99/99/9999, 10:00 - Bea: no date\n" * 9,
    ],
)
def test_other_texts_are_not_chats(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text + "x")
    with pytest.raises(UnknownSource):
        read(path)


def test_bytes_that_are_not_utf8_are_replaced_and_nothing_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes((CHATS / "open-order.txt").read_bytes().replace(b"second", b"s\xffcond"))
    assert read(path).words == ["first", "s\ufffdcond", "third"]


def test_endless_lines_and_messages_are_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    head = (CHATS / "open-order.txt").read_text()
    path.write_text(head + "x" * 3_000_000)
    monkeypatch.setattr(whatsapp_files, "MAX_LINE", 1_000_000)
    with pytest.raises(LimitExceeded):
        read(path)
    path.write_text(head + "x\n" * 1_000_000)
    monkeypatch.setattr(whatsapp_lines, "MAX_TEXT", 1_000_000)
    with pytest.raises(LimitExceeded):
        read(path)


def test_windows_line_ends_make_no_difference(tmp_path: Path) -> None:
    path = tmp_path / "android-german.txt"
    path.write_bytes((CHATS / path.name).read_bytes().replace(b"\n", b"\r\n"))
    assert read(path).words == utc("android-german.txt").words


LAYOUTS = (
    *("12/31/23, 11:59 PM - ", "31.12.23, 23:59 - ", "2023/12/31, 23:59 - ", "31-12-2023 23:59 - "),
    *("31/12/2023 à 23:59 - ", "31/12/23 11:59 p. m. - ", "31/12/2023, 11:59\u202fp.m. - "),
    *("31/12/2023, 23.59 - ", "31.12.23 klo 23.59 - ", "2023-12-31 kl. 23:59 - "),
    *("31. 12. 2023 23:59 - ", "2023. 12. 31. 23:59 - ", "31.12.23 г., 23:59 - "),  # noqa: RUF001
    *("31/12/2023, 下午11:59 - ", "2023. 12. 31. 오후 11:59, ", "31/12/23, 11:59 μ.μ. - "),
    *("٣١\u200f/١٢\u200f/٢٠٢٣, ١١:٥٩ م - ", "۲۰۲۳/۱۲/۳۱،\u200f ۲۳:۵۹ - ", "[31.12.23, 23:59] "),  # noqa: RUF001
    *(
        "[2023/12/31 下午11:59] ",
        "[2023. 12. 31. 오후 11:59] ",
        "\u200e[31/12/2023, 11:59\u202fPM] ",
    ),
)
"""The last minute of 2023, as phones in many languages write it."""


@pytest.mark.parametrize("head", LAYOUTS)
def test_every_layout_is_read_to_its_minute(head: str, tmp_path: Path) -> None:
    path = tmp_path / "WhatsApp Chat with Alex.txt"
    path.write_text(f"{head}Alex: hello\nmore\n{head}Me: hi\n{head}Alex added you\n", "utf-8")
    first, second, notice = read(path, zone="Etc/UTC").records
    assert [text.value for text in first.text] == ["hello\nmore"]
    assert first.parties[0].name == "Alex"
    assert (second.subtype, notice.subtype) == ("chat", "system")
    minute = 1_704_067_140_000_000
    assert first.time is not None
    # With a year of two digits, and no other day in the file, it may also be in 2031.
    assert first.time.lo_us == minute
    ambiguous = "time_ambiguous" in first.flags
    assert ambiguous == (first.time.hi_us != minute + 59_999_999)
    whole = any(year in head for year in ("2023", "٢٠٢٣", "۲۰۲۳"))
    assert ambiguous == (not whole and not head.startswith("12/"))


@pytest.mark.parametrize("half", ["凌晨", "上午", "오전", "午前"])
def test_twelve_in_the_first_half_is_midnight(half: str, tmp_path: Path) -> None:
    path = tmp_path / "WhatsApp Chat with Alex.txt"
    path.write_text(f"[2023/12/31 {half}12:30] Alex: hello\n" * 2, "utf-8")
    time = read(path, zone="Etc/UTC").records[0].time
    assert time is not None
    assert time.lo_us == 1_703_982_600_000_000


@pytest.mark.parametrize(
    "line", ["31/12/2023, 11:59, Alex: hi", "31/12/2023 um Alex: hi", "31/12/2023, 下午 - Alex: hi"]
)
def test_what_only_resembles_a_layout_belongs_to_the_message_before(
    line: str, tmp_path: Path
) -> None:
    path = tmp_path / "WhatsApp Chat with Alex.txt"
    path.write_text(f"31/12/2023, 11:50 - Alex: hello\n{line}\n", "utf-8")
    assert read(path).words == [f"hello\n{line}"]
