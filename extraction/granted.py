"""What a grant must be before its envelope is opened, by a worker or by an expert.

docs/formats/grant.md 6 and 7: W1, W3 and W4 are X2, X4 and X5, and W6 is X1.
"""

import hashlib
from datetime import datetime

from consent.grant import Grant
from vault.errors import NotAuthentic
from vault.identity import Bundle
from vault.ingest import CheckedIngest
from vault.statement import Statement, check_signatures


def check_signed(
    grant: Grant, statement: Statement, checked: CheckedIngest, survivor: Bundle
) -> None:
    """Want a grant of this extraction, signed by its survivor, or raise NotAuthentic."""
    # (W6, X1) Before anything is said about keys: it is the most likely mistake.
    if grant.eid != checked.ingest.eid or grant.root != checked.ingest.root:
        raise NotAuthentic("the grant is for another extraction; name the one that it is for")
    # (W1, X2) signed by the survivor that the ingest statement names
    if survivor.fp != checked.ingest.survivor:
        raise NotAuthentic("the bundle is not the one of the extraction's survivor")
    check_signatures(statement, survivor)


def check_in_force(grant: Grant, envelope: bytes, now: datetime) -> None:
    """Want a grant inside its time with the envelope that it names, or raise NotAuthentic."""
    # (W3, X4) inside its time
    if not grant.not_before <= now < grant.expires:
        raise NotAuthentic(
            "the grant is not valid at this time; it has ended, or has not begun yet"
        )
    # (W4, X5) the envelope that she signed
    if hashlib.sha256(envelope).digest() != grant.envelope:
        raise NotAuthentic("the envelope is not the one that the survivor signed")
