"""Advocates: whom she lets act beside her, what they may see, and that she can take it back.

docs/policy.md 7. She names an advocate; what they may do is then decided as any access is, by
rules read in its own transaction: one to hand out request codes for her, and one for each request
that she lets them see. An advocate reaches no record, no release and no grant, and agrees to
nothing.
"""

from dataclasses import dataclass
from functools import partial

from audit.entry import Draft
from consent.asking import Caller
from consent.decision import Permit, Question, Refusal, decide
from consent.entries import log_change
from consent.errors import WrongState
from consent.folding import deny
from consent.named import seal_names
from consent.repository import Connection, add_rule, live_rules, revoke_rules, rows, rules_of_grant
from consent.requests import request_of
from consent.roles import ADVOCATE
from consent.rows import Advocacy, RuleRow
from consent.rule import ALLOW, write_rule
from consent.scope import CATEGORIES, Scope
from vault import accounts
from vault.canonical import marshal
from vault.ids import ID_SIZE, Gid, Random, Uid

PURPOSE = "advocacy"
LASTS_MS = 365 * 24 * 3600 * 1000
MAX_ADVOCATES = 5


@dataclass(frozen=True, slots=True)
class Beside:
    """What an advocate may do: beside whom, and the hash of the rules that were read for it."""

    row: Advocacy
    digest: bytes


def name_advocate(
    connection: Connection, caller: Caller, uid: Uid, sid: bytes, *, now_ms: int, random: Random
) -> Advocacy:
    """Let somebody act beside her, for a year at most.

    Raises:
        WrongState: no advocate has this id, or too many, or this one, act beside her already.
    """
    member = accounts.staff_of(connection, sid)
    if member is None or member.role != ADVOCATE:
        raise WrongState("no advocate has this id")
    live = rows.find_all(connection, Advocacy, "named_at", uid=uid, ended_at=None)
    if sid in [each.sid for each in live] or len(live) >= MAX_ADVOCATES:
        raise WrongState(f"want at most {MAX_ADVOCATES} advocates, each once")
    row = Advocacy(random(ID_SIZE), uid, sid, now_ms)
    rows.add(connection, row)
    _allow(connection, row, row.lid, now_ms, random)
    _log(connection, caller, "role.name", row, row.lid, now_ms, random)
    return row


def end_advocacy(
    connection: Connection, caller: Caller, uid: Uid, lid: bytes, *, now_ms: int, random: Random
) -> int:
    """Take everything back from an advocate; give the entry's index, or raise WrongState."""
    row = _hers(connection, uid, lid)
    rows.change(connection, Advocacy, {"ended_at": now_ms}, lid=lid)
    revoke_rules(connection, Gid(lid), caller.role, now_ms)
    return _log(connection, caller, "role.drop", row, lid, now_ms, random)


def show_request(
    connection: Connection,
    caller: Caller,
    uid: Uid,
    lid: bytes,
    qid: bytes,
    *,
    now_ms: int,
    random: Random,
) -> int:
    """Let an advocate read a request and its questions, and ask; give the entry's index.

    Raises:
        WrongState: it is no advocate or no request of hers, or they see it already.
        InvalidScope: they see as many as one may.
    """
    row, request = _hers(connection, uid, lid), request_of(connection, qid)
    if request is None or request.uid != uid or _rules(connection, lid, qid):
        raise WrongState("no such request is hidden from this advocate")
    _allow(connection, row, qid, now_ms, random)
    return _log(connection, caller, "role.show", row, qid, now_ms, random)


def hide_request(
    connection: Connection,
    caller: Caller,
    uid: Uid,
    lid: bytes,
    qid: bytes,
    *,
    now_ms: int,
    random: Random,
) -> int:
    """Take a request back from an advocate; give the entry's index, or raise WrongState."""
    row, found = _hers(connection, uid, lid), _rules(connection, lid, qid)
    if not found:
        raise WrongState("this advocate sees no such request")
    values = {"revoked_at": now_ms, "revoked_by": caller.role}
    for rule in found:
        rows.change(connection, RuleRow, values, id=rule.id, revoked_at=None)
    return _log(connection, caller, "role.hide", row, qid, now_ms, random)


