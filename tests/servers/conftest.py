"""A real PostgreSQL server, and a fresh database in it for each test (make test-servers)."""

import os
import secrets
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from psycopg import sql
from sqlalchemy import make_url

from api.postgres import PostgresDatabase, Where
from api.schema import migrate_postgres
from tests.conftest import ROOT

SCRIPT = ROOT / "scripts" / "servers" / "postgresql.sh"
PARTS = ("vault", "gateway", "worker", "publisher")


class Server:
    """A server by the address of its administrator."""

    def __init__(self, address: str) -> None:
        url = make_url(address)
        self.secret = str(url.password)
        self.where = Where(
            url.set(password=None).render_as_string(hide_password=False), self.secret
        )
        self._url = url.set(password=None)

    def at(self, name: str, role: str | None = None) -> Where:
        """Say where a database of this server is, for its administrator or another role."""
        url = self._url.set(database=name, username=role or self._url.username)
        return Where(url.render_as_string(hide_password=False), self.secret)

    @contextmanager
    def database(self) -> Iterator[str]:
        """Make a database whose tables are up to date; remove it at the end."""
        name = f"t{secrets.token_hex(8)}"
        with self.where.connect() as session:
            session.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            with self.at(name).connect() as session:
                migrate_postgres(session)
            yield name
        finally:
            with self.where.connect() as session:
                dropped = sql.SQL("DROP DATABASE {} WITH (FORCE)")
                session.execute(dropped.format(sql.Identifier(name)))

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

    def start(self) -> None:
        """Start it again; it finds out what was on disk."""
        _script("start", self.folder)

    def remove(self) -> None:
        _script("down", self.folder)


def _script(act: str, folder: Path) -> str:
    done = subprocess.run(
        ["bash", str(SCRIPT), act, str(folder)], check=True, capture_output=True, text=True
    )
    return done.stdout


@pytest.fixture(scope="session")
def server() -> Server:
    address = os.environ.get("SAFEHOLD_TEST_POSTGRES")
    assert address, "make test-servers starts the servers that these tests need"
    return Server(address)


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
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], OwnServer]]:
    made: list[OwnServer] = []

    def start() -> OwnServer:
        folder = tmp_path_factory.mktemp("postgresql")
        # The server's own user passes through.
        for above in (folder, folder.parent, folder.parent.parent):
            above.chmod(0o755)
        made.append(OwnServer(folder / "server"))
        return made[-1]

    yield start
    for each in made:
        each.remove()
