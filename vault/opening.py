"""Opening sealed data: only the worker and a person's own client may come here.

docs/formats/extraction.md 7. Everything is checked against what was signed at the intake
before a record is given out: statement, wrap, catalogue, every field and leaf.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vault.box import open_box, open_chunks, sealed_length
from vault.catalogue import Catalogue, check_catalogue, open_catalogue
from vault.custody import Custody
from vault.errors import (
    MalformedCatalogue,
    MalformedStatement,
    NoIdentityMatches,
    NotAuthentic,
)
from vault.identity import Identity
from vault.ids import Eid
from vault.ingest import (
    CheckedIngest,
    Ingest,
    check_ingest,
    ledger_commitment,
    original_commitment,
)
from vault.keys import ExtractionKeys, SegmentKeys, segment_keys
from vault.padme import padme
from vault.segment import (
    Fields,
    fields_of,
    parse_segment,
    record_leaves,
    record_salts,
    records_root,
    segment_leaf,
)
from vault.visit import MAX_VISIT, POINTS, ShownVisit, check_named, parse_shown
from vault.wrap import open_from


@dataclass(frozen=True, slots=True)
class OpenedSegment:
    """A segment's records and everything that commits to them; `leaf` is still to be compared."""

    records: tuple[bytes, ...]
    salts: tuple[bytes, ...]
    leaves: tuple[bytes, ...]
    field_salts: tuple[bytes, bytes, bytes, bytes]
    fields: Fields
    leaf: bytes


class OpenedExtraction:
    """An extraction opened by the survivor: its catalogue, and any segment or object."""

    def __init__(
        self, custody: Custody, checked: CheckedIngest, keys: ExtractionKeys, catalogue: Catalogue
    ) -> None:
        self.custody = custody
        self.checked = checked
        self.keys = keys
        self.catalogue = catalogue

    @property
    def eid(self) -> Eid:
        """The extraction's id."""
        return self.keys.eid

    def read_segment(self, index: int) -> OpenedSegment:
        """Fetch, open and check one segment.

        Raises:
            NotAuthentic: its bytes, or its leaf, are not what was sealed.
        """
        row = self.catalogue.segments[index]
        sealed = self.custody.read_pack(self.catalogue.packs[row.pack], row.offset, row.length)
        opened = open_segment(
            self.keys.segment(index),
            self.eid,
            index,
            sealed,
            tag=row.tag,
            day=row.day,
            desc=self.catalogue.groups[row.tag],
        )
        if opened.leaf != self.checked.leaf(index):
            raise NotAuthentic(f"segment {index} does not give its leaf")
        # The leaf commits to the true count; the catalogue's is what she was told.
        if len(opened.records) != row.count:
            raise MalformedCatalogue(f"segment {index} holds another count than is listed")
        return opened

    def segment_secrets(self, index: int) -> SegmentKeys:
        """Derive what is under a segment's key."""
        return segment_keys(self.keys.segment(index))

    def read_object(self, index: int) -> Iterator[bytes]:
        """Open an object as a stream; it is whole only once the stream has ended."""
        row = self.catalogue.objects[index]
        chunks = self.custody.object_chunks(row.name)
        return open_object(self.keys.object(index), self.eid, index, chunks, row.length, row.sha256)

    def read_visit(self) -> ShownVisit | None:
        """Open the visit statement with every point open, checked; None where there is none.

        Raises:
            NotAuthentic: it is not the one that the ingest statement names.
        """
        if self.catalogue.visit is None:
            return None
        if self.catalogue.objects[self.catalogue.visit].length > MAX_VISIT:
            raise MalformedStatement("the visit statement is too long")
        shown = parse_shown(b"".join(self.read_object(self.catalogue.visit)))
        check_named(shown, self.checked.ingest, self.checked.certificates)
        if set(shown.openings) != set(POINTS):
            raise NotAuthentic("the visit statement came to her with points that stay closed")
        return shown


