"""A disk that becomes full at any change, and stays so: an error that says it, nothing half."""

import json
import shutil
from pathlib import Path

import pytest

from tests.killed.conftest import NAMES, Forker, Room, Walk

BUSY = 4


@pytest.mark.parametrize("name", NAMES)
def test_a_disk_that_is_full_at_any_change_is_said_and_leaves_nothing(
    name: str, walk: Walk, forker: Forker, tmp_path: Path
) -> None:
    step = walk.steps[name]
    for at in range(1, 1000):
        room = Room(tmp_path / str(at))
        found = forker(step.words(room.out), room.scratch, at=at, act="full")
        if found["code"] == 0:
            break
        error = json.loads(found["out"])["error"]
        assert (found["code"], error["type"]) == (BUSY, "busy"), (at, error)
        assert "the disk is full; free some space" in error["detail"], (at, error)
        assert room.beside() == [], at
        # Of two files the first may be there, whole; a rerun adds the second.
        assert not room.out.exists() or name == "keys new", at
        again = forker(step.words(room.out), room.scratch)
        assert again["code"] == 0, (at, again)
        assert room.beside() == []
        if at % 5 == 0:
            assert step.whole(room.out)
        shutil.rmtree(room.folder)
    assert at > 5
    assert step.whole(room.out)
