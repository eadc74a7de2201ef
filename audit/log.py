"""The database that actions and the log share, and its one door for writing.

docs/formats/audit-entry.md 4. The entry is the last statement of the action's own
transaction; `write` returns only once that transaction is durable, so whoever holds a
receipt may act on it.
"""

from collections.abc import Callable
from typing import Protocol, TypeVar

from audit.repository import Connection

T = TypeVar("T")


class Database(Protocol):
    """A database with one door for writing."""

    def write(self, action: Callable[[Connection], T]) -> T:
        """Run an action in a transaction; return once it is durable.

        An action that raises is rolled back alone.

        Raises:
            Pushback: the writer is behind; nothing was done.
        """

    def read(self, query: Callable[[Connection], T]) -> T:
        """Run a query on a connection of its own; it sees what is committed."""
