"""Nothing is said before it is on disk: the barrier, and what is lost without it.

The test server brings its log of changes to disk by itself every ten seconds at most often
(wal_writer_delay), so what is there earlier was brought by a barrier. And a server that is
killed outright loses what only its own memory held: that shows the barrier's writing. That
the disk keeps what was synced is the operating system's word.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from sqlalchemy import Connection, text

from api.postgres import PostgresDatabase, Where
from audit import repository as log
from audit.entry import Draft
from consent.access import Access, Delivery
from tests.servers.conftest import OwnServer, Server
from tests.servers.test_consent import marks_of as marks_of  # noqa: PLC0414 a fixture
from tests.servers.test_consent import world as world  # noqa: PLC0414 a fixture
from tests.unit.consent.conftest import RID, World
from vault import handout
from vault.errors import StoreUnavailable

DRAFT = Draft(act="own.open", out="denied", role="survivor", rc="no-rule")


def append(db: Connection) -> int:
    return log.append(db, DRAFT, now_ms=1, random=bytes).index


def places(where: Where) -> tuple[int, int]:
    """How far the log of changes was written in memory, and how far it is on disk."""
    asked = (
        "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::int8,"
        " pg_wal_lsn_diff(pg_current_wal_flush_lsn(), '0/0')::int8"
    )
    with where.connect() as session:
        found = session.execute(asked).fetchone()
        assert found is not None
        return int(str(found[0])), int(str(found[1]))


class Watched(PostgresDatabase):
    """Notes, inside each transaction that appends, how far the log had come with the entry."""

    def __init__(self, where: Where) -> None:
        super().__init__(where)
        self.entries: dict[int, int] = {}

    def write(self, action: Callable[[Connection], object]) -> object:  # type: ignore[override]  # as it comes
        def noting(db: Connection) -> object:
            before = log.size_of(db)
            done = action(db)
            asked = text("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::int8")
            place = int(db.execute(asked).scalar_one())
            self.entries |= dict.fromkeys(range(before, log.size_of(db)), place)
            return done

        return super().write(noting)


def no_barrier(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PostgresDatabase, "_barrier", lambda *_: None)


def undurable(where: Where, count: int) -> int:
    """Count appends that were answered while their entry was not on disk."""
    with closing(Watched(where)) as database:
        late = 0
        for _ in range(count):
            index = database.write(append)
            late += places(where)[1] < database.entries[index]  # type: ignore[index]  # a number
        return late


def test_what_is_answered_is_on_disk(where: Where) -> None:
    assert undurable(where, 50) == 0


def test_without_the_barrier_it_is_not(where: Where, monkeypatch: pytest.MonkeyPatch) -> None:
    no_barrier(monkeypatch)
    assert undurable(where, 50) > 40


@pytest.fixture
def handed(world: World, where: Where, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bool]]:
    """For every hand-out at the gate: whether its entry was on disk when it was asked for."""
    found: list[bool] = []
    database = Watched(where)
    world.store()
    world.publish()
    world.access = Access(
        database,
        world.boxes,
        world.drain,
        world.access.ongoing,
        lambda: world.now,
        world.random,
        lambda _index: True,
    )
    real = handout.release

    def watched(db: Connection, shown: handout.Pass, *given: object) -> object:
        found.append(places(where)[1] >= database.entries[shown.proof.index])
        return real(db, shown, *given)  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr(handout, "release", watched)
    yield found
    database.close()


def deliver(world: World) -> None:
    delivery = world.access.collect(world.officer, RID, world.person.fp)
    assert isinstance(delivery, Delivery)
    assert len(list(delivery.chunks(b"head"))) == 4


def test_nothing_leaves_before_its_entry_is_on_disk(world: World, handed: list[bool]) -> None:
    for _ in range(5):
        deliver(world)
    assert handed == [True] * 5


def test_without_the_barrier_it_leaves_before(
    world: World, handed: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    no_barrier(monkeypatch)
    deliver(world)
    assert handed == [False]


def test_a_connection_lost_between_commit_and_barrier_lets_nothing_out(
    world: World, where: Where, handed: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The entry was committed, and nobody knows whether it is on disk."""
    real = PostgresDatabase._barrier

    def lost(database: PostgresDatabase, connection: Connection) -> None:
        pid = connection.connection.dbapi_connection.info.backend_pid  # type: ignore[union-attr]  # psycopg's
        with where.connect() as session:
            session.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))
        real(database, connection)

    with monkeypatch.context() as patched:
        patched.setattr(PostgresDatabase, "_barrier", lost)
        with pytest.raises(StoreUnavailable):
            world.access.collect(world.officer, RID, world.person.fp)
    assert handed == []
    deliver(world)
    assert handed == [True]


def test_a_server_that_says_less_than_it_was_asked_for_is_not_believed(
    database: PostgresDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The barrier's answer is compared: here one that does not wait for the disk."""
    monkeypatch.setattr(
        "api.postgres._BARRIER",
        b"BEGIN; SELECT set_config('safehold.written',"
        b" pg_logical_emit_message(true, 'safehold', repeat('x', 8000))::text, false); COMMIT;"
        b" SELECT current_setting('safehold.written'), pg_current_wal_flush_lsn()",
    )
    with pytest.raises(StoreUnavailable, match="did not bring to disk"):
        database.write(append)


def killed(server: OwnServer, where: Where) -> tuple[set[int], int]:
    """Append from four threads until the server is killed; give what was said, and what is left."""
    said: set[int] = set()
    enough = threading.Event()
    database = PostgresDatabase(where)

    def run() -> None:
        try:
            while True:
                said.add(database.write(append))
                if len(said) > 120:
                    enough.set()
        except StoreUnavailable:
            return

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    assert enough.wait(60)
    server.kill()
    for thread in threads:
        thread.join()
    database.close()
    server.start()
    with closing(PostgresDatabase(where)) as again:
        return said, again.read(log.size_of)


def test_a_killed_server_loses_nothing_that_was_said(own_server: Callable[[], OwnServer]) -> None:
    server = own_server()
    with server.database() as name:
        said, size = killed(server, server.at(name))
    assert len(said) > 120
    assert max(said) < size


def test_without_the_barrier_it_loses_what_was_said(
    own_server: Callable[[], OwnServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = own_server()
    with server.database() as name:
        no_barrier(monkeypatch)
        said, size = killed(server, server.at(name))
    assert max(said) >= size


def test_the_test_server_brings_nothing_to_disk_by_itself(server: Server) -> None:
    with server.where.connect() as session:
        assert session.execute("SHOW wal_writer_delay").fetchone() == ("10s",)
        assert session.execute("SHOW fsync").fetchone() == ("on",)
