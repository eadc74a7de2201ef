"""A decision inside the open transaction of an access, by how many rules there are in all.

    python bench/decisions.py sqlite FOLDER
    python bench/decisions.py postgres          at SAFEHOLD_TEST_POSTGRES

What is timed is the reading of the rules and decide(), in a transaction of its own each time:
`first` in the writing one in which an access is granted, its rules never read before, and
`again` in a reading one, as before each piece of a delivery. The processor's time is of this
process alone. One JSON line; times are microseconds.
"""

import itertools
import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from made_rules import FULL_EVERY, question, vaults
from psycopg import sql
from sqlalchemy import Connection, insert, make_url

from api.postgres import PostgresDatabase, Where
from api.schema import migrate_postgres, prepare_sqlite
from api.session import SqliteDatabase
from consent.decision import Permit, Question, decide
from consent.ongoing import is_ongoing
from consent.repository import live_rules
from consent.rows import RuleRow
from consent.rule import read_rule
from consent.tables import consent_rule

SQLITE, POSTGRES = (10_000, 1_000_000), (10_000, 1_000_000, 5_000_000)
ASKED, WARMING, ROUNDS = 1_000, 100, 3
NAMES = [column.name for column in consent_rule.c]


@dataclass
class Times:
    """Microseconds of each call."""

    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)

    def take(self, call: Callable[[], Any]) -> Any:
        cpu, wall = time.thread_time_ns(), time.perf_counter_ns()
        given = call()
        self.wall.append((time.perf_counter_ns() - wall) / 1000)
        self.cpu.append((time.thread_time_ns() - cpu) / 1000)
        return given

    def figures(self, name: str) -> dict[str, float]:
        return {
            f"{name}_{kind}_{part}_us": at(values, share)
            for kind, values in (("cpu", self.cpu), ("wall", self.wall))
            for part, share in (("p50", 0.5), ("p99", 0.99))
        }


def at(values: list[float], share: float) -> float:
    """Give the value below which such a share of them lies."""
    return sorted(values)[int(len(values) * share)]


def ask(connection: Connection, asked: Question) -> bool:
    """Decide as an access does."""
    return isinstance(
        decide(live_rules(connection, asked.vault, asked.team, asked.at), asked), Permit
    )


def timed(connection: Connection, times: Times, call: Callable[[], Any]) -> Any:
    """Time a call in a transaction that has begun, as an access's has."""
    is_ongoing(connection, 0)
    return times.take(call)


@dataclass
class Store:
    """A database with so many rules, and what was measured in it."""

    size: int
    database: Any
    count: int
    first: Times = field(default_factory=Times)
    again: Times = field(default_factory=Times)
    full: Times = field(default_factory=Times)

    def once(self, number: int, first: Times, again: Times) -> bool:
        """Ask as an access does, when it is granted and before a piece."""
        asked, database = question(number), self.database
        read_rule.cache_clear()
        said = database.write(lambda db: timed(db, first, lambda: ask(db, asked)))
        if said != database.read(lambda db: timed(db, again, lambda: ask(db, asked))):
            raise SystemExit("decisions: two answers to one question")
        return bool(said)


