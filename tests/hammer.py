"""The hammer: real processes over one database, killed at any time, and what to count in it.

Five processes grant, collect and withdraw without a pause. An attempt is a collection that is
asked for or a piece that is delivered: each was decided. A violation is exact: a collection
allowed although it was asked for after the withdrawal had returned (stale), or a piece that
was on its way then (in flight). Without the drain, or with a decision that is not taken anew,
the same run must show some.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import text

from tests.conftest import ROOT
from tests.hammering import BEFORE, Place, world_of
from tests.unit.consent.conftest import _fill

TASKS = ("grant", "access", "access", "withdraw", "withdraw")
ONE_KILL_IN = 200
"""So many attempts."""
LONGEST = 2400.0


@dataclass(frozen=True)
class Running:
    """One process, and the file of what it said."""

    task: str
    process: "subprocess.Popen[bytes]"
    events: Path


@dataclass
class Hammer:
    """The processes and what they said, in files that a kill does not shorten."""

    place: Place
    folder: Path
    control: str
    began: float = field(default_factory=time.monotonic)
    running: list[Running] = field(default_factory=list)
    kills: Counter[str] = field(default_factory=Counter)
    _count: int = 0

    def start(self, task: str) -> None:
        self._count += 1
        words = ("-m", "tests.hammering", task, str(self._count), str(self.began))
        events = self.folder / f"{self._count}.events"
        with events.open("wb") as file:
            process = subprocess.Popen(
                [sys.executable, *words, self.control],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=file,
            )
        assert process.stdin is not None
        with process.stdin as stdin:
            stdin.write(json.dumps(self.place).encode() + b"\n")
        self.running.append(Running(task, process, events))

    def kill(self, index: int) -> str:
        found = self.running.pop(index)
        ended = found.process.poll()
        assert ended is None, f"{found.task} ended by itself with {ended}"
        os.kill(found.process.pid, signal.SIGKILL)
        found.process.wait()
        return found.task

    def events(self) -> list[dict[str, Any]]:
        lines = []
        for path in self.folder.glob("*.events"):
            # A line that the kill cut off was not said.
            lines += [line for line in path.read_bytes().split(b"\n")[:-1] if line]
        return [json.loads(line) for line in lines]

    def attempts(self) -> int:
        return sum(
            path.read_bytes().count(b'"invoked"') + path.read_bytes().count(b'"sent"')
            for path in self.folder.glob("*.events")
        )

    def run(self, attempts: int, *, kills: bool) -> None:
        """Run until there were so many attempts; kill one now and then, and start it anew."""
        chance = random.Random(7)
        for task in TASKS:
            self.start(task)
        following = ONE_KILL_IN if kills else attempts
        # A short run may be over before anybody could be killed; it goes on until one was.
        while (done := self.attempts()) < attempts or (kills and not self.kills):
            assert time.monotonic() - self.began < LONGEST, f"{done} attempts so far"
            if done >= following and all(map(self.is_ready, self.running)):
                following += ONE_KILL_IN
                task = self.kill(chance.randrange(len(self.running)))
                self.kills[task] += 1
                self.start(task)
            time.sleep(0.05 + chance.random() * 0.1)
        while self.running:
            self.kill(0)

    def is_ready(self, running: Running) -> bool:
        return running.events.stat().st_size > 0


def fill(place: Place) -> Place:
    """Put the made world into an empty database."""
    world = world_of(place, time.monotonic(), 1000)
    with closing(world.database), closing(world.marks):
        world.database.write(lambda db: _fill(db, world))
        # The hammer counts a grant's collections all the time, which nobody else does.
        world.database.write(lambda db: db.execute(text("CREATE INDEX hammered ON ticket (item)")))
    return place


def violations(events: list[dict[str, Any]]) -> tuple[int, int, int]:
    """Count stale collections, pieces in flight, and the withdrawals that both may break."""
    returned = {each["grant"]: each["returned"] for each in events if "returned" in each}
    began = [each for each in events if each.get("allowed") and each["grant"] in returned]
    sent = [each for each in events if "sent" in each and each["grant"] in returned]
    assert not any(each.get("lost") for each in events)
    # Only grants that were collected often say anything; what a killed process did not get
    # to say is missing.
    often = [
        count for count in Counter(each["grant"] for each in began).values() if count >= BEFORE
    ]
    assert len(often) >= 0.9 * len(returned)
    return (
        sum(each["invoked"] > returned[each["grant"]] for each in began),
        sum(each["sent"] > returned[each["grant"]] for each in sent),
        len(returned),
    )


def nothing_after(place: Place, folder: Path, attempts: int) -> str:
    """Hammer, with kills; want nothing delivered after its withdrawal; say what was done."""
    hammer = Hammer(place, folder, "none")
    hammer.run(attempts, kills=True)
    events = hammer.events()
    stale, in_flight, withdrawals = violations(events)
    assert (stale, in_flight) == (0, 0)
    assert withdrawals >= attempts // 1000
    assert hammer.kills
    assert {each["draining"] for each in events if "returned" in each} == {0}
    assert any(each.get("allowed") is False for each in events)
    _settled(place, hammer.began)
    collected = sum("invoked" in each for each in events)
    return (
        f"hammer: {hammer.attempts()} attempts ({collected} collections, the rest pieces),"
        f" {stale} stale, {in_flight} in flight, {hammer.kills.total()} kills,"
        f" {withdrawals} withdrawals, {time.monotonic() - hammer.began:.0f} s"
    )


def _settled(place: Place, began: float) -> None:
    """Every access that was granted has one outcome, once what the killed left is closed."""
    world = world_of(place, began, 2000)
    with closing(world.database), closing(world.marks):
        world.access.sweep()
        entries = world.entries()
    granted = [index for index, each in enumerate(entries) if each["out"] == "granted"]
    closed = Counter(each["ref"] for each in entries if each["act"] == "outcome")
    assert closed == Counter(granted)
    reasons = Counter(each.get("rc") for each in entries if each["act"] == "outcome")
    # Some deliveries were cut by a withdrawal, so the two did meet.
    assert reasons["revoked"]


def finds_what_it_looks_for(place: Place, folder: Path, control: str, attempts: int) -> None:
    """Hammer with a part of what protects taken out; want violations."""
    hammer = Hammer(place, folder, control)
    hammer.run(attempts, kills=False)
    stale, in_flight, withdrawals = violations(hammer.events())
    assert withdrawals >= 3
    assert in_flight > 0
    # The keys over the wraps are gone with the withdrawal, so even here nothing begins.
    assert stale == 0
