"""Withdrawing: nothing starts afterwards, nothing is on its way, and the receipt is true."""

# ruff: noqa: ANN401 what the tests put together by hand has no closer type

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from consent.access import Caller, Delivery, Held, Refusal
from consent.errors import WrongState
from consent.granting import grant_of
from consent.requests import history, request_of
from vault import holdings
from vault.errors import Missing, StoreUnavailable
from vault.ids import Eid, Gid, Rid

EID, GID, RID = Eid(b"e" * 16), Gid(b"g" * 16), Rid(b"r" * 16)
SYSTEM = Caller("system", b"", b"\x00" * 16, "", "vault", "service")
World = Any


@pytest.fixture
def shared(world: World) -> World:
    world.store()
    world.publish()
    return world


def withdraw(world: World, **changes: Any) -> Any:
    return world.withdrawals.withdraw(world.her, world.her.holder, GID, **changes)


def collect(world: World, rid: Rid = RID) -> Delivery | Refusal:
    found: Delivery | Refusal = world.access.collect(world.officer, rid, world.person.fp)
    return found


def test_it_holds_and_is_told_of_while_the_store_is_away(shared: World) -> None:
    def away(_name: str) -> None:
        raise StoreUnavailable("no answer")

    shared.withdrawals = replace(shared.withdrawals, delete=away)
    receipt = withdraw(shared)
    assert receipt.not_left == (shared.person.fp,)
    assert isinstance(collect(shared), Refusal)
    with pytest.raises(Missing):
        shared.database.read(
            lambda db: holdings.sealed_release_wraps(db, holdings.release_of(db, RID))
        )


def test_after_it_nothing_opens_and_the_keys_are_gone(shared: World) -> None:
    receipt = withdraw(shared)
    assert receipt.left == ()
    assert receipt.not_left == (shared.person.fp,)
    assert receipt.draining == 0
    assert shared.cancelled == [GID]
    assert "x/box" not in shared.boxes.kept
    assert isinstance(collect(shared), Refusal)
    assert isinstance(shared.access.take_envelope(shared.worker, GID), Refusal)
    for sealed in (
        lambda db: holdings.sealed_envelope(db, GID),
        lambda db: holdings.sealed_release_wraps(db, holdings.release_of(db, RID)),
    ):
        with pytest.raises(Missing):
            shared.database.read(sealed)
    assert shared.database.read(lambda db: holdings.sealed_wrap(db, EID)) == b"the wrap"
    assert "withdraw done" in shared.acts()
    asked = shared.database.read(lambda db: request_of(db, shared.qid))
    assert asked.state == "withdrawn"
    steps = shared.database.read(lambda db: history(db, shared.qid))
    assert [step.state for step in steps] == ["submitted", "answered", "withdrawn"]


def test_the_receipt_says_what_had_already_left(shared: World) -> None:
    delivery = collect(shared)
    assert isinstance(delivery, Delivery)
    list(delivery.chunks())
    shared.pass_time(hours=1)
    receipt = withdraw(shared)
    assert receipt.left == ((shared.person.fp, shared.now_ms - 3_600_000),)
    assert receipt.not_left == ()


def test_it_happens_once_and_to_her_own_only(shared: World) -> None:
    with pytest.raises(WrongState):
        shared.withdrawals.withdraw(shared.her, b"\x09" * 16, GID)
    with pytest.raises(WrongState):
        shared.withdrawals.withdraw(shared.her, shared.her.holder, Gid(b"\x09" * 16))
    withdraw(shared)
    before = shared.acts()
    with pytest.raises(WrongState):
        withdraw(shared)
    assert shared.acts() == before


def test_a_grant_is_not_stored_again_after_it(shared: World) -> None:
    withdraw(shared)
    stored = shared.store()
    assert not stored.fresh
    assert isinstance(collect(shared), Refusal)


