"""Holds and erasure: a hold is in the way and says so; what is due is destroyed, once."""

# ruff: noqa: ANN401 what the tests put together by hand has no closer type

import threading
from typing import Any

import pytest

from api.eraser import Eraser
from consent import erasing, holding
from consent.asking import Caller
from consent.erasure_receipt import receipt_of
from consent.errors import Held, WrongState
from consent.repository import rows
from consent.rows import Erasure, Hold
from vault import holdings
from vault.errors import Missing, StoreUnavailable
from vault.ids import Eid, Rid

EID, RID = Eid(b"e" * 16), Rid(b"r" * 16)
ADMIN = Caller("administrator", b"a" * 32, b"\x05" * 16, "office", "vault", "session")
DAY = 24 * 3600 * 1000
World = Any


@pytest.fixture
def shared(world: World) -> World:
    world.store()
    world.publish()
    return world


@pytest.fixture
def eraser(shared: World) -> Eraser:
    return Eraser(shared.withdrawals)


def place(world: World, eid: Eid = EID, **changes: str) -> Hold:
    given = {"basis": "court-order", "court": "Crown Court at Leeds", "number": "T2026", **changes}
    row: Hold = world.database.write(
        lambda db: holding.place(
            *(db, ADMIN, eid), **given, now_ms=world.now_ms, random=world.random
        )
    )
    return row


def lift(world: World, hid: bytes) -> None:
    world.database.write(
        lambda db: holding.lift(*(db, ADMIN, hid), now_ms=world.now_ms, random=world.random)
    )


def ask(world: World, days: int = 0, uid: Any = None, eid: Eid = EID) -> Erasure:
    row: Erasure = world.database.write(
        lambda db: erasing.ask(
            *(db, world.her, uid or world.her.holder, eid),
            days=days,
            now_ms=world.now_ms,
            random=world.random,
        )
    )
    return row


def cancel(world: World) -> None:
    world.database.write(
        lambda db: erasing.cancel(
            *(db, world.her, world.her.holder, EID), now_ms=world.now_ms, random=world.random
        )
    )


def state(world: World) -> str:
    row = world.database.read(lambda db: holdings.extraction_of(db, EID))
    return str(row.state)


def test_a_hold_stands_in_the_way_and_nothing_is_half_destroyed(shared: World) -> None:
    place(shared)
    with pytest.raises(Held):
        shared.withdrawals.erase(shared.her, shared.her.holder, EID)
    assert state(shared) == "sealed"
    assert "x/box" in shared.boxes.kept
    assert shared.acts()[-1] == "hold.set done"
    assert shared.database.read(lambda db: holdings.sealed_wrap(db, EID)) == b"the wrap"


def test_she_can_see_each_hold_and_its_end(shared: World) -> None:
    row = place(shared)
    tags = [entry["tag"] for entry in shared.entries() if entry["act"] == "hold.set"]
    assert len(tags) == 1
    assert shared.database.read(lambda db: holding.holds_on(db, EID)) == [row]
    lift(shared, row.hid)
    found = shared.database.read(lambda db: rows.find_all(db, Hold, "hid", uid=shared.her.holder))
    assert found[0].lifted_at == shared.now_ms
    assert shared.acts()[-1] == "hold.lift done"
    assert shared.database.read(lambda db: holding.holds_on(db, EID)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"basis": "because"},
        {"basis": ""},
        {"court": ""},
        {"court": " "},
        {"number": ""},
        {"court": "a\nb"},
        {"court": "x" * 201},
        {"eid": Eid(b"\x09" * 16)},
    ],
)
def test_a_hold_without_its_basis_is_refused(shared: World, wrong: dict[str, Any]) -> None:
    before = shared.acts()
    with pytest.raises(WrongState):
        place(shared, **wrong)
    assert shared.acts() == before


def test_a_hold_ends_once(shared: World) -> None:
    row = place(shared)
    lift(shared, row.hid)
    with pytest.raises(WrongState):
        lift(shared, row.hid)
    with pytest.raises(WrongState):
        lift(shared, b"\x09" * 16)


