"""The publisher's loop: a checkpoint within a second of a new entry, cosigned.

docs/formats/checkpoint.md 5. Embedded it is a thread of the vault process. A log that is
not what was appended stops it for good: nothing more is signed, so nothing strict is
handed out.
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
        self._thread = threading.Thread(target=self._run, name="publisher", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after the round that is running, and ask no more witnesses."""
        self._stop.set()
        self._thread.join(timeout=10)
        self._publisher.close()

    def _run(self) -> None:
        while not self._stop.wait(BEAT):
            try:
                self._publisher.publish_once()
            except (Pushback, StoreUnavailable):
                continue
            except NotProven:
                LOG.critical("the log is not what was appended; publishing has stopped")
                return
