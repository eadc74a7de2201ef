"""Restoring: a data folder out of a backup, whole or not at all.

docs/formats/backup.md 3. The numbers are that section's. Everything is read and hashed, and the
servers that go with the folder are filled, before it has its name.
"""

import sqlite3
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from nacl.signing import SigningKey

from api.backing_up import KEYS, hashed_file
from api.backup_manifest import FILES, OBJECTS, ROWS, Manifest, Stored, mark_of, read_manifest
from api.databases import FILE, NAMED, RESTORING, named
from api.keyring import witness_verifier
from api.log_policy import IN_FORCE
from api.object_filling import begin_filling, end_filling, fill
from api.object_stores import GivenObjects, open_stores
from api.postgres import Where
from api.referred import Held, referred
from api.row_filling import filling
from api.row_snapshot import Progress, log_size
from api.row_tables import count_file
from api.schema import prepare_sqlite
from api.system_entries import note_restored
from api.wiring import LOG_KEY_FILE
from audit.log_key import LogKey
from audit.policy import parse_log_policy
from audit.witness_state import STATE
from vault.durable import read_pieces, sync_folder, write_new
from vault.errors import Missing, NotAuthentic
from vault.ids import Random
from vault.statement import digest

WITNESS, WITNESS_KEY = "witness", "witness.key"


def open_backup(folder: Path) -> Manifest:
    """Read a backup's manifest and want every file of it to be there (1, 2).

    Raises:
        Missing: the folder is no backup, or lacks a file.
        NotAuthentic: a file has another length, or one of the snapshot another hash.
        Malformed: the manifest is none.
    """
    manifest = read_manifest(folder)
    if manifest is None:
        raise Missing("the folder is no backup: it has no backup.json")
    for name, stored in manifest.files.items():
        if hashed_file(_file(folder, manifest, name)) != stored:
            raise NotAuthentic(f"{name} of the backup is not what its manifest says")
    for name, stored in manifest.objects.items():
        try:
            length = (folder / OBJECTS / name).stat().st_size
        except FileNotFoundError:
            raise Missing(f"object {name} is not in the backup") from None
        if length != stored.length:
            raise NotAuthentic(f"object {name} of the backup has another length")
    return manifest


@dataclass(frozen=True, slots=True)
class Servers:
    """Where the rows and the objects are to be, if not in the folder."""

    where: Where | None = None
    objects: GivenObjects | None = None


def restore(
    folder: Path,
    manifest: Manifest,
    to: Path,
    servers: Servers,
    *,
    keys: Path | None,
    witness: Path | None,
    random: Random,
    progress: Progress,
) -> None:
    """Fill an empty folder with what a backup holds; the caller names it, then calls finish.

    Args:
        folder: the backup.
        manifest: its own.
        to: the folder to fill.
        servers: what is filled besides it.
        keys: a copy of the vault's `keys`, where the backup does not hold them.
        witness: the folder of the vault's own witness, as it was last.
        random: for names.
        progress: hears what is done.

    Raises:
        Missing: there are no keys, or the backup lacks something.
        NotAuthentic: bytes are not what the manifest or the rows say, or keys are another's.
        UnfitDatabase: the rows are of a later version, or the database is not empty.
        UnfitStore: the buckets are not empty, or the store failed its test.
        StoreUnavailable: a server gives no answer.
    """
    _copy(_file(folder, manifest, ROWS), to / FILE, manifest.files[ROWS])
    for name, stored in manifest.files.items():
        if name != ROWS:
            (to / name).parent.mkdir(mode=0o700, exist_ok=True)
            _copy(_file(folder, manifest, name), to / name, stored)
    if not manifest.keys:
        _take(keys, to / KEYS, "keys")
    _check_keys(to)  # (4)
    if witness is not None:
        _take(witness, to / WITNESS, "witness")
        _check_witness(to)  # (5)
    wanted = _check_rows(to / FILE, manifest)  # (3)
    note_restored(to, digest(manifest.marshal()))
    mark = mark_of(manifest)
    with ExitStack() as stack:
        database = None
        if servers.where is not None:
            database = stack.enter_context(filling(servers.where, mark))
            database.check()
        stores = stack.enter_context(closing(open_stores(to, servers.objects, random)))
        begin_filling(stores, mark, wanted, remove=False)
        fill(stores, wanted, lambda name: read_pieces(folder / OBJECTS / name), progress)  # (6)
        if database is not None and servers.where is not None:
            database.fill(to / FILE, count_file(to / FILE), progress)  # (7)
            (to / FILE).unlink()
            write_new(to / NAMED, [named(servers.where)])
    if servers != Servers():
        write_new(to / RESTORING, [mark.encode()])


