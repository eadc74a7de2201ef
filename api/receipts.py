"""Receipts of what was appended for a call, in a header of its answer.

docs/formats/audit-entry.md 12. The database that the routes have notes what each write promised,
once that is durable; the answer's header says it to whoever called, and to nobody who was refused.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol, TypeVar

from nacl.signing import SigningKey

from api.databases import OpenDatabase
from audit import repository as log
from audit.receipt import MOST, Receipt, marshal_promises, sign_receipt
from audit.repository import Connection

T = TypeVar("T")
# Handlers run in threads of their own, which see this; the database's writer does not.
_CALL: ContextVar[list[Receipt] | None] = ContextVar("receipts of this call", default=None)


class Signs(Protocol):
    """What an app has that promises."""

    @property
    def origin(self) -> str:
        """The log's name, empty where nothing is signed."""

    @property
    def promise_key(self) -> SigningKey | None:
        """The key that signs receipts; None in a process without keys."""


@dataclass(frozen=True, slots=True)
class Promising:
    """A database that notes for the call at work what the log promised; else the one it is of."""

    database: OpenDatabase

    def write(self, action: Callable[[Connection], T]) -> T:
        """Run an action in a transaction; return once it is durable."""
        call = _CALL.get()
        if call is None:
            return self.database.write(action)
        value, receipts = self.database.write(lambda db: log.gather(db, action))
        # Only now is it durable, and may be promised.
        call += receipts
        return value

    def read(self, query: Callable[[Connection], T]) -> T:
        """Run a query on a connection of its own; it sees what is committed."""
        return self.database.read(query)

    def close(self) -> None:
        """Finish what is running and stop."""
        self.database.close()


@contextmanager
def noted() -> Iterator[list[Receipt]]:
    """Note inside what is promised to one call."""
    call: list[Receipt] = []
    before = _CALL.set(call)
    try:
        yield call
    finally:
        _CALL.reset(before)


def header_of(receipts: list[Receipt], by: Signs) -> str:
    """Spell the header's value for receipts, of which there is at least one."""
    newest = sorted(receipts, key=lambda receipt: receipt.index)[-MOST:]
    return marshal_promises([sign_receipt(each, by.origin, by.promise_key) for each in newest])
