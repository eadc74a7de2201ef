"""Sealing an extraction: the way in. Only extraction/intake.py may come here.

docs/formats/extraction.md. Who seals is a guardian, or the survivor herself where she adds
something (docs/formats/addition.md); her own key then makes a statement of its own type.
Segments arrive in (group tag, day) order, objects at any time before the end. Memory holds one
pack and, for each segment, a catalogue row and a leaf.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from audit.merkle import Tree
from vault.box import seal_box, seal_chunks
from vault.catalogue import (
    Catalogue,
    LedgerRow,
    ObjectRow,
    Original,
    SegmentRow,
    seal_catalogue,
)
from vault.custody import CATALOGUE, CERTS, INGEST, LEAVES, WRAP, SealedSink, marshal_certs
from vault.errors import MalformedSegment
from vault.identity import Bundle, Identity
from vault.ids import HASH_SIZE, ID_SIZE, Eid, Random
from vault.ingest import (
    Ingest,
    PackRow,
    Tool,
    ledger_commitment,
    original_commitment,
    sign_ingest,
)
from vault.keys import ExtractionKeys, segment_keys
from vault.padme import padme
from vault.segment import (
    MAX_PLAIN,
    MAX_RECORDS,
    MAX_SEGMENTS,
    fields_of,
    marshal_segment,
    record_leaves,
    record_salts,
    records_root,
    segment_leaf,
)
from vault.visit import MIME, ShownVisit, Value, sign_visit
from vault.wrap import seal_to

PACK_TARGET = 32 * 1024 * 1024
_ZEROS = bytes(64 * 1024)


@dataclass(frozen=True, slots=True)
class ObjectRef:
    """A stored object: its index, true length in bytes and SHA-256."""

    index: int
    length: int
    sha256: bytes


@dataclass(frozen=True, slots=True)
class SealedExtraction:
    """What was sealed: id, root, signed statement, and counts."""

    eid: Eid
    root: bytes
    statement: bytes
    records: int
    segments: int
    packs: int
    bytes: int


class Sealer:
    """Seals one extraction into a sink; its secret lives in this object alone."""

    def __init__(
        self,
        sink: SealedSink,
        *,
        survivor: Bundle,
        sealer: Identity,
        certs: Sequence[bytes],
        tool: Tool,
        created: datetime,
        random: Random,
        pack_target: int = PACK_TARGET,
    ) -> None:
        self._sink = sink
        self._survivor = survivor
        self._sealer = sealer
        self._herself = sealer.fp == survivor.fp
        self._certs = certs
        self._tool = tool
        self._created = created
        self._random = random
        self._pack_target = pack_target
        self.keys = ExtractionKeys(random(32), Eid(random(ID_SIZE)))
        self._groups: dict[bytes, bytes] = {}
        self._rows: list[SegmentRow] = []
        self._leaves: list[bytes] = []
        self._last = (b"", "")
        self._pack: list[bytes] = []
        self._pack_length = 0
        self._packs: list[PackRow] = []
        self._objects: list[ObjectRow] = []
        self._sealed_lengths: list[tuple[str, int]] = []
        self._by_hash: dict[bytes, ObjectRef] = {}
        self._records = 0

    def add_object(self, chunks: Iterable[bytes], mime: str) -> ObjectRef:
        """Seal a blob; one whose SHA-256 is known already is stored once.

        Memory stays flat; bytes are hashed before they are sealed, never after.
        """
        index = len(self._objects)
        name = self._random(ID_SIZE).hex()
        counted = _Counted(chunks)
        length = self._sink.write_object(
            name,
            seal_chunks(
                self.keys.object(index),
                "object",
                self.keys.eid + index.to_bytes(4),
                counted.padded(),
                random=self._random,
            ),
        )
        sha256 = counted.digest()
        known = self._by_hash.get(sha256)
        if known is not None:
            self._sink.drop_object(name)
            return known
        self._objects.append(ObjectRow(name, counted.length, sha256, mime))
        self._sealed_lengths.append((name, length))
        ref = self._by_hash[sha256] = ObjectRef(index, counted.length, sha256)
        return ref

    def add_segment(self, tag: bytes, day: str, desc: bytes, records: Sequence[bytes]) -> None:
        """Seal records of one group and day; long runs become several segments.

        Raises:
            MalformedSegment: out of (tag, day) order, or a record breaks a limit.
        """
        if (tag, day) < self._last:
            raise MalformedSegment("segments come in order of group tag and day")
        self._last = (tag, day)
        self._groups.setdefault(tag, desc)
        for part in _split(records):
            self._add_part(tag, day, desc, part)

    def _add_part(self, tag: bytes, day: str, desc: bytes, records: Sequence[bytes]) -> None:
        index = len(self._rows)
        if index >= MAX_SEGMENTS:
            raise MalformedSegment(f"an extraction has at most {MAX_SEGMENTS} segments")
        eid = self.keys.eid
        keys = segment_keys(self.keys.segment(index))
        count = len(records)
        root = records_root(record_leaves(record_salts(keys.salt, count), records))
        fields = fields_of(keys.fields, tag=tag, day=day, desc=desc, count=count, root=root)
        place = eid + index.to_bytes(4)
        sealed = seal_box(keys.box, "segment", place, marshal_segment(records), random=self._random)
        if self._pack and self._pack_length + len(sealed) > self._pack_target:
            self._write_pack()
        self._rows.append(
            SegmentRow(tag, day, count, len(self._packs), self._pack_length, len(sealed), fields.f4)
        )
        self._pack.append(sealed)
        self._pack_length += len(sealed)
        self._leaves.append(segment_leaf(eid, index, fields))
        self._records += count

    def finish(
        self,
        *,
        kind: str,
        parts: Sequence[int],
        original: bytes,
        ledger: bytes,
        said: Mapping[str, Value] | None = None,
    ) -> SealedExtraction:
        """Write what is left, sign, and commit the sink.

        Args:
            kind: `file` or `tree`, as the source was.
            parts: indexes of the objects that hold the original; may be empty.
            original: the source's SHA-256.
            ledger: the coverage ledger's bytes.
            said: what the guardian says of every point of the visit, if she made a statement.
        """
        root = Tree(self._leaves).root()
        visit = None if said is None else self._sign_visit(said, root)
        visit_ref = None if visit is None else self.add_object([visit.marshal()], MIME)
        ledger_ref = self.add_object([ledger], "application/json")
        if self._pack:
            self._write_pack()
        salts = self._random(HASH_SIZE), self._random(HASH_SIZE)
        catalogue = Catalogue(
            self.keys.eid,
            self._groups,
            tuple(row.pack for row in self._packs),
            tuple(self._rows),
            tuple(self._objects),
            Original(kind, tuple(parts), original, salts[0]),
            LedgerRow(ledger_ref.index, ledger_ref.sha256, salts[1]),
            None if visit_ref is None else visit_ref.index,
        )
        sealed = seal_catalogue(catalogue, self.keys, random=self._random)
        wrap = seal_to(
            self._survivor,
            "extraction",
            self.keys.eid + self._survivor.fp + self._sealer.fp,
            self.keys.secret,
        )
        ingest = Ingest(
            eid=self.keys.eid,
            survivor=self._survivor.fp,
            guardian=None if self._herself else self._sealer.fp,
            created=self._created,
            tool=self._tool,
            tree_size=len(self._leaves),
            root=root,
            catalogue_sha256=hashlib.sha256(sealed).digest(),
            catalogue_length=len(sealed),
            packs=tuple(self._packs),
            objects=tuple(self._sealed_lengths),
            original_commit=original_commitment(salts[0], original),
            ledger_commit=ledger_commitment(salts[1], ledger_ref.sha256),
            wrap=hashlib.sha256(wrap).digest(),
            bundle=self._survivor if self._herself else None,
            visit=None if visit is None else visit.sha256,
        )
        statement = sign_ingest(self._sealer, ingest)
        self._sink.write_file(CERTS, marshal_certs(self._certs))
        self._sink.write_file(LEAVES, b"".join(self._leaves))
        self._sink.write_file(CATALOGUE, sealed)
        self._sink.write_file(WRAP, wrap)
        self._sink.write_file(INGEST, statement)
        self._sink.commit()
        stored = sum(row.length for row in self._packs) + sum(
            length for _, length in self._sealed_lengths
        )
        return SealedExtraction(
            self.keys.eid,
            root,
            statement,
            self._records,
            len(self._rows),
            len(self._packs),
            stored,
        )

    def _sign_visit(self, said: Mapping[str, Value], root: bytes) -> ShownVisit:
        return sign_visit(
            self._sealer,
            said,
            eid=self.keys.eid,
            root=root,
            survivor=self._survivor.fp,
            created=self._created,
            corrects=None,
            random=self._random,
        )

    def _write_pack(self) -> None:
        # Written as parts: joined first, a pack would lie in memory twice.
        pack = self._random(ID_SIZE).hex()
        hashed = hashlib.sha256()
        for sealed in self._pack:
            hashed.update(sealed)
        self._sink.write_pack(pack, self._pack)
        self._packs.append(PackRow(pack, self._pack_length, hashed.digest()))
        self._pack, self._pack_length = [], 0


class _Counted:
    """Passes a stream on, counted and hashed, with zeros to its padded length at the end."""

    __slots__ = ("_chunks", "_hash", "length")

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = chunks
        self._hash = hashlib.sha256()
        self.length = 0

    def padded(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self._hash.update(chunk)
            self.length += len(chunk)
            yield chunk
        missing = padme(self.length) - self.length
        while missing:
            zeros = _ZEROS[:missing]
            missing -= len(zeros)
            yield zeros

    def digest(self) -> bytes:
        return self._hash.digest()


def _split(records: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    """Cut records into runs that fit a segment, in order."""
    if len(records) <= MAX_RECORDS and sum(map(len, records)) + len(records) <= MAX_PLAIN:
        yield records
        return
    start, size = 0, 0
    for at, record in enumerate(records):
        if at > start and (size + len(record) + 1 > MAX_PLAIN or at - start == MAX_RECORDS):
            yield records[start:at]
            start, size = at, 0
        size += len(record) + 1
    yield records[start:]
