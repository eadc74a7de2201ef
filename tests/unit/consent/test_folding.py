"""Denials: durable before the answer, folded by the minute, none of them lost."""

from typing import Any

from audit import repository as log
from consent.decision import Refusal
from tests.unit.consent.conftest import World
from vault.ids import Uid

HER = Uid(b"\x01" * 16)
OTHER = Uid(b"\x0e" * 16)


def denials(world: World) -> list[dict[str, Any]]:
    return [entry for entry in world.entries() if entry["out"] == "denied"]


def try_key(world: World, uid: Uid = HER, key: bytes = b"wrong") -> None:
    assert isinstance(world.access.unlock(world.her, uid, key), Refusal)


def counts(world: World) -> list[int | None]:
    return [entry.get("n") for entry in denials(world)]


def test_the_first_is_an_entry_and_the_rest_of_its_minute_are_one_with_their_count(
    world: World,
) -> None:
    for _ in range(7):
        try_key(world)
    assert counts(world) == [None]
    assert world.access.fold_denials() == 0
    world.pass_time(minutes=1)
    assert world.access.fold_denials() == 1
    assert counts(world) == [None, 6]
    first, rest = denials(world)
    same = ("act", "out", "rc", "obj", "role", "auth", "why")
    assert {name: first.get(name) for name in same} == {name: rest.get(name) for name in same}
    # Both are lines of her case, so she sees both.
    assert first["tag"] != rest["tag"]
    assert world.access.fold_denials() == 0


def test_one_try_in_a_minute_has_one_entry(world: World) -> None:
    for _ in range(3):
        try_key(world)
        world.pass_time(minutes=1)
        assert world.access.fold_denials() == 0
    assert counts(world) == [None, None, None]


def test_another_minute_begins_anew(world: World) -> None:
    world.pass_time(seconds=59)
    try_key(world)
    try_key(world)
    world.pass_time(seconds=2)
    try_key(world)
    try_key(world)
    try_key(world)
    assert counts(world) == [None, None]
    world.pass_time(minutes=1)
    assert world.access.fold_denials() == 2
    assert counts(world) == [None, None, 1, 2]


def test_a_repeat_is_counted_before_anybody_is_answered(world: World) -> None:
    """As a process finds it that starts after the one that counted was killed."""
    for _ in range(3):
        try_key(world)
    again = World(world.database, world.random, world.survivor, world.person, world.marks)
    again.now = world.now
    again.pass_time(minutes=1)
    assert again.access.fold_denials() == 1
    assert counts(world) == [None, 2]


def test_all_accounts_that_do_not_exist_are_one(world: World) -> None:
    for number in range(20):
        try_key(world, Uid(bytes([0xF0]) * 15 + bytes([number])))
    world.pass_time(minutes=1)
    world.access.fold_denials()
    assert counts(world) == [None, 19]
    assert all("tag" not in entry and "obj" not in entry for entry in denials(world))


def test_hers_and_a_strangers_are_not_folded_together(world: World) -> None:
    try_key(world)
    try_key(world, OTHER)
    assert ["tag" in entry for entry in denials(world)] == [True, False]


def test_a_right_key_is_never_folded(world: World) -> None:
    before = len(world.entries())
    for _ in range(3):
        world.access.unlock(world.her, HER, b"auth key")
    assert len(world.entries()) - before == 6


def test_what_was_counted_is_told_even_if_the_case_is_erased(world: World) -> None:
    try_key(world)
    try_key(world)
    world.database.write(lambda db: log.erase_case(db, HER))
    world.pass_time(minutes=1)
    assert world.access.fold_denials() == 1
    assert counts(world) == [None, 1]
    assert "tag" not in denials(world)[-1]


def test_the_log_stays_bounded_however_often_somebody_tries(world: World) -> None:
    for _ in range(300):
        try_key(world)
        world.pass_time(seconds=1)
        world.access.fold_denials()
    world.pass_time(minutes=1)
    world.access.fold_denials()
    # Two entries for each of five minutes, or six where they begin within one.
    assert len(denials(world)) <= 12
    assert sum(count or 1 for count in counts(world)) == 300
