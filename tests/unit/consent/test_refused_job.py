"""A job whose envelope is refused: it says why, and waits where waiting helps."""

# ruff: noqa: ANN401 the world that the tests put together has no closer type

from datetime import timedelta
from typing import Any

import pytest

import extraction.tables
from audit.repository import Connection
from consent.repository import add_rule
from consent.rule import ACTS, ANY_TEAM, DENY, write_rule
from extraction import repository as jobs
from extraction.running import Worker, run_job
from tests.unit.consent.conftest import HER
from vault import accounts
from vault.ids import Gid

JID, GID = b"j" * 16, Gid(b"g" * 16)
World = Any


@pytest.fixture
def destroyed() -> list[Gid]:
    return []


@pytest.fixture
def queued(world: World) -> World:
    """The world with a table of jobs, in which storing a grant queues its work."""
    extraction.tables.metadata.create_all(world.database.engine)

    def enqueue(db: Connection, gid: Gid, begins_ms: int) -> None:
        jobs.enqueue(db, JID, "select", gid, world.now_ms, due_ms=max(world.now_ms, begins_ms))

    world.queue = enqueue
    return world


def run(world: World, destroyed: list[Gid]) -> str:
    def never(*_: object) -> Any:
        raise AssertionError("a refused job reads, stores and publishes nothing")

    worker = Worker(
        *(world.access, world.database, world.worker, (), never, never, never, never, never),
        *(destroyed.append, lambda: world.now, world.random, "me"),
    )
    return run_job(worker, JID)


def job(world: World) -> tuple[str, str | None]:
    found = world.database.read(lambda db: jobs.job_of(db, "select", GID))
    return found.state, found.reason


def test_a_grant_that_begins_later_waits_and_keeps_its_key(
    queued: World, destroyed: list[Gid]
) -> None:
    begins = queued.now + timedelta(days=3)
    queued.store(queued.grant(not_before=begins), enqueue=queued.queue)
    before = queued.acts()
    assert run(queued, destroyed) == "taken"
    assert (job(queued), queued.acts(), destroyed) == (("queued", None), before, [])
    queued.now = begins
    assert queued.database.write(lambda db: jobs.claim(db, JID, "me", queued.now_ms)) == 1


def test_a_worker_whose_clock_is_behind_the_grant_tries_again(
    queued: World, destroyed: list[Gid]
) -> None:
    later = queued.grant(not_before=queued.now + timedelta(seconds=5))
    queued.store(later, enqueue=lambda db, gid, _: queued.queue(db, gid, 0))
    assert run(queued, destroyed) == "later"
    assert (job(queued), destroyed) == (("queued", None), [])


def test_a_grant_whose_time_ended_says_expired(queued: World, destroyed: list[Gid]) -> None:
    queued.store(enqueue=queued.queue)
    queued.now = queued.grant().expires
    assert run(queued, destroyed) == "expired"
    assert (job(queued), destroyed) == (("failed", "expired"), [GID])


def test_a_rule_that_denies_is_not_called_an_end_of_time(
    queued: World, destroyed: list[Gid]
) -> None:
    queued.store(enqueue=queued.queue)
    grant = queued.grant()

    def deny(db: Connection) -> None:
        text = write_rule(
            b"\x09" * 16,
            vault=HER.hex(),
            team=ANY_TEAM,
            eft=DENY,
            acts=ACTS,
            why=None,
            nbf=0,
            exp=2**52,
            scope=grant.scope,
        )
        add_rule(db, text, Gid(b"d" * 16), queued.now_ms)

    queued.database.write(deny)
    assert run(queued, destroyed) == "refused"
    assert job(queued) == ("failed", "refused")
    assert queued.entries()[-1]["rc"] == "denied-by-rule"


def test_nobody_left_to_receive_is_not_called_a_withdrawal(
    queued: World, destroyed: list[Gid]
) -> None:
    queued.store(enqueue=queued.queue)
    queued.database.write(lambda db: accounts.disable_staff(db, b"\x02" * 16, queued.now_ms))
    assert run(queued, destroyed) == "refused"
    assert job(queued) == ("failed", "refused")
