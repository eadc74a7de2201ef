"""What a reader is: it recognises a source, and gives what it holds row by row.

docs/readers.md. A reader streams; it keeps nothing between rows, knows no network and no
clock. It counts each row that it meets on a line of the ledger and gives one item for it;
read_all counts the items. Media go to a sink, which hashes them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from extraction.errors import CorruptSource, ForbiddenXml, LimitExceeded, UnknownSource
from extraction.ledger import Ledger, Line
from extraction.long_record import fit_record, may_be_long
from extraction.media_type import HEAD, sniff
from extraction.preflight import check_zip, looks_like_zip
from extraction.record import Record
from extraction.record_parts import Blob
from extraction.sensitive import Marks
from extraction.source import Source

FIRST_LIKELY_US = 631_152_000_000_000  # 1990-01-01
_AHEAD_US = 2 * 86_400_000_000
_BLANK = b"\xef\xbb\xbf \t\r\n"
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)\b")


class Found(NamedTuple):
    """A row became a record. A row's further records, such as quotes, are `nested`."""

    line: Line
    record: Record
    nested: bool = False


class Quarantined(NamedTuple):
    """A row that does not parse: where it stood, why, and what it was."""

    line: Line
    position: int
    reason: str
    raw: bytes


class Unknown(NamedTuple):
    """Rows of a kind that the reader does not know."""

    line: Line
    rows: int


class Withheld(NamedTuple):
    """Rows that never become records: carved text, a tool's own tables."""

    line: Line
    rows: int


Item = Found | Quarantined | Unknown | Withheld


class BlobSink(Protocol):
    """Takes a medium's bytes; what it does with them is the caller's business."""

    def take(self, chunks: Iterable[bytes], mime: str) -> tuple[str, int]:
        """Give the SHA-256 in hex and the length in bytes."""


@dataclass(frozen=True, slots=True)
class ReadContext:
    """What the operator says about a source, and where a reader puts what it finds.

    `zone` is the phone's time zone where she knows it; `region` the two-letter country of
    numbers without one; `sensitive` maps a person, a conversation or a medium to its class. With
    `accept_damaged` what can be read of a damaged source is kept, and the ledger says what
    could not be. `now_us` is the time of reading, by which later times are flagged.
    """

    source_id: str
    blobs: BlobSink
    scratch: Path
    ledger: Ledger = field(default_factory=Ledger)
    zone: ZoneInfo | None = None
    region: str | None = None
    password: str | None = field(default=None, repr=False)
    sensitive: Mapping[str, str] = field(default_factory=dict)
    accept_damaged: bool = False
    now_us: int | None = None

    def take_blob(
        self, chunks: Iterable[bytes], name: str, mime: str, role: str = "attachment"
    ) -> Blob:
        """Take a medium in and give the record's entry for it; memory stays flat."""
        head = bytearray()

        def watched() -> Iterator[bytes]:
            for chunk in chunks:
                if len(head) < HEAD:
                    head.extend(chunk[: HEAD - len(head)])
                yield chunk

        sha256, size = self.blobs.take(watched(), mime)
        return Blob(sha256, size, name, mime, sniff(bytes(head)), role=role)

    def damaged(self, member: str, *, offset: int, size: int, what: str) -> None:
        """Meet damage: refuse the source, or note the bytes behind it and go on.

        Raises:
            CorruptSource: unless the operator accepts damaged sources.
        """
        if not self.accept_damaged:
            raise CorruptSource(what) from None
        self.ledger.warn(what)
        self.ledger.leave_unread(member, offset=offset, size=size, reason=what)


class Reader(Protocol):
    """One phone format."""

    name: str
    version: str
    about: str

    def recognises(self, source: Source) -> bool:
        """Tell whether the source is of this format; reads at most 64 KiB of a member."""

    def read(self, source: Source, context: ReadContext) -> Iterator[Item]:
        """Give an item for every row that was counted as seen, the same ones on every reading.

        A line that is `over` belongs to an artefact in which a reading of the same source
        broke off; a reader that can go on behind it leaves it out.

        Raises:
            ExtractionError: one of the family; what was given before stays true.
        """


def choose_reader(source: Source, readers: Iterable[Reader]) -> Reader:
    """Find the reader of a source.

    Raises:
        UnknownSource: no reader recognises it; the message names what would be.
        ForbiddenXml: it is XML with a document type, which no reader takes.
        ExtractionError: as check_zip, for a ZIP that nobody can open safely.
    """
    known = list(readers)
    for reader in known:
        if reader.recognises(source):
            return reader
    if source.kind == "file":
        _say_more(source)
    listed = "; ".join(reader.about for reader in known)
    raise UnknownSource(f"no reader recognises the source; known are: {listed}")


def _say_more(source: Source) -> None:
    """Refuse for what is wrong, which says more than that nobody knows the source."""
    member = source.members[0]
    head = source.head(member)
    if looks_like_zip(head):
        check_zip(member.path)
    if head.lstrip(_BLANK).startswith(b"<") and _DOCTYPE.search(head):
        raise ForbiddenXml("the file declares a document type or an entity")


def read_all(reader: Reader, source: Source, context: ReadContext) -> Iterator[Record]:
    """Read a source to its end, mark sensitive contacts, and check the ledger.

    Raises:
        ExtractionError: as the reader; CorruptSource also when a row was lost.
    """
    for _, record in read_items(reader, source, context):
        if record is not None:
            yield record


def read_items(
    reader: Reader, source: Source, context: ReadContext
) -> Iterator[tuple[Line, Record | None]]:
    """As read_all, item by item: the line of each, and its record where it has become one."""
    ledger = context.ledger
    if source.links:
        ledger.warn(f"{source.links} links were not followed")
    if source.special:
        ledger.warn(f"{source.special} entries are neither file nor folder and were not read")
    marks = Marks(context.sensitive, context.region)
    for item in reader.read(source, context):
        line = item.line
        record: Record | None = None
        if isinstance(item, Found):
            record = item.record
            if may_be_long(record):
                record = _fitted(record, context, line, counted=not item.nested)
            if record is not None:
                if item.nested:
                    line.nested += 1
                else:
                    line.records += 1
                record = _sane(record, context.now_us)
                record = marks.classify(record) if marks else record
        elif isinstance(item, Quarantined):
            ledger.set_aside(line, position=item.position, reason=item.reason, raw=item.raw)
        elif isinstance(item, Unknown):
            line.unknown += item.rows
        else:
            line.withheld += item.rows
        yield line, record
    marks.tell(ledger)
    ledger.check()


def _fitted(record: Record, context: ReadContext, line: Line, *, counted: bool) -> Record | None:
    try:
        return fit_record(record, context.take_blob)
    except LimitExceeded:
        # It cannot be sealed; the row is kept aside, and the original has it whole.
        if not counted:
            line.seen += 1
        context.ledger.set_aside(
            line,
            position=record.prov.row or 0,
            reason="longer than a record may be",
            raw=repr(record.prov).encode("utf-8", "replace"),
        )
        return None


def _sane(record: Record, now_us: int | None) -> Record:
    """Flag a time that no phone can have had; it is kept, because clocks are wrong."""
    time = record.time
    if time is None or time.lo_us is None or time.hi_us is None:
        return record
    if time.hi_us >= FIRST_LIKELY_US and (now_us is None or time.lo_us <= now_us + _AHEAD_US):
        return record
    return replace(record, flags=(*record.flags, "time_unlikely"))


def absent_blob(name: str, mime: str, role: str = "attachment") -> Blob:
    """Give the entry of a medium that the source names and does not hold."""
    return Blob("", 0, name, mime, "", present=False, role=role)
