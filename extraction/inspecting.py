"""Inspecting a source: what is in it and what could not be read; nothing is sealed.

docs/readers.md 6. The same readers as at intake, so what is counted here is what would
be sealed.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from extraction.intake import Progress, SourceOptions
from extraction.sandbox import Reading
from extraction.scratch import scratch_below
from extraction.source import find_source, hash_source
from vault.canonical import Json


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a source holds. `ledger` is the coverage ledger as JSON."""

    format: str
    sha256: str
    records: dict[str, int]
    first_us: int | None
    last_us: int | None
    threads: tuple[tuple[str, str, int], ...]
    ledger: dict[str, Json]


class _Hashing:
    """A blob sink that only hashes."""

    def take(self, chunks: Iterable[bytes], mime: str) -> tuple[str, int]:
        del mime
        hashed, length = hashlib.sha256(), 0
        for chunk in chunks:
            hashed.update(chunk)
            length += len(chunk)
        return hashed.hexdigest(), length


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

    counts: Counter[str] = Counter()
    threads: Counter[tuple[str, str]] = Counter()
    span: list[int] = []
    with scratch_below(scratch, "inspect") as folder, Reading(source, folder) as reading:
        sha256 = hash_source(source, step).sha256.hex()
        records = reading.records(sha256, options, _Hashing())
        for number, record in enumerate(records, start=1):
            counts[record.category] += 1
            if record.thread is not None:
                threads[record.thread] += 1
            if record.span is not None:
                lo, hi = record.span
                span = [min([*span[:1], lo]), max([*span[1:], hi])]
            if keep is not None:
                keep(record.data)
            if not number % 1000:
                progress("reading records", number, 0)
    return Inspection(
        reading.format,
        sha256,
        dict(sorted(counts.items())),
        span[0] if span else None,
        span[1] if span else None,
        tuple((thread, name, count) for (thread, name), count in threads.most_common(10)),
        reading.ledger.body(),
    )
