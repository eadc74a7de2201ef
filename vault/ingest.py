"""The ingest statement: what the guardian says she sealed, and the survivor's receipt of it.

docs/formats/extraction.md 5. What she adds herself has a statement of another type, which her
own key signs and nobody vouches for (docs/formats/addition.md 2): neither is read as the other.
Lengths and hashes are of sealed bytes, so that storage can be audited without a key; what the
original and the ledger held is committed to under salts that only the catalogue has.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from audit.merkle import Tree
from vault.canonical import Json, b64
from vault.certificate import Certificate, parse_certificate
from vault.custody import Custody
from vault.document import Document, count_of, hex_of, row_of
from vault.errors import Malformed, MalformedStatement, NotAuthentic
from vault.identity import Bundle, Identity, Kind, parse_bundle
from vault.ids import HASH_SIZE, ID_SIZE, Eid, Fingerprint
from vault.segment import MAX_SEGMENTS
from vault.statement import (
    Statement,
    check_both_signatures,
    check_signatures,
    parse_statement,
    show_time,
    sign,
)

INGEST_TYPE, ADDITION_TYPE = "ingest", "addition"
_COMMON = frozenset(
    {
        *("v", "eid", "survivor", "created", "tool", "tree_size", "root", "catalogue"),
        *("packs", "objects", "original_commit", "ledger_commit", "wrap"),
    }
)
_KEYS = {INGEST_TYPE: _COMMON | {"guardian"}, ADDITION_TYPE: _COMMON | {"bundle"}}
_VISIT = "visit"


@dataclass(frozen=True, slots=True)
class Tool:
    """What sealed it: a name, a version, and the SHA-256 of its code."""

    name: str
    version: str
    sha256: bytes


@dataclass(frozen=True, slots=True)
class PackRow:
    """A pack's id, length in bytes and SHA-256."""

    pack: str
    length: int
    sha256: bytes


@dataclass(frozen=True, slots=True)
class Ingest:
    """The body of an ingest statement, or of an addition's.

    `guardian` is None where she added it herself; `bundle`, her public key, is there then alone.
    `visit` is the SHA-256 of the guardian's visit statement, or None.
    """

    eid: Eid
    survivor: Fingerprint
    guardian: Fingerprint | None
    created: datetime
    tool: Tool
    tree_size: int
    root: bytes
    catalogue_sha256: bytes
    catalogue_length: int
    packs: tuple[PackRow, ...]
    objects: tuple[tuple[str, int], ...]
    original_commit: bytes
    ledger_commit: bytes
    wrap: bytes
    bundle: Bundle | None = None
    visit: bytes | None = None

    @property
    def sealer(self) -> Fingerprint:
        """Whose key signed it: the guardian's, or her own."""
        return self.survivor if self.guardian is None else self.guardian

    def body(self) -> dict[str, Json]:
        """Give the body as JSON."""
        sealer: dict[str, Json] = {}
        if self.guardian is not None:
            sealer["guardian"] = self.guardian.hex()
        if self.bundle is not None:
            sealer["bundle"] = b64(self.bundle.marshal())
        return sealer | {
            "v": 1,
            "eid": self.eid.hex(),
            "survivor": self.survivor.hex(),
            "created": show_time(self.created),
            "tool": {
                "name": self.tool.name,
                "version": self.tool.version,
                "sha256": self.tool.sha256.hex(),
            },
            "tree_size": self.tree_size,
            "root": self.root.hex(),
            "catalogue": {"sha256": self.catalogue_sha256.hex(), "len": self.catalogue_length},
            "packs": [[row.pack, row.length, row.sha256.hex()] for row in self.packs],
            "objects": [[name, length] for name, length in self.objects],
            "original_commit": self.original_commit.hex(),
            "ledger_commit": self.ledger_commit.hex(),
            "wrap": self.wrap.hex(),
            # Where there is none the field is absent: statements of before stay as they were.
            **({} if self.visit is None else {_VISIT: self.visit.hex()}),
        }


