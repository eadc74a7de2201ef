"""The preview: exactly which records a scope would let leave, before anything is signed.

docs/formats/grant.md 4. Only segments whose descriptor and day can match are fetched and
opened, so the work grows with the scope and not with the vault.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from consent.grant import selection_digest
from consent.scope import Scope, admits_group
from extraction.completeness import Run, runs_of
from extraction.filter import withheld_reason
from vault.canonical import parse_object
from vault.catalogue import Catalogue
from vault.ids import Eid

Excluded = Mapping[tuple[int, int], str]
"""What she leaves out by hand: (segment, place) to the reason."""

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
    """What would leave. `chosen` holds a row for every segment of every run, in order."""

    eid: Eid
    scope: Scope
    groups: tuple[bytes, ...]
    runs: tuple[Run, ...]
    chosen: tuple[Chosen, ...]
    records: int
    digest: bytes
    withheld: Mapping[str, int]
    categories: Mapping[str, int]


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
    *,
    excluded: Excluded,
    progress: Progress,
) -> Preview:
    """Open what can match and decide every record.

    Args:
        open_segment: fetches, opens and checks a segment by index.

    Raises:
        VaultError: a segment is not what was sealed.
    """
    eid = catalogue.eid
    groups = matching_groups(catalogue, scope) if eid.hex() in scope.x else ()
    keys = [(row.tag, row.day) for row in catalogue.segments]
    runs = runs_of(keys, groups, scope)
    indexes = sorted({index for run in runs for index in range(run.first, run.last)})
    chosen: list[Chosen] = []
    leaving: list[tuple[int, int, bytes]] = []
    withheld: Counter[str] = Counter()
    categories: Counter[str] = Counter()
    for done, index in enumerate(indexes, start=1):
        segment = open_segment(index)
        reasons = tuple(decide(scope, eid, index, segment.records, excluded))
        for place, reason in enumerate(reasons):
            if reason is None:
                leaving.append((index, place, segment.leaves[place]))
                desc = parse_object(catalogue.groups[catalogue.segments[index].tag])
                categories[str(desc["category"])] += 1
            else:
                withheld[reason] += 1
        chosen.append(Chosen(index, reasons))
        progress("opening segments", done, len(indexes))
    return Preview(
        eid,
        scope,
        groups,
        tuple(runs),
        tuple(chosen),
        len(leaving),
        selection_digest(eid, leaving),
        dict(sorted(withheld.items())),
        dict(sorted(categories.items())),
    )


def decide(
    scope: Scope, eid: Eid, index: int, records: Collection[bytes], excluded: Excluded
) -> Iterator[str | None]:
    """Decide each record of a segment: the scope first, then what she left out."""
    for place, record in enumerate(records):
        reason = withheld_reason(scope, eid, record)
        yield reason if reason is not None else excluded.get((index, place))
