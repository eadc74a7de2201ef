"""Consent's rows: requests, notices shown, grants, rules, exclusions.

docs/policy.md 5. Bodies never change: a change is a tombstone and a new row. Times are
UTC milliseconds. Ids of the vault's rows are kept without a foreign key, because each
package's tables may come to live in a database of their own.
"""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

metadata = MetaData()

request_code = Table(
    "request_code",
    metadata,
    Column("hash", LargeBinary, CheckConstraint("length(hash) = 32"), primary_key=True),
    Column("uid", LargeBinary, nullable=False, index=True),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
)

request = Table(
    "request",
    metadata,
    Column("qid", LargeBinary, CheckConstraint("length(qid) = 16"), primary_key=True),
    Column("uid", LargeBinary, nullable=False, index=True),
    Column("sid", LargeBinary, nullable=False, index=True),
    Column("team", Text, nullable=False),
    Column("document", LargeBinary, nullable=False),
    Column("state", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    CheckConstraint("state IN ('submitted', 'answered', 'refused', 'withdrawn')"),
)

request_event = Table(
    "request_event",
    metadata,
    Column("qid", ForeignKey(request.c.qid), primary_key=True),
    Column("number", Integer, CheckConstraint("number >= 0"), primary_key=True),
    Column("state", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

# What a request said before it was amended; `request.document` is what it says now.
request_version = Table(
    "request_version",
    metadata,
    Column("qid", ForeignKey(request.c.qid), primary_key=True),
    Column("number", Integer, CheckConstraint("number >= 0"), primary_key=True),
    Column("document", LargeBinary, nullable=False),
    Column("until", BigInteger, nullable=False),
)

# A question of hers about a request, and the asker's reply to it.
request_question = Table(
    "request_question",
    metadata,
    Column("qid", ForeignKey(request.c.qid), primary_key=True),
    Column("number", Integer, CheckConstraint("number >= 0"), primary_key=True),
    Column("question", Text, CheckConstraint("question <> ''"), nullable=False),
    Column("asked_at", BigInteger, nullable=False),
    Column("reply", Text),
    Column("replied_at", BigInteger),
    CheckConstraint("(reply IS NULL) = (replied_at IS NULL)"),
)

# A request that a supervisor is to approve before it is submitted; its words never change.
proposal = Table(
    "proposal",
    metadata,
    Column("pid", LargeBinary, CheckConstraint("length(pid) = 16"), primary_key=True),
    Column("sid", LargeBinary, nullable=False, index=True),
    Column("organisation", Text, nullable=False, index=True),
    Column("document", LargeBinary, nullable=False),
    Column("state", Text, nullable=False),
    Column("asked_at", BigInteger, nullable=False),
    Column("answered_by", LargeBinary),
    Column("answered_at", BigInteger),
    CheckConstraint("state IN ('waiting', 'approved', 'declined', 'used')"),
    CheckConstraint("(state = 'waiting') = (answered_at IS NULL)"),
    CheckConstraint("(answered_by IS NULL) = (answered_at IS NULL)"),
    CheckConstraint("answered_by <> sid"),
)

# Whom she lets act beside her; what they may do is said by rules under the same id.
advocacy = Table(
    "advocacy",
    metadata,
    Column("lid", LargeBinary, CheckConstraint("length(lid) = 16"), primary_key=True),
    Column("uid", LargeBinary, nullable=False, index=True),
    Column("sid", LargeBinary, nullable=False, index=True),
    Column("named_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
)

notice_shown = Table(
    "notice_shown",
    metadata,
    Column("uid", LargeBinary, primary_key=True),
    Column("sha256", LargeBinary, CheckConstraint("length(sha256) = 32"), primary_key=True),
    Column("matter", Text, primary_key=True),
    Column("how", Text, CheckConstraint("how IN ('read', 'spoken')"), nullable=False),
    Column("at", BigInteger, nullable=False),
)

consent_grant = Table(
    "consent_grant",
    metadata,
    Column("gid", LargeBinary, CheckConstraint("length(gid) = 16"), primary_key=True),
    Column("uid", LargeBinary, nullable=False, index=True),
    Column("eid", LargeBinary, nullable=False),
    Column("matter", Text, nullable=False),
    Column("statement", LargeBinary, nullable=False),
    Column("sha256", LargeBinary, nullable=False, unique=True),
    Column("approval", Text, nullable=False),
    Column("not_before", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("log_index", BigInteger, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("withdrawn_at", BigInteger),
    CheckConstraint("not_before < expires_at"),
    CheckConstraint("approval IN ('ask', 'auto')"),
)

consent_rule = Table(
    "consent_rule",
    metadata,
    Column("id", LargeBinary, CheckConstraint("length(id) = 16"), primary_key=True),
    Column("gid", LargeBinary),
    Column("vault_id", Text, CheckConstraint("vault_id <> ''"), nullable=False),
    Column("team_id", Text, CheckConstraint("team_id <> ''"), nullable=False),
    Column("eft", Text, CheckConstraint("eft IN ('allow', 'deny')"), nullable=False),
    Column("acts", Text, nullable=False),
    Column("why", Text),
    Column("nbf", BigInteger, nullable=False),
    Column("exp", BigInteger, nullable=False),
    Column("scope", Text, nullable=False),
    Column("revoked_at", BigInteger),
    Column("revoked_by", Text),
    CheckConstraint("team_id <> '*' OR eft = 'deny'"),
    CheckConstraint("why IS NOT NULL OR eft = 'deny'"),
    CheckConstraint("nbf < exp"),
    CheckConstraint("eft = 'deny' OR gid IS NOT NULL"),
    CheckConstraint("(revoked_at IS NULL) = (revoked_by IS NULL)"),
)
Index(
    "consent_rule_live",
    consent_rule.c.vault_id,
    consent_rule.c.team_id,
    sqlite_where=consent_rule.c.revoked_at.is_(None),
    postgresql_where=consent_rule.c.revoked_at.is_(None),
)
Index("consent_rule_grant", consent_rule.c.gid)

# Her mark on a person or day. The rule that carries it out denies to every team.
exclusion = Table(
    "exclusion",
    metadata,
    Column("id", LargeBinary, CheckConstraint("length(id) = 16"), primary_key=True),
    Column("uid", LargeBinary, nullable=False, index=True),
    Column("rule", ForeignKey(consent_rule.c.id), nullable=False, unique=True),
    Column("kind", Text, CheckConstraint("kind IN ('person', 'day')"), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("lifted_at", BigInteger),
)

# Which process holds an access that has no outcome yet; a row is gone once it has one.
ongoing_access = Table(
    "ongoing_access",
    metadata,
    Column("log_index", BigInteger, primary_key=True, autoincrement=False),
    Column("uid", LargeBinary, nullable=False),
    Column("holder", LargeBinary, CheckConstraint("length(holder) = 16"), nullable=False),
    Column("began_at", BigInteger, nullable=False),
)

hold = Table(
    "hold",
    metadata,
    Column("hid", LargeBinary, CheckConstraint("length(hid) = 16"), primary_key=True),
    Column("eid", LargeBinary, CheckConstraint("length(eid) = 16"), nullable=False, index=True),
    Column("uid", LargeBinary, nullable=False, index=True),
    Column("basis", Text, nullable=False),
    Column("court", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("placed_by", LargeBinary, nullable=False),
    Column("placed_at", BigInteger, nullable=False),
    Column("lifted_at", BigInteger),
    CheckConstraint("basis IN ('court-order', 'summons', 'notice')"),
)

erasure = Table(
    "erasure",
    metadata,
    Column("xid", LargeBinary, CheckConstraint("length(xid) = 16"), primary_key=True),
    Column("eid", LargeBinary, CheckConstraint("length(eid) = 16"), nullable=False, index=True),
    Column("uid", LargeBinary, nullable=False),
    Column("asked_at", BigInteger, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("cancelled_at", BigInteger),
    Column("keys_at", BigInteger),
    Column("log_index", BigInteger),
    Column("done_at", BigInteger),
    Column("objects", BigInteger),
    CheckConstraint("due_at >= asked_at"),
    CheckConstraint("cancelled_at IS NULL OR keys_at IS NULL"),
    CheckConstraint("(keys_at IS NULL) = (log_index IS NULL)"),
    CheckConstraint("(done_at IS NULL) = (objects IS NULL)"),
    CheckConstraint("done_at IS NULL OR keys_at IS NOT NULL"),
)

# Denials of one minute beyond the first, which has its entry; a row is gone once they have theirs.
denial = Table(
    "denial",
    metadata,
    Column("key", LargeBinary, CheckConstraint("length(key) = 32"), primary_key=True),
    Column("minute", BigInteger, primary_key=True, autoincrement=False),
    Column("repeats", BigInteger, CheckConstraint("repeats >= 0"), nullable=False),
    Column("act", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("rc", Text, nullable=False),
    Column("auth", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("org", Text, nullable=False),
    Column("uid", LargeBinary),
    Column("item", LargeBinary),
    Column("con", LargeBinary),
    Column("pol", LargeBinary),
)
Index("denial_minute", denial.c.minute)
