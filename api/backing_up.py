"""Backing up: the rows at one moment, and every object that they refer to.

docs/formats/backup.md, docs/operations.md 11. The vault may run meanwhile. What is erased or
withdrawn between the rows and the objects is not there to be copied any more; then the rows
are read once more, so that a backup never lacks what its own rows say is there.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from api.backup_manifest import (
    FILES,
    OBJECTS,
    ROWS,
    SNAPSHOT,
    Manifest,
    Stored,
    read_manifest,
    write_manifest,
)
from api.object_stores import Stores
from api.referred import Held, referred
from api.row_snapshot import Progress, Snapshot, log_size
from vault.durable import make_folder, read_pieces, sync_folder, write_new
from vault.errors import Missing, NotAuthentic, UnfitStore
from vault.hashing import Hashing, hash_pieces
from vault.ids import Random
from vault.objects_files import DirectoryStore

PUBLIC = ("log.vkey", "policy", "policy.next", "tsa.json")
KEYS, WORKER = "keys", "worker"
CERTIFICATES = ("root.cert", "organisation.cert")
TRIES = 5


@dataclass(frozen=True, slots=True)
class Made:
    """What a run did: the manifest now in force, what was copied anew, and what it took out."""

    manifest: Manifest
    copied: int
    copied_bytes: int
    removed: int


def back_up(
    data: Path,
    folder: Path,
    stores: Stores,
    snapshot: Snapshot,
    *,
    keys: bool,
    origin: str,
    now_ms: Callable[[], int],
    random: Random,
    progress: Progress,
) -> Made:
    """Make a folder a backup of a vault; nobody else writes to the folder.

    Args:
        data: the vault's data folder.
        folder: where the backup is, or an earlier one of the same vault.
        stores: where the vault's objects are.
        snapshot: reads its rows.
        keys: whether its secret keys go in.
        origin: the log's.
        now_ms: UTC milliseconds.
        random: for names.
        progress: hears what is done.

    Raises:
        UnfitStore: the folder holds a backup of another vault, or a newer one of this.
        Missing: the vault lacks an object that its rows name.
        NotAuthentic: an object is not what its row says.
        StoreUnavailable: something cannot be read or written.
    """
    before = read_manifest(folder)
    kept = DirectoryStore(folder / OBJECTS, random=random)
    _remove_snapshots(folder, None if before is None else before.snapshot)
    copying = _Copying(stores, kept, {} if before is None else before.objects, progress)
    for attempt in range(TRIES):
        name = f"{SNAPSHOT}{random(8).hex()}"
        make_folder(folder / name / FILES)
        files = _copy_files(data, folder / name / FILES, keys=keys)
        made_ms = now_ms()
        rows = folder / name / ROWS
        tables = snapshot(rows, progress)
        size, wanted = log_size(rows), referred(rows)
        files[ROWS] = hashed_file(rows)
        _check_same(before, files, size)
        missing = copying.run(wanted)
        if missing is None:
            break
        if attempt == TRIES - 1:
            raise Missing(f"object {missing} is not stored; run safehold fsck")
        _remove_snapshots(folder, None if before is None else before.snapshot)
    objects = {each: copying.done[each] for each in wanted}
    manifest = Manifest(made_ms, origin, size, keys, name, tables, files, objects)
    write_manifest(folder, manifest)
    removed = _remove_rest(folder, kept, manifest)
    return Made(manifest, copying.copied, copying.copied_bytes, removed)


class _Copying:
    """Copies objects into a backup; what was copied once is not read again."""

    def __init__(
        self,
        stores: Stores,
        kept: DirectoryStore,
        before: Mapping[str, Stored],
        progress: Progress,
    ) -> None:
        self._stores, self._kept, self._before = stores, kept, before
        self._progress = progress
        self.done: dict[str, Stored] = {}
        self.copied, self.copied_bytes = 0, 0

    def run(self, wanted: Mapping[str, Held]) -> str | None:
        """Copy what is not there yet; give the name of one that the vault does not have."""
        total = sum(held.length for held in wanted.values())
        passed = 0
        for name, held in wanted.items():
            if name not in self.done:
                try:
                    self.done[name] = self._one(name, held, passed, total)
                except Missing:
                    return name
            passed += held.length
            self._progress("copying", passed, total)
        return None

    def _one(self, name: str, held: Held, passed: int, total: int) -> Stored:
        found = self._there(name)
        if found is None:
            found = self._copy(name, held, passed, total)
        if found.length != held.length or held.sha256 not in (None, found.sha256):
            raise NotAuthentic(f"object {name} is not what its row says; run safehold fsck")
        return found

    def _there(self, name: str) -> Stored | None:
        """Tell of an object that an earlier run brought whole; only a whole one has its name."""
        try:
            length = self._kept.size(name)
        except Missing:
            return None
        found = self._before.get(name)
        if found is not None and found.length == length:
            return found
        return _hashed(self._kept.read(name))

    def _copy(self, name: str, held: Held, passed: int, total: int) -> Stored:
        store = self._stores.releases if held.release else self._stores.custody
        hashing = Hashing(store.read(name))

        def passing() -> Iterator[bytes]:
            for piece in hashing:
                self._progress("copying", passed + hashing.length, total)
                yield piece

        try:
            length = self._kept.put(name, passing(), sha256=held.sha256)
        except NotAuthentic:
            raise NotAuthentic(
                f"object {name} is not what its row says; run safehold fsck"
            ) from None
        if length != held.length:
            self._kept.delete(name)
        self.copied += 1
        self.copied_bytes += length
        return Stored(length, hashing.sha256)


def hashed_file(path: Path) -> Stored:
    """Read a file; give its length and SHA-256, or raise Missing."""
    with closing(read_pieces(path)) as pieces:
        return _hashed(pieces)


def _hashed(pieces: Iterator[bytes]) -> Stored:
    sha256, length = hash_pieces(pieces)
    return Stored(length, sha256)


def _copy_files(data: Path, to: Path, *, keys: bool) -> dict[str, Stored]:
    """Copy what is public of the data folder, and the secret keys if they are wanted."""
    names = [name for name in PUBLIC if (data / name).is_file()]
    names += [path.name for path in data.glob("continued-*.json")]
    names += [f"{KEYS}/{name}" for name in CERTIFICATES]
    if keys:
        for each in (KEYS, WORKER):
            names += [f"{each}/{path.name}" for path in (data / each).glob("*") if path.is_file()]
    copied: dict[str, Stored] = {}
    for name in dict.fromkeys(names):
        if name.endswith(".new"):
            continue
        make_folder((to / name).parent)
        # A worker's key may have been destroyed since it was listed.
        with suppress(FileNotFoundError):
            written = write_new(to / name, [(data / name).read_bytes()], hashed=True)
            assert written.sha256 is not None
            (to / name).chmod(0o600)
            copied[name] = Stored(written.length, written.sha256)
            sync_folder((to / name).parent)
    return copied


def _check_same(before: Manifest | None, files: Mapping[str, Stored], size: int) -> None:
    if before is None:
        return
    root = f"{KEYS}/{CERTIFICATES[0]}"
    if before.files.get(root) != files.get(root):
        raise UnfitStore("the folder holds a backup of another vault; choose another folder")
    if before.log_size > size:
        raise UnfitStore(
            "the folder holds a backup of a longer log: this vault is an older copy;"
            " choose another folder"
        )


def _remove_snapshots(folder: Path, kept: str | None) -> None:
    for path in folder.glob(f"{SNAPSHOT}*"):
        if path.name != kept:
            shutil.rmtree(path)


def _remove_rest(folder: Path, kept: DirectoryStore, manifest: Manifest) -> int:
    """Remove what the manifest does not list any more; count the objects."""
    _remove_snapshots(folder, manifest.snapshot)
    gone = [name for name in kept.names() if name not in manifest.objects]
    for name in gone:
        kept.delete(name)
    return len(gone)
