"""The SHA-256 of bytes that come in pieces, found while they go somewhere else."""

import hashlib
from collections.abc import Iterable, Iterator


class Hashing:
    """Passes pieces on, once, and hashes them; `length` counts the bytes that went by."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = pieces
        self._hash = hashlib.sha256()
        self.length = 0

    def __iter__(self) -> Iterator[bytes]:
        """Give each piece after it was hashed."""
        for piece in self._pieces:
            self._hash.update(piece)
            self.length += len(piece)
            yield piece

    @property
    def sha256(self) -> bytes:
        """The hash of what went by."""
        return self._hash.digest()


def hash_pieces(pieces: Iterable[bytes]) -> tuple[bytes, int]:
    """Give the SHA-256 of pieces, and how many bytes they are."""
    hashing = Hashing(pieces)
    for _ in hashing:
        pass
    return hashing.sha256, hashing.length
