"""How far the log is covered, for a process that does not publish: it follows the database.

docs/formats/checkpoint.md 5. The publisher commits a note that meets the policy before it
tells anybody, so what the database shows is as good as the publisher's own word.
"""

import time

from audit.entry import parse_entry
from audit.errors import Pushback
from audit.log import Database
from audit.repository import Connection, covered_size, read_entry, size_of

MAX_UNCOVERED = 1000
MAX_BEHIND_MS = 15 * 60 * 1000
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


def check_covered(connection: Connection, now_ms: int) -> None:
    """Check that checkpoints still follow the log; only her own things go on without them.

    Raises:
        Pushback: more than 1,000 entries, or one older than 15 minutes, are not covered.
    """
    covered, size = covered_size(connection), size_of(connection)
    if size - covered > MAX_UNCOVERED:
        raise Pushback(f"no checkpoint covers the newest {size - covered} entries")
    if size > covered:
        oldest = parse_entry(read_entry(connection, covered).entry).t
        if now_ms - oldest > MAX_BEHIND_MS:
            raise Pushback(f"no checkpoint has covered entry {covered} for 15 minutes")
