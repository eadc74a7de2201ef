"""Opening sealed data: only the worker and a person's own client may come here.

docs/formats/extraction.md 7. Everything is checked against what the guardian signed
before a record is given out: statement, wrap, catalogue, every field and leaf.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from audit.merkle import Tree
from vault.box import open_box, open_chunks
from vault.catalogue import Catalogue, check_catalogue, open_catalogue
from vault.certificate import Certificate, parse_certificate
from vault.custody import Custody
from vault.errors import MalformedCatalogue, NoIdentityMatches, NotAuthentic
from vault.identity import Bundle, Identity
from vault.ids import Eid
from vault.ingest import Ingest, parse_ingest
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
from vault.statement import check_signatures
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


@dataclass(frozen=True, slots=True)
class CheckedIngest:
    """An ingest statement whose signatures and leaves were checked."""

    ingest: Ingest
    raw: bytes
    guardian: Bundle
    certificates: tuple[Certificate, ...]
    leaves: bytes


def check_ingest(custody: Custody) -> CheckedIngest:
    """Check the statement's signatures, and that the leaves give its root.

    Which organisation stands behind the guardian's key is the verifier's question.

    Raises:
        NotAuthentic: a signature fails, the guardian's certificate is missing, or the
            leaves are others.
    """
    raw = custody.ingest()
    ingest, statement = parse_ingest(raw)
    certificates = tuple(parse_certificate(cert) for cert in custody.certs())
    guardian = next((cert for cert in certificates if cert.subject == ingest.guardian), None)
    if guardian is None:
        raise NotAuthentic("the guardian's certificate is not with the extraction")
    check_signatures(statement, guardian.bundle)
    leaves = custody.leaves()
    hashes = [leaves[at : at + 32] for at in range(0, len(leaves), 32)]
    if len(leaves) != 32 * ingest.tree_size or Tree(hashes).root() != ingest.root:
        raise NotAuthentic("the leaves do not give the root that the guardian signed")
    return CheckedIngest(ingest, raw, guardian.bundle, certificates, leaves)


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
        if opened.leaf != self.checked.leaves[32 * index : 32 * index + 32]:
            raise NotAuthentic(f"segment {index} does not give its leaf")
        return opened

    def segment_secrets(self, index: int) -> SegmentKeys:
        """Derive what is under a segment's key."""
        return segment_keys(self.keys.segment(index))

    def read_object(self, index: int) -> Iterator[bytes]:
        """Open an object as a stream; it is whole only once the stream has ended."""
        row = self.catalogue.objects[index]
        chunks = self.custody.object_chunks(row.name)
        return open_object(self.keys.object(index), self.eid, index, chunks, row.length, row.sha256)


def open_extraction(custody: Custody, survivor: Identity) -> OpenedExtraction:
    """Open an extraction with the survivor's identity.

    Raises:
        NoIdentityMatches: it is sealed to somebody else.
        NotAuthentic: anything is not what the guardian signed.
        MalformedCatalogue: the catalogue breaks its own rules.
    """
    checked = check_ingest(custody)
    ingest = checked.ingest
    if ingest.survivor != survivor.fp:
        raise NoIdentityMatches("the extraction is sealed to another key than this one")
    wrap = custody.wrap()
    if hashlib.sha256(wrap).digest() != ingest.wrap:
        raise NotAuthentic("the wrapped key is not the one that the guardian signed")
    secret = open_from(survivor, "extraction", ingest.eid + survivor.fp + ingest.guardian, wrap)
    keys = ExtractionKeys(secret, ingest.eid)
    sealed = custody.catalogue()
    if hashlib.sha256(sealed).digest() != ingest.catalogue_sha256:
        raise NotAuthentic("the catalogue is not the one that the guardian signed")
    catalogue = open_catalogue(sealed, keys.catalogue(), ingest.eid)
    if catalogue.packs != tuple(row.pack for row in ingest.packs):
        raise MalformedCatalogue("catalogue and statement list other packs")
    lengths = {row.pack: row.length for row in ingest.packs}
    check_catalogue(catalogue, keys, checked.leaves, lengths)
    return OpenedExtraction(custody, checked, keys, catalogue)


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
