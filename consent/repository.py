"""Consent's rows in and out of the database: the only speaker of SQL in this package.

docs/policy.md 5. Rules are read as plain columns in the caller's own transaction, and
never kept: a rule that was read before a withdrawal must not decide after it.
"""

from sqlalchemy import Connection, bindparam, delete, literal, select, update

from consent.errors import InvalidScope
from consent.rows import (
    Advocacy,
    Denial,
    Erasure,
    Exclusion,
    GrantRow,
    Hold,
    NoticeShown,
    OngoingAccess,
    Proposal,
    RequestCode,
    RequestEvent,
    RequestQuestion,
    RequestRow,
    RequestVersion,
    RuleRow,
)
from consent.rule import ANY_TEAM, RuleText
from consent.tables import (
    advocacy,
    consent_grant,
    consent_rule,
    denial,
    erasure,
    exclusion,
    hold,
    metadata,
    notice_shown,
    ongoing_access,
    proposal,
    request,
    request_code,
    request_event,
    request_question,
    request_version,
)
from vault.errors import AlreadyStored
from vault.ids import Gid
from vault.repository import Below, Rows

__all__ = ["Connection", "metadata", "rows"]

MAX_LIVE_RULES = 24
"""Live rules of one vault and team: more would make decisions slow."""

rows = Rows(
    {
        RequestCode: request_code,
        RequestRow: request,
        RequestEvent: request_event,
        RequestVersion: request_version,
        RequestQuestion: request_question,
        Proposal: proposal,
        Advocacy: advocacy,
        NoticeShown: notice_shown,
        GrantRow: consent_grant,
        RuleRow: consent_rule,
        Exclusion: exclusion,
        OngoingAccess: ongoing_access,
        Denial: denial,
        Hold: hold,
        Erasure: erasure,
    }
)

_RULE = consent_rule.c
# Made once: putting it together takes five times as long as asking it.
_LIVE_RULES = (
    select(
        *(_RULE.id, _RULE.vault_id, _RULE.team_id, _RULE.eft, _RULE.acts),
        *(_RULE.why, _RULE.nbf, _RULE.exp, _RULE.scope),
    )
    .where(
        _RULE.vault_id == bindparam("vault"),
        _RULE.team_id.in_((bindparam("team"), literal(ANY_TEAM))),
        _RULE.revoked_at.is_(None),
        _RULE.exp > bindparam("at"),
    )
    .order_by(_RULE.id)
)


def live_rules(connection: Connection, vault: str, team: str, at: int) -> list[RuleText]:
    """Give the rules that can matter for one vault and team at a moment (milliseconds).

    Only what cannot matter is left out: never a deny by its scope, act or purpose.
    """
    asked = {"vault": vault, "team": team, "at": at}
    return [RuleText(*found) for found in connection.execute(_LIVE_RULES, asked)]


def add_rule(connection: Connection, text: RuleText, gid: Gid | None, now_ms: int) -> None:
    """Add a rule.

    Raises:
        InvalidScope: the vault and team have as many live rules as there may be.
    """
    if len(live_rules(connection, text.vault_id, text.team_id, now_ms)) >= MAX_LIVE_RULES:
        raise InvalidScope(f"want at most {MAX_LIVE_RULES} live rules for a team")
    rows.add(
        connection,
        RuleRow(
            *(text.id, gid, text.vault_id, text.team_id, text.eft, text.acts),
            *(text.why, text.nbf, text.exp, text.scope),
        ),
    )


def rules_of_grant(connection: Connection, gid: Gid) -> list[RuleRow]:
    """List a grant's rules, revoked ones included."""
    return rows.find_all(connection, RuleRow, "id", gid=gid)


def revoke_rules(connection: Connection, gid: Gid, by: str, now_ms: int) -> int:
    """Set the tombstone on a grant's rules; tell how many were live."""
    values = {"revoked_at": now_ms, "revoked_by": by}
    return rows.change(connection, RuleRow, values, gid=gid, revoked_at=None)


def end_ongoing(connection: Connection, index: int) -> None:
    """Forget who holds an access, since it has its outcome."""
    connection.execute(delete(ongoing_access).where(ongoing_access.c.log_index == index))


def count_denial(connection: Connection, row: Denial) -> bool:
    """Count a denial; False when it is the first of its kind in its minute."""
    alike = (denial.c.key == row.key, denial.c.minute == row.minute)
    more = update(denial).where(*alike).values(repeats=denial.c.repeats + 1)
    if connection.execute(more).rowcount:
        return True
    try:
        with connection.begin_nested():
            rows.add(connection, row)
    except AlreadyStored:
        # Another process was first, a moment ago.
        return connection.execute(more).rowcount == 1
    return False


def past_denials(connection: Connection, minute: int) -> list[Denial]:
    """List the denials of minutes before this one."""
    return rows.find_all(connection, Denial, "minute", minute=Below(minute))


def drop_denial(connection: Connection, row: Denial) -> bool:
    """Forget denials of a minute; False when somebody else did, or counted one more."""
    alike = (denial.c.key == row.key, denial.c.minute == row.minute)
    gone = delete(denial).where(*alike, denial.c.repeats == row.repeats)
    return connection.execute(gone).rowcount == 1
