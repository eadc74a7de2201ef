"""Moving a stopped vault out of its folder: its rows to PostgreSQL, its objects to a store.

docs/formats/backup.md 6, docs/operations.md 13. The numbers are the former's. Everything is
verified before the file of the rows is marked; from then on no vault opens it again, so that
there are never two that write one log.
"""

import shutil
import sqlite3
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from api.backup_manifest import ROWS
from api.databases import FILE, NAMED, named
from api.object_filling import Filled, begin_filling, end_filling, fill
from api.object_stores import NAMED as STORE_NAMED
from api.object_stores import GivenObjects, open_stores
from api.postgres import Where
from api.referred import Held, referred
from api.row_filling import filling
from api.row_snapshot import Progress, log_head, of_file
from api.schema import MOVED, prepare_sqlite
from vault.durable import make_folder, sync_folder, write_over
from vault.errors import NotAuthentic, UnfitDatabase, UnfitStore
from vault.ids import ID_SIZE, Random

MOVING, KEPT = "moving", "moved"
_MARK = "mark"
_BESIDE = ("", "-wal", "-shm", "-journal", "-turn")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a vault goes: a database by its owner's role, and an object store if it is to."""

    where: Where
    objects: GivenObjects | None


@dataclass(frozen=True, slots=True)
class Moved:
    """What was moved: the log's size and chain value, rows in all, and objects."""

    log_size: int
    chain: bytes
    rows: int
    objects: Filled | None


def is_moved(data: Path) -> bool:
    """Tell whether a move came as far as the source's mark, and only what follows is left."""
    if not (data / FILE).exists():
        return (data / MOVING).exists() and (data / NAMED).exists()
    with closing(sqlite3.connect(data / FILE)) as file:
        (version,) = file.execute("PRAGMA user_version").fetchone()
    return bool(version == MOVED)


def move(data: Path, target: Target, *, random: Random, progress: Progress) -> Moved:
    """Move a vault; nothing runs over its folder. The caller then calls finish_move.

    Raises:
        UnfitDatabase: the database is not empty, or of another version.
        UnfitStore: the store is not empty, fails its test, or the vault has one already.
        Missing: the vault lacks an object that its rows name.
        NotAuthentic: an object is not what its row says, or a server gives back other bytes.
        StoreUnavailable: something gives no answer.
    """
    if target.objects is not None and (data / STORE_NAMED).exists():
        raise UnfitStore("this vault's objects are in an object store already; leave --objects out")
    moving = data / MOVING
    make_folder(moving)
    mark = _mark(moving, random)
    # An earlier run may have been given other servers.
    for name in (NAMED, STORE_NAMED):
        (moving / name).unlink(missing_ok=True)
    prepare_sqlite(data / FILE)
    rows = moving / ROWS
    for ending in _BESIDE:
        rows.with_name(f"{ROWS}{ending}").unlink(missing_ok=True)
    tables = of_file(data / FILE)(rows, progress)  # (1)
    size, chain = log_head(rows)
    filled = None
    with filling(target.where, mark) as database:
        database.check()
        if target.objects is not None:
            filled = _objects(data, target.objects, referred(rows), mark, random, progress)  # (2)
        database.fill(rows, tables, progress)  # (3)
        if database.head() != (size, chain):
            raise NotAuthentic("the database gives back another log than it was given")
    write_over(moving / NAMED, named(target.where))
    _mark_source(data / FILE)  # (4)
    return Moved(size, chain, sum(each.rows for each in tables.values()), filled)


def finish_move(data: Path, target: Target, random: Random) -> None:
    """Make the folder one of a vault over servers (5). Raises as move does."""
    moving = data / MOVING
    if not (moving / NAMED).exists():
        # All that is left of it.
        shutil.rmtree(moving)
        return
    if (moving / NAMED).read_bytes() != named(target.where):
        raise UnfitDatabase("this vault was moved to another database than the one given")
    with_store = (moving / STORE_NAMED).exists()
    if with_store != (target.objects is not None):
        raise UnfitStore("give --objects as you gave it before, or not")
    with ExitStack() as stack:
        database = stack.enter_context(filling(target.where, (moving / _MARK).read_text()))
        database.check_mark()
        if target.objects is not None:
            stores = stack.enter_context(closing(open_stores(moving, target.objects, random)))
            write_over(data / STORE_NAMED, (moving / STORE_NAMED).read_bytes())
            end_filling(stores)
        write_over(data / NAMED, (moving / NAMED).read_bytes())
        _keep_source(data)
        database.release()
    (moving / NAMED).unlink()
    shutil.rmtree(moving)
    sync_folder(data)


def _objects(
    data: Path,
    given: GivenObjects,
    wanted: dict[str, Held],
    mark: str,
    random: Random,
    progress: Progress,
) -> Filled:
    with (
        closing(open_stores(data, None, random)) as source,
        closing(open_stores(data / MOVING, given, random)) as stores,
    ):
        begin_filling(stores, mark, wanted, remove=True)
        filled = fill(stores, wanted, source.custody.read, progress)
        listed = {*stores.custody.names(), *stores.releases.names()}
        if listed != wanted.keys() or filled.sha256.keys() != wanted.keys():
            raise NotAuthentic("the object store lists other objects than it was given")
    return filled


def _mark(moving: Path, random: Random) -> str:
    """Give this move's mark, which stays the same until it is done."""
    path = moving / _MARK
    if not path.exists():
        write_over(path, random(ID_SIZE).hex().encode())
    return path.read_text()


def _mark_source(rows: Path) -> None:
    with closing(sqlite3.connect(rows, isolation_level=None, timeout=10)) as file:
        file.execute("PRAGMA synchronous = FULL")
        file.execute(f"PRAGMA user_version = {MOVED}")
        # One file again, which is moved as one.
        file.execute("PRAGMA journal_mode = DELETE")
        (version,) = file.execute("PRAGMA user_version").fetchone()
    if version != MOVED:
        raise NotAuthentic("the file of the rows does not keep its mark; check the disk")


def _keep_source(data: Path) -> None:
    kept = data / KEPT
    make_folder(kept)
    kept.chmod(0o700)
    for ending in _BESIDE:
        path = data / f"{FILE}{ending}"
        if path.exists():
            path.replace(kept / path.name)
    sync_folder(kept)
    sync_folder(data)
