"""Marks in PostgreSQL: advisory locks of one session, seen by every process over the database.

docs/access.md 4. A mark is a lock that nobody waits for: whoever withdraws looks who holds
which. The server lets go of all of them when the session ends, so a process whose session
is gone has no marks any more and must not deliver: it ends itself at once.

Two kinds of locks, told apart as the server does: of two numbers for a mark (what is
marked, and which of the process's marks it is), of one number for the process itself.
"""

import select
import threading
from collections.abc import Callable
from hashlib import sha256
from itertools import count

import psycopg

from api.postgres import Where
from vault.errors import StoreUnavailable

BEAT_MS = 1_000
_ROUND = 1 << 31
_SET = "SELECT pg_advisory_lock_shared(%s::int4, %s::int4)"
_TAKE_AWAY = "SELECT pg_advisory_unlock_shared(%s::int4, %s::int4)"
_OURS = (
    "locktype = 'advisory' AND granted AND"
    " database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
_LIVE = (
    f"SELECT pid, objid FROM pg_locks WHERE {_OURS} AND objsubid = 2 AND classid = %s::int8::oid"  # noqa: S608 no value of anybody's
)
_IS_LIVE = f"{_LIVE} AND pid = %s AND objid = %s::int8::oid"
_BE = "SELECT pg_try_advisory_lock(%s::int8)"
_LIVES = (
    f"SELECT 1 FROM pg_locks WHERE {_OURS} AND objsubid = 1"  # noqa: S608 no value of anybody's
    " AND classid = %s::int8::oid AND objid = %s::int8::oid"
)


class PostgresMark:
    """One mark of this process; whoever set it takes it away, in whatever thread."""

    __slots__ = ("_marks", "_place")

    def __init__(self, marks: "PostgresMarks", place: tuple[int, int]) -> None:
        self._marks = marks
        self._place = place

    def take_away(self) -> None:
        """Take the mark away; when the session is gone it is gone already."""
        self._marks.let_go(self._place)


class PostgresMarks:
    """This process's marks, and what it can see of the others'; as consent.marks.Marks.

    `lost` is called once, on a thread of its own, when the session is gone: nothing may be
    delivered from then on, and what is being delivered must be cut.
    """

    __slots__ = ("_closed", "_numbers", "_session", "_watch", "holder")

    def __init__(self, where: Where, holder: bytes, lost: Callable[[], None]) -> None:
        """Say that this process lives, under its random id of 16 bytes.

        Raises:
            StoreUnavailable: the server gives no answer.
        """
        self.holder = holder
        self._numbers = count(1)
        self._closed = threading.Event()
        self._session = where.connect()
        if self._rows(_BE, (_signed(holder[:8]),)) != [(True,)]:
            self._session.close()
            raise StoreUnavailable("another process has this one's id")
        self._watch = threading.Thread(
            target=self._watching, args=(lost,), name="marks", daemon=True
        )
        self._watch.start()

    def set(self, kind: str) -> PostgresMark:
        """Set a mark of a kind, or raise StoreUnavailable."""
        place = (_signed(_key(kind)), next(self._numbers) % _ROUND)
        self._rows(_SET, place)
        return PostgresMark(self, place)

    def let_go(self, place: tuple[int, int]) -> None:
        """Take a mark away."""
        try:
            self._rows(_TAKE_AWAY, place)
        except StoreUnavailable:
            # The server let go of it with the session; the watch ends this process.
            return

    def live(self, kind: str) -> list[str]:
        """Name the live marks of a kind, of all processes, or raise StoreUnavailable."""
        key = int.from_bytes(_key(kind))
        return [f"{kind}.{pid}.{number}" for pid, number in self._rows(_LIVE, (key,))]

    def is_live(self, name: str) -> bool:
        """Tell whether a mark is still there; what cannot be found out counts as live."""
        kind, pid, number = name.rsplit(".", 2)
        key = int.from_bytes(_key(kind))
        try:
            return bool(self._rows(_IS_LIVE, (key, int(pid), int(number))))
        except StoreUnavailable:
            return True

    def lives(self, holder: bytes) -> bool:
        """Tell whether a process lives that has marks in this database."""
        high, low = int.from_bytes(holder[:4]), int.from_bytes(holder[4:8])
        try:
            return bool(self._rows(_LIVES, (high, low)))
        except StoreUnavailable:
            return True

    def close(self) -> None:
        """Say that this process has ended all that it was doing."""
        self._closed.set()
        self._session.close()
        self._watch.join(timeout=10)

    def _rows(self, statement: str, values: tuple[object, ...]) -> list[tuple[object, ...]]:
        try:
            return self._session.execute(statement.encode(), values).fetchall()
        except psycopg.Error as error:
            raise StoreUnavailable(
                f"the database of marks gives no answer ({type(error).__name__})"
            ) from None

    def _watching(self, lost: Callable[[], None]) -> None:
        # The other end's farewell is heard at once; that a network went silent, by asking.
        poll = select.poll()
        poll.register(self._session.fileno(), select.POLLRDHUP)
        while not self._closed.is_set():
            gone = bool(poll.poll(BEAT_MS))
            if not gone:
                try:
                    self._rows("SELECT 1", ())
                except StoreUnavailable:
                    gone = True
            if gone and not self._closed.is_set():
                lost()
                return


def _key(kind: str) -> bytes:
    """Give 32 bits for what is marked; two that share them wait for each other's, no harm."""
    return sha256(b"safehold mark " + kind.encode()).digest()[:4]


def _signed(number: bytes) -> int:
    return int.from_bytes(number, signed=True)