def advocates_of(connection: Connection, uid: Uid) -> list[Advocacy]:
    """List whom she named, those whom she took it back from too, newest first."""
    return rows.find_all(connection, Advocacy, "named_at", newest_first=True, uid=uid)


def beside(connection: Connection, sid: bytes) -> list[Advocacy]:
    """List those whom an advocate acts beside now."""
    return rows.find_all(connection, Advocacy, "named_at", sid=sid, ended_at=None)


def shown(connection: Connection, row: Advocacy) -> list[bytes]:
    """List the requests that an advocate may see."""
    spelt = [
        rule.why.partition(":")[0][2:]
        for rule in rules_of_grant(connection, Gid(row.lid))
        if rule.revoked_at is None and rule.why is not None
    ]
    return [qid for qid in map(bytes.fromhex, spelt) if qid != row.lid]


def decide_beside(
    connection: Connection,
    caller: Caller,
    act: str,
    lid: bytes,
    matter: bytes,
    *,
    now_ms: int,
    random: Random,
) -> Beside | Refusal:
    """Decide whether an advocate may do something; a refusal is in the log before it is told.

    Args:
        connection: the access's own transaction.
        caller: who asks.
        act: the act of the log.
        lid: beside whom.
        matter: the request that it is about, or `lid` where it is about none.
        now_ms: the present moment.
        random: chance.

    Returns:
        beside whom and by which rules, or why not.
    """
    row = rows.find(connection, Advocacy, lid=lid, sid=caller.holder, ended_at=None)
    if row is None or caller.role != ADVOCATE:
        refusal = Refusal("no-rule", (), b"")
    else:
        question = Question(row.uid.hex(), _team(lid), "view", _why(matter), now_ms, _scope(lid))
        said = decide(live_rules(connection, question.vault, question.team, now_ms), question)
        if isinstance(said, Permit):
            return Beside(row, said.digest)
        refusal = said
    uid = None if row is None else row.uid
    draft = Draft(
        act=act,
        out="denied",
        rc=refusal.reason,
        case=uid,
        obj=matter,
        role=caller.role,
        org=caller.org,
        pol=refusal.digest or None,
        auth=caller.auth,
    )
    seal = partial(seal_names, connection, caller, uid, random=random)
    deny(connection, draft, caller.holder, now_ms=now_ms, random=random, seal=seal)
    return refusal


def _hers(connection: Connection, uid: Uid, lid: bytes) -> Advocacy:
    found = rows.find(connection, Advocacy, lid=lid, uid=uid, ended_at=None)
    if found is None:
        raise WrongState("no such advocate acts beside her")
    return found


def _rules(connection: Connection, lid: bytes, qid: bytes) -> list[RuleRow]:
    why = marshal([_why(qid)]).decode()
    found = rules_of_grant(connection, Gid(lid))
    return [rule for rule in found if rule.why == why and rule.revoked_at is None]


def _allow(
    connection: Connection, row: Advocacy, matter: bytes, now_ms: int, random: Random
) -> None:
    text = write_rule(
        random(ID_SIZE),
        vault=row.uid.hex(),
        team=_team(row.lid),
        eft=ALLOW,
        acts=frozenset({"view"}),
        why=frozenset({_why(matter)}),
        nbf=now_ms,
        exp=now_ms + LASTS_MS,
        scope=_scope(row.lid),
    )
    add_rule(connection, text, Gid(row.lid), now_ms)


def _team(lid: bytes) -> str:
    return f"beside:{lid.hex()}"


def _why(matter: bytes) -> str:
    return f"{matter.hex()}:{PURPOSE}"


def _scope(lid: bytes) -> Scope:
    # No extraction has this id: the rule covers nothing that a phone holds.
    return Scope(frozenset({lid.hex()}), frozenset(CATEGORIES))


def _log(
    connection: Connection,
    caller: Caller,
    act: str,
    row: Advocacy,
    item: bytes,
    now_ms: int,
    random: Random,
) -> int:
    return log_change(
        connection, caller, act, uid=row.uid, item=item, now_ms=now_ms, random=random
    ).index
