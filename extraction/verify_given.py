"""What a package discloses, read once: every leaf, and what the steps ask of each record.

docs/formats/release.md 4. Steps 9 to 14 all ask something of the same records. Each is
read once and forgotten: a quarter of a million held in memory cost more than they tell.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from consent.grant import selection_head
from extraction.context import Context
from extraction.derived import DerivedRecord
from extraction.errors import NotVerified
from extraction.filter import holds_words, withheld_reason_of_body
from extraction.masking import Masking
from extraction.media_rule import Cited
from extraction.once import Once
from extraction.placeless import changed
from extraction.record_body import texts_of_body
from extraction.record_shape import Records, read_record
from extraction.verify_derived import people_of
from extraction.verify_documents import Documents
from extraction.verify_inside import Inside
from vault.errors import Malformed
from vault.grant_envelope import Withheld
from vault.segment import record_leaf


@dataclass(frozen=True, slots=True)
class Given:
    """Everything shown, read once.

    `leaves` are each shown segment's record leaves, in order; `selection` is the digest of
    the given records. `cited` are the media of records and of changed copies. `outside` is the
    first given record that the scope does not hold, as (segment, place). `problem` says of the
    first record that cannot be read where it is and why; then steps 9, 11 and 14 fail.
    """

    leaves: tuple[list[bytes], ...]
    disclosed: int
    selection: bytes
    withheld: Mapping[str, int]
    categories: Mapping[str, int]
    cited: Cited
    outside: tuple[int, int] | None
    problem: str | None
    context: Context

    def want_readable(self, step: int) -> None:
        """Raise NotVerified when a given record cannot be read."""
        if self.problem is not None:
            raise NotVerified(step, self.problem)


def read_given(documents: Documents) -> Given:
    """Read every shown segment's records and hashes."""
    reading = _Reading(documents)
    leaves = tuple(reading.segment(number) for number in range(len(documents.shown)))
    for copy in documents.derived.records:
        reading.copy(copy)
    reading.want_near()
    return Given(
        leaves,
        reading.disclosed,
        reading.selection.digest(),
        reading.withheld,
        reading.categories,
        reading.cited,
        reading.outside,
        reading.problem,
        reading.context,
    )


class _Reading:
    """The reading of one package: what was found so far."""

    def __init__(self, documents: Documents) -> None:
        self.shown = documents.shown
        self.scope, self.eid = documents.grant.scope, documents.grant.eid
        self.selection = hashlib.sha256(selection_head(self.eid))
        self.disclosed = 0
        self.withheld: Counter[str] = Counter()
        self.categories: Counter[str] = Counter()
        self.cited = Cited(self.scope)
        self.outside: tuple[int, int] | None = None
        self.problem: str | None = None
        excerpts = [item.excerpt for item in self.shown]
        rows = ((each.index, each.tag, each.day, len(each.items)) for each in excerpts)
        self.context = Context(self.scope, rows)
        self.once = Once(self.scope)
        self.records, self.inside = Records(), Inside(self.scope, self.eid)
        self.wordless: list[tuple[int, int]] = []
        self.masking, self.people = Masking(self.scope), people_of(documents)

    def segment(self, number: int) -> list[bytes]:
        """Read one shown segment; give its leaves."""
        excerpt = self.shown[number].excerpt
        segment = excerpt.index
        head = segment.to_bytes(4)
        leaves: list[bytes] = []
        selected: list[bytes] = []
        for place, item in enumerate(excerpt.items):
            if isinstance(item, Withheld):
                self.withheld[item.reason] += 1
                leaves.append(item.hash)
                continue
            leaf = record_leaf(item.salt, item.record)
            leaves.append(leaf)
            selected += (head, place.to_bytes(4), leaf)
            self.disclosed += 1
            self._record(segment, place, item.record)
        self.selection.update(b"".join(selected))
        return leaves

    def copy(self, copy: DerivedRecord) -> None:
        """Read a changed copy: the media that it cites belong to the package too."""
        # Step 11 says of one that cannot be read why.
        with suppress(Malformed):
            body = read_record(copy.record)
            self.cited.add(body)
            if self.once.again(body, None):
                self.outside = self.outside or (copy.segment, copy.place)
            if self.scope.n and withheld_reason_of_body(self.scope, self.eid, body) is None:
                self.context.note(body, copy.segment, copy.place)

    def want_near(self) -> None:
        """Want each record that was given without the words to stand near one with them."""
        for segment, place in self.wordless:
            if not self.context.near(segment, place):
                self.outside = min(self.outside or (segment, place), (segment, place))
                return

    def _record(self, segment: int, place: int, record: bytes) -> None:
        try:
            head, body = self.records.read(record)
        except Malformed as error:
            self.problem = self.problem or f"record {place} of segment {segment}: {error}"
            return
        self.categories[str(body["category"])] += 1
        # Few records cite anything, and a call for each of the others is felt.
        if "blobs" in body:
            self.cited.add(body)
        if self.scope.o and self.once.again(body, None):
            self.outside = self.outside or (segment, place)
        if ("place" in body or "extra" in body) and changed(self.scope, body) is not None:
            self.outside = self.outside or (segment, place)
        if self.scope.h and self.masking.masked(body, self.people[segment]) is not body:
            self.outside = self.outside or (segment, place)
        if self.scope.n:
            self._with_context(segment, place, body)
        elif self.outside is None and not self.inside.holds(head, body):
            self.outside = (segment, place)

    def _with_context(self, segment: int, place: int, body: Mapping[str, object]) -> None:
        if withheld_reason_of_body(self.scope, self.eid, body, near=True) is not None:
            self.outside = self.outside or (segment, place)
        elif holds_words(self.scope, texts_of_body(body)):
            self.context.note(body, segment, place)
        else:
            self.wordless.append((segment, place))
