"""Long files on their way to a vault: in pieces, so that a break costs a piece and no more.

docs/api.md 3. A piece is an object of its own until all of them are there; then they become
the file, and go. Which pieces a file has follows from its length alone.
"""

import hashlib
from collections.abc import Iterator

from vault.errors import Missing
from vault.ids import ID_SIZE, Eid
from vault.objects import ObjectStore

PIECE = 16 * 1024 * 1024
"""A file that is longer comes in pieces of so many bytes; the last one holds the rest."""


def piece_count(length: int) -> int:
    """Tell how many pieces a file of this length comes in; 0 when it comes whole."""
    return -(-length // PIECE) if length > PIECE else 0


def piece_length(length: int, piece: int) -> int:
    """Tell how long a piece is, of a file of this length."""
    return min(PIECE, length - piece * PIECE)


def piece_names(eid: Eid, name: str, length: int) -> list[str]:
    """Name the objects of a file's pieces, in order."""
    hashes = (
        hashlib.sha256(name.encode() + piece.to_bytes(4)).digest()
        for piece in range(piece_count(length))
    )
    return [f"x/{eid.hex()}/{hashed[:ID_SIZE].hex()}" for hashed in hashes]


def fixed_name(eid: Eid, kind: str) -> str:
    """Name the catalogue and the leaves in a vault, which the statement does not name."""
    return hashlib.sha256(kind.encode() + eid).digest()[:ID_SIZE].hex()


def stored_pieces(store: ObjectStore, names: list[str]) -> int:
    """Count the pieces from the first on that are stored."""
    for place, name in enumerate(names):
        try:
            store.size(name)
        except Missing:
            return place
    return len(names)


def are_stored(store: ObjectStore, names: list[str]) -> bool:
    """Tell whether all pieces are stored; asked from the last, which mostly comes last."""
    try:
        for name in reversed(names):
            store.size(name)
    except Missing:
        return False
    return True


def joined(store: ObjectStore, names: list[str]) -> Iterator[bytes]:
    """Give the bytes of all pieces, or raise Missing."""
    for name in names:
        yield from store.read(name)
