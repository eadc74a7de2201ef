"""Merkle trees of RFC 6962 (RFC 9162 2.1): roots, inclusion and consistency proofs.

One tree serves the log and the record trees of sealed extractions. Hashes are
SHA-256: a leaf is H(0x00 || data), a node H(0x01 || left || right), and the
tree of nothing is H("").
"""

import hashlib
from collections.abc import Sequence

from audit.errors import NotProven

HASH_SIZE = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """Hash one leaf's data (RFC 9162 2.1.1)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees (RFC 9162 2.1.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """A whole tree over given leaf hashes; every level is kept, so a path costs O(log n)."""

    __slots__ = ("_levels",)

    def __init__(self, leaves: Sequence[bytes]) -> None:
        level = list(leaves)
        self._levels = [level]
        sha256 = hashlib.sha256
        while len(level) > 1:
            # An odd node is promoted unchanged, which is what the RFC's split at
            # the largest power of two amounts to, level by level.
            pairs = zip(level[::2], level[1::2], strict=False)
            above = [sha256(b"\x01" + left + right).digest() for left, right in pairs]
            if len(level) % 2:
                above.append(level[-1])
            self._levels.append(above)
            level = above

    @property
    def size(self) -> int:
        """How many leaves there are."""
        return len(self._levels[0])

    def root(self) -> bytes:
        """Give the root hash."""
        return self._levels[-1][0] if self._levels[0] else EMPTY_ROOT

    def path(self, index: int) -> list[bytes]:
        """Give the inclusion proof of leaf `index`, lowest hash first (RFC 9162 2.1.3.1).

        Raises:
            NotProven: there is no such leaf.
        """
        if not 0 <= index < self.size:
            raise NotProven(f"leaf {index} is not in a tree of {self.size}")
        path = []
        for level in self._levels[:-1]:
            sibling = index ^ 1
            if sibling < len(level):
                path.append(level[sibling])
            index >>= 1
        return path

    def consistency(self, old: int) -> list[bytes]:
        """Prove that the first `old` leaves are a prefix of this tree (RFC 9162 2.1.4.1).

        Raises:
            NotProven: `old` is larger than the tree.
        """
        if not 0 <= old <= self.size:
            raise NotProven(f"a tree of {self.size} has no prefix of {old}")
        if old in (0, self.size):
            return []
        return self._subproof(old, 0, self.size, whole=True)

    def _subproof(self, old: int, start: int, end: int, *, whole: bool) -> list[bytes]:
        size = end - start
        if old == size:
            return [] if whole else [self._range(start, end)]
        split = _split(size)
        if old <= split:
            return [
                *self._subproof(old, start, start + split, whole=whole),
                self._range(start + split, end),
            ]
        return [
            *self._subproof(old - split, start + split, end, whole=False),
            self._range(start, start + split),
        ]

    def _range(self, start: int, end: int) -> bytes:
        # Ranges asked for here are whole subtrees, so each is one kept node.
        height = (end - start - 1).bit_length()
        return self._levels[height][start >> height]


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Give the root over leaf hashes."""
    return Tree(leaves).root()


def verify_inclusion(
    leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes
) -> None:
    """Check that `leaf` is number `index` of the tree (RFC 9162 2.1.3.2).

    Raises:
        NotProven: it is not, or the proof is too long, too short or of wrong sizes.
    """
    if not 0 <= index < size:
        raise NotProven(f"index {index} is not inside a tree of {size}")
    _want_hashes(leaf, root, *path)
    at, last, value = index, size - 1, leaf
    for step in path:
        if last == 0:
            raise NotProven("inclusion proof is too long")
        if at & 1 or at == last:
            value = node_hash(step, value)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            value = node_hash(value, step)
        at, last = at >> 1, last >> 1
    if last != 0:
        raise NotProven("inclusion proof is too short")
    if value != root:
        raise NotProven("inclusion proof leads to another root")


def verify_consistency(
    old: int, new: int, path: Sequence[bytes], old_root: bytes, new_root: bytes
) -> None:
    """Check that the tree of `new` leaves extends the one of `old` (RFC 9162 2.1.4.2).

    Raises:
        NotProven: it does not, or the proof is too long, too short or of wrong sizes.
    """
    _want_hashes(old_root, new_root, *path)
    if not 0 <= old <= new:
        raise NotProven(f"size {new} does not extend size {old}")
    if old in (0, new):
        _without_path(old, path, old_root, new_root)
        return
    steps = list(path)
    if old & (old - 1) == 0:
        steps.insert(0, old_root)
    if not steps:
        raise NotProven("consistency proof is empty")
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    first = second = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise NotProven("consistency proof is too long")
        if at & 1 or at == last:
            first, second = node_hash(step, first), node_hash(step, second)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            second = node_hash(second, step)
        at, last = at >> 1, last >> 1
    # Without this a proof that stops early would pass.
    if last != 0:
        raise NotProven("consistency proof is too short")
    if first != old_root or second != new_root:
        raise NotProven("consistency proof leads to other roots")


def _without_path(old: int, path: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    if path:
        raise NotProven("consistency proof is too long")
    if old == 0 and old_root != EMPTY_ROOT:
        raise NotProven("the tree of nothing has another root")
    if old != 0 and old_root != new_root:
        raise NotProven("one size has two roots")


def _split(size: int) -> int:
    return 1 << ((size - 1).bit_length() - 1)


def _want_hashes(*values: bytes) -> None:
    if any(len(value) != HASH_SIZE for value in values):
        raise NotProven("a hash is not 32 bytes long")
