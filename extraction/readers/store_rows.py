"""Rows of a known table as tuples, and rows that belong to them, with flat memory.

docs/readers.md 10. A table is read in rowid order. What belongs to its rows (the parts of a
message, the chat it is in) lies in other tables: small ones are looked up, large ones are
walked beside it in the order of their key. Nothing is joined away: a row without its other
half is a row.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence

from extraction.errors import LimitExceeded
from extraction.sqlite_source import Database, Value, columns_of

Row = tuple[Value, ...]
DAMAGE = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What SQLite raises on damage; its words may quote what is no text."""

MAX_LOOKUP = 1_000_000
MAX_PARTS = 1000
"""How many rows of a second table one row may own; one that owns more is set aside."""


def quoted(name: str) -> str:
    """Give a name as SQL spells it."""
    return '"' + name.replace('"', '""') + '"'


def selected(database: Database, table: str, columns: Sequence[str]) -> str:
    """Give the columns for a SELECT; those that this version of the table lacks are NULL."""
    there = {"rowid", *(name.lower() for name in columns_of(database, table))}
    return ", ".join(quoted(name) if name.lower() in there else "NULL" for name in columns)


def tuples_of(
    database: Database, table: str, columns: Sequence[str], lost: Callable[[str], None]
) -> Iterator[Row]:
    """Give (rowid, columns...) for each row in rowid order.

    Behind a damaged page the rows come from the last backwards; `lost` hears what lies on it.
    """
    head = f"SELECT rowid, {selected(database, table, columns)} FROM {quoted(table)}"  # noqa: S608 quoted names
    last: Value = None
    try:
        for row in database.connection.execute(f"{head} ORDER BY rowid"):
            last = row[0]
            yield row
    except DAMAGE as error:
        if "interrupted" in str(error):
            raise
    else:
        return
    first: Value = None
    after = "" if last is None else " WHERE rowid > ?"
    given = () if last is None else (last,)
    try:
        for row in database.connection.execute(f"{head}{after} ORDER BY rowid DESC", given):
            first = row[0]
            yield row
    except DAMAGE as error:
        if "interrupted" in str(error):
            raise
    begin = "the first row" if last is None else f"row {last!r}"
    end = "the last" if first is None else f"row {first!r}"
    lost(f"rows between {begin} and {end} lie on damaged pages")


def guarded(
    cursor: Iterator[Row], table: str, lost: Callable[[str], None], limit: int
) -> Iterator[Row]:
    """Give the rows up to a damaged page; `lost` hears that there are more.

    Raises:
        LimitExceeded: there are more than `limit`.
    """
    count = 0
    try:
        for row in cursor:
            count += 1
            if count > limit:
                raise LimitExceeded(f"table {table} has more than {limit} rows")
            yield row
    except DAMAGE as error:
        if "interrupted" in str(error):
            raise
        lost(f"table {table} lies on damaged pages after {count} rows")


