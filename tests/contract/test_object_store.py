"""What every object store must do; a new store joins by one line in STORES."""

import hashlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from vault.errors import AlreadyStored, Missing, NotAuthentic, VaultError
from vault.objects import ObjectStore
from vault.objects_files import DirectoryStore

Random = Callable[[int], bytes]
STORES: dict[str, Callable[[Path, Random], ObjectStore]] = {
    "directory": lambda folder, random: DirectoryStore(folder / "objects", random=random),
}
EID = "0123456789abcdef" * 2
NAME = f"x/{EID}/{'a' * 32}"
OTHER = f"x/{EID}/{'b' * 32}"


@pytest.fixture(params=sorted(STORES))
def store(request: pytest.FixtureRequest, tmp_path: Path, seeded: Random) -> ObjectStore:
    return STORES[request.param](tmp_path, seeded)


def whole(store: ObjectStore, name: str) -> bytes:
    return b"".join(store.read(name))


@pytest.mark.parametrize("size", [0, 1, 4095, 4096, 4097, 5_000_000])
def test_what_is_put_is_read(store: ObjectStore, size: int) -> None:
    data = bytes(range(256)) * (size // 256 + 1)
    data = data[:size]
    assert store.put(NAME, iter([data[:100], b"", data[100:]])) == size
    assert whole(store, NAME) == data
    assert store.size(NAME) == size


def test_a_name_of_one_id_serves_as_well(store: ObjectStore) -> None:
    name = f"x/{EID}"
    store.put(name, [b"data"])
    assert whole(store, name) == b"data"


def test_ranges_are_exact(store: ObjectStore) -> None:
    store.put(NAME, [b"0123456789"])
    assert b"".join(store.read(NAME, 2, 3)) == b"234"
    assert b"".join(store.read(NAME, 7)) == b"789"
    assert b"".join(store.read(NAME, 10)) == b""
    assert b"".join(store.read(NAME, 0, 0)) == b""
    assert b"".join(store.read(NAME, 0, 10)) == b"0123456789"


@pytest.mark.parametrize(("offset", "length"), [(0, 11), (10, 1), (11, None), (-1, 1), (2, -1)])
def test_a_range_beyond_the_end_is_missing_at_once(
    store: ObjectStore, offset: int, length: int | None
) -> None:
    store.put(NAME, [b"0123456789"])
    with pytest.raises(Missing):
        store.read(NAME, offset, length)


def test_what_is_not_there_is_missing_at_once(store: ObjectStore) -> None:
    with pytest.raises(Missing):
        store.read(NAME)
    with pytest.raises(Missing):
        store.size(NAME)


def test_a_name_is_written_once(store: ObjectStore) -> None:
    store.put(NAME, [b"first"])
    with pytest.raises(AlreadyStored):
        store.put(NAME, [b"other"])
    with pytest.raises(AlreadyStored):
        store.put(NAME, [b"first and more"])
    with pytest.raises(AlreadyStored):
        store.put(NAME, [b"fir"])
    assert whole(store, NAME) == b"first"


def test_the_same_bytes_again_are_fine(store: ObjectStore) -> None:
    assert store.put(NAME, [b"first"]) == 5
    assert store.put(NAME, [b"fi", b"rst"]) == 5
    assert list(store.names()) == [NAME]


def test_a_hash_that_is_asked_for_is_checked(store: ObjectStore) -> None:
    right = hashlib.sha256(b"data").digest()
    with pytest.raises(NotAuthentic):
        store.put(NAME, [b"dat4"], sha256=right)
    with pytest.raises(Missing):
        store.size(NAME)
    assert store.put(NAME, [b"data"], sha256=right) == 4


def test_a_stream_that_breaks_off_stores_nothing(store: ObjectStore) -> None:
    def chunks() -> Iterator[bytes]:
        yield b"first"
        raise KeyError("the caller's own")

    with pytest.raises(KeyError):
        store.put(NAME, chunks())
    assert list(store.names()) == []
    store.put(NAME, [b"second try"])
    assert whole(store, NAME) == b"second try"


def test_names_are_listed_in_order_by_prefix(store: ObjectStore) -> None:
    other_eid = f"x/{'f' * 32}/{'0' * 32}"
    for name in (OTHER, other_eid, NAME):
        store.put(name, [b""])
    assert list(store.names()) == [NAME, OTHER, other_eid]
    assert list(store.names(f"x/{EID}/")) == [NAME, OTHER]
    assert list(store.names(f"x/{'0' * 32}/")) == []


def test_what_is_deleted_is_gone_and_may_be_deleted_again(store: ObjectStore) -> None:
    store.put(NAME, [b"data"])
    store.put(OTHER, [b"kept"])
    store.delete(NAME)
    store.delete(NAME)
    with pytest.raises(Missing):
        store.read(NAME)
    assert list(store.names()) == [OTHER]


@pytest.mark.parametrize(
    "name",
    [
        "",
        "x/",
        EID,
        f"x/{EID.upper()}",
        f"x/{EID}/",
        f"x/{EID}/{'a' * 31}",
        f"x/{EID}/{'a' * 32}\n",
        f"x/{EID}/{'a' * 32}/{'a' * 32}",
        f"x/{EID}/../{'a' * 29}",
        f"/x/{EID}",
        f"x/{'a' * 32}.tmp",
    ],
)
def test_no_other_name_reaches_the_store(store: ObjectStore, name: str) -> None:
    deeds: list[Callable[[], object]] = [
        lambda: store.put(name, [b"data"]),
        lambda: store.read(name),
        lambda: store.size(name),
        lambda: store.delete(name),
    ]
    for deed in deeds:
        with pytest.raises(Missing):
            deed()
    assert list(store.names()) == []


def test_of_many_writers_of_one_name_exactly_one_wins(store: ObjectStore) -> None:
    won: list[bytes] = []
    lost: list[VaultError] = []
    start = threading.Barrier(8)

    def write(data: bytes) -> None:
        start.wait()
        try:
            store.put(NAME, [data])
            won.append(data)
        except AlreadyStored as error:
            lost.append(error)

    threads = [threading.Thread(target=write, args=(bytes([n]) * 1000,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(won), len(lost)) == (1, 7)
    assert whole(store, NAME) == won[0]
    assert list(store.names()) == [NAME]
