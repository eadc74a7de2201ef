"""Times of Cellebrite reports: each layout to its unit, and nothing guessed."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.readers.cellebrite_times import moment, whole_seconds

HOUR = 3_600_000_000


def us(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp() * 1_000_000)


EXPLICIT = {
    "2024-11-03T19:46:47.533+00:00": ("2024-11-03T19:46:47.533+00:00", 1000),
    "2024-11-03T19:46:47.533-03:00": ("2024-11-03T22:46:47.533+00:00", 1000),
    "2024-11-03T19:46:47.000Z": ("2024-11-03T19:46:47+00:00", 1000),
    "2024-11-03T19:46:47+05:30": ("2024-11-03T14:16:47+00:00", 1_000_000),
    "2024-11-03T19:46:47.1234567+00:00": ("2024-11-03T19:46:47.123456+00:00", 1),
    " \n2024-11-03T19:46:47+00:00 ": ("2024-11-03T19:46:47+00:00", 1_000_000),
}


@pytest.mark.parametrize("raw", EXPLICIT)
def test_a_time_with_its_zone_is_exact_to_its_unit(raw: str) -> None:
    start, lasts = EXPLICIT[raw]
    time, ambiguous = moment(raw, "sent", None)
    assert (time.zone, time.lo_us, time.hi_us) == ("explicit", us(start), us(start) + lasts - 1)
    assert not ambiguous


@pytest.mark.parametrize(
    ("raw", "lasts"), [("2024-11-03T19:46:47.533", 1000), ("2024-11-03T19:46:47", 1_000_000)]
)
def test_a_time_without_a_zone_is_anywhere_on_earth(raw: str, lasts: int) -> None:
    time, _ = moment(raw, "sent", None)
    local = us(raw + "+00:00")
    assert (time.zone, time.lo_us, time.hi_us) == (
        "unknown",
        local - 14 * HOUR,
        local + 12 * HOUR + lasts - 1,
    )
    stated, _ = moment(raw, "sent", ZoneInfo("America/Sao_Paulo"))
    assert (stated.zone, stated.lo_us) == ("operator_assumed", local + 3 * HOUR)


TWELVE = {
    "03-May-24 10:15:00 +01:00": ("2024-05-03T09:15:00+00:00", "2024-05-03T21:15:00+00:00"),
    "03-May-24 10:15:00  +01:00": ("2024-05-03T09:15:00+00:00", "2024-05-03T21:15:00+00:00"),
    "03/05/2024 10:15:00 +01:00": ("2024-05-03T09:15:00+00:00", "2024-05-03T21:15:00+00:00"),
    "03/05/2024 12:15:00 +00:00": ("2024-05-03T00:15:00+00:00", "2024-05-03T12:15:00+00:00"),
    "03-May-99 01:00:00 -05:00": ("1999-05-03T06:00:00+00:00", "1999-05-03T18:00:00+00:00"),
}


@pytest.mark.parametrize("raw", TWELVE)
def test_a_clock_of_twelve_hours_stands_for_both_halves_of_the_day(raw: str) -> None:
    early, late = TWELVE[raw]
    time, ambiguous = moment(raw, "created", None)
    assert ambiguous
    assert (time.zone, time.lo_us, time.hi_us) == ("explicit", us(early), us(late) + 999_999)


@pytest.mark.parametrize(
    ("raw", "start"),
    [
        ("03-May-24 18:15:00 +01:00", "2024-05-03T17:15:00+00:00"),
        ("03/05/2024 00:15:00 Z", "2024-05-03T00:15:00+00:00"),
    ],
)
def test_an_hour_beyond_twelve_is_of_one_half_only(raw: str, start: str) -> None:
    time, ambiguous = moment(raw, "created", None)
    assert not ambiguous
    assert (time.lo_us, time.hi_us) == (us(start), us(start) + 999_999)


@pytest.mark.parametrize(
    "raw",
    [
        *("N/A", "", "0", "yesterday", "2024-13-01T00:00:00.000+00:00"),
        *("2024-02-30T00:00:00", "0001-01-01T00:00:00.000+00:00", "1970-01-01T00:00:00+00:00"),
        *("03-Mai-24 10:15:00 +01:00", "31/02/2024 10:15:00 +01:00", "3/5/2024 10:15:00 +01:00"),
        *("2024-11-03 19:46:47", "2024-11-03T19:46:47+25:00", "٢٠٢٤-11-03T19:46:47+00:00"),
        *("03/05/2024 10:75:00 +01:00", "03/05/2024 10:15:00 +24:00", "99-May-24 10:15:00 +01:00"),
    ],
)
def test_what_has_no_known_layout_is_unknown_and_kept(raw: str) -> None:
    time, ambiguous = moment(raw, "sent", ZoneInfo("Europe/London"))
    assert (time.raw, time.lo_us, time.hi_us, time.zone) == (raw, None, None, "unknown")
    assert not ambiguous


@given(at=st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 hypothesis adds the zone
def test_every_millisecond_comes_back(at: datetime) -> None:
    whole = at.replace(microsecond=at.microsecond // 1000 * 1000)
    time, _ = moment(whole.isoformat(timespec="milliseconds"), "sent", None)
    assert time.lo_us is not None
    assert datetime.fromtimestamp(time.lo_us / 1_000_000, UTC) == whole


@given(raw=st.text(max_size=40))
def test_no_text_is_too_odd(raw: str) -> None:
    time, _ = moment(raw, "sent", None)
    assert (time.lo_us is None) == (time.hi_us is None)


@pytest.mark.parametrize(
    ("raw", "seconds"),
    [
        ("00:00:33.6090010", "33"),
        ("01:02:03", "3723"),
        ("1.00:00:01", "86401"),
        ("N/A", ""),
        ("33", ""),
    ],
)
def test_durations_are_whole_seconds(raw: str, seconds: str) -> None:
    assert whole_seconds(raw) == seconds
