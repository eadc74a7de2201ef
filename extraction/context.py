"""Which records stand near one that holds the words: the context that a scope asks for with `n`.

docs/formats/grant.md 4. Records of a conversation are counted as they are sealed: segments of one
group in order of days, each day's in the order of the source, the withheld ones too. So a worker
and a verifier, who see of those no more than a hash, count as her client does. Where a segment of
the group is not shown, nothing is near across the gap.
"""

from collections.abc import Iterable, Mapping

from consent.scope import Scope
from vault.segment import UNDATED

Row = tuple[int, bytes, str, int]
"""A segment that is shown: index, group tag, day, number of records."""


class Context:
    """The places of the records that hold the words, and what is near them."""

    def __init__(self, scope: Scope, rows: Iterable[Row]) -> None:
        self._reach = scope.n
        self._starts: dict[int, int] = {}
        self._found: set[int] = set()
        start, last = 0, (-2, b"", "")
        for index, tag, day, count in rows if scope.n else ():
            # What has no date has no place before or after what has one.
            if last[:2] != (index - 1, tag) or last[2] == UNDATED:
                start += scope.n
            self._starts[index] = start
            start, last = start + count, (index, tag, day)

    def note(self, body: Mapping[str, object], segment: int, place: int) -> None:
        """Take note of a record that leaves for its words; outside conversations none is near."""
        thread = body.get("thread")
        if self._reach and isinstance(thread, dict) and thread.get("id"):
            start = self._starts.get(segment)
            if start is not None:
                self._found.add(start + place)

    def near(self, segment: int, place: int) -> bool:
        """Tell whether a record stands near one that was noted."""
        start = self._starts.get(segment)
        if start is None:
            return False
        at = start + place
        return any(each in self._found for each in range(at - self._reach, at + self._reach + 1))
