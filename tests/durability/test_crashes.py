"""A process that keeps the log, killed at random moments, and the power cut with it.

The program is driver.py; the power is cut by shim.c, compiled here. `kill -9` alone proves
nothing about a disk: what was written and not synced survives it. That the cut does find
such a loss is shown with `synchronous=NORMAL`, which acknowledges before it syncs.

`pytest tests/durability --crashes 200` is the long run.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

HERE = Path(__file__).parent
Found = dict[str, int]


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("shim") / "shim.so"
    flags = ["-O2", "-Wall", "-Wextra", "-Werror", "-fPIC", "-shared"]
    command = ["cc", *flags, "-o", str(out), str(HERE / "shim.c"), "-ldl", "-lpthread"]
    subprocess.run(command, check=True)
    return out


@pytest.fixture
def crashes(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--crashes"))


def played(shim: Path, folder: Path, trials: int, how: str, mode: str = "FULL") -> Found:
    seed = int.from_bytes(os.urandom(4))
    done = subprocess.run(
        [sys.executable, str(HERE / "driver.py"), str(folder), str(trials), str(seed), how, mode],
        env={**os.environ, "LD_PRELOAD": str(shim), "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (seed, done.stderr)
    found: Found = json.loads(done.stdout)
    # A trial in which nothing was said shows nothing.
    assert found["said"] > trials, (seed, found)
    return found


def test_killed_at_random_moments_nothing_said_is_lost(
    shim: Path, tmp_path: Path, crashes: int
) -> None:
    found = played(shim, tmp_path, crashes, "kill")
    assert (found["lost"], found["broken"], found["forgot"], found["died"]) == (0, 0, 0, 0), found


def test_with_the_power_cut_nothing_said_is_lost(shim: Path, tmp_path: Path, crashes: int) -> None:
    found = played(shim, tmp_path, crashes, "cut")
    assert (found["lost"], found["broken"], found["forgot"], found["died"]) == (0, 0, 0, 0), found


def test_the_cut_finds_what_synchronous_normal_loses(
    shim: Path, tmp_path: Path, crashes: int
) -> None:
    """Entries that were said are gone, and the witness remembers a log that never was kept."""
    found = played(shim, tmp_path, max(5, crashes // 10), "cut", "NORMAL")
    assert found["lost"] > 0
    assert found["forgot"] > 0


def test_killing_alone_does_not_find_it(shim: Path, tmp_path: Path) -> None:
    found = played(shim, tmp_path, 5, "kill", "NORMAL")
    assert found["lost"] == 0


@pytest.mark.parametrize("fault", ["eio", "full"])
def test_a_sync_that_fails_or_a_full_disk_stops_and_says_nothing(
    shim: Path, tmp_path: Path, crashes: int, fault: str
) -> None:
    """What was refused may be missing; what was said before and after is not."""
    found = played(shim, tmp_path, max(10, crashes // 5), fault)
    assert found["refused"] > 0
    assert (found["lost"], found["broken"], found["forgot"], found["died"]) == (0, 0, 0, 0), found
