"""The vault's rows as values: each field is a column of vault/tables.py by the same name.

docs/formats/shv1.md 5. A `layer` is a sealed thing under its erasure key; it leaves
through vault/handout.py alone. Times are UTC milliseconds.
"""

from dataclasses import dataclass, field

from vault.ids import Eid, Fingerprint, Gid, Rid, Uid


@dataclass(frozen=True, slots=True)
class AccountRow:
    """A survivor's account. `login_hash` is SHA-256 of the printed login code."""

    uid: Uid
    fp: Fingerprint
    bundle: bytes
    login_hash: bytes
    params: bytes
    manifest: bytes
    manifest_version: int
    created_at: int


@dataclass(frozen=True, slots=True)
class Slot:
    """A passphrase slot: SHA-256 of its auth key (32 bytes) and its root wrap (104 bytes)."""

    uid: Uid
    place: int
    auth_hash: bytes
    wrap: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey: SHA-256 of its auth key (32 bytes) and its root wrap (104), None once it ended."""

    uid: Uid
    credential: bytes
    auth_hash: bytes | None = field(repr=False)
    wrap: bytes | None = field(repr=False)
    made_at: int
    ended_at: int | None = None


@dataclass(frozen=True, slots=True)
class SetRow:
    """A recovery set; `statement` is what she signed, `start_hash` SHA-256 of what a card shows."""

    set_id: bytes
    uid: Uid
    statement: bytes
    start_hash: bytes
    wrap: bytes | None = field(repr=False)
    wait_ms: int
    made_at: int
    rehearsed_at: int | None = None
    ended_at: int | None = None


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A holder's sealed share; `held_at` is when it last showed that the share opens."""

    set_id: bytes
    place: int
    sid: bytes
    fp: Fingerprint
    box: bytes | None = field(repr=False)
    held_at: int | None = None


@dataclass(frozen=True, slots=True)
class RecoveryRow:
    """A recovery that a card asked for; `asked` is the statement."""

    recovery_id: bytes
    set_id: bytes
    uid: Uid
    asked: bytes
    state: str
    asked_at: int
    ready_at: int
    expires_at: int
    ended_at: int | None = None


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """A share that was handed over, sealed to the key of one recovery."""

    recovery_id: bytes
    place: int
    statement: bytes
    sealed: bytes | None = field(repr=False)
    handed_at: int


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A member of an organisation, in one of the roles of consent/roles.py."""

    sid: bytes
    login: str
    password_hash: str = field(repr=False)
    role: str
    name: str
    organisation: str
    team: str
    fp: Fingerprint | None
    bundle: bytes | None
    certificate: bytes | None
    created_at: int
    disabled_at: int | None = None


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session, found by SHA-256 of its token; `holder` is a uid or a sid."""

    token_hash: bytes
    holder: bytes
    role: str
    auth: str
    created_at: int
    expires_at: int
    revoked_at: int | None = None


@dataclass(frozen=True, slots=True)
class EnrolmentCode:
    """A one-time code with which a guardian lets a survivor make an account."""

    hash: bytes
    guardian: bytes
    expires_at: int
    used_at: int | None = None


@dataclass(frozen=True, slots=True)
class ExtractionRow:
    """An extraction; `catalogue` and `leaves` are names in the object store.

    `certs` is a canonical JSON array of the certificates that came with it.
    """

    eid: Eid
    uid: Uid
    guardian: Fingerprint
    state: str
    root: bytes
    ingest: bytes
    certs: bytes
    created_at: int
    receipt: bytes | None = None
    catalogue: str | None = None
    leaves: str | None = None
    layer: bytes | None = field(default=None, repr=False)
    log_index: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A file of an extraction that has arrived; `sha256` is of the sealed bytes, if known."""

    eid: Eid
    name: str
    kind: str
    length: int
    sha256: bytes | None
    stored_at: int


@dataclass(frozen=True, slots=True)
class EnvelopeRow:
    """A grant's envelope; `sha256` is of the bytes inside the layer, as the grant says."""

    gid: Gid
    eid: Eid
    worker: Fingerprint
    sha256: bytes
    layer: bytes | None = field(repr=False)
    created_at: int


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A release; `box` names the sealed package in the object store."""

    rid: Rid
    gid: Gid
    eid: Eid
    uid: Uid
    state: str
    cover: bytes
    box: str
    box_length: int
    statement_sha256: bytes
    published_at: int
    log_index: int | None = None
    approved_at: int | None = None
    ended_at: int | None = None


@dataclass(frozen=True, slots=True)
class BoxDigest:
    """SHA-256 of a release's box as it was stored, by its name in the object store."""

    name: str
    sha256: bytes


@dataclass(frozen=True, slots=True)
class ReleaseWrap:
    """A release's key, wrapped to one person."""

    rid: Rid
    fp: Fingerprint
    layer: bytes | None = field(repr=False)
    collected_at: int | None = None


@dataclass(frozen=True, slots=True)
class ErasureKey:
    """The key over one sealed thing; once destroyed, its row stays so that it is never remade."""

    eid: Eid
    kind: int
    item: bytes
    key: bytes | None = field(repr=False)
    destroyed_at: int | None = None


@dataclass(frozen=True, slots=True)
class AskedKey:
    """A grant's worker key that an account asked for; used by its grant, or destroyed unused."""

    gid: Gid
    uid: Uid
    asked_at: int
    used_at: int | None = None
    destroyed_at: int | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the gate knows of an access that was decided; closed when its outcome is logged."""

    log_index: int
    uid: Uid
    session: bytes
    kind: str
    item: bytes
    issued_at: int
    used_at: int | None = None
    closed_at: int | None = None