@dataclass(frozen=True, slots=True)
class Receipt:
    """The body of the survivor's receipt: she countersigns what was sealed for her."""

    eid: Eid
    root: bytes
    guardian: Fingerprint
    statement: bytes

    def body(self) -> dict[str, Json]:
        """Give the body as JSON."""
        return {
            "v": 1,
            "eid": self.eid.hex(),
            "root": self.root.hex(),
            "guardian": self.guardian.hex(),
            "statement": self.statement.hex(),
        }


def sign_ingest(sealer: Identity, ingest: Ingest) -> bytes:
    """Sign as the guardian, or as herself what she added; give the statement's bytes."""
    kind = ADDITION_TYPE if ingest.guardian is None else INGEST_TYPE
    return sign(sealer, kind, ingest.body())


def parse_ingest(raw: bytes) -> tuple[Ingest, Statement]:
    """Read an ingest statement or an addition's, or raise MalformedStatement.

    Signatures are not checked.
    """
    statement = parse_statement(raw, INGEST_TYPE, ADDITION_TYPE)
    try:
        return _ingest(statement.body, statement.kind), statement
    except Malformed as error:
        raise MalformedStatement(f"ingest statement: {error}") from None


@dataclass(frozen=True, slots=True)
class CheckedIngest:
    """An ingest statement whose signatures and leaves were checked."""

    ingest: Ingest
    raw: bytes
    sealer: Bundle
    certificates: tuple[Certificate, ...]
    leaves: bytes

    def leaf(self, index: int) -> bytes:
        """Give segment `index`'s leaf; empty when there is no such segment."""
        return self.leaves[HASH_SIZE * index : HASH_SIZE * (index + 1)]


def check_ingest(custody: Custody) -> CheckedIngest:
    """Check the statement's signatures, and that the leaves give its root; no key is needed.

    Which organisation stands behind the guardian's key is the verifier's question.

    Raises:
        NotAuthentic: a signature fails, the guardian's certificate is missing, what she added
            herself has a certificate, or the leaves are others.
    """
    raw = custody.ingest()
    ingest, statement = parse_ingest(raw)
    certificates = tuple(parse_certificate(cert) for cert in custody.certs())
    sealer = check_sealer(statement, ingest, certificates)
    if ingest.guardian is None and certificates:
        raise NotAuthentic("nobody vouches for what she added, and a certificate is with it")
    leaves = custody.leaves()
    check_leaves(ingest, leaves)
    return CheckedIngest(ingest, raw, sealer, certificates, leaves)


def check_sealer(
    statement: Statement, ingest: Ingest, certificates: Iterable[Certificate]
) -> Bundle:
    """Check that who sealed it signed, or raise NotAuthentic; give that public key.

    A guardian's is in her certificate. Her own is in the statement, which names its fingerprint.
    """
    if ingest.bundle is not None:
        check_signatures(statement, ingest.bundle)
        return ingest.bundle
    found = next((cert for cert in certificates if cert.subject == ingest.guardian), None)
    if found is None:
        raise NotAuthentic("the guardian's certificate is not with the extraction")
    check_both_signatures(statement, found.bundle)
    return found.bundle


def check_leaves(ingest: Ingest, leaves: bytes) -> None:
    """Check that leaf hashes, 32 bytes each, give the stated root, or raise NotAuthentic."""
    hashes = [leaves[at : at + HASH_SIZE] for at in range(0, len(leaves), HASH_SIZE)]
    if len(leaves) != HASH_SIZE * ingest.tree_size or Tree(hashes).root() != ingest.root:
        raise NotAuthentic("the leaves do not give the root that was signed")


def sign_receipt(survivor: Identity, receipt: Receipt) -> bytes:
    """Sign as the survivor; give the receipt's bytes."""
    return sign(survivor, "receipt", receipt.body())


