"""Requests on their way: one answer for every code, and states that only go forward."""

# ruff: noqa: ANN401 what the tests put together by hand has no closer type

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from consent import requests
from consent.amending import amend
from consent.errors import IncompleteRequest, WrongState
from consent.request import parse_request
from consent.rows import RequestCode
from tests.unit.consent.asked import asked
from tests.unit.consent.conftest import request_body
from vault import accounts
from vault.repository import Rows
from vault.statement import show_time

World = Any
Do = Callable[[Any], Any]


@pytest.fixture
def body(world: World) -> Any:
    return parse_request(request_body(world.now + timedelta(days=60)), now=world.now)


def new_code(world: World, code: bytes, expires_ms: int | None = None) -> None:
    hashed = accounts.hash_of(code)
    ends = world.now_ms + 9 if expires_ms is None else expires_ms
    world.database.write(
        lambda db: requests.add_code(db, world.her.holder, hashed, now_ms=5, expires_ms=ends)
    )


def submit(world: World, body: Any, code: bytes, caller: Any = None) -> Any:
    return world.database.write(
        lambda db: requests.submit(
            db,
            caller or world.officer,
            accounts.hash_of(code),
            body,
            now_ms=world.now_ms,
            random=world.random,
        )
    )


def submit_watched(world: World, body: Any, code: bytes) -> tuple[Any, list[str], list[int]]:
    """Submit with a code; give the answer, the statements that were run, and rows changed."""
    ran: list[str] = []
    changed: list[int] = []

    def note(_c: Any, _k: Any, statement: str, *_rest: Any) -> None:
        ran.append(statement)

    def count(_c: Any, cursor: Any, *_rest: Any) -> None:
        changed.append(cursor.rowcount)

    event.listen(world.database.engine, "before_cursor_execute", note)
    event.listen(world.database.engine, "after_cursor_execute", count)
    try:
        return submit(world, body, code), ran, changed
    finally:
        event.remove(world.database.engine, "before_cursor_execute", note)
        event.remove(world.database.engine, "after_cursor_execute", count)


def test_every_code_gets_the_same_answer_after_the_very_same_statements(
    world: World, body: Any
) -> None:
    new_code(world, b"good")
    new_code(world, b"old", world.now_ms)
    good, work, changed = submit_watched(world, body, b"good")
    hers = world.database.read(lambda db: requests.requests_to(db, world.her.holder))
    assert good.qid in [each.qid for each in hers]
    for code in (b"good", b"old", b"unknown"):
        bad, other_work, other_changed = submit_watched(world, body, code)
        # The log's too: an entry of nobody's case is as long and as much work as one of hers.
        assert (other_work, other_changed) == (work, changed)
        mine = world.database.read(lambda db: requests.requests_to(db, world.her.holder))
        assert bad.qid not in [each.qid for each in mine]
    theirs = world.database.read(lambda db: requests.requests_by(db, "team-1"))
    assert {each.state for each in theirs} == {"submitted"}
    assert len(theirs) == 5


def test_nothing_in_the_log_tells_a_good_code_from_a_bad_one(world: World, body: Any) -> None:
    new_code(world, b"good")
    submit(world, body, b"good")
    submit(world, body, b"bad")
    good, bad = world.entries()[-2:]
    assert set(good) == set(bad)
    assert {len(str(good[key])) - len(str(bad[key])) for key in good} == {0}
    assert good["act"] == bad["act"] == "request.submit"


