"""Intake: from a guardian's source to a sealed extraction. The only way in.

docs/formats/extraction.md 3; what the survivor adds herself, addition.md. The original is hashed
before it is read, in a process without keys (extraction/sandbox.py); every row is accounted for
in the ledger; records go through a spool into (group, day) order; media are sealed as they come.
Nothing is visible in the sink before everything is in it.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from extraction.added import (
    NAME,
    VERSION,
    Added,
    Taken,
    check_added,
    check_kind,
    listing_of,
    member_of,
    record_of,
    words_of,
)
from extraction.errors import CorruptSource, UnknownSource
from extraction.ledger import Ledger
from extraction.received import Received
from extraction.record import Record, day_of, descriptor_of, marshal_record
from extraction.sandbox import Reading
from extraction.scratch import scratch_below
from extraction.source import Source, SourceHash, find_source, hash_source, read_member
from extraction.source_options import SourceOptions
from extraction.spool import BUDGET, Spool
from vault.canonical import parse
from vault.custody import SealedSink
from vault.document import row_of
from vault.identity import Bundle, Identity
from vault.ids import Clock, Random
from vault.ingest import Tool
from vault.keys import TAG_SIZE
from vault.sealing import PACK_TARGET, SealedExtraction, Sealer
from vault.segment import MAX_PLAIN, MAX_RECORDS
from vault.visit import Value

__all__ = [
    "Added",
    "Parties",
    "Progress",
    "SealedExtraction",
    "SourceOptions",
    "seal_added",
    "seal_records",
    "seal_source",
]

Progress = Callable[[str, int, int], None]
"""Hears (what is being done, how much of it is done, how much there is)."""


@dataclass(frozen=True, slots=True)
class Parties:
    """Who seals for whom, with what: the guardian's certificates come with the extraction."""

    survivor: Bundle
    guardian: Identity
    certs: Sequence[bytes]
    tool: Tool


def seal_source(
    path: Path,
    sink: SealedSink,
    parties: Parties,
    options: SourceOptions,
    *,
    scratch: Path,
    random: Random,
    clock: Clock,
    progress: Progress,
    said: Mapping[str, Value] | None = None,
    spool_budget: int = BUDGET,
    pack_target: int = PACK_TARGET,
) -> SealedExtraction:
    """Read a source and seal it into a sink; on any failure the sink is abandoned.

    Args:
        said: what the guardian's visit statement says (extraction/visit_form.py), if there is one.
        scratch: a folder private to this run; what is written there is encrypted, but for
            copies of the source's databases while they are read.

    Raises:
        ExtractionError: the source is unknown, damaged, locked or over a limit.
        VaultError: the sink cannot take it.
    """
    try:
        source = find_source(path)
        # Its own scratch folder: whoever takes over the reading process does not reach ours.
        with (
            scratch_below(scratch, "reading") as room,
            scratch_below(scratch, "intake") as folder,
            Reading(source, room) as reading,
        ):
            original = hash_source(source, _stepper(progress, "hashing", source.length))
            sealer = Sealer(
                sink,
                survivor=parties.survivor,
                sealer=parties.guardian,
                certs=parties.certs,
                tool=parties.tool,
                created=clock(),
                random=random,
                pack_target=pack_target,
            )
            records = reading.records(original.sha256.hex(), options, _Sealing(sealer))
            _seal_rows(
                sealer,
                ((row.desc, row.day, row.data) for row in _reporting(records, progress)),
                folder,
                random=random,
                budget=spool_budget,
            )
        parts = _sealed_original(sealer, source, original, options, progress)
        return sealer.finish(
            kind=source.kind,
            parts=parts,
            original=original.sha256,
            ledger=reading.ledger.marshal(),
            said=said,
        )
    except BaseException:
        # Also on Ctrl-C: what is half there must not stay.
        sink.abandon()
        raise


def seal_added(
    files: Sequence[Added],
    sink: SealedSink,
    survivor: Identity,
    tool: Tool,
    *,
    random: Random,
    clock: Clock,
    progress: Progress,
) -> SealedExtraction:
    """Seal files that the survivor adds herself, with her own key; on any failure nothing stays.

    Raises:
        ExtractionError: a limit, two files that are the same, or a file that is not what she says.
        VaultError: the sink cannot take it.
    """
    try:
        check_added(files)
        sealer = Sealer(
            sink,
            survivor=survivor.bundle,
            sealer=survivor,
            certs=(),
            tool=tool,
            created=clock(),
            random=random,
        )
        listed: list[tuple[str, int, bytes]] = []
        kept: list[tuple[Added, str, str | None]] = []
        for place, each in enumerate(files, start=1):
            before = sum(row[1] for row in listed)
            with closing(Taken(each.path, progress)) as taken:
                ref = sealer.add_object(taken.pieces(place, before), taken.mime)
            if ref.index < len(listed):
                raise UnknownSource(f"file {place} is the same as file {ref.index + 1}")
            check_kind(place, each.kind, taken.sniffed)
            listed.append((member_of(place, each.name), ref.length, ref.sha256))
            kept.append((each, taken.sniffed, words_of(each.name, taken.beginning)))
        listing = listing_of(listed)
        original = hashlib.sha256(listing).digest()
        parts = (sealer.add_object([listing], "application/json").index, *range(len(files)))
        ledger = Ledger()
        line = ledger.line("added files", member="", reader=NAME, version=VERSION)
        line.declared = line.seen = line.records = len(files)
        line.bytes = sum(row[1] for row in listed)
        _seal_few(
            sealer,
            [
                record_of(original, member, each, (sha256.hex(), length), sniffed, words)
                for (member, length, sha256), (each, sniffed, words) in zip(
                    listed, kept, strict=True
                )
            ],
        )
        return sealer.finish(kind="tree", parts=parts, original=original, ledger=ledger.marshal())
    except BaseException:
        sink.abandon()
        raise


