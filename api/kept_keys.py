"""Which keys a backup still holds that its vault destroyed since.

docs/formats/backup.md 4. What is sealed under them can be opened with the backup by who holds
the wrapped keys' owner's identity; destroying the backup is the only way to end that.
"""

from pathlib import Path

from psycopg.rows import tuple_row

from api.backup_manifest import ROWS, Manifest
from api.postgres import Where, told
from api.row_tables import reading

_LIVE = "SELECT eid, kind, item FROM erasure_key WHERE key IS NOT NULL"
_GONE = "SELECT eid, kind, item FROM erasure_key WHERE key IS NULL"
Key = tuple[bytes, int, bytes]


def kept_in(folder: Path, manifest: Manifest, gone: set[Key]) -> dict[str, int]:
    """Count, for each extraction, the keys that a backup holds and the vault destroyed."""
    live = _keys(folder / manifest.snapshot / ROWS, _LIVE)
    kept: dict[str, int] = {}
    for eid, _, _ in sorted(live & gone):
        kept[eid.hex()] = kept.get(eid.hex(), 0) + 1
    return kept


def destroyed(rows: Path, where: Where | None) -> set[Key]:
    """Give the keys that a vault destroyed: from the file of its rows, or from a server."""
    if where is None:
        return _keys(rows, _GONE)
    with told(), where.connect() as session, session.cursor(row_factory=tuple_row) as cursor:
        return {(bytes(eid), kind, bytes(item)) for eid, kind, item in cursor.execute(_GONE)}


def _keys(path: Path, query: str) -> set[Key]:
    with reading(path) as file:
        return {(bytes(eid), kind, bytes(item)) for eid, kind, item in file.execute(query)}