def is_unfinished(data: Path, manifest: Manifest) -> bool:
    """Tell whether a folder was restored from this and only the marks were left."""
    try:
        return (data / RESTORING).read_bytes() == mark_of(manifest).encode()
    except (FileNotFoundError, NotADirectoryError):
        return False


def finish(data: Path, manifest: Manifest, servers: Servers, random: Random) -> None:
    """Take the marks away; from now on a vault may start. Raises as restore does."""
    if not is_unfinished(data, manifest):
        return
    if servers.where is not None:
        with filling(servers.where, mark_of(manifest)) as database:
            database.check_mark()
            database.release()
    with closing(open_stores(data, servers.objects, random)) as stores:
        end_filling(stores)
    (data / RESTORING).unlink()
    sync_folder(data)


def _file(folder: Path, manifest: Manifest, name: str) -> Path:
    snapshot = folder / manifest.snapshot
    return snapshot / ROWS if name == ROWS else snapshot / FILES / name


def _copy(source: Path, to: Path, stored: Stored) -> None:
    with closing(read_pieces(source)) as pieces:
        written = write_new(to, pieces, hashed=True)
    to.chmod(0o600)
    if (written.length, written.sha256) != (stored.length, stored.sha256):
        raise NotAuthentic(f"{to.name} of the backup is not what its manifest says")


def _take(source: Path | None, to: Path, what: str) -> None:
    if source is None or not source.is_dir():
        raise Missing(f"the vault's {what} are not here; give their folder with --{what}")
    to.mkdir(mode=0o700, exist_ok=True)
    for path in source.iterdir():
        # What the backup has of them is public, and must be the same.
        if path.is_file() and not path.name.endswith(".new"):
            data = path.read_bytes()
            if not (to / path.name).exists():
                write_new(to / path.name, [data])
                (to / path.name).chmod(0o600)
            elif (to / path.name).read_bytes() != data:
                raise NotAuthentic(f"the {what} that were given are of another vault")


def _check_keys(to: Path) -> None:
    try:
        origin = (to / KEYS / "origin").read_text("utf-8")
        log = LogKey.of_seed(origin, (to / KEYS / "log.key").read_bytes())
    except FileNotFoundError:
        raise Missing("the vault's keys are not whole: no log.key, or no origin") from None
    if log.verifiers()[0].marshal() != (to / LOG_KEY_FILE).read_text("utf-8"):
        raise NotAuthentic("the keys that were given are not those of this log")


def _check_witness(to: Path) -> None:
    if not (to / WITNESS / STATE).is_file() or not (to / WITNESS / WITNESS_KEY).is_file():
        raise Missing("the witness's folder is not whole: its key and its state, or neither")
    key = witness_verifier(SigningKey((to / WITNESS / WITNESS_KEY).read_bytes()))
    policy = parse_log_policy((to / IN_FORCE).read_text("utf-8"))
    if policy.witnesses.get(key.name) != key:
        raise NotAuthentic("the witness that was given is not the one of this log's policy")


def _check_rows(path: Path, manifest: Manifest) -> dict[str, Held]:
    """Want the rows to be whole, of a known version, and to name what the manifest lists."""
    try:
        with closing(sqlite3.connect(path)) as file:
            (said,) = file.execute("PRAGMA integrity_check(1)").fetchone()
        whole = said == "ok" and log_size(path) == manifest.log_size
        whole = whole and count_file(path) == manifest.tables
    except sqlite3.DatabaseError:
        whole = False
    if not whole:
        raise NotAuthentic("the rows of the backup are not whole")
    prepare_sqlite(path)
    held = referred(path)
    if held.keys() != manifest.objects.keys():
        raise NotAuthentic("the rows of the backup name other objects than its manifest")
    listed = manifest.objects
    return {
        name: Held(listed[name].length, listed[name].sha256, each.release)
        for name, each in held.items()
    }
