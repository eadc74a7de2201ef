"""The rows of a vault at one moment, as one SQLite file, wherever they are.

docs/formats/backup.md 2. Writers go on meanwhile. What is read from a server is hashed as it
comes, and the file must read back the same.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from psycopg import Connection, IsolationLevel

from api.postgres import Where, told
from api.row_tables import Counted, Digesting, Shape, count_file, reading, server_rows, shapes
from api.schema import check_postgres, prepare_sqlite
from vault.durable import sync_folder
from vault.errors import Missing, NotAuthentic

Progress = Callable[[str, int, int], None]
Snapshot = Callable[[Path, Progress], Mapping[str, Counted]]
"""Copies the rows into a new file, durably; gives what each table has."""
_PAGES = 2048
_READING = "reading rows"
# A large table is read for longer than a request may take.
_PATIENT = (
    "SET statement_timeout = 0",
    "SET idle_in_transaction_session_timeout = '10min'",
    "SET synchronous_commit TO on",
)
_BARRIER = "SELECT pg_logical_emit_message(true, 'safehold', '')"


def of_file(rows: Path) -> Snapshot:
    """Snapshot the rows of a SQLite file."""

    def snapshot(to: Path, progress: Progress) -> Mapping[str, Counted]:
        with (
            closing(sqlite3.connect(rows, isolation_level=None, timeout=10)) as source,
            closing(sqlite3.connect(to, isolation_level=None)) as target,
        ):
            # Held open, the copy is of this moment, and what others write meanwhile does not
            # make it begin again.
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()
            source.backup(
                target,
                pages=_PAGES,
                progress=lambda _, left, total: progress(_READING, total - left, total),
            )
            source.execute("ROLLBACK")
            # One file, as it is hashed and restored.
            target.execute("PRAGMA journal_mode=DELETE")
        return _durable(to)

    return snapshot


def of_server(where: Where) -> Snapshot:
    """Snapshot the rows of a PostgreSQL server.

    The snapshot raises StoreUnavailable when the server gives no answer, UnfitDatabase when
    its tables are not of the version that this program knows.
    """

    def snapshot(to: Path, progress: Progress) -> Mapping[str, Counted]:
        prepare_sqlite(to)
        read: dict[str, Counted] = {}
        with told(), where.connect() as session:
            check_postgres(session)
            with one_moment(session), closing(sqlite3.connect(to)) as target, target:
                for number, shape in enumerate(shapes()):
                    progress(_READING, number, len(shapes()))
                    read[shape.name] = _copied(session, target, shape)
            # What was read may be committed and not on disk yet; then it is now.
            session.execute(_BARRIER)
        if _durable(to) != read:
            raise NotAuthentic("the rows read back otherwise than they came; check the disk")
        return read

    return snapshot


@contextmanager
def one_moment(session: Connection) -> Iterator[None]:
    """Read what was committed at one moment, and write nothing; for as long as it takes."""
    for words in _PATIENT:
        session.execute(words)
    session.isolation_level = IsolationLevel.REPEATABLE_READ
    session.read_only = True
    try:
        with session.transaction():
            yield
    finally:
        session.isolation_level, session.read_only = None, None


def log_head(rows: Path) -> tuple[int, bytes]:
    """Give the size and the chain value of the log in a file, or raise Missing."""
    with reading(rows) as file:
        head = file.execute("SELECT size, chain FROM audit_head").fetchone()
    if head is None:
        raise Missing("the vault has no log yet")
    return int(head[0]), bytes(head[1])


def log_size(rows: Path) -> int:
    """Count the entries of the log in a file, or raise Missing."""
    return log_head(rows)[0]


def _copied(session: Connection, target: sqlite3.Connection, shape: Shape) -> Counted:
    rows = Digesting(server_rows(session, shape))
    places = ", ".join("?" * len(shape.columns))
    target.execute(f"DELETE FROM {shape.name}")  # noqa: S608 our own tables
    target.executemany(
        f"INSERT INTO {shape.name} ({shape.listed()}) VALUES ({places})",  # noqa: S608 the same
        rows,
    )
    return rows.counted()


def _durable(path: Path) -> dict[str, Counted]:
    with path.open("rb") as file:
        os.fsync(file.fileno())
    sync_folder(path.parent)
    return count_file(path)