def test_a_delivery_is_cut_at_its_next_piece(shared: World) -> None:
    delivery = collect(shared)
    assert isinstance(delivery, Delivery)
    pieces = delivery.chunks()
    next(pieces)
    receipt = withdraw(shared, timeout=0.01)
    assert receipt.draining == 1
    assert list(pieces) == []
    assert shared.entries()[-1]["rc"] == "revoked"
    assert shared.acts()[-1] == "outcome aborted"


def test_a_head_that_was_not_sent_yet_stays(shared: World) -> None:
    delivery = collect(shared)
    assert isinstance(delivery, Delivery)
    assert withdraw(shared).draining == 0
    assert list(delivery.chunks(b"head with wraps")) == []
    assert shared.acts()[-1] == "outcome aborted"


def test_a_worker_stops_at_its_next_batch_and_cannot_publish(world: World) -> None:
    world.store()
    held = world.access.take_envelope(world.worker, GID)
    assert isinstance(held, Held)
    withdraw(world)
    with held.batch() as refused:
        assert isinstance(refused, Refusal)
    done: list[int] = []
    assert isinstance(held.publish(1, lambda _db: done.append(1)), Refusal)
    assert done == []
    assert world.acts()[-1] == "outcome aborted"


def test_between_the_decision_and_the_delivery_it_still_wins(shared: World) -> None:
    def withdrawn_meanwhile(_index: int) -> bool:
        withdraw(shared)
        return True

    shared.covered = withdrawn_meanwhile
    assert isinstance(collect(shared), Refusal)
    assert shared.acts()[-3:] == ["release.collect granted", "withdraw done", "outcome aborted"]


def test_another_grant_goes_on(shared: World) -> None:
    shared.ask()
    other = Gid(b"h" * 16)
    shared.store(shared.grant(gid=other))
    withdraw(shared)
    assert isinstance(shared.access.take_envelope(shared.worker, other), Held)


def test_erasure_ends_every_grant_and_every_key(shared: World) -> None:
    shared.withdrawals.erase(shared.her, shared.her.holder, EID)
    assert shared.acts()[-2:] == ["withdraw done", "erase done"]
    assert isinstance(collect(shared), Refusal)
    assert isinstance(shared.access.open_own(shared.her, EID), Refusal)
    assert shared.boxes.kept == {}
    with pytest.raises(WrongState):
        shared.withdrawals.erase(shared.her, shared.her.holder, EID)


# What ended by time.


def expire(world: World) -> list[Gid]:
    found: list[Gid] = world.withdrawals.expire(SYSTEM)
    return found


def test_what_ended_by_time_loses_its_keys_and_its_files(shared: World) -> None:
    shared.pass_time(days=30, milliseconds=-1)
    assert expire(shared) == []
    shared.pass_time(milliseconds=1)
    assert expire(shared) == [GID]
    for sealed in (
        lambda db: holdings.sealed_envelope(db, GID),
        lambda db: holdings.sealed_release_wraps(db, holdings.release_of(db, RID)),
    ):
        with pytest.raises(Missing):
            shared.database.read(sealed)
    assert "x/box" not in shared.boxes.kept
    entry = shared.entries()[-1]
    assert (entry["act"], entry["role"], entry["out"]) == ("expire", "system", "done")
    assert "tag" in entry
    # Once; and what is hers, or of another grant, stays.
    assert expire(shared) == []
    assert shared.database.read(lambda db: holdings.sealed_wrap(db, EID)) == b"the wrap"


def test_what_has_not_ended_is_left_alone(shared: World) -> None:
    shared.ask()
    other = Gid(b"h" * 16)
    shared.store(shared.grant(gid=other, expires=shared.now + timedelta(days=60)))
    shared.pass_time(days=31)
    assert expire(shared) == [GID]
    assert isinstance(shared.access.take_envelope(shared.worker, other), Held)


