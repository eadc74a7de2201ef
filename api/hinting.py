"""The vault's part of a queue with workers elsewhere: it publishes what is due, once a second.

docs/jobs.md 4. A request never publishes: it writes a row, and whether the broker is there
is nothing to whoever asked. What could not be published is published once it can be.
"""

import logging
import threading
from typing import Protocol

from api.databases import OpenDatabase
from audit.errors import AuditError
from extraction import repository as jobs
from extraction.errors import UnfitBroker
from vault.errors import StoreUnavailable, VaultError
from vault.ids import Clock

SWEEP_SECONDS = 1.0
LOOK_EVERY = 5
"""So many rounds without anything to publish lie between two looks at the broker."""
AGAIN_MS = 30_000
"""A broker keeps what it confirmed, so a job that waits in its queue is hinted at rarely."""
LOG = logging.getLogger("safehold")


class Publishes(Protocol):
    """What takes hints to a broker."""

    def publish(self, jid: bytes) -> None:
        """Publish a hint, or raise StoreUnavailable or UnfitBroker."""

    def look(self) -> None:
        """Want the broker to answer, or raise StoreUnavailable or UnfitBroker."""

    def close(self) -> None:
        """Let go of what is open."""


class Hinter:
    """Publishes hints at due jobs on a thread of its own, until it is stopped."""

    def __init__(self, database: OpenDatabase, publisher: Publishes, clock: Clock) -> None:
        self._database = database
        self._publisher = publisher
        self._clock = clock
        self._stop = threading.Event()
        self._there = True
        self._idle = 0
        self._thread = threading.Thread(target=self._run, name="hinter", daemon=True)

    @property
    def there(self) -> bool:
        """Whether the broker answered when it was last asked."""
        return self._there

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, once what is being published was confirmed or not."""
        self._stop.set()
        self._thread.join()
        self._publisher.close()

    def round(self) -> None:
        """Fail what is used up, and publish what is due."""
        now_ms = int(self._clock().timestamp() * 1000)
        due = self._database.write(lambda db: jobs.sweep(db, now_ms, AGAIN_MS))
        unsent = list(due)
        try:
            while unsent and not self._stop.is_set():
                self._publisher.publish(unsent[0])
                unsent.pop(0)
            self._idle = 0 if due else self._idle + 1
            if self._idle >= LOOK_EVERY or not self._there:
                self._publisher.look()
                self._idle = 0
        except (StoreUnavailable, UnfitBroker) as error:
            self._note(there=False, words=str(error))
        else:
            self._note(there=True, words="")
        if unsent:
            self._database.write(lambda db: jobs.not_sent(db, unsent))

    def _run(self) -> None:
        while not self._stop.wait(SWEEP_SECONDS):
            try:
                self.round()
            except (AuditError, VaultError):
                # The rows are away for a moment; the next round has them again.
                continue

    def _note(self, *, there: bool, words: str) -> None:
        if there != self._there:
            LOG.warning("the queue: %s", "the broker answers again" if there else words)
        self._there = there
