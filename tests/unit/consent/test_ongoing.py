"""An access has one outcome, also when whoever granted it never comes to its end."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from consent.access import Access, Delivery, Refusal
from consent.drain import Drain
from consent.marks import AnyMarks, Marks
from consent.ongoing import Ongoing
from consent.repository import end_ongoing
from vault.ids import Gid, Rid

GID, RID = Gid(b"g" * 16), Rid(b"r" * 16)
World = Any


def collect(world: World) -> Delivery | Refusal:
    found: Delivery | Refusal = world.access.collect(world.officer, RID, world.person.fp)
    return found


def outcomes(world: World) -> None:
    """Every granted entry has exactly one outcome, and outcomes close granted ones only."""
    entries = world.entries()
    granted = [index for index, each in enumerate(entries) if each["out"] == "granted"]
    closed = Counter(each["ref"] for each in entries if each["act"] == "outcome")
    assert closed == Counter(granted)


@pytest.fixture
def shared(world: World) -> World:
    world.store()
    world.publish()
    return world


def elsewhere(world: World, marks: AnyMarks) -> Access:
    """What another process has, over the same database and marks."""
    return replace(world.access, drain=Drain(marks), ongoing=Ongoing(marks))


@pytest.fixture
def marks_of(tmp_path: Path) -> Callable[[bytes], AnyMarks]:
    """Opens the marks of another process over the same place."""
    return lambda holder: Marks(tmp_path / "marks", holder)


def test_an_access_whose_process_died_is_closed_as_unknown(
    shared: World, marks_of: Callable[[bytes], AnyMarks]
) -> None:
    marks = marks_of(b"\x0b" * 16)
    delivery = elsewhere(shared, marks).collect(shared.officer, RID, shared.person.fp)
    assert isinstance(delivery, Delivery)
    assert shared.access.sweep() == 0
    marks.close()
    assert shared.access.sweep() == 1
    assert shared.acts()[-1] == "outcome unknown"
    assert shared.access.sweep() == 0
    assert list(delivery.chunks(b"head")) == []
    outcomes(shared)


def test_a_delivery_that_was_dropped_is_closed_as_unknown(shared: World) -> None:
    kept = collect(shared)
    collect(shared)
    assert shared.access.sweep() == 1
    assert shared.acts()[-1] == "outcome unknown"
    assert isinstance(kept, Delivery)
    list(kept.chunks())
    assert shared.acts()[-1] == "outcome completed"
    outcomes(shared)


def test_no_access_lasts_longer_than_a_day(shared: World) -> None:
    kept = collect(shared)
    shared.pass_time(days=1)
    assert shared.access.sweep() == 0
    shared.pass_time(seconds=1)
    assert shared.access.sweep() == 1
    assert isinstance(kept, Delivery)
    assert list(kept.chunks(b"head")) == []
    outcomes(shared)


def test_a_worker_whose_access_was_closed_publishes_nothing(world: World) -> None:
    world.store()
    held = world.access.take_envelope(world.worker, GID)
    world.pass_time(days=1, seconds=1)
    assert world.access.sweep() == 1
    assert isinstance(held.publish(1, lambda _db: pytest.fail("published")), Refusal)
    outcomes(world)


def test_what_a_version_without_holders_left_open_is_closed_once(shared: World) -> None:
    kept, old = collect(shared), collect(shared)
    assert isinstance(old, Delivery)
    index = old.granted.index
    shared.database.write(lambda db: end_ongoing(db, index))
    assert shared.access.sweep() == 0
    assert shared.access.sweep_old() == 1
    assert (shared.entries()[-1]["ref"], shared.entries()[-1]["out"]) == (index, "unknown")
    assert shared.access.sweep_old() == 0
    assert isinstance(kept, Delivery)
    list(kept.chunks())
    outcomes(shared)


def test_the_head_is_decided_on_like_every_piece(shared: World) -> None:
    delivery = collect(shared)
    assert isinstance(delivery, Delivery)
    pieces = delivery.chunks(b"head with wraps")
    assert next(pieces) == b"head with wraps"
    assert b"".join(pieces) == shared.boxes.kept["x/box"]
    assert shared.entries()[-1]["n"] == 4
    outcomes(shared)


def test_a_delivery_that_cannot_be_begun_is_an_error(shared: World) -> None:
    delivery = collect(shared)
    assert isinstance(delivery, Delivery)
    assert delivery.stop("error")
    assert not delivery.stop("error")
    assert shared.acts()[-1] == "outcome error"
    outcomes(shared)