def test_a_grant_that_ended_is_still_withdrawn_with_a_true_receipt(shared: World) -> None:
    delivery = collect(shared)
    assert isinstance(delivery, Delivery)
    list(delivery.chunks())
    at = shared.now_ms
    shared.pass_time(days=31)
    assert expire(shared) == [GID]
    assert withdraw(shared).left == ((shared.person.fp, at),)
    assert expire(shared) == []


def test_a_withdrawal_that_came_first_leaves_nothing_to_expire(shared: World) -> None:
    before = shared.database.read(lambda db: grant_of(db, GID))
    withdraw(shared)
    shared.pass_time(days=31)
    assert expire(shared) == []
    # As another process finds it that read the grant a moment before.
    assert (
        shared.database.write(
            lambda db: shared.withdrawals._lapse(SYSTEM, before, shared.now_ms, db)
        )
        is None
    )
    assert "expire done" not in shared.acts()


def test_a_worker_is_told_that_a_grant_ended_and_not_that_she_took_it_back(world: World) -> None:
    world.store()
    held = world.access.take_envelope(world.worker, GID)
    assert isinstance(held, Held)
    world.pass_time(days=31)
    with held.batch() as refused:
        assert isinstance(refused, Refusal)
        assert refused.reason == "expired"
    assert isinstance(held.publish(1, lambda _db: None), Refusal)
    expire(world)
    again = world.access.take_envelope(world.worker, GID)
    assert isinstance(again, Refusal)
    assert again.reason == "expired"
    withdraw(world)
    world.pass_time(minutes=2)
    again = world.access.take_envelope(world.worker, GID)
    assert isinstance(again, Refusal)
    assert again.reason == "no-rule"


# It returns only when nothing is on its way; and without the drain it would not.


def late(world: World, wait: Callable[..., int]) -> int:
    """Count sends that ended after a withdrawal had returned."""
    world.drain.__class__.wait, kept = wait, world.drain.__class__.wait
    returned, sent = threading.Event(), []

    def deliver() -> None:
        delivery = collect(world)
        assert isinstance(delivery, Delivery)
        for _piece in delivery.chunks():
            sending.set()
            # Sending takes as long as the withdrawal, or half a second when that waits for it.
            sent.append(returned.wait(0.5))

    sending = threading.Event()
    thread = threading.Thread(target=deliver)
    thread.start()
    try:
        assert sending.wait(5)
        withdraw(world)
        returned.set()
        thread.join(5)
    finally:
        world.drain.__class__.wait = kept
    return sum(sent)


def test_it_returns_when_the_last_piece_was_sent(shared: World) -> None:
    assert late(shared, shared.drain.__class__.wait) == 0


def test_without_the_drain_a_piece_is_still_on_its_way(shared: World) -> None:
    assert late(shared, lambda *_: 0) > 0


def test_accesses_from_many_threads_never_outlive_a_withdrawal(world: World) -> None:
    world.covered = lambda _index: True
    late_pieces: list[int] = []
    delivered: list[int] = []
    for number in range(12):
        gid, rid = Gid(bytes([number]) * 16), Rid(bytes([100 + number]) * 16)
        world.ask()
        world.store(world.grant(gid=gid))
        world.boxes.kept["x/box"] = b"y" * 1000
        world.publish(rid=rid, gid=gid)
        returned = threading.Event()

        def deliver(rid: Rid = rid, returned: threading.Event = returned) -> None:
            for _ in range(4):
                started_late = returned.is_set()
                delivery = collect(world, rid)
                if isinstance(delivery, Refusal):
                    continue
                for _piece in delivery.chunks():
                    time.sleep(0.001)
                    delivered.append(1)
                    if started_late or returned.is_set():
                        late_pieces.append(1)

        threads = [threading.Thread(target=deliver) for _ in range(3)]
        for thread in threads:
            thread.start()
        time.sleep(0.002 * number)
        world.withdrawals.withdraw(world.her, world.her.holder, gid)
        returned.set()
        for thread in threads:
            thread.join(10)
    assert late_pieces == []
    assert delivered
