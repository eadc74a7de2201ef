"""Storing a grant: everything that is wrong is refused, and nothing half-stored remains."""

# ruff: noqa: ANN401 what the tests put together by hand has no closer type

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from consent.errors import InvalidScope, StaleNotice, WrongState
from consent.granting import grant_of, grants_of
from consent.repository import MAX_LIVE_RULES, rules_of_grant
from consent.requests import request_of
from consent.rule import ACTS
from tests.unit.consent.asked import asked
from vault import accounts, holdings
from vault.canonical import marshal
from vault.errors import AlreadyStored, Malformed, NotAuthentic
from vault.identity import Kind, new_identity
from vault.ids import Eid, Fingerprint, Gid
from vault.rows import StaffRow
from vault.statement import parse_time, show_time

GID = Gid(b"g" * 16)
World = Any


def test_what_she_signed_becomes_rule_envelope_and_entry(world: World) -> None:
    queued: list[Gid] = []
    stored = world.store(enqueue=lambda _db, gid, _begins: queued.append(gid))
    assert (stored.gid, stored.fresh) == (GID, True)
    assert queued == [GID]
    entry = world.entries()[stored.index]
    assert (entry["act"], entry["out"], entry["role"]) == ("grant", "done", "survivor")
    [rule] = world.database.read(lambda db: rules_of_grant(db, GID))
    assert rule.scope == marshal(world.scope().marshal()).decode()
    assert rule.acts == marshal(sorted(ACTS)).decode()
    assert rule.why == f'["{world.qid.hex()}:investigation"]'
    assert (rule.vault_id, rule.team_id) == (world.her.holder.hex(), "team-1")
    assert world.database.read(lambda db: request_of(db, world.qid)).state == "answered"
    mine = world.database.read(lambda db: grants_of(db, world.her.holder))
    assert [row.gid for row in mine] == [GID]


def test_the_same_bytes_again_are_the_same_grant(world: World) -> None:
    first = world.store()
    before = world.acts()
    queued: list[Gid] = []
    again = world.store(enqueue=lambda _db, gid, _begins: queued.append(gid))
    assert (again.index, again.fresh) == (first.index, False)
    assert queued == []
    assert world.acts() == before


def test_other_bytes_under_the_same_id_are_refused(world: World) -> None:
    world.store()
    with pytest.raises(AlreadyStored):
        world.store(world.grant(approval="auto"))


def test_one_rule_for_each_team_that_is_named(world: World) -> None:
    other = new_identity(Kind.PERSON, random=world.random)
    row = StaffRow(
        *(b"\x03" * 16, "desk5", "hash", "investigator", "B", "Police", "team-2"),
        *(other.fp, other.bundle.marshal(), None, 5),
    )
    world.database.write(lambda db: accounts.add_staff(db, row))
    world.store(world.grant(release_to=(world.person.fp, other.fp)))
    teams = world.database.read(lambda db: [rule.team_id for rule in rules_of_grant(db, GID)])
    assert sorted(teams) == ["team-1", "team-2"]


@pytest.mark.parametrize(
    ("role", "may"),
    [
        *(("prosecutor", True), ("solicitor", True)),
        *(("guardian", False), ("auditor", False), ("administrator", False)),
    ],
)
def test_who_asks_may_receive_and_nobody_else_on_the_staff(
    world: World, role: str, *, may: bool
) -> None:
    other = new_identity(Kind.PERSON, random=world.random)
    row = StaffRow(
        *(b"\x03" * 16, "desk5", "hash", role, "B", "Firm", "team-2"),
        *(other.fp, other.bundle.marshal(), None, 5),
    )
    world.database.write(lambda db: accounts.add_staff(db, row))
    grant = world.grant(release_to=(other.fp,))
    if may:
        assert world.store(grant).fresh
        return
    with pytest.raises(InvalidScope):
        world.store(grant)


WRONG: list[tuple[str, Callable[[World], dict[str, Any]], type[Exception]]] = [
    ("root", lambda _w: {"root": b"\0" * 32}, InvalidScope),
    ("eid", lambda _w: {"eid": Eid(b"z" * 16)}, InvalidScope),
    ("kind", lambda _w: {"kind": "catalogue"}, InvalidScope),
    ("ended", lambda w: {"not_before": w.now - timedelta(days=9), "expires": w.now}, InvalidScope),
    ("too long", lambda w: {"expires": w.now + timedelta(days=367)}, InvalidScope),
    ("policy", lambda _w: {"policy": b"\0" * 32}, StaleNotice),
    ("no policy", lambda _w: {"policy": None}, StaleNotice),
    ("notice", lambda _w: {"notice": b"\0" * 32}, StaleNotice),
    ("no notice", lambda _w: {"notice": None}, StaleNotice),
    ("stranger", lambda _w: {"release_to": (Fingerprint(b"\0" * 32),)}, InvalidScope),
    ("nobody", lambda _w: {"release_to": ()}, InvalidScope),
    ("no request", lambda _w: {"request": "a word"}, StaleNotice),
    ("envelope", lambda _w: {"envelope": b"\0" * 32}, NotAuthentic),
]
WIDER: list[dict[str, Any]] = [
    {"p": None},
    {"p": frozenset({"p1", "p3"})},
    {"c": frozenset({"media"})},
    {"s": frozenset({"health"})},
    {"x": frozenset({"ee" * 16})},
    {"x": frozenset({(b"e" * 16).hex(), "ee" * 16})},
    {"p": frozenset()},
]


