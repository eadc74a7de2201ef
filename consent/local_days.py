"""Days as people mean them: from midnight to midnight where they were, as UTC seconds.

docs/formats/scope.md 6. A day has 23 or 25 hours where clocks change. A scope holds the
seconds; which zone they were counted in is the client's to show, and changes nothing.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from consent.errors import InvalidScope
from consent.scope import MAX_SECOND, Range

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def days_between(first: str, last: str, zone: str) -> Range:
    """Give the range from the start of one day to the end of another, both inside.

    `first` and `last` are YYYY-MM-DD, `zone` a name of the IANA database.

    Raises:
        InvalidScope: no such day or zone, or the last day comes before the first.
    """
    begin, end = _midnight(first, zone), _midnight(last, zone, after=1)
    if not 0 <= begin < end <= MAX_SECOND:
        raise InvalidScope("days: want a first day and a last one, from 1970 to 9999")
    return begin, end


def _midnight(day: str, zone: str, *, after: int = 0) -> int:
    """Give the first second of a day; where clocks jump over midnight, the first there is."""
    try:
        found = date.fromisoformat(day)
        if found.isoformat() != day:
            raise InvalidScope("days: want YYYY-MM-DD")
        moved = found + timedelta(days=after)
        moment = datetime(moved.year, moved.month, moved.day, tzinfo=ZoneInfo(zone))
        return int((moment - _EPOCH).total_seconds())
    except (ValueError, OverflowError, ZoneInfoNotFoundError, OSError):
        raise InvalidScope("days: no such day, or no such zone") from None
