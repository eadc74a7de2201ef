"""Object stores: sealed bytes under names that are written once.

docs/formats/extraction.md 6. A name is `x/<id>` or `x/<id>/<id>`, each id 32 hex digits.
Every store passes tests/contract/test_object_store.py.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Protocol

from vault.errors import Missing

_NAME = re.compile(r"x/[0-9a-f]{32}(/[0-9a-f]{32})?")


class ObjectStore(Protocol):
    """Keeps objects. What `put` has returned for survives a power cut."""

    def put(self, name: str, chunks: Iterable[bytes], *, sha256: bytes | None = None) -> int:
        """Store an object under a new name; give its length in bytes.

        The same bytes again are fine, so that an upload that was cut off may be repeated.

        Raises:
            AlreadyStored: the name holds other bytes.
            NotAuthentic: the bytes are not of the SHA-256 that was asked for.
            StoreUnavailable: there is no room, or no answer.
        """

    def read(self, name: str, offset: int = 0, length: int | None = None) -> Iterator[bytes]:
        """Give an object's bytes from `offset` on, `length` of them or all.

        Raises:
            Missing: at once, when there is no such object or it is shorter than that.
        """

    def size(self, name: str) -> int:
        """Give an object's length in bytes, or raise Missing."""

    def delete(self, name: str) -> None:
        """Remove an object; nothing happens when it is gone."""

    def names(self, prefix: str = "x/") -> Iterator[str]:
        """List the names that begin so, in order."""


def check_name(name: str) -> None:
    """Want an object's name, or raise Missing: nothing is stored under any other."""
    if not _NAME.fullmatch(name):
        raise Missing("no object has such a name")
