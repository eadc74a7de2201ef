"""What each process has: rows, sealed bytes, the way out, and the keys of its task alone."""

from dataclasses import dataclass, field
from typing import Protocol

from nacl.signing import SigningKey

from api.brokers import Broker
from api.databases import OpenDatabase
from api.hinting import Hinter
from api.keyring import Keyring, WorkerKeys
from api.object_stores import AnyStore, Stores
from audit.policy import LogPolicy
from audit.publisher import Publisher
from consent.access import Access
from consent.marks import AnyMarks
from consent.withdrawal import Withdrawals
from vault.ids import Clock, Random


class Shared(Protocol):
    """What the routes of both apps may use: no key, and one way out."""

    @property
    def database(self) -> OpenDatabase:
        """The rows."""

    @property
    def access(self) -> Access:
        """The way out."""

    @property
    def random(self) -> Random:
        """Chance."""

    @property
    def clock(self) -> Clock:
        """Time."""

    @property
    def origin(self) -> str:
        """The log's name; empty where nothing is signed."""

    @property
    def promise_key(self) -> SigningKey | None:
        """The key that signs receipts of entries; None in a process without keys."""

    def now_ms(self) -> int:
        """Give the present moment in UTC milliseconds."""


@dataclass(frozen=True, slots=True)
class GatewayServices:
    """What a gateway has in a process of its own. It reads no file of keys."""

    database: OpenDatabase
    releases: AnyStore
    access: Access
    marks: AnyMarks
    clock: Clock
    random: Random
    origin = ""
    promise_key = None

    def now_ms(self) -> int:
        """Give the present moment in UTC milliseconds."""
        return _now_ms(self.clock)


@dataclass(frozen=True, slots=True)
class WorkerServices:
    """What a worker has: the one-time keys of grants, and certificates; no key of the log."""

    database: OpenDatabase
    stores: Stores
    worker_keys: WorkerKeys
    certs: tuple[bytes, ...]
    access: Access
    marks: AnyMarks
    clock: Clock
    random: Random
    broker: Broker | None = None

    def now_ms(self) -> int:
        """Give the present moment in UTC milliseconds."""
        return _now_ms(self.clock)


@dataclass(frozen=True, slots=True)
class Services:
    """What the vault has; built once, in api/wiring.py.

    `publisher` is None if another process has it, `hinter` if there is no broker.
    """

    database: OpenDatabase
    stores: Stores
    keyring: Keyring = field(repr=False)
    worker_keys: WorkerKeys = field(repr=False)
    publisher: Publisher | None
    policy: LogPolicy
    policy_text: str
    access: Access
    withdrawals: Withdrawals
    marks: AnyMarks
    clock: Clock
    random: Random
    hinter: Hinter | None = None

    @property
    def origin(self) -> str:
        """The log's name."""
        return self.keyring.log.origin

    @property
    def promise_key(self) -> SigningKey | None:
        """The organisation's key."""
        return self.keyring.organisation.ed25519

    def now_ms(self) -> int:
        """Give the present moment in UTC milliseconds."""
        return _now_ms(self.clock)

    def for_worker(self) -> WorkerServices:
        """Give what a worker in the vault's own process has."""
        return WorkerServices(
            self.database,
            self.stores,
            self.worker_keys,
            self.keyring.certs,
            self.access,
            self.marks,
            self.clock,
            self.random,
        )


def _now_ms(clock: Clock) -> int:
    return int(clock().timestamp() * 1000)
