"""What a broker must show before anything starts, and who may do what there."""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import amqp
import pytest
from amqp.exceptions import AccessRefused

from api.brokers import Broker, GivenBroker, JobPublisher, prove_consuming, prove_publishing
from api.consuming import RemoteWorker
from extraction.errors import UnfitBroker
from extraction.tasks import QUEUE
from tests.servers.rabbitmq import Rabbit, anything, soon
from vault.errors import StoreRefused, StoreUnavailable

SECRET = "planted-pa/ss%word@42"


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
