"""Plays crashes of a process that keeps a log: killed at a random moment, the power cut with it.

Started under shim.so. Each trial is a child made by fork, so that nothing is imported twice:
writers append through the embedded database, a publisher signs, a witness cosigns. The child
says each receipt on a pipe once it may act on it; then it is killed, the files are set back to
what was synced (`cut`), and what it said is compared with what a new start finds.

    python driver.py <folder> <trials> <seed> kill|cut|eio|full FULL|NORMAL

`eio` fails one sync and `full` a hundred writes before the power is cut. One JSON line at the
end says how many entries were said (`said`), how many of those are lost, how many writes were
refused, and how many trials left a log that is not whole (`broken`) or does not start (`forgot`),
or ended by themselves (`died`).
"""

import contextlib
import json
import os
import random
import select
import shutil
import signal
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

from nacl.signing import SigningKey
from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection

from api import session
from audit import repository
from audit.chain import CHAIN_START, chain_step
from audit.checkpoint import parse_checkpoint
from audit.entry import Draft
from audit.errors import AuditError
from audit.log_key import LogKey
from audit.merkle import leaf_hash
from audit.note import COSIGNATURE, VerifierKey, parse_note
from audit.policy import parse_log_policy
from audit.publisher import Publisher, check_start, grow
from audit.tables import metadata
from audit.tiles import Tiles
from audit.witnessing import Asked, Witness, marshal_request
from vault.errors import StoreUnavailable

ORIGIN, NAME = "vault.example/audit/1", "w.example"
LOG, KEY = LogKey(ORIGIN, SigningKey(b"\x05" * 32)), SigningKey(b"\x06" * 32)
WRITERS = 4
RECORD = 8 + 32
REFUSED = bytes(8) + bytes(32)
FAULTS = {"eio": ("SHIM_EIO", 15), "full": ("SHIM_ENOSPC", 60)}
"""What a fault is told by, and by when it strikes."""
Connection = Any


class Nearby:
    """The witness in this process, asked as over a network."""

    name = "w"

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        logs = {ORIGIN: LOG.verifiers()[0]}
        self.witness = Witness(folder, NAME, KEY, logs, lambda: int(time.time()))

    def add_checkpoint(self, asked: Asked) -> tuple[int, str]:
        answer = self.witness.add_checkpoint(marshal_request(asked))
        return answer.status, answer.body


def policy_text() -> str:
    public = VerifierKey(NAME, COSIGNATURE, bytes(KEY.verify_key))
    return f"log {LOG.verifiers()[0].marshal()}\nwitness w {public.marshal()}\nquorum w\n"


def opened(folder: Path) -> session.SqliteDatabase:
    return session.SqliteDatabase(folder / "vault.db", (metadata,))


def live(folder: Path, said: int, chance: random.Random, how: str) -> None:
    """Append, publish and cosign until killed; say what may be acted on."""
    database = opened(folder)
    database.write(repository.prepare)
    publisher = Publisher(
        database,
        LOG,
        parse_log_policy(policy_text()),
        [Nearby(folder / "witness")],
        lambda: int(time.time() * 1000),
    )
    draft = Draft(act="own.open", out="denied", role="survivor", rc="no-rule")

    def writer() -> None:
        while True:
            try:
                receipt = database.write(
                    lambda db: repository.append(
                        db, draft, now_ms=int(time.time() * 1000), random=os.urandom
                    )
                )
            except StoreUnavailable:
                os.write(said, REFUSED)
                time.sleep(0.01)
                continue
            # Only now may anything be handed out for this entry.
            os.write(said, receipt.index.to_bytes(8) + receipt.leaf)

    if how in FAULTS:
        name, most = FAULTS[how]
        os.environ[name] = str(chance.randint(1, most))
    for _ in range(WRITERS):
        threading.Thread(target=writer, daemon=True).start()
    while True:
        with contextlib.suppress(StoreUnavailable, OSError):
            publisher.publish_once()


def drain(end: int, until: float, into: bytearray) -> None:
    while (left := until - time.monotonic()) > 0:
        if select.select([end], [], [], left)[0]:
            piece = os.read(end, 1 << 16)
            if not piece:
                return
            into += piece


