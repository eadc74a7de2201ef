"""Legal holds: what a court's order keeps from being erased, and that she is told.

docs/consent.md 7. A hold opens nothing and shares nothing. It stands in the way of erasure
until it is lifted; it is placed and lifted by the vault's administrator, with its basis, and
each time her log and her list say so.
"""

from consent.asking import Caller
from consent.entries import log_change
from consent.errors import WrongState
from consent.repository import Connection, rows
from consent.rows import Hold
from vault import holdings
from vault.ids import ID_SIZE, Eid, Random

BASES = ("court-order", "summons", "notice")
"""An order to produce or keep, a witness summons, or notice of an application for either."""
MAX_TEXT = 200


def place(
    connection: Connection,
    caller: Caller,
    eid: Eid,
    *,
    basis: str,
    court: str,
    number: str,
    now_ms: int,
    random: Random,
) -> Hold:
    """Keep an extraction from being erased.

    Raises:
        WrongState: there is no such extraction, or what the hold rests on is not said.
    """
    found = holdings.extraction_of(connection, eid)
    if found is None or found.state == "erased" or not holdings.claim_extraction(connection, found):
        raise WrongState(f"there is no extraction {eid.hex()} to hold")
    if basis not in BASES or not _said(court) or not _said(number):
        raise WrongState("a hold names its basis, the court and the number of the order")
    row = Hold(
        *(random(ID_SIZE), eid, found.uid, basis, court, number, caller.holder, now_ms),
    )
    rows.add(connection, row)
    _log(connection, caller, "hold.set", row, now_ms, random)
    return row


def lift(
    connection: Connection, caller: Caller, hid: bytes, *, now_ms: int, random: Random
) -> Hold:
    """End a hold, or raise WrongState when there is none."""
    found = rows.find(connection, Hold, hid=hid, lifted_at=None)
    if found is None:
        raise WrongState(f"there is no hold {hid.hex()}")
    rows.change(connection, Hold, {"lifted_at": now_ms}, hid=hid)
    _log(connection, caller, "hold.lift", found, now_ms, random)
    return found


def holds_on(connection: Connection, eid: Eid) -> list[Hold]:
    """List the holds on an extraction that are in force, oldest first."""
    return rows.find_all(connection, Hold, "placed_at", eid=eid, lifted_at=None)


def all_holds(connection: Connection) -> list[Hold]:
    """List every hold that is in force, oldest first."""
    return rows.find_all(connection, Hold, "placed_at", lifted_at=None)


def _said(text: str) -> bool:
    return bool(text.strip()) and len(text) <= MAX_TEXT and text.isprintable()


def _log(
    connection: Connection, caller: Caller, act: str, row: Hold, now_ms: int, random: Random
) -> None:
    log_change(
        *(connection, caller, act),
        uid=row.uid,
        item=row.eid,
        reason=row.basis,
        now_ms=now_ms,
        random=random,
    )
