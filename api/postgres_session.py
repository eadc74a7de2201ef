"""A session that keeps what can wait until there is something to say, and says both at once.

docs/operations.md 7. A word to the server and back costs as much as an insert, and whoever
writes holds up all other writers meanwhile. So the savepoint before an action goes with the
action's first statement. They stay two statements, each with its own view of the rows: a lock and
what is read under it in one statement would read what was there before the lock.
"""

from collections.abc import Iterable
from typing import Any, Self

import psycopg
from psycopg.pq import DiagnosticField, ExecStatus, TransactionStatus

_DONE = frozenset({ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK})


class Session(psycopg.Connection[tuple[Any, ...]]):
    """A connection with words kept for later; `saying` is where they leave."""

    kept: bytes = b""

    def keep(self, words: bytes) -> None:
        """Keep a statement without values until the next one is said, behind what is kept."""
        self.kept = self.kept + b"; " + words if self.kept else words

    def saying(self) -> bytes:
        """Give what is kept, to be said now."""
        words, self.kept = self.kept, b""
        return words

    def one(self, statement: bytes) -> tuple[bytes | None, ...] | None:
        """Say what is kept and a statement without values; give its row as it came, or None.

        As with every statement, the driver's transaction begins with it if none has yet.

        Raises:
            psycopg.Error: one of them failed, the ones behind it were not run.
        """
        if self.pgconn.transaction_status == TransactionStatus.IDLE and not self.autocommit:
            # The driver knows how this one begins: whether it may write, and what it sees.
            self.cursor().execute(b"")
        words = self.saying()
        return self.tell(words + b"; " + statement if words else statement)

    def tell(self, statements: bytes) -> tuple[bytes | None, ...] | None:
        """Say statements without values as they are; give the last one's row as it came, or None.

        By the library of the server itself, which waits without holding up other threads: the
        driver's own way there costs more than the statement.

        Raises:
            psycopg.Error: one of them failed, the ones behind it were not run.
        """
        with self.lock:
            answer = self.pgconn.exec_(statements)
        if answer.status not in _DONE:
            if answer.error_field(DiagnosticField.SQLSTATE) is None:
                # The library's own words, not the server's: there is no server any more.
                raise psycopg.OperationalError("the session is lost")
            raise psycopg.errors.error_from_result(answer, encoding="utf-8")
        if not answer.ntuples:
            return None
        return tuple(answer.get_value(0, at) for at in range(answer.nfields))

    def cursor(self, name: str = "", **named: Any) -> Any:  # noqa: ANN401 the driver's own cursors
        """Give a cursor; one that the server keeps would not say what is kept, so there is none."""
        if name:
            raise psycopg.NotSupportedError("a session of ours has no cursors on the server")
        return super().cursor(**named)

    def commit(self) -> None:
        """Commit; what is kept was before nothing, and is dropped."""
        self.kept = b""
        super().commit()

    def rollback(self) -> None:
        """Roll back; what is kept was before nothing, and is dropped."""
        self.kept = b""
        super().rollback()


class SayingCursor(psycopg.Cursor[tuple[Any, ...]]):
    """A cursor of a Session: whatever it does, what is kept is said before."""

    def execute(self, query: Any, params: Any = None, **named: Any) -> Self:  # noqa: ANN401 passed on
        """Execute a statement; one of plain bytes goes out with what is kept."""
        words = self._saying()
        if not words:
            return super().execute(query, params, **named)
        if params is not None or not isinstance(query, bytes):
            super().execute(words, prepare=False)
            return super().execute(query, params, **named)
        super().execute(words + b"; " + query, prepare=False)
        # The ones before are words alone, without rows.
        return self.set_result(-1)

    def executemany(self, query: Any, params_seq: Iterable[Any], **named: Any) -> None:  # noqa: ANN401 passed on
        """Execute a statement with each of many values."""
        self._say()
        super().executemany(query, params_seq, **named)

    def stream(self, query: Any, params: Any = None, **named: Any) -> Any:  # noqa: ANN401 passed on
        """Give a statement's rows as they come."""
        self._say()
        return super().stream(query, params, **named)

    def copy(self, statement: Any, params: Any = None, **named: Any) -> Any:  # noqa: ANN401 passed on
        """Copy rows in or out."""
        self._say()
        return super().copy(statement, params, **named)

    def _saying(self) -> bytes:
        session = self.connection
        assert isinstance(session, Session)
        return session.saying()

    def _say(self) -> None:
        if words := self._saying():
            super().execute(words, prepare=False)