def trial(folder: Path, chance: random.Random, how: str) -> dict[str, int]:
    """Kill one child; give how many entries it said, how many are lost, and what else is wrong."""
    data, twins = folder / "data", folder / "twins"
    for path in (data, twins, data / "witness", twins / "witness"):
        path.mkdir(parents=True)
    end, said = os.pipe()
    child = os.fork()
    if child == 0:
        os.environ["SHIM_UNDER"], os.environ["SHIM_TWINS"] = str(data), str(twins)
        try:
            live(data, said, chance, how)
        finally:
            os._exit(3)
    os.close(said)
    heard = bytearray()
    # The first entry marks the start; the blow falls some random time after it.
    limit = time.monotonic() + 60
    while not heard:
        drain(end, time.monotonic() + 0.005, heard)
        if time.monotonic() > limit:
            raise SystemExit("the child says nothing")
    drain(end, time.monotonic() + chance.uniform(0.0, 0.25), heard)
    os.kill(child, signal.SIGKILL)
    died = not os.WIFSIGNALED(os.waitpid(child, 0)[1])
    drain(end, time.monotonic() + 5, heard)
    os.close(end)
    if how != "kill":
        set_back(data, twins)
    found = judge(data, bytes(heard)) | {"died": int(died)}
    shutil.rmtree(folder)
    return found


def set_back(data: Path, twins: Path) -> None:
    """Leave of each file what was synced, and of one that never was, nothing.

    The witness's memory is left as it is: it is synced under another name before it gets its
    own, so what bears its name is whole.
    """
    for path in [path for path in data.rglob("*") if path.is_file()]:
        twin = twins / path.relative_to(data)
        if path.name == "state.json":
            assert (twins / "witness" / "state.json.new").exists()
        elif twin.exists():
            shutil.copyfile(twin, path)
        else:
            path.unlink()


def judge(data: Path, heard: bytes) -> dict[str, int]:
    records = [heard[at : at + RECORD] for at in range(0, len(heard) - RECORD + 1, RECORD)]
    said = {int.from_bytes(record[:8]): record[8:] for record in records if record != REFUSED}
    database = opened(data)
    try:
        database.write(repository.prepare)
        entries = database.read(lambda db: list(repository.read_entries(db, 0, 1 << 40)))
        stored = {each.index: leaf_hash(each.entry) for each in entries}
        lost = sum(stored.get(index) != leaf for index, leaf in said.items())
        return {
            "said": len(said),
            "lost": lost,
            "refused": records.count(REFUSED),
            "broken": int(not whole(database, entries)),
            "forgot": int(not starts(database, data)),
        }
    finally:
        database.close()


def whole(database: session.SqliteDatabase, entries: list[Any]) -> bool:
    before = CHAIN_START
    for place, each in enumerate(entries):
        before = chain_step(before, leaf_hash(each.entry))
        if (each.index, each.chain) != (place, before):
            return False
    return bool(database.read(repository.size_of) == len(entries))


def starts(database: session.SqliteDatabase, data: Path) -> bool:
    """Tell whether the start gate lets it start: no checkpoint left that is not kept here."""
    try:
        note = Nearby(data / "witness").witness.latest(ORIGIN)
        check_start(database, [] if note is None else [note], LOG.verifiers()[0])
        while database.write(grow):
            pass
        for size in sizes(database):
            note = database.read(lambda db, size=size: kept(db, size))
            signed = parse_checkpoint(parse_note(note).text)
            if database.read(lambda db, size=size: Tiles(db).root(size)) != signed.root:
                return False
    except AuditError:
        return False
    return True


def sizes(database: session.SqliteDatabase) -> list[int]:
    return database.read(
        lambda db: [row[0] for row in db.exec_driver_sql("SELECT size FROM audit_checkpoint")]
    )


def kept(connection: Connection, size: int) -> str:
    found = connection.exec_driver_sql("SELECT note FROM audit_checkpoint WHERE size = ?", (size,))
    return str(found.scalar_one())


def weaken() -> None:
    """Let the database acknowledge what was not synced yet, as synchronous=NORMAL does."""
    strong = session._prepare

    def weak(engine: Engine, begin: str) -> None:
        strong(engine, begin)

        @event.listens_for(engine, "connect")
        def _connected(raw: DBAPIConnection, _record: object) -> None:
            raw.cursor().execute("PRAGMA synchronous=NORMAL")

    session._prepare = weak


def main() -> None:
    folder, trials, seed, how, mode = sys.argv[1:]
    if mode == "NORMAL":
        weaken()
    chance = random.Random(int(seed))
    total: Counter[str] = Counter(trials=int(trials))
    for number in range(int(trials)):
        total.update(trial(Path(folder) / str(number), chance, how))
    sys.stdout.write(json.dumps(dict(total)) + "\n")


if __name__ == "__main__":
    main()
