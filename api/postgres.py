"""The deployed database: PostgreSQL, one writer at a time, and a barrier before any answer.

docs/formats/audit-entry.md 4, docs/operations.md 7. Writers take turns over an advisory
lock, in the order in which they asked, so a check and the change that rests on it cannot
be parted: what holds for the embedded file's one writer holds here. A process has one writer:
what waits when it gets its turn goes into one transaction, an action behind a savepoint each, for
the lock would else go from hand to hand for every action. It commits without waiting for the disk,
and the next turn may begin; then a barrier, another small transaction that does wait, has
everything before it on disk, for the log of changes is one line. Only then is anybody
answered. Barriers wait for the disk beside the next turn, not before it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import URL, Connection, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import QueuePool

from api.postgres_session import SayingCursor, Session
from api.schema import check_postgres
from api.turns import Batch, Turns
from audit.errors import Pushback
from vault.errors import StoreUnavailable, UnfitDatabase

T = TypeVar("T")

LEAST_VERSION = 150_000
CONNECTIONS, POOL_SECONDS = 16, 10.0
WRITERS = 8
"""So many batches may be under way: one has its turn, the others wait for the disk, together."""
_WRITERS = 0x5AFE_601D_0000_0001
"""The advisory lock of whoever writes."""
_TURN = (
    b"BEGIN; SELECT set_config('idle_in_transaction_session_timeout', '5s', true),"
    b" pg_advisory_xact_lock(%d)" % _WRITERS
)
_BARRIER = (
    b"BEGIN; SET LOCAL synchronous_commit TO on;"
    b" SELECT set_config("
    b"'safehold.written', pg_logical_emit_message(true, 'safehold', '')::text, false); COMMIT;"
    b" SELECT current_setting('safehold.written'), pg_current_wal_flush_lsn()"
)
# What a role or a database has set as its own must not undo these.
_SESSION = {
    "search_path": "audit,vault,consent,extraction",
    "default_transaction_isolation": r"read\ committed",
    "synchronous_commit": "off",
    "lock_timeout": "8s",
    "statement_timeout": "60s",
    "idle_in_transaction_session_timeout": "120s",
    "TimeZone": "UTC",
    # An append spells its bytes so.
    "standard_conforming_strings": "on",
}
_MUST_BE = {
    "fsync": "on",
    "full_page_writes": "on",
    "server_encoding": "UTF8",
    "transaction_read_only": "off",
}

_TLS = frozenset({"sslmode", "sslrootcert", "sslcert", "sslkey"})


@dataclass(frozen=True, slots=True)
class Where:
    """Where a database is: its address without a password, and the password."""

    address: str
    password: str | None = field(repr=False, default=None)

    def url(self) -> URL:
        """Give the address with all that a session needs, or raise ArgumentError."""
        found = make_url(self.address).set(drivername="postgresql+psycopg")
        given = found if self.password is None else found.set(password=self.password)
        options = " ".join(f"-c {name}={value}" for name, value in _SESSION.items())
        # A server that is gone must be noticed while it still matters.
        alive = {"keepalives_idle": "5", "keepalives_interval": "2", "keepalives_count": "3"}
        more = {"connect_timeout": "10", "tcp_user_timeout": "10000", **alive}
        return given.update_query_dict({"options": options, **more})

    def connect(self) -> "psycopg.Connection[tuple[object, ...]]":
        """Open a session that commits each statement, or raise StoreUnavailable."""
        url = self.url()
        named = {"host": url.host, "port": url.port, "user": url.username}
        more = {"password": url.password, "dbname": url.database, **url.query}
        try:
            return psycopg.connect(autocommit=True, **named, **more)  # type: ignore[arg-type]  # libpq's own words
        except psycopg.Error as error:
            raise _away(error) from None


class PostgresDatabase:
    """Implements audit.log.Database over a PostgreSQL server."""

    def __init__(self, where: Where) -> None:
        """Open the database and test what is relied on.

        Raises:
            StoreUnavailable: the server gives no answer.
            UnfitDatabase: it is not of the version that this program knows, or may lose what
                it said was written.
        """
        self._engine = create_engine(
            where.url(),
            poolclass=QueuePool,
            pool_size=CONNECTIONS,
            # One that is closed after each use would cost more than what it is used for.
            max_overflow=0,
            pool_timeout=POOL_SECONDS,
        )
        event.listen(self._engine, "do_connect", _connected)
        try:
            self._test()
        except BaseException:
            self._engine.dispose()
            raise
        self._turns = Turns(self._batch, WRITERS)

    def write(self, action: Callable[[Connection], T]) -> T:
        """Run an action in a transaction; return once it is durable.

        Raises:
            Pushback: the database is behind or closing; the action may not be relied on.
            StoreUnavailable: it gives no answer; the action may not be relied on.
        """
        with told():
            return self._turns.run(action)

    def _batch(self, batch: Batch, committed: Callable[[], None]) -> None:
        """Run a batch in one transaction, and wait until it is on disk."""
        with self._engine.connect() as connection:
            with connection.begin():
                # A statement of its own: the next ones see what earlier writers did.
                _session(connection).tell(_TURN)
                batch.act(connection, _want_whole, _say, _keep)
            committed()
            self._barrier(connection)

    def read(self, query: Callable[[Connection], T]) -> T:
        """Run a query on a connection of its own; it sees what is committed, at one moment."""
        with told(), self._engine.connect() as connection:
            one_moment = connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
            with one_moment.begin():
                return query(one_moment)

    def close(self) -> None:
        """Finish what waits, and let go of every connection."""
        self._turns.close()
        self._engine.dispose()

    def _barrier(self, connection: Connection) -> None:
        """Have everything that was committed before on disk, or raise StoreUnavailable."""
        try:
            row = _session(connection).tell(_BARRIER)
        except BaseException:
            # Nobody knows what it is in the middle of.
            connection.invalidate()
            raise
        written, flushed = row or (None, None)
        if written is None or flushed is None or _place(flushed) < _place(written):
            raise StoreUnavailable("the database did not bring to disk what it committed")

    def _test(self) -> None:
        with told(), self._engine.connect() as connection:
            with _raw(connection) as session:
                if session.info.server_version < LEAST_VERSION:
                    raise UnfitDatabase("want PostgreSQL 15 or later")
                for name, wanted in _MUST_BE.items():
                    row = session.execute("SELECT current_setting(%s)", (name,)).fetchone()
                    if row is None or row[0] != wanted:
                        raise UnfitDatabase(f"the server has {name} otherwise than {wanted}")
                check_postgres(session)
            self._barrier(connection)


def _connected(
    _dialect: object, _record: object, words: list[Any], named: dict[str, Any]
) -> Session:
    return Session.connect(*words, cursor_factory=SayingCursor, **named)


def _session(connection: Connection) -> Session:
    held = connection.connection.dbapi_connection
    assert isinstance(held, Session)
    return held


def _keep(connection: Connection, words: str) -> None:
    _session(connection).keep(words.encode())


def _say(connection: Connection, words: str) -> None:
    _session(connection).execute(words.encode(), prepare=False)


def _want_whole(connection: Connection) -> None:
    """Want no statement to have failed: the server would undo all and call that a commit."""
    if _session(connection).info.transaction_status is not TransactionStatus.INTRANS:
        raise RuntimeError("an action went on after a statement of its own had failed")


@contextmanager
def _raw(connection: Connection) -> "Iterator[psycopg.Connection[tuple[object, ...]]]":
    """Give the driver's own connection, between transactions, each statement for itself."""
    session = _session(connection)
    try:
        session.autocommit = True
        yield session
        session.autocommit = False
    except BaseException:
        # Nobody knows what it is in the middle of.
        connection.invalidate()
        raise


