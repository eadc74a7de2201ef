"""Reading releases back: every byte of a box, and what is signed and logged about it.

docs/cli.md 7. No key is needed, so what is inside a box stays unread: that is for who can
open it. What can be compared is the box with its hash of when it was stored, her approval
with the box's beginning and with the release's row, and that row with the log.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from audit import repository as log
from audit.entry import commitment, parse_entry
from audit.errors import AuditError
from consent.granting import grant_of
from consent.repository import Connection
from extraction.container import Cover, box_head, parse_cover
from extraction.release import parse_approval
from vault import accounts
from vault.box import HEADER
from vault.errors import Missing, NotAuthentic, VaultError
from vault.fsck import Fault, Finding
from vault.identity import parse_bundle
from vault.objects import ObjectStore
from vault.repository import rows
from vault.rows import BoxDigest, ExtractionRow, ReleaseRow
from vault.statement import check_signatures, digest


@dataclass(frozen=True, slots=True)
class Stated:
    """What the rows say about a release: its own, the hash of its box, and her key."""

    row: ReleaseRow
    sha256: bytes | None
    bundle: bytes | None


def stated_releases(connection: Connection) -> list[Stated]:
    """List the releases whose boxes must be there."""
    live = rows.find_all(connection, ReleaseRow, "published_at", ended_at=None)
    found = []
    for row in live:
        hashed = rows.find(connection, BoxDigest, name=row.box)
        account = accounts.account_of(connection, row.uid)
        found.append(
            Stated(
                row,
                None if hashed is None else hashed.sha256,
                None if account is None else account.bundle,
            )
        )
    return found


def check_release(stated: Stated, store: ObjectStore) -> Iterator[Finding]:
    """Read a release's box back, and compare it with all that is said about it."""
    row = stated.row
    try:
        head = _check_box(stated, store)
    except VaultError as error:
        yield _finding(row.box, error)
        return
    try:
        _check_cover(stated, head)
    except VaultError as error:
        yield _finding(f"release {row.rid.hex()}", error)


def check_logged(connection: Connection) -> Iterator[Finding]:
    """Compare what rows name as signed with what the log committed to when it was signed."""
    for extraction in rows.find_all(connection, ExtractionRow, "created_at"):
        if extraction.log_index is not None:
            name = f"x/{extraction.eid.hex()}/ingest"
            yield from _logged(connection, name, extraction.log_index, digest(extraction.ingest))
    for release in rows.find_all(connection, ReleaseRow, "published_at"):
        name = f"release {release.rid.hex()}"
        if release.log_index is not None:
            yield from _logged(connection, name, release.log_index, release.statement_sha256)
        grant = grant_of(connection, release.gid)
        if grant is not None:
            name = f"grant {release.gid.hex()}"
            yield from _logged(connection, name, grant.log_index, digest(grant.statement))


def _check_box(stated: Stated, store: ObjectStore) -> bytes:
    """Read the whole box; give its first bytes."""
    row = stated.row
    hashed, length, head = hashlib.sha256(), 0, b""
    for piece in store.read(row.box):
        hashed.update(piece)
        length += len(piece)
        head = head or piece[:HEADER]
    if length != row.box_length:
        raise NotAuthentic(f"it has {length} bytes, want {row.box_length}")
    if stated.sha256 is not None and hashed.digest() != stated.sha256:
        raise NotAuthentic("its hash is not the one of when it was stored")
    return head


def _check_cover(stated: Stated, head: bytes) -> None:
    row, cover = stated.row, parse_cover(stated.row.cover)
    if (cover.rid, cover.eid) != (row.rid, row.eid):
        raise NotAuthentic("its cover is of another release")
    if cover.approval is not None:
        _check_approval(stated, cover, cover.approval, head)


def _check_approval(stated: Stated, cover: Cover, raw: bytes, head: bytes) -> None:
    row = stated.row
    approval, statement = parse_approval(raw)
    if stated.bundle is None:
        raise NotAuthentic("nobody is there who could have approved it")
    check_signatures(statement, parse_bundle(stated.bundle))
    if (approval.rid, approval.gid, approval.eid) != (cover.rid, row.gid, cover.eid):
        raise NotAuthentic("its approval is of another release")
    if approval.release != row.statement_sha256:
        raise NotAuthentic("its approval is of another release statement")
    if approval.head != box_head(head):
        raise NotAuthentic("its approval is of another box")


def _logged(connection: Connection, name: str, index: int, document: bytes) -> Iterator[Finding]:
    try:
        entry = parse_entry(log.read_entry(connection, index).entry)
        same = commitment("doc", log.read_opening(connection, index), document).hex() == entry.doc
    except AuditError as error:
        yield Finding(name, Fault.MISSING, str(error))
        return
    if not same:
        yield Finding(name, Fault.CHANGED, f"it is not what log entry {index} commits to")


def _finding(name: str, error: VaultError) -> Finding:
    fault = Fault.MISSING if isinstance(error, Missing) else Fault.CHANGED
    return Finding(name, fault, str(error))
