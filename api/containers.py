"""A release's head, put together by the server: it needs no key for that.

docs/formats/release.md 3. The cover and the wraps stand before the box, which is stored
once; an approval and log proofs change only what stands before it.
"""

from api.services import Shared
from audit import repository as log
from audit.errors import Pushback
from audit.publisher import prove
from audit.repository import StoredCheckpoint
from audit.token_rows import stamped_after
from consent.access import Handed
from consent.granting import grant_of
from extraction.container import Cover, log_section, marshal_head, parse_cover, time_section
from extraction.repository import Connection
from vault import holdings
from vault.rows import ReleaseRow


def head_of(handed: Handed) -> bytes:
    """Spell the head of a release as it was handed out."""
    return marshal_head(parse_cover(handed.cover), handed.wraps)


def approved_head(row: ReleaseRow, approval: bytes) -> bytes:
    """Spell a draft's cover with her approval in it."""
    cover = parse_cover(row.cover)
    return Cover(cover.rid, cover.eid, approval, cover.log, cover.time).marshal()


def head_with_proofs(services: Shared, handed: Handed, row: ReleaseRow) -> bytes:
    """Spell a release's head with log proofs of ingest, grant and release, and time stamps.

    Where a stamped checkpoint covers all three, they are proven under the first of those: so
    the stamps are over the very checkpoint that the proofs lead to.

    Raises:
        Pushback: no witnessed checkpoint covers them yet.
    """
    indexes = services.database.read(lambda db: _indexes(db, row))
    stamped = services.database.read(lambda db: stamped_after(db, max(indexes.values())))
    under, tokens = (None, []) if stamped is None else stamped
    sections = {name: _section(services, index, under) for name, index in indexes.items()}
    time = () if under is None else tuple(time_section(under.note, each) for each in tokens)
    cover = parse_cover(handed.cover)
    renewed = Cover(cover.rid, cover.eid, cover.approval, sections, time)
    return marshal_head(renewed, handed.wraps)


def _indexes(connection: Connection, row: ReleaseRow) -> dict[str, int]:
    extraction = holdings.extraction_of(connection, row.eid)
    grant = grant_of(connection, row.gid)
    if extraction is None or extraction.log_index is None or grant is None:
        raise Pushback("the log entries of the release are not there")
    if row.log_index is None:
        raise Pushback("the log entry of the release is not there")
    return {"ingest": extraction.log_index, "grant": grant.log_index, "release": row.log_index}


def _section(services: Shared, index: int, under: StoredCheckpoint | None) -> dict[str, str]:
    proof = prove(services.database, index, under)
    entry, r = services.database.read(
        lambda db: (log.read_entry(db, index).entry, log.read_opening(db, index))
    )
    return log_section(entry, r, proof.marshal())