@contextmanager
def told() -> Iterator[None]:
    """Say what the driver raises as one of ours; an error of our own goes through.

    Raises:
        Pushback: the database is behind.
        StoreUnavailable: it gives no answer.
    """
    try:
        yield
    except PoolTimeout:
        raise Pushback("the database has no connection to spare; try again") from None
    except DBAPIError as error:
        raise _ours(error.orig) or error from error
    except psycopg.Error as error:
        raise _ours(error) or error from error


def _ours(error: BaseException | None) -> Pushback | StoreUnavailable | None:
    if isinstance(error, (psycopg.errors.LockNotAvailable, psycopg.errors.QueryCanceled)):
        return Pushback("the database is behind; try again")
    if isinstance(error, psycopg.errors.DeadlockDetected):
        return Pushback("two writers met; try again")
    if isinstance(error, (psycopg.OperationalError, psycopg.InterfaceError)):
        return _away(error)
    if isinstance(error, psycopg.errors.IdleInTransactionSessionTimeout):
        return _away(error)
    return None


def _away(error: BaseException) -> StoreUnavailable:
    # The driver's words can name an address or a role, and never leave.
    return StoreUnavailable(f"the database gives no answer ({type(error).__name__})")


def _place(text_of: bytes) -> int:
    """Read a place in the server's log of changes, as `16/B374D848`."""
    high, _, low = text_of.partition(b"/")
    return int(high, 16) << 32 | int(low, 16)


def check_address(address: str) -> str | None:
    """Say what is wrong with a database's address, or None.

    A password in it would be in every list of processes; a server elsewhere must be known
    by its certificate.
    """
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        return "want an address as postgresql://role@host:5432/name"
    if url.drivername not in {"postgresql", "postgres"} or not url.host or not url.username:
        return "want an address as postgresql://role@host:5432/name"
    if url.password is not None:
        return "a password does not belong in an address; give --database-password-file"
    if not url.query.keys() <= _TLS:
        return f"an address may only say {', '.join(sorted(_TLS))}"
    near = url.host in {"localhost", "127.0.0.1", "::1"}
    if not near and url.query.get("sslmode") != "verify-full":
        return "a server elsewhere needs sslmode=verify-full in its address"
    return None
