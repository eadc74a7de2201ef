"""JSON in pieces: the same values as the standard parser gives, whatever the cuts."""

import json
import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.errors import CorruptSource, ExtractionError, LimitExceeded
from extraction.readers.json_stream import ELEMENT, JsonStream, Path

Wanted = Callable[[Path], bool]


def walked(data: bytes, size: int, wanted: Wanted = lambda _: False) -> list[tuple[Path, object]]:
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    return list(JsonStream(pieces, wanted).values())


def flat(value: object, path: Path = ()) -> list[tuple[Path, object]]:
    if isinstance(value, dict):
        return [each for key, inner in value.items() for each in flat(inner, (*path, key))]
    if isinstance(value, list):
        return [each for inner in value for each in flat(inner, (*path, ELEMENT))]
    return [(path, value)]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(JSON, st.integers(1, 40), st.sampled_from([None, 1]))
def test_every_scalar_comes_with_its_path(value: object, size: int, indent: int | None) -> None:
    data = json.dumps(value, indent=indent, ensure_ascii=False).encode("utf-8", "replace")
    assert walked(data, size) == flat(json.loads(data))


def test_wanted_elements_are_whole() -> None:
    data = json.dumps({"name": "a", "messages": [{"id": 1}, {"id": [2]}], "more": 3}).encode()
    for size in range(1, 60):
        found = walked(data, size, lambda path: path == ("messages", ELEMENT))
        assert found == [
            *((("name",), "a"), (("messages", ELEMENT), {"id": 1})),
            *((("messages", ELEMENT), {"id": [2]}), (("more",), 3)),
        ]


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"{", b"[1,", b"[1 2]", b'{"a" 1}', b"{1: 2}", b"[,1]", b"[1,]", b"[1]x", b'"a'),
        *(b"nul", b'{"a":1,}', b"[1}", b"\xff"),
    ],
)
def test_what_is_no_json_is_damage(data: bytes) -> None:
    with pytest.raises(CorruptSource):
        walked(data, 3)


def test_depth_and_length_have_limits() -> None:
    with pytest.raises(LimitExceeded):
        walked(b"[" * 100, 7)
    with pytest.raises(LimitExceeded):
        walked(b"[" * 100_000, 1000, lambda path: path == ())
    with pytest.raises(LimitExceeded):
        walked(b'["' + b"x" * (17 * 1024 * 1024), 1 << 20)


def test_no_mutant_crashes() -> None:
    data = json.dumps({"messages": [{"id": at, "text": ["a", {"b": None}]} for at in range(20)]})
    chance = random.Random(6)
    for _ in range(500):
        damaged = bytearray(data.encode())
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            walked(bytes(damaged), chance.randrange(1, 99))
        except ExtractionError:
            continue
