"""Recovery sets, the shares that others hold of them, and recoveries, as rows.

docs/formats/recovery.md 5. Wraps, boxes and what was handed over leave through
vault/handout.py, not here. Which state a recovery is in follows from its row and the clock.
"""

from collections.abc import Sequence

from vault.ids import Uid
from vault.repository import Connection, rows
from vault.rows import HandoverRow, RecoveryRow, SetRow, ShareRow

ASKED, READY, STOPPED, EXPIRED, DONE = "asked", "ready", "stopped", "expired", "done"
LASTS_MS = 14 * 24 * 3600 * 1000
"""So long after it was asked for a recovery may be ended."""


def state_of(row: RecoveryRow, now_ms: int) -> str:
    """Say in which state a recovery is now."""
    if row.state != ASKED:
        return row.state
    if now_ms >= row.expires_at:
        return EXPIRED
    return READY if now_ms >= row.ready_at else ASKED


def add_set(connection: Connection, row: SetRow, shares: Sequence[ShareRow]) -> None:
    """Add a set with its three shares, or raise AlreadyStored."""
    rows.add(connection, row)
    for share in shares:
        rows.add(connection, share)


def live_set(connection: Connection, uid: Uid) -> SetRow | None:
    """Find the set that an account has."""
    return rows.find(connection, SetRow, uid=uid, ended_at=None)


def set_of(connection: Connection, set_id: bytes) -> SetRow | None:
    """Find a set that has not ended, by its id."""
    return rows.find(connection, SetRow, set_id=set_id, ended_at=None)


def shares_of(connection: Connection, set_id: bytes) -> list[ShareRow]:
    """List a set's shares by place."""
    return rows.find_all(connection, ShareRow, "place", set_id=set_id)


def share_of(connection: Connection, set_id: bytes, sid: bytes) -> ShareRow | None:
    """Find the share of a set that a member of staff holds; nobody holds two."""
    return rows.find(connection, ShareRow, set_id=set_id, sid=sid)


def shares_held(connection: Connection, sid: bytes) -> list[ShareRow]:
    """List the shares that a member of staff holds, of sets that have not ended."""
    found = rows.find_all(connection, ShareRow, "set_id", sid=sid)
    return [each for each in found if each.box is not None]


def note_held(connection: Connection, share: ShareRow, now_ms: int) -> None:
    """Note that a holder has shown that its share opens."""
    values = {"held_at": now_ms}
    rows.change(connection, ShareRow, values, set_id=share.set_id, place=share.place)


def note_rehearsed(connection: Connection, set_id: bytes, now_ms: int) -> None:
    """Note that she has rehearsed."""
    rows.change(connection, SetRow, {"rehearsed_at": now_ms}, set_id=set_id, ended_at=None)


def end_set(connection: Connection, set_id: bytes, now_ms: int) -> None:
    """End a set: its wrap, its boxes and all that was handed over are destroyed."""
    values = {"wrap": None, "ended_at": now_ms}
    rows.change(connection, SetRow, values, set_id=set_id, ended_at=None)
    rows.change(connection, ShareRow, {"box": None}, set_id=set_id)
    for row in rows.find_all(connection, RecoveryRow, "asked_at", set_id=set_id):
        rows.change(connection, HandoverRow, {"sealed": None}, recovery_id=row.recovery_id)


def add_recovery(connection: Connection, row: RecoveryRow) -> None:
    """Add a recovery, or raise AlreadyStored: another of the set goes on, or the id is taken."""
    rows.add(connection, row)


def recovery_of(connection: Connection, recovery_id: bytes) -> RecoveryRow | None:
    """Find a recovery by its id."""
    return rows.find(connection, RecoveryRow, recovery_id=recovery_id)


def going_on(connection: Connection, set_id: bytes) -> RecoveryRow | None:
    """Find the recovery of a set that nobody ended; it may have expired."""
    return rows.find(connection, RecoveryRow, set_id=set_id, ended_at=None)


def newest(connection: Connection, set_id: bytes) -> RecoveryRow | None:
    """Find the recovery of a set that nobody ended, else the newest of those that ended."""
    live = going_on(connection, set_id)
    if live is not None:
        # A clock that was set back can make one that ended look newer.
        return live
    found = rows.find_all(
        connection, RecoveryRow, "asked_at", newest_first=True, limit=1, set_id=set_id
    )
    return found[0] if found else None


def end_recovery(connection: Connection, recovery_id: bytes, state: str, now_ms: int) -> bool:
    """End a recovery as stopped, expired or done; False if it had ended."""
    values = {"state": state, "ended_at": now_ms}
    changed = rows.change(connection, RecoveryRow, values, recovery_id=recovery_id, ended_at=None)
    if changed:
        rows.change(connection, HandoverRow, {"sealed": None}, recovery_id=recovery_id)
    return changed == 1


def add_handover(connection: Connection, row: HandoverRow) -> None:
    """Keep what a holder handed over, or raise AlreadyStored where it did before."""
    rows.add(connection, row)


def handovers_of(connection: Connection, recovery_id: bytes) -> list[HandoverRow]:
    """List what was handed over, by place."""
    return rows.find_all(connection, HandoverRow, "place", recovery_id=recovery_id)
