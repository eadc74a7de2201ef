"""Completeness: proof that nothing in scope lies beside what is shown.

docs/formats/release.md 5. Segments are sorted by (group tag, day). For every group of
a grant and every range of days there are two neighbours, l and r, that lie before and
behind the range, and every segment strictly between them is shown.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

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
    order = _Order.of({**openings, **shown})
    if order is None:
        return ["the segments are not in the order of their groups and days"]
    problems = []
    covered: set[int] = set()
    for tag in groups:
        for first_day, last_day in day_ranges(scope):
            left = order.last_before(tag, first_day)
            right = order.first_behind(tag, last_day, size)
            between = range(left + 1, right)
            if left < right and all(at in shown and shown[at][0] == tag for at in between):
                covered.update(between)
            else:
                problems.append(f"group {tag.hex()} from {first_day} to {last_day}")
    stray = [index for index in shown if index not in covered]
    if stray and not problems:
        problems.append(f"segment {stray[0]} belongs to no group and range of the grant")
    return problems


@dataclass(frozen=True, slots=True)
class _Order:
    """What is known of the segments' order: their indexes and tags, and each tag's known days."""

    indexes: Sequence[int]
    tags: Sequence[bytes]
    days: Mapping[bytes, tuple[list[str], list[int]]]

    @classmethod
    def of(cls, known: Mapping[int, tuple[bytes, str | None]]) -> "_Order | None":
        """Sort what is known, or give None when no sorted extraction could look like it."""
        indexes = sorted(known)
        tags = [known[index][0] for index in indexes]
        if any(one > following for one, following in pairwise(tags)):
            return None
        days: dict[bytes, tuple[list[str], list[int]]] = {}
        for index in indexes:
            tag, day = known[index]
            if day is None:
                continue
            of_tag = days.setdefault(tag, ([], []))
            if of_tag[0] and of_tag[0][-1] > day:
                return None
            of_tag[0].append(day)
            of_tag[1].append(index)
        return cls(indexes, tags, days)

    def last_before(self, tag: bytes, day: str) -> int:
        """Give the highest index that surely lies before (tag, day); -1 is the tree's edge."""
        days, indexes = self.days.get(tag, ([], []))
        if place := bisect_left(days, day):
            return indexes[place - 1]
        place = bisect_left(self.tags, tag)
        return self.indexes[place - 1] if place else -1

    def first_behind(self, tag: bytes, day: str, size: int) -> int:
        """Give the lowest index that surely lies behind (tag, day); size is the tree's edge."""
        days, indexes = self.days.get(tag, ([], []))
        place = bisect_right(days, day)
        if place < len(days):
            return indexes[place]
        place = bisect_right(self.tags, tag)
        return self.indexes[place] if place < len(self.indexes) else size
