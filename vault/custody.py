"""Custody: where a sealed extraction lies, and how it gets there.

docs/formats/extraction.md 6. A folder on disk and a vault over HTTP hold the same
files under the same names:

    ingest.dsse.json  certs.json  leaves.bin  catalogue.box  wrap.bin
    packs/<id>  objects/<name>  receipt.dsse.json (once she countersigned)
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from vault.canonical import marshal, parse
from vault.durable import make_folder, read_pieces, reporting, sync_folder, write_new
from vault.errors import AlreadyStored, Malformed, Missing
from vault.ids import Random
from vault.leftovers import new_folder, remove_leftovers

INGEST = "ingest.dsse.json"
CERTS = "certs.json"
LEAVES = "leaves.bin"
CATALOGUE = "catalogue.box"
WRAP = "wrap.bin"
RECEIPT = "receipt.dsse.json"


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

    def write_pack(self, pack: str, parts: Iterable[bytes]) -> None:
        """Keep a pack, given as parts that follow each other."""

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
        data = b"".join(read_pieces(self._folder / "packs" / pack, offset, length))
        if len(data) != length:
            raise Missing(f"pack {pack} is shorter than the catalogue says")
        return data

    def object_chunks(self, name: str) -> Iterator[bytes]:
        """Give an object's sealed bytes."""
        return read_pieces(self._folder / "objects" / name)

    def _read(self, name: str) -> bytes:
        return b"".join(read_pieces(self._folder / name))


class FolderSink:
    """Writes a sealed extraction beside its final place, and renames it there at the end."""

    __slots__ = ("_claim", "_final", "_partial")

    def __init__(self, final: Path, *, random: Random) -> None:
        """Begin; leftovers of an earlier run that was cut off are removed.

        Raises:
            AlreadyStored: the folder exists already.
            StoreUnavailable: the folder above cannot be written.
        """
        _want_free(final)
        make_folder(final.parent)
        beginning = final.with_name(f"{final.name}.partial-")
        remove_leftovers(beginning)
        self._final = final
        with reporting("write"):
            self._claim = new_folder(beginning, random=random)
            self._partial = self._claim.path
            try:
                (self._partial / "packs").mkdir()
                (self._partial / "objects").mkdir()
            except BaseException:
                self.abandon()
                raise

    @property
    def folder(self) -> Path:
        """Where it is being written."""
        return self._partial

    def write_pack(self, pack: str, parts: Iterable[bytes]) -> None:
        """Keep a pack, and read it back."""
        write_new(self._partial / "packs" / pack, parts)

    def write_object(self, name: str, chunks: Iterable[bytes]) -> int:
        """Keep an object, and read it back; give its length."""
        return write_new(self._partial / "objects" / name, chunks).length

    def drop_object(self, name: str) -> None:
        """Let go of an object."""
        with reporting("write"):
            (self._partial / "objects" / name).unlink()

    def write_file(self, name: str, data: bytes) -> None:
        """Keep a file, and read it back."""
        write_new(self._partial / name, [data])

    def commit(self) -> None:
        """Make it durable, then visible under its final name."""
        with reporting("write"):
            for folder in (self._partial / "packs", self._partial / "objects", self._partial):
                sync_folder(folder)
            _want_free(self._final)
            self._claim.finish(self._final)
        self._claim.let_go()

    def abandon(self) -> None:
        """Remove what was written, unless it was committed."""
        self._claim.remove()


def _want_free(final: Path) -> None:
    if final.exists():
        raise AlreadyStored("the output folder exists already; choose a new one")
