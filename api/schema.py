"""Versions of the tables: numbered steps of SQL, and refusing what this program does not know.

docs/operations.md 7. Step N is `migrations/000N.<database>.sql`. A SQLite file is brought
up to date when it is opened; a PostgreSQL database by `safehold migrate`, run by its owner,
because the processes' own roles may not change tables.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from psycopg import Connection

from vault.errors import UnfitDatabase

KNOWN = 1
"""The version of the tables that this program was written for."""
MOVED = 0x7000_0000
"""The version of a SQLite file whose rows were moved to a server; no program ever opens it."""
FILLING = "safehold.filling"
"""The table that a PostgreSQL database has while it is filled (api/row_filling.py)."""
BUSY_SECONDS = 10.0
_STEPS = Path(__file__).parent / "migrations"


def prepare_sqlite(path: Path) -> None:
    """Bring a SQLite file up to date, making it if need be.

    Raises:
        UnfitDatabase: a later version of this program wrote it.
    """
    with closing(sqlite3.connect(path, isolation_level=None, timeout=BUSY_SECONDS)) as file:
        if _sqlite_version(file) == KNOWN:
            return
        file.execute("BEGIN IMMEDIATE")
        for number in range(_sqlite_version(file) + 1, KNOWN + 1):
            for statement in _statements(_step(number, "sqlite")):
                file.execute(statement)
        file.execute(f"PRAGMA user_version = {KNOWN}")
        file.execute("COMMIT")


def migrate_postgres(connection: Connection) -> tuple[int, int]:
    """Bring a PostgreSQL database up to date; give the versions before and after.

    Raises:
        UnfitDatabase: a later version of this program wrote it.
    """
    with connection.transaction():
        connection.execute("SET LOCAL synchronous_commit TO on")
        # Two who migrate at once take turns.
        connection.execute("SELECT pg_advisory_xact_lock(hashtext('safehold migrate'))")
        before = postgres_version(connection)
        if before > KNOWN:
            raise UnfitDatabase(_later(before))
        if before == 0:
            connection.execute("CREATE SCHEMA safehold")
            connection.execute("CREATE TABLE safehold.version (number integer NOT NULL)")
            connection.execute("INSERT INTO safehold.version VALUES (0)")
            connection.execute("GRANT USAGE ON SCHEMA safehold TO PUBLIC")
            connection.execute("GRANT SELECT ON safehold.version TO PUBLIC")
        for number in range(before + 1, KNOWN + 1):
            connection.execute(_step(number, "postgresql").encode(), prepare=False)
        connection.execute("UPDATE safehold.version SET number = %s", (KNOWN,))
    return before, KNOWN


def postgres_version(connection: Connection) -> int:
    """Give the version of a database's tables, 0 when there are none of ours."""
    found = connection.execute("SELECT to_regclass('safehold.version')").fetchone()
    if found is None or found[0] is None:
        return 0
    row = connection.execute("SELECT number FROM safehold.version").fetchone()
    return 0 if row is None else int(row[0])


def check_postgres(connection: Connection) -> None:
    """Want the tables to be of the version that this program knows, or raise UnfitDatabase."""
    version = postgres_version(connection)
    if version > KNOWN:
        raise UnfitDatabase(_later(version))
    if version < KNOWN:
        raise UnfitDatabase(
            f"the tables are of version {version}, want {KNOWN}: run safehold migrate as the"
            " database's owner"
        )
    filling = connection.execute("SELECT to_regclass(%s)", (FILLING,)).fetchone()
    if filling is None or filling[0] is not None:
        raise UnfitDatabase("the database was not filled to the end: run the same command again")


def _sqlite_version(file: sqlite3.Connection) -> int:
    version = int(file.execute("PRAGMA user_version").fetchone()[0])
    if version == MOVED:
        raise UnfitDatabase("this vault's rows were moved to a PostgreSQL server; give --database")
    if version > KNOWN:
        raise UnfitDatabase(_later(version))
    return version


def _later(version: int) -> str:
    return f"the tables are of version {version}; this program knows {KNOWN}: use a later one"


def _step(number: int, database: str) -> str:
    return (_STEPS / f"{number:04}.{database}.sql").read_text("utf-8")


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