def test_what_is_due_is_erased_and_not_before(shared: World, eraser: Eraser) -> None:
    ask(shared, days=7)
    assert shared.acts()[-1] == "erase.ask done"
    shared.pass_time(days=6, hours=23)
    assert eraser.round() == 0
    assert state(shared) == "sealed"
    shared.pass_time(hours=1)
    assert eraser.round() == 1
    assert state(shared) == "erased"
    assert shared.boxes.kept == {}
    assert shared.acts()[-2:] == ["withdraw done", "erase done"]
    assert eraser.round() == 0


def test_she_can_keep_it_until_then(shared: World, eraser: Eraser) -> None:
    ask(shared, days=7)
    cancel(shared)
    assert shared.acts()[-1] == "erase.cancel done"
    shared.pass_time(days=8)
    assert eraser.round() == 0
    assert state(shared) == "sealed"
    with pytest.raises(WrongState):
        cancel(shared)
    ask(shared, days=0)
    assert eraser.round() == 1


def test_it_waits_for_a_hold_and_goes_on_after_it(shared: World, eraser: Eraser) -> None:
    row = place(shared)
    ask(shared)
    shared.pass_time(days=40)
    assert eraser.round() == 0
    assert state(shared) == "sealed"
    lift(shared, row.hid)
    assert eraser.round() == 1
    assert state(shared) == "erased"


def test_every_hold_counts(shared: World, eraser: Eraser) -> None:
    one, two = place(shared), place(shared, number="T2027")
    ask(shared)
    lift(shared, one.hid)
    assert eraser.round() == 0
    lift(shared, two.hid)
    assert eraser.round() == 1


def test_only_hers_and_only_once(shared: World) -> None:
    with pytest.raises(WrongState):
        ask(shared, uid=b"\x09" * 16)
    with pytest.raises(WrongState):
        ask(shared, eid=Eid(b"\x09" * 16))
    for days in (-1, 31):
        with pytest.raises(WrongState):
            ask(shared, days=days)
    ask(shared)
    with pytest.raises(WrongState):
        ask(shared)


def test_nothing_can_be_held_that_is_gone(shared: World, eraser: Eraser) -> None:
    ask(shared)
    eraser.round()
    with pytest.raises(WrongState):
        place(shared)


def test_what_was_cut_off_between_keys_and_files_is_finished(shared: World, eraser: Eraser) -> None:
    ask(shared)
    kept = shared.boxes.delete

    def full(_name: str) -> None:
        raise StoreUnavailable("no room")

    object.__setattr__(shared.withdrawals, "delete", full)
    with pytest.raises(StoreUnavailable):
        eraser.round()
    # The keys are gone at once; that it is done is said once the files are.
    with pytest.raises(Missing):
        shared.database.read(lambda db: holdings.sealed_wrap(db, EID))
    row = shared.database.read(lambda db: erasing.erased(db, EID))
    assert row.keys_at is not None
    assert row.done_at is None
    object.__setattr__(shared.withdrawals, "delete", kept)
    assert eraser.round() == 1
    row = shared.database.read(lambda db: erasing.erased(db, EID))
    assert row.done_at is not None
    assert shared.boxes.kept == {}
    assert shared.acts().count("erase done") == 1


def test_the_receipt_says_what_had_left(shared: World, eraser: Eraser) -> None:
    list(shared.access.collect(shared.officer, RID, shared.person.fp).chunks())
    ask(shared)
    shared.pass_time(hours=1)
    eraser.round()

    def receipt(db: Any) -> dict[str, Any]:
        return receipt_of(db, holdings.extraction_of(db, EID), erasing.erased(db, EID))

    body = shared.database.read(receipt)
    assert [left["fp"] for left in body["collected_before"]] == [shared.person.fp.hex()]
    assert (body["files"], body["grants"]) == (3, 1)
    assert shared.entries()[body["log_index"]]["act"] == "erase"


def test_a_hold_and_an_erasure_at_once_never_both_succeed(shared: World) -> None:
    outcomes: list[str] = []
    gate = threading.Barrier(2)

    def holds() -> None:
        gate.wait()
        try:
            place(shared)
            outcomes.append("held")
        except WrongState:
            outcomes.append("too late")

    def erases() -> None:
        gate.wait()
        try:
            shared.withdrawals.erase(shared.her, shared.her.holder, EID)
            outcomes.append("erased")
        except Held:
            outcomes.append("kept")

    threads = [threading.Thread(target=one) for one in (holds, erases)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) in (["held", "kept"], ["erased", "too late"])
