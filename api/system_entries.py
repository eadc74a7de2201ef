"""Entries of runs over all that is stored: reading it back, copying it, bringing a copy back.

docs/access.md 1, docs/formats/audit-entry.md 2. One for each case that holds a sealed extraction,
with how many, so that she sees it among her lines; and one of no case, with how many in all.
"""

from collections import Counter
from pathlib import Path

from audit import repository as log
from audit.entry import Draft
from vault.durable import sync_folder, write_new
from vault.ids import HASH_SIZE, Random
from vault.repository import Connection, rows
from vault.rows import ExtractionRow

FSCK, BACKUP, RESTORE = "system.fsck", "system.backup", "system.restore"
RESTORED = "restored"
"""In a restored data folder until its first start: SHA-256 of the backup's manifest, in hex."""


def log_run(
    connection: Connection, act: str, *, now_ms: int, random: Random, doc: bytes | None = None
) -> int:
    """Append a run's entries in the caller's transaction; give how many extractions it is of.

    `doc` is SHA-256 of what the run was made from.
    """
    sealed = rows.find_all(connection, ExtractionRow, "created_at")
    held = Counter(row.uid for row in sealed if row.state == "sealed")
    for uid, count in (*sorted(held.items()), (None, held.total())):
        draft = Draft(
            act=act, out="done", case=uid, n=count, role="system", auth="service", doc=doc
        )
        log.append(connection, draft, now_ms=now_ms, random=random)
    return held.total()


def note_restored(data: Path, manifest_sha256: bytes) -> None:
    """Note in a restored folder that its log does not say yet where it came from."""
    write_new(data / RESTORED, [manifest_sha256.hex().encode()])


def restored_from(data: Path) -> bytes | None:
    """Give SHA-256 of the manifest that a folder was restored from, None once that was logged."""
    try:
        found = bytes.fromhex((data / RESTORED).read_text("ascii"))
    except FileNotFoundError:
        return None
    assert len(found) == HASH_SIZE
    return found


def forget_restored(data: Path) -> None:
    """Take the note away: the entry is on disk."""
    (data / RESTORED).unlink()
    sync_folder(data)
