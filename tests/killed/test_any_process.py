"""Any process of a deployed vault, killed at random moments under load: what was said stands.

`make crash N=200` is the long run. A killed process proves nothing about a disk; the power is
cut in tests/durability.
"""

import random
import secrets
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest

from api.demo import made_request
from api.problems import ServerFault
from api.remote import Remote
from audit.errors import Pushback
from audit.log_copy import open_copy
from audit.policy import parse_log_policy
from audit.verify import FAIL, verify_copy
from tests.integration.conftest import System, eventually, free_ports, running
from tests.integration.test_deployed import Deployed, deploying
from tests.integration.test_whole_path import (
    collect,
    grant,
    new_request,
    released,
)
from vault.errors import StoreUnavailable

pytestmark = pytest.mark.integration
TASKS = ("vault", "gateway", "worker", "publisher", "witness")
AWAY = (StoreUnavailable, ServerFault, Pushback)
"""What a client sees of a process that is not there, or waits for one."""


@dataclass
class Load:
    """Asks all the time, and keeps what it was told: indexes of entries, and what it was handed."""

    remote: Remote
    rid: str
    ended: threading.Event = field(default_factory=threading.Event)
    told: set[int] = field(default_factory=set)
    handed: int = 0
    faults: list[Exception] = field(default_factory=list)

    def submit(self) -> None:
        """Ask for something with a code that nobody gave: an entry, and its index is the answer."""
        body = {"code": secrets.token_hex(16), "request": made_request(datetime.now(UTC))}
        self._go(
            lambda: self.told.add(int(self.remote.call("POST", "/v1/requests", body)["log_index"]))
        )

    def collect(self) -> None:
        """Collect what she let go, whole."""

        def once() -> None:
            if collect(self.remote, self.rid):
                self.handed += 1

        self._go(once)

    def _go(self, once: Callable[[], None]) -> None:
        while not self.ended.wait(0.02):
            try:
                once()
            except AWAY:
                time.sleep(0.1)
            except Exception as error:  # noqa: BLE001 the test says what it was
                self.faults.append(error)
                return


@pytest.fixture
def deployed(tmp_path: Path) -> Iterator[tuple[Deployed, System]]:
    with running(tmp_path / "data", free_ports()):
        pass
    with deploying(tmp_path / "data") as found:
        yield found


def victims(chance: random.Random, count: int) -> list[str]:
    """Choose whom to kill: in any order, each about as often."""
    rounds = [chance.sample(TASKS, len(TASKS)) for _ in range(-(-count // len(TASKS)))]
    return [task for each in rounds for task in each][:count]


def kill(processes: Deployed, system: System, task: str) -> None:
    if task == "vault":
        system.kill_vault()
    else:
        processes.kill(task)
        processes.start(task)


def test_nothing_said_is_lost_and_nothing_leaves_unlogged(
    deployed: tuple[Deployed, System], request: pytest.FixtureRequest
) -> None:
    processes, system = deployed
    now = datetime.now(UTC)
    me = system.survivor()
    _, stored = grant(system, me, new_request(system, me, now), now, approval="auto")
    rid = released(me, stored["gid"], "approved")["rid"]
    load = Load(system.staff("investigator"), rid)
    threads = [threading.Thread(target=work) for work in (load.submit, load.submit, load.collect)]
    seed = secrets.randbits(32)
    chance, killed = random.Random(seed), Counter[str]()
    for thread in threads:
        thread.start()
    try:
        for task in victims(chance, int(request.config.getoption("--process-kills"))):
            time.sleep(chance.uniform(0, 0.5))
            kill(processes, system, task)
            killed[task] += 1
    finally:
        load.ended.set()
        for thread in threads:
            thread.join(60)
    said = f"seed {seed}, killed {dict(killed)}, told {len(load.told)}, handed {load.handed}\n"
    sys.stdout.write(said)
    assert not load.faults
    assert load.told
    check(system, load)


def check(system: System, load: Load) -> None:
    """Everything that was told is in the log, and each hand-out has its entry and its one end."""
    path = system.data.parent / "copy.zip"

    def settled() -> bool:
        path.write_bytes(system.staff("auditor").fetch("/v1/audit/copy"))
        entries = [orjson.loads(entry) for entry in open_copy(path).entries()]
        closed = {entry.get("ref") for entry in entries}
        granted = [at for at, entry in enumerate(entries) if entry["out"] == "granted"]
        return set(granted) <= closed

    with suppress(AssertionError):
        eventually(settled, 60)
    copy = open_copy(path)
    entries = [orjson.loads(entry) for entry in copy.entries()]
    assert {entries[at]["act"] for at in load.told} == {"request.submit"}
    ends = Counter(entry["ref"] for entry in entries if entry["act"] == "outcome")
    collected = [
        at
        for at, entry in enumerate(entries)
        if (entry["act"], entry["out"]) == ("release.collect", "granted")
    ]
    assert all(ends[at] == 1 for at in collected)
    assert load.handed <= len(collected)
    policy = parse_log_policy((system.data / "policy").read_text())
    seconds = int(datetime.now(UTC).timestamp()) + 120
    steps = verify_copy(copy, policy, now_seconds=seconds)
    assert all(step.status != FAIL for step in steps), steps
