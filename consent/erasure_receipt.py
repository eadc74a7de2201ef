"""The receipt of an erasure: what was destroyed and when, and what had left before.

docs/consent.md 7. It says what the vault did with what it held. What was collected before is
listed, because nobody can say that it is gone.
"""

from datetime import UTC, datetime

from consent.repository import Connection, rows
from consent.rows import Erasure, GrantRow
from vault import accounts, holdings
from vault.canonical import Json
from vault.repository import rows as vault_rows
from vault.rows import ExtractionRow, ReleaseRow
from vault.statement import show_time


def receipt_of(
    connection: Connection, extraction: ExtractionRow, erasure: Erasure
) -> dict[str, Json]:
    """Give the receipt's body for an erasure that is done."""
    account = accounts.account_of(connection, extraction.uid)
    own = None if account is None else account.fp
    releases = vault_rows.find_all(connection, ReleaseRow, "rid", eid=extraction.eid)
    left: list[Json] = [
        {"rid": release.rid.hex(), "fp": fp.hex(), "at": _time(at)}
        for release in releases
        for fp, at in holdings.collected_by(connection, release.rid)
        if at is not None and fp != own
    ]
    grants = rows.find_all(connection, GrantRow, "gid", eid=extraction.eid)
    return {
        "v": 1,
        "eid": extraction.eid.hex(),
        "root": extraction.root.hex(),
        "asked": _time(erasure.asked_at),
        "keys_destroyed": _time(erasure.keys_at or 0),
        "files_removed": _time(erasure.done_at or 0),
        "files": erasure.objects or 0,
        "grants": len(grants),
        "log_index": erasure.log_index or 0,
        "collected_before": left,
    }


def _time(at_ms: int) -> str:
    return show_time(datetime.fromtimestamp(at_ms / 1000, UTC))
