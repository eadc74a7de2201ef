"""The janitor: ends, again and again, what nobody will end any more.

docs/access.md 2. Every process that grants accesses has one: it sees the processes that
died, and what was dropped in its own.
"""

import threading
from collections.abc import Callable, Sequence

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
        self._pause = pause
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="janitor", daemon=True)

    def start(self) -> None:
        """Close what earlier processes left, then begin."""
        self._access.sweep_old()
        self._round()
        self._thread.start()

    def stop(self) -> None:
        """End after the round that is running."""
        self._stop.set()
        self._thread.join(timeout=10)

    def _round(self) -> None:
        self._access.sweep()
        self._access.fold_denials()
        for act in self._besides:
            act()

    def _run(self) -> None:
        while not self._stop.wait(self._pause):
            try:
                self._round()
            except (AuditError, StoreUnavailable):
                # It is done again in a moment; a passing fault is no reason to end.
                continue
