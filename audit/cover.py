"""Cover entries: now and then an entry that tells of nothing, so that sizes tell less.

docs/formats/checkpoint.md 5. A public checkpoint shows how many entries there are, and so
how busy an office is. Cover comes at random times (Poisson), each entry a random leaf.
"""

import math
from collections.abc import Callable

from audit import repository
from audit.entry import Draft
from audit.log import Database

ACT = "cover"
_UNIT = 1 << 53


class Cover:
    """Appends cover entries to one log, a random while apart."""

    def __init__(
        self,
        database: Database,
        mean_ms: int,
        clock_ms: Callable[[], int],
        random: Callable[[int], bytes],
    ) -> None:
        """Begin; `mean_ms` is how many milliseconds lie between two of them in the mean."""
        self._database = database
        self._mean_ms = mean_ms
        self._clock_ms = clock_ms
        self._random = random
        self._next_ms = clock_ms() + self._while()

    def cover_once(self) -> bool:
        """Append an entry if its time has come; tell whether it had."""
        now_ms = self._clock_ms()
        if now_ms < self._next_ms:
            return False
        # A clock that jumped brings one entry, not all that would have come meanwhile.
        self._next_ms = now_ms + self._while()
        draft = Draft(act=ACT, out="done", role="system", auth="service", obj=self._random(16))
        self._database.write(
            lambda db: repository.append(db, draft, now_ms=now_ms, random=self._random)
        )
        return True

    def _while(self) -> int:
        share = (int.from_bytes(self._random(8)) % _UNIT + 1) / _UNIT
        return math.ceil(-math.log(share) * self._mean_ms)
