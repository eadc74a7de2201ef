"""The preview: exactly which records a scope would let leave, before anything is signed.

docs/formats/grant.md 4. Only segments whose descriptor and day can match are fetched and
opened, so the work grows with the scope and not with the vault; twice where the scope asks for
what stands near its words. Pictures that records cite are opened and stripped, unless the scope
holds places.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import count

from consent.grant import selection_digest
from consent.scope import Scope, admits_group
from extraction.completeness import Run, runs_of
from extraction.deciding import Deciding, Excluded
from extraction.derived import Derived
from extraction.media_rule import Cited, Media, Readable
from extraction.placeless import TRANSFORMED
from vault.canonical import parse_object
from vault.catalogue import Catalogue
from vault.ids import Eid

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Sealed:
    """What the preview needs of one opened segment."""

    records: tuple[bytes, ...]
    leaves: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """One segment's outcome: for each record None when it leaves, else why it stays."""

    index: int
    reasons: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What would leave. `chosen` holds a row for every segment of every run, in order.

    `records` leave as they are; those that `derived` holds a copy of leave changed, and stay
    themselves with the reason `transformed`. `whole` are the SHA-256 values (hex) of media
    that go as they are.
    """

    eid: Eid
    scope: Scope
    groups: tuple[bytes, ...]
    runs: tuple[Run, ...]
    chosen: tuple[Chosen, ...]
    records: int
    digest: bytes
    derived: Derived
    whole: frozenset[str]
    withheld: Mapping[str, int]
    categories: Mapping[str, int]

    @property
    def leaving(self) -> int:
        """Count the records that leave, as they are or changed."""
        return self.records + len(self.derived.records)


def matching_groups(catalogue: Catalogue, scope: Scope) -> tuple[bytes, ...]:
    """List the tags of the groups that pass the scope, sorted."""
    return tuple(
        sorted(
            tag for tag, desc in catalogue.groups.items() if admits_group(scope, parse_object(desc))
        )
    )


def preview(
    catalogue: Catalogue,
    scope: Scope,
    open_segment: Callable[[int], Sealed],
    open_object: Callable[[int], Iterator[bytes]],
    *,
    excluded: Excluded,
    progress: Progress,
) -> Preview:
    """Open what can match and decide every record and medium.

    Args:
        open_segment: fetches, opens and checks a segment by index.
        open_object: likewise a medium, as a stream.

    Raises:
        VaultError: a segment is not what was sealed.
    """
    eid = catalogue.eid
    groups = matching_groups(catalogue, scope) if eid.hex() in scope.x else ()
    keys = [(row.tag, row.day) for row in catalogue.segments]
    runs = runs_of(keys, groups, scope)
    indexes = sorted({index for run in runs for index in range(run.first, run.last)})
    rows = ((index, catalogue.segments[index]) for index in indexes)
    shown = ((index, row.tag, row.day, row.count) for index, row in rows)
    descs = {index: catalogue.groups[catalogue.segments[index].tag] for index in indexes}
    deciding = Deciding(scope, eid, shown, descs, excluded)
    for done, index in enumerate(indexes if scope.n else (), start=1):
        for place, record in enumerate(open_segment(index).records):
            deciding.look(index, place, record)
        progress("looking for words", done, len(indexes))
    chosen: list[Chosen] = []
    leaving: list[tuple[int, int, bytes]] = []
    withheld: Counter[str] = Counter()
    categories: Counter[str] = Counter()
    for done, index in enumerate(indexes, start=1):
        segment = open_segment(index)
        reasons: list[str | None] = []
        desc = parse_object(catalogue.groups[catalogue.segments[index].tag])
        for place, record in enumerate(segment.records):
            reason = deciding.decide(index, place, record)
            if reason is None:
                leaving.append((index, place, segment.leaves[place]))
            else:
                withheld[reason] += 1
            if reason in (None, TRANSFORMED):
                categories[str(desc["category"])] += 1
            reasons.append(reason)
        chosen.append(Chosen(index, tuple(reasons)))
        progress("opening segments", done, len(indexes))
    media = _media(catalogue, deciding.cited, open_object, progress)
    return Preview(
        eid,
        scope,
        groups,
        tuple(runs),
        tuple(chosen),
        len(leaving),
        selection_digest(eid, leaving),
        Derived(tuple(deciding.copies), media.derived),
        media.whole,
        dict(sorted(withheld.items())),
        dict(sorted(categories.items())),
    )


def _media(
    catalogue: Catalogue,
    cited: Cited,
    open_object: Callable[[int], Iterator[bytes]],
    progress: Progress,
) -> Media:
    readable = {
        row.sha256.hex(): Readable(row.length, partial(open_object, index))
        for index, row in enumerate(catalogue.objects)
    }
    total, done = len(cited.to_strip()), count(1)
    return cited.settle(readable, lambda: progress("looking into pictures", next(done), total))
