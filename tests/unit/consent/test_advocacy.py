"""Advocates: named by her, let see what she shows, and nothing once it is taken back."""

# ruff: noqa: ANN401 what the tests put together by hand has no closer type

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from consent import advocacy
from consent.access import Caller
from consent.decision import Refusal
from consent.errors import InvalidScope, WrongState
from tests.unit.consent.conftest import HER
from vault import accounts
from vault.ids import Rid, Uid
from vault.rows import StaffRow

World = Any
SID = b"\x0c" * 16
BESIDE = Caller("advocate", b"v" * 32, SID, "care", "A charity", "session")


@pytest.fixture
def lid(world: World) -> bytes:
    row = StaffRow(*(SID, "adv", "hash", "advocate", "V", "A charity", "care", None, None, None, 5))
    world.database.write(lambda db: accounts.add_staff(db, row))
    found: bytes = do(world, advocacy.name_advocate, world.her, HER, SID).lid
    return found


def do(world: World, action: Callable[..., Any], *given: Any) -> Any:
    return world.database.write(
        lambda db: action(db, *given, now_ms=world.now_ms, random=world.random)
    )


def may(world: World, lid: bytes, matter: bytes, caller: Caller = BESIDE) -> bool:
    said = do(world, advocacy.decide_beside, caller, "request.read", lid, matter)
    return not isinstance(said, Refusal)


def test_an_advocate_makes_codes_and_sees_only_what_she_shows(world: World, lid: bytes) -> None:
    assert may(world, lid, lid)
    assert not may(world, lid, world.qid)
    do(world, advocacy.show_request, world.her, HER, lid, world.qid)
    assert may(world, lid, world.qid)
    do(world, advocacy.hide_request, world.her, HER, lid, world.qid)
    assert not may(world, lid, world.qid)
    # Shown again, and taken back with everything else.
    do(world, advocacy.show_request, world.her, HER, lid, world.qid)
    assert may(world, lid, world.qid)
    do(world, advocacy.end_advocacy, world.her, HER, lid)
    assert not may(world, lid, world.qid)
    assert not may(world, lid, lid)


@pytest.mark.parametrize(
    "caller",
    [
        replace(BESIDE, holder=b"\x0d" * 16),
        replace(BESIDE, role="investigator"),
        replace(BESIDE, role="auditor"),
    ],
)
def test_nobody_else_acts_in_their_place(world: World, lid: bytes, caller: Caller) -> None:
    assert not may(world, lid, lid, caller)


def test_it_ends_after_a_year_by_itself(world: World, lid: bytes) -> None:
    world.pass_time(days=364)
    assert may(world, lid, lid)
    world.pass_time(days=2)
    assert not may(world, lid, lid)


def test_a_rule_of_an_advocates_hands_out_no_release(world: World, lid: bytes) -> None:
    """The same rows decide both; their purposes and scopes never meet."""
    do(world, advocacy.show_request, world.her, HER, lid, world.qid)
    world.store()
    world.publish()
    team = f"beside:{lid.hex()}"
    for caller in (replace(BESIDE, team=team), replace(world.officer, team=team)):
        answer = world.access.collect(caller, Rid(b"r" * 16), world.person.fp)
        assert isinstance(answer, Refusal)


def test_a_refusal_is_in_her_case_before_it_is_told(world: World, lid: bytes) -> None:
    before = len(world.entries())
    assert not may(world, lid, world.qid)
    (entry,) = world.entries()[before:]
    assert (entry["act"], entry["out"], entry["role"]) == ("request.read", "denied", "advocate")
    assert "tag" in entry
    # Beside somebody who never named them, the entry says nothing of a case.
    assert not may(world, b"\x00" * 16, world.qid)
    assert "tag" not in world.entries()[-1]


def test_what_is_not_hers_cannot_be_named_shown_or_ended(world: World, lid: bytes) -> None:
    other = Uid(b"\x44" * 16)
    for action, given in (
        (advocacy.end_advocacy, (lid,)),
        (advocacy.show_request, (lid, world.qid)),
        (advocacy.hide_request, (lid, world.qid)),
    ):
        with pytest.raises(WrongState):
            do(world, action, world.her, other, *given)
    for action, given in (
        (advocacy.show_request, (lid, b"\x00" * 16)),
        (advocacy.hide_request, (lid, world.qid)),
        (advocacy.name_advocate, (SID,)),
        (advocacy.name_advocate, (b"\x02" * 16,)),
        (advocacy.name_advocate, (b"\x00" * 16,)),
    ):
        with pytest.raises(WrongState):
            do(world, action, world.her, HER, *given)


def test_each_change_is_an_entry_of_hers(world: World, lid: bytes) -> None:
    do(world, advocacy.show_request, world.her, HER, lid, world.qid)
    do(world, advocacy.hide_request, world.her, HER, lid, world.qid)
    do(world, advocacy.end_advocacy, world.her, HER, lid)
    found = [each for each in world.entries() if each["act"].startswith("role.")]
    acts = ["role.name", "role.show", "role.hide", "role.drop"]
    assert [each["act"] for each in found] == acts
    assert all("tag" in each and each["role"] == "survivor" for each in found)


@pytest.mark.usefixtures("lid")
def test_few_requests_are_shown_at_once(world: World) -> None:
    def fill(db: Any) -> None:
        for at in range(40):
            row = advocacy.advocates_of(db, HER)[0]
            advocacy._allow(db, row, bytes([at]) * 16, world.now_ms, world.random)

    with pytest.raises(InvalidScope):
        world.database.write(fill)
