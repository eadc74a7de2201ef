"""What she adds: of which day, under which name, with which words; limits, each with its reason."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from extraction.added import (
    MAX_FILE,
    MAX_FILES,
    MAX_NAME,
    MAX_SEALED,
    MAX_TOTAL,
    MAX_WORDS,
    Added,
    check_added,
    check_length,
    day_time,
    words_of,
)
from extraction.errors import LimitExceeded, UnknownSource
from vault.box import sealed_length
from vault.padme import padme

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
HOUR = 3_600_000_000


@pytest.mark.parametrize(
    ("day", "hours"), [("2026-03-29", 23), ("2026-03-30", 24), ("2026-10-25", 25)]
)
def test_a_day_in_a_zone_lasts_until_the_next_begins(day: str, hours: int) -> None:
    time = day_time(day, LONDON, now=NOW)
    assert time.lo_us is not None
    assert time.hi_us is not None
    assert time.hi_us - time.lo_us + 1 == hours * HOUR
    following = day_time(f"{day[:8]}{int(day[8:]) + 1:02}", LONDON, now=NOW)
    assert following.lo_us == time.hi_us + 1
    assert (time.zone, time.raw, time.kind) == ("operator_assumed", day, "created")


def test_a_day_without_a_zone_holds_that_day_everywhere() -> None:
    anywhere = day_time("2026-03-30", None, now=NOW)
    assert anywhere.zone == "unknown"
    assert anywhere.lo_us is not None
    assert anywhere.hi_us is not None
    for name in ("Pacific/Kiritimati", "Etc/GMT+12", "Europe/London"):
        there = day_time("2026-03-30", ZoneInfo(name), now=NOW)
        assert there.lo_us is not None
        assert there.hi_us is not None
        assert anywhere.lo_us <= there.lo_us < there.hi_us <= anywhere.hi_us


def test_a_day_before_1970_is_kept_as_she_said_it_and_has_no_interval() -> None:
    time = day_time("1969-07-20", LONDON, now=NOW)
    assert (time.raw, time.zone, time.lo_us, time.hi_us) == ("1969-07-20", "unknown", None, None)


def test_tomorrow_is_today_somewhere_and_the_day_after_is_not() -> None:
    day_time("2026-11-29", LONDON, now=NOW)
    with pytest.raises(UnknownSource):
        day_time("2026-11-30", LONDON, now=NOW)


@pytest.mark.parametrize("text", ["", "2026-02-30", "20260301", "2026-3-1", "2026-03-01T00:00"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(UnknownSource):
        day_time(text, None, now=NOW)


def test_names_are_texts_of_a_length_in_one_form() -> None:
    assert Added(Path("cafe\u0301.pdf"), "document").name == "caf\u00e9.pdf"
    check_added([Added(Path("a" * MAX_NAME), "document")])
    with pytest.raises(LimitExceeded):
        check_added([Added(Path("\u00e9" * 128), "document")])
    with pytest.raises(UnknownSource, match="no text"):
        check_added([Added(Path("\udcff.pdf"), "document")])
    with pytest.raises(UnknownSource, match="want one of"):
        check_added([Added(Path("a"), "diary")])


def test_numbers_and_lengths_have_an_end() -> None:
    one = Added(Path("a"), "document")
    check_added([one] * MAX_FILES)
    for files in ([], [one] * (MAX_FILES + 1)):
        with pytest.raises(LimitExceeded, match="at a time"):
            check_added(files)
    check_length(1, MAX_FILE, MAX_TOTAL)
    for length, total in ((0, 0), (MAX_FILE + 1, MAX_FILE + 1), (1, MAX_TOTAL + 1)):
        with pytest.raises(LimitExceeded):
            check_length(1, length, total)


def test_the_longest_file_fits_what_a_vault_takes() -> None:
    assert sealed_length(padme(MAX_FILE)) <= MAX_SEALED
    assert sealed_length(padme(MAX_FILE + 1)) > MAX_SEALED


def test_words_are_those_of_short_plain_texts_alone() -> None:
    assert words_of("me.txt", b"yes") == "yes"
    assert words_of("me.txt", b"y" * MAX_WORDS) is not None
    assert words_of("me.txt", b"y" * (MAX_WORDS + 1)) is None
    assert words_of("me.pdf", b"yes") is None
    assert words_of("me.txt", b"\xff") is None
    assert words_of("me.txt", b"\0") is None
