"""The right edge of a growing tree: leaves go in one by one, the root is there at any size.

docs/formats/checkpoint.md 1 (RFC 9162 2.1). It keeps one hash for each complete subtree,
so a log of any length is checked in constant memory.
"""

import hashlib

from audit.merkle import EMPTY_ROOT, node_hash


class Frontier:
    """The complete subtrees of what was added so far, largest first."""

    __slots__ = ("_peaks", "size")

    def __init__(self) -> None:
        self._peaks: list[bytes] = []
        self.size = 0

    def add(self, leaf: bytes) -> None:
        """Add a leaf hash."""
        peaks, place = self._peaks, self.size
        while place & 1:
            leaf = hashlib.sha256(b"\x01" + peaks.pop() + leaf).digest()
            place >>= 1
        peaks.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """Give the root over all that was added."""
        if not self._peaks:
            return EMPTY_ROOT
        root = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            root = node_hash(peak, root)
        return root
