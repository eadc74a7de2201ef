"""The broker between a vault and workers of their own: where it is, and what it must show.

docs/jobs.md 4. It is spoken to over TLS alone. A vault's user may publish and no more, a
worker's may consume and no more, and the queue is the operator's to make: so whoever has one
process's password can neither take work away nor make some up.
"""

import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import amqp
from amqp.exceptions import AccessRefused, AMQPError, AMQPNotImplementedError, NotAllowed, NotFound
from kombu import Connection

from api.named_files import NamedFiles
from extraction.errors import UnfitBroker
from extraction.tasks import QUEUE, message_of
from vault.errors import StoreRefused, StoreUnavailable

DEFAULT_PORT = 5671
SECONDS = 5.0
"""So long an answer of the broker is waited for."""
_VHOST = re.compile(r"/[a-z0-9][a-z0-9._-]{0,60}")
_USER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,60}")
_FORM = "--broker: want an address as amqps://user@host:5671/vhost"
_NO_QUEUE = f"the broker has no {QUEUE}; its operator makes it"
_NOWHERE = "proof"


@dataclass(frozen=True, slots=True)
class Broker:
    """A broker, and who this process is to it."""

    host: str
    port: int
    vhost: str
    user: str
    password: str = field(repr=False)
    ca: Path | None

    def url(self) -> str:
        """Spell it as Celery takes it; it holds the password, so it is said to nobody else."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return (
            f"amqps://{self.user}:{quote(self.password, safe='')}@{host}:{self.port}/{self.vhost}"
        )

    def tls(self) -> dict[str, object]:
        """Give how the broker's certificate is checked."""
        return {
            "ca_certs": None if self.ca is None else str(self.ca),
            "cert_reqs": ssl.CERT_REQUIRED,
            "server_hostname": self.host,
            "tls_minimum_version": ssl.TLSVersion.TLSv1_2,
        }

    def connection(self) -> Connection:
        """Give a connection that is not made yet, on which every publication is confirmed."""
        options = {"confirm_publish": True, "read_timeout": SECONDS, "write_timeout": SECONDS}
        return Connection(
            self.url(),
            ssl=self.tls(),
            connect_timeout=SECONDS,
            heartbeat=0,
            transport_options=options,
        )


@dataclass(frozen=True, slots=True)
class GivenBroker:
    """How a process was told where the broker is: an address, a file with the password, a CA."""

    address: str
    secret: Path | None
    ca: Path | None

    def wrong(self) -> str | None:
        """Say what is wrong with it, or None."""
        try:
            parts = urlsplit(self.address)
            port = parts.port
        except ValueError:
            return _FORM
        if parts.scheme != "amqps":
            return "--broker: a broker is spoken to over amqps alone"
        if parts.password is not None:
            return "--broker: a password does not belong in an address; give its file"
        if not parts.hostname or port == 0 or parts.query or parts.fragment:
            return _FORM
        if not _USER.fullmatch(unquote(parts.username or "")) or not _VHOST.fullmatch(parts.path):
            return _FORM
        if self.secret is None:
            return "--broker needs --broker-password-file"
        return self._files().wrong()

    def words(self) -> list[str]:
        """Spell it as the options of a command."""
        return ["--broker", self.address, *self._files().words()]

    def broker(self) -> Broker:
        """Read the password, or raise OSError."""
        assert self.secret is not None
        parts = urlsplit(self.address)
        password = self.secret.read_text("utf-8").rstrip("\n")
        port, user = parts.port or DEFAULT_PORT, unquote(parts.username or "")
        return Broker(parts.hostname or "", port, parts.path[1:], user, password, self.ca)

    def _files(self) -> NamedFiles:
        return NamedFiles({"--broker-password-file": self.secret, "--broker-ca": self.ca})


@contextmanager
def spoken() -> Iterator[None]:
    """Say in our words what went wrong with a broker; its own hold names of users and hosts.

    Raises:
        StoreUnavailable: it gives no answer, or no longer.
        StoreRefused: it does not know the user, or lets it do something else only.
        UnfitBroker: nobody who is trusted vouches for it, or the queue is not there.
    """
    try:
        yield
    except ssl.SSLCertVerificationError:
        raise UnfitBroker("nobody who is trusted vouches for the broker's certificate") from None
    except (AccessRefused, NotAllowed):
        raise StoreRefused("the broker refuses this process's user or password") from None
    except NotFound:
        raise UnfitBroker(_NO_QUEUE) from None
    except (AMQPError, OSError):
        raise StoreUnavailable("the broker gives no answer") from None


