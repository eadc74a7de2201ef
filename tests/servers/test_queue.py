"""The queue over a real RabbitMQ: messages lost, repeated, forged, and a broker going away."""

import logging
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from api.brokers import (
    JobPublisher,
)
from api.consuming import RemoteWorker
from api.hinting import AGAIN_MS, Hinter
from api.postgres import PostgresDatabase
from extraction import repository as jobs
from extraction.repository import Connection
from extraction.tables import job
from extraction.tasks import QUEUE, jid_of, message_of
from tests.servers.rabbitmq import Rabbit, anything, soon


@contextmanager
def consuming(rabbit: Rabbit, run: Callable[[bytes], object]) -> Iterator[RemoteWorker]:
    worker = RemoteWorker(rabbit.broker("worker"), run)
    before = rabbit.workers()
    worker.start()
    try:
        soon(lambda: rabbit.workers() == before + 1)
        yield worker
    finally:
        assert worker.stop()


FORGED: dict[str, dict[str, object]] = {
    "bytes": {"body": b"\xff\xfe\x00not json"},
    "nothing": {"body": b""},
    "json": {"body": b'{"jid": "00"}', "content_type": "application/json"},
    "pickled": {"body": b"cos\nsystem\n.", "content_type": "application/x-python-serialize"},
}
BESIDE: dict[str, dict[str, object]] = {
    "of another task": {"headers": {"task": "celery.backend_cleanup"}},
    "for later": {"headers": {"eta": "2099-01-01T00:00:00+00:00"}},
    "that expires": {"headers": {"expires": "2000-01-01T00:00:00+00:00"}},
    "of another id": {"headers": {"id": "00" * 16}},
    "compressed": {"headers": {"compression": "application/x-gzip"}},
    "to be answered": {"reply_to": "somebody", "correlation_id": "1"},
    "of another type": {"content_type": "application/x-yaml"},
}


def test_what_is_no_hint_is_refused_with_its_reason_and_the_queue_goes_on(
    queue: Rabbit, caplog: pytest.LogCaptureFixture
) -> None:
    ran: list[bytes] = []
    caplog.set_level(logging.INFO)
    for more in FORGED.values():
        queue.put(**more)  # type: ignore[arg-type]
    for beside in BESIDE.values():
        queue.hint(anything(), **beside)
    good = anything()
    queue.hint(good)
    with consuming(queue, ran.append):
        soon(lambda: ran == [good])
        assert queue.waiting() == 0
    refused = [each for each in caplog.messages if each.endswith("refused: malformed")]
    assert len(refused) == len(FORGED) + len(BESIDE)
    assert "not json" not in caplog.text


def test_a_message_has_one_spelling_and_holds_an_id_alone(queue: Rabbit) -> None:
    jid = anything()
    publisher = JobPublisher(queue.broker("vault"))
    publisher.publish(jid)
    publisher.close()
    with queue.channel() as channel:
        found = channel.basic_get(QUEUE)
        channel.basic_ack(found.delivery_tag)
    assert bytes(found.body, "ascii") == message_of(jid)[1]
    # The broker's own count of a quorum queue.
    assert found.properties["application_headers"].pop("x-delivery-count") == 0
    assert found.properties == {
        "content_type": "application/json",
        "content_encoding": "utf-8",
        "delivery_mode": 2,
        "application_headers": message_of(jid)[0],
    }
    headers, body = message_of(jid)
    assert jid_of("application/json", "utf-8", headers, body) == jid
    for other in (body + b" ", body.upper(), body.replace(b", ", b","), body.decode()):
        assert jid_of("application/json", "utf-8", headers, other) is None


def test_a_poison_message_ends_with_the_queues_limit(queue: Rabbit) -> None:
    queue.hint(anything())
    for _ in range(6):
        # Whoever takes it dies: its connection goes, and the broker counts.
        with queue.channel("worker") as channel:
            assert channel.basic_get(QUEUE) is not None
        soon(lambda: queue.waiting() in {0, 1})
    soon(lambda: queue.waiting() == 0)


@contextmanager
def hinting(rabbit: Rabbit, database: PostgresDatabase, *, ahead_ms: int = 0) -> Iterator[Hinter]:
    """A hinter that a test asks to make its rounds."""

    def clock() -> datetime:
        moment = datetime.now(UTC).timestamp() + ahead_ms / 1000
        return datetime.fromtimestamp(moment, UTC)

    publisher = JobPublisher(rabbit.broker("vault"))
    try:
        yield Hinter(database, publisher, clock)
    finally:
        publisher.close()