class Side:
    """The tables beside the one that is read."""

    __slots__ = ("_database", "_fetches", "_lost", "_tables")

    def __init__(
        self, database: Database, tables: Mapping[str, str], lost: Callable[[str], None]
    ) -> None:
        self._database = database
        self._tables = tables
        self._lost = lost
        self._fetches: dict[tuple[str, tuple[str, ...]], str] = {}

    def columns(self, table: str) -> list[str]:
        """Give a table's columns; none where there is no such table."""
        name = self._tables.get(table.lower())
        return [] if name is None else columns_of(self._database, name)

    def lookup(self, table: str, key: str, *columns: str) -> dict[Value, Row]:
        """Load a small table by its key; {} where there is none."""
        found: dict[Value, Row] = {}
        for row in self._loaded(table, [key, *columns]):
            found.setdefault(row[0], row[1:])
        return found

    def grouped(self, table: str, key: str, *columns: str) -> dict[Value, list[Row]]:
        """Load a small table whose key may repeat, such as the members of groups."""
        found: dict[Value, list[Row]] = {}
        for row in self._loaded(table, [key, *columns]):
            found.setdefault(row[0], []).append(row[1:])
        return found

    def row(self, table: str, rowid: Value, *columns: str) -> Row | None:
        """Give one row by its number."""
        name = self._tables.get(table.lower())
        if name is None or not isinstance(rowid, int):
            return None
        statement = self._fetches.get((name, columns))
        if statement is None:
            listed = selected(self._database, name, columns)
            statement = f"SELECT {listed} FROM {quoted(name)} WHERE rowid = ?"  # noqa: S608 quoted names
            self._fetches[(name, columns)] = statement
        cursor = self._database.connection.execute(statement, (rowid,))
        return next(guarded(cursor, name, self._lost, 1), None)

    def only(self, table: str, column: str, where: str) -> str:
        """Give the one text that a column holds under our own condition; "" unless it is one."""
        name = self._tables.get(table.lower())
        if name is None:
            return ""
        listed = selected(self._database, name, [column])
        statement = f"SELECT DISTINCT {listed} FROM {quoted(name)} WHERE {where} LIMIT 2"  # noqa: S608 our own words
        try:
            found = self._database.connection.execute(statement).fetchall()
        except DAMAGE as error:
            if "interrupted" in str(error):
                raise
            if not isinstance(error, sqlite3.OperationalError):
                self._lost(f"table {name} lies on damaged pages")
            return ""
        return found[0][0] if len(found) == 1 and isinstance(found[0][0], str) else ""

    def beside(self, table: str, key: str, *columns: str, small: bool = False) -> "Beside":
        """Open a large table that is walked by its key; with `small` its rows are a few numbers."""
        name = self._tables.get(table.lower())
        if name is not None and key.lower() not in map(str.lower, columns_of(self._database, name)):
            name = None
        return Beside(self._database, name, key, columns, self._lost, small=small)

    def _loaded(self, table: str, columns: list[str]) -> Iterator[Row]:
        name = self._tables.get(table.lower())
        if name is None:
            return iter(())
        listed = selected(self._database, name, columns)
        statement = f"SELECT {listed} FROM {quoted(name)} ORDER BY rowid"  # noqa: S608 quoted names
        cursor = self._database.connection.execute(statement)
        return guarded(cursor, name, self._lost, MAX_LOOKUP)


class Beside:
    """Rows of a large table by their owner's row id, while owners are met in rowid order."""

    __slots__ = ("_cursor", "_database", "_direct", "_fetch", "_last", "_lost", "_next", "_table")

    def __init__(
        self,
        database: Database,
        table: str | None,
        key: str,
        columns: Sequence[str],
        lost: Callable[[str], None],
        *,
        small: bool,
    ) -> None:
        self._database = database
        self._table = table
        self._lost = lost
        self._last: int | None = None
        self._next: tuple[int, Row] | None = None
        self._cursor: Iterator[Row] = iter(())
        self._fetch = self._direct = ""
        if table is None:
            return
        listed = selected(database, table, columns)
        source = f"FROM {quoted(table)}"
        self._direct = f"SELECT {listed} {source} WHERE {quoted(key)} = ? LIMIT {MAX_PARTS + 1}"
        # Of long rows only the keys are sorted, so that a missing index costs little memory.
        self._fetch = "" if small else f"SELECT {listed} {source} WHERE rowid = ?"
        told = listed if small else "rowid"
        sort = f"SELECT {quoted(key)}, {told} {source} ORDER BY {quoted(key)}, rowid"
        self._cursor = guarded(database.connection.execute(sort), table, lost, 2**62)
        self._advance()

    def of(self, owner: int) -> list[Row]:
        """Give an owner's rows, oldest first.

        Raises:
            ValueError: there are more than 1000, and nobody would know which are left out.
        """
        following = self._next
        if self._last is not None and owner <= self._last:
            # Behind a damaged page the owners come backwards.
            return self._directly(owner)
        self._last = owner
        found: list[Row] = []
        count = 0
        while following is not None and following[0] <= owner:
            if following[0] == owner:
                count += 1
                if count <= MAX_PARTS:
                    found.extend(self._rows(following[1]))
            following = self._advance()
        return _bounded(found, count)

    def _advance(self) -> tuple[int, Row] | None:
        # Keys that are no numbers are nobody's; they sort before and after those that are.
        for row in self._cursor:
            if type(row[0]) is int:
                self._next = (row[0], row[1:])
                return self._next
        self._next = None
        return None

    def _directly(self, owner: int) -> list[Row]:
        if self._table is None:
            return []
        cursor = self._database.connection.execute(self._direct, (owner,))
        found = list(guarded(cursor, self._table, self._lost, MAX_PARTS + 1))
        return _bounded(found, len(found))

    def _rows(self, told: Row) -> list[Row]:
        if not self._fetch:
            return [told]
        assert self._table is not None
        cursor = self._database.connection.execute(self._fetch, told)
        return list(guarded(cursor, self._table, self._lost, 1))


def _bounded(found: list[Row], count: int) -> list[Row]:
    if count > MAX_PARTS:
        raise ValueError(f"a row owns more than {MAX_PARTS} rows of another table")
    return found
