"""Time from phones: integers, intervals, and nothing guessed.

docs/formats/record.md 3. A unit is known from format and column, never from magnitude.
A local time without a zone is an interval: UTC runs from 14 hours before it to 12 hours
after it. A date range selects a record only if its whole interval lies inside.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from extraction.record_parts import Time
from vault.canonical import MAX_INTEGER

SECOND = 1_000_000
HOUR = 3600 * SECOND
EASTMOST = 14 * HOUR
WESTMOST = 12 * HOUR
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

COCOA_S = 978_307_200
"""Seconds from 1970 to 2001, where Apple's clocks begin."""

WEBKIT_S = 11_644_473_600
"""Seconds from 1601, where WebKit's clocks begin, to 1970."""

# unit: (nanoseconds that one lasts, nanoseconds from 1970 to its zero)
_UNITS = {
    "s": (10**9, 0),
    "ms": (10**6, 0),
    "us": (1000, 0),
    "ns": (1, 0),
    "cocoa_s": (10**9, COCOA_S * 10**9),
    "cocoa_ns": (1, COCOA_S * 10**9),
    "webkit_us": (1000, -WEBKIT_S * 10**9),
}
_UNKNOWN = frozenset({0, -1, -62_135_596_800})


def utc_time(value: int, unit: str, *, kind: str, raw: str | None = None) -> Time:
    """Give the time of a whole number of units, in UTC by the format's own rule.

    The value stands for the whole of its unit: a second for its million microseconds. 0, -1
    and the year 1 mean unknown; so is what lies before 1970 or beyond what a canonical
    number holds (the year 2255).
    """
    shown = str(value) if raw is None else raw
    lasts, zero = _UNITS[unit]
    lo = (value * lasts + zero) // 1000
    hi = max(lo, ((value + 1) * lasts + zero) // 1000 - 1)
    if value in _UNKNOWN or not 0 < lo <= hi <= MAX_INTEGER:
        return Time(shown, unit, kind, "unknown")
    return Time(shown, unit, kind, "utc_by_format", lo, hi)


def unknown_time(raw: str, *, unit: str, kind: str) -> Time:
    """Give a time of which only the raw text is known."""
    return Time(raw, unit, kind, "unknown")


def explicit_time(raw: str, moment: datetime, *, lasts_us: int, kind: str) -> Time:
    """Give the time of a reading that names its own offset from UTC."""
    lo = micros_of(moment)
    if not 0 < lo <= MAX_INTEGER - lasts_us:
        return Time(raw, "text", kind, "unknown")
    return Time(raw, "text", kind, "explicit", lo, lo + lasts_us - 1)


def local_time(
    raw: str, candidates: Sequence[datetime], *, lasts_us: int, kind: str, zone: ZoneInfo | None
) -> Time:
    """Give the time of a local reading: every candidate lies inside the interval.

    Args:
        raw: what the source says.
        candidates: naive readings of it, at least one.
        lasts_us: how long the reading's precision is: a minute, a second.
        kind: one of TIME_KINDS.
        zone: the phone's zone, when the operator states it.
    """
    moments: list[int] = []
    for naive in candidates:
        if zone is None:
            local = micros_of(naive.replace(tzinfo=UTC))
            moments += [local - EASTMOST, local + WESTMOST]
        else:
            # An hour that happens twice stands for both of its moments, and one that a
            # clock skips for what either side of the change makes of it.
            moments += [micros_of(naive.replace(tzinfo=zone, fold=fold)) for fold in (0, 1)]
    lo, hi = min(moments), max(moments) + lasts_us - 1
    if not 0 < lo <= hi <= MAX_INTEGER:
        return Time(raw, "local", kind, "unknown")
    return Time(raw, "local", kind, "unknown" if zone is None else "operator_assumed", lo, hi)


def micros_of(moment: datetime) -> int:
    """Give the microseconds since 1970, in UTC."""
    return (moment - _EPOCH) // timedelta(microseconds=1)
