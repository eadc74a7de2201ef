"""What the job table must do, on every database (docs/jobs.md 2)."""

import threading

import pytest

from api.databases import OpenDatabase
from extraction import repository as jobs

T0, LEASE = 1_700_000_000_000, jobs.LEASE_MS
JID, GID = b"j" * 16, b"g" * 16


def queue(database: OpenDatabase, jid: bytes = JID, subject: bytes = GID) -> None:
    database.write(lambda db: jobs.enqueue(db, jid, "select", subject, T0))


def claim(database: OpenDatabase, at: int, jid: bytes = JID) -> int | None:
    return database.write(lambda db: jobs.claim(db, jid, "me", at))


def state(database: OpenDatabase) -> tuple[str, int, str | None]:
    found = database.read(lambda db: jobs.job_of(db, "select", GID))
    assert found is not None
    return found.state, found.attempt, found.reason


def test_a_job_that_is_handed_back_is_to_be_had_at_once_and_keeps_its_attempts(
    database: OpenDatabase,
) -> None:
    queue(database)
    for fence in range(1, 8):
        # More often than a job may be attempted.
        assert claim(database, T0) == fence
        assert not database.write(lambda db, at=fence + 1: jobs.hand_back(db, JID, at, T0))
        assert database.write(lambda db, at=fence: jobs.hand_back(db, JID, at, T0))
        assert state(database) == ("queued", fence, None)
        assert database.write(lambda db: jobs.sweep(db, T0)) == [JID]
    assert claim(database, T0) == 8
    assert database.write(lambda db: jobs.back_off(db, JID, 8, T0))
    assert state(database) == ("queued", 8, None)


def test_a_job_is_hinted_at_again_after_a_while_or_once_it_was_not_sent(
    database: OpenDatabase,
) -> None:
    queue(database)

    def due(at: int) -> list[bytes]:
        return database.write(lambda db: jobs.sweep(db, at, 30_000))

    assert due(T0) == [JID]
    assert due(T0 + 30_000) == []
    assert due(T0 + 30_001) == [JID]
    assert due(T0 + 30_002) == []
    database.write(lambda db: jobs.not_sent(db, [JID]))
    assert due(T0 + 30_003) == [JID]
    assert claim(database, T0 + 30_004) == 1
    lease = T0 + 30_004 + jobs.LEASE_MS
    assert due(lease) == []
    assert due(lease + 1) == [JID]
    assert due(lease + 2) == []


def test_a_job_is_claimed_by_one_and_ended_by_its_holder(database: OpenDatabase) -> None:
    queue(database)
    assert claim(database, T0 - 1) is None
    fences: list[int | None] = []
    threads = [
        threading.Thread(target=lambda: fences.append(claim(database, T0))) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(fences, key=str) == [1, *[None] * 5]
    assert not database.write(lambda db: jobs.finish(db, JID, 2, T0))
    kept = database.write(lambda db: jobs.renew(db, JID, 1, done=3, total=9, now_ms=T0 + 10))
    assert kept
    # Its lease is over; another takes it, and the first one changes nothing any more.
    assert claim(database, T0 + 10 + LEASE) is None
    assert claim(database, T0 + 11 + LEASE) == 2
    assert not database.write(lambda db: jobs.finish(db, JID, 1, T0))
    assert database.write(lambda db: jobs.finish(db, JID, 2, T0 + LEASE))
    assert state(database) == ("done", 2, None)
    assert claim(database, T0 + 9 * LEASE) is None
    assert database.read(lambda db: jobs.final_subjects(db, "select")) == [GID]


def test_a_job_backs_off_and_fails_at_its_last_attempt(database: OpenDatabase) -> None:
    queue(database)
    at = T0
    for attempt in range(1, jobs.MAX_ATTEMPTS + 1):
        assert claim(database, at) == attempt
        assert database.write(lambda db, f=attempt, at=at: jobs.back_off(db, JID, f, at))
        assert attempt == jobs.MAX_ATTEMPTS or claim(database, at) is None
        at += 400_000
    assert state(database) == ("failed", jobs.MAX_ATTEMPTS, "attempts")


def test_a_job_is_cancelled_and_a_subject_has_one(database: OpenDatabase) -> None:
    queue(database)
    with pytest.raises(Exception, match=r"(?i)unique"):
        queue(database, b"k" * 16)
    assert claim(database, T0) == 1
    assert database.write(lambda db: jobs.cancel(db, "select", GID, "withdrawn", T0))
    assert not database.write(lambda db: jobs.cancel(db, "select", GID, "withdrawn", T0))
    assert not database.write(lambda db: jobs.finish(db, JID, 1, T0))
    assert state(database) == ("cancelled", 1, "withdrawn")


def test_the_sweep_hints_at_what_is_due_and_ends_what_is_used_up(database: OpenDatabase) -> None:
    for number in range(3):
        queue(database, bytes([number]) * 16, bytes([100 + number]) * 16)

    def sweep(at: int) -> list[bytes]:
        return sorted(database.write(lambda db: jobs.sweep(db, at)))

    assert len(sweep(T0)) == 3
    # A hint is not repeated at once.
    assert sweep(T0 + jobs.HINT_QUEUED_MS) == []
    assert claim(database, T0, bytes(16)) == 1
    assert sweep(T0 + jobs.HINT_QUEUED_MS + 1) == [b"\x01" * 16, b"\x02" * 16]
    assert bytes(16) in sweep(T0 + LEASE + 1)
    for attempt in range(2, jobs.MAX_ATTEMPTS + 1):
        assert claim(database, T0 + attempt * 2 * LEASE, bytes(16)) == attempt
    assert bytes(16) not in sweep(T0 + 99 * LEASE)
    found = database.read(lambda db: jobs.job_by_id(db, bytes(16)))
    assert found is not None
    assert (found.state, found.reason) == ("failed", "attempts")
    database.write(jobs.forget_hints)
    assert sweep(T0 + 99 * LEASE) == [b"\x01" * 16, b"\x02" * 16]
