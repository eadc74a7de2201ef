"""The tables of a vault as they are copied: every row, in one order, with a digest for each table.

docs/formats/backup.md 5. The same rows have the same digest in a SQLite file and in PostgreSQL,
so a copy from one to the other is compared without comparing row by row.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from psycopg import Connection
from sqlalchemy import BigInteger, Integer, LargeBinary, MetaData, Table, Text

import audit.tables
import consent.tables
import extraction.tables
import vault.tables

Value = int | str | bytes | None
Row = tuple[Value, ...]

SCHEMAS: Mapping[str, MetaData] = {
    "audit": audit.tables.metadata,
    "vault": vault.tables.metadata,
    "consent": consent.tables.metadata,
    "extraction": extraction.tables.metadata,
}
_KINDS = {LargeBinary: "bytea", BigInteger: "int8", Integer: "int4", Text: "text"}
_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Shape:
    """A table: its schema, its name, its columns in order of name, their types, and its key."""

    schema: str
    name: str
    columns: tuple[str, ...]
    kinds: tuple[str, ...]
    key: tuple[str, ...]

    def listed(self) -> str:
        """List the columns, as both databases read them."""
        return ", ".join(f'"{name}"' for name in self.columns)

    def order(self, collation: str) -> str:
        """Say the order of the key; texts by their bytes, as a database calls that."""
        kinds = dict(zip(self.columns, self.kinds, strict=True))
        return ", ".join(
            f'"{name}" COLLATE {collation}' if kinds[name] == "text" else f'"{name}"'
            for name in self.key
        )


@dataclass(frozen=True, slots=True)
class Counted:
    """How many rows a table has, and its digest."""

    rows: int
    sha256: bytes


class Digesting:
    """Passes rows on, and counts and hashes them on their way."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = rows
        self._hash = hashlib.sha256()
        self._count = 0

    def __iter__(self) -> Iterator[Row]:
        """Give each row after it was hashed."""
        for row in self._rows:
            self._hash.update(b"".join(map(_spelled, row)))
            self._count += 1
            yield row

    def counted(self) -> Counted:
        """Give what went by."""
        return Counted(self._count, self._hash.digest())


def shapes() -> tuple[Shape, ...]:
    """Give every table, each after those that it refers to."""
    return tuple(
        _shape(schema, table)
        for schema, metadata in SCHEMAS.items()
        for table in metadata.sorted_tables
    )


def _shape(schema: str, table: Table) -> Shape:
    # SQLAlchemy's names are of a type of their own, which no document takes.
    kinds = {str(column.name): _KINDS[type(column.type)] for column in table.columns}
    columns = tuple(sorted(kinds))
    key = tuple(str(column.name) for column in table.primary_key.columns)
    return Shape(schema, str(table.name), columns, tuple(kinds[name] for name in columns), key)


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a SQLite file of rows to read it, and to write nothing."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as file:
        yield file


def file_rows(file: sqlite3.Connection, shape: Shape) -> Iterator[Row]:
    """Give a table's rows in a SQLite file, in the order of its key."""
    order = shape.order("BINARY")
    query = f"SELECT {shape.listed()} FROM {shape.name} ORDER BY {order}"  # noqa: S608 our own tables
    with closing(file.execute(query)) as cursor:
        yield from cursor


def server_rows(session: Connection, shape: Shape) -> Iterator[Row]:
    """Give a table's rows at a server, in the order of its key, within a transaction."""
    named, order = f"{shape.schema}.{shape.name}", shape.order('"C"')
    query = f"SELECT {shape.listed()} FROM {named} ORDER BY {order}"  # noqa: S608 our own tables
    with session.cursor("rows", binary=True) as cursor:
        cursor.itersize = _AT_ONCE
        cursor.execute(query.encode())
        yield from cursor


def counted(rows: Iterable[Row]) -> Counted:
    """Count and hash rows."""
    passing = Digesting(rows)
    for _ in passing:
        pass
    return passing.counted()


def count_file(path: Path) -> dict[str, Counted]:
    """Count and hash every table of a SQLite file."""
    with reading(path) as file:
        return {shape.name: counted(file_rows(file, shape)) for shape in shapes()}


def _spelled(value: Value) -> bytes:
    if value is None:
        return b"n"
    if isinstance(value, int):
        return b"i%d;" % value
    data, letter = (value.encode(), b"t") if isinstance(value, str) else (value, b"b")
    return b"%s%d:%s" % (letter, len(data), data)
