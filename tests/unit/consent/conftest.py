"""A small whole world: a database, a survivor, an investigator, a request and a grant."""

# ruff: noqa: ANN401 what the tests put together by hand has no closer type

import hashlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool, StaticPool

import audit.tables
import consent.tables
import vault.tables
from audit import repository as log
from consent import requests
from consent.access import Access, Caller
from consent.decision import POLICY_SHA256
from consent.drain import Drain
from consent.grant import FilterName, Grant, sign_grant
from consent.granting import Stored, store_grant
from consent.marks import Marks
from consent.notice import acknowledge
from consent.notice_words import POINTS, notice
from consent.ongoing import Ongoing
from consent.request import parse_request
from consent.scope import Scope
from consent.withdrawal import Withdrawals
from tests.unit.consent.asked import asked
from vault import accounts, holdings
from vault.identity import Identity, Kind, new_identity
from vault.ids import Eid, Fingerprint, Gid, Rid, Uid
from vault.rows import AccountRow, ExtractionRow, ReleaseRow, Slot, StaffRow
from vault.statement import digest, show_time

Random = Callable[[int], bytes]
START = datetime(2026, 3, 1, tzinfo=UTC)
HER, EID, GID, RID = Uid(b"\x01" * 16), Eid(b"e" * 16), Gid(b"g" * 16), Rid(b"r" * 16)
SID, AUTH = b"\x02" * 16, b"auth key"
ENVELOPE = b"the sealed envelope"
BOX = bytes(range(256)) * 40_000


class FileDatabase:
    """One SQLite file: writes one after the other, reads on connections of their own."""

    def __init__(self, path: Path) -> None:
        self._engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
        self._writing = threading.Lock()
        event.listen(self._engine, "connect", _ours)
        event.listen(self._engine, "begin", _begin)
        for tables in (audit.tables, vault.tables, consent.tables):
            tables.metadata.create_all(self._engine)

    @property
    def engine(self) -> Engine:
        return self._engine

    def write(self, action: Callable[[Connection], Any]) -> Any:
        with self._writing, self._engine.connect() as connection:
            writing = connection.execution_options(begin="BEGIN IMMEDIATE")
            with writing.begin():
                return action(writing)

    def read(self, query: Callable[[Connection], Any]) -> Any:
        with self._engine.connect() as connection, connection.begin():
            return query(connection)


def _ours(raw: Any, _record: object) -> None:
    raw.isolation_level = None
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("PRAGMA synchronous=OFF")
    raw.execute("PRAGMA busy_timeout=10000")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


