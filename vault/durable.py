"""Durable files: written once, synced, and read back before anybody is told.

docs/formats/extraction.md 6. The reading back compares a CRC: it finds a short or a
misdirected write. Who changed bytes on purpose is found by the box that they hold and,
for packs, by the SHA-256 in the guardian's statement.
"""

import errno
import hashlib
import os
import zlib
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from vault.errors import Missing, StoreUnavailable

NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
PIECE = 4 * 1024 * 1024
"""Files are read in pieces of so many bytes."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a new file holds: length in bytes, and its SHA-256 if that was asked for."""

    length: int
    crc: int
    sha256: bytes | None


def write_new(path: Path, chunks: Iterable[bytes], *, hashed: bool = False) -> Written:
    """Write a file that must not exist yet; when it cannot be whole, it is not there.

    Raises:
        StoreUnavailable: there is no room, or it reads back with other bytes.
    """
    with reporting("write"):
        # Unbuffered: a buffer would try to write once more when it is closed on a full disk.
        file = FileIO(path, "x")
    try:
        with file:
            written = _write(file, chunks, hashed=hashed)
        _read_back(path, written)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return written


def write_over(path: Path, data: bytes) -> None:
    """Write a small file in one step, over what was there; durable once this returns.

    Raises:
        StoreUnavailable: there is no room, or it reads back with other bytes.
    """
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    write_new(fresh, [data])
    fresh.replace(path)
    sync_folder(path.parent)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, each durable in the one that holds it.

    Raises:
        StoreUnavailable: it cannot be made.
    """
    with reporting("write"):
        missing = [above for above in (folder, *folder.parents) if not above.exists()]
        folder.mkdir(parents=True, exist_ok=True)
        for made in reversed(missing):
            sync_folder(made.parent)


def sync_folder(folder: Path) -> None:
    """Make a folder's names durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_pieces(
    path: Path, offset: int = 0, length: int | None = None
) -> Generator[bytes, None, None]:
    """Give a file's bytes in pieces; fewer than `length` when it is shorter.

    Raises:
        Missing: there is no such file.
        StoreUnavailable: it cannot be read.
    """
    # A bare handle, closed by the generator alone: a file object that is left to the collector
    # together with its generator may be met first, and complains.
    handle = _open(path)
    try:
        # Documents may name offsets that no file system knows.
        os.lseek(handle, min(offset, os.fstat(handle).st_size), os.SEEK_SET)
        while length is None or length > 0:
            with reporting("read"):
                piece = os.read(handle, PIECE if length is None else min(PIECE, length))
            if not piece:
                return
            if length is not None:
                length -= len(piece)
            yield piece
    finally:
        os.close(handle)


@contextmanager
def reporting(deed: str) -> Iterator[None]:
    """Turn what the system says about a file into advice, without the file's name.

    Raises:
        StoreUnavailable: in place of any OSError.
    """
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise StoreUnavailable("the disk is full; free some space, then try again") from error
        raise StoreUnavailable(
            f"cannot {deed} (errno {error.errno}); check the folder, then try again"
        ) from error


def _open(path: Path) -> int:
    with reporting("read"):
        try:
            return os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except (FileNotFoundError, NotADirectoryError):
            raise Missing(f"{path.name} is not there") from None


def _write(file: FileIO, chunks: Iterable[bytes], *, hashed: bool) -> Written:
    crc, length = 0, 0
    digest = hashlib.sha256() if hashed else None
    # What the chunks' own source raises is not ours to explain, so only writes are reported.
    for chunk in chunks:
        crc = zlib.crc32(chunk, crc)
        length += len(chunk)
        if digest is not None:
            digest.update(chunk)
        rest = memoryview(chunk)
        while rest:
            with reporting("write"):
                rest = rest[file.write(rest) :]
    with reporting("write"):
        os.fsync(file.fileno())
    return Written(length, crc, None if digest is None else digest.digest())


def _read_back(path: Path, written: Written) -> None:
    crc, length = 0, 0
    for piece in read_pieces(path):
        crc = zlib.crc32(piece, crc)
        length += len(piece)
    if (length, crc) != (written.length, written.crc):
        raise StoreUnavailable("a file reads back with other bytes; check the disk")
