"""Which keys a backup still holds that its vault destroyed since.

docs/formats/backup.md 4. What is sealed under them can be opened with the backup by who holds
the wrapped keys' owner's identity; destroying the backup is the only way to end that.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from api.backup_manifest import ROWS, Manifest

_LIVE = "SELECT eid, kind, item FROM erasure_key WHERE key IS NOT NULL"
_GONE = "SELECT eid, kind, item FROM erasure_key WHERE key IS NULL"


def kept_in(folder: Path, manifest: Manifest, rows: Path) -> dict[str, int]:
    """Count, for each extraction, the keys that a backup holds and the vault's rows do not."""
    live = _keys(folder / manifest.snapshot / ROWS, _LIVE)
    kept: dict[str, int] = {}
    for eid, _, _ in sorted(live & _keys(rows, _GONE)):
        kept[eid.hex()] = kept.get(eid.hex(), 0) + 1
    return kept


def _keys(path: Path, query: str) -> set[tuple[bytes, int, bytes]]:
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as file:
        return {(bytes(eid), kind, bytes(item)) for eid, kind, item in file.execute(query)}
