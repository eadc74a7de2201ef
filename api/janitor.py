"""The janitor: ends, again and again, what nobody will end any more.

docs/access.md 2. Every process that grants accesses has one: it sees the processes that
died, and what was dropped in its own.
"""

from collections.abc import Callable, Sequence

from api.rounds import Rounds
from audit.errors import AuditError
from consent.access import Access
from vault.errors import StoreUnavailable

PAUSE_SECONDS = 5.0


class Janitor:
    """Sweeps on a thread until it is stopped."""

    def __init__(
        self,
        access: Access,
        pause: float = PAUSE_SECONDS,
        *,
        besides: Sequence[Callable[[], object]] = (),
    ) -> None:
        """Take an access's ways; `pause` is in seconds, `besides` what else is done each round."""
        self._access = access
        self._besides = besides
        passing = (AuditError, StoreUnavailable)
        self._rounds = Rounds("janitor", self._round, pause=pause, passing=passing)

    def start(self) -> None:
        """Close what earlier processes left, then begin."""
        self._access.sweep_old()
        self._round()
        self._rounds.start()

    def stop(self) -> None:
        """End after the round that is running."""
        self._rounds.stop(10)

    def _round(self) -> None:
        self._access.sweep()
        self._access.fold_denials()
        for act in self._besides:
            act()
