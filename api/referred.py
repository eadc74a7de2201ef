"""Which objects the rows of a vault refer to, and what is known of each.

docs/formats/backup.md 2. The rows are a file of their own that nobody writes: a snapshot.
"""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from vault.ingest import parse_ingest
from vault.repository import Connection, rows
from vault.rows import BoxDigest, ExtractionRow, Part, ReleaseRow


@dataclass(frozen=True, slots=True)
class Held:
    """An object that a row names: its length, its SHA-256 if a row has that, and whose it is."""

    length: int
    sha256: bytes | None
    release: bool = False


def referred(path: Path) -> dict[str, Held]:
    """List the objects that the rows in a file refer to, by name, in order.

    Raises:
        MalformedStatement: an ingest statement is none.
    """
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    with closing(engine.connect()) as connection:
        found = _extractions(connection) | _releases(connection)
    engine.dispose()
    return dict(sorted(found.items()))


def _extractions(connection: Connection) -> dict[str, Held]:
    came = {part.name: part for part in rows.find_all(connection, Part, "name")}
    found: dict[str, Held] = {}
    for row in rows.find_all(connection, ExtractionRow, "created_at"):
        at = f"x/{row.eid.hex()}/"
        if row.state == "uploading":
            # What came so far; pieces of long files are sent again.
            parts = {name: part for name, part in came.items() if name.startswith(at)}
            found |= {name: Held(part.length, part.sha256) for name, part in parts.items()}
        if row.state != "sealed":
            continue
        ingest = parse_ingest(row.ingest)[0]
        found |= {f"{at}{pack.pack}": Held(pack.length, pack.sha256) for pack in ingest.packs}
        for name, length in ingest.objects:
            part = came.get(f"{at}{name}")
            found[f"{at}{name}"] = Held(length, None if part is None else part.sha256)
        assert row.catalogue is not None
        assert row.leaves is not None
        found[row.catalogue] = Held(ingest.catalogue_length, ingest.catalogue_sha256)
        leaves = came.get(row.leaves)
        found[row.leaves] = Held(32 * ingest.tree_size, None if leaves is None else leaves.sha256)
    return found


def _releases(connection: Connection) -> dict[str, Held]:
    found: dict[str, Held] = {}
    for row in rows.find_all(connection, ReleaseRow, "published_at", ended_at=None):
        digest = rows.find(connection, BoxDigest, name=row.box)
        sha256 = None if digest is None else digest.sha256
        found[row.box] = Held(row.box_length, sha256, release=True)
    return found
