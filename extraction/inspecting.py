"""Inspecting a source: what is in it and what could not be read; nothing is sealed.

docs/readers.md 6. The same readers as at intake, so what is counted here is what would
be sealed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from heapq import nlargest
from pathlib import Path

from extraction.sandbox import Reading
from extraction.scratch import scratch_below
from extraction.source import find_source, hash_source
from extraction.source_options import SourceOptions
from vault.canonical import Json
from vault.hashing import hash_pieces

Progress = Callable[[str, int, int], None]

LARGEST = 10
"""How many conversations are named."""


@dataclass(slots=True)
class Tally:
    """Records of one kind: how many, how many without a time, and from when to when."""

    records: int = 0
    undated: int = 0
    first_us: int | None = None
    last_us: int | None = None

    def add(self, span: tuple[int, int] | None) -> None:
        """Count a record whose time lies in `span`, UTC microseconds."""
        self.records += 1
        if span is None:
            self.undated += 1
            return
        lo, hi = span
        if self.first_us is None or lo < self.first_us:
            self.first_us = lo
        if self.last_us is None or hi > self.last_us:
            self.last_us = hi


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a source holds. `ledger` is the coverage ledger as JSON.

    `threads` are the largest conversations as (id, name, tally). `refused` is why sealing
    would refuse the source as it is, "" where it would not.
    """

    name: str
    format: str
    length: int
    sha256: str
    categories: Mapping[str, Tally]
    all: Tally
    threads: tuple[tuple[str, str, Tally], ...]
    ledger: dict[str, Json]
    refused: str = ""

    @property
    def records(self) -> dict[str, int]:
        """The records of each category."""
        return {name: tally.records for name, tally in self.categories.items()}


class _Hashing:
    """A blob sink that only hashes."""

    def take(self, chunks: Iterable[bytes], mime: str) -> tuple[str, int]:
        del mime
        sha256, length = hash_pieces(chunks)
        return sha256.hex(), length


def inspect_source(
    path: Path,
    options: SourceOptions,
    *,
    scratch: Path,
    progress: Progress,
    keep: Callable[[bytes], None] | None,
) -> Inspection:
    """Read a source and count; `keep` hears the bytes of every record.

    Raises:
        ExtractionError: the source is unknown, damaged, locked or over a limit.
    """
    source = find_source(path)
    done = [0]

    def step(size: int) -> None:
        done[0] += size
        progress("hashing", done[0], source.length)

    categories: defaultdict[str, Tally] = defaultdict(Tally)
    threads: defaultdict[tuple[str, str], Tally] = defaultdict(Tally)
    whole = Tally()
    with scratch_below(scratch, "inspect") as folder, Reading(source, folder) as reading:
        sha256 = hash_source(source, step).sha256.hex()
        for record in reading.records(sha256, options, _Hashing()):
            whole.add(record.span)
            categories[record.category].add(record.span)
            # What has no id is named by no scope.
            if record.thread is not None and record.thread[0]:
                threads[record.thread].add(record.span)
            if keep is not None:
                keep(record.data)
            if not whole.records % 1000:
                progress("reading records", whole.records, 0)
    largest = nlargest(LARGEST, threads.items(), key=lambda each: each[1].records)
    return Inspection(
        path.absolute().name.encode("utf-8", "backslashreplace").decode("utf-8"),
        reading.format,
        source.length,
        sha256,
        dict(sorted(categories.items())),
        whole,
        tuple((*thread, tally) for thread, tally in largest),
        reading.ledger.body(),
    )
