"""Exclusions: a mark beats every grant, for ever, until she lifts it."""

# ruff: noqa: ANN401 what the tests put together by hand has no closer type

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from consent import exclusion
from consent.access import Caller, Held, Refusal
from consent.errors import InvalidScope, WrongState
from consent.exclusion import Mark
from vault import holdings
from vault.ids import Eid, Gid
from vault.rows import ExtractionRow

World = Any
GID = Gid(b"g" * 16)
GUARDIAN = Caller("guardian", b"n" * 32, b"\x06" * 16, "clinic", "clinic", "session")


def mark(world: World, what: Mark) -> Any:
    return world.withdrawals.exclude(world.her, world.her.holder, what)


def lift(world: World, which: bytes, uid: bytes) -> None:
    world.database.write(
        lambda db: exclusion.lift(
            db, world.her, uid, which, now_ms=world.now_ms, random=world.random
        )
    )


def reason(world: World) -> str:
    taken = world.access.take_envelope(world.worker, GID)
    return taken.reason if isinstance(taken, Refusal) else "handed out"


def test_a_marked_person_stops_a_grant_that_names_them(world: World) -> None:
    world.store()
    row = mark(world, Mark(person="p1"))
    assert reason(world) == "denied-by-rule"
    lift(world, row.id, world.her.holder)
    assert reason(world) == "handed out"
    assert "policy.exclude done" in world.acts()


def test_another_person_s_mark_stops_nothing(world: World) -> None:
    world.store()
    mark(world, Mark(person="p2"))
    assert reason(world) == "handed out"


def test_a_marked_day_stops_a_grant_that_holds_it(world: World) -> None:
    world.store()
    mark(world, Mark(day=86_400))
    assert reason(world) == "denied-by-rule"


def test_a_mark_made_before_a_grant_beats_it_too(world: World) -> None:
    mark(world, Mark(person="p1"))
    world.store()
    assert reason(world) == "denied-by-rule"


def test_a_mark_does_not_lapse(world: World) -> None:
    mark(world, Mark(person="p1"))
    world.pass_time(days=900)
    world.ask()
    world.store(world.grant(not_before=world.now, expires=world.now + timedelta(days=1)))
    assert reason(world) == "denied-by-rule"


def test_a_mark_stops_a_worker_between_two_batches(world: World) -> None:
    world.store()
    held = world.access.take_envelope(world.worker, GID)
    assert isinstance(held, Held)
    mark(world, Mark(person="p1"))
    with held.batch() as refused:
        assert isinstance(refused, Refusal)


def test_only_she_lifts_a_mark_and_once(world: World) -> None:
    row = mark(world, Mark(person="p1"))
    with pytest.raises(WrongState):
        lift(world, row.id, b"\x09" * 16)
    lift(world, row.id, world.her.holder)
    with pytest.raises(WrongState):
        lift(world, row.id, world.her.holder)
    assert world.database.read(lambda db: exclusion.exclusions_of(db, world.her.holder)) == []


@pytest.mark.parametrize("what", [Mark(), Mark(person=" "), Mark(day=-1)])
def test_nothing_to_mark_is_refused(world: World, what: Mark) -> None:
    with pytest.raises(WrongState):
        mark(world, what)


def test_a_stranger_has_nothing_to_mark(world: World) -> None:
    other = replace(world.her, holder=b"\x09" * 16)
    with pytest.raises(WrongState):
        world.database.write(
            lambda db: exclusion.exclude(
                db, other, other.holder, Mark(person="p1"), now_ms=5, random=world.random
            )
        )


def test_marks_are_capped(world: World) -> None:
    for number in range(24):
        mark(world, Mark(person=f"q{number}"))
    with pytest.raises(InvalidScope):
        mark(world, Mark(person="q24"))


def test_her_marks_are_listed_with_what_they_mark(world: World) -> None:
    mark(world, Mark(person="p1"))
    world.pass_time(seconds=1)
    lifted = mark(world, Mark(person="p2"))
    world.pass_time(seconds=1)
    mark(world, Mark(day=86_400, end=86_400 + 23 * 3600))
    lift(world, lifted.id, world.her.holder)
    found = world.database.read(lambda db: exclusion.marked(db, world.her.holder))
    assert [(each.row.kind, each.person, each.days) for each in found] == [
        ("person", "p1", None),
        ("day", None, (86_400, 86_400 + 23 * 3600)),
    ]


# A copy that comes later.

NEWER = Eid(b"f" * 16)


def bring(world: World) -> int:
    """Have another copy of hers arrive, and her marks hold for it; give how many had to grow."""
    row = ExtractionRow(
        *(NEWER, world.her.holder, b"n" * 32, "uploading", b"T" * 32, b"j", b"[]", 6)  # type: ignore[arg-type]
    )

    def act(db: Any) -> int:
        holdings.begin_extraction(db, row)
        holdings.complete_extraction(
            *(db, NEWER),
            catalogue="x/cat2",
            leaves="x/leaves2",
            wrap=b"another wrap",
            log_index=0,
            random=world.random,
        )
        return exclusion.extend(
            *(db, GUARDIAN, world.her.holder), now_ms=world.now_ms, random=world.random
        )

    count: int = world.database.write(act)
    return count


def newer(world: World) -> Any:
    scope = replace(world.scope(), x=frozenset({NEWER.hex()}))
    return world.grant(eid=NEWER, root=b"T" * 32, scope=scope)


def test_a_mark_holds_for_a_copy_that_comes_later(world: World) -> None:
    row = mark(world, Mark(person="p1"))
    assert bring(world) == 1
    world.store(newer(world))
    assert reason(world) == "denied-by-rule"
    (found,) = world.database.read(lambda db: exclusion.marked(db, world.her.holder))
    assert (found.row.id, found.person) == (row.id, "p1")
    # It is one mark still, and ends as one.
    lift(world, row.id, world.her.holder)
    assert reason(world) == "handed out"


def test_and_goes_on_holding_for_those_before(world: World) -> None:
    world.store()
    mark(world, Mark(day=86_400))
    assert bring(world) == 1
    assert reason(world) == "denied-by-rule"


def test_what_is_lifted_does_not_come_back_with_a_copy(world: World) -> None:
    row = mark(world, Mark(person="p1"))
    lift(world, row.id, world.her.holder)
    assert bring(world) == 0
    world.store(newer(world))
    assert reason(world) == "handed out"


def test_as_many_marks_as_there_may_be_all_grow_and_once(world: World) -> None:
    for number in range(24):
        mark(world, Mark(person=f"q{number}"))
    mine = [each.id for each in marks_of(world)]
    assert bring(world) == 24
    assert [each.id for each in marks_of(world)] == mine
    again = world.database.write(
        lambda db: exclusion.extend(
            *(db, GUARDIAN, world.her.holder), now_ms=world.now_ms, random=world.random
        )
    )
    assert again == 0


def marks_of(world: World) -> list[Any]:
    found: list[Any] = world.database.read(lambda db: exclusion.exclusions_of(db, world.her.holder))
    return found


@pytest.mark.parametrize(
    "what",
    [
        *(Mark(person="e\u0301"), Mark(person="\ud800"), Mark(day=5, end=5), Mark(day=5, end=4)),
        *(Mark(day=253_402_300_800), Mark(day=1, end=253_402_300_801)),
    ],
)
def test_what_no_scope_can_name_is_no_mark(world: World, what: Mark) -> None:
    before = world.acts()
    with pytest.raises(InvalidScope):
        mark(world, what)
    assert world.acts() == before
