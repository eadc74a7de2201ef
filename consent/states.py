"""States of requests and grants: what each is at a moment, computed and never stored twice.

docs/consent.md 3 and 5. What a row holds changes only by an act that is logged; that time
passed is not one, so whether something lapsed is worked out anew each time it is asked.
"""

from collections.abc import Mapping

from consent.requests import SUBMITTED, WITHDRAWN
from consent.rows import GrantRow, RequestRow
from vault.rows import ReleaseRow

PENDING, LIVE, EXPIRED = "pending", "live", "expired"
WAITING, LAPSED = "waiting", "lapsed"
AFTER: Mapping[str, frozenset[str]] = {
    PENDING: frozenset({LIVE, EXPIRED, WITHDRAWN}),
    LIVE: frozenset({EXPIRED, WITHDRAWN}),
    # A grant that ended can still be withdrawn: its keys are destroyed and a receipt given.
    EXPIRED: frozenset({WITHDRAWN}),
    WITHDRAWN: frozenset[str](),
}
"""Which state of a grant may follow which."""


def grant_state(row: GrantRow, now_ms: int) -> str:
    """Tell what a grant is at a moment: pending, live, expired or withdrawn."""
    if row.withdrawn_at is not None:
        return WITHDRAWN
    if now_ms < row.not_before:
        return PENDING
    return LIVE if now_ms < row.expires_at else EXPIRED


def release_state(row: GrantRow, release: ReleaseRow) -> str:
    """Tell what a release is: one that ended by its grant's time says so."""
    ended = release.ended_at is not None
    return EXPIRED if ended and row.withdrawn_at is None else release.state


def request_state(row: RequestRow, now_ms: int) -> str:
    """Tell what a request is at a moment: waiting, lapsed, answered, refused or withdrawn."""
    if row.state != SUBMITTED:
        return row.state
    return WAITING if now_ms < row.expires_at else LAPSED
