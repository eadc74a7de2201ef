"""The publisher's loop: a checkpoint within a second of a new entry, cosigned.

docs/formats/checkpoint.md 5. A thread of the vault's process, or of one of its own. A log
that is not what was appended stops it for good: nothing more is signed, so nothing strict
is handed out.
"""

import logging
import threading

from audit.errors import NotProven, Pushback
from audit.publisher import Publisher
from vault.errors import StoreUnavailable

LOG = logging.getLogger("safehold")
BEAT = 0.1


class PublisherLoop:
    """Runs a publisher on a thread until it is stopped."""

    def __init__(self, publisher: Publisher) -> None:
        self._publisher = publisher
        self._stop = threading.Event()
        self._fault: NotProven | None = None
        self._thread = threading.Thread(target=self._run, name="publisher", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after the round that is running, and ask no more witnesses."""
        self._stop.set()
        self._thread.join(timeout=10)
        self._publisher.close()

    def is_running(self) -> bool:
        """Tell whether it still publishes."""
        return self._thread.is_alive()

    def check(self) -> None:
        """Raise NotProven if that is why it stopped."""
        if self._fault is not None:
            raise self._fault

    def _run(self) -> None:
        while not self._stop.wait(BEAT):
            try:
                self._publisher.publish_once()
            except (Pushback, StoreUnavailable):
                continue
            except NotProven as fault:
                self._fault = fault
                LOG.critical("the log is not what was appended; publishing has stopped")
                return
