"""The filter over what a grant gives: the worker's (W9).

docs/formats/grant.md 4 and 6. What it lets through, changes and holds back must be what her
client found at the preview, record for record and picture for picture.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from consent.grant import Grant, selection_digest
from extraction.deciding import Deciding
from extraction.derived import Derived
from extraction.errors import SelectionMismatch
from extraction.media_rule import Readable
from vault.grant_envelope import Disclosed, Excerpt, GrantedObject, Item, Withheld


class Filtering:
    """The filter, run over everything that the grant gives; what it found so far."""

    def __init__(self, grant: Grant, excerpts: Sequence[Excerpt]) -> None:
        self._grant = grant
        rows = ((each.index, each.tag, each.day, len(each.items)) for each in excerpts)
        descs = {each.index: each.desc for each in excerpts}
        self._deciding = Deciding(grant.scope, grant.eid, rows, descs, {})
        self.leaving: list[tuple[int, int, bytes]] = []
        self.withheld: Counter[str] = Counter()
        for excerpt in excerpts if grant.scope.n else ():
            for place, item in enumerate(excerpt.items):
                if isinstance(item, Disclosed):
                    self._deciding.look(excerpt.index, place, item.record)

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
        return self._deciding.decide(segment, place, item.record)

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
    ) -> tuple[Derived, frozenset[str]]:
        """Strip what is to be stripped; give the copies, and the SHA-256 (hex) of what goes whole.

        Args:
            progress: called after each; it raises when the grant ended meanwhile.

        Raises:
            SelectionMismatch: she saw other copies.
        """
        grant = self._grant
        readable = {
            item.sha256.hex(): Readable(item.length, partial(read, item)) for item in objects
        }
        media = self._deciding.cited.settle(readable, progress)
        derived = Derived(tuple(self._deciding.copies), media.derived)
        signed = (grant.derived, grant.derived_records)
        if (hashlib.sha256(derived.marshal()).digest(), len(derived.records)) != signed:
            raise SelectionMismatch("stripping gives other copies than the survivor saw")
        return derived, media.whole
