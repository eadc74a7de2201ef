"""One process of the hammer: it grants, accesses or withdraws until it is ended.

    python -m tests.hammering grant|access|withdraw SEED BEGAN CONTROL < place

The place is one line of JSON: the address and password of a PostgreSQL database, or the
folder of an embedded one. Times are CLOCK_MONOTONIC, which all processes of a machine share.
Every event is one write of one line of JSON, so a process that is killed has said what it did.
"""

import json
import os
import random
import sys
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

import audit.tables
import consent.access
import consent.tables
import vault.tables
from api.postgres import PostgresDatabase, Where
from api.postgres_marks import PostgresMarks
from api.session import SqliteDatabase
from audit.errors import Pushback
from consent.access import Access, Delivery, Refusal
from consent.drain import Drain
from consent.errors import WrongState
from consent.marks import AnyMarks, Marks
from consent.ongoing import Ongoing
from tests.conftest import seeded_random
from tests.unit.consent.conftest import HER, START, World
from vault.errors import Missing
from vault.identity import Identity, Kind, new_identity
from vault.ids import Gid, Rid

THREADS = 4
PIECE = 1 << 20
LIVE = 10
BEFORE = 3
"""So many times a grant is collected before it is withdrawn."""
SEND_SECONDS = 0.004


Place = dict[str, str]


class Boxes:
    """Release boxes of zeros: what is in them is not what is measured."""

    def __init__(self) -> None:
        self._zeros = bytes(PIECE)

    def read(self, name: str, offset: int = 0, length: int | None = None) -> Any:  # noqa: ANN401 as a store
        del name, offset
        yield self._zeros[: length or 0]

    def delete(self, name: str) -> None:
        del name


class Moving(World):
    """The made world with a clock that goes on, from where all processes began."""

    began = 0.0

    @property  # type: ignore[override]  # the tests' own is moved by hand
    def now(self) -> datetime:
        return START + timedelta(seconds=time.monotonic() - self.began)

    @now.setter
    def now(self, _value: datetime) -> None:
        return


def people() -> list[Identity]:
    """The survivor and who asks, the same ones in every process."""
    chance = seeded_random("hammer")
    return [new_identity(Kind.PERSON, random=chance) for _ in range(2)]


def world_of(place: Place, began: float, seed: int) -> Moving:
    """Give this process's view of the world that all of them share."""
    chance = random.Random(seed)
    holder = chance.randbytes(16)
    database, marks = _embedded(place, holder) if "folder" in place else _server(place, holder)
    Moving.began = began
    made = Moving(database, chance.randbytes, *people(), marks)
    made.access = Access(
        made.database,
        Boxes(),
        Drain(marks),
        Ongoing(marks),
        lambda: made.now,
        chance.randbytes,
        lambda _index: True,
    )
    return made


def _embedded(place: Place, holder: bytes) -> tuple[Any, AnyMarks]:
    folder = Path(place["folder"])
    tables = (audit.tables.metadata, vault.tables.metadata, consent.tables.metadata)
    return SqliteDatabase(folder / "vault.sqlite", tables), Marks(folder / "marks", holder)


def _server(place: Place, holder: bytes) -> tuple[Any, AnyMarks]:
    def lost() -> None:
        tell(lost=True)
        os._exit(4)

    where = Where(place["address"], place["password"])
    return PostgresDatabase(where), PostgresMarks(where, holder, lost)


def tell(**event: Any) -> None:  # noqa: ANN401 numbers and words
    os.write(1, json.dumps(event).encode() + b"\n")


def _live(world: World) -> list[tuple[bytes, bytes, int]]:
    """Give the grants that can be collected, and how often each was."""
    asked = text(
        "SELECT r.gid, r.rid, (SELECT count(*) FROM ticket t WHERE t.item = r.rid"
        " AND t.used_at IS NOT NULL) FROM release r"
        " WHERE r.state IN ('approved', 'collected') ORDER BY r.rid"
    )
    found = world.database.read(lambda db: db.execute(asked).fetchall())
    return [(bytes(gid), bytes(rid), int(count)) for gid, rid, count in found]


def granting(world: Moving) -> None:
    """Keep some grants live; each one has ids of its own."""
    while True:
        if len(_live(world)) >= LIVE:
            time.sleep(0.02)
            continue
        gid, rid = Gid(world.random(16)), Rid(world.random(16))
        try:
            world.ask()
            world.store(world.grant(gid=gid))
            world.publish(rid=rid, gid=gid)
        except Pushback:
            continue


def accessing(world: Moving, seed: int) -> None:
    """Collect whatever was live a moment ago, on several threads."""

    def run(chance: random.Random) -> None:
        while True:
            found = _live(world)
            if not found:
                time.sleep(0.02)
                continue
            # What was live a moment ago may be withdrawn by now: that is what is asked.
            time.sleep(chance.random() * 0.03)
            gid, rid, _ = chance.choice(found)
            _collect(world, gid.hex(), Rid(rid))

    seeds = [random.Random(seed * 100 + number) for number in range(THREADS)]
    threads = [threading.Thread(target=run, args=(chance,)) for chance in seeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _collect(world: Moving, grant: str, rid: Rid) -> None:
    invoked = time.monotonic()
    delivery: Delivery | Refusal
    try:
        delivery = world.access.collect(world.officer, rid, world.person.fp)
    except Missing:
        delivery = Refusal("gone", (), b"")
    except Pushback:
        return
    if isinstance(delivery, Refusal):
        tell(grant=grant, invoked=invoked, allowed=False)
        return
    tell(grant=grant, invoked=invoked, allowed=True)
    try:
        for _piece in delivery.chunks(b"head"):
            time.sleep(SEND_SECONDS)
            tell(grant=grant, sent=time.monotonic())
    except Pushback:
        return


def withdrawing(world: Moving, seed: int) -> None:
    """Withdraw grants at random, each once it was collected a few times."""
    chance = random.Random(seed)
    while True:
        found = [gid for gid, _, count in _live(world) if count >= BEFORE]
        if not found:
            time.sleep(0.01)
            continue
        time.sleep(chance.random() * 0.05)
        gid = Gid(chance.choice(found))
        try:
            done = world.withdrawals.withdraw(world.her, HER, gid)
        except (WrongState, Pushback):
            continue
        tell(grant=gid.hex(), returned=time.monotonic(), draining=done.draining)


def main(task: str, seed: str, began: str, control: str) -> None:
    place = json.loads(sys.stdin.readline())
    consent.access.CHUNK = PIECE
    if control == "no-drain":
        Drain.wait = lambda *_: 0  # type: ignore[method-assign]  # a negative control
    if control == "stale":
        Access.again = lambda *_: None  # type: ignore[method-assign]  # a negative control
    world = world_of(place, float(began), int(seed))
    tell(ready=True)
    if task == "grant":
        granting(world)
    elif task == "access":
        accessing(world, int(seed))
    else:
        withdrawing(world, int(seed))


if __name__ == "__main__":
    main(*sys.argv[1:])
