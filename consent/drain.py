"""The drain: a withdrawal waits until every delivery that began before it has ended.

docs/access.md 4. A delivery sets its mark before it reads the rules. A withdrawal commits
first and looks for marks then; so whoever sets one later reads the tombstone, and whoever
set one earlier is waited for, in whatever process. New deliveries never wait, and cannot
starve a withdrawal: it waits for the marks of its first look and for no others.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from consent.marks import AnyMarks
from vault.errors import StoreUnavailable
from vault.ids import Uid

_SHORTEST, _LONGEST = 0.001, 0.02


class Drain:
    """Who is delivering from which vault, in every process over these marks."""

    __slots__ = ("_marks",)

    def __init__(self, marks: AnyMarks) -> None:
        self._marks = marks

    @contextmanager
    def delivering(self, uid: Uid) -> Iterator[None]:
        """Be counted as a delivery; it may end in another thread than it began.

        Raises:
            StoreUnavailable: no mark can be set, so nothing may be delivered.
        """
        mark = self._marks.set(uid.hex())
        try:
            yield
        finally:
            mark.take_away()

    def wait(self, uid: Uid, timeout: float) -> int:
        """Wait up to `timeout` seconds for deliveries that began before; tell how many are left.

        When it cannot be found out whether there are any, one is said to be left.
        """
        limit = time.monotonic() + timeout
        pause = _SHORTEST
        earlier: list[str] | None = None
        while True:
            try:
                seen = self._marks.live(uid.hex()) if earlier is None else earlier
                earlier = [name for name in seen if self._marks.is_live(name)]
            except StoreUnavailable:
                pass
            if earlier == [] or time.monotonic() >= limit:
                return 1 if earlier is None else len(earlier)
            time.sleep(pause)
            pause = min(pause * 2, _LONGEST)
