"""The eraser: carries out what she asked to have erased, once it is due and nothing holds it.

docs/consent.md 7. It also finishes what a process that died had begun.
"""

from api.rounds import Rounds
from audit.errors import AuditError
from consent import erasing
from consent.asking import Caller
from consent.errors import ConsentError
from consent.repository import Connection
from consent.rows import Erasure
from consent.withdrawal import Withdrawals
from vault.errors import VaultError

PAUSE_SECONDS = 5.0
SYSTEM = Caller("system", b"", b"", "", "", "service")


class Eraser:
    """Looks on a thread until it is stopped."""

    def __init__(self, withdrawals: Withdrawals, pause: float = PAUSE_SECONDS) -> None:
        """Take the ways of withdrawing; `pause` is in seconds."""
        self._withdrawals = withdrawals
        # A hold that came first, a disk that is full: done again in a moment.
        passing = (AuditError, ConsentError, VaultError)
        self._rounds = Rounds("eraser", self.round, pause=pause, passing=passing, told="erasing")

    def start(self) -> None:
        """Begin."""
        self._rounds.start()

    def stop(self) -> None:
        """End after the round that is running."""
        self._rounds.stop(30)

    def round(self) -> int:
        """Erase what is due and finish what was begun; give how many are done with."""
        now_ms = int(self._withdrawals.clock().timestamp() * 1000)

        def query(connection: Connection) -> tuple[list[Erasure], list[Erasure]]:
            return erasing.due(connection, now_ms), erasing.unfinished(connection)

        due, unfinished = self._withdrawals.database.read(query)
        for row in due:
            self._withdrawals.erase(SYSTEM, row.uid, row.eid)
        for row in unfinished:
            self._withdrawals.finish_erasing(row.eid)
        return len(due) + len(unfinished)
