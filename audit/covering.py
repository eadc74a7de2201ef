"""Waiting for a checkpoint in a process that does not publish: it follows the database.

docs/formats/checkpoint.md 5. The publisher commits a note that meets the policy before it
tells anybody, so what the database shows is as good as the publisher's own word.
"""

import time

from audit.log import Database
from audit.repository import covered_size

_PAUSE = 0.02


def wait_covered(database: Database, index: int, timeout: float) -> bool:
    """Wait until a checkpoint that meets the policy covers an entry; tell whether it came.

    Args:
        database: what the publisher writes to.
        index: the entry's index.
        timeout: seconds.
    """
    limit = time.monotonic() + timeout
    while database.read(covered_size) <= index:
        if time.monotonic() >= limit:
            return False
        time.sleep(_PAUSE)
    return True
