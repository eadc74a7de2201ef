"""Cover entries: random, a random while apart, and nobody's."""

import itertools
import statistics
from typing import Any

from audit.cover import Cover
from audit.entry import parse_entry
from audit.log_copy import open_copy, write_copy
from audit.verify import FAIL, verify_copy
from tests.unit.audit.conftest import World

MEAN_MS = 600_000


def test_cover_comes_a_random_while_apart(world: World) -> None:
    cover = Cover(world.database, MEAN_MS, lambda: world.now_ms, world.random)
    came = []
    for _ in range(4000):
        world.now_ms += 15_000
        if cover.cover_once():
            came.append(world.now_ms)
    gaps = [after - before for before, after in itertools.pairwise(came)]
    assert 60 < len(came) < 150
    assert statistics.pstdev(gaps) > MEAN_MS / 3
    entries = [parse_entry(data) for data in world.entries()]
    assert {(each.act, each.out, each.role, each.tag) for each in entries} == {
        ("cover", "done", "system", "")
    }
    assert len({each.obj for each in entries}) == len(entries) == len(came)


def test_a_clock_that_jumps_brings_one(world: World) -> None:
    cover = Cover(world.database, MEAN_MS, lambda: world.now_ms, world.random)
    assert not cover.cover_once()
    world.now_ms += 1000 * MEAN_MS
    assert cover.cover_once()
    assert not cover.cover_once()


def test_a_log_with_cover_verifies(world: World) -> None:
    cover: Any = Cover(world.database, 1, lambda: world.now_ms, world.random)
    for _ in range(5):
        world.access()
        cover.cover_once()
    world.publish()
    write_copy(world.database, world.folder / "copy", world.policy_text)
    steps = verify_copy(open_copy(world.folder / "copy"), world.policy, now_seconds=world.now_s)
    assert FAIL not in {step.status for step in steps}
    assert len(world.entries()) > 10
