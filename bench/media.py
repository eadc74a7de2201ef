"""Sealing one large medium: hashed and sealed, and the floor that any careful store has.

Imports no more than it measures, because the whole process is timed.
"""

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from vault.box import seal_chunks
from vault.custody import FolderSink

PIECE = 1 << 20


def pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def hashed(chunks: Iterable[bytes], into: Any) -> Iterator[bytes]:
    for chunk in chunks:
        into.update(chunk)
        yield chunk


def media(path: Path) -> None:
    """Hash and seal a file, letting go of what comes out."""
    sha256 = hashlib.sha256()
    sealed = seal_chunks(
        bytes(32), "object", bytes(20), hashed(pieces(path), sha256), random=os.urandom
    )
    for _ in sealed:
        pass


def floor(path: Path, out: Path) -> None:
    """Hash, copy with fsync, and read back: what any careful store must do."""
    sha256 = hashlib.sha256()
    with out.open("wb") as file:
        for piece in hashed(pieces(path), sha256):
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    for _ in pieces(out):
        pass
    out.unlink()


def stored(path: Path, folder: Path) -> None:
    """Hash, seal, store durably and read back."""
    sink = FolderSink(folder, random=os.urandom)
    sha256 = hashlib.sha256()
    sealed = seal_chunks(
        bytes(32), "object", bytes(20), hashed(pieces(path), sha256), random=os.urandom
    )
    sink.write_object("00" * 16, sealed)
    sink.abandon()


def main() -> None:
    part, *words = sys.argv[1:]
    paths = [Path(word) for word in words]
    {"media": media, "floor": floor, "stored": stored}[part](*paths)


if __name__ == "__main__":
    main()
