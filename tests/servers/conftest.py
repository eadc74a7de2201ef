"""A real PostgreSQL server and S3 store; what is in them is new for each test (test-servers)."""

import os
import secrets
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from psycopg import sql
from sqlalchemy import make_url

from api.object_stores import GivenObjects
from api.postgres import PostgresDatabase, Where
from api.schema import migrate_postgres
from tests.conftest import ROOT
from tests.servers.rabbitmq import Rabbit, given_rabbit, soon
from tests.servers.s3 import Store, given_store

SCRIPT = ROOT / "scripts" / "servers" / "postgresql.sh"
PARTS = ("vault", "gateway", "worker", "publisher")

_END_OTHERS = """
SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_DROP = "DROP SCHEMA IF EXISTS audit, vault, consent, extraction, safehold CASCADE"


class Server:
    """A server by the address of its administrator."""

    def __init__(self, address: str) -> None:
        url = make_url(address)
        self.secret = str(url.password)
        self._url = url._replace(password=None)
        self._free: list[str] = []
        self.where = Where(self._url.render_as_string(), self.secret)

    def at(self, name: str, role: str | None = None) -> Where:
        """Say where a database of this server is, for its administrator or another role."""
        url = self._url.set(database=name, username=role or self._url.username)
        return Where(url.render_as_string(), self.secret)

    @contextmanager
    def database(self) -> Iterator[str]:
        """Give a database whose tables are new; another has it after."""
        if not self._free:
            name = f"t{secrets.token_hex(8)}"
            with self.where.connect() as session:
                session.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            self._free.append(name)
        name = self._free.pop()
        with self.at(name).connect() as session:
            session.execute(_END_OTHERS)
            session.execute(_DROP)
            migrate_postgres(session)
        yield name
        self._free.append(name)

    def roles(self) -> dict[str, str]:
        """Give a role that can sign in for each kind of process; all share the secret."""
        made = {part: f"safehold_test_{part}" for part in PARTS}
        with self.where.connect() as session:
            for part, name in made.items():
                found = session.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (name,))
                if found.fetchone() is None:
                    create = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {} IN ROLE {}").format(
                        sql.Identifier(name),
                        sql.Literal(self.secret),
                        sql.Identifier(f"safehold_{part}"),
                    )
                    session.execute(create)
        return made


class OwnServer(Server):
    """A server of one test, which may kill it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(_script("up", folder).splitlines()[-1])

    def kill(self) -> None:
        """Kill every process of the server outright."""
        first = int((self.folder / "data" / "postmaster.pid").read_text().splitlines()[0])
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        # The first is stopped while the others die, or it would begin to tidy up.
        os.kill(first, 19)
        for pid in [*map(int, children), first]:
            os.kill(pid, 9)
        # Where nobody collects the dead, its number still looks taken.
        for _ in range(200):
            if _dead(first):
                break
            time.sleep(0.05)
        assert _dead(first)
        (self.folder / "data" / "postmaster.pid").unlink()

    def start(self) -> None:
        """Start it again; it finds out what was on disk."""
        _script("start", self.folder)

    def remove(self) -> None:
        _script("down", self.folder)


def _dead(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def _script(act: str, folder: Path) -> str:
    done = subprocess.run(
        ["bash", str(SCRIPT), act, str(folder)], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def server() -> Server:
    address = os.environ.get("SAFEHOLD_TEST_POSTGRES")
    assert address, "make test-servers starts the servers that these tests need"
    return Server(address)


@pytest.fixture(scope="module")
def store() -> Store:
    return given_store()


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


@pytest.fixture
def name(store: Store) -> Iterator[str]:
    with store.buckets() as made:
        yield made


@pytest.fixture
def given(store: Store, name: str) -> GivenObjects:
    keys = store.key_file("custody"), store.key_file("releases")
    return GivenObjects(f"{store.address}/{name}", *keys, store.ca)


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def where(server: Server) -> Iterator[Where]:
    with server.database() as name:
        yield server.at(name)


@pytest.fixture
def database(where: Where) -> Iterator[PostgresDatabase]:
    made = PostgresDatabase(where)
    yield made
    made.close()


@pytest.fixture
def own_server() -> Iterator[Callable[[], OwnServer]]:
    made: list[OwnServer] = []
    # Not in pytest's own folder: the server's user must pass through.
    place = os.environ.get("SAFEHOLD_SERVERS_DIR")
    with tempfile.TemporaryDirectory(prefix="safehold-servers.", dir=place) as folder:
        Path(folder).chmod(0o755)

        def start() -> OwnServer:
            made.append(OwnServer(Path(folder) / str(len(made))))
            return made[-1]

        yield start
        for each in made:
            each.remove()
