"""A vault that is killed while it selects: one release and one outcome for each access, still."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.remote_survivor import SignedIn, grant_state
from tests.cli.running import done
from tests.conftest import ROOT
from tests.integration.conftest import System, eventually, free_ports, running
from tests.integration.test_command_line import People
from tests.integration.test_whole_path import grant, new_request

pytestmark = pytest.mark.integration

KILLS = 12
ACCESSES = {"envelope.handout", "release.collect", "draft.open", "own.unlock", "own.open"}


class Bare:
    """A vault's two processes without the supervisor, which would wait longer each time."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.witness = self._start("witness")
        eventually(lambda: self._answers(2))
        self.vault = self._start("vault")
        eventually(lambda: self._answers(0))

    def kill(self) -> None:
        """Kill the vault outright, and start it again."""
        self.vault.send_signal(signal.SIGKILL)
        self.vault.wait()
        self.vault = self._start("vault")
        eventually(lambda: self._answers(0))
        eventually(lambda: self._answers(1))

    def stop(self) -> None:
        """End both well."""
        for process in (self.vault, self.witness):
            process.terminate()
            assert process.wait(30) == 0

    def _start(self, which: str) -> "subprocess.Popen[bytes]":
        with self.system.output.open("ab") as file:
            return subprocess.Popen(
                [
                    *(sys.executable, "-m", "api.process", which, "--host", "127.0.0.1"),
                    *("--data", str(self.system.data), "--port", str(self.system.port)),
                ],
                cwd=ROOT,
                stdout=file,
                stderr=subprocess.STDOUT,
            )

    def _answers(self, offset: int) -> bool:
        url = f"http://127.0.0.1:{self.system.port + offset}/healthz"
        try:
            return httpx.get(url).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False


@contextmanager
def bare(folder: Path) -> Iterator[Bare]:
    """Load the demonstration, then run the same vault without its supervisor."""
    with running(folder / "data", free_ports()) as system:
        pass
    found = Bare(system)
    try:
        yield found
    finally:
        for process in (found.vault, found.witness):
            process.kill()
            process.wait()


def states(data: Path) -> Counter[str]:
    """Count the jobs by state, as a reader beside the vault sees them."""
    path = f"file:{data / 'vault.db'}?mode=ro"
    with closing(sqlite3.connect(path, uri=True)) as database:
        return Counter(dict(database.execute("SELECT state, count(*) FROM job GROUP BY state")))


def await_work(data: Path) -> None:
    """Wait a while for a job to be running."""
    limit = time.monotonic() + 3
    while not states(data)["running"] and time.monotonic() < limit:
        time.sleep(0.005)


def test_every_grant_ends_in_one_release_and_every_access_in_one_outcome(tmp_path: Path) -> None:
    dice = random.Random(os.environ.get("SAFEHOLD_SEED", "kills"))
    with bare(tmp_path) as system:
        me = system.system.survivor()
        gids, struck = [], 0
        for _ in range(KILLS):
            gids.append(granted(system.system, me))
            await_work(system.system.data)
            time.sleep(dice.uniform(0, 0.6))
            struck += states(system.system.data)["running"] > 0
            system.kill()
        assert struck >= KILLS // 3, "too few kills came while a selection ran"
        # A lease of a worker that is gone lasts half a minute.
        eventually(lambda: not set(states(system.system.data)) & {"queued", "running"}, 120)
        for gid in gids:
            row = grant_state(me, gid)
            assert (row["job"], row["release"]) == ("done", "draft")
        eventually(lambda: not unfinished(entries(system.system, tmp_path)), 60)
        logged = entries(system.system, tmp_path)
        system.stop()
    want_one_outcome_each(logged)
    assert [entry["act"] for entry in logged].count("release.publish") == len(gids)
    assert done("fsck", tmp_path / "data") == {"ok": True, "findings": []}


def granted(system: System, me: SignedIn) -> str:
    now = datetime.now(UTC)
    gid: str = grant(system, me, new_request(system, me, now), now)[1]["gid"]
    return gid


def entries(system: System, folder: Path) -> list[dict[str, Any]]:
    copy = folder / f"log-{time.monotonic_ns()}.zip"
    auditor = People(system, folder).staff_in("auditor")
    done("audit", "export", "--session", auditor, "--out", copy)
    found: list[dict[str, Any]] = done("audit", "show", copy)["entries"]
    return found


def outcomes(logged: list[dict[str, Any]]) -> dict[int, int]:
    """Count the outcomes of each access that was granted, by its place in the log."""
    found = Counter(entry["ref"] for entry in logged if entry["act"] == "outcome")
    return {
        index: found[index]
        for index, entry in enumerate(logged)
        if entry["act"] in ACCESSES and entry["out"] == "granted"
    }


def unfinished(logged: list[dict[str, Any]]) -> list[int]:
    return [index for index, count in outcomes(logged).items() if not count]


def want_one_outcome_each(logged: list[dict[str, Any]]) -> None:
    found = outcomes(logged)
    assert len(found) > KILLS
    assert set(found.values()) == {1}, found
