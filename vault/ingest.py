"""The ingest statement: what the guardian says she sealed, and the survivor's receipt of it.

docs/formats/extraction.md 5. Lengths and hashes are of sealed bytes, so that storage
can be audited without a key; what the original and the ledger held is committed to
under salts that only the catalogue has.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from vault.canonical import Json
from vault.document import Document, count_of, hex_of, row_of
from vault.errors import Malformed, MalformedStatement
from vault.identity import Identity
from vault.ids import HASH_SIZE, ID_SIZE, Eid, Fingerprint
from vault.statement import Statement, parse_statement, show_time, sign

_KEYS = frozenset(
    {
        *("v", "eid", "survivor", "guardian", "created", "tool", "tree_size", "root"),
        *("catalogue", "packs", "objects", "original_commit", "ledger_commit", "wrap"),
    }
)


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
    """The body of an ingest statement."""

    eid: Eid
    survivor: Fingerprint
    guardian: Fingerprint
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

    def body(self) -> dict[str, Json]:
        """Give the body as JSON."""
        return {
            "v": 1,
            "eid": self.eid.hex(),
            "survivor": self.survivor.hex(),
            "guardian": self.guardian.hex(),
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


def sign_ingest(guardian: Identity, ingest: Ingest) -> bytes:
    """Sign as the guardian; give the statement's bytes."""
    return sign(guardian, "ingest", ingest.body())


def parse_ingest(raw: bytes) -> tuple[Ingest, Statement]:
    """Read an ingest statement, or raise MalformedStatement; signatures are not checked."""
    statement = parse_statement(raw, "ingest")
    try:
        return _ingest(statement.body), statement
    except Malformed as error:
        raise MalformedStatement(f"ingest statement: {error}") from None


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


def _ingest(value: Json) -> Ingest:
    body = Document(value, _KEYS)
    body.version()
    tool = body.part("tool", {"name", "version", "sha256"})
    catalogue = body.part("catalogue", {"sha256", "len"})
    return Ingest(
        eid=Eid(body.hex("eid", ID_SIZE)),
        survivor=Fingerprint(body.hex("survivor", HASH_SIZE)),
        guardian=Fingerprint(body.hex("guardian", HASH_SIZE)),
        created=body.time("created"),
        tool=Tool(tool.text("name"), tool.text("version"), tool.hex("sha256", HASH_SIZE)),
        tree_size=body.count("tree_size"),
        root=body.hex("root", HASH_SIZE),
        catalogue_sha256=catalogue.hex("sha256", HASH_SIZE),
        catalogue_length=catalogue.count("len"),
        packs=tuple(_pack(row) for row in body.items("packs")),
        objects=tuple(_object(row) for row in body.items("objects")),
        original_commit=body.hex("original_commit", HASH_SIZE),
        ledger_commit=body.hex("ledger_commit", HASH_SIZE),
        wrap=body.hex("wrap", HASH_SIZE),
    )


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
