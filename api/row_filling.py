"""Filling an empty PostgreSQL database with the rows of a vault, all or none.

docs/formats/backup.md 3 (7). The tables are made, filled and read back in one transaction. Till
the caller is done the database holds a mark that says for what it was filled, and no vault opens
it (api/schema.py).
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import Connection

from api.postgres import Where, told
from api.row_tables import Counted, Shape, counted, file_rows, reading, server_rows, shapes
from api.schema import FILLING, KNOWN, migrate_postgres, postgres_version
from vault.errors import NotAuthentic, StoreUnavailable, UnfitDatabase

Progress = Callable[[str, int, int], None]
_LOCK = "SELECT pg_try_advisory_lock(hashtextextended('safehold filling', 0))"
# A large table is filled for longer than a request may take.
_PATIENT = ("SET statement_timeout = 0", "SET idle_in_transaction_session_timeout = 0")
_MARK = f"INSERT INTO {FILLING} VALUES (%s)"  # noqa: S608 our own table
_MARKED = f"SELECT mark FROM {FILLING}"  # noqa: S608 the same
_SCHEMAS = "audit, vault, consent, extraction"
# What new tables have in them: the head of an empty log, nobody's case, the decoy code.
_NEW = {"audit_head": 1, "audit_case_key": 1, "request_code": 1}


class FillingDatabase:
    """A database while it is filled; use `filling`."""

    def __init__(self, session: Connection, mark: str) -> None:
        """Take the owner's session, which holds the lock."""
        self._session = session
        self._mark = mark

    def check(self) -> None:
        """Want the database to be empty, or to have this mark, or raise UnfitDatabase."""
        self.check_mark()
        if self._found() is None and not self._is_new():
            raise UnfitDatabase("the database is not empty; give one that is")

    def check_mark(self) -> None:
        """Want the database to have this mark or none any more, or raise UnfitDatabase."""
        if self._found() not in (None, self._mark):
            raise UnfitDatabase("the database is being filled from another vault or backup")

    def fill(self, rows: Path, tables: Mapping[str, Counted], progress: Progress) -> None:
        """Have the database hold the rows of a file and nothing else, or what it held.

        Args:
            rows: a SQLite file that nobody writes.
            tables: what each of its tables has.
            progress: hears what is done.

        Raises:
            NotAuthentic: what was written does not read back as that.
            UnfitDatabase: it is not empty.
        """
        self.check()
        session = self._session
        with told(), reading(rows) as file:
            if self._found() == self._mark and self._held() == dict(tables):
                return
            with session.transaction():
                if self._found() is not None:
                    session.execute(f"DROP SCHEMA {_SCHEMAS}, safehold CASCADE".encode())
                migrate_postgres(session)
                session.execute(f"CREATE TABLE {FILLING} (mark text NOT NULL)".encode())
                session.execute(_MARK.encode(), (self._mark,))
                for number, shape in enumerate(shapes()):
                    progress("writing rows", number, len(shapes()))
                    _copy(session, file, shape)
                if self._held() != dict(tables):
                    raise NotAuthentic("the database does not give back the rows that it was given")

    def head(self) -> tuple[int, bytes]:
        """Give the log's size and chain value, as the next session sees them."""
        with told():
            row = self._session.execute("SELECT size, chain FROM audit.audit_head").fetchone()
        return (0, b"") if row is None else (int(row[0]), bytes(row[1]))

    def release(self) -> None:
        """Take the mark away: from now on a vault may open the database."""
        with told(), self._session.transaction():
            self._session.execute("SET LOCAL synchronous_commit TO on")
            self._session.execute(f"DROP TABLE IF EXISTS {FILLING}".encode())

    def _found(self) -> str | None:
        with told():
            there = self._session.execute("SELECT to_regclass(%s)", (FILLING,)).fetchone()
            if there is None or there[0] is None:
                return None
            row = self._session.execute(_MARKED.encode()).fetchone()
        return "" if row is None else str(row[0])

    def _is_new(self) -> bool:
        """Tell whether there are no tables of ours, or only such as were just made."""
        with told():
            version = postgres_version(self._session)
            if version == 0:
                query = "SELECT 1 FROM pg_namespace WHERE nspname = ANY(%s)"
                names = (_SCHEMAS.split(", "),)
                return self._session.execute(query, names).fetchone() is None
            if version != KNOWN:
                return False
            head = self._session.execute("SELECT size FROM audit.audit_head").fetchone()
            return head == (0,) and all(self._rows(shape) <= 1 for shape in shapes())

    def _rows(self, shape: Shape) -> int:
        """Count a table's rows beyond those that a new one has, as far as two."""
        query = f"SELECT 1 FROM {shape.schema}.{shape.name} LIMIT 2"  # noqa: S608 our own tables
        found = len(self._session.execute(query.encode()).fetchall())
        return found if shape.name in _NEW else 2 * found

    def _held(self) -> dict[str, Counted]:
        with self._session.transaction():
            return {shape.name: counted(server_rows(self._session, shape)) for shape in shapes()}


@contextmanager
def filling(where: Where, mark: str) -> Iterator[FillingDatabase]:
    """Open a database to fill, as its owner; nobody else fills it meanwhile.

    Raises:
        StoreUnavailable: the server gives no answer, or another run fills it.
    """
    with where.connect() as session:
        with told():
            for words in _PATIENT:
                session.execute(words)
            row = session.execute(_LOCK).fetchone()
        if row != (True,):
            raise StoreUnavailable("another run fills this database")
        yield FillingDatabase(session, mark)


def _copy(session: Connection, file: sqlite3.Connection, shape: Shape) -> None:
    table = f"{shape.schema}.{shape.name}"
    if shape.name in _NEW:
        session.execute(f"DELETE FROM {table}".encode())  # noqa: S608 our own tables
    words = f"COPY {table} ({shape.listed()}) FROM STDIN (FORMAT BINARY)"
    try:
        with session.cursor() as cursor, cursor.copy(words.encode()) as copy:
            copy.set_types(shape.kinds)
            for row in file_rows(file, shape):
                copy.write_row(row)
    except (psycopg.DataError, psycopg.IntegrityError):
        raise NotAuthentic(f"the rows of {shape.name} are not such as its table takes") from None
