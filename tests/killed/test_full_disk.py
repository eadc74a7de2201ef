"""A disk that becomes full at any change, and stays so: an error that says it, nothing half."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import done
from tests.conftest import ROOT
from tests.killed.conftest import NAMES, Forker, Room, Walk

BUSY = 4


@pytest.mark.parametrize("name", NAMES)
def test_a_disk_that_is_full_at_any_change_is_said_and_leaves_nothing(
    name: str, walk: Walk, forker: Forker, tmp_path: Path
) -> None:
    step = walk.steps[name]
    # The disk stays full, so that neighbouring places are much alike where each costs a process.
    for at in range(1, 1000, step.every):
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
        if room.out.exists() or at % (2 * step.every - 1) == 0:
            again = forker(step.words(room.out), room.scratch)
            assert again["code"] == 0, (at, again)
            assert room.beside() == []
            assert step.whole(room.out)
        shutil.rmtree(room.folder)
    assert at > 5
    assert step.whole(room.out)


@pytest.mark.parametrize("name", ["inspect --records", "seal --out"])
def test_a_disk_that_is_full_for_the_reading_process_is_no_damaged_source(
    name: str, walk: Walk, forker: Forker, tmp_path: Path
) -> None:
    step = walk.steps[name]
    for at in range(1, 100):
        room = Room(tmp_path / str(at))
        found = forker(step.words(room.out), room.scratch, at=at, act="full", reader=True)
        if found["code"] == 0:
            break
        error = json.loads(found["out"])["error"]
        assert (found["code"], error["type"]) == (BUSY, "busy"), (at, error)
        assert "the disk is full; free some space" in error["detail"], (at, error)
        assert room.beside() == []
        assert not room.out.exists()
    assert at > 3
    assert step.whole(room.out)


@pytest.mark.parametrize("json_too", [(), ("--json",)])
def test_a_result_that_cannot_be_shown_is_no_success(
    json_too: tuple[str, ...], tmp_path: Path
) -> None:
    words = ("keys", "new", "--kind", "person", "--no-passphrase", tmp_path / "key", *json_too)
    with Path("/dev/full").open("w") as full:
        found = subprocess.run(
            [sys.executable, "-m", "api.cli", *map(str, words)],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            text=True,
        )
    assert found.returncode == BUSY
    assert "Traceback" not in found.stderr
    # The error is on standard output too when JSON was asked for; the exit code remains.
    assert ("what was asked for is done" in found.stderr) is (json_too == ())
    assert done("keys", "show", tmp_path / "key") == done("keys", "show", tmp_path / "key.pub")


def test_messages_that_cannot_be_shown_stop_nothing(tmp_path: Path) -> None:
    words = ("keys", "new", "--kind", "person", "--no-passphrase", tmp_path / "key", "--json")
    with Path("/dev/full").open("w") as full:
        found = subprocess.run(
            [sys.executable, "-m", "api.cli", *map(str, words)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=full,
            check=True,
            text=True,
        )
    assert json.loads(found.stdout)["protected"] is False


def test_a_temporary_folder_that_takes_nothing_is_said(
    walk: Walk, forker: Forker, tmp_path: Path
) -> None:
    room = Room(tmp_path / "room")
    # Without a folder that was chosen before, the system's own are tried, and all are full.
    found = forker(walk.steps["seal --out"].words(room.out), None, at=1, act="full")
    assert found["code"] == BUSY
    assert "the disk is full" in json.loads(found["out"])["error"]["detail"]
    assert not room.out.exists()
