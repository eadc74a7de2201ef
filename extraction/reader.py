"""What a reader is: it recognises a source, and gives its records one by one.

docs/readers.md. A reader streams; it keeps nothing between records, knows no network and
no clock, and counts every row in the ledger. Media go to a sink, which hashes them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from extraction.errors import UnknownSource
from extraction.ledger import Ledger
from extraction.record import Blob, Record
from extraction.source import Source


class BlobSink(Protocol):
    """Takes a medium's bytes; what it does with them is the caller's business."""

    def take(self, chunks: Iterable[bytes], mime: str) -> tuple[str, int]:
        """Give the SHA-256 in hex and the length in bytes."""


@dataclass(frozen=True, slots=True)
class ReadContext:
    """What the operator says about a source, and where a reader puts what it finds.

    `zone` is the phone's time zone where she knows it; `region` the two-letter country
    of numbers without one; `sensitive` maps a normalised id to its class.
    """

    source_id: str
    blobs: BlobSink
    scratch: Path
    ledger: Ledger = field(default_factory=Ledger)
    zone: ZoneInfo | None = None
    region: str | None = None
    password: str | None = field(default=None, repr=False)
    sensitive: Mapping[str, str] = field(default_factory=dict)


class Reader(Protocol):
    """One phone format."""

    name: str
    version: str
    about: str

    def recognises(self, source: Source) -> bool:
        """Tell whether the source is of this format; looks at 64 KiB of a member at most."""

    def read(self, source: Source, context: ReadContext) -> Iterator[Record]:
        """Give every record.

        Raises:
            ExtractionError: one of the family; what was given before stays true.
        """


def choose_reader(source: Source, readers: Iterable[Reader]) -> Reader:
    """Find the reader of a source, or raise UnknownSource."""
    known = list(readers)
    for reader in known:
        if reader.recognises(source):
            return reader
    listed = "; ".join(reader.about for reader in known)
    raise UnknownSource(f"no reader recognises the source; known are: {listed}")


def read_all(reader: Reader, source: Source, context: ReadContext) -> Iterator[Record]:
    """Read a source to its end, mark sensitive contacts, and check the ledger.

    Raises:
        ExtractionError: as the reader; CorruptSource also when a row was lost.
    """
    if source.links:
        context.ledger.warnings.append(f"{source.links} links were not followed")
    for record in reader.read(source, context):
        yield classify(record, context.sensitive)
    context.ledger.check()


def classify(record: Record, sensitive: Mapping[str, str]) -> Record:
    """Give a record the class of the first sensitive contact in it."""
    if not sensitive or record.sensitivity is not None:
        return record
    for party in record.parties:
        found = sensitive.get(party.id_norm or "")
        if found is not None and party.is_owner is not True:
            return replace(record, sensitivity=found)
    return record


def absent_blob(name: str, mime: str, role: str = "attachment") -> Blob:
    """Give the entry of a medium that the source names and does not hold."""
    return Blob("", 0, name, mime, "", present=False, role=role)
