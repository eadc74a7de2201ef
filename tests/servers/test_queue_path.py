"""The whole path over PostgreSQL and RabbitMQ with two workers: killed, stopped, without a broker.

Each process is to the database and to the broker who it is, and no more.
"""

import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from api.postgres import Where
from api.remote_survivor import SignedIn, approve
from extraction.verify import verify_path
from extraction.verify_policy import parse_policy
from tests.integration.conftest import System, eventually, free_ports, running
from tests.integration.test_deployed import PARTS, process
from tests.integration.test_whole_path import (
    collect,
    grant,
    investigator_key,
    new_request,
    policy_of,
    released,
    unpack,
)
from tests.killed.test_selecting import entries, outcomes
from tests.servers.conftest import Server
from tests.servers.rabbitmq import Rabbit, anything, given_rabbit
from tests.servers.test_path import Roles

if TYPE_CHECKING:
    import subprocess

WORKERS = 2


class Spread:
    """A vault, a gateway, a publisher, a witness, and workers behind a broker."""

    def __init__(self, system: System, database: Where, rabbit: Rabbit) -> None:
        self.system = system
        self.database = database
        self.rabbit = rabbit
        self.stack = ExitStack()
        self.words: tuple[object, ...] = ()
        self.workers: list[subprocess.Popen[str]] = []

    def start_worker(self) -> None:
        self.workers.append(
            self.stack.enter_context(process(self.system.data, "worker", *self.words))
        )

    def granted(self, me: SignedIn, count: int = 1) -> list[str]:
        """Make so many grants."""
        now = datetime.now(UTC)
        system = self.system
        return [
            grant(system, me, new_request(system, me, now), now)[1]["gid"] for _ in range(count)
        ]

    def job(self, gid: str) -> tuple[str, int]:
        query = "SELECT state, attempt FROM extraction.job WHERE subject = %s"
        with self.database.connect() as session:
            row = session.execute(query, (bytes.fromhex(gid),)).fetchone()
        assert row is not None
        return row[0], row[1]

    def await_state(self, gids: list[str], state: str, seconds: float = 90) -> None:
        eventually(lambda: {self.job(gid)[0] for gid in gids} == {state}, seconds)

    def releases(self, gids: list[str]) -> Counter[str]:
        query = "SELECT encode(gid, 'hex') FROM vault.release"
        with self.database.connect() as session:
            rows = session.execute(query).fetchall()
        return Counter(row[0] for row in rows if row[0] in gids)

    def one_in_a_job(
        self, me: SignedIn, count: int
    ) -> "tuple[subprocess.Popen[str], subprocess.Popen[str], list[str]]":
        """Freeze one worker, and give the other some grants until it is at one of them."""
        frozen, working = self.workers
        frozen.send_signal(signal.SIGSTOP)
        gids = self.granted(me, count)
        eventually(lambda: any(self.job(gid)[0] == "running" for gid in gids))
        return frozen, working, gids

    def await_workers(self) -> None:
        eventually(lambda: self.rabbit.workers() == WORKERS)

    def queue(self) -> str:
        said: str = httpx.get(f"{self.system.vault}/readyz").json()["queue"]
        return said


@pytest.fixture(scope="module")
def spread(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Spread]:
    folder = tmp_path_factory.mktemp("queue")
    data, port, rabbit = folder / "data", free_ports(), given_rabbit()
    rabbit.purge()
    with server.database() as name, ExitStack() as stack:
        roles = Roles(server, name, folder)
        with running(data, free_ports(), "--demo", *roles.words(None)):
            pass
        witness = ("--witness", f"http://127.0.0.1:{port + 2}")
        stack.enter_context(process(data, "witness", "--port", port + 2))
        words = ("--without", PARTS, *roles.words("vault"), *rabbit.words("vault"))
        system = stack.enter_context(running(data, port, *words))
        found = Spread(system, server.at(name), rabbit)
        found.words = (*witness, *roles.words("worker"), *rabbit.words("worker"))
        stack.enter_context(process(data, "publisher", *witness, *roles.words("publisher")))
        gateway = ("--port", port + 1, *witness, *roles.words("gateway"))
        stack.enter_context(process(data, "gateway", *gateway))
        with found.stack:
            for _ in range(WORKERS):
                found.start_worker()
            found.await_workers()
            yield found


def want_each_once(spread: Spread, gids: list[str], folder: Path) -> None:
    """Want one release for each grant, and one outcome for each access that was granted."""
    assert spread.releases(gids) == Counter(gids)
    eventually(lambda: set(outcomes(entries(spread.system, folder)).values()) == {1}, 60)


