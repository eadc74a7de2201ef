"""The queue over a real RabbitMQ: what a broker must show, who may do what, and what is refused."""

import json
import logging
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import amqp
import pytest
from amqp.exceptions import AccessRefused
from sqlalchemy import select

from api.brokers import (
    Broker,
    GivenBroker,
    JobPublisher,
    prove_consuming,
    prove_publishing,
)
from api.consuming import RemoteWorker
from api.hinting import AGAIN_MS, Hinter
from api.postgres import PostgresDatabase
from extraction import repository as jobs
from extraction.errors import UnfitBroker
from extraction.repository import Connection
from extraction.tables import job
from extraction.tasks import QUEUE, jid_of, message_of
from tests.servers.rabbitmq import Rabbit, anything, given_rabbit, soon
from vault.errors import StoreRefused, StoreUnavailable

SECRET = "planted-pa/ss%word@42"


@pytest.fixture(scope="module")
def rabbit() -> Rabbit:
    return given_rabbit()


@pytest.fixture
def queue(rabbit: Rabbit) -> Iterator[Rabbit]:
    """The broker with nothing in its queue, and nobody consuming."""
    rabbit.purge()
    yield rabbit
    soon(lambda: rabbit.workers() == 0)
    rabbit.purge()


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


def test_the_vaults_user_may_publish_and_do_nothing_else(queue: Rabbit) -> None:
    prove_publishing(queue.broker("vault"))
    tries: dict[str, Callable[[amqp.Channel], object]] = {
        "get": lambda channel: channel.basic_get(QUEUE),
        "consume": lambda channel: channel.basic_consume(QUEUE),
        "purge": lambda channel: channel.queue_purge(QUEUE),
        "delete": lambda channel: channel.queue_delete(QUEUE),
        "make a queue": lambda channel: channel.queue_declare("another"),
        "make an exchange": lambda channel: channel.exchange_declare("another", "fanout"),
        "unbind": lambda channel: channel.queue_unbind(QUEUE, QUEUE, QUEUE),
        "publish past the exchange": lambda channel: publish(channel, "", QUEUE),
    }
    want_refused(queue, "vault", tries)


def test_a_workers_user_may_consume_and_do_nothing_else(queue: Rabbit) -> None:
    prove_consuming(queue.broker("worker"))
    tries: dict[str, Callable[[amqp.Channel], object]] = {
        "publish": lambda channel: publish(channel, QUEUE, QUEUE),
        "publish past the exchange": lambda channel: publish(channel, "", QUEUE),
        "delete": lambda channel: channel.queue_delete(QUEUE),
        "make a queue": lambda channel: channel.queue_declare("another"),
        "make an exchange": lambda channel: channel.exchange_declare("another", "fanout"),
        "bind": lambda channel: channel.queue_bind(QUEUE, "amq.fanout", ""),
    }
    want_refused(queue, "worker", tries)


def publish(channel: amqp.Channel, exchange: str, key: str) -> None:
    channel.basic_publish(amqp.Message(b"x"), exchange=exchange, routing_key=key, confirm_timeout=5)


def want_refused(
    rabbit: Rabbit, user: str, tries: dict[str, Callable[[amqp.Channel], object]]
) -> None:
    for what, act in tries.items():
        with rabbit.channel(user) as channel:
            try:
                act(channel)
            except AccessRefused:
                continue
        pytest.fail(f"{user} could {what}")
    assert rabbit.waiting() == 0


@pytest.mark.parametrize(
    ("prove", "user", "words"),
    [
        (prove_publishing, "tests", "may read the queue"),
        (prove_consuming, "tests", "may publish"),
        (prove_consuming, "vault", "may publish"),
    ],
)
def test_a_user_who_may_do_more_than_its_process_is_refused(
    queue: Rabbit, prove: Callable[[Broker], None], user: str, words: str
) -> None:
    with pytest.raises(UnfitBroker, match=words):
        prove(queue.broker(user))