def queued(database: PostgresDatabase, count: int) -> list[bytes]:
    jids = [secrets.token_bytes(16) for _ in range(count)]

    def act(connection: Connection) -> None:
        for jid in jids:
            jobs.enqueue(connection, jid, "select", secrets.token_bytes(16), 0)

    database.write(act)
    return jids


def states(database: PostgresDatabase) -> dict[bytes, tuple[str, int]]:
    rows = database.read(lambda db: db.execute(select(job.c.jid, job.c.state, job.c.attempt)).all())
    return {bytes(row.jid): (row.state, row.attempt) for row in rows}


class Doing:
    """Claims a job and ends it in one transaction with a mark; counts each."""

    def __init__(self, database: PostgresDatabase) -> None:
        self._database = database
        self._lock = threading.Lock()
        self.done: list[bytes] = []
        self.refused: list[bytes] = []

    def __call__(self, jid: bytes) -> None:
        fence = self._database.write(lambda db: jobs.claim(db, jid, "test", NOW_MS))
        with self._lock:
            if fence is None:
                self.refused.append(jid)
                return
        if self._database.write(lambda db: jobs.finish(db, jid, fence, NOW_MS)):
            self.done.append(jid)


NOW_MS = int(datetime.now(UTC).timestamp() * 1000)


def test_a_message_that_was_lost_is_sent_again_and_one_that_came_twice_changes_nothing(
    queue: Rabbit, database: PostgresDatabase
) -> None:
    jids = queued(database, 20)
    doing = Doing(database)
    with hinting(queue, database) as hinter:
        hinter.round()
        assert queue.purge() == 20
        hinter.round()
        assert queue.waiting() == 0, "a job that was hinted at is not hinted at again at once"
    with hinting(queue, database, ahead_ms=AGAIN_MS + 1000) as later:
        later.round()
    assert queue.waiting() == 20
    for jid in jids:
        queue.hint(jid)
    with consuming(queue, doing):
        soon(lambda: len(doing.done) + len(doing.refused) == 40)
    assert sorted(doing.done) == sorted(jids)
    assert sorted(doing.refused) == sorted(jids)
    assert set(states(database).values()) == {("done", 1)}


def test_a_broker_that_is_away_costs_nothing_but_time(
    queue: Rabbit, database: PostgresDatabase, caplog: pytest.LogCaptureFixture
) -> None:
    first, doing = queued(database, 10), Doing(database)
    with hinting(queue, database) as hinter:
        hinter.round()
        assert hinter.there
        queue.stop()
        try:
            second = queued(database, 10)
            hinter.round()
            assert not hinter.there
            assert "the queue: the broker gives no answer" in caplog.text
        finally:
            queue.start()
        # What was confirmed is there, what was not is sent now and not in half a minute.
        hinter.round()
        assert hinter.there
    soon(lambda: queue.waiting() == 20)
    with consuming(queue, doing):
        soon(lambda: len(doing.done) == 20)
    assert sorted(doing.done) == sorted([*first, *second])


def test_a_worker_comes_back_by_itself_and_repeats_what_it_could_not_acknowledge(
    queue: Rabbit,
) -> None:
    ran: list[bytes] = []
    going, may_end = threading.Event(), threading.Event()

    def run(jid: bytes) -> None:
        ran.append(jid)
        going.set()
        may_end.wait(60)

    first, second = anything(), anything()
    queue.hint(first)
    with consuming(queue, run):
        assert going.wait(10)
        queue.stop()
        may_end.set()
        queue.start()
        queue.hint(second)
        soon(lambda: second in ran, 60)
        soon(lambda: queue.waiting() == 0)
    assert ran.count(first) == 2
    assert ran.count(second) == 1


def test_a_process_has_one_worker_at_a_time(queue: Rabbit) -> None:
    ran: list[bytes] = []
    with consuming(queue, ran.append):
        with pytest.raises(RuntimeError):
            RemoteWorker(queue.broker("worker"), ran.append).start()
        queue.hint(first := anything())
        soon(lambda: ran == [first])
    with consuming(queue, ran.append):
        queue.hint(second := anything())
        soon(lambda: ran == [first, second])


def test_a_worker_that_is_told_to_end_lets_its_job_end_and_takes_no_other(queue: Rabbit) -> None:
    ran: list[bytes] = []
    going, may_end = threading.Event(), threading.Event()

    def run(jid: bytes) -> None:
        going.set()
        may_end.wait(60)
        ran.append(jid)

    jids = [anything(), anything()]
    for jid in jids:
        queue.hint(jid)
    worker = RemoteWorker(queue.broker("worker"), run)
    worker.start()
    assert going.wait(10)
    ender = threading.Timer(1.0, may_end.set)
    ender.start()
    assert worker.stop()
    ender.join()
    assert len(ran) == 1
    soon(lambda: queue.waiting() == 1)
