"""Tiles against the whole tree, at sizes around every edge."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, create_engine

from audit import repository
from audit.errors import NotProven
from audit.frontier import Frontier
from audit.merkle import Tree, leaf_hash
from audit.tables import metadata
from audit.tiles import Tiles, tile_path

LEAVES = [leaf_hash(index.to_bytes(4)) for index in range(66_000)]
SIZES = (0, 1, 2, 3, 5, 8, 100, 255, 256, 257, 511, 512, 513, 700)


@pytest.fixture
def connection() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    with engine.begin() as found:
        yield found
    engine.dispose()


def test_roots_and_proofs_equal_the_whole_trees(connection: Connection) -> None:
    Tiles(connection).extend(LEAVES[:700])
    tiles = Tiles(connection)
    for size in SIZES:
        tree = Tree(LEAVES[:size])
        assert tiles.root(size) == tree.root()
        for index in range(0, size, max(1, size // 7)):
            assert tiles.inclusion(index, size) == tree.path(index)
        for old in range(0, size + 1, max(1, size // 7)):
            assert tiles.consistency(old, size) == tree.consistency(old)


def test_batches_of_any_size_give_the_same_rows(connection: Connection) -> None:
    sizes = [1, 254, 1, 1, 300, 0, 143]
    at = 0
    for size in sizes:
        Tiles(connection).extend(LEAVES[at : at + size])
        at += size
    assert Tiles(connection).size == at == 700
    assert Tiles(connection).root(at) == Tree(LEAVES[:at]).root()
    assert len(repository.read_tile(connection, 1, 0)) == 2 * 32


def test_a_third_level_appears_at_65536(connection: Connection) -> None:
    tiles = Tiles(connection)
    tiles.extend(LEAVES)
    tree = Tree(LEAVES)
    assert Tiles(connection).root(66_000) == tree.root()
    assert Tiles(connection).inclusion(65_999, 66_000) == tree.path(65_999)
    assert Tiles(connection).consistency(40_000, 66_000) == tree.consistency(40_000)
    assert tiles.tile(2, 0, 1) == Tree(LEAVES[:65_536]).root()


def test_a_frontier_gives_every_root_on_the_way() -> None:
    frontier = Frontier()
    for size in range(600):
        assert frontier.root() == Tree(LEAVES[:size]).root()
        frontier.add(LEAVES[size])


def test_what_is_not_built_is_refused(connection: Connection) -> None:
    tiles = Tiles(connection)
    with pytest.raises(NotProven):
        tiles.root(1)
    tiles.extend(LEAVES[:10])
    for ask in (
        lambda: tiles.root(11),
        lambda: tiles.inclusion(10, 10),
        lambda: tiles.inclusion(-1, 10),
        lambda: tiles.inclusion(0, 12),
        lambda: tiles.consistency(11, 10),
        lambda: tiles.consistency(2, 11),
        lambda: tiles.tile(0, 0, 11),
        lambda: tiles.tile(0, 0, 0),
        lambda: tiles.tile(1, 0, 1),
    ):
        with pytest.raises(NotProven):
            ask()


@pytest.mark.parametrize(
    ("place", "path"),
    [
        ((0, 0, 256), "tile/0/000"),
        ((0, 0, 5), "tile/0/000.p/5"),
        ((1, 999, 256), "tile/1/999"),
        ((0, 1000, 256), "tile/0/x001/000"),
        ((0, 1_234_067, 256), "tile/0/x001/x234/067"),
        ((-1, 1234, 7), "tile/entries/x001/234.p/7"),
    ],
)
def test_paths_are_those_of_tlog_tiles(place: tuple[int, int, int], path: str) -> None:
    assert tile_path(*place) == path


def test_gathered_tiles_are_all_that_proofs_need(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    Tiles(connection).extend(LEAVES)

    def more(*_: object) -> bytes:
        pytest.fail("a tile was read by itself")

    for size in (1, 2, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 65_793, 66_000):
        picked = sorted({0, size // 3, size // 2, size - 1})
        wanted = {index: Tiles(connection).inclusion(index, size) for index in picked}
        tiles = Tiles(connection)
        tiles.gather([*picked, size, size + 5], size)
        with monkeypatch.context() as patched:
            patched.setattr(repository, "read_tile", more)
            assert {index: tiles.inclusion(index, size) for index in picked} == wanted
