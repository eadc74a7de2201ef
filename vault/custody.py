"""Custody: where a sealed extraction lies, and how it gets there.

docs/formats/extraction.md 6. A folder on disk and a vault over HTTP hold the same
files under the same names:

    ingest.dsse.json  certs.json  leaves.bin  catalogue.box  wrap.bin
    packs/<id>  objects/<name>  receipt.dsse.json (once she countersigned)
"""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

from vault.canonical import marshal, parse
from vault.errors import AlreadyStored, Malformed, Missing, StoreUnavailable
from vault.ids import Random

INGEST = "ingest.dsse.json"
CERTS = "certs.json"
LEAVES = "leaves.bin"
CATALOGUE = "catalogue.box"
WRAP = "wrap.bin"
RECEIPT = "receipt.dsse.json"
PIECE = 4 * 1024 * 1024


class Custody(Protocol):
    """Reading a sealed extraction. Every call raises Missing for what is not there."""

    def ingest(self) -> bytes:
        """Give the ingest statement."""

    def certs(self) -> list[bytes]:
        """Give the certificates that came with it."""

    def leaves(self) -> bytes:
        """Give the leaf hashes, 32 bytes each."""

    def catalogue(self) -> bytes:
        """Give the sealed catalogue."""

    def wrap(self) -> bytes:
        """Give the extraction key, sealed to the survivor."""

    def receipt(self) -> bytes | None:
        """Give her receipt, if she signed one."""

    def read_pack(self, pack: str, offset: int, length: int) -> bytes:
        """Give a range of a pack; exactly `length` bytes, or Missing."""

    def object_chunks(self, name: str) -> Iterator[bytes]:
        """Give an object's sealed bytes in pieces."""


class SealedSink(Protocol):
    """Writing a sealed extraction. Nothing counts before `commit` returns."""

    def write_pack(self, pack: str, data: bytes) -> None:
        """Keep a pack."""

    def write_object(self, name: str, chunks: Iterable[bytes]) -> int:
        """Keep an object; give its length."""

    def drop_object(self, name: str) -> None:
        """Let go of an object that turned out to be a copy of another."""

    def write_file(self, name: str, data: bytes) -> None:
        """Keep one of the named files."""

    def commit(self) -> None:
        """Make it all durable and visible at once."""

    def abandon(self) -> None:
        """Remove everything; safe to call after `commit`."""


def marshal_certs(certs: Iterable[bytes]) -> bytes:
    """Spell certificates as certs.json: an array of envelopes."""
    return marshal([parse(raw) for raw in certs])


def parse_certs(data: bytes) -> list[bytes]:
    """Read certs.json, or raise Malformed."""
    value = parse(data)
    if not isinstance(value, list):
        raise Malformed("certs.json: want a list")
    return [marshal(item) for item in value]


class FolderCustody:
    """A sealed extraction in a folder."""

    __slots__ = ("_folder",)

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def ingest(self) -> bytes:
        """Give the ingest statement."""
        return self._read(INGEST)

    def certs(self) -> list[bytes]:
        """Give the certificates."""
        return parse_certs(self._read(CERTS))

    def leaves(self) -> bytes:
        """Give the leaf hashes."""
        return self._read(LEAVES)

    def catalogue(self) -> bytes:
        """Give the sealed catalogue."""
        return self._read(CATALOGUE)

    def wrap(self) -> bytes:
        """Give the wrapped extraction key."""
        return self._read(WRAP)

    def receipt(self) -> bytes | None:
        """Give her receipt, if there is one."""
        return self._read(RECEIPT) if (self._folder / RECEIPT).exists() else None

    def read_pack(self, pack: str, offset: int, length: int) -> bytes:
        """Give a range of a pack."""
        with self._open(f"packs/{pack}") as file:
            file.seek(offset)
            data = file.read(length)
        if len(data) != length:
            raise Missing(f"pack {pack} is shorter than the catalogue says")
        return data

    def object_chunks(self, name: str) -> Iterator[bytes]:
        """Give an object's sealed bytes."""
        with self._open(f"objects/{name}") as file:
            while piece := file.read(PIECE):
                yield piece

    def _read(self, name: str) -> bytes:
        with self._open(name) as file:
            return file.read()

    @contextmanager
    def _open(self, name: str) -> Iterator[BinaryIO]:
        try:
            with (self._folder / name).open("rb") as file:
                yield file
        except FileNotFoundError:
            raise Missing(f"{name} is not in the folder") from None
        except OSError as error:
            raise StoreUnavailable(f"cannot read {name} (errno {error.errno})") from error


class FolderSink:
    """Writes a sealed extraction beside its final place, and renames it there at the end."""

    __slots__ = ("_final", "_partial")

    def __init__(self, final: Path, *, random: Random) -> None:
        """Begin; leftovers of an earlier run that was cut off are removed.

        Raises:
            AlreadyStored: the folder exists already.
            StoreUnavailable: the folder above cannot be written.
        """
        if final.exists():
            raise AlreadyStored("the output folder exists already; choose a new one")
        with _room():
            for leftover in final.parent.glob(f"{final.name}.partial-*"):
                shutil.rmtree(leftover)
            self._final = final
            self._partial = final.with_name(f"{final.name}.partial-{random(8).hex()}")
            (self._partial / "packs").mkdir(parents=True)
            (self._partial / "objects").mkdir()

    @property
    def folder(self) -> Path:
        """Where it is being written."""
        return self._partial

    def write_pack(self, pack: str, data: bytes) -> None:
        """Keep a pack, and read it back."""
        self.write_file(f"packs/{pack}", data)

    def write_object(self, name: str, chunks: Iterable[bytes]) -> int:
        """Keep an object; give its length."""
        path = self._partial / "objects" / name
        length = 0
        with _room(), path.open("xb") as file:
            for chunk in chunks:
                file.write(chunk)
                length += len(chunk)
            _sync(file)
        if path.stat().st_size != length:
            raise StoreUnavailable(f"object {name} reads back with another length")
        return length

    def drop_object(self, name: str) -> None:
        """Let go of an object."""
        (self._partial / "objects" / name).unlink()

    def write_file(self, name: str, data: bytes) -> None:
        """Keep a file, and read it back."""
        path = self._partial / name
        with _room(), path.open("xb") as file:
            file.write(data)
            _sync(file)
        if path.read_bytes() != data:
            raise StoreUnavailable(f"{name} reads back with other bytes")

    def commit(self) -> None:
        """Make it durable, then visible under its final name."""
        with _room():
            for folder in (self._partial / "packs", self._partial / "objects", self._partial):
                sync_folder(folder)
            if self._final.exists():
                raise AlreadyStored("the output folder exists already; choose a new one")
            self._partial.rename(self._final)
            sync_folder(self._final.parent)

    def abandon(self) -> None:
        """Remove what was written, unless it was committed."""
        shutil.rmtree(self._partial, ignore_errors=True)


def sync_folder(folder: Path) -> None:
    """Make a folder's names durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


@contextmanager
def _room() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreUnavailable(
            f"cannot write (errno {error.errno}); free space or check the folder, then run it again"
        ) from error