class Boxes:
    """Objects in memory; `before_read` runs before each read."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {"x/box": BOX}
        self.before_read: Callable[[], None] = lambda: None

    def read(self, name: str, offset: int = 0, length: int | None = None) -> Iterator[bytes]:
        self.before_read()
        end = None if length is None else offset + length
        yield self.kept[name][offset:end]

    def delete(self, name: str) -> None:
        self.kept.pop(name, None)


@dataclass
class World:
    """What the tests of access share; `now` is the clock, moved by hand."""

    database: FileDatabase
    random: Random
    survivor: Identity
    person: Identity
    marks: Marks
    boxes: Boxes = field(default_factory=Boxes)
    now: datetime = START
    covered: Callable[[int], bool] = lambda _index: True
    cancelled: list[Gid] = field(default_factory=list)
    qid: bytes = b""

    def __post_init__(self) -> None:
        self.drain = Drain(self.marks)
        self.access = Access(
            self.database,
            self.boxes,
            self.drain,
            Ongoing(self.marks),
            lambda: self.now,
            self.random,
            lambda index: self.covered(index),  # noqa: PLW0108 tests replace it later
        )
        self.withdrawals = Withdrawals(
            self.database,
            self.boxes.delete,
            self.drain,
            lambda: self.now,
            self.random,
            lambda _connection, gid: self.cancelled.append(gid),
        )

    her = Caller("survivor", b"h" * 32, HER, "", "", "passkey")
    worker = Caller("worker", b"w" * 32, b"\x07" * 16, "", "vault", "service")
    officer = Caller("investigator", b"o" * 32, SID, "team-1", "police", "session")

    @property
    def now_ms(self) -> int:
        return int(self.now.timestamp() * 1000)

    def pass_time(self, **by: float) -> None:
        self.now += timedelta(**by)

    def entries(self) -> list[dict[str, Any]]:
        stored = self.database.read(lambda db: list(log.read_entries(db, 0, log.size_of(db))))
        return [orjson.loads(each.entry) for each in stored]

    def acts(self) -> list[str]:
        return [f"{each['act']} {each['out']}" for each in self.entries()]

    def scope(self) -> Scope:
        return Scope(frozenset({EID.hex()}), frozenset({"message"}), p=frozenset({"p1"}), u=False)

    def grant(self, **changes: Any) -> Grant:
        given = Grant(
            kind="release",
            gid=GID,
            request=self.qid.hex(),
            consent="c",
            eid=EID,
            root=b"t" * 32,
            worker=Fingerprint(b"k" * 32),
            worker_cert=None,
            scope=self.scope(),
            groups=(),
            segments=0,
            objects=0,
            selection_records=0,
            selection=b"s" * 32,
            derived_records=0,
            derived=b"d" * 32,
            filter=FilterName("shv1-scope", "3", b"f" * 32),
            release_to=(self.person.fp,),
            approval="ask",
            created=START,
            not_before=START,
            expires=START + timedelta(days=30),
            policy=bytes.fromhex(POLICY_SHA256),
            notice=notice().sha256,
            envelope=hashlib.sha256(ENVELOPE).digest(),
        )
        return replace(given, **changes)

    def ask(self, body: dict[str, Any] | None = None) -> bytes:
        """Have a request reach her, and show her the notice; give the request's id."""
        code = accounts.hash_of(self.random(16))
        body = body or request_body(self.now + timedelta(days=60))
        request = parse_request(body, now=self.now)

        def act(db: Connection) -> bytes:
            requests.add_code(db, HER, code, now_ms=5, expires_ms=self.now_ms + 10**9)
            submitted = requests.submit(
                db, self.officer, code, request, now_ms=self.now_ms, random=self.random
            )
            self.tick(db, submitted.qid)
            return submitted.qid

        self.qid = self.database.write(act)
        return self.qid

    def tick(self, db: Connection, qid: bytes) -> None:
        """Show her every point of the notice, and the request as it is now."""
        asked_row = requests.request_of(db, qid)
        assert asked_row is not None
        acknowledge(
            db,
            HER,
            sha256=notice().sha256,
            matter=qid.hex(),
            points=POINTS,
            how="read",
            now_ms=self.now_ms,
            document=digest(asked_row.document),
        )

    def store(self, grant: Grant | None = None, **changes: Any) -> Stored:
        raw = sign_grant(changes.pop("signer", self.survivor), grant or self.grant())
        given = {"caller": self.her, "uid": HER, "envelope": ENVELOPE, **changes}
        stored: Stored = self.database.write(
            lambda db: store_grant(
                db,
                raw=raw,
                now=self.now,
                random=self.random,
                enqueue=given.pop("enqueue", lambda _db, _gid, _begins: None),
                **given,
            )
        )
        return stored

    def publish(self, *, approved: bool = True, rid: Rid = RID, gid: Gid = GID) -> None:
        """Put a release there as a worker and the survivor would."""
        row = ReleaseRow(
            *(rid, gid, EID, HER, "draft", b"cover", "x/box", len(BOX), b"s" * 32, self.now_ms)
        )
        hers = [(self.survivor.fp, b"for her")]

        def act(connection: Connection) -> None:
            holdings.add_release(connection, row, hers, random=self.random)
            if approved:
                theirs = [(self.person.fp, b"for the officer")]
                holdings.add_release_wraps(connection, row, theirs, random=self.random)
                holdings.approve_release(connection, rid, b"approved", self.now_ms)

        self.database.write(act)


def request_body(expires: datetime, route: str = "vir") -> dict[str, Any]:
    return asked(route, expires=show_time(expires))


def _fill(connection: Connection, world: World) -> None:
    log.prepare(connection)
    log.set_case_key(connection, HER, b"c" * 32)
    account = AccountRow(
        *(HER, world.survivor.fp, world.survivor.bundle.marshal(), b"l" * 32),
        *(b"params", b"m", 1, 5),
    )
    slots = (
        Slot(HER, 0, accounts.hash_of(AUTH), b"w" * 104),
        Slot(HER, 1, b"u" * 32, b"x" * 104),
    )
    accounts.add_account(connection, account, slots)
    officer = StaffRow(
        *(SID, "desk4", "hash", "investigator", "A", "Police", "team-1"),
        *(world.person.fp, world.person.bundle.marshal(), None, 5),
    )
    accounts.add_staff(connection, officer)
    guardian = Fingerprint(b"n" * 32)
    extraction = ExtractionRow(EID, HER, guardian, "uploading", b"t" * 32, b"i", b"[]", 5)
    holdings.begin_extraction(connection, extraction)
    holdings.complete_extraction(
        connection,
        EID,
        catalogue="x/cat",
        leaves="x/leaves",
        wrap=b"the wrap",
        log_index=0,
        random=world.random,
    )


@pytest.fixture
def connection() -> Iterator[Connection]:
    engine = create_engine("sqlite://", poolclass=StaticPool)
    for tables in (audit.tables, vault.tables, consent.tables):
        tables.metadata.create_all(engine)
    with engine.begin() as found:
        log.prepare(found)
        yield found
    engine.dispose()


@pytest.fixture
def world(tmp_path: Path, seeded: Random) -> Iterator[World]:
    database = FileDatabase(tmp_path / "vault.sqlite")
    made = World(
        database,
        seeded,
        new_identity(Kind.PERSON, random=seeded),
        new_identity(Kind.PERSON, random=seeded),
        Marks(tmp_path / "marks", b"\x0a" * 16),
    )
    database.write(lambda db: _fill(db, made))
    made.ask()
    yield made
    made.marks.close()
    database.engine.dispose()
