"""A recovery under way: her card asks and ends it, the holders show and hand over their shares.

docs/formats/recovery.md 5. Her card has no session: it shows a key that only her share gives.
The vault opens nothing of it; it counts the wait, the holders and the handovers.
"""

import hashlib
import hmac

from audit.entry import Draft
from consent.asking import Caller
from consent.decision import Refusal
from consent.entries import log_change
from consent.errors import WrongState
from consent.folding import deny
from consent.repository import Connection
from vault import accounts, recoveries
from vault.envelope import recipients_of
from vault.errors import NotAuthentic
from vault.identity import parse_bundle
from vault.ids import Random, Uid
from vault.recovery import NEEDED, parse_held, parse_set
from vault.recovery_asked import parse_asked, parse_ended, parse_handed
from vault.rows import HandoverRow, RecoveryRow, SetRow, ShareRow, Slot
from vault.statement import Statement, check_signatures, digest

NO_SUCH = "no such recovery set, or this is not its card"
_NOTHING = b"\x00" * 32
MAX_SEALED = 4096


def card_caller(uid: Uid, start: bytes) -> Caller:
    """Give whoever shows a card as the log names her."""
    return Caller("survivor", hashlib.sha256(start).digest(), uid, "", "", "card")


def check_start(
    connection: Connection, set_id: bytes, start: bytes, *, now_ms: int, random: Random
) -> SetRow | Refusal:
    """Find the set that a card is of; a wrong one is in the log before it is told."""
    row = recoveries.set_of(connection, set_id)
    wanted = _NOTHING if row is None else row.start_hash
    if hmac.compare_digest(accounts.hash_of(start), wanted) and row is not None:
        return row
    draft = Draft(
        act="account.recover",
        out="denied",
        rc="wrong-key",
        case=None if row is None else row.uid,
        # All ids that are no set's are one thing, or each would be a first denial.
        obj=None if row is None else set_id,
        role="survivor",
        auth="card",
    )
    deny(connection, draft, b"", now_ms=now_ms, random=random)
    return Refusal("wrong-key", (), b"")


def ask(
    connection: Connection, made: SetRow, start: bytes, raw: bytes, *, now_ms: int, random: Random
) -> RecoveryRow:
    """Begin a recovery that a card asks for.

    Raises:
        MalformedStatement, NotAuthentic: what was asked is not of this set, or not by its card.
        WrongState: another recovery of the set goes on.
        AlreadyStored: the recovery's id was used before.
    """
    asked = parse_asked(raw)
    if asked.set_id != made.set_id or asked.signer.fp != parse_set(made.statement)[0].card:
        raise NotAuthentic("what was asked is not signed by the card of this set")
    caller = card_caller(made.uid, start)
    before = recoveries.going_on(connection, made.set_id)
    if before is not None:
        if recoveries.state_of(before, now_ms) != recoveries.EXPIRED:
            raise WrongState("another recovery of this set goes on")
        recoveries.end_recovery(connection, before.recovery_id, recoveries.EXPIRED, now_ms)
    row = RecoveryRow(
        asked.recovery,
        made.set_id,
        made.uid,
        raw,
        recoveries.ASKED,
        now_ms,
        now_ms + made.wait_ms,
        now_ms + recoveries.LASTS_MS,
    )
    recoveries.add_recovery(connection, row)
    log_change(
        *(connection, caller, "account.recover"),
        uid=made.uid,
        item=row.recovery_id,
        doc=digest(raw),
        now_ms=now_ms,
        random=random,
    )
    return row


def note_held(
    connection: Connection, caller: Caller, raw: bytes, *, now_ms: int, random: Random
) -> int:
    """Note a holder's word that its share opens; give the entry's index.

    Raises:
        MalformedStatement, NotAuthentic: it is none, or not signed by the holder's key.
        WrongState: the caller holds no such share.
    """
    said, statement = parse_held(raw)
    made, share = _held(connection, caller, said.set_id, said.place, statement)
    if share.box is None or hashlib.sha256(share.box).digest() != said.box:
        raise NotAuthentic("what was opened is not the box of this set")
    recoveries.note_held(connection, share, now_ms)
    return log_change(
        *(connection, caller, "key.held"),
        uid=made.uid,
        item=made.set_id,
        doc=digest(raw),
        now_ms=now_ms,
        random=random,
    ).index


