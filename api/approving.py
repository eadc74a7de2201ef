"""What the vault checks of an approval: all that it can without a key.

docs/formats/release.md 2. An approval for somebody whom the grant does not name would fail
verification later, when the bytes have left; so it is refused before a wrap is stored.
"""

from collections.abc import Mapping

from api.problems import Invalid
from api.services import Services
from consent.grant import parse_grant
from consent.granting import grant_of
from extraction.container import box_head
from extraction.release import Approval, parse_approval
from vault import accounts
from vault.box import HEADER
from vault.errors import Malformed, Missing, NotAuthentic
from vault.identity import parse_bundle
from vault.ids import Fingerprint
from vault.rows import ReleaseRow
from vault.statement import check_signatures, digest


def check_approval(
    services: Services, row: ReleaseRow, raw: bytes, wraps: Mapping[Fingerprint, bytes]
) -> None:
    """Want her approval of this draft, under her grant, with just these wraps.

    Raises:
        Invalid: it is not hers, of another release or box, for others than the grant
            names, for other wraps, or it does not end with the grant.
    """
    try:
        _check(services, row, raw, wraps)
    except (NotAuthentic, Malformed) as error:
        # What was sent is at fault here, nothing that is stored.
        raise Invalid(f"this approval cannot be taken: {error}") from None


def _check(
    services: Services, row: ReleaseRow, raw: bytes, wraps: Mapping[Fingerprint, bytes]
) -> None:
    approval, statement = parse_approval(raw)
    account = services.database.read(lambda db: accounts.account_of(db, row.uid))
    granted = services.database.read(lambda db: grant_of(db, row.gid))
    if account is None or granted is None:
        raise Missing(f"the grant of release {row.rid.hex()} is gone")
    check_signatures(statement, parse_bundle(account.bundle))
    _check_release(services, row, approval)
    if dict(approval.wraps) != {fp: digest(wrap) for fp, wrap in wraps.items()}:
        raise NotAuthentic("the wraps are not the ones that the approval names")
    grant, _ = parse_grant(granted.statement)
    if not set(wraps) <= {account.fp, *grant.release_to}:
        raise NotAuthentic("the approval is for somebody whom the grant does not name")
    if approval.expires != grant.expires or not approval.created < grant.expires:
        raise NotAuthentic("the approval does not end with its grant")


def _check_release(services: Services, row: ReleaseRow, approval: Approval) -> None:
    if (approval.rid, approval.gid, approval.eid) != (row.rid, row.gid, row.eid):
        raise NotAuthentic("the approval is for another release")
    if approval.release != row.statement_sha256:
        raise NotAuthentic("the approval is for another release statement")
    if approval.head != box_head(b"".join(services.stores.releases.read(row.box, 0, HEADER))):
        raise NotAuthentic("the approval is for another sealed box")
