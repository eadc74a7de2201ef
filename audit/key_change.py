"""A log that signs with another key than before says so in an entry, at once.

docs/formats/checkpoint.md 3. The checkpoint that covers the entry is signed by the old
key too, so whoever pinned the old policy follows the log across the change.
"""

import hashlib
from collections.abc import Callable

from audit import repository
from audit.entry import Draft
from audit.log import Database
from audit.log_key import LogKey
from audit.note import parse_note
from audit.repository import Connection

ACT = "policy.change"


def note_new_keys(
    database: Database,
    log: LogKey,
    policy: str,
    *,
    now_ms: int,
    random: Callable[[int], bytes],
) -> bool:
    """Append an entry if the newest checkpoint lacks a line of one of the log's keys.

    The entry commits to the new policy's text. Without it an idle log would show the old
    checkpoint, which the new policy does not trust, until something else happened.

    Returns:
        Whether there was a change; the next checkpoint is signed by every key.
    """

    def act(connection: Connection) -> bool:
        latest = repository.latest_checkpoint(connection)
        if latest is None:
            return False
        signed = {(line.name, line.key_id) for line in parse_note(latest.note).signatures}
        if all((key.name, key.key_id) in signed for key in log.verifiers()):
            return False
        doc = hashlib.sha256(policy.encode()).digest()
        draft = Draft(act=ACT, out="done", role="system", auth="service", doc=doc)
        repository.append(connection, draft, now_ms=now_ms, random=random)
        return True

    return database.write(act)
