"""Times: exact integers, whole intervals, and no zone that nobody stated."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.time import SECOND, explicit_time, local_time, utc_time

HOUR = 3600 * SECOND


def micros(text: str) -> int:
    moment = datetime.fromisoformat(text)
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("value", "unit", "utc"),
    [
        (1383065788038, "ms", "2013-10-29T16:56:28.038+00:00"),
        (1500266348448375, "us", "2017-07-17T04:39:08.448375+00:00"),
        (1682532700927000000, "ns", "2023-04-26T18:11:40.927+00:00"),
        (588813210539788032, "cocoa_ns", "2019-08-29T23:13:30.539788+00:00"),
        (13161017332037692, "webkit_us", "2018-01-21T14:08:52.037692+00:00"),
        (531955414, "cocoa_s", "2017-11-09T21:23:34+00:00"),
        (1682532700, "s", "2023-04-26T18:11:40+00:00"),
    ],
)
def test_known_values(value: int, unit: str, utc: str) -> None:
    time = utc_time(value, unit, kind="sent")
    assert time.lo_us == micros(utc)
    assert (time.zone, time.raw, time.unit) == ("utc_by_format", str(value), unit)


@pytest.mark.parametrize(
    ("unit", "lasts"),
    [("s", SECOND), ("ms", 1000), ("us", 1), ("ns", 1), ("cocoa_s", SECOND), ("webkit_us", 1)],
)
def test_a_value_stands_for_the_whole_of_its_unit(unit: str, lasts: int) -> None:
    time = utc_time(14_000_000_000_000_000 if unit == "webkit_us" else 10**9, unit, kind="sent")
    assert time.lo_us is not None
    assert time.hi_us == time.lo_us + lasts - 1


@pytest.mark.parametrize("value", [0, -1, -62_135_596_800, -5, 2**53, 10**30])
def test_values_that_mean_nothing_are_unknown(value: int) -> None:
    time = utc_time(value, "us", kind="sent")
    assert (time.lo_us, time.hi_us, time.zone, time.raw) == (None, None, "unknown", str(value))


def test_the_beginning_of_apples_clock_is_unknown() -> None:
    assert utc_time(0, "cocoa_s", kind="sent").lo_us is None


LOCAL = datetime(2026, 4, 1, 12, 30)  # noqa: DTZ001 local on purpose


def test_a_local_time_without_zone_spans_every_zone() -> None:
    time = local_time("x", [LOCAL], lasts_us=60 * SECOND, kind="created", zone=None)
    utc = micros("2026-04-01T12:30:00+00:00")
    assert (time.lo_us, time.hi_us) == (utc - 14 * HOUR, utc + 12 * HOUR + 60 * SECOND - 1)
    assert time.zone == "unknown"


def test_a_stated_zone_gives_the_minute() -> None:
    time = local_time(
        "x", [LOCAL], lasts_us=60 * SECOND, kind="created", zone=ZoneInfo("Europe/London")
    )
    utc = micros("2026-04-01T11:30:00+00:00")
    assert (time.lo_us, time.hi_us) == (utc, utc + 60 * SECOND - 1)
    assert time.zone == "operator_assumed"


def test_an_hour_that_happens_twice_stands_for_both() -> None:
    twice = datetime(2026, 10, 25, 1, 30)  # noqa: DTZ001 local on purpose
    zone = ZoneInfo("Europe/London")
    time = local_time("x", [twice], lasts_us=SECOND, kind="created", zone=zone)
    assert time.lo_us == micros("2026-10-25T00:30:00+00:00")
    assert time.hi_us == micros("2026-10-25T01:30:00+00:00") + SECOND - 1


def test_an_hour_that_a_clock_skips_stands_for_both_sides() -> None:
    skipped = datetime(2026, 3, 29, 1, 30)  # noqa: DTZ001 local on purpose
    zone = ZoneInfo("Europe/London")
    time = local_time("x", [skipped], lasts_us=SECOND, kind="created", zone=zone)
    assert time.lo_us == micros("2026-03-29T00:30:00+00:00")
    assert time.hi_us == micros("2026-03-29T01:30:00+00:00") + SECOND - 1


NAIVE = st.datetimes(datetime(1980, 1, 1), datetime(2200, 1, 1))  # noqa: DTZ001
ZONES = st.sampled_from(["Europe/London", "Pacific/Kiritimati", "Etc/GMT+12", "Asia/Kathmandu"])


@given(naive=NAIVE, name=ZONES, others=st.lists(NAIVE, max_size=3))
def test_the_truth_lies_inside_whatever_the_zone(
    naive: datetime, name: str, others: list[datetime]
) -> None:
    naive = naive.replace(microsecond=0)
    truth = micros(naive.replace(tzinfo=ZoneInfo(name)).isoformat())
    for zone in (None, ZoneInfo(name)):
        time = local_time("x", [naive, *others], lasts_us=SECOND, kind="created", zone=zone)
        assert time.lo_us is not None
        assert time.hi_us is not None
        assert time.lo_us <= truth
        assert truth + SECOND - 1 <= time.hi_us


def test_an_offset_in_the_text_is_explicit() -> None:
    moment = datetime.fromisoformat("2026-04-01T12:30:00+02:00")
    time = explicit_time("x", moment, lasts_us=SECOND, kind="sent")
    assert time.lo_us == micros("2026-04-01T10:30:00+00:00")
    assert time.zone == "explicit"
    early = explicit_time("x", datetime(1, 1, 1, tzinfo=UTC), lasts_us=SECOND, kind="sent")
    assert early.lo_us is None


@given(values=st.lists(st.integers(1, 10**12), min_size=2, max_size=9, unique=True))
def test_intervals_of_different_values_never_meet(values: list[int]) -> None:
    spans = [utc_time(value, "ms", kind="sent") for value in sorted(values)]
    for one, other in pairwise(spans):
        assert one.hi_us is not None
        assert other.lo_us is not None
        assert one.hi_us < other.lo_us
