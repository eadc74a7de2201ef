"""Release boxes on their way into the object store, hashed as they pass.

docs/cli.md 7. The box is sealed and stored before the row of its release exists, so its
SHA-256 waits here for the transaction that publishes it.
"""

from collections.abc import Iterator

from vault.hashing import Hashing
from vault.objects import ObjectStore


class HashedBoxes:
    """Stores boxes; gives each one's SHA-256 once."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store
        self._waiting: dict[str, bytes] = {}

    def put(self, name: str, chunks: Iterator[bytes]) -> int:
        """Store a box under a new name; give its length in bytes."""
        hashing = Hashing(chunks)
        length = self._store.put(name, iter(hashing))
        self._waiting[name] = hashing.sha256
        return length

    def drop(self, name: str) -> None:
        """Remove a box that was not published."""
        self._waiting.pop(name, None)
        self._store.delete(name)

    def take_digest(self, name: str) -> bytes:
        """Give the SHA-256 of a box that was stored, once."""
        return self._waiting.pop(name)
