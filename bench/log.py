"""The log at a million entries: verifying a copy, proving one entry, appending.

    python bench/log.py verify <folder> <entries>      a copy as an auditor has it
    python bench/log.py prove <folder> <entries>       inclusion proofs from a SQLite file
    python bench/log.py peer <folder> <entries>        the same with pymerkle, where it is there
    python bench/log.py append <folder> chained|plain <writers> <seconds>

One JSON line each. `append` runs as often as bench/run.py wants, on the disk as it is and
under a shim that makes every sync take 2 ms more; `plain` is an insert without order or hash.
"""

import hashlib
import json
import os
import random
import shutil
import statistics
import sys
import threading
import time
from pathlib import Path
from typing import Any

from nacl.signing import SigningKey
from sqlalchemy import LargeBinary, MetaData, Table, insert
from sqlalchemy.schema import Column

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from api.session import SqliteDatabase
from audit import repository
from audit.chain import CHAIN_START, chain_step
from audit.checkpoint import Checkpoint
from audit.entry import Draft, Entry
from audit.frontier import Frontier
from audit.log_copy import CHECKPOINT, LOG, POLICY, marshal_bundle, open_copy
from audit.log_key import LogKey
from audit.merkle import leaf_hash, verify_inclusion
from audit.policy import parse_log_policy
from audit.publisher import prove
from audit.tables import metadata
from audit.tiles import WIDTH, Tiles, tile_path
from audit.verify import FAIL, verify_copy

LOG_KEY = LogKey("bench.example/audit/1", SigningKey(b"\x05" * 32))
POLICY_TEXT = f"log {LOG_KEY.verifiers()[0].marshal()}\nquorum none\n"
START_MS = 1_700_000_000_000
PROOFS = 1000
PLAIN = MetaData()
ROWS = Table("plain", PLAIN, Column("entry", LargeBinary), Column("leaf", LargeBinary))
DRAFT = Draft(act="own.open", out="denied", role="survivor", rc="no-rule", auth="session")


def made_entry(number: int) -> bytes:
    """Make an entry as accesses are logged; every second one closes the one before it."""
    granted = number % 2 == 0
    tag = hashlib.sha256(number.to_bytes(8)).hexdigest()
    return Entry(
        id=tag[32:],
        t=START_MS + number,
        act="release.collect" if granted else "outcome",
        out="granted" if granted else "completed",
        role="investigator",
        ref=None if granted else number - 1,
        n=None if granted else 1,
        tag=tag[:32],
        why="investigation" if granted else "",
        auth="session",
    ).marshal()