def measured(stores: list[Store], seed: int) -> None:
    """Ask about vaults at random, each store in its turn, so that all have the same machine."""
    chance, warming, allowed = random.Random(seed), Times(), 0
    for turn in range(WARMING + ASKED):
        for store in stores:
            first, again = (warming,) * 2 if turn < WARMING else (store.first, store.again)
            allowed += store.once(chance.randrange(store.count), first, again)
            if turn < WARMING:
                full = FULL_EVERY * chance.randrange(1, store.count // FULL_EVERY + 1) - 1
                store.once(full, warming, store.full)
    if not 0.5 < allowed / (len(stores) * (WARMING + ASKED)) < 0.9:
        raise SystemExit("decisions: the questions are not what they should be")


def over(name: str, stores: list[Store]) -> dict[str, float]:
    """Measure at each total, some rounds; the smallest total is the measure of the largest."""
    rounds = []
    for seed in range(ROUNDS):
        for store in stores:
            store.first, store.again, store.full = Times(), Times(), Times()
        measured(stores, seed)
        rounds.append(
            {
                f"{name}_{store.size}_{key}": value
                for store in stores
                for part in ("first", "again", "full")
                for key, value in getattr(store, part).figures(part).items()
            }
        )
    found = {key: sorted(each[key] for each in rounds)[ROUNDS // 2] for key in rounds[0]}
    # Whatever else the machine does only takes from it.
    found |= {
        f"{key}_best_round": min(each[key] for each in rounds) for key in found if "p99" in key
    }
    for key in ("first_cpu_p50", "first_wall_p50", "again_cpu_p50", "again_wall_p50"):
        ratios = [
            each[f"{name}_{stores[-1].size}_{key}_us"] / each[f"{name}_{stores[0].size}_{key}_us"]
            for each in rounds
        ]
        found[f"{name}_{key}_ratio_largest_smallest"] = sorted(ratios)[ROUNDS // 2]
    return found


def counted(size: int, load: Callable[[Iterator[RuleRow]], None]) -> int:
    """Load the rows of so many rules; tell how many vaults have them."""
    count = 0

    def rows() -> Iterator[RuleRow]:
        nonlocal count
        for some in vaults(size):
            count += 1
            yield from some

    load(rows())
    return count


def sqlite(folder: str) -> dict[str, float]:
    with ExitStack() as stack:
        stores = []
        for size in SQLITE:
            path = Path(folder) / f"{size}.sqlite"
            path.parent.mkdir(parents=True, exist_ok=True)
            prepare_sqlite(path)
            database = SqliteDatabase(path, ())
            stack.callback(database.close)

            def load(rows: Iterator[RuleRow], database: SqliteDatabase = database) -> None:
                while some := list(itertools.islice(rows, 20_000)):
                    values = [{name: getattr(row, name) for name in NAMES} for row in some]
                    database.write(
                        lambda db, values=values: db.execute(insert(consent_rule), values)
                    )
                database.write(lambda db: db.exec_driver_sql("ANALYZE"))

            stores.append(Store(size, database, counted(size, load)))
        return over("sqlite", stores)


def server(name: str) -> Where:
    """Make a database with our tables at the server that was given; say where it is."""
    url = make_url(os.environ["SAFEHOLD_TEST_POSTGRES"])
    password, url = str(url.password), url._replace(password=None)
    with Where(url.render_as_string(), password).connect() as session:
        session.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    where = Where(url.set(database=name).render_as_string(), password)
    with where.connect() as session:
        migrate_postgres(session)
    return where


def copy(where: Where, rows: Iterator[RuleRow]) -> None:
    """Bring rows into a PostgreSQL database; have it know how many there are."""
    into = sql.SQL("COPY consent_rule ({}) FROM STDIN").format(
        sql.SQL(", ").join(map(sql.Identifier, NAMES))
    )
    with where.connect() as session:
        session.execute("SET statement_timeout = 0")
        with session.cursor() as cursor, cursor.copy(into) as copied:
            for row in rows:
                copied.write_row(tuple(getattr(row, name) for name in NAMES))
        session.execute("VACUUM (ANALYZE) consent_rule")


def postgres(then: Callable[[Store], dict[str, float]] | None = None) -> dict[str, float]:
    """Measure in PostgreSQL; `then` measures more in the store of the middle size."""
    with ExitStack() as stack:
        stores = []
        for size in POSTGRES:
            where = server(f"rules_{size}")
            count = counted(size, lambda rows, where=where: copy(where, rows))
            database = PostgresDatabase(where)
            stack.callback(database.close)
            stores.append(Store(size, database, count))
        found = over("postgres", stores)
        return found | then(stores[1]) if then else found


if __name__ == "__main__":
    print(json.dumps({"sqlite": sqlite, "postgres": postgres}[sys.argv[1]](*sys.argv[2:])))
