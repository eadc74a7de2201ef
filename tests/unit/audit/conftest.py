"""A small log: a database, keys, three witnesses, a publisher and a clock moved by hand."""

# ruff: noqa: ANN401 what a database gives back has no closer type

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from nacl.signing import SigningKey
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.pool import NullPool

from audit import repository
from audit.entry import Draft
from audit.errors import Pushback
from audit.log_key import LogKey
from audit.note import COSIGNATURE, VerifierKey
from audit.policy import LogPolicy, parse_log_policy
from audit.publisher import Publisher
from audit.repository import Receipt
from audit.tables import metadata
from audit.witnessing import Asked, Witness, marshal_request

ORIGIN = "vault.example/audit/1"
HER, K_CASE = b"u" * 16, b"k" * 32
OTHER, K_OTHER = b"o" * 16, b"q" * 32
START_MS = 1_700_000_000_000
Random = Callable[[int], bytes]


class FileDatabase:
    """One SQLite file: writes one after the other, reads on connections of their own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
        self._writing = threading.Lock()
        event.listen(self.engine, "connect", _ours)
        event.listen(self.engine, "begin", _begin)
        metadata.create_all(self.engine)

    def write(self, action: Callable[[Connection], Any]) -> Any:
        with self._writing, self.engine.connect() as connection:
            writing = connection.execution_options(begin="BEGIN IMMEDIATE")
            with writing.begin():
                return action(writing)

    def read(self, query: Callable[[Connection], Any]) -> Any:
        with self.engine.connect() as connection, connection.begin():
            return query(connection)


def _ours(raw: Any, _record: object) -> None:
    raw.isolation_level = None
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("PRAGMA synchronous=OFF")
    raw.execute("PRAGMA busy_timeout=10000")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


class Nearby:
    """Speaks to a witness in this process; `away` makes it not answer."""

    def __init__(self, name: str, witness: Witness) -> None:
        self.name = name
        self.witness = witness
        self.away = False
        self.asked: list[Asked] = []

    def add_checkpoint(self, asked: Asked) -> tuple[int, str]:
        if self.away:
            raise Pushback("away")
        self.asked.append(asked)
        answer = self.witness.add_checkpoint(marshal_request(asked))
        return answer.status, answer.body


@dataclass
class World:
    """The log and everybody around it."""

    folder: Path
    random: Random
    now_ms: int = START_MS
    log: LogKey = field(init=False)
    receipts: list[Receipt] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.database = FileDatabase(self.folder / "log.sqlite")
        self.database.write(self._fill)
        self.log = LogKey.of_seed(ORIGIN, b"\x05" * 32)
        self.witness_keys = {
            name: SigningKey(name.encode() * 8) for name in ("body", "ngo1", "net2")
        }
        self.witnesses = {name: self.open_witness(name) for name in self.witness_keys}
        self.clients = [Nearby(name, witness) for name, witness in self.witnesses.items()]
        self.policy_text = self.make_policy(self.log)
        self.publisher = self.make_publisher()

    def _fill(self, connection: Connection) -> None:
        repository.prepare(connection)
        repository.set_case_key(connection, HER, K_CASE)
        repository.set_case_key(connection, OTHER, K_OTHER)

    def make_policy(self, log: LogKey) -> str:
        lines = [f"log {key.marshal()}" for key in log.verifiers()]
        for name, key in self.witness_keys.items():
            public = VerifierKey(f"{name}.example/w", COSIGNATURE, bytes(key.verify_key))
            lines.append(f"witness {name} {public.marshal()}")
        lines += ["group others any ngo1 net2", "group both all body others", "quorum both"]
        return "\n".join(lines) + "\n"

    @property
    def policy(self) -> LogPolicy:
        return parse_log_policy(self.policy_text)

    def open_witness(self, name: str) -> Witness:
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        logs = {ORIGIN: self.log.verifiers()[0]}
        key = self.witness_keys[name]
        return Witness(folder, f"{name}.example/w", key, logs, lambda: self.now_s)

    def make_publisher(self, database: FileDatabase | None = None) -> Publisher:
        return Publisher(
            database or self.database, self.log, self.policy, self.clients, lambda: self.now_ms
        )

    @property
    def now_s(self) -> int:
        return self.now_ms // 1000

    def append(self, draft: Draft | None = None, **given: Any) -> Receipt:
        """Append one entry, by default a change of hers."""
        made = draft or Draft(
            **{"act": "grant", "out": "done", "role": "survivor", "case": HER} | given
        )
        self.now_ms += 10
        receipt: Receipt = self.database.write(
            lambda db: repository.append(db, made, now_ms=self.now_ms, random=self.random)
        )
        self.receipts.append(receipt)
        return receipt

    def access(self, out: str | None = "completed") -> Receipt:
        """Append an access and its outcome."""
        granted = self.append(act="release.collect", out="granted", role="investigator")
        if out is not None:
            self.append(act="outcome", out=out, role="investigator", ref=granted.index, n=1)
        return granted

    def fill(self, count: int) -> None:
        """Append many entries in one transaction."""
        draft = Draft(act="own.open", out="denied", role="survivor", rc="no-rule")

        def act(db: Connection) -> None:
            for _ in range(count):
                repository.append(db, draft, now_ms=self.now_ms, random=self.random)

        self.database.write(act)

    def publish(self) -> None:
        """Publish, and let the witnesses that the quorum did not need answer too."""
        self.publisher.publish_once()
        wait(self.publisher._asking.values())

    def entries(self) -> list[bytes]:
        stored = self.database.read(
            lambda db: list(repository.read_entries(db, 0, repository.size_of(db)))
        )
        return [each.entry for each in stored]


@pytest.fixture
def world(tmp_path: Path, seeded: Random) -> Iterator[World]:
    made = World(tmp_path, seeded)
    yield made
    made.publisher.close()
    made.database.engine.dispose()
