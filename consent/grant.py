"""Grants: what the survivor signed, down to the exact records.

docs/formats/grant.md 3. A statement names request, scope, groups, recipients, end and
approval, the worker's one-time key, and the digest of every record that will leave; so
what she saw, what she signed and what a release may hold are one thing.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from consent.errors import InvalidScope
from consent.scope import Scope, parse_scope, want_one_by_one
from vault.canonical import Json
from vault.document import Document, hex_of
from vault.errors import Malformed, MalformedStatement
from vault.identity import Identity
from vault.ids import HASH_SIZE, ID_SIZE, Eid, Fingerprint, Gid
from vault.keys import TAG_SIZE
from vault.statement import Statement, parse_statement, show_time, sign

MAX_RECIPIENTS = 63
MAX_GROUPS = 100_000
_KEYS = frozenset(
    {
        *("v", "kind", "gid", "request", "consent", "eid", "root", "worker", "worker_cert"),
        *("scope", "groups", "segments", "objects", "selection", "derived", "filter"),
        "release_to",
        *("approval", "created", "not_before", "expires", "policy", "notice", "envelope"),
    }
)


@dataclass(frozen=True, slots=True)
class FilterName:
    """The named filter that chose the records: name, version, SHA-256 of its definition."""

    name: str
    version: str
    sha256: bytes


@dataclass(frozen=True, slots=True)
class Grant:
    """The body of a grant statement. `kind` is `release`, or `catalogue` for an audit grant.

    `selection` is of the records that leave as they are; `derived` is the SHA-256 of
    derived.json. `worker_cert`, `policy` and `notice` are SHA-256 values, None where the
    path is offline.
    """

    kind: str
    gid: Gid
    request: str
    consent: str
    eid: Eid
    root: bytes
    worker: Fingerprint
    worker_cert: bytes | None
    scope: Scope
    groups: tuple[bytes, ...]
    segments: int
    objects: int
    selection_records: int
    selection: bytes
    derived_records: int
    derived: bytes
    filter: FilterName
    release_to: tuple[Fingerprint, ...]
    approval: str
    created: datetime
    not_before: datetime
    expires: datetime
    policy: bytes | None
    notice: bytes | None
    envelope: bytes

    @property
    def records(self) -> int:
        """Count the records that leave, as they are or changed."""
        return self.selection_records + self.derived_records

    def body(self) -> dict[str, Json]:
        """Give the body as JSON."""
        return {
            "v": 1,
            "kind": self.kind,
            "gid": self.gid.hex(),
            "request": self.request,
            "consent": self.consent,
            "eid": self.eid.hex(),
            "root": self.root.hex(),
            "worker": self.worker.hex(),
            "worker_cert": _hex(self.worker_cert),
            "scope": self.scope.marshal(),
            "groups": [tag.hex() for tag in self.groups],
            "segments": self.segments,
            "objects": self.objects,
            "selection": {"records": self.selection_records, "sha256": self.selection.hex()},
            "derived": {"records": self.derived_records, "sha256": self.derived.hex()},
            "filter": filter_body(self.filter),
            "release_to": [fp.hex() for fp in self.release_to],
            "approval": self.approval,
            "created": show_time(self.created),
            "not_before": show_time(self.not_before),
            "expires": show_time(self.expires),
            "policy": _hex(self.policy),
            "notice": _hex(self.notice),
            "envelope": self.envelope.hex(),
        }


def sign_grant(survivor: Identity, grant: Grant) -> bytes:
    """Sign as the survivor; give the statement's bytes.

    Raises:
        InvalidScope: a class is named, and neither people nor conversations.
    """
    want_one_by_one(grant.scope)
    return sign(survivor, "grant", grant.body())


def parse_grant(raw: bytes) -> tuple[Grant, Statement]:
    """Read a grant, or raise MalformedStatement; the signature is not checked."""
    statement = parse_statement(raw, "grant")
    try:
        return _grant(statement.body), statement
    except (Malformed, InvalidScope) as error:
        raise MalformedStatement(f"grant: {error}") from None


def selection_digest(eid: Eid, chosen: Iterable[tuple[int, int, bytes]]) -> bytes:
    """Hash the records that leave: (segment, place in it, leaf), in that order."""
    hashed = hashlib.sha256(selection_head(eid))
    for segment, place, leaf in chosen:
        hashed.update(segment.to_bytes(4) + place.to_bytes(4) + leaf)
    return hashed.digest()


def selection_head(eid: Eid) -> bytes:
    """Give what the digest of a selection begins with."""
    return b"SHV1 selection\x00" + eid


def filter_body(name: FilterName) -> dict[str, Json]:
    """Give a filter's name as JSON."""
    return {"name": name.name, "version": name.version, "sha256": name.sha256.hex()}


def parse_filter(part: Document) -> FilterName:
    """Read a filter's name, or raise Malformed."""
    return FilterName(part.text("name"), part.text("version"), part.hex("sha256", HASH_SIZE))


def _grant(value: Json) -> Grant:
    body = Document(value, _KEYS)
    body.version()
    selection = body.part("selection", {"records", "sha256"})
    derived = body.part("derived", {"records", "sha256"})
    groups = tuple(hex_of(tag, TAG_SIZE, "group") for tag in body.items("groups"))
    release_to = tuple(
        Fingerprint(hex_of(fp, HASH_SIZE, "recipient")) for fp in body.items("release_to")
    )
    if list(groups) != sorted(set(groups)) or len(groups) > MAX_GROUPS:
        raise MalformedStatement("want groups sorted, each once")
    if len(set(release_to)) != len(release_to) or len(release_to) > MAX_RECIPIENTS:
        raise MalformedStatement(f"want at most {MAX_RECIPIENTS} recipients, each once")
    grant = Grant(
        kind=body.text("kind", "release", "catalogue"),
        gid=Gid(body.hex("gid", ID_SIZE)),
        request=body.text("request"),
        consent=body.text("consent"),
        eid=Eid(body.hex("eid", ID_SIZE)),
        root=body.hex("root", HASH_SIZE),
        worker=Fingerprint(body.hex("worker", HASH_SIZE)),
        worker_cert=_digest(body, "worker_cert"),
        scope=parse_scope(body.raw("scope")),
        groups=groups,
        segments=body.count("segments"),
        objects=body.count("objects"),
        selection_records=selection.count("records"),
        selection=selection.hex("sha256", HASH_SIZE),
        derived_records=derived.count("records"),
        derived=derived.hex("sha256", HASH_SIZE),
        filter=parse_filter(body.part("filter", {"name", "version", "sha256"})),
        release_to=release_to,
        approval=body.text("approval", "ask", "auto"),
        created=body.time("created"),
        not_before=body.time("not_before"),
        expires=body.time("expires"),
        policy=_digest(body, "policy"),
        notice=_digest(body, "notice"),
        envelope=body.hex("envelope", HASH_SIZE),
    )
    if grant.not_before >= grant.expires:
        raise MalformedStatement("the grant ends before it begins")
    if grant.body() != value:
        raise MalformedStatement("the grant is not in canonical form")
    return grant


def _digest(body: Document, key: str) -> bytes | None:
    return None if body.raw(key) is None else body.hex(key, HASH_SIZE)


def _hex(value: bytes | None) -> str | None:
    return None if value is None else value.hex()
