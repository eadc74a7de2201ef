"""The embedded database: SQLite with one writer thread and group commit.

docs/formats/audit-entry.md 4. Actions queue up; the writer runs a batch of them in one
transaction, each inside a savepoint of its own, and wakes whoever waits only after the
commit is on disk (WAL, synchronous=FULL). Readers use connections of their own. Several
processes may write the same file, each with a writer of its own: they take turns.
"""

import fcntl
import os
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Engine, MetaData, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool, QueuePool

from api.turns import Waiting, take_waiting
from audit.errors import Pushback
from vault.errors import StoreUnavailable

T = TypeVar("T")

BATCH = 64
WAIT_SECONDS = 30.0
BUSY_MS = 10_000
"""So long a program that is not ours may hold the file before its writer gives up."""
_ACTION = "safehold_action"
_PRIMARY = 0xFF
"""The low byte of SQLite's extended error codes."""


class SqliteDatabase:
    """Implements audit.log.Database over one file."""

    def __init__(self, path: Path, schemas: Iterable[MetaData]) -> None:
        """Open or make the file, and start the writer."""
        url = f"sqlite:///{path}"
        self._writing = create_engine(url, poolclass=NullPool)
        self._reading = create_engine(url, poolclass=QueuePool, pool_size=8, max_overflow=24)
        for engine, begin in ((self._writing, "BEGIN IMMEDIATE"), (self._reading, "BEGIN")):
            _prepare(engine, begin)
        for schema in schemas:
            schema.create_all(self._writing)
        self._queue: queue.Queue[Waiting | None] = queue.Queue(maxsize=4096)
        self._closed = False
        # SQLite's own waiting is a lottery that one busy process wins; this is a queue.
        turn = path.with_name(f"{path.name}-turn")
        self._turn = os.open(turn, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def write(self, action: Callable[[Connection], T]) -> T:
        """Run an action in a transaction; return once it is durable.

        Raises:
            Pushback: the writer is behind or stopped; the action may not be relied on.
        """
        if self._closed:
            raise Pushback("the database is closing")
        done: Future[T] = Future()
        try:
            self._queue.put((action, done), timeout=WAIT_SECONDS)
        except queue.Full:
            raise Pushback("the writer is behind") from None
        try:
            return done.result(timeout=WAIT_SECONDS)
        except TimeoutError:
            # It may still run; whoever asked is told nothing and hands nothing out.
            done.cancel()
            raise Pushback("the writer is behind") from None

    def read(self, query: Callable[[Connection], T]) -> T:
        """Run a query on a connection of its own; it sees what is committed."""
        with self._reading.connect() as connection, connection.begin():
            return query(connection)

    def close(self) -> None:
        """Finish what is queued and stop."""
        self._closed = True
        self._queue.put(None)
        self._thread.join(timeout=WAIT_SECONDS)
        self._reading.dispose()
        self._writing.dispose()
        os.close(self._turn)

    def _run(self) -> None:
        with self._writing.connect() as connection:
            while self._once(connection):
                # What was given is nobody's here any more: somebody may wait for it to be dropped.
                pass

    def _once(self, connection: Connection) -> bool:
        """Wait for actions and commit them together; False where there are no more."""
        batch = take_waiting(self._queue, BATCH)
        if batch is None:
            return False
        self._commit(connection, batch)
        return True

    @contextmanager
    def _turn_taken(self) -> Iterator[None]:
        fcntl.flock(self._turn, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(self._turn, fcntl.LOCK_UN)

    def _commit(self, connection: Connection, batch: list[Waiting]) -> None:
        outcomes: list[tuple[Future[Any], Any, BaseException | None]] = []
        try:
            with self._turn_taken(), connection.begin():
                for action, done in batch:
                    if not done.set_running_or_notify_cancel():
                        continue
                    outcomes.append(_act(connection, action, done))
        except (OperationalError, sqlite3.OperationalError) as error:
            failed = _unwritten(error)
            for _, done in batch:
                if not done.done():
                    done.set_exception(failed)
            return
        # Only now is it durable, so only now does anybody hear of it.
        for done, value, error_raised in outcomes:
            if error_raised is not None:
                done.set_exception(error_raised)
            else:
                done.set_result(value)


def _act(
    connection: Connection, action: Callable[[Connection], Any], done: "Future[Any]"
) -> tuple["Future[Any]", Any, BaseException | None]:
    # The driver's own words: SQLAlchemy's would cost three times what an append does.
    file = cast("sqlite3.Connection", connection.connection.dbapi_connection)
    file.execute(f"SAVEPOINT {_ACTION}")
    try:
        value = action(connection)
    except OperationalError:
        raise
    except Exception as error:  # noqa: BLE001 the caller gets it, its neighbours do not
        file.execute(f"ROLLBACK TO {_ACTION}")
        file.execute(f"RELEASE {_ACTION}")
        return done, None, error
    file.execute(f"RELEASE {_ACTION}")
    return done, value, None


def _unwritten(error: OperationalError | sqlite3.OperationalError) -> Pushback | StoreUnavailable:
    """Say why nothing was written: another program holds the file, or it cannot be written."""
    raised = error.orig if isinstance(error, OperationalError) else error
    code = getattr(raised, "sqlite_errorcode", 0) & _PRIMARY
    failed: Pushback | StoreUnavailable
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        failed = Pushback("another program holds the database; try again")
    else:
        failed = StoreUnavailable("the database cannot be written; is the disk full?")
    failed.__cause__ = error
    return failed


def _prepare(engine: Engine, begin: str) -> None:
    @event.listens_for(engine, "connect")
    def _connected(raw: DBAPIConnection, _record: object) -> None:
        # The driver must not begin transactions by itself.
        raw.isolation_level = None
        cursor = raw.cursor()
        for pragma in (
            # First, so that the others wait too when another process is busy.
            f"busy_timeout={BUSY_MS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            # What is destroyed must not stay in free pages.
            "secure_delete=ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        connection.exec_driver_sql(begin)