def parse_receipt(raw: bytes) -> tuple[Receipt, Statement]:
    """Read a receipt, or raise MalformedStatement; the signature is not checked."""
    statement = parse_statement(raw, "receipt")
    try:
        body = Document(statement.body, {"v", "eid", "root", "guardian", "statement"})
        body.version()
        receipt = Receipt(
            Eid(body.hex("eid", ID_SIZE)),
            body.hex("root", HASH_SIZE),
            Fingerprint(body.hex("guardian", HASH_SIZE)),
            body.hex("statement", HASH_SIZE),
        )
    except Malformed as error:
        raise MalformedStatement(f"receipt: {error}") from None
    return receipt, statement


def original_commitment(salt: bytes, sha256: bytes) -> bytes:
    """Commit to the original's hash."""
    return hashlib.sha256(b"SHV1 original\x00" + salt + sha256).digest()


def ledger_commitment(salt: bytes, sha256: bytes) -> bytes:
    """Commit to the ledger's hash."""
    return hashlib.sha256(b"SHV1 ledger\x00" + salt + sha256).digest()


def _ingest(value: Json, kind: str) -> Ingest:
    # Only a guardian makes a visit statement.
    body = Document(value, _KEYS[kind], {_VISIT} if kind == INGEST_TYPE else ())
    body.version()
    bundle = _own(body) if kind == ADDITION_TYPE else None
    tool = body.part("tool", {"name", "version", "sha256"})
    catalogue = body.part("catalogue", {"sha256", "len"})
    packs = tuple(_pack(row) for row in body.items("packs"))
    objects = tuple(_object(row) for row in body.items("objects"))
    # A name that is listed twice would have two lengths, and a reader would pick one.
    if len({row.pack for row in packs}) != len(packs) or len(dict(objects)) != len(objects):
        raise Malformed("a pack or object is listed twice")
    tree_size = body.count("tree_size")
    if tree_size > MAX_SEGMENTS:
        raise Malformed(f"tree_size is {tree_size}, want {MAX_SEGMENTS} or less")
    return Ingest(
        eid=Eid(body.hex("eid", ID_SIZE)),
        survivor=Fingerprint(body.hex("survivor", HASH_SIZE)),
        guardian=None if bundle is not None else Fingerprint(body.hex("guardian", HASH_SIZE)),
        created=body.time("created"),
        tool=Tool(tool.text("name"), tool.text("version"), tool.hex("sha256", HASH_SIZE)),
        tree_size=tree_size,
        root=body.hex("root", HASH_SIZE),
        catalogue_sha256=catalogue.hex("sha256", HASH_SIZE),
        catalogue_length=catalogue.count("len"),
        packs=packs,
        objects=objects,
        original_commit=body.hex("original_commit", HASH_SIZE),
        ledger_commit=body.hex("ledger_commit", HASH_SIZE),
        wrap=body.hex("wrap", HASH_SIZE),
        bundle=bundle,
        visit=body.hex(_VISIT, HASH_SIZE) if body.has(_VISIT) else None,
    )


def _own(body: Document) -> Bundle:
    """Give her public key, which must be a person's and the one that the statement names."""
    bundle = parse_bundle(body.b64("bundle"))
    if bundle.kind is not Kind.PERSON or bundle.fp != body.hex("survivor", HASH_SIZE):
        raise Malformed("the key in the statement is not the survivor's")
    return bundle


def _pack(value: Json) -> PackRow:
    pack, length, sha256 = row_of(value, 3, "pack")
    return PackRow(
        hex_of(pack, ID_SIZE, "pack").hex(),
        count_of(length, "length"),
        hex_of(sha256, HASH_SIZE, "sha256"),
    )


def _object(value: Json) -> tuple[str, int]:
    name, length = row_of(value, 2, "object")
    return hex_of(name, ID_SIZE, "name").hex(), count_of(length, "length")
