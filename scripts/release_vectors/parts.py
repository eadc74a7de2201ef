"""What the vectors of releases are made of: keys, one extraction, statements, log proofs.

Everything comes from fixed numbers, but for ML-DSA-65 signatures: those hold chance, so each
was made once and is kept beside the vectors (`mldsa65.json`, by what was signed).
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey
from nacl.signing import SigningKey

from audit.checkpoint import Checkpoint
from audit.cosignature import cosign
from audit.entry import Entry, commitment
from audit.log_key import LogKey
from audit.merkle import Tree, leaf_hash
from audit.note import COSIGNATURE, Note, VerifierKey
from audit.proof import LogProof
from tests import hidden
from vault.boundary import Boundary
from vault.canonical import b64, marshal, unb64
from vault.certificate import issue_certificate
from vault.grant_envelope import Disclosed, Excerpt, Item, Withheld
from vault.identity import Identity, Kind, identity_of
from vault.ids import Eid
from vault.segment import Fields, fields_of, record_leaf, records_root, segment_leaf

KEPT = Path(__file__).parents[2] / "tests" / "vectors" / "release" / "mldsa65.json"
DAY = timedelta(days=1)
BEGIN = datetime(2026, 4, 1, 12, 0, tzinfo=UTC)
"""When everything begins: keys are certified a month before, the intake is now."""


def numbered(name: str, size: int = 32) -> bytes:
    """Give bytes that look random and are the same every time."""
    return hashlib.shake_256(b"release vectors: " + name.encode()).digest(size)


class KeptSignatures:
    """Signs each message once, and remembers."""

    def __init__(self) -> None:
        self.known: dict[str, str] = json.loads(KEPT.read_text()) if KEPT.exists() else {}
        self.used: dict[str, str] = {}

    def sign(self, key: MLDSA65PrivateKey, data: bytes, context: bytes) -> bytes:
        """Give the signature of these bytes by this key."""
        public = key.public_key()
        name = hashlib.sha256(public.public_bytes_raw() + data).hexdigest()
        if name not in self.known:
            self.known[name] = b64(key.sign(data, context))
        signature = unb64(self.known[name])
        public.verify(signature, data, context)
        self.used[name] = self.known[name]
        return signature


SIGNATURES = KeptSignatures()


class _Signer:
    """Stands where an identity has its ML-DSA-65 key."""

    def __init__(self, key: MLDSA65PrivateKey) -> None:
        self.key = key

    def public_key(self) -> Any:  # noqa: ANN401 the library's type
        return self.key.public_key()

    def sign(self, data: bytes, context: bytes) -> bytes:
        return SIGNATURES.sign(self.key, data, context)


def identity(name: str, kind: Kind = Kind.ORGANISATION) -> Identity:
    """Give an identity whose signatures are the same every time."""
    made = identity_of(numbered(name), kind)
    if made.mldsa65 is not None:
        made.__dict__["mldsa65"] = _Signer(made.mldsa65)
    return made


SURVIVOR = identity("survivor", Kind.PERSON)
INVESTIGATOR = identity("investigator", Kind.PERSON)
ROOT, GUARDIAN, OFFICE, WORKER = map(identity, ("root", "guardian", "office", "worker"))


def certificate(
    issuer: Identity,
    subject: Identity,
    *roles: str,
    begins: datetime = BEGIN - 30 * DAY,
    ends: datetime = BEGIN + 300 * DAY,
) -> bytes:
    """Certify a key."""
    return issue_certificate(
        issuer,
        subject=subject.bundle,
        name="made for a test",
        roles=roles,
        not_before=begins,
        not_after=ends,
    )


EID = Eid(numbered("eid", 16))
CHAT = b'{"app":"signal","category":"message","parties":["+447700900101"],"thread":"t1"}'
OTHER = b'{"category":"note","thread":""}'
PICTURE = hidden.JPEG
HIDING = hidden.hiding()["png-exif"]
PAPER = b"%PDF-1.4 a paper"
TAGS = {CHAT: b"\x40" * 16, OTHER: b"\x80" * 16}
_BODY: dict[str, Any] = {
    "app": {"id": "signal", "name": "Signal"},
    "category": "message",
    "direction": "in",
    "parties": [
        {
            "id_norm": "+447700900101",
            "id_raw": "+447700900101",
            "id_type": "phone",
            "is_owner": False,
            "role": "from",
        }
    ],
    "prov": {"format": "made", "parser": "made", "parser_version": "1"},
    "thread": {"id": "t1", "name": "A"},
}


def record(number: int, day: int, **more: Any) -> bytes:  # noqa: ANN401 JSON
    """Give a message of a day of March 2026."""
    at = int(datetime(2026, 3, day, 9, number, tzinfo=UTC).timestamp()) * 1_000_000
    time = {"hi_us": at, "kind": "sent", "lo_us": at, "raw": str(at), "unit": "us"}
    body = _BODY | {
        "record_id": f"{number:036}",
        "text": [{"field": "body", "value": f"message {number}, caf\u00e9"}],
        "time": time | {"zone": "explicit"},
    }
    return marshal(body | more)


def picture(sha256: bytes, mime: str = "image/jpeg") -> dict[str, Any]:
    """Give what a record says of a medium."""
    blob = {"present": True, "role": "attachment", "sha256": sha256.hex(), "size": 40}
    return {"blobs": [blob | {"mime_sniffed": mime}]}


@dataclass(frozen=True)
class Sealed:
    """One sealed extraction: its segments with all records, and their tree."""

    segments: tuple[Excerpt, ...]
    leaves: tuple[bytes, ...]

    @property
    def tree(self) -> Tree:
        """The tree over the segments."""
        return Tree(self.leaves)

    def boundary(self, index: int, *, granted: bool) -> Boundary:
        """Open a segment as a neighbour."""
        of = self.segments[index]
        fields = fields_for(of)
        opened = (of.day, of.salts[1], None) if granted else (None, None, fields.f2)
        return Boundary(index, of.tag, of.salts[0], fields.f3, fields.f4, *opened)


def fields_for(of: Excerpt) -> Fields:
    """Commit to a segment's fields."""
    root = records_root([item.leaf() for item in of.items])
    return fields_of(of.salts, tag=of.tag, day=of.day, desc=of.desc, count=len(of.items), root=root)


