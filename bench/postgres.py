"""Appending to the log in PostgreSQL, beside inserts without order or hash.

    python bench/postgres.py <seconds> <rounds>        at SAFEHOLD_TEST_POSTGRES

`chained` is what the vault does: turns, one statement, a commit that does not wait, a
barrier. `plain` inserts as many bytes, each in a transaction that waits for the disk. They
run in turns. One JSON line.
"""

import json
import os
import statistics
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sqlalchemy import create_engine, make_url, text

from api.postgres import PostgresDatabase, Where
from api.schema import migrate_postgres
from audit import repository
from audit.entry import Draft

DRAFT = Draft(act="own.open", out="denied", role="survivor", rc="no-rule", auth="session")
PLAIN = text("INSERT INTO plain (entry, leaf) VALUES (:entry, :leaf)")
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

    found = {}
    for writers in WRITERS:
        runs: dict[str, list[dict[str, float]]] = {"chained": [], "plain": []}
        for _ in range(int(rounds)):
            runs["chained"].append(measure(chained, writers, float(seconds)))
            runs["plain"].append(measure(plain, writers, float(seconds)))
        rate = {
            how: statistics.median(each["per_s"] for each in some) for how, some in runs.items()
        }
        found[f"{writers}_per_s"] = rate["chained"]
        found[f"{writers}_p99_ms"] = statistics.median(each["p99_ms"] for each in runs["chained"])
        found[f"{writers}_ratio_plain"] = rate["chained"] / rate["plain"]
    engine.dispose()
    database.close()
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
