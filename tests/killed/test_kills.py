"""A process that is killed at any change it makes: nothing half there, and a rerun succeeds.

Every command runs in a fork that ends itself by SIGKILL at its N-th change of a file, for
N = 1, 2, ... until it gets through.
"""

import json
import shutil
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.killed.conftest import NAMES, Forker, Room, Step, Walk

TAKEN = "choose a new name"


def rerun(forker: Forker, step: Step, room: Room) -> None:
    """Run it again: it finishes, or says that the output is there already."""
    was_there = room.out.exists()
    found = forker(step.words(room.out), room.scratch)
    if found["code"]:
        assert was_there, found
        assert TAKEN in json.loads(found["out"])["error"]["detail"]
    assert room.beside() == []
    assert step.whole(room.out)


@pytest.mark.parametrize("name", NAMES)
def test_a_command_that_is_killed_at_any_change_leaves_nothing_half(
    name: str, walk: Walk, forker: Forker, tmp_path: Path
) -> None:
    step = walk.steps[name]
    for at in range(1, 1000):
        room = Room(tmp_path / str(at))
        found = forker(step.words(room.out), room.scratch, at=at, act="kill")
        if found["code"] == 0:
            break
        assert found["code"] == -signal.SIGKILL
        there = room.out.exists()
        assert not there or step.whole(room.out)
        if there or at % (2 * step.every - 1) == 0:
            rerun(forker, step, room)
        shutil.rmtree(room.folder)
    assert found["changes"] == at - 1 > 5
    assert step.whole(room.out)


def test_a_rerun_that_is_killed_too_leaves_nothing_half(
    walk: Walk, forker: Forker, tmp_path: Path
) -> None:
    step = walk.steps["seal --out"]
    counted = Room(tmp_path / "counted")
    total = forker(step.words(counted.out), counted.scratch)["changes"]
    for at in range(1, 40, 6):
        room = Room(tmp_path / str(at))
        # Late, so that the next run has much to tidy up; it dies while it does so, or after.
        for place in (total - 30, at):
            found = forker(step.words(room.out), room.scratch, at=place, act="kill")
            assert found["code"] == -signal.SIGKILL
        assert not room.out.exists()
        rerun(forker, step, room)
        shutil.rmtree(room.folder)


@pytest.mark.parametrize("name", ["inspect --records", "seal --out"])
def test_a_reading_process_that_is_killed_ends_the_command_and_leaves_nothing(
    name: str, walk: Walk, forker: Forker, tmp_path: Path
) -> None:
    step = walk.steps[name]
    for at in range(1, 100):
        room = Room(tmp_path / str(at))
        found = forker(step.words(room.out), room.scratch, at=at, act="kill", reader=True)
        if found["code"] == 0:
            break
        assert found["code"] == 3
        assert "signal 9" in json.loads(found["out"])["error"]["detail"]
        assert not room.out.exists()
        assert room.beside() == []
    assert at > 3
    assert step.whole(room.out)


def test_no_reading_process_outlives_the_command_that_started_it(
    walk: Walk, forker: Forker, tmp_path: Path
) -> None:
    step = walk.steps["seal --out"]
    counted = Room(tmp_path / "counted")
    total = forker(step.words(counted.out), counted.scratch)["changes"]
    for at in range(8, total, 15):
        room = Room(tmp_path / str(at))
        forker(step.words(room.out), room.scratch, at=at, act="kill")
        limit = time.monotonic() + 20
        while living := readers_of(room):
            assert time.monotonic() < limit, living
            time.sleep(0.02)


def readers_of(room: Room) -> list[str]:
    """List the processes whose temporary folder lies in a room's scratch folder."""
    found = []
    for process in Path("/proc").iterdir():
        with suppress(OSError):
            if process.name.isdigit() and str(room.scratch).encode() in (
                (process / "environ").read_bytes()
            ):
                found.append(process.name)
    return found


def test_a_key_whose_public_end_is_missing_keeps_its_kind(
    walk: Walk, forker: Forker, tmp_path: Path
) -> None:
    room = Room(tmp_path / "room")
    made = forker(("keys", "new", "--kind", "person", room.out), room.scratch)
    Path(f"{room.out}.pub").unlink()
    other = forker(("keys", "new", "--kind", "organisation", room.out), room.scratch)
    assert other["code"] == 2
    assert TAKEN in json.loads(other["out"])["error"]["detail"]
    again = forker(("keys", "new", "--kind", "person", room.out), room.scratch)
    assert json.loads(again["out"]) == json.loads(made["out"])
    assert walk.steps["keys new"].whole(room.out)


@pytest.mark.parametrize("command", ["verify", "fsck", "preview"])
def test_what_only_reads_changes_no_file(
    command: str, walk: Walk, forker: Forker, tmp_path: Path
) -> None:
    folder = walk.desk.folder
    words = {
        "verify": ("verify", folder / "package"),
        "fsck": ("fsck", folder / "sealed"),
        "preview": (
            *("preview", folder / "sealed", "--identity", walk.desk.key("survivor")),
            *("--scope", folder / "scope.json"),
        ),
    }[command]
    found = forker(words, Room(tmp_path / "room").scratch)
    assert (found["code"], found["changes"]) == (0, 0)
