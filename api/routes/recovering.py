"""Recovery of a lost passphrase: her set, the holders' shares, and what her card asks for.

docs/api.md 11, docs/formats/recovery.md. Her card calls without a session and shows a key that
only her share gives. The vault opens nothing of what passes here.
"""

from collections.abc import Callable
from typing import Annotated, TypeVar

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.auth import CallerDep, ServicesDep, allowed, uid_of
from api.given import given
from api.problems import NotFound, Unauthenticated
from api.services import Services
from api.staff import certified_organisation
from consent import recovering, recovery_asked
from consent.decision import Refusal
from consent.entries import log_change
from consent.recovering import HOLDER_ROLES
from consent.recovery_asked import NO_SUCH
from consent.repository import Connection
from vault import accounts, recoveries
from vault.canonical import b64, unb64
from vault.custody import marshal_certs
from vault.ids import parse_gid
from vault.rows import RecoveryRow, SetRow, ShareRow, StaffRow

ROUTES = APIRouter()
T = TypeVar("T")


class NewSet(BaseModel):
    """A set as she signed it, the wrap, and the holders' boxes by place."""

    model_config = ConfigDict(extra="forbid")
    statement: str
    wrap: str
    boxes: Annotated[list[str], Field(min_length=3, max_length=3)]


class SetId(BaseModel):
    """The id of a set."""

    model_config = ConfigDict(extra="forbid")
    set: str


class Card(BaseModel):
    """What a card shows: its set, and the key that only its share gives."""

    model_config = ConfigDict(extra="forbid")
    set: str
    start: str


class SignedCard(Card):
    """What a card shows, and a statement: what it asks for, or the end."""

    statement: str


class Signed(BaseModel):
    """A holder's statement."""

    model_config = ConfigDict(extra="forbid")
    statement: str


class Handed(Signed):
    """A holder's statement, and its share, sealed to the key of one recovery."""

    sealed: str


@ROUTES.get("/v1/recovery")
@allowed("survivor")
def hers(caller: CallerDep, services: ServicesDep) -> dict[str, object]:
    """Give her set, who holds it, and the recovery that goes on, if any."""

    def query(connection: Connection) -> dict[str, object]:
        row = recoveries.live_set(connection, uid_of(caller))
        if row is None:
            return {"set": None, "going_on": None}
        shares = recoveries.shares_of(connection, row.set_id)
        found = recoveries.newest(connection, row.set_id)
        return {
            "set": {
                "statement": b64(row.statement),
                "made_ms": row.made_at,
                "rehearse_by_ms": recovering.rehearse_by(row),
                "holders": [_share(connection, services, share) for share in shares],
            },
            "going_on": None if found is None else _recovery(connection, services, found),
        }

    return services.database.read(query)


def _share(connection: Connection, services: Services, share: ShareRow) -> dict[str, object]:
    member = accounts.staff_of(connection, share.sid)
    who = None if member is None or member.fp != share.fp else _holder(services, member)
    return {
        "place": share.place,
        "held_ms": share.held_at,
        "there": who is not None,
        "who": who,
    }


def _holder(services: Services, member: StaffRow) -> dict[str, object]:
    certificate = member.certificate or b""
    return {
        "role": member.role,
        "name": member.name,
        "organisation": certified_organisation(member),
        "bundle": b64(member.bundle or b""),
        "certs": b64(marshal_certs([certificate, *services.keyring.certs])),
    }


def _recovery(connection: Connection, services: Services, row: RecoveryRow) -> dict[str, object]:
    handed = recoveries.handovers_of(connection, row.recovery_id)
    return {
        "recovery": row.recovery_id.hex(),
        "state": recoveries.state_of(row, services.now_ms()),
        "asked_ms": row.asked_at,
        "ready_ms": row.ready_at,
        "expires_ms": row.expires_at,
        "handed": [each.place for each in handed],
    }