def hand_over(
    connection: Connection,
    caller: Caller,
    raw: bytes,
    sealed: bytes,
    *,
    now_ms: int,
    random: Random,
) -> int:
    """Take what a holder hands over, once the wait is over; give the entry's index.

    Raises:
        MalformedStatement, NotAuthentic: it is none, not by the holder, or sealed to another key
            than this recovery's.
        WrongState: the caller holds no such share, or the recovery is not ready for it.
        AlreadyStored: this place handed over before.
    """
    said, statement = parse_handed(raw)
    made, _ = _held(connection, caller, said.set_id, said.place, statement)
    row = recoveries.recovery_of(connection, said.recovery)
    if row is None or row.set_id != made.set_id:
        raise WrongState("no such recovery of this set")
    state = recoveries.state_of(row, now_ms)
    if state != recoveries.READY:
        early = state == recoveries.ASKED
        raise WrongState("the wait is not over" if early else f"the recovery is {state}")
    wanted = parse_asked(row.asked).key.fp
    right = len(sealed) <= MAX_SEALED and recipients_of(sealed) == (wanted,)
    if said.to != wanted or not right or hashlib.sha256(sealed).digest() != said.box:
        raise NotAuthentic("the share is not sealed to the key of this recovery")
    handed = HandoverRow(row.recovery_id, said.place, raw, sealed, now_ms)
    recoveries.add_handover(connection, handed)
    return log_change(
        *(connection, caller, "key.hand"),
        uid=made.uid,
        item=row.recovery_id,
        doc=digest(raw),
        now_ms=now_ms,
        random=random,
    ).index


def end(
    connection: Connection, made: SetRow, start: bytes, raw: bytes, *, now_ms: int, random: Random
) -> int:
    """Open the account anew by what the recovered key signed; give the entry's index.

    Raises:
        MalformedStatement, WeakParameters: it is no end.
        NotAuthentic: not signed by the account's key, or of another recovery.
        WrongState: no recovery is ready, or too few have handed over.
        AlreadyStored: the login code is taken.
    """
    ended, statement = parse_ended(raw)
    account = accounts.account_of(connection, made.uid)
    row = recoveries.going_on(connection, made.set_id)
    if account is None or row is None or recoveries.state_of(row, now_ms) != recoveries.READY:
        raise WrongState("no recovery of this set is ready")
    if len(recoveries.handovers_of(connection, row.recovery_id)) < NEEDED:
        raise WrongState("too few holders have handed over")
    check_signatures(statement, parse_bundle(account.bundle))
    if (ended.set_id, ended.recovery, ended.uid, ended.fp) != (
        *(made.set_id, row.recovery_id, made.uid),
        account.fp,
    ):
        raise NotAuthentic("the end is of another recovery or account")
    slots = [
        Slot(made.uid, place, slot.auth_hash, slot.wrap) for place, slot in enumerate(ended.slots)
    ]
    accounts.set_slots(connection, made.uid, ended.params.marshal(), slots)
    accounts.set_login(connection, made.uid, ended.login)
    accounts.end_sessions(connection, made.uid, now_ms)
    recoveries.end_recovery(connection, row.recovery_id, recoveries.DONE, now_ms)
    recoveries.end_set(connection, made.set_id, now_ms)
    return log_change(
        *(connection, card_caller(made.uid, start), "account.change"),
        uid=made.uid,
        item=row.recovery_id,
        doc=digest(raw),
        reason="recovered",
        now_ms=now_ms,
        random=random,
    ).index


def _held(
    connection: Connection, caller: Caller, set_id: bytes, place: int, statement: Statement
) -> tuple[SetRow, ShareRow]:
    """Want the caller to hold this share by the key that signed."""
    made = recoveries.set_of(connection, set_id)
    member = accounts.staff_of(connection, caller.holder)
    share = recoveries.share_of(connection, set_id, caller.holder)
    if (
        made is None
        or member is None
        or member.bundle is None
        or share is None
        or share.place != place
    ):
        raise WrongState("you hold no such share")
    if member.fp != share.fp:
        raise WrongState("the share is sealed to a key that you no longer use here")
    check_signatures(statement, parse_bundle(member.bundle))
    return made, share