def test_of_two_that_use_one_code_at_once_one_reaches_her(
    world: World, body: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_code(world, b"good")
    hashed = accounts.hash_of(b"good")
    fresh = RequestCode(hashed, world.her.holder, 5, world.now_ms + 9)
    original = Rows.find

    def stale(self: Rows, connection: Any, kind: type, /, **where: Any) -> Any:
        # Both read the code before either wrote, as two connections can.
        if kind is RequestCode and where == {"hash": hashed}:
            return fresh
        return original(self, connection, kind, **where)

    monkeypatch.setattr(Rows, "find", stale)
    first, second = submit(world, body, b"good"), submit(world, body, b"good")
    hers = world.database.read(lambda db: requests.requests_to(db, world.her.holder))
    reached = {each.qid for each in hers}
    assert first.qid in reached
    assert second.qid not in reached


def refuse(world: World, uid: bytes | None = None) -> None:
    world.database.write(
        lambda db: requests.refuse(
            *(db, world.her, uid or world.her.holder, world.qid),
            now_ms=world.now_ms,
            random=world.random,
        )
    )


def withdraw(world: World, caller: Any = None) -> None:
    world.database.write(
        lambda db: requests.withdraw(
            db, caller or world.officer, world.qid, now_ms=world.now_ms, random=world.random
        )
    )


def state(world: World) -> str:
    return str(world.database.read(lambda db: requests.request_of(db, world.qid)).state)


def test_she_refuses_without_a_reason_and_only_once(world: World) -> None:
    with pytest.raises(WrongState):
        refuse(world, b"\x09" * 16)
    refuse(world)
    assert world.entries()[-1]["rc"] == "refused"
    assert state(world) == "refused"
    with pytest.raises(WrongState):
        refuse(world)
    with pytest.raises(WrongState):
        world.store()


def test_its_asker_takes_it_back(world: World) -> None:
    with pytest.raises(WrongState):
        withdraw(world, replace(world.officer, holder=b"\x05" * 16))
    withdraw(world)
    assert world.acts()[-1] == "request.withdraw done"
    # She finds it among her own lines.
    assert "tag" in world.entries()[-1]
    with pytest.raises(WrongState):
        world.store()
    steps = world.database.read(lambda db: requests.history(db, world.qid))
    assert [(step.number, step.state) for step in steps] == [(0, "submitted"), (1, "withdrawn")]


@pytest.mark.parametrize("end", [refuse, withdraw])
def test_what_is_refused_or_withdrawn_stays_so(world: World, end: Do) -> None:
    end(world)
    before = state(world)
    for again in (refuse, withdraw, lambda each: each.store()):
        with pytest.raises(WrongState):
            again(world)
    assert state(world) == before


def test_no_move_goes_back() -> None:
    order = [requests.SUBMITTED, requests.ANSWERED, requests.REFUSED, requests.WITHDRAWN]
    assert set(order) == set(requests.MOVES)
    for at, states in requests.MOVES.items():
        assert all(order.index(to) > order.index(at) for to in states)


@pytest.mark.parametrize(
    ("route", "role", "may"),
    [
        ("vir", "investigator", True),
        ("vir", "solicitor", False),
        ("counselling", "solicitor", False),
        ("agreement", "solicitor", False),
        ("civil", "solicitor", True),
        ("civil", "investigator", False),
        ("court", "investigator", True),
        ("court", "prosecutor", True),
        ("court", "solicitor", True),
        ("court", "guardian", False),
        ("vir", "guardian", False),
        ("vir", "survivor", False),
    ],
)
def test_a_route_is_open_to_those_whose_it_is(
    world: World, route: str, role: str, *, may: bool
) -> None:
    ends = show_time(world.now + timedelta(days=30))
    request = parse_request(asked(route, expires=ends), now=world.now)
    caller = replace(world.officer, role=role)
    if may:
        submit(world, request, b"x", caller)
        return
    with pytest.raises(IncompleteRequest) as raised:
        submit(world, request, b"x", caller)
    assert set(raised.value.missing) == {"route"}


def test_a_later_stage_follows_a_request_of_ones_own_team(world: World) -> None:
    def later(follows: str) -> Any:
        ends = show_time(world.now + timedelta(days=30))
        value = asked(expires=ends, stage="follow-up", follows=follows)
        return parse_request(value, now=world.now)

    submit(world, later(world.qid.hex()), b"x")
    for follows, caller in (
        ("ab" * 16, world.officer),
        (world.qid.hex(), replace(world.officer, team="team-2")),
    ):
        with pytest.raises(IncompleteRequest) as raised:
            submit(world, later(follows), b"x", caller)
        assert set(raised.value.missing) == {"follows"}


@pytest.mark.parametrize("name", ["A", " a "])
def test_nobody_approves_their_own_by_calling_themselves_another(world: World, name: str) -> None:
    """The register knows who asks, whatever the request says."""
    ends = show_time(world.now + timedelta(days=30))
    approver: dict[str, Any] = {"name": name, "rank": "inspector", "at": "2026-02-28T09:00:00Z"}
    own = parse_request(asked(expires=ends, approver=approver), now=world.now)
    before = world.acts()
    with pytest.raises(IncompleteRequest) as raised:
        submit(world, own, b"x")
    assert raised.value.missing == {"approver.name": "s 44D"}
    with pytest.raises(IncompleteRequest):
        world.database.write(
            lambda db: amend(
                *(db, world.officer, world.qid, own), now_ms=world.now_ms, random=world.random
            )
        )
    assert world.acts() == before


def test_who_asks_is_not_the_one_who_advises_her(world: World) -> None:
    ends = show_time(world.now + timedelta(days=30))
    claim = asked("civil")["claim"]
    assert isinstance(claim, dict)
    own: dict[str, Any] = {**claim, "her_solicitor": {"name": "a", "firm": "x", "contact": "y"}}
    request = parse_request(asked("civil", expires=ends, claim=own), now=world.now)
    with pytest.raises(IncompleteRequest) as raised:
        submit(world, request, b"x", replace(world.officer, role="solicitor"))
    assert raised.value.missing == {"claim.her_solicitor": "CPR Part 31"}


def test_two_processes_may_both_be_the_first_to_ask(
    world: World, body: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = Rows.find

    def not_yet(self: Rows, connection: Any, kind: type, /, **where: Any) -> Any:
        if kind is RequestCode and where == {"hash": bytes(32)}:
            return None
        return original(self, connection, kind, **where)

    monkeypatch.setattr(Rows, "find", not_yet)
    first, second = submit(world, body, b"x"), submit(world, body, b"y")
    assert first.qid != second.qid


def test_a_move_that_is_none_is_refused(world: World) -> None:
    def act(db: Any) -> None:
        requests._move(db, world.qid, "refused", "answered", "survivor", world.now_ms)

    with pytest.raises(WrongState):
        world.database.write(act)
    # A grant that was withdrawn closes its request once, and no other's.
    for matter in (world.qid.hex(), "ab" * 16):
        world.database.write(
            lambda db, matter=matter: requests.close_for_grant(db, matter, "survivor", world.now_ms)
        )
    assert state(world) == "submitted"
