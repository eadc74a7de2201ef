"""Completeness: proof that nothing in scope lies beside what is shown.

docs/formats/release.md 5. Segments are sorted by (group tag, day). For every group of
a grant and every range of days there are two neighbours, l and r, that lie before and
behind the range, and every segment strictly between them is shown.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from consent.scope import Scope, days_of
from vault.segment import UNDATED


@dataclass(frozen=True, slots=True)
class Run:
    """A group's segments in one range of days: indexes `first` to `last`, half-open."""

    tag: bytes
    first_day: str
    last_day: str
    first: int
    last: int


Key = tuple[bytes, str]


def day_ranges(scope: Scope) -> list[tuple[str, str]]:
    """List the ranges of days that completeness is about; undated is a range of its own."""
    ranges = days_of(scope)
    return [(UNDATED, UNDATED), *ranges] if scope.u else ranges


def runs_of(keys: Sequence[Key], groups: Sequence[bytes], scope: Scope) -> list[Run]:
    """Find each group's run in each range, among all segments' sorted keys."""
    return [
        Run(
            tag,
            first_day,
            last_day,
            bisect_left(keys, (tag, first_day)),
            bisect_right(keys, (tag, last_day)),
        )
        for tag in groups
        for first_day, last_day in day_ranges(scope)
    ]


def neighbours_of(runs: Sequence[Run], size: int) -> list[int]:
    """List the indexes to open as boundaries: beside each run, unless the tree ends there."""
    shown = {index for run in runs for index in range(run.first, run.last)}
    beside = {index for run in runs for index in (run.first - 1, run.last)}
    return sorted(index for index in beside - shown if 0 <= index < size)


def missing_runs(
    shown: Mapping[int, Key],
    openings: Mapping[int, tuple[bytes, str | None]],
    groups: Sequence[bytes],
    scope: Scope,
    size: int,
) -> list[str]:
    """Check completeness from what a release shows; give what is not proven.

    Args:
        shown: index to (tag, day) of every segment in the release.
        openings: index to (tag, day) of every boundary, day None where only the tag is open.
        size: how many segments the extraction has.
    """
    known: dict[int, tuple[bytes, str | None]] = {**openings, **shown}
    places = sorted(known)
    problems = []
    covered: set[int] = set()
    for tag in groups:
        for first_day, last_day in day_ranges(scope):
            left = _last_before(places, known, tag, first_day)
            right = _first_behind(places, known, tag, last_day, size)
            between = range(left + 1, right)
            inside = all(index in shown and shown[index][0] == tag for index in between)
            if left >= right or not inside:
                problems.append(f"group {tag.hex()} from {first_day} to {last_day}")
            covered.update(between)
    stray = [index for index in shown if index not in covered]
    if stray:
        problems.append(f"segment {stray[0]} belongs to no group and range of the grant")
    return problems


def _last_before(
    places: Sequence[int], known: Mapping[int, tuple[bytes, str | None]], tag: bytes, day: str
) -> int:
    """Find the highest shown index that surely lies before (tag, day); -1 is the tree's edge."""
    before = -1
    for index in places:
        found_tag, found_day = known[index]
        if found_tag < tag or (found_tag == tag and found_day is not None and found_day < day):
            before = index
    return before


def _first_behind(
    places: Sequence[int],
    known: Mapping[int, tuple[bytes, str | None]],
    tag: bytes,
    day: str,
    size: int,
) -> int:
    """Find the lowest shown index that surely lies behind (tag, day); size is the tree's edge."""
    for index in places:
        found_tag, found_day = known[index]
        if found_tag > tag or (found_tag == tag and found_day is not None and found_day > day):
            return index
    return size
