"""A vault that is killed while it selects: one release and one outcome for each access, still."""

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.remote_survivor import SignedIn, grant_state
from tests.cli.running import done, run
from tests.conftest import ROOT
from tests.integration.conftest import System, eventually, free_ports, running
from tests.integration.test_command_line import People
from tests.integration.test_whole_path import grant, new_request

pytestmark = pytest.mark.integration

KILLS = 10
ACCESSES = {"envelope.handout", "release.collect", "draft.open", "own.unlock", "own.open"}


class Bare:
    """A vault's two processes without the supervisor, which would wait longer each time."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.start_witness()
        self.start_vault()

    def start_witness(self) -> None:
        """Start the witness and wait until it answers."""
        self.witness = self._start("witness")
        eventually(lambda: self._answers(2))

    def stop_witness(self) -> None:
        """End the witness well."""
        self.witness.terminate()
        assert self.witness.wait(30) == 0

    def start_vault(self) -> None:
        """Start the vault and wait until both its apps answer."""
        self.vault = self._start("vault")
        eventually(lambda: self._answers(0))
        eventually(lambda: self._answers(1))

    def kill_vault(self) -> None:
        """Kill the vault outright."""
        self.vault.send_signal(signal.SIGKILL)
        self.vault.wait()

    def kill(self) -> None:
        """Kill the vault outright, and start it again."""
        self.kill_vault()
        self.start_vault()

    def stop(self) -> None:
        """End both well."""
        self.vault.terminate()
        assert self.vault.wait(30) == 0
        self.stop_witness()

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


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> System:
    """A stopped vault with the demonstration in it."""
    with running(tmp_path_factory.mktemp("loaded") / "data", free_ports()) as system:
        pass
    return system


@pytest.fixture
def bare(loaded: System, tmp_path: Path) -> Iterator[Bare]:
    """A copy of that vault, run without its supervisor."""
    shutil.copytree(loaded.data, tmp_path / "data")
    found = Bare(replace(loaded, data=tmp_path / "data", output=tmp_path / "output"))
    try:
        yield found
    finally:
        for process in (found.vault, found.witness):
            process.kill()
            process.wait()


DYING = """
import os, signal, sys
from dataclasses import replace
from pathlib import Path
from sqlalchemy import select
from api.publisher import PublisherLoop
from api.settings import Settings
from api.wiring import build
from api.worker import make_worker
from extraction.running import run_job
from extraction.tables import job

services = build(Settings(Path(sys.argv[1]), "127.0.0.1", int(sys.argv[2]), None, None))
PublisherLoop(services.publisher).start()
worker = make_worker(services.for_worker())
worker = replace(worker, publish=lambda *_: os.kill(os.getpid(), signal.SIGKILL))
waiting = select(job.c.jid).where(job.c.state == "queued")
print(run_job(worker, services.database.read(lambda db: db.execute(waiting).scalar_one())))
"""


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


def test_every_grant_ends_in_one_release_and_every_access_in_one_outcome(
    bare: Bare, tmp_path: Path
) -> None:
    dice = random.Random("kills")
    system = bare.system
    me = system.survivor()
    gids, struck = [], 0
    for _ in range(KILLS):
        gids.append(granted(system, me))
        await_work(system.data)
        time.sleep(dice.uniform(0, 0.6))
        struck += states(system.data)["running"] > 0
        bare.kill()
    assert struck >= KILLS // 3, "too few kills came while a selection ran"
    want_all_done(bare, me, gids, tmp_path)


def test_a_worker_that_is_killed_between_its_box_and_its_row_leaves_no_box(
    bare: Bare, tmp_path: Path
) -> None:
    system = bare.system
    me = system.survivor()
    gid = granted(system, me)
    bare.kill_vault()
    dying = subprocess.run(
        [sys.executable, "-c", DYING, str(system.data), str(system.port)],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
    )
    assert dying.returncode == -signal.SIGKILL, dying.stderr
    # The box that no row names is there now, and gone once the next attempt is through.
    bare.stop_witness()
    assert [row["fault"] for row in run("fsck", system.data)[1]["findings"]] == ["unlisted"]
    bare.start_witness()
    bare.start_vault()
    want_all_done(bare, me, [gid], tmp_path)


def want_all_done(bare: Bare, me: SignedIn, gids: list[str], folder: Path) -> None:
    """Want one draft for each grant, one outcome for each access, and nothing else stored."""
    system = bare.system
    # A lease of a worker that is gone lasts half a minute.
    eventually(lambda: not set(states(system.data)) & {"queued", "running"}, 120)
    for gid in gids:
        row = grant_state(me, gid)
        assert (row["job"], row["release"]) == ("done", "draft")
    eventually(lambda: not unfinished(entries(system, folder)), 60)
    logged = entries(system, folder)
    bare.stop()
    found = outcomes(logged)
    assert len(found) > len(gids)
    assert set(found.values()) == {1}, found
    assert [entry["act"] for entry in logged].count("release.publish") == len(gids)
    assert done("fsck", system.data)["findings"] == []


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
