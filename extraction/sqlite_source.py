"""Hostile-safe reading of a SQLite database that a phone or a tool left.

docs/readers.md 5. The database is copied together with its -wal, -shm and -journal files, because
without them rows are missing, and the copy is opened read-only with what SQLite offers
against made-up files. Only named columns of tables are read, never views.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from extraction.errors import CorruptSource, LimitExceeded
from extraction.scratch import WRITING, scratch_below
from extraction.source import Member, Source, read_member
from vault.durable import reporting

Value = str | int | float | bytes | None
MAX_VALUE = 64 * 1024 * 1024
ENDINGS = ("", "-wal", "-shm", "-journal")
_STEPS = 1_000_000
_BUDGET = 50_000


@dataclass(slots=True)
class Database:
    """An opened copy. `repairs` counts texts that were not UTF-8 and were made so."""

    connection: sqlite3.Connection
    repairs: int = 0


@contextmanager
def open_database(source: Source, member: Member, scratch: Path) -> Iterator[Database]:
    """Copy a database of the source into scratch and open the copy.

    Raises:
        CorruptSource: it is not a database, or damaged.
        LimitExceeded: a statement ran beyond its budget, or a value is too long.
        StoreUnavailable: there is no room for the copy.
    """
    parts = [
        (ending, read_member(beside))
        for ending in ENDINGS
        if (beside := source.member(member.name + ending) if ending else member) is not None
    ]
    with open_parts(parts, scratch) as database:
        yield database


@contextmanager
def open_parts(parts: Iterable[tuple[str, Iterable[bytes]]], scratch: Path) -> Iterator[Database]:
    """Copy a database that comes as (ending of its name, pieces) into scratch and open the copy.

    Raises:
        CorruptSource, LimitExceeded, StoreUnavailable: as open_database.
    """
    with scratch_below(scratch, "database") as folder:
        copy = folder / "copy.db"
        for ending, pieces in parts:
            # That the source cannot be read is a fault of its own, said by whoever reads it.
            with reporting(WRITING), Path(f"{copy}{ending}").open("xb") as file:
                file.writelines(pieces)
        with closing(sqlite3.connect(copy)) as connection, _translated():
            database = Database(connection)
            _harden(database)
            yield database


@contextmanager
def _translated() -> Iterator[None]:
    """Turn what SQLite raises into our own errors."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "interrupted" in str(error):
            raise LimitExceeded("reading a database took too long") from error
        raise CorruptSource("a database of the source cannot be read") from error
    except sqlite3.DataError as error:
        raise LimitExceeded(f"a value of a database is longer than {MAX_VALUE} bytes") from error
    except (sqlite3.Error, UnicodeDecodeError) as error:
        # What SQLite says of a damaged schema quotes it, and Python cannot decode the quotation.
        raise CorruptSource("a database of the source is damaged") from error


def _harden(database: Database) -> None:
    connection = database.connection

    def decode(data: bytes) -> str:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            # Text that is not UTF-8 must not stop the table.
            database.repairs += 1
            return data.decode("utf-8", "replace")

    spent = [0]

    def budget() -> int:
        spent[0] += 1
        return int(spent[0] > _BUDGET)

    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE)
    connection.text_factory = decode
    for pragma in ("trusted_schema=OFF", "cell_size_check=ON", "query_only=ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.set_progress_handler(budget, _STEPS)


def tables_of(database: Database) -> dict[str, str]:
    """List the tables that are neither views nor virtual: lower-case name to name."""
    rows = database.connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
    return {
        str(name).lower(): str(name)
        for name, sql in rows
        # A virtual table runs its module's code when it is read.
        if not str(sql or "").lstrip().upper().startswith("CREATE VIRTUAL")
    }


def columns_of(database: Database, table: str) -> list[str]:
    """List a table's columns."""
    listed = database.connection.execute(f"PRAGMA table_info({_quoted(table)})")
    return [str(row[1]) for row in listed]


def rows_of(
    database: Database,
    table: str,
    columns: list[str],
    lost: Callable[[str], None] | None = None,
) -> Iterator[tuple[int, dict[str, Value]]]:
    """Give (rowid, column to value) for each row.

    Rows come in rowid order. Where a page is damaged, `lost` hears what could not be read and
    the rows behind the damage come after it, from the last backwards; without `lost` the
    damage is raised.

    Raises:
        CorruptSource: a page is damaged, and nobody hears of it.
    """
    last: int | None = None
    try:
        for row in _select(database, table, columns, "ASC", None):
            last = row[0]
            yield row[0], dict(zip(columns, row[1:], strict=True))
    except sqlite3.DatabaseError as error:
        if lost is None or isinstance(error, sqlite3.OperationalError):
            raise
    else:
        return
    yield from _backwards(database, table, columns, last, lost)


def _backwards(
    database: Database,
    table: str,
    columns: list[str],
    last: int | None,
    lost: Callable[[str], None],
) -> Iterator[tuple[int, dict[str, Value]]]:
    first: int | None = None
    try:
        for row in _select(database, table, columns, "DESC", last):
            first = row[0]
            yield row[0], dict(zip(columns, row[1:], strict=True))
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
    after = "the first row" if last is None else f"row {last}"
    before = "the last" if first is None else f"row {first}"
    lost(f"rows between {after} and {before} lie on damaged pages")


def _select(
    database: Database, table: str, columns: list[str], order: str, after: int | None
) -> Iterator[tuple[int, ...]]:
    listed = ", ".join(_quoted(column) for column in columns)
    where = "" if after is None else " WHERE rowid > ?"
    # Names are quoted, and come from the database's own schema.
    statement = f"SELECT rowid, {listed} FROM {_quoted(table)}{where} ORDER BY rowid {order}"  # noqa: S608 quoted names
    cursor = database.connection.execute(statement, () if after is None else (after,))
    yield from cursor


def count_of(database: Database, table: str) -> int:
    """Count a table's rows."""
    statement = f"SELECT count(*) FROM {_quoted(table)}"  # noqa: S608 quoted name
    return int(database.connection.execute(statement).fetchone()[0])


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