def seal(days: Iterable[tuple[bytes, str, Sequence[bytes]]]) -> Sealed:
    """Seal (descriptor, day, records), which come in order."""
    segments = []
    for index, (desc, day, records) in enumerate(days):
        items: list[Item] = [
            Disclosed(numbered(f"salt {index} {place}"), data) for place, data in enumerate(records)
        ]
        salts = tuple(numbered(f"field {index} {number}") for number in range(4))
        segments.append(Excerpt(index, TAGS[desc], day, desc, salts, tuple(items)))  # type: ignore[arg-type] # four
    leaves = [segment_leaf(EID, of.index, fields_for(of)) for of in segments]
    return Sealed(tuple(segments), tuple(leaves))


def hide(item: Item, reason: str) -> Withheld:
    """Withhold a record."""
    assert isinstance(item, Disclosed)
    return Withheld(record_leaf(item.salt, item.record), reason)


LOG_KEY = LogKey.of_seed("vault.example/audit/1", numbered("log"))
LOG = LogKey(LOG_KEY.origin, LOG_KEY.key)
WITNESS = SigningKey(numbered("witness"))
WITNESS_KEY = VerifierKey("body.example/w", COSIGNATURE, bytes(WITNESS.verify_key))
LOG_POLICY = "".join(
    [
        *(f"log {key.marshal()}\n" for key in LOG.verifiers()),
        f"witness body {WITNESS_KEY.marshal()}\nquorum body\n",
    ]
)


@dataclass(frozen=True)
class LoggedDocument:
    """One document's entry."""

    name: str
    act: str
    at: datetime
    data: bytes
    out: str = "done"


def log_sections(documents: Sequence[LoggedDocument], seen: datetime) -> dict[str, Any]:
    """Log documents in this order; give the cover's sections."""
    entries = [_entry(document) for document in documents]
    tree = Tree([leaf_hash(data) for data in entries])
    signed = LOG.sign(Checkpoint(LOG.origin, len(entries), tree.root()), seconds=0)
    line = cosign(signed.text, "body.example/w", WITNESS, int(seen.timestamp()))
    note = Note(signed.text, (*signed.signatures, line)).marshal()
    return {
        document.name: {
            "entry": b64(entries[at]),
            "r": b64(numbered(f"r {document.name}")),
            "proof": LogProof(at, tuple(tree.path(at)), note).marshal(),
        }
        for at, document in enumerate(documents)
    }


def _entry(document: LoggedDocument) -> bytes:
    r = numbered(f"r {document.name}")
    return Entry(
        id=numbered(f"entry {document.name}", 16).hex(),
        t=int(document.at.timestamp() * 1000),
        act=document.act,
        out=document.out,
        role="system",
        doc=commitment("doc", r, hashlib.sha256(document.data).digest()).hex(),
    ).marshal()
