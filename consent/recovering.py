"""Her recovery set: made, rehearsed, dropped; and a recovery that she stops.

docs/formats/recovery.md 4 to 7. Everything here is asked for by her, signed in; what her card and
the holders do is in consent/recovery_asked.py. Each is in her log in its own transaction.
"""

import hashlib
from collections.abc import Sequence

from consent.asking import Caller
from consent.entries import log_change
from consent.errors import WrongState
from consent.repository import Connection
from consent.roles import ADVOCATE
from vault import accounts, recoveries
from vault.account import SLOT_SIZE
from vault.envelope import recipients_of
from vault.errors import MalformedStatement, NotAuthentic
from vault.identity import parse_bundle
from vault.ids import Random, Uid
from vault.recovery import RecoverySet, parse_set
from vault.rows import SetRow, ShareRow, StaffRow
from vault.statement import check_signatures, digest

HOLDER_ROLES = ("guardian", ADVOCATE, "auditor")
"""Who holds a share, by place: the care setting, the advocate's body, an independent body."""
REHEARSE_MS = 365 * 24 * 3600 * 1000
MAX_BOX = 4096


def make_set(
    connection: Connection,
    caller: Caller,
    uid: Uid,
    raw: bytes,
    wrap: bytes,
    boxes: Sequence[bytes],
    *,
    now_ms: int,
    random: Random,
) -> int:
    """Keep a set that she signed; the one before ends, and what goes on with it stops.

    Gives the entry's index.

    Raises:
        MalformedStatement, NotAuthentic: it is no set, not signed by her key, or not of this
            wrap and these boxes.
        WrongState: a holder is not on the staff in the role of the place, or two are of one
            organisation.
    """
    made, statement = parse_set(raw)
    account = accounts.account_of(connection, uid)
    if account is None or (made.uid, made.fp) != (uid, account.fp):
        raise NotAuthentic("the set is of another account")
    check_signatures(statement, parse_bundle(account.bundle))
    _check_parts(made, wrap, boxes)
    holders = _holders(connection, made)
    if recoveries.live_set(connection, uid) is not None:
        drop_set(connection, caller, uid, now_ms=now_ms, random=random)
    row = SetRow(made.set_id, uid, raw, made.start, wrap, made.wait * 1000, now_ms)
    shares = [
        ShareRow(made.set_id, each.place, member.sid, each.fp, box)
        for each, member, box in zip(made.holders, holders, boxes, strict=True)
    ]
    recoveries.add_set(connection, row, shares)
    return log_change(
        *(connection, caller, "key.split"),
        uid=uid,
        item=made.set_id,
        doc=digest(raw),
        now_ms=now_ms,
        random=random,
    ).index


def drop_set(
    connection: Connection, caller: Caller, uid: Uid, *, now_ms: int, random: Random
) -> int:
    """End her set, and what goes on with it; give the entry's index, or raise WrongState."""
    row = _hers(connection, uid)
    live = recoveries.going_on(connection, row.set_id)
    if live is not None:
        stop(connection, caller, uid, now_ms=now_ms, random=random)
    recoveries.end_set(connection, row.set_id, now_ms)
    return log_change(
        connection, caller, "key.drop", uid=uid, item=row.set_id, now_ms=now_ms, random=random
    ).index


def rehearsed(
    connection: Connection, caller: Caller, uid: Uid, *, now_ms: int, random: Random
) -> int:
    """Note that she rehearsed; give until when the next is due, or raise WrongState."""
    row = _hers(connection, uid)
    recoveries.note_rehearsed(connection, row.set_id, now_ms)
    log_change(
        connection, caller, "key.rehearse", uid=uid, item=row.set_id, now_ms=now_ms, random=random
    )
    return now_ms + REHEARSE_MS


def rehearse_by(row: SetRow) -> int:
    """Give until when (milliseconds) she is to rehearse a set."""
    return (row.rehearsed_at or row.made_at) + REHEARSE_MS


def stop(connection: Connection, caller: Caller, uid: Uid, *, now_ms: int, random: Random) -> int:
    """Stop the recovery that goes on; give the entry's index.

    Raises:
        WrongState: none goes on.
    """
    row = recoveries.going_on(connection, _hers(connection, uid).set_id)
    if row is None:
        raise WrongState("no recovery goes on")
    state = recoveries.state_of(row, now_ms)
    ended = recoveries.EXPIRED if state == recoveries.EXPIRED else recoveries.STOPPED
    recoveries.end_recovery(connection, row.recovery_id, ended, now_ms)
    return log_change(
        *(connection, caller, "account.stop"),
        uid=uid,
        item=row.recovery_id,
        now_ms=now_ms,
        random=random,
    ).index


def _hers(connection: Connection, uid: Uid) -> SetRow:
    row = recoveries.live_set(connection, uid)
    if row is None:
        raise WrongState("there is no recovery set")
    return row


def _check_parts(made: RecoverySet, wrap: bytes, boxes: Sequence[bytes]) -> None:
    if len(wrap) != SLOT_SIZE or hashlib.sha256(wrap).digest() != made.wrap:
        raise NotAuthentic("the wrap is not the one of the set")
    if len(boxes) != len(made.holders) or any(len(box) > MAX_BOX for box in boxes):
        raise MalformedStatement("want a box for each of three holders")
    for each, box in zip(made.holders, boxes, strict=True):
        if hashlib.sha256(box).digest() != each.box or recipients_of(box) != (each.fp,):
            raise NotAuthentic(f"the box at place {each.place} is not the one of the set")


def _holders(connection: Connection, made: RecoverySet) -> list[StaffRow]:
    found = {
        member.fp: member
        for member in accounts.staff_by_fps(connection, [each.fp for each in made.holders])
    }
    members = [found.get(each.fp) for each in made.holders]
    known = [member for member in members if member is not None]
    if tuple(member.role for member in known) != HOLDER_ROLES:
        raise WrongState("want a guardian, an advocate and an auditor of this vault, in this order")
    if len({member.organisation for member in known}) != len(known):
        raise WrongState("want holders of three organisations")
    return known
