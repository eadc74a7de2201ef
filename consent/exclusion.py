"""Exclusions: her mark on a person or a day that beats every grant, old and new.

docs/policy.md 6. A mark is a rule that denies to every team, without an end. It stops
whatever could touch what is marked; to share the rest she makes a narrower grant.
"""

from dataclasses import dataclass, replace

from consent.asking import Caller
from consent.entries import log_change
from consent.errors import WrongState
from consent.repository import Connection, add_rule, rows
from consent.rows import Exclusion, RuleRow
from consent.rule import ACTS, ANY_TEAM, DENY, write_rule
from consent.scope import CATEGORIES, MAX_SECOND, Range, Scope, parse_scope
from vault import holdings
from vault.canonical import Json, parse_object
from vault.ids import ID_SIZE, Random, Uid
from vault.segment import SENSITIVITIES

_EVER_MS = MAX_SECOND * 1000
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Mark:
    """What is marked: a person's normalised id, or a day as its first UTC second.

    `end` is the first second after the day, for one that is not 24 hours long where she is.
    """

    person: str = ""
    day: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Marked:
    """A live mark with what it marks: a person, or a range of UTC seconds."""

    row: Exclusion
    person: str | None
    days: Range | None


def exclude(
    connection: Connection, caller: Caller, uid: Uid, mark: Mark, *, now_ms: int, random: Random
) -> Exclusion:
    """Deny a person or a day in all her extractions, from now on; `extend` adds later ones.

    Raises:
        WrongState: there is nothing to mark.
        InvalidScope: no such person or day can be, or too many marks are live.
    """
    eids = _extractions(connection, uid)
    if not eids or (not mark.person.strip() and mark.day <= 0):
        raise WrongState("there is nothing to mark")
    rule = _deny(connection, uid, _scope(eids, mark), now_ms, random)
    kind = "person" if mark.person else "day"
    row = Exclusion(random(ID_SIZE), uid, rule, kind, now_ms)
    rows.add(connection, row)
    log_change(
        *(connection, caller, "policy.exclude"),
        uid=uid,
        item=row.id,
        now_ms=now_ms,
        random=random,
    )
    return row


def extend(connection: Connection, caller: Caller, uid: Uid, *, now_ms: int, random: Random) -> int:
    """Have her live marks hold for all her extractions, a new one too; tell how many did not.

    It belongs into the transaction that completes an extraction: no grant of it is there before.
    """
    eids, count = _extractions(connection, uid), 0
    for found in exclusions_of(connection, uid):
        scope = _scope_of(connection, found)
        if scope.x >= eids:
            continue
        # A body never changes: the old rule gets its tombstone and another takes its place.
        values = {"revoked_at": now_ms, "revoked_by": caller.role}
        rows.change(connection, RuleRow, values, id=found.rule, revoked_at=None)
        rule = _deny(connection, uid, replace(scope, x=scope.x | eids), now_ms, random)
        rows.change(connection, Exclusion, {"rule": rule}, id=found.id)
        count += 1
    return count


def lift(
    connection: Connection, caller: Caller, uid: Uid, mark: bytes, *, now_ms: int, random: Random
) -> None:
    """Take a mark back, or raise WrongState when it is not hers or was lifted."""
    found = rows.find(connection, Exclusion, id=mark, uid=uid, lifted_at=None)
    if found is None:
        raise WrongState("no such mark is live")
    rows.change(connection, Exclusion, {"lifted_at": now_ms}, id=mark)
    values = {"revoked_at": now_ms, "revoked_by": caller.role}
    rows.change(connection, RuleRow, values, id=found.rule, revoked_at=None)
    log_change(
        *(connection, caller, "policy.lift"), uid=uid, item=mark, now_ms=now_ms, random=random
    )


def exclusions_of(connection: Connection, uid: Uid) -> list[Exclusion]:
    """List her live marks, oldest first."""
    return rows.find_all(connection, Exclusion, "created_at", uid=uid, lifted_at=None)


def marked(connection: Connection, uid: Uid) -> list[Marked]:
    """List her live marks with what they mark, oldest first."""
    found = []
    for row in exclusions_of(connection, uid):
        scope = _scope_of(connection, row)
        person = None if scope.p is None else next(iter(scope.p))
        found.append(Marked(row, person, None if scope.d is None else scope.d[0]))
    return found


def _extractions(connection: Connection, uid: Uid) -> frozenset[str]:
    return frozenset(found.eid.hex() for found in holdings.extractions_of(connection, uid))


def _deny(connection: Connection, uid: Uid, scope: Scope, now_ms: int, random: Random) -> bytes:
    """Add the rule of a mark; give its id."""
    text = write_rule(
        random(ID_SIZE),
        vault=uid.hex(),
        team=ANY_TEAM,
        eft=DENY,
        acts=ACTS,
        why=None,
        nbf=now_ms,
        exp=_EVER_MS,
        scope=scope,
    )
    add_rule(connection, text, None, now_ms)
    return text.id


def _scope_of(connection: Connection, row: Exclusion) -> Scope:
    rule = rows.find(connection, RuleRow, id=row.rule)
    assert rule is not None
    return parse_scope(dict(parse_object(rule.scope.encode())))


def _scope(eids: frozenset[str], mark: Mark) -> Scope:
    """Give everything of a person or a day, whatever its class; read as any scope is."""
    whole: dict[str, Json] = {
        "x": [*sorted(eids)],
        "c": [*CATEGORIES],
        "s": [*SENSITIVITIES],
        "u": bool(mark.person),
    }
    if mark.person:
        return parse_scope({**whole, "p": [mark.person]})
    return parse_scope({**whole, "d": [[mark.day, mark.end or mark.day + _DAY]]})
