"""The gate: the one way out for wraps, envelopes and releases.

docs/access.md 3. Nothing is handed out but against a log entry that was committed before,
allows this act on this very thing, for this session, a moment ago, and was not used yet.
In the deployed edition a database role enforces the same; here only this module does.
"""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from audit.merkle import leaf_hash
from vault import holdings, recoveries
from vault.acts import (
    CATALOGUE,
    COLLECT,
    DRAFT,
    ENVELOPE,
    OWN,
    RECOVER,
    SHARE,
    UNLOCK,
    Proof,
)
from vault.canonical import parse_object
from vault.errors import Malformed, Missing, NotAuthentic
from vault.ids import Eid, Fingerprint, Gid, Rid, Uid
from vault.ingest import parse_ingest
from vault.repository import Connection, rows
from vault.rows import AccountRow, EnvelopeRow, HandoverRow, Passkey, ShareRow, Slot, Ticket

MAX_AGE_MS = 60_000


class Boxes(Protocol):
    """What the gate needs of an object store."""

    def read(self, name: str, offset: int = 0, length: int | None = None) -> Iterator[bytes]:
        """Give bytes of an object."""

    def delete(self, name: str) -> None:
        """Remove an object; nothing happens when it is gone."""


@dataclass(frozen=True, slots=True)
class Pass:
    """Who comes to the gate: the proof, the session, and the moment in milliseconds."""

    proof: Proof
    session: bytes
    now_ms: int


@dataclass(frozen=True, slots=True)
class Handed:
    """A release handed out: cover and wraps, and the name of its box in the object store."""

    cover: bytes
    wraps: tuple[tuple[Fingerprint, bytes], ...]
    box: str
    box_length: int


@dataclass(frozen=True, slots=True)
class RootWraps:
    """Everything that could give her root back to her, without saying which does."""

    params: bytes
    slots: tuple[Slot, ...]
    passkeys: tuple[Passkey, ...]


@dataclass(frozen=True, slots=True)
class RecoveryWrap:
    """What her card gets back: the set as she signed it, the wrap, and what was handed over."""

    uid: Uid
    statement: bytes
    wrap: bytes = field(repr=False)
    handed: tuple[HandoverRow, ...]


def issue(connection: Connection, ticket: Ticket) -> None:
    """Note whose access an entry allows, in the transaction that writes the entry."""
    rows.add(connection, ticket)


def close(connection: Connection, index: int, now_ms: int) -> bool:
    """Close an access in the transaction of its one outcome; False if it had one already."""
    values = {"closed_at": now_ms}
    return rows.change(connection, Ticket, values, log_index=index, closed_at=None) == 1


def envelope(connection: Connection, shown: Pass, gid: Gid) -> bytes:
    """Hand a grant's envelope to its worker, or raise NotAuthentic or Missing."""
    _gate(connection, shown, ENVELOPE, gid)
    return holdings.sealed_envelope(connection, gid)


def release(connection: Connection, shown: Pass, rid: Rid, fp: Fingerprint) -> Handed:
    """Hand an approved release to a person it is wrapped to, or raise NotAuthentic or Missing."""
    _gate(connection, shown, COLLECT, rid)
    handed = _handed(connection, rid, ("approved", "collected"))
    if fp not in [to for to, _ in handed.wraps]:
        raise Missing(f"release {rid.hex()} is not wrapped to this key")
    holdings.mark_collected(connection, rid, fp, shown.now_ms)
    return handed


def catalogue(connection: Connection, shown: Pass, gid: Gid) -> Handed:
    """Hand an audit grant's envelope to its expert, with the name of the sealed catalogue.

    `cover` is the envelope, `box` the catalogue.

    Raises:
        NotAuthentic, Missing: as release().
    """
    _gate(connection, shown, CATALOGUE, gid)
    envelope_row = rows.find(connection, EnvelopeRow, gid=gid)
    found = None if envelope_row is None else holdings.extraction_of(connection, envelope_row.eid)
    if found is None or found.catalogue is None or found.state != "sealed":
        raise Missing(f"the extraction of audit grant {gid.hex()} is gone")
    length = parse_ingest(found.ingest)[0].catalogue_length
    return Handed(holdings.sealed_envelope(connection, gid), (), found.catalogue, length)


def draft(connection: Connection, shown: Pass, rid: Rid) -> Handed:
    """Hand a draft to the survivor, or raise NotAuthentic or Missing."""
    _gate(connection, shown, DRAFT, rid)
    return _handed(connection, rid, ("draft", "approved", "collected"))


