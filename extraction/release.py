"""The release statement: what the worker signs over a package, and the survivor over a release.

docs/formats/release.md 2. The worker's one-time key signs every file's hash and the
counts; the survivor's approval names the people whose wraps may open it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from consent.grant import FilterName, filter_body, parse_filter
from vault.canonical import Json
from vault.document import Document, count_of, hex_of, row_of
from vault.errors import Malformed, MalformedStatement
from vault.grant_envelope import REASONS
from vault.identity import Identity
from vault.ids import HASH_SIZE, ID_SIZE, Eid, Fingerprint, Gid, Rid
from vault.statement import Statement, parse_statement, show_time, sign

_KEYS = frozenset(
    {
        *("v", "rid", "gid", "eid", "root", "created", "disclosed", "withheld", "objects"),
        *("selection", "derived", "filter", "files"),
    }
)


@dataclass(frozen=True, slots=True)
class Release:
    """The body of a release statement."""

    rid: Rid
    gid: Gid
    eid: Eid
    root: bytes
    created: datetime
    disclosed: int
    withheld: Mapping[str, int]
    objects: int
    selection_records: int
    selection: bytes
    derived_records: int
    derived: bytes
    filter: FilterName
    files: Mapping[str, bytes]

    def body(self) -> dict[str, Json]:
        """Give the body as JSON."""
        return {
            "v": 1,
            "rid": self.rid.hex(),
            "gid": self.gid.hex(),
            "eid": self.eid.hex(),
            "root": self.root.hex(),
            "created": show_time(self.created),
            "disclosed": self.disclosed,
            "withheld": dict(self.withheld),
            "objects": self.objects,
            "selection": {"records": self.selection_records, "sha256": self.selection.hex()},
            "derived": {"records": self.derived_records, "sha256": self.derived.hex()},
            "filter": filter_body(self.filter),
            "files": {name: sha256.hex() for name, sha256 in self.files.items()},
        }


@dataclass(frozen=True, slots=True)
class Approval:
    """The body of the survivor's approval; `wraps` are (fingerprint, SHA-256 of the wrap)."""

    rid: Rid
    gid: Gid
    eid: Eid
    release: bytes
    head: bytes
    wraps: tuple[tuple[Fingerprint, bytes], ...]
    created: datetime
    expires: datetime

    def body(self) -> dict[str, Json]:
        """Give the body as JSON."""
        return {
            "v": 1,
            "rid": self.rid.hex(),
            "gid": self.gid.hex(),
            "eid": self.eid.hex(),
            "release": self.release.hex(),
            "head": self.head.hex(),
            "wraps": [[fp.hex(), sha256.hex()] for fp, sha256 in self.wraps],
            "created": show_time(self.created),
            "expires": show_time(self.expires),
        }


def sign_release(worker: Identity, release: Release) -> bytes:
    """Sign with the grant's worker key; give the statement's bytes."""
    return sign(worker, "release", release.body())


def parse_release(raw: bytes) -> tuple[Release, Statement]:
    """Read a release statement, or raise MalformedStatement; signatures are not checked."""
    statement = parse_statement(raw, "release")
    try:
        return _release(statement.body), statement
    except Malformed as error:
        raise MalformedStatement(f"release: {error}") from None


def sign_approval(survivor: Identity, approval: Approval) -> bytes:
    """Sign as the survivor; give the approval's bytes."""
    return sign(survivor, "approval", approval.body())


def parse_approval(raw: bytes) -> tuple[Approval, Statement]:
    """Read an approval, or raise MalformedStatement; the signature is not checked."""
    statement = parse_statement(raw, "approval")
    try:
        body = Document(
            statement.body,
            {"v", "rid", "gid", "eid", "release", "head", "wraps", "created", "expires"},
        )
        body.version()
        wraps = tuple(_wrap(value) for value in body.items("wraps"))
        if len({fp for fp, _ in wraps}) != len(wraps):
            raise MalformedStatement("want each recipient once")
        approval = Approval(
            Rid(body.hex("rid", ID_SIZE)),
            Gid(body.hex("gid", ID_SIZE)),
            Eid(body.hex("eid", ID_SIZE)),
            body.hex("release", HASH_SIZE),
            body.hex("head", HASH_SIZE),
            wraps,
            body.time("created"),
            body.time("expires"),
        )
    except Malformed as error:
        raise MalformedStatement(f"approval: {error}") from None
    return approval, statement


def _release(value: Json) -> Release:
    body = Document(value, _KEYS)
    body.version()
    selection = body.part("selection", {"records", "sha256"})
    derived = body.part("derived", {"records", "sha256"})
    withheld = {
        reason: count_of(number, "withheld") for reason, number in body.mapping("withheld").items()
    }
    if not set(withheld) <= set(REASONS):
        raise MalformedStatement("a reason is not known")
    return Release(
        rid=Rid(body.hex("rid", ID_SIZE)),
        gid=Gid(body.hex("gid", ID_SIZE)),
        eid=Eid(body.hex("eid", ID_SIZE)),
        root=body.hex("root", HASH_SIZE),
        created=body.time("created"),
        disclosed=body.count("disclosed"),
        withheld=withheld,
        objects=body.count("objects"),
        selection_records=selection.count("records"),
        selection=selection.hex("sha256", HASH_SIZE),
        derived_records=derived.count("records"),
        derived=derived.hex("sha256", HASH_SIZE),
        filter=parse_filter(body.part("filter", {"name", "version", "sha256"})),
        files={
            name: hex_of(sha256, HASH_SIZE, "file")
            for name, sha256 in body.mapping("files").items()
        },
    )


def _wrap(value: Json) -> tuple[Fingerprint, bytes]:
    fp, sha256 = row_of(value, 2, "wrap")
    return Fingerprint(hex_of(fp, HASH_SIZE, "fp")), hex_of(sha256, HASH_SIZE, "wrap")