def test_two_workers_share_the_jobs_and_each_ends_once(spread: Spread, tmp_path: Path) -> None:
    me = spread.system.survivor()
    gids = spread.granted(me, 8)
    spread.await_state(gids, "done")
    assert {spread.job(gid)[1] for gid in gids} == {1}
    owners = "SELECT count(DISTINCT owner) FROM extraction.job WHERE subject = ANY(%s)"
    with spread.database.connect() as session:
        subjects = [bytes.fromhex(gid) for gid in gids]
        assert session.execute(owners, (subjects,)).fetchone() == (WORKERS,)
    want_each_once(spread, gids, tmp_path)
    assert spread.rabbit.waiting() == 0

    now = datetime.now(UTC)
    row = released(me, gids[0], "draft")
    approve(me, row["rid"], [investigator_key(spread.system).bundle], now)
    officer = spread.system.staff("investigator")
    package = tmp_path / "package"
    unpack(collect(officer, row["rid"]), investigator_key(spread.system), package)
    policy = parse_policy(policy_of(spread.system, 1, 3, 16))
    report = verify_path(package, policy, now_seconds=int(now.timestamp()) + 60)
    assert report.ok, report.verdict
    withdrawn(me, gids)


def withdrawn(me: SignedIn, gids: list[str]) -> None:
    """Withdraw grants, so that there is room for others."""
    for gid in gids:
        me.remote.call("POST", f"/v1/grants/{gid}/withdraw")


def test_a_worker_that_is_killed_in_its_job_leaves_it_to_another_which_ends_it_once(
    spread: Spread, tmp_path: Path
) -> None:
    me = spread.system.survivor()
    other, struck, gids = spread.one_in_a_job(me, 3)
    struck.kill()
    struck.wait()
    other.send_signal(signal.SIGCONT)
    spread.workers.remove(struck)
    spread.await_state(gids, "done")
    assert max(spread.job(gid)[1] for gid in gids) == 2
    want_each_once(spread, gids, tmp_path)
    spread.start_worker()
    spread.await_workers()
    withdrawn(me, gids)


def test_a_worker_that_is_told_to_end_hands_its_job_back_or_ends_it(
    spread: Spread, tmp_path: Path
) -> None:
    me = spread.system.survivor()
    other, told, gids = spread.one_in_a_job(me, 2)
    told.terminate()
    assert told.wait(30) == 0
    spread.workers.remove(told)
    # Nothing waits for a lease: what it had begun was ended, or is to be had by anybody.
    assert {spread.job(gid)[0] for gid in gids} <= {"done", "queued"}
    other.send_signal(signal.SIGCONT)
    began = time.monotonic()
    spread.await_state(gids, "done")
    assert time.monotonic() - began < 25
    want_each_once(spread, gids, tmp_path)
    spread.start_worker()
    spread.await_workers()
    withdrawn(me, gids)


def test_a_broker_that_is_away_for_twenty_seconds_loses_no_grant_and_refuses_nobody(
    spread: Spread, tmp_path: Path
) -> None:
    me = spread.system.survivor()
    assert spread.queue() == "there"
    for worker in spread.workers:
        worker.send_signal(signal.SIGSTOP)
    before = spread.granted(me, 2)
    # One message for each, in the hands of a worker that stands still or waiting.
    eventually(lambda: all(spread.job(gid)[0] == "queued" for gid in before))
    time.sleep(2)
    spread.rabbit.stop()
    try:
        for worker in spread.workers:
            worker.send_signal(signal.SIGCONT)
        during = spread.granted(me, 2)
        eventually(lambda: spread.queue() == "away", 30)
        time.sleep(20)
        assert {spread.job(gid)[0] for gid in during} == {"queued"}
        assert [worker.poll() for worker in spread.workers] == [None] * WORKERS
    finally:
        spread.rabbit.start()
    spread.await_state([*before, *during], "done", 120)
    assert spread.queue() == "there"
    want_each_once(spread, [*before, *during], tmp_path)
    spread.await_workers()
    withdrawn(me, [*before, *during])


def test_what_is_forged_or_repeated_is_refused_and_the_jobs_go_on(
    spread: Spread, tmp_path: Path
) -> None:
    me = spread.system.survivor()
    (ended,) = spread.granted(me)
    spread.await_state([ended], "done")
    query = "SELECT jid FROM extraction.job WHERE subject = %s"
    with spread.database.connect() as session:
        row = session.execute(query, (bytes.fromhex(ended),)).fetchone()
    assert row is not None
    for _ in range(5):
        spread.rabbit.hint(row[0])
        spread.rabbit.hint(anything())
        spread.rabbit.put(b"\x00\xffnonsense")
    (good,) = spread.granted(me)
    spread.await_state([good], "done")
    eventually(lambda: spread.rabbit.waiting() == 0)
    assert spread.job(ended) == ("done", 1)
    want_each_once(spread, [ended, good], tmp_path)
    assert [worker.poll() for worker in spread.workers] == [None] * WORKERS
    withdrawn(me, [ended, good])