def test_a_worker_cannot_stand_in_for_the_vault(queue: Rabbit) -> None:
    with pytest.raises(StoreRefused):
        prove_publishing(queue.broker("worker"))


def test_nobody_gets_in_as_guest_or_with_another_password(queue: Rabbit, tmp_path: Path) -> None:
    for user, password in (("guest", "guest"), ("vault", SECRET)):
        secret = tmp_path / user
        secret.write_text(password)
        address = queue.address.replace("://", f"://{user}@")
        with pytest.raises(StoreRefused) as found:
            prove_publishing(GivenBroker(address, secret, queue.ca).broker())
        assert password not in str(found.value)


def test_a_broker_whose_certificate_nobody_vouches_for_is_refused(queue: Rabbit) -> None:
    given = queue.given("vault")
    with pytest.raises(UnfitBroker, match="certificate"):
        prove_publishing(GivenBroker(given.address, given.secret, None).broker())


@contextmanager
def replaced(rabbit: Rabbit, kind: str | None) -> Iterator[None]:
    """Let the queue be of another kind for a while, or be gone."""
    with rabbit.channel() as channel:
        channel.queue_delete(QUEUE)
        if kind is not None:
            made(channel, {"x-queue-type": kind})
    try:
        yield
    finally:
        with rabbit.channel() as channel:
            channel.queue_delete(QUEUE)
            definitions = json.loads((rabbit.folder / "definitions.json").read_text())
            made(channel, definitions["queues"][0]["arguments"])


def made(channel: amqp.Channel, arguments: dict[str, object]) -> None:
    channel.queue_declare(QUEUE, durable=True, auto_delete=False, arguments=arguments)
    channel.queue_bind(QUEUE, QUEUE, QUEUE)


def test_a_queue_that_is_not_a_quorum_queue_is_refused(queue: Rabbit) -> None:
    with replaced(queue, "classic"), pytest.raises(UnfitBroker, match="not a quorum queue"):
        prove_consuming(queue.broker("worker"))


def test_a_broker_without_the_queue_is_refused_and_nothing_is_said_to_be_sent(
    queue: Rabbit,
) -> None:
    publisher = JobPublisher(queue.broker("vault"))
    with replaced(queue, None):
        for prove, user in ((prove_publishing, "vault"), (prove_consuming, "worker")):
            with pytest.raises(UnfitBroker, match=f"no {QUEUE}"):
                prove(queue.broker(user))
        # The exchange is there and leads nowhere: confirmed by the broker, and in no queue.
        with pytest.raises(UnfitBroker):
            publisher.publish(anything())
    publisher.publish(anything())
    publisher.close()
    assert queue.waiting() == 1


def test_a_password_is_in_no_message_and_in_no_log(
    queue: Rabbit, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    secret = tmp_path / "secret"
    secret.write_text(SECRET + "\n")
    given = queue.given("vault")
    wrong = GivenBroker(given.address, secret, queue.ca).broker()
    nobody = GivenBroker("amqps://vault@127.0.0.1:1/safehold", secret, queue.ca).broker()
    caplog.set_level(logging.DEBUG)
    said = [repr(wrong), str(wrong), repr(wrong.connection()), str(wrong.connection())]
    for broker in (wrong, nobody):
        for act in (prove_publishing, prove_consuming, lambda it: JobPublisher(it).look()):
            with pytest.raises(StoreUnavailable) as found:
                act(broker)
            said += [str(found.value), repr(found.value)]
    worker = RemoteWorker(nobody, lambda _: None)
    worker.start()
    soon(lambda: "Cannot connect" in caplog.text)
    assert worker.stop()
    said.append(caplog.text)
    for form in (SECRET, SECRET.replace("/", "%2F"), "planted-pa"):
        assert not [each for each in said if form in each]


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
    with consuming(queue, doing), consuming(queue, doing):
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
