"""A vault that is killed while it selects: one release and one outcome for each access, still."""

import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from api.remote_survivor import SignedIn, grant_state
from tests.cli.running import done, run
from tests.conftest import ROOT
from tests.integration.conftest import READY, System, eventually, free_ports, running
from tests.integration.test_command_line import People
from tests.integration.test_whole_path import grant, new_request
from tests.killed.bare import Bare, write_line

pytestmark = pytest.mark.integration

BATCH = 20
"""So many grants are live at once; a team has no more than 24 live rules in a case."""
ACCESSES = {"envelope.handout", "release.collect", "draft.open", "own.unlock", "own.open"}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> System:
    """A stopped vault with the demonstration in it."""
    with running(tmp_path_factory.mktemp("loaded") / "data", free_ports()) as system:
        pass
    return system


@pytest.fixture
def bare(loaded: System, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Bare]:
    """A copy of that vault, run without its supervisor."""
    shutil.copytree(loaded.data, tmp_path / "data")
    system = replace(loaded, data=tmp_path / "data", output=tmp_path / "output")
    found = Bare(system, own_worker=getattr(request, "param", "") == "own worker")
    try:
        yield found
    finally:
        found.end()


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


@dataclass
class Struck:
    """What kills found: where the grant's job was when its process died, and boxes left behind."""

    jobs: Counter[str] = field(default_factory=Counter)
    boxes: set[str] = field(default_factory=set)


@pytest.mark.parametrize("bare", ["embedded", "own worker"], indirect=True)
def test_every_grant_ends_in_one_release_and_every_access_in_one_outcome(
    bare: Bare, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    kills = (int(request.config.getoption("--kills")) + 1) // 2
    dice = random.Random("kills")
    began = time.monotonic()
    where = "own worker" if bare.own_worker else "embedded"
    me = bare.system.survivor()
    gid, seconds = undisturbed(bare, me)
    gids: list[str] = []
    live, struck = [gid], Struck()
    for number in range(1, kills + 1):
        # A session ends after half an hour, and a slow machine takes longer.
        me = bare.system.survivor()
        live.append(strike(bare, me, dice.uniform(0, 0.9 * seconds), struck))
        if number % BATCH == 0 or number == kills:
            settle(bare)
            want_drafts(me, live)
            # Withdrawn, they make room for others.
            for one in live:
                me.remote.call("POST", f"/v1/grants/{one}/withdraw")
            gids, live = [*gids, *live], []
            went = time.monotonic() - began
            write_line(f"kills: {number} of {kills}, {where}, {dict(struck.jobs)}, {went:.0f} s")
    want_all_done(bare, gids, tmp_path)
    assert struck.jobs["running"] >= kills // 3, "too few kills came while a selection ran"
    write_line(
        f"kills: {kills} of {where}: {struck.jobs['running']} while selecting or publishing,"
        f" {len(struck.boxes)} boxes were left without a row; {len(gids)} grants, each with one"
        f" release and one outcome; {time.monotonic() - began:.0f} s"
    )


def undisturbed(bare: Bare, me: SignedIn) -> tuple[str, float]:
    """Grant once and kill nothing; give how long the selection took, in seconds."""
    gid = granted(bare.system, me)
    assert bare.await_job(gid, "running", READY)
    began = time.monotonic()
    assert bare.await_job(gid, "done", READY)
    return gid, time.monotonic() - began


def strike(bare: Bare, me: SignedIn, after: float, struck: Struck) -> str:
    """Grant, kill what selects so many seconds after it began, and start it again."""
    gid = granted(bare.system, me)
    assert bare.await_job(gid, "running", READY)
    time.sleep(after)
    bare.kill_selecting()
    state, _ = bare.job(gid)
    struck.jobs[state] += 1
    struck.boxes |= bare.unlisted()
    bare.start_selecting()
    return gid


def settle(bare: Bare) -> None:
    """Let every job end: a lease of a process that is gone lasts half a minute."""
    eventually(lambda: not bare.states() & {"queued", "running"}, 180)


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
    settle(bare)
    want_drafts(me, [gid])
    want_all_done(bare, [gid], tmp_path)


def want_drafts(me: SignedIn, gids: list[str]) -> None:
    """Want the work of each grant done, and its draft there."""
    for gid in gids:
        row = grant_state(me, gid)
        assert (row["job"], row["release"]) == ("done", "draft"), row


def want_all_done(bare: Bare, gids: list[str], folder: Path) -> None:
    """Want one release for each grant, one outcome for each access, and nothing else stored."""
    system = bare.system
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
