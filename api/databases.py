"""Which database a vault has: a file of its data folder, or a PostgreSQL server.

docs/operations.md 7. A data folder belongs to one of them for good, and says so: the file
is there, or `database` names the server's address, without a role or a password.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

from sqlalchemy import make_url

from api.postgres import PostgresDatabase, Where
from api.postgres_marks import PostgresMarks
from api.schema import prepare_sqlite
from api.session import SqliteDatabase
from consent.marks import AnyMarks, Marks
from vault.durable import write_new
from vault.errors import UnfitDatabase
from vault.repository import Connection

FILE, NAMED, MARKS = "vault.db", "database", "marks"
RESTORING = "restoring"
"""What a folder has while the servers that go with it are still marked as being filled."""
T = TypeVar("T")


class OpenDatabase(Protocol):
    """A database that is open: one door for writing, and it can be closed."""

    def write(self, action: Callable[[Connection], T]) -> T:
        """Run an action in a transaction; return once it is durable."""

    def read(self, query: Callable[[Connection], T]) -> T:
        """Run a query on a connection of its own; it sees what is committed."""

    def close(self) -> None:
        """Finish what is running and stop."""


def open_database(data: Path, where: Where | None) -> OpenDatabase:
    """Open the database of a data folder; the first start decides which it is.

    Raises:
        UnfitDatabase: the folder belongs to another database, or its tables are unknown.
        StoreUnavailable: the server gives no answer.
    """
    want_own_database(data, where)
    if where is None:
        prepare_sqlite(data / FILE)
        return SqliteDatabase(data / FILE, ())
    database = PostgresDatabase(where)
    if not (data / NAMED).exists():
        write_new(data / NAMED, [named(where)])
    return database


def open_marks(
    data: Path, where: Where | None, holder: bytes, lost: Callable[[], None]
) -> AnyMarks:
    """Open the marks that go with a database; `lost` is called when they are lost."""
    if where is None:
        return Marks(data / MARKS, holder)
    return PostgresMarks(where, holder, lost)


def has_database(data: Path) -> bool:
    """Tell whether a folder belongs to a vault that was started once."""
    return (data / FILE).exists() or (data / NAMED).exists()


def want_own_database(data: Path, where: Where | None) -> None:
    """Want a folder to belong to the database that was named, or to none, or raise UnfitDatabase.

    None names the file of the folder itself.
    """
    if (data / RESTORING).exists():
        raise UnfitDatabase("this folder was not restored to the end: run the same command again")
    if where is None:
        if (data / NAMED).exists():
            raise UnfitDatabase("this vault's rows are in PostgreSQL; give --database")
        return
    if (data / FILE).exists():
        raise UnfitDatabase(
            "this vault's rows are in a file of its folder; --database is not for it"
        )
    try:
        found = (data / NAMED).read_bytes()
    except FileNotFoundError:
        return
    if found != named(where):
        raise UnfitDatabase("this vault's rows are in another database than the one given")


def named(where: Where) -> bytes:
    """Name a database, as the data folder keeps it."""
    url = make_url(where.address)
    return f"postgresql://{url.host}:{url.port or 5432}/{url.database}\n".encode()
