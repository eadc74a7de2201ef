"""An object store in a directory: write-once names, durable, read back.

docs/formats/extraction.md 6. A name is taken by a hard link, which is atomic and never
replaces; a file that was cut off keeps a `.tmp` name and is removed at the next start. A
directory cannot keep its owner from deleting, and SOUNDNESS.md says so.
"""

import hashlib
import os
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from vault.custody import PIECE, sync_folder
from vault.errors import AlreadyStored, Missing, StoreUnavailable
from vault.ids import Random

_NAME = re.compile(r"^x/[0-9a-f]{32}(/[0-9a-f]{32})?$")
_ENDING = ".tmp"


class DirectoryStore:
    """Objects as files below one folder; names are `x/<id>` or `x/<id>/<id>`."""

    __slots__ = ("_random", "_root")

    def __init__(self, root: Path, *, random: Random) -> None:
        """Open a store; what an earlier run left half-written is removed.

        Raises:
            StoreUnavailable: the file system makes no hard links, or cannot be written.
        """
        self._root = root
        self._random = random
        try:
            root.mkdir(parents=True, exist_ok=True)
            for stray in root.rglob(f"*{_ENDING}"):
                stray.unlink()
            probe, other = root / f"probe{_ENDING}", root / f"probe-2{_ENDING}"
            probe.write_bytes(b"")
            other.hardlink_to(probe)
            other.unlink()
            probe.unlink()
        except OSError as error:
            raise StoreUnavailable(
                f"the object folder cannot be used (errno {error.errno})"
            ) from error

    def put(self, name: str, chunks: Iterable[bytes], *, sha256: bytes | None = None) -> int:
        """Store an object under a new name; give its length.

        The same bytes again are fine, so that an upload that was cut off may be repeated.

        Raises:
            AlreadyStored: the name holds other bytes, or the bytes are not of this hash.
            StoreUnavailable: there is no room.
        """
        final = self._path(name)
        temporary = final.with_name(f"{final.name}.{self._random(8).hex()}{_ENDING}")
        try:
            self._make_folder(final.parent)
            length, crc, found = _write(temporary, chunks)
            if sha256 is not None and found != sha256:
                raise AlreadyStored(f"object {name} has other bytes than its statement says")
            self._name(temporary, final, found)
            self._check(final, length, crc)
        except OSError as error:
            raise StoreUnavailable(
                f"object {name} cannot be written (errno {error.errno})"
            ) from error
        finally:
            temporary.unlink(missing_ok=True)
        return length

    def read(self, name: str, offset: int = 0, length: int | None = None) -> Iterator[bytes]:
        """Give an object's bytes from `offset` on, or raise Missing."""
        left = self.size(name) - offset if length is None else length
        if offset < 0 or left < 0 or offset + left > self.size(name):
            raise Missing(f"object {name} is shorter than that")
        with self._path(name).open("rb") as file:
            file.seek(offset)
            while left:
                piece = file.read(min(PIECE, left))
                if not piece:
                    raise Missing(f"object {name} is cut short")
                left -= len(piece)
                yield piece

    def size(self, name: str) -> int:
        """Give an object's length, or raise Missing."""
        try:
            return self._path(name).stat().st_size
        except FileNotFoundError:
            raise Missing(f"object {name} is not stored") from None

    def delete(self, name: str) -> None:
        """Remove an object; nothing happens when it is gone."""
        path = self._path(name)
        if path.exists():
            path.unlink()
            sync_folder(path.parent)

    def names(self, prefix: str = "x/") -> Iterator[str]:
        """List the names that begin so, in order."""
        for path in sorted(self._root.rglob("*")):
            name = path.relative_to(self._root).as_posix()
            if path.is_file() and name.startswith(prefix) and _NAME.match(name):
                yield name

    def _path(self, name: str) -> Path:
        if not _NAME.match(name):
            raise Missing("no object has such a name")
        return self._root / name

    def _make_folder(self, folder: Path) -> None:
        if not folder.exists():
            folder.mkdir(parents=True, exist_ok=True)
            sync_folder(folder.parent)

    def _name(self, temporary: Path, final: Path, sha256: bytes) -> None:
        try:
            final.hardlink_to(temporary)
        except FileExistsError:
            if _hash(final) != sha256:
                raise AlreadyStored(f"object {final.name} holds other bytes") from None
        sync_folder(final.parent)

    def _check(self, final: Path, length: int, crc: int) -> None:
        """Read back what was written, before anybody is told that it is stored."""
        found, size = 0, 0
        with final.open("rb") as file:
            while piece := file.read(PIECE):
                found = zlib.crc32(piece, found)
                size += len(piece)
        if (size, found) != (length, crc):
            raise StoreUnavailable(f"object {final.name} reads back with other bytes")
        final.chmod(0o440)


def _write(path: Path, chunks: Iterable[bytes]) -> tuple[int, int, bytes]:
    hashed, crc, length = hashlib.sha256(), 0, 0
    with path.open("xb") as file:
        for chunk in chunks:
            file.write(chunk)
            hashed.update(chunk)
            crc = zlib.crc32(chunk, crc)
            length += len(chunk)
        file.flush()
        os.fsync(file.fileno())
    return length, crc, hashed.digest()


def _hash(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()
