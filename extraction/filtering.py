"""The filter over what a grant gives: the worker's (W9).

docs/formats/grant.md 4 and 6. What it lets through, changes and holds back must be what her
client found at the preview, record for record and picture for picture.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from consent.grant import Grant, selection_digest
from extraction.context import Context
from extraction.derived import Derived, DerivedRecord
from extraction.errors import SelectionMismatch
from extraction.filter import withheld_reason_of_body
from extraction.media_rule import Cited, Media, Readable
from extraction.once import AGAIN, Once
from extraction.placeless import TRANSFORMED, changed
from extraction.record_body import object_of
from vault.grant_envelope import Disclosed, Excerpt, GrantedObject, Item, Withheld


class Filtering:
    """The filter, run over everything that the grant gives; what it found so far."""

    def __init__(self, grant: Grant, excerpts: Sequence[Excerpt]) -> None:
        self._grant = grant
        rows = ((each.index, each.tag, each.day, len(each.items)) for each in excerpts)
        self._context = Context(grant.scope, rows)
        self._cited, self._once = Cited(grant.scope), Once(grant.scope)
        self.leaving: list[tuple[int, int, bytes]] = []
        self.copies: list[DerivedRecord] = []
        self.withheld: Counter[str] = Counter()
        once = Once(grant.scope)
        for excerpt in excerpts if grant.scope.n else ():
            self._look(excerpt, once)

    def _look(self, excerpt: Excerpt, once: Once) -> None:
        grant = self._grant
        for place, item in enumerate(excerpt.items):
            if isinstance(item, Disclosed):
                body = object_of(item.record)
                found = withheld_reason_of_body(grant.scope, grant.eid, body) is None
                if found and not once.again(body, changed(grant.scope, body)):
                    self._context.note(body, excerpt.index, place)

    def items(self, excerpt: Excerpt) -> Iterator[Item]:
        """Give a segment's items as they leave: what is not let through gives its hash alone."""
        for place, item in enumerate(excerpt.items):
            reason = self._reason(excerpt.index, place, item)
            if isinstance(item, Disclosed) and reason is None:
                self.leaving.append((excerpt.index, place, item.leaf()))
                yield item
            else:
                assert reason is not None
                self.withheld[reason] += 1
                yield Withheld(item.leaf(), reason)

    def _reason(self, segment: int, place: int, item: Item) -> str | None:
        if isinstance(item, Withheld):
            return item.reason
        scope = self._grant.scope
        body = object_of(item.record)
        near = self._context.near(segment, place)
        reason = withheld_reason_of_body(scope, self._grant.eid, body, near=near)
        if reason is not None:
            return reason
        copy = changed(scope, body)
        if self._once.again(body, copy):
            return AGAIN
        self._cited.add(body)
        if copy is None:
            return None
        self.copies.append(DerivedRecord(segment, place, copy))
        return TRANSFORMED

    def check_selection(self) -> bytes:
        """Give the digest of what leaves as it is, or raise SelectionMismatch."""
        grant = self._grant
        digest = selection_digest(grant.eid, self.leaving)
        if digest != grant.selection or len(self.leaving) != grant.selection_records:
            raise SelectionMismatch("filtering gives other records than the survivor saw")
        return digest

    def check_derived(
        self,
        objects: Sequence[GrantedObject],
        read: Callable[[GrantedObject], Iterator[bytes]],
        progress: Callable[[], None],
    ) -> Media:
        """Strip what is to be stripped; raise SelectionMismatch where she saw other copies.

        Args:
            progress: called after each; it raises when the grant ended meanwhile.
        """
        grant = self._grant
        readable = {
            item.sha256.hex(): Readable(item.length, partial(read, item)) for item in objects
        }
        media = self._cited.settle(readable, progress)
        made = Derived(tuple(self.copies), media.derived).marshal()
        signed = (grant.derived, grant.derived_records)
        if (hashlib.sha256(made).digest(), len(self.copies)) != signed:
            raise SelectionMismatch("stripping gives other copies than the survivor saw")
        return media
