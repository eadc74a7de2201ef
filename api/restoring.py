"""Restoring: a data folder out of a backup, whole or not at all.

docs/formats/backup.md 3. The numbers are that section's. Everything is read and hashed before
the folder has its name.
"""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from nacl.signing import SigningKey

from api.backing_up import KEYS, hashed_file
from api.backup_manifest import FILES, OBJECTS, ROWS, Manifest, Stored, read_manifest
from api.databases import FILE
from api.keyring import witness_verifier
from api.log_policy import IN_FORCE
from api.referred import referred
from api.schema import prepare_sqlite
from api.wiring import LOG_KEY_FILE
from audit.log_key import LogKey
from audit.policy import parse_log_policy
from audit.witness_state import STATE
from vault.durable import read_pieces, write_new
from vault.errors import Missing, NotAuthentic
from vault.ids import Random
from vault.objects_files import DirectoryStore

Progress = Callable[[str, int, int], None]
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


def restore(
    folder: Path,
    manifest: Manifest,
    to: Path,
    *,
    keys: Path | None,
    witness: Path | None,
    random: Random,
    progress: Progress,
) -> None:
    """Fill an empty folder with what a backup holds; the caller gives it its name.

    Args:
        folder: the backup.
        manifest: its own.
        to: the folder to fill.
        keys: a copy of the vault's `keys`, where the backup does not hold them.
        witness: the folder of the vault's own witness, as it was last.
        random: for names.
        progress: hears what is done.

    Raises:
        Missing: there are no keys, or the backup lacks something.
        NotAuthentic: bytes are not what the manifest or the rows say, or keys are another's.
        UnfitDatabase: the rows are of a later version.
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
    _check_rows(to / FILE, manifest)  # (3)
    _copy_objects(folder, manifest.objects, to, random, progress)  # (6)


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


def _check_rows(path: Path, manifest: Manifest) -> None:
    """Want the rows to be whole, of a known version, and to name what the manifest lists."""
    with closing(sqlite3.connect(path)) as file:
        try:
            (said,) = file.execute("PRAGMA integrity_check(1)").fetchone()
            (size,) = file.execute("SELECT size FROM audit_head").fetchone()
        except sqlite3.DatabaseError:
            said, size = "no", 0
    if said != "ok" or size != manifest.log_size:
        raise NotAuthentic("the rows of the backup are not whole")
    prepare_sqlite(path)
    if referred(path).keys() != manifest.objects.keys():
        raise NotAuthentic("the rows of the backup name other objects than its manifest")


def _copy_objects(
    folder: Path,
    objects: Mapping[str, Stored],
    to: Path,
    random: Random,
    progress: Progress,
) -> None:
    store = DirectoryStore(to / OBJECTS, random=random)
    total, done = sum(stored.length for stored in objects.values()), 0
    for name, stored in objects.items():
        with closing(read_pieces(folder / OBJECTS / name)) as pieces:
            store.put(name, pieces, sha256=stored.sha256)
        done += stored.length
        progress("restoring", done, total)
