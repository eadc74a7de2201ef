"""One process of the hammer: it accesses, or it withdraws, over a folder that others share.

    python -m tests.integration.hammering access|withdraw FOLDER SEED [drain|no-drain]

Times are CLOCK_MONOTONIC, which all processes of a machine share. Every line of standard
output is one event, as JSON.
"""

import json
import random
import sys
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

import audit.tables
import consent.tables
import vault.tables
from api.session import SqliteDatabase
from consent.access import Access, Caller, Refusal
from consent.drain import Drain
from consent.marks import Marks
from consent.ongoing import Ongoing
from consent.withdrawal import Withdrawals
from tests.unit.consent.conftest import HER, SID, START
from vault.errors import Missing
from vault.ids import Fingerprint, Gid, Rid

GRANTS = 12
THREADS = 2
SECONDS = 120.0
SEND_SECONDS = 0.015
BEFORE = 6
"""So many times a grant is collected before it is withdrawn."""
OFFICER = Caller("investigator", b"o" * 32, SID, "team-1", "police", "session")
SURVIVOR = Caller("survivor", b"h" * 32, HER, "", "", "passkey")


def gid_of(number: int) -> Gid:
    return Gid(bytes([number]) * 16)


def rid_of(number: int) -> Rid:
    return Rid(bytes([100 + number]) * 16)


class Boxes:
    """Release boxes of two pieces."""

    def read(self, name: str, offset: int = 0, length: int | None = None) -> Iterator[bytes]:
        del name, offset
        yield bytes(length or 0)

    def delete(self, name: str) -> None:
        del name


class Process:
    """What a real process has, with a clock that stands near the made grants' beginning."""

    def __init__(self, folder: Path, seed: int) -> None:
        chance = random.Random(seed)
        self.chance = chance
        self.database = SqliteDatabase(
            folder / "vault.sqlite",
            (audit.tables.metadata, vault.tables.metadata, consent.tables.metadata),
        )
        self.marks = Marks(folder / "marks", chance.randbytes(16))
        self.drain = Drain(self.marks)
        self.began = time.monotonic()

    def clock(self) -> Any:  # noqa: ANN401 a datetime
        return START + timedelta(seconds=time.monotonic() - self.began)

    def access(self) -> Access:
        return Access(
            self.database,
            Boxes(),
            self.drain,
            Ongoing(self.marks),
            self.clock,
            self.chance.randbytes,
            lambda _index: True,
        )

    def withdrawals(self) -> Withdrawals:
        return Withdrawals(
            self.database,
            lambda _name: None,
            self.drain,
            self.clock,
            self.chance.randbytes,
            lambda _db, _gid: None,
        )


def tell(**event: Any) -> None:  # noqa: ANN401 numbers and words
    # One write for one line: threads share this output.
    sys.stdout.write(json.dumps(event) + "\n")


def accessing(process: Process, fp: Fingerprint) -> None:
    """Collect the grants that will be withdrawn next, until all are refused."""
    access = process.access()
    refused: set[int] = set()

    def run(chance: random.Random) -> None:
        limit = time.monotonic() + SECONDS
        while len(refused) < GRANTS and time.monotonic() < limit:
            left = sorted(set(range(GRANTS)) - refused)[:2]
            if not left:
                return
            number = chance.choice(left)
            invoked = time.monotonic()
            try:
                delivery = access.collect(OFFICER, rid_of(number), fp)
            except Missing:
                delivery = Refusal("gone", (), b"")
            if isinstance(delivery, Refusal):
                tell(grant=number, invoked=invoked, allowed=False)
                refused.add(number)
                continue
            tell(grant=number, invoked=invoked, allowed=True)
            for _piece in delivery.chunks(b"head"):
                time.sleep(SEND_SECONDS)
                tell(grant=number, sent=time.monotonic())

    seeds = [random.Random(process.chance.random()) for _ in range(THREADS)]
    threads = [threading.Thread(target=run, args=(chance,)) for chance in seeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def withdrawing(process: Process, parity: int, *, drained: bool) -> None:
    """Withdraw every second grant, in order, each once it was collected a few times."""
    if not drained:
        Drain.wait = lambda *_: 0  # type: ignore[method-assign]  # the negative control
    withdrawals = process.withdrawals()
    for number in range(parity, GRANTS, 2):
        while process.database.read(lambda db, number=number: _collected(db, number)) < BEFORE:
            time.sleep(0.005)
        time.sleep(process.chance.random() * 0.02)
        done = withdrawals.withdraw(SURVIVOR, HER, gid_of(number))
        tell(grant=number, returned=time.monotonic(), draining=done.draining)


def _collected(connection: Connection, number: int) -> int:
    asked = text("SELECT count(*) FROM ticket WHERE item = :rid AND used_at IS NOT NULL")
    return int(connection.execute(asked, {"rid": rid_of(number)}).scalar_one())


def main(which: str, folder: str, seed: str, how: str = "drain") -> None:
    process = Process(Path(folder), int(seed))
    print(json.dumps({"ready": True}), flush=True)  # noqa: T201 a test's program
    fp = sys.stdin.readline().strip()
    if which == "access":
        accessing(process, Fingerprint(bytes.fromhex(fp)))
    else:
        withdrawing(process, int(seed) % 2, drained=how == "drain")
    sys.stdout.flush()
    process.database.close()
    process.marks.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
