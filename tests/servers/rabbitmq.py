"""A real RabbitMQ: who may do what, and what lies in its queue."""

import os
import secrets
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import amqp

from api.brokers import Broker, GivenBroker
from extraction.tasks import QUEUE, message_of
from tests.conftest import ROOT

SCRIPT = ROOT / "scripts" / "servers" / "rabbitmq.sh"


class Rabbit:
    """A broker by the folder that its script left; `tests` is the user who may do everything."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.address = (folder / "address").read_text().strip()
        self.ca = folder / "cert.pem"

    def given(self, user: str) -> GivenBroker:
        """Say how a process is told of it, as one of its users."""
        address = self.address.replace("://", f"://{user}@")
        return GivenBroker(address, self.folder / f"password.{user}", self.ca)

    def broker(self, user: str) -> Broker:
        given = self.given(user)
        assert given.wrong() is None
        return given.broker()

    def words(self, user: str) -> tuple[str, ...]:
        return tuple(self.given(user).words())

    def password(self, user: str) -> str:
        return (self.folder / f"password.{user}").read_text().strip()

    @contextmanager
    def channel(self, user: str = "tests") -> Iterator[Any]:
        with self.broker(user).connection() as connection:
            yield connection.channel()

    def waiting(self) -> int:
        """Count the messages that nobody has yet."""
        with self.channel() as channel:
            return int(channel.queue_declare(QUEUE, passive=True).message_count)

    def workers(self) -> int:
        """Count who consumes."""
        with self.channel() as channel:
            return int(channel.queue_declare(QUEUE, passive=True).consumer_count)

    def purge(self) -> int:
        """Lose every message that waits."""
        with self.channel() as channel:
            return int(channel.queue_purge(QUEUE))

    def put(self, body: bytes, **properties: object) -> None:
        """Put anything into the queue."""
        with self.channel() as channel:
            channel.basic_publish(
                amqp.Message(body, **properties), exchange=QUEUE, routing_key=QUEUE
            )

    def hint(self, jid: bytes, **more: object) -> None:
        """Put a hint into the queue, with other headers and properties if a test wants some."""
        headers, body = message_of(jid)
        said: dict[str, object] = {
            "content_type": "application/json",
            "content_encoding": "utf-8",
            "delivery_mode": 2,
            "application_headers": {**headers, **more.pop("headers", {})},  # type: ignore[dict-item]
        }
        self.put(body, **{**said, **more})

    def stop(self) -> None:
        self._script("stop")

    def start(self) -> None:
        self._script("start")

    def _script(self, act: str) -> None:
        done = subprocess.run(
            ["bash", str(SCRIPT), act, str(self.folder)],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert done.returncode == 0, done.stderr


def given_rabbit() -> Rabbit:
    folder = os.environ.get("SAFEHOLD_TEST_RABBITMQ")
    assert folder, "make test-servers starts the servers that these tests need"
    return Rabbit(Path(folder))


def anything() -> bytes:
    """Give an id that no job has."""
    return secrets.token_bytes(16)


def soon(check: Any, seconds: float = 20.0) -> None:  # noqa: ANN401 whatever it gives
    """Want something to become true."""
    limit = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < limit, "it did not happen in time"
        time.sleep(0.05)
