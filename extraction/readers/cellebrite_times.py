"""Times of a Cellebrite report: the layouts that are known, and nothing guessed.

docs/readers.md 17. Some texts name no zone, some have a twelve-hour clock without its half
of the day: the interval then holds every moment that the text can mean. What the report
adds in `formattedTimestamp` is not read: it writes `+00:00` where the tool knew no zone.
"""

import re
from datetime import UTC, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from extraction.record_parts import Time
from extraction.time import SECOND, explicit_time, local_time, unknown_time

_ISO = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.(?P<part>\d{1,7}))?(?P<zone>Z|[+-]\d\d:\d\d)?", re.ASCII
)
_TWELVE = re.compile(
    r"(?P<day>\d\d)(?:-(?P<name>[A-Z][a-z]{2})-(?P<short>\d\d)|/(?P<month>\d\d)/(?P<year>\d{4}))"
    r" (?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)  ?(?P<zone>Z|[+-]\d\d:\d\d)",
    re.ASCII,
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SPAN = re.compile(r"(?:(\d{1,6})\.)?(\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?", re.ASCII)
_MICRO_DIGITS = 6
_NOON = 12
_THIS_CENTURY = 70


class Moment(NamedTuple):
    """A time, and whether it stands for several readings of one text."""

    time: Time
    ambiguous: bool = False


def moment(raw: str, kind: str, zone: ZoneInfo | None) -> Moment:
    """Read one time text; what has no known layout is unknown, and kept as it is.

    Args:
        raw: what the report says.
        kind: one of TIME_KINDS.
        zone: the phone's zone, when the operator states it.
    """
    text = raw.strip()
    match = _ISO.fullmatch(text)
    try:
        if match is not None:
            return Moment(_iso(text, match, kind, zone))
        if (match := _TWELVE.fullmatch(text)) is not None:
            return _twelve(text, match, kind)
    except ValueError:
        # The thirteenth month, or an offset of a day and more.
        pass
    return Moment(unknown_time(raw, unit="text", kind=kind))


def _iso(text: str, match: re.Match[str], kind: str, zone: ZoneInfo | None) -> Time:
    part = match["part"] or ""
    lasts = max(1, SECOND // 10 ** len(part))
    if len(part) > _MICRO_DIGITS:
        # The clock of .NET counts tenths of a microsecond; the last one is rounded down.
        end = match.end("part")
        read = datetime.fromisoformat(text[: end - len(part) + _MICRO_DIGITS] + text[end:])
    else:
        read = datetime.fromisoformat(text)
    if match["zone"] is None:
        return local_time(text, [read], lasts_us=lasts, kind=kind, zone=zone)
    return explicit_time(text, read, lasts_us=lasts, kind=kind)


def _twelve(text: str, match: re.Match[str], kind: str) -> Moment:
    """Read a clock of twelve hours that does not say which half of the day it means."""
    if match["name"] is not None:
        month = _MONTHS.index(match["name"]) + 1
        short = int(match["short"])
        year = short + (2000 if short < _THIS_CENTURY else 1900)
    else:
        month, year = int(match["month"]), int(match["year"])
    hour = int(match["hour"])
    # Above twelve it is a clock of twenty-four hours after all.
    hours = (hour % _NOON, hour % _NOON + _NOON) if 1 <= hour <= _NOON else (hour,)
    numbers = (int(match["minute"]), int(match["second"]))
    offset = match["zone"].replace("Z", "+00:00")
    times = [
        explicit_time(
            text,
            datetime.fromisoformat(
                datetime(year, month, int(match["day"]), found, *numbers, tzinfo=UTC)
                .isoformat()
                .removesuffix("+00:00")
                + offset
            ),
            lasts_us=SECOND,
            kind=kind,
        )
        for found in hours
    ]
    first, last = times[0], times[-1]
    if first.lo_us is None or last.hi_us is None:
        return Moment(unknown_time(text, unit="text", kind=kind))
    whole = Time(text, "text", kind, "explicit", first.lo_us, last.hi_us)
    return Moment(whole, ambiguous=len(times) > 1)


def whole_seconds(raw: str) -> str:
    """Give a duration's whole seconds, as text; "" where it is none."""
    match = _SPAN.fullmatch(raw.strip())
    if match is None:
        return ""
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return str(((days * 24 + hours) * 60 + minutes) * 60 + seconds)