def prove_publishing(broker: Broker) -> None:
    """Try, as a vault, what docs/jobs.md 4 asks of a broker; raises as spoken() does."""
    with spoken(), broker.connection() as connection:
        connection.connect()  # (1)
        with connection.channel() as channel:
            _want_queue(channel)  # (2)
        if not connection.connection.server_properties["capabilities"].get("publisher_confirms"):
            raise UnfitBroker("the broker does not confirm what was published")  # (3)
        _published(connection.channel(), _NOWHERE, b"")
        _refused(connection, lambda channel: channel.basic_get(QUEUE), "read the queue")  # (5)
        _refused(connection, _remake, "make queues")


def prove_consuming(broker: Broker) -> None:
    """Try, as a worker, what docs/jobs.md 4 asks of a broker; raises as spoken() does."""
    with spoken(), broker.connection() as connection:
        connection.connect()  # (1)
        with connection.channel() as channel:
            _want_queue(channel)  # (2)
        _refused(connection, lambda channel: _published(channel, _NOWHERE, b""), "publish")  # (5)
        _refused(connection, _remake, "make queues")
        _want_quorum(connection)  # (4), last: the broker ends the connection over it


def _want_queue(channel: amqp.Channel) -> None:
    """Want the queue to be there; asking needs no permission."""
    channel.queue_declare(QUEUE, passive=True)


def _want_quorum(connection: Connection) -> None:
    """Want a quorum queue: that kind alone refuses one limit for all consumers of a channel."""
    channel = connection.channel()
    try:
        channel.basic_qos(0, 1, True)  # noqa: FBT003 a_global, by position alone
    except AMQPError:
        raise UnfitBroker("the broker does not say of which kind its queue is") from None
    try:
        channel.basic_consume(QUEUE)
    except AMQPNotImplementedError:
        return
    raise UnfitBroker(f"{QUEUE} is not a quorum queue")


def _remake(channel: amqp.Channel) -> None:
    channel.queue_declare(QUEUE, durable=True, auto_delete=False)


def _refused(connection: Connection, act: Callable[[amqp.Channel], object], what: str) -> None:
    # The broker closes a channel over what it refuses, so each try has its own.
    try:
        act(connection.channel())
    except AccessRefused:
        return
    except AMQPError:
        # It was let in, and stopped by something else.
        pass
    raise UnfitBroker(f"this process's user may {what}, and must not")


def _published(channel: amqp.Channel, key: str, body: bytes, **properties: object) -> bool:
    """Publish, confirmed; tell whether it reached a queue."""
    returned: list[object] = []
    channel.events["basic_return"].add(lambda *given: returned.append(given))
    channel.basic_publish(
        amqp.Message(body, **properties),
        exchange=QUEUE,
        routing_key=key,
        mandatory=True,
        timeout=SECONDS,
        confirm_timeout=SECONDS,
    )
    return not returned


class JobPublisher:
    """Publishes hints, one after the other, over a connection that is made when it is needed."""

    def __init__(self, broker: Broker) -> None:
        self._broker = broker
        self._connection: Connection | None = None

    def publish(self, jid: bytes) -> None:
        """Publish a hint; it is on the disks of a majority after. Raises as spoken() does."""
        headers, body = message_of(jid)

        def act(channel: amqp.Channel) -> None:
            reached = _published(
                channel,
                QUEUE,
                body,
                content_type="application/json",
                content_encoding="utf-8",
                delivery_mode=2,
                application_headers=headers,
            )
            if not reached:
                raise UnfitBroker(_NO_QUEUE)

        self._acting(act)

    def look(self) -> None:
        """Want the queue to be there and to answer; raises as spoken() does."""
        self._acting(_want_queue)

    def close(self) -> None:
        """Let go of the connection."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.release()

    def _acting(self, act: Callable[[amqp.Channel], object]) -> None:
        with spoken():
            try:
                if self._connection is None:
                    self._connection = self._broker.connection()
                    self._connection.connect()
                with self._connection.channel() as channel:
                    act(channel)
            except BaseException:
                # What is left of it is of no use; the next act begins anew.
                connection, self._connection = self._connection, None
                if connection is not None:
                    connection.collect()
                raise
