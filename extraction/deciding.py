"""What becomes of each record of the segments that are shown: the filter's rules, put together.

docs/formats/grant.md 4. Her client's preview and the worker run this over the same records in
the same order, and must agree record for record.
"""

from collections.abc import Iterable, Mapping

from consent.scope import Scope
from extraction.context import Context, Row
from extraction.derived import BOTH, DerivedRecord
from extraction.filter import withheld_reason_of_body
from extraction.masking import STEP as MASK
from extraction.masking import Masking, taking_part
from extraction.media_rule import Cited
from extraction.once import AGAIN, Once
from extraction.placeless import STEP as PLACE
from extraction.placeless import TRANSFORMED, changed, marshal_body
from extraction.record_body import object_of
from vault.ids import Eid

Excluded = Mapping[tuple[int, int], str]
"""What she leaves out by hand: (segment, place) to the reason."""


class Deciding:
    """The filter over records in order; which copies and media it found so far.

    Where the scope asks for what stands near its words, every record is looked at before the
    first is decided. `descs` gives each segment's descriptor: who takes part.
    """

    def __init__(
        self,
        scope: Scope,
        eid: Eid,
        rows: Iterable[Row],
        descs: Mapping[int, bytes],
        excluded: Excluded,
    ) -> None:
        self._scope, self._eid, self._excluded = scope, eid, excluded
        self._context = Context(scope, rows)
        self._people = {each: taking_part(desc) for each, desc in descs.items() if scope.h}
        # Of looking and of deciding each: only what leaves counts for the numbers that are given.
        self._looking, self._masking = Masking(scope), Masking(scope)
        self._looked, self._once = Once(scope), Once(scope)
        self.cited = Cited(scope)
        self.copies: list[DerivedRecord] = []

    def look(self, segment: int, place: int, record: bytes) -> None:
        """Take note of a record that leaves for its words."""
        people = self._people.get(segment, frozenset())
        body = self._looking.masked(object_of(record), people)
        self._looking.keep()
        found = withheld_reason_of_body(self._scope, self._eid, body) is None
        found = found and (segment, place) not in self._excluded
        if found and not self._looked.again(body, changed(self._scope, body)):
            self._context.note(body, segment, place)

    def decide(self, segment: int, place: int, record: bytes) -> str | None:
        """Say why a record stays; None when it leaves as it is."""
        scope, at = self._scope, (segment, place)
        given = object_of(record)
        body = self._masking.masked(given, self._people.get(segment, frozenset()))
        # What she leaves out is called that, though what it stood near was left out too.
        near = self._context.near(segment, place) or (scope.n > 0 and at in self._excluded)
        reason = withheld_reason_of_body(scope, self._eid, body, near=near)
        if reason is not None or (reason := self._excluded.get(at)) is not None:
            return reason
        copy, masked = changed(scope, body), body is not given
        if self._once.again(body, copy):
            return AGAIN
        self._masking.keep()
        self.cited.add(body)
        if copy is None and not masked:
            return None
        step = PLACE if not masked else MASK if copy is None else BOTH
        self.copies.append(DerivedRecord(segment, place, copy or marshal_body(body), step))
        return TRANSFORMED
