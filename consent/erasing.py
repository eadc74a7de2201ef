"""Erasure on its way: asked for, thought over, and carried out once nothing holds it.

docs/consent.md 7. She chooses how long she may still change her mind. What is due waits while
a hold is in force. consent/withdrawal.py carries it out: keys first, then the sealed files; a
run that was cut off between the two is finished later, and says until then that it is not done.
"""

from consent.asking import Caller
from consent.entries import log_change
from consent.errors import WrongState
from consent.holding import holds_on
from consent.repository import Connection, rows
from consent.rows import Erasure
from vault import holdings
from vault.ids import ID_SIZE, Eid, Random, Uid

MAX_DAYS = 30
DAY_MS = 24 * 3600 * 1000


def ask(
    connection: Connection,
    caller: Caller,
    uid: Uid,
    eid: Eid,
    *,
    days: int,
    now_ms: int,
    random: Random,
) -> Erasure:
    """Ask for an extraction to be erased after `days` days, 0 to 30.

    Raises:
        WrongState: it is not hers, is gone, or its erasure was asked for already.
    """
    if not 0 <= days <= MAX_DAYS:
        raise WrongState(f"an erasure is due in 0 to {MAX_DAYS} days")
    found = holdings.extraction_of(connection, eid)
    if found is None or found.uid != uid or found.state == "erased":
        raise WrongState(f"extraction {eid.hex()} cannot be erased")
    if waiting(connection, eid) is not None:
        raise WrongState("its erasure was asked for already")
    row = Erasure(random(ID_SIZE), eid, uid, now_ms, now_ms + days * DAY_MS)
    rows.add(connection, row)
    _log(connection, caller, "erase.ask", row, now_ms, random)
    return row


def cancel(
    connection: Connection, caller: Caller, uid: Uid, eid: Eid, *, now_ms: int, random: Random
) -> None:
    """Keep it after all, or raise WrongState when nothing waits."""
    found = waiting(connection, eid)
    if found is None or found.uid != uid:
        raise WrongState("no erasure of this waits")
    rows.change(connection, Erasure, {"cancelled_at": now_ms}, xid=found.xid)
    _log(connection, caller, "erase.cancel", found, now_ms, random)


def waiting(connection: Connection, eid: Eid) -> Erasure | None:
    """Find the erasure of an extraction that waits for its day, or for a hold to end."""
    return rows.find(connection, Erasure, eid=eid, cancelled_at=None, keys_at=None)


def erased(connection: Connection, eid: Eid) -> Erasure | None:
    """Find the erasure that an extraction ended by."""
    found = rows.find_all(connection, Erasure, "asked_at", eid=eid, cancelled_at=None)
    return next((row for row in found if row.keys_at is not None), None)


def due(connection: Connection, now_ms: int) -> list[Erasure]:
    """List what is to be carried out now: past its day, and held by nothing."""
    found = rows.find_all(connection, Erasure, "due_at", cancelled_at=None, keys_at=None)
    return [row for row in found if row.due_at <= now_ms and not holds_on(connection, row.eid)]


def unfinished(connection: Connection) -> list[Erasure]:
    """List erasures whose keys are gone and whose files may still be there."""
    found = rows.find_all(connection, Erasure, "due_at", cancelled_at=None, done_at=None)
    return [row for row in found if row.keys_at is not None]


def keys_gone(connection: Connection, eid: Eid, index: int, now_ms: int) -> None:
    """Note that every key was destroyed, under which entry of the log."""
    values = {"keys_at": now_ms, "log_index": index}
    rows.change(connection, Erasure, values, eid=eid, cancelled_at=None, keys_at=None)


def files_gone(connection: Connection, eid: Eid, objects: int, now_ms: int) -> None:
    """Note that the sealed files are gone too, and how many there were."""
    values = {"done_at": now_ms, "objects": objects}
    rows.change(connection, Erasure, values, eid=eid, cancelled_at=None, done_at=None)


def _log(
    connection: Connection, caller: Caller, act: str, row: Erasure, now_ms: int, random: Random
) -> None:
    log_change(*(connection, caller, act), uid=row.uid, item=row.eid, now_ms=now_ms, random=random)
