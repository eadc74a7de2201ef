"""The spool: order by key, source order inside a key, flat memory, nothing in clear on disk."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extraction.spool import Spool
from vault.errors import StoreUnavailable

Random = Callable[[int], bytes]


def key(group: int, day: int) -> bytes:
    return bytes([group]) * 16 + f"2026-01-{day:02}".encode()


def gathered(spool: Spool) -> dict[bytes, list[bytes]]:
    found: dict[bytes, list[bytes]] = {}
    last = b""
    for at, records in spool.groups():
        assert at >= last, "keys come in order"
        last = at
        found.setdefault(at, []).extend(records)
    return found


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    rows=st.lists(
        st.tuples(st.integers(0, 3), st.integers(1, 3), st.binary(max_size=80)), max_size=120
    ),
    budget=st.sampled_from([1, 700, 3000, 10**9]),
)
def test_every_record_comes_back_once_in_order(
    tmp_path: Path, seeded: Random, rows: list[tuple[int, int, bytes]], budget: int
) -> None:
    expected: dict[bytes, list[bytes]] = {}
    with Spool(tmp_path, random=seeded, budget=budget) as spool:
        for group, day, record in rows:
            spool.add(key(group, day), record)
            expected.setdefault(key(group, day), []).append(record)
        assert gathered(spool) == expected


def test_scratch_files_hold_no_plaintext_and_are_removed(tmp_path: Path, seeded: Random) -> None:
    secret = b"the words that nobody may find"
    spool = Spool(tmp_path, random=seeded, budget=2000)
    for _ in range(200):
        spool.add(key(1, 1), secret)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert all(secret not in path.read_bytes() for path in files)
    spool.close()
    assert not list(tmp_path.iterdir())


def test_a_large_group_comes_in_pieces(tmp_path: Path, seeded: Random) -> None:
    with Spool(tmp_path, random=seeded, budget=100_000) as spool:
        for number in range(3000):
            spool.add(key(1, 1), number.to_bytes(4))
        pieces: Iterator[tuple[bytes, list[bytes]]] = spool.groups()
        sizes = [len(records) for _, records in pieces]
    assert sum(sizes) == 3000
    assert max(sizes) <= 512


def test_no_room_is_said_as_such(tmp_path: Path, seeded: Random) -> None:
    with Spool(tmp_path, random=seeded, budget=1) as spool:
        folder = next(tmp_path.iterdir())
        (folder / "000000").mkdir()
        with pytest.raises(StoreUnavailable):
            spool.add(key(1, 1), b"x")
