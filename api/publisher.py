"""The publisher's loop: a checkpoint within a second of a new entry, cosigned, then stamped.

docs/formats/checkpoint.md 5 and 6. A thread of the vault's process, or of one of its own. A
log that is not what was appended stops it for good: nothing more is signed, so nothing strict
is handed out. Authorities are asked on a thread of their own, since nobody waits for them.
"""

import logging
import threading

from audit.cover import Cover
from audit.errors import AuditError, NotProven, Pushback
from audit.publisher import Publisher
from audit.stamping import Stamper
from vault.errors import StoreUnavailable

LOG = logging.getLogger("safehold")
BEAT, STAMP_BEAT, STAMP_PAUSE = 0.1, 1.0, 60.0


class PublisherLoop:
    """Runs a publisher on a thread until it is stopped, and a stamper on another."""

    def __init__(
        self, publisher: Publisher, stamper: Stamper | None = None, cover: Cover | None = None
    ) -> None:
        self._publisher = publisher
        self._cover = cover
        self._stop = threading.Event()
        self._fault: NotProven | None = None
        self._thread = threading.Thread(target=self._run, name="publisher", daemon=True)
        self._stamping = None
        if stamper is not None:
            self._stamping = threading.Thread(
                target=self._stamp, args=(stamper,), name="stamper", daemon=True
            )

    def start(self) -> None:
        """Begin."""
        self._thread.start()
        if self._stamping is not None:
            self._stamping.start()

    def stop(self) -> None:
        """End after the round that is running, and ask no more witnesses."""
        self._stop.set()
        self._thread.join(timeout=10)
        if self._stamping is not None:
            self._stamping.join(timeout=10)
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
                if self._cover is not None:
                    self._cover.cover_once()
                self._publisher.publish_once()
            except (Pushback, StoreUnavailable):
                continue
            except NotProven as fault:
                self._fault = fault
                LOG.critical("the log is not what was appended; publishing has stopped")
                return

    def _stamp(self, stamper: Stamper) -> None:
        pause = STAMP_BEAT
        while not self._stop.wait(pause):
            try:
                stamper.stamp_once()
                pause = STAMP_BEAT
            except (AuditError, StoreUnavailable) as error:
                # Without a stamp a release says that it has none; nothing waits for one.
                LOG.warning("no time stamp: %s", error)
                pause = STAMP_PAUSE
