"""The log's tree over stored nodes: extended leaf by leaf, proven in O(log n) rows.

docs/formats/checkpoint.md 1. Only complete subtrees are stored; what is ragged at the
right edge is put together from them (RFC 9162 2.1).
"""

from audit import repository
from audit.merkle import EMPTY_ROOT, node_hash
from audit.repository import Connection


def extend(connection: Connection, place: int, leaf: bytes) -> None:
    """Add leaf number `place`, and every subtree that it completes."""
    level, value = 0, leaf
    repository.add_node(connection, level, place, value)
    while place & 1:
        value = node_hash(repository.read_node(connection, level, place - 1), value)
        level, place = level + 1, place >> 1
        repository.add_node(connection, level, place, value)


def root_at(connection: Connection, size: int) -> bytes:
    """Give the root of the first `size` leaves, or raise NotProven."""
    return _range(connection, 0, size) if size else EMPTY_ROOT


def inclusion_path(connection: Connection, index: int, size: int) -> list[bytes]:
    """Prove that leaf `index` is in the tree of `size`, lowest hash first."""
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        split = start + _split(end - start)
        if index < split:
            path.append(_range(connection, split, end))
            end = split
        else:
            path.append(_range(connection, start, split))
            start = split
    path.reverse()
    return path


def consistency_path(connection: Connection, old: int, new: int) -> list[bytes]:
    """Prove that the tree of `new` extends that of `old` (RFC 9162 2.1.4.1)."""
    if old in (0, new):
        return []
    return _subproof(connection, old, 0, new, whole=True)


def _subproof(
    connection: Connection, old: int, start: int, end: int, *, whole: bool
) -> list[bytes]:
    size = end - start
    if old == size:
        return [] if whole else [_range(connection, start, end)]
    split = _split(size)
    if old <= split:
        inner = _subproof(connection, old, start, start + split, whole=whole)
        return [*inner, _range(connection, start + split, end)]
    inner = _subproof(connection, old - split, start + split, end, whole=False)
    return [*inner, _range(connection, start, start + split)]


def _range(connection: Connection, start: int, end: int) -> bytes:
    size = end - start
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return repository.read_node(connection, level, start >> level)
    split = start + _split(size)
    return node_hash(_range(connection, start, split), _range(connection, split, end))


def _split(size: int) -> int:
    return 1 << ((size - 1).bit_length() - 1)