@ROUTES.get("/v1/recovery/holders")
@allowed("survivor")
def holders(_caller: CallerDep, services: ServicesDep) -> list[dict[str, object]]:
    """List who can hold a share: staff of the three roles, with certified keys."""

    def query(connection: Connection) -> list[StaffRow]:
        return [
            member for role in HOLDER_ROLES for member in accounts.staff_of_role(connection, role)
        ]

    found = services.database.read(query)
    return [_holder(services, each) for each in found if each.bundle and each.certificate]


@ROUTES.put("/v1/recovery")
@allowed("survivor")
def make(body: NewSet, caller: CallerDep, services: ServicesDep) -> dict[str, int]:
    """Keep a set that she made; the one before ends. Logged."""
    with given():
        raw, wrap = unb64(body.statement), unb64(body.wrap)
        boxes = [unb64(box) for box in body.boxes]
        return _write(
            services,
            lambda db, now: recovering.make_set(
                *(db, caller, uid_of(caller), raw, wrap, boxes), now_ms=now, random=services.random
            ),
        )


@ROUTES.delete("/v1/recovery")
@allowed("survivor")
def drop(caller: CallerDep, services: ServicesDep) -> dict[str, int]:
    """End her set, and what goes on with it. Logged."""
    return _write(
        services,
        lambda db, now: recovering.drop_set(
            db, caller, uid_of(caller), now_ms=now, random=services.random
        ),
    )


@ROUTES.post("/v1/recovery/rehearsed")
@allowed("survivor")
def rehearsed(caller: CallerDep, services: ServicesDep) -> dict[str, int]:
    """Note that she rehearsed; says until when the next rehearsal is due. Logged."""
    due = services.database.write(
        lambda db: recovering.rehearsed(
            db, caller, uid_of(caller), now_ms=services.now_ms(), random=services.random
        )
    )
    return {"rehearse_by_ms": due}


@ROUTES.post("/v1/recovery/stop")
@allowed("survivor")
def stop(caller: CallerDep, services: ServicesDep) -> dict[str, int]:
    """Stop the recovery that goes on. Logged."""
    return _write(
        services,
        lambda db, now: recovering.stop(
            db, caller, uid_of(caller), now_ms=now, random=services.random
        ),
    )


@ROUTES.get("/v1/recovery-shares")
@allowed(*HOLDER_ROLES)
def shares(caller: CallerDep, services: ServicesDep) -> list[dict[str, object]]:
    """List the shares that the caller holds, and the recoveries that wait for them; logged."""

    def act(connection: Connection) -> list[dict[str, object]]:
        found = []
        for share in recoveries.shares_held(connection, caller.holder):
            row = recoveries.set_of(connection, share.set_id)
            if row is None:
                continue
            found.append(_held(connection, services, row, share))
            log_change(
                *(connection, caller, "key.list"),
                uid=row.uid,
                item=row.set_id,
                now_ms=services.now_ms(),
                random=services.random,
            )
        return found

    return services.database.write(act)


def _held(
    connection: Connection, services: Services, row: SetRow, share: ShareRow
) -> dict[str, object]:
    live = recoveries.going_on(connection, row.set_id)
    going = None if live is None else _recovery(connection, services, live)
    return {
        "set": row.set_id.hex(),
        "uid": row.uid.hex(),
        "place": share.place,
        "held_ms": share.held_at,
        "going_on": going,
        "asked": None if live is None else b64(live.asked),
    }


@ROUTES.post("/v1/recovery-shares/open")
@allowed(*HOLDER_ROLES)
def open_share(body: SetId, caller: CallerDep, services: ServicesDep) -> dict[str, object]:
    """Hand a holder the sealed share that is theirs; an access, in her log."""
    said = services.access.open_share(caller, parse_gid(body.set))
    if isinstance(said, Refusal):
        raise NotFound("there is no such share, or it is not yours")
    return {"place": said.place, "box": b64(said.box or b"")}


@ROUTES.post("/v1/recovery-shares/held")
@allowed(*HOLDER_ROLES)
def held(body: Signed, caller: CallerDep, services: ServicesDep) -> dict[str, int]:
    """Note a holder's word that its share opens. Logged."""
    with given():
        raw = unb64(body.statement)
        return _write(
            services,
            lambda db, now: recovery_asked.note_held(
                db, caller, raw, now_ms=now, random=services.random
            ),
        )


