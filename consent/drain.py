"""The drain: a withdrawal waits until every delivery that began before it has ended.

docs/access.md 4. A delivery enters before it reads the rules. A withdrawal commits first
and drains then; so whoever enters later reads the tombstone, and whoever entered earlier
is waited for. New deliveries never wait, and cannot starve a withdrawal.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from vault.ids import Uid


class Drain:
    """Who is delivering from which vault, in this process."""

    __slots__ = ("_active", "_ended")

    def __init__(self) -> None:
        self._active: dict[Uid, set[object]] = {}
        self._ended = threading.Condition()

    @contextmanager
    def delivering(self, uid: Uid) -> Iterator[None]:
        """Be counted as a delivery; it may end in another thread than it began."""
        mark = object()
        with self._ended:
            self._active.setdefault(uid, set()).add(mark)
        try:
            yield
        finally:
            with self._ended:
                self._active[uid].discard(mark)
                if not self._active[uid]:
                    del self._active[uid]
                self._ended.notify_all()

    def wait(self, uid: Uid, timeout: float) -> int:
        """Wait up to `timeout` seconds for deliveries that began before; tell how many are left."""
        with self._ended:
            earlier = set(self._active.get(uid, ()))
            self._ended.wait_for(lambda: not earlier & self._active.get(uid, set()), timeout)
            return len(earlier & self._active.get(uid, set()))
