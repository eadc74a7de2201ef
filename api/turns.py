"""Taking turns at writing: what waits goes into one transaction, each action behind a savepoint.

docs/formats/audit-entry.md 4. One batch at a time is in its transaction; once it is committed the
next may begin, while the one before still waits for the disk. Nobody hears of an action before
its own batch is on disk.
"""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from audit.errors import Pushback

T = TypeVar("T")
MOST = 64
"""Actions in one batch."""
WAIT_SECONDS = 75.0
"""Longer than a statement may take: who waits in vain is told so."""
_NAME = "safehold_action"
_MARK = f"SAVEPOINT {_NAME}"
Action = Callable[[Connection], Any]
Waiting = tuple[Action, "Future[Any]"]


def take_waiting(given: "queue.Queue[Waiting | None]", most: int) -> list[Waiting] | None:
    """Wait for an action; give it and at most so many in all that wait too, None at the end.

    An end that comes behind an action is put back, for the next call.
    """
    first = given.get()
    if first is None:
        return None
    waiting = [first]
    with suppress(queue.Empty):
        while len(waiting) < most:
            following = given.get_nowait()
            if following is None:
                given.put(None)
                break
            waiting.append(following)
    return waiting


class Batch:
    """Actions that share a transaction, and how each of them ended."""

    def __init__(self, waiting: list[Waiting]) -> None:
        self._waiting = waiting
        self._ended: list[tuple[Future[Any], Any, Exception | None]] = []

    def act(
        self,
        connection: Connection,
        check: Callable[[Connection], None],
        say: Callable[[Connection, str], None],
        keep: Callable[[Connection, str], None],
    ) -> None:
        """Run every action; one that raises is rolled back alone, if the rest can go on.

        `check` wants the transaction to be whole after an action; `say` tells the server now,
        `keep` at the latest before the next thing that it is told.
        """
        wanted = [each for each in self._waiting if each[1].set_running_or_notify_cancel()]
        if len(wanted) == 1:
            # Alone, its failing is the transaction's.
            action, done = wanted[0]
            value = action(connection)
            check(connection)
            self._ended.append((done, value, None))
            return
        between = _MARK
        for action, done in wanted:
            # It goes with the action's first statement: a way there and back less.
            keep(connection, between)
            between = f"RELEASE {_NAME}; {_MARK}"
            try:
                value = action(connection)
                check(connection)
            except Exception as error:
                if isinstance(error, SQLAlchemyError) and connection.invalidated:
                    raise
                # All that this action did is undone, and nothing of the others.
                say(connection, f"ROLLBACK TO {_NAME}")
                check(connection)
                self._ended.append((done, None, error))
            else:
                self._ended.append((done, value, None))

    def tell(self) -> None:
        """Tell everybody how theirs ended: the batch is on disk."""
        for done, value, error in self._ended:
            if error is None:
                done.set_result(value)
            else:
                done.set_exception(error)

    def fail(self, error: BaseException) -> None:
        """Tell everybody that nothing of it may be relied on."""
        for _, done in self._waiting:
            if not done.done():
                done.set_exception(error)


class Turns:
    """Threads of which one at a time is at its turn.

    `run_batch(batch, committed)` runs a batch in a transaction, calls `committed` once the next
    may begin, and returns once everything is on disk.
    """

    def __init__(
        self, run_batch: Callable[[Batch, Callable[[], None]], None], writers: int
    ) -> None:
        self._run_batch = run_batch
        self._queue: queue.Queue[Waiting | None] = queue.Queue(maxsize=4096)
        self._closed = False
        self._turn = threading.Lock()
        self._threads = [
            threading.Thread(target=self._run, name=f"writer-{at}", daemon=True)
            for at in range(writers)
        ]
        for thread in self._threads:
            thread.start()

    def run(self, action: Callable[[Connection], T]) -> T:
        """Run an action; return once it is on disk, or raise what it raised or what went wrong.

        Raises:
            Pushback: too many wait, or it is closing.
        """
        if self._closed:
            raise Pushback("the database is closing")
        done: Future[T] = Future()
        try:
            self._queue.put((action, done), timeout=WAIT_SECONDS)
            return done.result(timeout=WAIT_SECONDS)
        except (queue.Full, TimeoutError):
            # It may still run; whoever asked is told nothing and hands nothing out.
            done.cancel()
            raise Pushback("the database is behind; try again") from None

    def close(self) -> None:
        """Finish what waits, and stop."""
        self._closed = True
        for _ in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            thread.join(WAIT_SECONDS)

    def _run(self) -> None:
        while self._once():
            # What was given is nobody's here any more: somebody may wait for it to be dropped.
            pass

    def _once(self) -> bool:
        """Wait for a turn, run a batch, and let the next begin; False where there is no more."""
        self._turn.acquire()
        waiting = take_waiting(self._queue, MOST)
        if waiting is None:
            self._turn.release()
            return False
        batch = Batch(waiting)
        over = False

        def committed() -> None:
            nonlocal over
            if not over:
                over = True
                self._turn.release()

        try:
            self._run_batch(batch, committed)
        except BaseException as error:  # noqa: BLE001 who waits gets it
            batch.fail(error)
        else:
            batch.tell()
        finally:
            committed()
        return True