@ROUTES.post("/v1/recovery-shares/hand")
@allowed(*HOLDER_ROLES)
def hand(body: Handed, caller: CallerDep, services: ServicesDep) -> dict[str, int]:
    """Take what a holder hands over, once the wait is over. Logged."""
    with given():
        raw, sealed = unb64(body.statement), unb64(body.sealed)
        return _write(
            services,
            lambda db, now: recovery_asked.hand_over(
                db, caller, raw, sealed, now_ms=now, random=services.random
            ),
        )


@ROUTES.post("/v1/recoveries")
@allowed("public")
def ask(body: SignedCard, services: ServicesDep) -> dict[str, object]:
    """Begin a recovery that a card asks for. Logged, a wrong card too."""

    def act(connection: Connection, row: SetRow, start: bytes) -> dict[str, object]:
        made = recovery_asked.ask(
            *(connection, row, start, raw), now_ms=services.now_ms(), random=services.random
        )
        return _recovery(connection, services, made)

    with given():
        raw = unb64(body.statement)
        return _by_card(services, body, act)


@ROUTES.post("/v1/recoveries/look")
@allowed("public")
def look(body: Card, services: ServicesDep) -> dict[str, object]:
    """Say to a card how its newest recovery stands."""

    def act(connection: Connection, row: SetRow, _start: bytes) -> dict[str, object]:
        found = recoveries.newest(connection, row.set_id)
        return {"going_on": None if found is None else _recovery(connection, services, found)}

    with given():
        return _by_card(services, body, act)


@ROUTES.post("/v1/recoveries/take")
@allowed("public")
def take(body: Card, services: ServicesDep) -> dict[str, object]:
    """Hand a card the wrap and what was handed over, once all of it is there; an access."""

    def find(connection: Connection, row: SetRow, _start: bytes) -> tuple[SetRow, bytes]:
        found = recoveries.newest(connection, row.set_id)
        if found is None:
            raise NotFound("no recovery of this set was asked for")
        return row, found.recovery_id

    with given():
        row, recovery = _by_card(services, body, find)
        start = unb64(body.start, 32)
    said = services.access.recover(recovery_asked.card_caller(row.uid, start), recovery, start)
    if isinstance(said, Refusal):
        raise NotFound(f"nothing is handed out: {said.reason}")
    return {
        "recovery": recovery.hex(),
        "statement": b64(said.statement),
        "wrap": b64(said.wrap),
        "handed": [
            {"statement": b64(each.statement), "sealed": b64(each.sealed or b"")}
            for each in said.handed
        ],
    }


@ROUTES.post("/v1/recoveries/end")
@allowed("public")
def end(body: SignedCard, services: ServicesDep) -> dict[str, int]:
    """Open the account by a new passphrase, as the recovered key signed. Logged."""

    def act(connection: Connection, row: SetRow, start: bytes) -> int:
        return recovery_asked.end(
            *(connection, row, start, raw), now_ms=services.now_ms(), random=services.random
        )

    with given():
        raw = unb64(body.statement)
        return {"log_index": _by_card(services, body, act)}


def _by_card(services: Services, body: Card, action: Callable[[Connection, SetRow, bytes], T]) -> T:
    """Do something for who shows a card.

    Raises:
        Unauthenticated: it is no card of this set; that is in the log before it is told.
    """
    set_id, start = parse_gid(body.set), unb64(body.start, 32)

    def act(connection: Connection) -> T | Refusal:
        row = recovery_asked.check_start(
            connection, set_id, start, now_ms=services.now_ms(), random=services.random
        )
        return row if isinstance(row, Refusal) else action(connection, row, start)

    done = services.database.write(act)
    if isinstance(done, Refusal):
        raise Unauthenticated(NO_SUCH)
    return done


def _write(services: Services, action: Callable[[Connection, int], int]) -> dict[str, int]:
    index = services.database.write(lambda db: action(db, services.now_ms()))
    return {"log_index": index}