def nothing_stored(world: World, before: list[str]) -> None:
    assert world.acts() == before
    assert world.database.read(lambda db: grant_of(db, GID)) is None
    assert world.database.read(lambda db: rules_of_grant(db, GID)) == []
    assert world.database.read(lambda db: request_of(db, world.qid)).state == "submitted"
    with pytest.raises(Exception, match="no envelope"):
        world.database.read(lambda db: holdings.sealed_envelope(db, GID))


@pytest.mark.parametrize(("name", "changes", "error"), WRONG, ids=[each[0] for each in WRONG])
def test_what_is_wrong_is_refused_whole(
    world: World, name: str, changes: Callable[[World], dict[str, Any]], error: type[Exception]
) -> None:
    before = world.acts()
    with pytest.raises(error):
        world.store(world.grant(**changes(world)))
    nothing_stored(world, before)
    assert name


@pytest.mark.parametrize("changes", WIDER)
def test_a_grant_wider_than_the_request_is_refused(world: World, changes: dict[str, Any]) -> None:
    before = world.acts()
    scope = replace(world.scope(), **changes)
    with pytest.raises(InvalidScope):
        world.store(world.grant(scope=scope))
    nothing_stored(world, before)


def test_another_envelope_than_the_one_named_is_refused(world: World) -> None:
    before = world.acts()
    with pytest.raises(NotAuthentic):
        world.store(envelope=b"another")
    nothing_stored(world, before)


def test_another_signature_is_refused(world: World) -> None:
    before = world.acts()
    with pytest.raises(NotAuthentic):
        world.store(signer=world.person)
    with pytest.raises(Malformed):
        world.database.write(lambda db: world_store_raw(world, db, b"{}"))
    nothing_stored(world, before)


def world_store_raw(world: World, db: Any, raw: bytes) -> None:
    from consent.granting import store_grant  # noqa: PLC0415 one test gives raw bytes

    store_grant(
        db,
        world.her,
        world.her.holder,
        raw,
        b"",
        now=world.now,
        random=world.random,
        enqueue=lambda _db, _gid, _begins: None,
    )


def test_a_request_is_answered_once(world: World) -> None:
    world.store()
    with pytest.raises(WrongState):
        world.store(world.grant(gid=Gid(b"h" * 16)))


def test_a_request_that_ended_is_not_answered(world: World) -> None:
    world.now += timedelta(days=100)
    with pytest.raises(WrongState):
        world.store(world.grant(expires=world.now + timedelta(days=1)))


def test_what_a_proxy_agrees_to_ends_when_she_speaks_for_herself(world: World) -> None:
    child = {
        "kind": "child",
        "name": "D. Parent",
        "relation": "mother",
        "views": "she says yes",
        "until": "2026-03-21",
    }
    ends = show_time(world.now + timedelta(days=20))
    world.ask(asked(expires=ends, proxy=child))
    before = world.acts()
    birthday = parse_time("2026-03-21T00:00:00Z")
    with pytest.raises(InvalidScope):
        world.store(world.grant(expires=birthday + timedelta(seconds=1)))
    nothing_stored(world, before)
    assert world.store(world.grant(expires=birthday)).fresh


def test_who_speaks_for_an_adult_binds_no_end(world: World) -> None:
    adult = {
        "kind": "capacity",
        "name": "D. Attorney",
        "relation": "attorney",
        "views": "she nods",
        "until": None,
    }
    world.ask(asked(expires=show_time(world.now + timedelta(days=20)), proxy=adult))
    assert world.store().fresh


def test_if_the_work_cannot_be_queued_nothing_is_stored(world: World) -> None:
    def fails(_db: object, _gid: Gid, _begins: int) -> None:
        raise WrongState("a made fault")

    before = world.acts()
    with pytest.raises(WrongState):
        world.store(enqueue=fails)
    nothing_stored(world, before)


def test_a_team_has_no_more_live_rules_than_decisions_can_bear(world: World) -> None:
    for number in range(MAX_LIVE_RULES):
        world.store(world.grant(gid=Gid(bytes([number]) * 16)))
        world.ask()
    with pytest.raises(InvalidScope):
        world.store()