def open_extraction(custody: Custody, survivor: Identity) -> OpenedExtraction:
    """Open an extraction with the survivor's identity.

    Raises:
        NoIdentityMatches: it is sealed to somebody else.
        NotAuthentic: anything is not what was signed.
        MalformedCatalogue: the catalogue breaks its own rules.
    """
    checked = check_ingest(custody)
    ingest = checked.ingest
    if ingest.survivor != survivor.fp:
        raise NoIdentityMatches("the extraction is sealed to another key than this one")
    wrap = custody.wrap()
    if hashlib.sha256(wrap).digest() != ingest.wrap:
        raise NotAuthentic("the wrapped key is not the one that was signed")
    secret = open_from(survivor, "extraction", ingest.eid + survivor.fp + ingest.sealer, wrap)
    keys = ExtractionKeys(secret, ingest.eid)
    sealed = custody.catalogue()
    if hashlib.sha256(sealed).digest() != ingest.catalogue_sha256:
        raise NotAuthentic("the catalogue is not the one that was signed")
    catalogue = open_catalogue(sealed, keys.catalogue(), ingest.eid)
    _check_statement(catalogue, ingest)
    lengths = {row.pack: row.length for row in ingest.packs}
    check_catalogue(catalogue, keys, checked.leaves, lengths)
    return OpenedExtraction(custody, checked, keys, catalogue)


def _check_statement(catalogue: Catalogue, ingest: Ingest) -> None:
    """What was sealed for her is what was stated to everybody."""
    if (catalogue.visit is None) != (ingest.visit is None):
        raise MalformedCatalogue("one of catalogue and statement names a visit statement")
    if catalogue.packs != tuple(row.pack for row in ingest.packs):
        raise MalformedCatalogue("catalogue and statement list other packs")
    sealed = tuple((row.name, sealed_length(padme(row.length))) for row in catalogue.objects)
    if sealed != ingest.objects:
        raise MalformedCatalogue("catalogue and statement list other objects or lengths")
    original, ledger = catalogue.original, catalogue.ledger
    if (
        original_commitment(original.salt, original.sha256) != ingest.original_commit
        or ledger_commitment(ledger.salt, ledger.sha256) != ingest.ledger_commit
        or catalogue.objects[ledger.object].sha256 != ledger.sha256
    ):
        raise NotAuthentic("the original or the ledger is not the one that was signed")


def open_segment(
    secret: bytes, eid: Eid, index: int, sealed: bytes, *, tag: bytes, day: str, desc: bytes
) -> OpenedSegment:
    """Open a segment with its key; the caller compares `leaf` before using a record.

    Raises:
        NotAuthentic: changed, or sealed as another segment.
        MalformedSegment: what it holds is not a segment.
    """
    keys = segment_keys(secret)
    place = eid + index.to_bytes(4)
    records = parse_segment(open_box(keys.box, "segment", place, sealed))
    salts = record_salts(keys.salt, len(records))
    leaves = record_leaves(salts, records)
    fields = fields_of(
        keys.fields,
        tag=tag,
        day=day,
        desc=desc,
        count=len(records),
        root=records_root(leaves),
    )
    leaf = segment_leaf(eid, index, fields)
    return OpenedSegment(tuple(records), tuple(salts), tuple(leaves), keys.fields, fields, leaf)


def open_object(
    secret: bytes, eid: Eid, index: int, chunks: Iterable[bytes], length: int, sha256: bytes
) -> Iterator[bytes]:
    """Open an object as a stream of its true bytes, without the padding.

    Raises:
        NotAuthentic: changed, or of another length or hash than the catalogue says.
    """
    hashed = hashlib.sha256()
    left, padding = length, padme(length) - length
    for piece in open_chunks(secret, "object", eid + index.to_bytes(4), chunks):
        data, rest = piece[:left], piece[left:]
        if rest.count(0) != len(rest) or len(rest) > padding:
            raise NotAuthentic(f"object {index} is padded otherwise than it should be")
        left, padding = left - len(data), padding - len(rest)
        hashed.update(data)
        if data:
            yield data
    if left or padding or hashed.digest() != sha256:
        raise NotAuthentic(f"object {index} has another length or hash than was sealed")