def root_wraps(connection: Connection, shown: Pass, uid: Uid) -> RootWraps:
    """Hand a survivor the wraps of her root, or raise NotAuthentic or Missing."""
    _gate(connection, shown, UNLOCK, uid)
    account = rows.find(connection, AccountRow, uid=uid)
    if account is None:
        raise Missing(f"no account {uid.hex()}")
    return RootWraps(
        account.params,
        tuple(rows.find_all(connection, Slot, "place", uid=uid)),
        tuple(rows.find_all(connection, Passkey, "credential", uid=uid, ended_at=None)),
    )


def share_box(connection: Connection, shown: Pass, set_id: bytes, sid: bytes) -> ShareRow:
    """Hand a holder the share that is sealed to them, or raise NotAuthentic or Missing."""
    _gate(connection, shown, SHARE, set_id)
    share = recoveries.share_of(connection, set_id, sid)
    if share is None or share.box is None:
        raise Missing(f"set {set_id.hex()} has no share of this holder")
    return share


def recovery_wrap(connection: Connection, shown: Pass, recovery_id: bytes) -> RecoveryWrap:
    """Hand out what a recovery needs, or raise NotAuthentic or Missing."""
    _gate(connection, shown, RECOVER, recovery_id)
    row = recoveries.recovery_of(connection, recovery_id)
    made = None if row is None else recoveries.set_of(connection, row.set_id)
    if made is None or made.wrap is None:
        raise Missing(f"the set of recovery {recovery_id.hex()} has ended")
    handed = tuple(recoveries.handovers_of(connection, recovery_id))
    return RecoveryWrap(made.uid, made.statement, made.wrap, handed)


def extraction_wrap(connection: Connection, shown: Pass, eid: Eid) -> bytes:
    """Hand a survivor the wrap of her extraction, or raise NotAuthentic or Missing."""
    _gate(connection, shown, OWN, eid)
    return holdings.sealed_wrap(connection, eid)


def is_open(connection: Connection, session: bytes, eid: Eid) -> bool:
    """Tell whether this session opened this extraction of hers: packs follow that one entry."""
    found = rows.find_all(
        connection, Ticket, "log_index", session=session, kind=OWN, item=eid, limit=64
    )
    return any(ticket.used_at is not None for ticket in found)


def unfinished(connection: Connection, before_ms: int) -> list[Ticket]:
    """List accesses allowed before a moment that have no outcome: their process may have died."""
    found = rows.find_all(connection, Ticket, "log_index", closed_at=None)
    return [ticket for ticket in found if ticket.issued_at < before_ms]


def box_chunks(handed: Handed, boxes: Boxes, size: int) -> Iterator[bytes]:
    """Read a handed box in pieces of at most `size` bytes, each by range."""
    for offset in range(0, handed.box_length, size):
        yield b"".join(boxes.read(handed.box, offset, min(size, handed.box_length - offset)))


def _handed(connection: Connection, rid: Rid, states: tuple[str, ...]) -> Handed:
    found = holdings.release_of(connection, rid)
    if found is None or found.state not in states:
        raise Missing(f"release {rid.hex()} is not there to hand out")
    wraps = holdings.sealed_release_wraps(connection, found)
    return Handed(found.cover, wraps, found.box, found.box_length)


def _gate(connection: Connection, shown: Pass, kind: str, item: bytes) -> None:
    """Let exactly one access pass for one entry, or raise NotAuthentic."""
    proof = shown.proof
    if not hmac.compare_digest(leaf_hash(proof.entry), proof.leaf):
        raise NotAuthentic(f"entry {proof.index} does not give its leaf")
    try:
        entry = parse_object(proof.entry)
    except Malformed:
        raise NotAuthentic(f"entry {proof.index} cannot be read") from None
    if entry.get("out") != "granted" or entry.get("act") != kind:
        raise NotAuthentic(f"entry {proof.index} does not allow {kind}")
    if entry.get("obj") != proof.tag.hex():
        raise NotAuthentic(f"entry {proof.index} is about another thing")
    ticket = rows.find(connection, Ticket, log_index=proof.index)
    if ticket is None or (ticket.kind, ticket.item) != (kind, item):
        raise NotAuthentic(f"entry {proof.index} has no ticket for this")
    if not hmac.compare_digest(ticket.session, shown.session):
        raise NotAuthentic(f"entry {proof.index} belongs to another session")
    if not 0 <= shown.now_ms - ticket.issued_at < MAX_AGE_MS:
        raise NotAuthentic(f"entry {proof.index} is too old")
    fresh = {"used_at": None, "closed_at": None}
    used = rows.change(
        connection, Ticket, {"used_at": shown.now_ms}, log_index=proof.index, **fresh
    )
    if used != 1:
        raise NotAuthentic(f"entry {proof.index} was used before")
