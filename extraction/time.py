"""Time from phones: integers, intervals, and nothing guessed.

docs/formats/record.md 3. A unit is known from format and column, never from magnitude.
A local time without a zone is an interval: UTC runs from 14 hours before it to 12 hours
after it. A date range selects a record only if its whole interval lies inside.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from extraction.record import Time

SECOND = 1_000_000
HOUR = 3600 * SECOND
EASTMOST = 14 * HOUR
WESTMOST = 12 * HOUR
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LIMIT = 253_402_300_800 * SECOND

UNIT_US = {"s": SECOND, "ms": 1000, "us": 1}
"""How many microseconds one unit lasts; a value stands for the whole of its unit."""


def utc_time(value: int, unit: str, *, kind: str, raw: str | None = None) -> Time:
    """Give the time of a count since 1970 in UTC; 0 and less, and beyond 9999, are unknown."""
    lasts = UNIT_US[unit]
    lo = value * lasts
    shown = str(value) if raw is None else raw
    if not 0 < lo < _LIMIT:
        return Time(shown, unit, kind, "unknown")
    return Time(shown, unit, kind, "utc_by_format", lo, lo + lasts - 1)


def unknown_time(raw: str, *, unit: str, kind: str) -> Time:
    """Give a time of which only the raw text is known."""
    return Time(raw, unit, kind, "unknown")


def local_time(
    raw: str, candidates: list[datetime], *, lasts_us: int, kind: str, zone: ZoneInfo | None
) -> Time:
    """Give the time of a local reading: every candidate lies inside the interval.

    Args:
        raw: what the source says.
        candidates: naive readings of it, at least one.
        lasts_us: how long the reading's precision is: a minute, a second.
        zone: the phone's zone, when the operator states it.
    """
    moments: list[int] = []
    for naive in candidates:
        if zone is None:
            local = _micros(naive.replace(tzinfo=UTC))
            moments += [local - EASTMOST, local + WESTMOST]
        else:
            # An hour that happens twice stands for both of its moments.
            moments += [_micros(naive.replace(tzinfo=zone, fold=fold)) for fold in (0, 1)]
    return Time(
        raw,
        "local",
        kind,
        "unknown" if zone is None else "operator_assumed",
        min(moments),
        max(moments) + lasts_us - 1,
    )


def _micros(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)
