"""How many records a range of days holds back because they lie in it only in part.

docs/readers.md 9. A time is an interval, and a range lets a record through only if all of it
lies inside. A segment is of the day in which its records begin, so what reaches into a range
may lie in any segment before it: a date of which day and month may be exchanged spans months.
Where those are too many to open, the range's first and last day and the two days before each
are looked at: a local time of no known zone spans 26 hours.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from consent.scope import Scope, admits_record, days_of
from extraction.preview import Preview
from extraction.record_body import facts_of_bytes
from vault.catalogue import Catalogue
from vault.ids import Eid
from vault.segment import UNDATED

MAX_OPENED = 5000
"""How many segments are opened for the sake of this number alone."""

_BEFORE = 2
_MICRO = 1_000_000


def held_back(
    catalogue: Catalogue, found: Preview, records_of: Callable[[int], tuple[bytes, ...]]
) -> int:
    """Count the records that everything but the edge of a range would let through.

    Args:
        records_of: opens and checks a segment by index, as the preview did.
    """
    scope = found.scope
    if scope.d is None:
        return 0
    groups, last = frozenset(found.groups), days_of(scope)[-1][1]
    rows = [
        (index, row.day)
        for index, row in enumerate(catalogue.segments)
        if row.tag in groups and row.day != UNDATED and row.day <= last
    ]
    if len(rows) > MAX_OPENED:
        days = frozenset(_edges(scope))
        rows = [(index, day) for index, day in rows if day in days]
    always = replace(scope, d=None, u=False)
    return sum(
        _reaches(scope, always, found.eid, record)
        for index, _ in rows
        for record in records_of(index)
    )


def _edges(scope: Scope) -> Iterator[str]:
    for first, last in days_of(scope):
        for edge in (first, last):
            day = date.fromisoformat(edge)
            for before in range(_BEFORE + 1):
                if day.toordinal() > before:
                    yield (day - timedelta(days=before)).isoformat()


def _reaches(scope: Scope, always: Scope, eid: Eid, record: bytes) -> bool:
    facts = facts_of_bytes(record)
    lo, hi = facts.lo_us, facts.hi_us
    if lo is None or hi is None or lo > hi or admits_record(always, eid, facts) is not None:
        return False
    if admits_record(scope, eid, facts) is None:
        return False
    ranges = scope.d or ()
    return any(lo < end * _MICRO and hi >= start * _MICRO for start, end in ranges)