def write(folder: Path, count: int) -> None:
    """Write a copy of so many entries, bundle by bundle."""
    shutil.rmtree(folder, ignore_errors=True)
    chain, frontier = CHAIN_START, Frontier()
    for start in range(0, count, WIDTH):
        entries = [made_entry(number) for number in range(start, min(start + WIDTH, count))]
        path = folder / tile_path(-1, start // WIDTH, len(entries))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(marshal_bundle(entries))
        for entry in entries:
            leaf = leaf_hash(entry)
            chain = chain_step(chain, leaf)
            frontier.add(leaf)
    signed = LOG_KEY.sign(Checkpoint(LOG_KEY.origin, count, frontier.root()), seconds=5)
    (folder / CHECKPOINT).write_text(signed.marshal(), "utf-8")
    (folder / POLICY).write_text(POLICY_TEXT, "utf-8")
    told = {"chain": chain.hex(), "origin": LOG_KEY.origin, "size": count, "v": 1}
    (folder / LOG).write_text(json.dumps(told, separators=(",", ":")), "utf-8")


def verify(folder: Path, count: int) -> dict[str, float]:
    """Verify a copy on one core."""
    write(folder, count)
    begun, cpu = time.monotonic(), time.process_time()
    steps = verify_copy(
        open_copy(folder), parse_log_policy(POLICY_TEXT), now_seconds=START_MS // 1000
    )
    found = {
        "log_verify_1m_s": time.monotonic() - begun,
        "log_verify_1m_cpu_s": time.process_time() - cpu,
    }
    if any(step.status == FAIL for step in steps):
        raise SystemExit(f"bench: the copy does not verify: {steps}")
    shutil.rmtree(folder)
    return found


def prove_some(folder: Path, count: int) -> dict[str, float]:
    """Prove entries of a log of this size, each on a connection of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    database = SqliteDatabase(folder / "log.db", (metadata,))
    leaves = [leaf_hash(number.to_bytes(8)) for number in range(count)]
    for start in range(0, count, 50_000):
        some = leaves[start : start + 50_000]
        database.write(lambda db, some=some: Tiles(db).extend(some))
    root = database.read(lambda db: Tiles(db).root(count))
    note = LOG_KEY.sign(Checkpoint(LOG_KEY.origin, count, root), seconds=5).marshal()

    def sign(db: Any) -> None:
        repository.add_checkpoint(db, count, note, 5)
        repository.set_witnessed(db, count, note, 5)

    database.write(sign)
    chance = random.Random(1)
    made, checked = [], []
    cpu = time.process_time()
    for index in [chance.randrange(count) for _ in range(PROOFS)]:
        prove(database, index)
    cpu = time.process_time() - cpu
    for index in [chance.randrange(count) for _ in range(PROOFS)]:
        begun = time.perf_counter()
        proof = prove(database, index)
        made.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        verify_inclusion(leaves[index], index, count, proof.path, root)
        checked.append(time.perf_counter() - begun)
    database.close()
    shutil.rmtree(folder)
    return {
        "log_prove_1m_ms": statistics.median(made) * 1000,
        "log_prove_1m_cpu_ms": cpu / PROOFS * 1000,
        "log_prove_1m_p99_ms": sorted(made)[-PROOFS // 100] * 1000,
        "log_check_proof_us": statistics.median(checked) * 1e6,
    }


def peer(folder: Path, count: int) -> dict[str, float]:
    """Do the same with pymerkle: its tree in a SQLite file, and its tree in memory."""
    sys.path.insert(0, os.environ.get("SAFEHOLD_BENCH_PEERS", ""))
    # A peer that may be absent; its licence keeps it out of what we depend on.
    import pymerkle  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    stored = pymerkle.SqliteTree(str(folder / "peer.db"), algorithm="sha256")
    begun = time.monotonic()
    stored.append_entries([number.to_bytes(8) for number in range(count)])
    appended = time.monotonic() - begun
    kept = pymerkle.InmemoryTree(algorithm="sha256")
    for number in range(count):
        kept.append_entry(number.to_bytes(8))
    found = {"pymerkle_append_us": appended / count * 1e6}
    for name, tree in (("sqlite", stored), ("memory", kept)):
        chance = random.Random(1)
        root, made = tree.get_root(count), []
        for _ in range(PROOFS // 10):
            index = chance.randrange(1, count + 1)
            begun = time.perf_counter()
            proof = tree.prove_inclusion(index, count)
            made.append(time.perf_counter() - begun)
            pymerkle.verify_inclusion(tree.get_leaf(index), root, proof)
        found[f"pymerkle_{name}_prove_1m_ms"] = statistics.median(made) * 1000
    shutil.rmtree(folder)
    return found


def append(folder: Path, how: str, writers: int, seconds: float) -> dict[str, float]:
    """Append for so long from so many threads; give entries a second and the 99th percentile."""
    folder.mkdir(parents=True, exist_ok=True)
    database = SqliteDatabase(folder / "log.db", (metadata, PLAIN))
    database.write(repository.prepare)
    entry, leaf = bytes(512), bytes(32)
    until = time.monotonic() + seconds
    took: list[float] = []

    def chained(db: Any) -> None:
        repository.append(db, DRAFT, now_ms=START_MS, random=os.urandom)

    def plain(db: Any) -> None:
        db.execute(insert(ROWS), {"entry": entry, "leaf": leaf})

    def writer() -> None:
        action = chained if how == "chained" else plain
        while time.monotonic() < until:
            begun = time.perf_counter()
            database.write(action)
            took.append(time.perf_counter() - begun)

    threads = [threading.Thread(target=writer) for _ in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    database.close()
    shutil.rmtree(folder)
    return {"per_s": len(took) / seconds, "p99_ms": sorted(took)[int(len(took) * 0.99)] * 1000}


def main() -> None:
    """Run one of them."""
    which, *words = sys.argv[1:]
    if which == "append":
        found = append(Path(words[0]), words[1], int(words[2]), float(words[3]))
    else:
        run = {"verify": verify, "prove": prove_some, "peer": peer}[which]
        found = run(Path(words[0]), int(words[1]))
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
