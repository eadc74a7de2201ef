"""Rounds: an act that is done again and again on a thread of its own, until it is stopped.

docs/access.md 2, docs/consent.md 7. A passing fault is no reason to end: the act is done again
in a moment. Any other ends the thread, as a mistake should.
"""

import logging
import threading
from collections.abc import Callable

LOG = logging.getLogger("safehold")


class Rounds:
    """Does one act each `pause` seconds; `passing` are the faults that it outlives.

    What passed is logged by its type under `told`, and not at all where that is empty.
    """

    def __init__(
        self,
        name: str,
        act: Callable[[], object],
        *,
        pause: float,
        passing: tuple[type[Exception], ...],
        told: str = "",
    ) -> None:
        self._act = act
        self._pause = pause
        self._passing = passing
        self._told = told
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin; the first round comes after a pause."""
        self._thread.start()

    def stop(self, timeout: float) -> None:
        """End after the round that is running; wait for it at most `timeout` seconds."""
        self._stop.set()
        self._thread.join(timeout=timeout)

    def _run(self) -> None:
        while not self._stop.wait(self._pause):
            try:
                self._act()
            except self._passing as error:
                if self._told:
                    LOG.warning("%s: %s", self._told, type(error).__name__)
