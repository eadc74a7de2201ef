"""Appending to the log in PostgreSQL, beside inserts without order or hash.

    python bench/postgres.py <seconds> <rounds>        at SAFEHOLD_TEST_POSTGRES

`chained` is what the vault does: turns, a savepoint, one statement, a commit that does not wait,
a barrier. `plain` inserts as many bytes as any row of the program is written, through SQLAlchemy,
each in a transaction that waits for the disk. `bare` is the least that can be asked for as much:
one statement by the driver, prepared, no transaction around it, no SQLAlchemy. All three have the
same driver, server, threads in one process, 512 bytes and 32 for each row, at most 16 sessions,
and nobody is answered before it is on disk. They run in turns, in every order. One JSON line:
entries a second, and the median of the rounds' ratios.
"""

import itertools
import json
import os
import queue
import statistics
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sqlalchemy import create_engine, make_url, text

from api.postgres import PostgresDatabase, Where
from api.schema import migrate_postgres
from audit import repository
from audit.entry import Draft

DRAFT = Draft(act="own.open", out="denied", role="survivor", rc="no-rule", auth="session")
PLAIN = text("INSERT INTO plain (entry, leaf) VALUES (:entry, :leaf)")
BARE = "INSERT INTO public.plain (entry, leaf) VALUES (%s, %s)"
WRITERS = (1, 4, 16)


def measure(once: Callable[[], object], writers: int, seconds: float) -> dict[str, float]:
    """Do it from so many threads without a pause."""
    took: list[float] = []
    end = time.monotonic() + seconds

    def run() -> None:
        while (begun := time.monotonic()) < end:
            once()
            took.append(time.monotonic() - begun)

    threads = [threading.Thread(target=run) for _ in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"per_s": len(took) / seconds, "p99_ms": sorted(took)[-1 - len(took) // 100] * 1000}


def main(seconds: str, rounds: str) -> None:
    """Measure both at every number of writers."""
    url = make_url(os.environ["SAFEHOLD_TEST_POSTGRES"])
    where = Where(url._replace(password=None).render_as_string(), str(url.password))
    with where.connect() as session:
        migrate_postgres(session)
        session.execute("CREATE TABLE public.plain (entry bytea, leaf bytea)")
    database = PostgresDatabase(where)
    # Set for its sessions as a whole, so that it costs nothing for each insert.
    waiting = where.url().update_query_dict({"options": "-c synchronous_commit=on"})
    engine = create_engine(waiting, pool_size=16)

    def chained() -> None:
        database.write(lambda db: repository.append(db, DRAFT, now_ms=1, random=os.urandom))

    def plain() -> None:
        with engine.begin() as connection:
            connection.execute(PLAIN, {"entry": os.urandom(512), "leaf": os.urandom(32)})

    sessions: queue.SimpleQueue[Any] = queue.SimpleQueue()
    for _ in range(max(WRITERS)):
        session = where.connect()
        session.execute("SET synchronous_commit TO on")
        sessions.put(session)

    def bare() -> None:
        session = sessions.get()
        session.execute(BARE, (os.urandom(512), os.urandom(32)), prepare=True)
        sessions.put(session)

    found = {}
    orders = itertools.cycle(itertools.permutations((chained, plain, bare)))
    for writers in WRITERS:
        runs: dict[str, list[dict[str, float]]] = {"chained": [], "plain": [], "bare": []}
        for _ in range(int(rounds)):
            for once in next(orders):
                runs[once.__name__].append(measure(once, writers, float(seconds)))
        for name in ("per_s", "p99_ms"):
            found[f"{writers}_{name}"] = statistics.median(each[name] for each in runs["chained"])
        for how in ("plain", "bare"):
            pairs = zip(runs["chained"], runs[how], strict=True)
            ratios = [ours["per_s"] / theirs["per_s"] for ours, theirs in pairs]
            found[f"{writers}_ratio_{how}"] = statistics.median(ratios)
    while not sessions.empty():
        sessions.get().close()
    engine.dispose()
    database.close()
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
