"""Approval before asking: whose, of which words, once."""

# ruff: noqa: ANN401 what the tests put together by hand has no closer type

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from consent import amending, proposals, requests
from consent.access import Caller
from consent.errors import IncompleteRequest, WrongState
from consent.request import Request, parse_request
from tests.unit.consent.asked import asked
from vault import accounts
from vault.rows import StaffRow
from vault.statement import digest, show_time

World = Any
BOSS = Caller("supervisor", b"s" * 32, b"\x05" * 16, "team-9", "Police", "session")
APPROVER = {"name": "B. Senior", "rank": "inspector", "at": "2026-02-28T09:00:00Z"}


def staff(sid: bytes, role: str, name: str, organisation: str = "Police") -> StaffRow:
    return StaffRow(
        *(sid, sid.hex(), "hash", role, name, organisation, "team-9", None, None, None, 5)
    )


@pytest.fixture
def officer(world: World) -> Caller:
    """Who asks, and the supervisors of two organisations."""

    def add(db: Any) -> None:
        accounts.add_staff(db, staff(BOSS.holder, "supervisor", "B. Senior"))
        accounts.add_staff(db, staff(b"\x06" * 16, "supervisor", "B. Senior", "Elsewhere"))

    world.database.write(add)
    return replace(world.officer, org="Police")


def request(world: World, route: str = "counselling", **changes: Any) -> Request:
    expires = show_time(world.now + timedelta(days=60))
    return parse_request(asked(route, expires=expires, **changes), now=world.now)


def do(world: World, action: Callable[..., Any], *given: Any) -> Any:
    return world.database.write(
        lambda db: action(db, *given, now_ms=world.now_ms, random=world.random)
    )


def submit(world: World, officer: Caller, body: Request) -> Any:
    return do(world, requests.submit, officer, b"\x01" * 32, body)


def approved(world: World, officer: Caller, body: Request, by: Caller = BOSS) -> bytes:
    row = do(world, proposals.propose, officer, body)
    do(world, proposals.approve, by, row.pid, digest(row.document))
    found: bytes = row.pid
    return found


def test_the_stricter_route_is_asked_only_with_an_approval_and_once(
    world: World, officer: Caller
) -> None:
    body = request(world)
    with pytest.raises(IncompleteRequest) as refused:
        submit(world, officer, body)
    assert set(refused.value.missing) == {"approver"}
    approved(world, officer, body)
    assert submit(world, officer, body).index
    with pytest.raises(IncompleteRequest):
        submit(world, officer, body)


def test_other_routes_need_none(world: World, officer: Caller) -> None:
    assert submit(world, officer, request(world, "vir")).index


def test_an_approval_is_of_these_words_alone(world: World, officer: Caller) -> None:
    approved(world, officer, request(world))
    with pytest.raises(IncompleteRequest):
        submit(world, officer, request(world, necessity="something else"))


def test_an_approval_is_for_who_asked_for_it(world: World, officer: Caller) -> None:
    body = request(world)
    approved(world, officer, body)
    with pytest.raises(IncompleteRequest):
        submit(world, replace(officer, holder=b"\x0b" * 16), body)


def test_words_that_were_not_read_are_not_approved(world: World, officer: Caller) -> None:
    row = do(world, proposals.propose, officer, request(world))
    for answer in (proposals.approve, proposals.decline):
        with pytest.raises(WrongState):
            do(world, answer, BOSS, row.pid, b"\x00" * 32)


@pytest.mark.parametrize(
    "by",
    [
        replace(BOSS, holder=b"\x06" * 16, org="Elsewhere"),
        replace(BOSS, role="investigator"),
        replace(BOSS, role="administrator"),
    ],
)
def test_nobody_else_approves(world: World, officer: Caller, by: Caller) -> None:
    row = do(world, proposals.propose, officer, request(world))
    with pytest.raises(WrongState):
        do(world, proposals.approve, by, row.pid, digest(row.document))


def test_nobody_approves_their_own(world: World, officer: Caller) -> None:
    row = do(world, proposals.propose, officer, request(world))
    own = replace(officer, role="supervisor")
    with pytest.raises(WrongState):
        do(world, proposals.approve, own, row.pid, digest(row.document))


def test_the_words_name_who_approves_them(world: World, officer: Caller) -> None:
    row = do(world, proposals.propose, officer, request(world, approver={**APPROVER, "name": "X"}))
    with pytest.raises(IncompleteRequest):
        do(world, proposals.approve, BOSS, row.pid, digest(row.document))


def test_an_approval_falls_with_the_supervisor_who_leaves(world: World, officer: Caller) -> None:
    body = request(world)
    approved(world, officer, body)
    world.database.write(lambda db: accounts.disable_staff(db, BOSS.holder, world.now_ms))
    with pytest.raises(IncompleteRequest):
        submit(world, officer, body)


def test_an_answer_is_given_once_and_declined_words_are_not_asked(
    world: World, officer: Caller
) -> None:
    body = request(world)
    row = do(world, proposals.propose, officer, body)
    do(world, proposals.decline, BOSS, row.pid, digest(row.document))
    with pytest.raises(WrongState):
        do(world, proposals.approve, BOSS, row.pid, digest(row.document))
    with pytest.raises(IncompleteRequest):
        submit(world, officer, body)


def test_each_step_has_its_entry_and_none_has_a_case(world: World, officer: Caller) -> None:
    before = len(world.entries())
    approved(world, officer, request(world))
    found = world.entries()[before:]
    assert [(each["act"], each["role"]) for each in found] == [
        ("request.propose", "investigator"),
        ("request.approve", "supervisor"),
    ]
    assert not any("tag" in each for each in found)


def test_a_supervisor_sees_the_organisations_and_who_asks_their_own(
    world: World, officer: Caller
) -> None:
    do(world, proposals.propose, officer, request(world))
    listed = {
        caller.holder: len(
            world.database.read(lambda db, by=caller: proposals.proposals_for(db, by))
        )
        for caller in (
            officer,
            BOSS,
            replace(BOSS, holder=b"\x06" * 16, org="Elsewhere"),
            replace(officer, holder=b"\x0b" * 16),
        )
    }
    assert list(listed.values()) == [1, 1, 0, 0]


def test_few_wait_at_once(world: World, officer: Caller) -> None:
    for _ in range(proposals.MAX_WAITING):
        do(world, proposals.propose, officer, request(world))
    with pytest.raises(WrongState):
        do(world, proposals.propose, officer, request(world))


def test_an_amendment_needs_an_approval_of_its_own(world: World, officer: Caller) -> None:
    body = request(world)
    approved(world, officer, body)
    qid = submit(world, officer, body).qid
    less = request(world, sought={"c": ["message"], "p": ["p1"]})
    with pytest.raises(IncompleteRequest):
        do(world, amending.amend, officer, qid, less)
    approved(world, officer, less)
    assert do(world, amending.amend, officer, qid, less)
