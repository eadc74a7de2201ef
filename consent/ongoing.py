"""Accesses without an outcome yet: who holds them, and which nobody will end any more.

docs/access.md 2. An access is held by the process that granted it, for as long as that
process lives and something in it still knows the access. One that lost its holder may
have been opened, so it is closed as `unknown`, and that is said.
"""

from dataclasses import dataclass
from weakref import WeakValueDictionary

from consent.asking import Caller, Wanted
from consent.marks import AnyMarks
from consent.repository import Connection, rows
from consent.rows import OngoingAccess
from vault.ids import Uid

LONGEST_MS = 24 * 3_600_000
"""No access lasts longer: the log's readers want an outcome within a day."""


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Granted:
    """An access that was decided and logged; its outcome is still to come."""

    index: int
    uid: Uid
    caller: Caller
    wanted: Wanted


class Ongoing:
    """What this process holds, and what it can see of the others."""

    __slots__ = ("_held", "_marks")

    def __init__(self, marks: AnyMarks) -> None:
        self._marks = marks
        # A delivery that was dropped on its way, and never ended, is gone from here with it.
        self._held: WeakValueDictionary[int, Granted] = WeakValueDictionary()

    def hold(self, connection: Connection, granted: Granted, now_ms: int) -> None:
        """Hold an access, in the transaction that grants it."""
        self._held[granted.index] = granted
        rows.add(connection, OngoingAccess(granted.index, granted.uid, self._marks.holder, now_ms))

    def lost(self, connection: Connection, now_ms: int) -> list[OngoingAccess]:
        """List the accesses that have no holder any more, or have lasted too long."""
        lives = {self._marks.holder: True}
        found = []
        for row in rows.find_all(connection, OngoingAccess, "log_index"):
            if row.holder not in lives:
                lives[row.holder] = self._marks.lives(row.holder)
            mine = row.holder == self._marks.holder
            held = row.log_index in self._held if mine else lives[row.holder]
            if not held or row.began_at < now_ms - LONGEST_MS:
                found.append(row)
        return found


def is_ongoing(connection: Connection, index: int) -> bool:
    """Tell whether an access has no outcome yet."""
    return rows.find(connection, OngoingAccess, log_index=index) is not None
