"""What becomes of each record of the segments that are shown: the filter's rules, put together.

docs/formats/grant.md 4. Her client's preview and the worker run this over the same records in
the same order, and must agree record for record.
"""

from collections.abc import Iterable, Mapping

from consent.scope import Scope
from extraction.context import Context, Row
from extraction.derived import DerivedRecord
from extraction.filter import withheld_reason_of_body
from extraction.media_rule import Cited
from extraction.once import AGAIN, Once
from extraction.placeless import TRANSFORMED, changed
from extraction.record_body import object_of
from vault.ids import Eid

Excluded = Mapping[tuple[int, int], str]
"""What she leaves out by hand: (segment, place) to the reason."""


class Deciding:
    """The filter over records in order; which copies and media it found so far.

    Where the scope asks for what stands near its words, every record is looked at before the
    first is decided.
    """

    def __init__(self, scope: Scope, eid: Eid, rows: Iterable[Row], excluded: Excluded) -> None:
        self._scope, self._eid, self._excluded = scope, eid, excluded
        self._context = Context(scope, rows)
        self._looked, self._once = Once(scope), Once(scope)
        self.cited = Cited(scope)
        self.copies: list[DerivedRecord] = []

    def look(self, segment: int, place: int, record: bytes) -> None:
        """Take note of a record that leaves for its words."""
        body = object_of(record)
        found = withheld_reason_of_body(self._scope, self._eid, body) is None
        found = found and (segment, place) not in self._excluded
        if found and not self._looked.again(body, changed(self._scope, body)):
            self._context.note(body, segment, place)

    def decide(self, segment: int, place: int, record: bytes) -> str | None:
        """Say why a record stays; None when it leaves as it is."""
        scope, at = self._scope, (segment, place)
        body = object_of(record)
        # What she leaves out is called that, though what it stood near was left out too.
        near = self._context.near(segment, place) or (scope.n > 0 and at in self._excluded)
        reason = withheld_reason_of_body(scope, self._eid, body, near=near)
        if reason is not None or (reason := self._excluded.get(at)) is not None:
            return reason
        copy = changed(scope, body)
        if self._once.again(body, copy):
            return AGAIN
        self.cited.add(body)
        if copy is None:
            return None
        self.copies.append(DerivedRecord(segment, place, copy))
        return TRANSFORMED
