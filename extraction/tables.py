"""The job table: the truth about work; a broker's message is only a hint.

docs/jobs.md. `attempt` is the fence: it grows at each claim, and only its holder may
renew, finish or fail the job. Times are UTC milliseconds.
"""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)

metadata = MetaData()

job = Table(
    "job",
    metadata,
    Column("jid", LargeBinary, CheckConstraint("length(jid) = 16"), primary_key=True),
    Column("kind", Text, nullable=False),
    Column("subject", LargeBinary, CheckConstraint("length(subject) = 16"), nullable=False),
    Column("state", Text, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("max_attempts", Integer, nullable=False),
    Column("not_before", BigInteger, nullable=False),
    Column("lease_until", BigInteger),
    Column("owner", Text),
    Column("sent_at", BigInteger, nullable=False),
    Column("progress", Integer, nullable=False),
    Column("total", Integer),
    Column("reason", Text),
    Column("created_at", BigInteger, nullable=False),
    Column("finished_at", BigInteger),
    CheckConstraint("state IN ('queued', 'running', 'done', 'failed', 'cancelled')"),
    CheckConstraint("(state = 'running') = (lease_until IS NOT NULL)"),
    CheckConstraint("(state IN ('done', 'failed', 'cancelled')) = (finished_at IS NOT NULL)"),
    CheckConstraint("(state IN ('failed', 'cancelled')) = (reason IS NOT NULL)"),
)
_LIVE = text("state IN ('queued', 'running')")
_SELECT = text("kind = 'select'")
Index(
    "job_live",
    job.c.kind,
    job.c.subject,
    unique=True,
    sqlite_where=_LIVE,
    postgresql_where=_LIVE,
)
# A grant is selected once, ever.
Index("job_once", job.c.subject, unique=True, sqlite_where=_SELECT, postgresql_where=_SELECT)
Index("job_due", job.c.state, job.c.not_before, job.c.lease_until)
