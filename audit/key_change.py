"""A log that signs with another key, or trusts other witnesses, says so in an entry.

docs/formats/checkpoint.md 3. The checkpoint that covers the entry is trusted by the old
policy too, so whoever pinned that one follows the log across the change.
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
        _note(connection, policy, now_ms, random)
        return True

    return database.write(act)


def note_new_policy(
    database: Database, policy: str, *, now_ms: int, random: Callable[[int], bytes]
) -> int | None:
    """Append an entry that commits to a new policy's text; give its index.

    None for a log without a checkpoint: nobody trusts an older policy of it yet. The new
    policy may be in force only once a checkpoint that the old one trusts covers the entry.
    """

    def act(connection: Connection) -> int | None:
        if repository.latest_checkpoint(connection) is None:
            return None
        return _note(connection, policy, now_ms, random)

    return database.write(act)


def _note(connection: Connection, policy: str, now_ms: int, random: Callable[[int], bytes]) -> int:
    doc = hashlib.sha256(policy.encode()).digest()
    draft = Draft(act=ACT, out="done", role="system", auth="service", doc=doc)
    return repository.append(connection, draft, now_ms=now_ms, random=random).index
