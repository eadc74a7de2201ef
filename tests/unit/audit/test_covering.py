"""Following the log from a process that does not publish, and when staff must wait."""

import threading

import pytest

from audit.covering import check_covered, wait_covered
from audit.errors import Pushback
from tests.unit.audit.conftest import World

QUARTER_MS = 15 * 60 * 1000


def late(world: World, by_ms: int = 0) -> None:
    world.database.read(lambda db: check_covered(db, world.now_ms + by_ms))


def test_what_the_database_shows_ends_the_wait(world: World) -> None:
    world.append()
    assert not wait_covered(world.database, 0, 0.05)
    timer = threading.Timer(0.1, world.publisher.publish_once)
    timer.start()
    assert wait_covered(world.database, 0, 10)
    timer.join()
    assert not wait_covered(world.database, 1, 0)


def test_an_empty_log_and_a_covered_one_hold_nobody_up(world: World) -> None:
    late(world)
    world.append()
    world.publish()
    late(world, 100 * QUARTER_MS)


def test_an_entry_may_be_uncovered_for_a_quarter_of_an_hour(world: World) -> None:
    world.append()
    world.publish()
    world.append()
    late(world, QUARTER_MS)
    with pytest.raises(Pushback):
        late(world, QUARTER_MS + 1)
    world.publish()
    late(world, QUARTER_MS + 1)


def test_a_thousand_entries_may_be_uncovered(world: World) -> None:
    world.fill(1000)
    late(world)
    world.append()
    with pytest.raises(Pushback):
        late(world)
