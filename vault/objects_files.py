"""An object store in a directory: write-once names, durable, read back.

docs/formats/extraction.md 6. A name is taken by a hard link, which is atomic and never
replaces; a file that was cut off keeps a `.tmp` name and is removed at the next start. A
directory cannot keep its owner from deleting, and SOUNDNESS.md says so.
"""

from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import zip_longest
from pathlib import Path

from vault.durable import make_folder, read_pieces, reporting, sync_folder, write_new
from vault.errors import AlreadyStored, Missing, NotAuthentic
from vault.ids import Random
from vault.objects import check_name

_ENDING = ".tmp"
_READ_ONLY = 0o440


class DirectoryStore:
    """Objects as files below one folder; see ObjectStore for what each call promises."""

    __slots__ = ("_durable", "_random", "_root")

    def __init__(self, root: Path, *, random: Random, alone: bool = True) -> None:
        """Open a store; what an earlier run left half-written is removed.

        Args:
            root: the folder.
            random: for the names of what is half-written.
            alone: False when other processes have it open: nothing is removed then, since
                it might be what another is writing.

        Raises:
            StoreUnavailable: the file system makes no hard links, or cannot be written.
        """
        self._root = root
        self._random = random
        # Folders whose own names this process has seen reach the disk.
        self._durable: set[Path] = set()
        make_folder(root)
        if not alone:
            return
        with reporting("write"):
            for stray in root.rglob(f"*{_ENDING}"):
                stray.unlink()
            probe, other = root / f"probe{_ENDING}", root / f"probe-2{_ENDING}"
            probe.touch()
            other.hardlink_to(probe)
            other.unlink()
            probe.unlink()

    def put(self, name: str, chunks: Iterable[bytes], *, sha256: bytes | None = None) -> int:
        """Store an object under a new name; give its length in bytes."""
        final = self._path(name)
        self._make_durable(final.parent)
        temporary = final.with_name(f"{final.name}.{self._random(8).hex()}{_ENDING}")
        written = write_new(temporary, chunks, hashed=sha256 is not None)
        try:
            if written.sha256 != sha256:
                raise NotAuthentic(f"object {name} has other bytes than its statement says")
            with reporting("write"):
                temporary.chmod(_READ_ONLY)
                _take_name(temporary, final)
        finally:
            temporary.unlink(missing_ok=True)
        with reporting("write"):
            sync_folder(final.parent)
        return written.length

    def read(self, name: str, offset: int = 0, length: int | None = None) -> Iterator[bytes]:
        """Give an object's bytes from `offset` on, or raise Missing at once."""
        size = self.size(name)
        left = size - offset if length is None else length
        if offset < 0 or left < 0 or offset + left > size:
            raise Missing(f"object {name} is shorter than that")
        return read_pieces(self._path(name), offset, left)

    def size(self, name: str) -> int:
        """Give an object's length in bytes, or raise Missing."""
        try:
            return self._path(name).stat().st_size
        except (FileNotFoundError, NotADirectoryError):
            raise Missing(f"object {name} is not stored") from None

    def delete(self, name: str) -> None:
        """Remove an object; nothing happens when it is gone."""
        path = self._path(name)
        with reporting("write"):
            if path.exists():
                path.unlink(missing_ok=True)
                sync_folder(path.parent)

    def close(self) -> None:
        """Do nothing: no file stays open between calls."""

    def names(self, prefix: str = "x/") -> Iterator[str]:
        """List the names that begin so, in order."""
        for path in sorted(self._root.rglob("*")):
            name = path.relative_to(self._root).as_posix()
            if name.startswith(prefix) and path.is_file() and path.suffix != _ENDING:
                yield name

    def _path(self, name: str) -> Path:
        check_name(name)
        return self._root / name

    def _make_durable(self, folder: Path) -> None:
        # Not only when it is missing: another thread may have made it a moment ago and not
        # have synced it yet, and then what is acknowledged here could vanish with it.
        if folder not in self._durable:
            make_folder(folder)
            with reporting("write"):
                for above in (self._root, *folder.relative_to(self._root).parents):
                    sync_folder(self._root / above)
            self._durable.add(folder)


def _take_name(temporary: Path, final: Path) -> None:
    try:
        final.hardlink_to(temporary)
    except FileExistsError:
        # Closed here: the comparison may stop early, and its files must not wait for the collector.
        with closing(read_pieces(temporary)) as ours, closing(read_pieces(final)) as theirs:
            same = all(one == other for one, other in zip_longest(ours, theirs))
        if not same:
            raise AlreadyStored(f"object {final.name} holds other bytes") from None
