"""Jobs in and out of the database: each change is one statement that happens or does not.

docs/jobs.md 2. A statement that changes no row means that somebody else was first; the
caller then lets go at once.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, and_, insert, or_, select, update

from extraction.tables import job, metadata

__all__ = ["Connection", "Job", "metadata"]

LEASE_MS = 30_000
MAX_ATTEMPTS = 5
HINT_QUEUED_MS = 5_000
HINT_EXPIRED_MS = 1_000
_CAP_MS = 300_000
LIVE = ("queued", "running")
_QUEUED = {"state": "queued", "lease_until": None, "owner": None, "sent_at": 0}


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it stands."""

    jid: bytes
    kind: str
    subject: bytes
    state: str
    attempt: int
    progress: int
    total: int | None
    reason: str | None


def enqueue(
    connection: Connection,
    jid: bytes,
    kind: str,
    subject: bytes,
    now_ms: int,
    *,
    due_ms: int | None = None,
) -> None:
    """Queue a job, in the transaction of what makes it necessary; nobody has it before it is due.

    It is due now unless `due_ms`, in UTC milliseconds, says otherwise.
    """
    connection.execute(
        insert(job).values(
            jid=jid,
            kind=kind,
            subject=subject,
            state="queued",
            attempt=0,
            max_attempts=MAX_ATTEMPTS,
            not_before=now_ms if due_ms is None else due_ms,
            sent_at=0,
            progress=0,
            created_at=now_ms,
        )
    )


def claim(connection: Connection, jid: bytes, owner: str, now_ms: int) -> int | None:
    """Take a job that is due; give the fence, or None when it is not to be had."""
    free = or_(job.c.state == "queued", and_(job.c.state == "running", job.c.lease_until < now_ms))
    found = connection.execute(
        update(job)
        .values(
            state="running",
            attempt=job.c.attempt + 1,
            lease_until=now_ms + LEASE_MS,
            owner=owner,
        )
        .where(
            job.c.jid == jid,
            job.c.attempt < job.c.max_attempts,
            job.c.not_before <= now_ms,
            free,
        )
        .returning(job.c.attempt)
    ).first()
    return None if found is None else int(found.attempt)


def renew(
    connection: Connection, jid: bytes, fence: int, *, done: int, total: int, now_ms: int
) -> bool:
    """Keep a job; False means that it is no longer ours and the work must stop."""
    return _fenced(
        connection, jid, fence, lease_until=now_ms + LEASE_MS, progress=done, total=total
    )


def finish(connection: Connection, jid: bytes, fence: int, now_ms: int) -> bool:
    """End a job well, in the same transaction as its effect."""
    return _fenced(connection, jid, fence, state="done", lease_until=None, finished_at=now_ms)


def fail(connection: Connection, jid: bytes, fence: int, reason: str, now_ms: int) -> bool:
    """End a job for good, with a reason from the closed list."""
    return _fenced(
        connection,
        jid,
        fence,
        state="failed",
        lease_until=None,
        finished_at=now_ms,
        reason=reason,
    )


def back_off(connection: Connection, jid: bytes, fence: int, now_ms: int) -> bool:
    """Put a job back after a passing fault; at its last attempt it fails."""
    most = connection.execute(select(job.c.max_attempts).where(job.c.jid == jid)).scalar()
    if fence >= (most or MAX_ATTEMPTS):
        return fail(connection, jid, fence, "attempts", now_ms)
    delay = min(2000 * 2**fence, _CAP_MS)
    return _fenced(connection, jid, fence, **_QUEUED, not_before=now_ms + delay)


def hand_back(connection: Connection, jid: bytes, fence: int, now_ms: int) -> bool:
    """Put a job back because its worker was told to end; that attempt does not count."""
    more = job.c.max_attempts + 1
    return _fenced(connection, jid, fence, **_QUEUED, not_before=now_ms, max_attempts=more)


def cancel(connection: Connection, kind: str, subject: bytes, reason: str, now_ms: int) -> bool:
    """Cancel a live job, in the transaction of what ends it."""
    changed = connection.execute(
        update(job)
        .values(state="cancelled", lease_until=None, finished_at=now_ms, reason=reason)
        .where(job.c.kind == kind, job.c.subject == subject, job.c.state.in_(LIVE))
    )
    return changed.rowcount == 1


def sweep(connection: Connection, now_ms: int, again_ms: int = 0) -> list[bytes]:
    """Fail what is used up; give the jobs to hint at, each again after `again_ms` at the least."""
    connection.execute(
        update(job)
        .values(state="failed", lease_until=None, finished_at=now_ms, reason="attempts")
        .where(
            job.c.state == "running",
            job.c.lease_until < now_ms,
            job.c.attempt >= job.c.max_attempts,
        )
    )
    due = or_(
        and_(
            job.c.state == "queued",
            job.c.not_before <= now_ms,
            job.c.sent_at < now_ms - max(HINT_QUEUED_MS, again_ms),
        ),
        and_(
            job.c.state == "running",
            job.c.lease_until < now_ms,
            job.c.sent_at < now_ms - max(HINT_EXPIRED_MS, again_ms),
        ),
    )
    chosen = select(job.c.jid).where(due).order_by(job.c.not_before).limit(200)
    found = connection.execute(
        update(job).values(sent_at=now_ms).where(job.c.jid.in_(chosen)).returning(job.c.jid)
    )
    return [bytes(row.jid) for row in found]


def not_sent(connection: Connection, jids: list[bytes]) -> None:
    """Have jobs hinted at anew at once: what was said of them did not go out."""
    connection.execute(update(job).values(sent_at=0).where(job.c.jid.in_(jids)))


def forget_hints(connection: Connection) -> None:
    """Hint anew at everything queued: an embedded broker begins empty."""
    connection.execute(update(job).values(sent_at=0).where(job.c.state == "queued"))


def job_of(connection: Connection, kind: str, subject: bytes) -> Job | None:
    """Find the newest job about a subject."""
    return _found(
        connection.execute(
            select(job)
            .where(job.c.kind == kind, job.c.subject == subject)
            .order_by(job.c.created_at.desc())
        ).first()
    )


def job_by_id(connection: Connection, jid: bytes) -> Job | None:
    """Find a job."""
    return _found(connection.execute(select(job).where(job.c.jid == jid)).first())


def final_subjects(connection: Connection, kind: str) -> list[bytes]:
    """List the subjects of ended jobs, whose keys may be destroyed."""
    rows = connection.execute(
        select(job.c.subject).where(job.c.kind == kind, job.c.finished_at.is_not(None))
    )
    return [bytes(row.subject) for row in rows]


def _fenced(connection: Connection, jid: bytes, fence: int, **values: object) -> bool:
    changed = connection.execute(
        update(job)
        .values(**values)
        .where(job.c.jid == jid, job.c.state == "running", job.c.attempt == fence)
    )
    return changed.rowcount == 1


def _found(row: object) -> Job | None:
    if row is None:
        return None
    names = ("jid", "kind", "subject", "state", "attempt", "progress", "total", "reason")
    return Job(*(getattr(row, name) for name in names))
