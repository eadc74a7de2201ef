"""The log's tree in tiles of 256 hashes (C2SP tlog-tiles): proofs from a few rows.

docs/formats/checkpoint.md 1. A tile of level L holds hashes of complete subtrees of
256^L entries; hashes between two levels are computed from the lower one. What is ragged
at the right edge is put together from complete subtrees (RFC 9162 2.1).
"""

from collections.abc import Sequence

from audit import repository
from audit.errors import NotProven
from audit.merkle import EMPTY_ROOT, HASH_SIZE, node_hash, root_of
from audit.repository import Connection

HEIGHT = 8
WIDTH = 1 << HEIGHT


class Tiles:
    """The tree as stored; tiles read once are kept as long as this object."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._kept: dict[tuple[int, int], bytes] = {}

    @property
    def size(self) -> int:
        """How many leaves the tree holds."""
        return repository.tile_hashes(self._connection, 0)

    def extend(self, leaves: Sequence[bytes]) -> None:
        """Add leaf hashes at the right edge, and every tile that they complete."""
        level, fresh = 0, list(leaves)
        while fresh:
            count = repository.tile_hashes(self._connection, level)
            place, inside = divmod(count, WIDTH)
            if inside:
                kept = self._tile(level, place)
                fresh[:0] = [_hash(kept, at) for at in range(inside)]
            above = []
            for start in range(0, len(fresh), WIDTH):
                part = fresh[start : start + WIDTH]
                self._keep(level, place + start // WIDTH, b"".join(part))
                if len(part) == WIDTH:
                    above.append(root_of(part))
            level, fresh = level + 1, above

    def tile(self, level: int, place: int, width: int = WIDTH) -> bytes:
        """Give the first `width` hashes of a tile, or raise NotProven."""
        tile = self._tile(level, place)
        if not 1 <= width <= len(tile) // HASH_SIZE:
            raise NotProven("the tree is not built that far")
        return tile[: width * HASH_SIZE]

    def gather(self, indexes: Sequence[int], size: int) -> None:
        """Read what proofs of these leaves in a tree of `size` need, a level at a time.

        A sibling lies in the tile of its neighbour, or on the tree's right edge.
        """
        level = 0
        while size >> (level * HEIGHT):
            above = (level + 1) * HEIGHT
            places = {index >> above for index in indexes if index < size} | {size >> above}
            found = repository.read_tiles(self._connection, level, sorted(places))
            self._kept.update({(level, place): hashes for place, hashes in found.items()})
            level += 1

    def root(self, size: int) -> bytes:
        """Give the root of the first `size` leaves, or raise NotProven."""
        return self._range(0, size) if size else EMPTY_ROOT

    def inclusion(self, index: int, size: int) -> list[bytes]:
        """Prove that leaf `index` is in the tree of `size`, lowest hash first.

        Raises:
            NotProven: there is no such leaf, or the tree is not built that far.
        """
        if not 0 <= index < size:
            raise NotProven(f"leaf {index} is not in a tree of {size}")
        path: list[bytes] = []
        start, end = 0, size
        while end - start > 1:
            split = start + _split(end - start)
            if index < split:
                path.append(self._range(split, end))
                end = split
            else:
                path.append(self._range(start, split))
                start = split
        path.reverse()
        return path

    def consistency(self, old: int, new: int) -> list[bytes]:
        """Prove that the tree of `new` leaves extends that of `old` (RFC 9162 2.1.4.1).

        Raises:
            NotProven: `old` is larger, or the tree is not built that far.
        """
        if not 0 <= old <= new:
            raise NotProven(f"a tree of {new} has no prefix of {old}")
        if old in (0, new):
            return []
        return self._subproof(old, 0, new, whole=True)

    def _subproof(self, old: int, start: int, end: int, *, whole: bool) -> list[bytes]:
        size = end - start
        if old == size:
            return [] if whole else [self._range(start, end)]
        split = _split(size)
        if old <= split:
            inner = self._subproof(old, start, start + split, whole=whole)
            return [*inner, self._range(start + split, end)]
        inner = self._subproof(old - split, start + split, end, whole=False)
        return [*inner, self._range(start, start + split)]

    def _range(self, start: int, end: int) -> bytes:
        size = end - start
        if size & (size - 1) == 0:
            return self._subtree(size.bit_length() - 1, start)
        split = start + _split(size)
        return node_hash(self._range(start, split), self._range(split, end))

    def _subtree(self, height: int, start: int) -> bytes:
        """Give the hash of the complete subtree of 2^height leaves that begins at `start`."""
        level, inner = divmod(height, HEIGHT)
        first = start >> (level * HEIGHT)
        place, at = divmod(first, WIDTH)
        tile = self.tile(level, place, at + (1 << inner))
        return root_of([_hash(tile, at + step) for step in range(1 << inner)])

    def _tile(self, level: int, place: int) -> bytes:
        found = self._kept.get((level, place))
        if found is None:
            found = repository.read_tile(self._connection, level, place)
            self._kept[level, place] = found
        return found

    def _keep(self, level: int, place: int, hashes: bytes) -> None:
        repository.put_tile(self._connection, level, place, hashes)
        self._kept[level, place] = hashes


def tile_path(level: int, place: int, width: int = WIDTH) -> str:
    """Name a tile's file as C2SP tlog-tiles does; level -1 names a bundle of entries."""
    groups = [f"{place % 1000:03}"]
    while place >= 1000:  # noqa: PLR2004 three digits for each folder
        place //= 1000
        groups.insert(0, f"x{place % 1000:03}")
    partial = f".p/{width}" if width < WIDTH else ""
    return f"tile/{'entries' if level < 0 else level}/{'/'.join(groups)}{partial}"


def _hash(tile: bytes, at: int) -> bytes:
    return tile[at * HASH_SIZE : (at + 1) * HASH_SIZE]


def _split(size: int) -> int:
    return 1 << ((size - 1).bit_length() - 1)