def _seal_few(sealer: Sealer, records: Sequence[Record]) -> None:
    """Seal records that fit into memory, in order of group, day and place."""
    groups: dict[tuple[bytes, str], list[Record]] = {}
    for record in records:
        tag = sealer.keys.group_tag(descriptor_of(record))
        groups.setdefault((tag, day_of(record)), []).append(record)
    for (tag, day), found in sorted(groups.items(), key=lambda item: item[0]):
        desc = descriptor_of(found[0])
        sealer.add_segment(tag, day, desc, [marshal_record(record) for record in found])


def seal_records(
    sealer: Sealer,
    records: Iterable[Record],
    scratch: Path,
    *,
    random: Random,
    budget: int = BUDGET,
) -> None:
    """Bring records into (group, day) order and seal them."""
    rows = ((descriptor_of(each), day_of(each), marshal_record(each)) for each in records)
    _seal_rows(sealer, rows, scratch, random=random, budget=budget)


def _seal_rows(
    sealer: Sealer,
    rows: Iterable[tuple[bytes, str, bytes]],
    scratch: Path,
    *,
    random: Random,
    budget: int,
) -> None:
    """As seal_records, of (descriptor, day, bytes)."""
    tags: dict[bytes, bytes] = {}
    descs: dict[bytes, bytes] = {}
    group_tag = sealer.keys.group_tag
    with Spool(scratch, random=random, budget=budget) as spool:
        add = spool.add
        for desc, day, data in rows:
            tag = tags.get(desc)
            if tag is None:
                tag = tags[desc] = group_tag(desc)
                descs[tag] = desc
            add(tag + day.encode("ascii"), data)
        for key, group in _whole_segments(spool.groups()):
            tag = key[:TAG_SIZE]
            sealer.add_segment(tag, key[TAG_SIZE:].decode("ascii"), descs[tag], group)


def _whole_segments(
    pieces: Iterable[tuple[bytes, list[bytes]]],
) -> Iterator[tuple[bytes, list[bytes]]]:
    """Join pieces of one key until they fill a segment, so that spooling leaves no trace."""
    held: list[bytes] = []
    size, last = 0, b""
    for key, records in pieces:
        length = sum(map(len, records)) + len(records)
        full = size + length > MAX_PLAIN or len(held) + len(records) > MAX_RECORDS
        if held and (key != last or full):
            yield last, held
            held, size = [], 0
        held = held + records if held else records
        size, last = size + length, key
    if held:
        yield last, held


class _Sealing:
    """A blob sink that seals what it takes."""

    __slots__ = ("_sealer",)

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def take(self, chunks: Iterable[bytes], mime: str) -> tuple[str, int]:
        ref = self._sealer.add_object(chunks, mime)
        return ref.sha256.hex(), ref.length


def _sealed_original(
    sealer: Sealer,
    source: Source,
    original: SourceHash,
    options: SourceOptions,
    progress: Progress,
) -> list[int]:
    """Seal the original if it is to be kept, else hash it again; give its objects' indexes."""
    if options.keep_original:
        step = _stepper(progress, "sealing the original", source.length)
        return list(_original_parts(sealer, source, original, step))
    if hash_source(source, _stepper(progress, "hashing again", source.length)) != original:
        raise CorruptSource("the source changed while it was read; copy it and try again")
    return []


def _original_parts(
    sealer: Sealer, source: Source, original: SourceHash, step: Callable[[int], None]
) -> Iterator[int]:
    """Seal the original: for a folder its listing, then every file in the listing's order."""
    if original.listing is not None:
        yield sealer.add_object([original.listing], "application/json").index
    hashes: list[bytes] = []
    for member in source.members:
        ref = sealer.add_object(_stepping(read_member(member), step), "application/octet-stream")
        hashes.append(ref.sha256)
        yield ref.index
    if original.listing is None:
        same = hashes == [original.sha256]
    else:
        rows = parse(original.listing)
        same = isinstance(rows, list) and [row_of(row, 3)[2] for row in rows] == [
            found.hex() for found in hashes
        ]
    # Hashed before reading and again while sealing: both are the same source, or neither is.
    if not same:
        raise CorruptSource("the source changed while it was read; copy it and try again")


def _stepping(pieces: Iterator[bytes], step: Callable[[int], None]) -> Iterator[bytes]:
    for piece in pieces:
        step(len(piece))
        yield piece


def _stepper(progress: Progress, what: str, total: int) -> Callable[[int], None]:
    done = [0]

    def step(size: int) -> None:
        done[0] += size
        progress(what, done[0], total)

    return step


def _reporting(records: Iterator[Received], progress: Progress) -> Iterator[Received]:
    for number, record in enumerate(records, start=1):
        if not number % 1000:
            progress("reading records", number, 0)
        yield record
