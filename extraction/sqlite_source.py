"""Hostile-safe reading of a SQLite database that a phone or a tool left.

docs/readers.md 5. The database is copied together with its -wal and -shm files, because
without them rows are missing, and the copy is opened read-only with what SQLite offers
against made-up files. Only named columns of tables are read, never views.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from extraction.errors import CorruptSource, LimitExceeded
from extraction.source import Member, Source

Value = str | int | float | bytes | None
MAX_VALUE = 64 * 1024 * 1024
_STEPS = 1_000_000
_BUDGET = 50_000


@contextmanager
def open_database(source: Source, member: Member, scratch: Path) -> Iterator[sqlite3.Connection]:
    """Copy a database of the source into scratch and open the copy.

    Raises:
        CorruptSource: it is not a database, or damaged.
        LimitExceeded: a statement ran beyond its budget.
    """
    with TemporaryDirectory(prefix="database-", dir=scratch) as folder:
        copy = Path(folder) / "copy.db"
        for ending in ("", "-wal", "-shm"):
            beside = source.member(member.name + ending) if ending else member
            if beside is not None:
                shutil.copyfile(beside.path, f"{copy}{ending}")
        with closing(sqlite3.connect(copy)) as connection:
            try:
                _harden(connection)
                yield connection
            except sqlite3.OperationalError as error:
                if "interrupted" in str(error):
                    raise LimitExceeded("reading a database took too long") from error
                raise CorruptSource("a database of the source cannot be read") from error
            except (sqlite3.DatabaseError, OverflowError) as error:
                raise CorruptSource("a database of the source is damaged") from error


def _harden(connection: sqlite3.Connection) -> None:
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE)
    # Text that is not UTF-8 must not stop the table.
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    for pragma in ("trusted_schema=OFF", "cell_size_check=ON", "query_only=ON"):
        connection.execute(f"PRAGMA {pragma}")
    spent = [0]

    def budget() -> int:
        spent[0] += 1
        return int(spent[0] > _BUDGET)

    connection.set_progress_handler(budget, _STEPS)


def tables_of(connection: sqlite3.Connection) -> dict[str, str]:
    """List the tables that are not views: lower-case name to name."""
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {str(name).lower(): str(name) for (name,) in rows}


def columns_of(connection: sqlite3.Connection, table: str) -> list[str]:
    """List a table's columns."""
    return [str(row[1]) for row in connection.execute(f"PRAGMA table_info({_quoted(table)})")]


def rows_of(
    connection: sqlite3.Connection, table: str, columns: list[str]
) -> Iterator[tuple[int, dict[str, Value]]]:
    """Give (rowid, column to value) for each row, in rowid order."""
    listed = ", ".join(_quoted(column) for column in columns)
    # Names are quoted, and come from the database's own schema.
    cursor = connection.execute(
        f"SELECT rowid, {listed} FROM {_quoted(table)} ORDER BY rowid"  # noqa: S608 quoted names
    )
    for row in cursor:
        yield row[0], dict(zip(columns, row[1:], strict=True))


def count_of(connection: sqlite3.Connection, table: str) -> int:
    """Count a table's rows."""
    statement = f"SELECT count(*) FROM {_quoted(table)}"  # noqa: S608 quoted name
    return int(connection.execute(statement).fetchone()[0])


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
