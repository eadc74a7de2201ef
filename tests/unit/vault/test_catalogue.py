"""The catalogue: sealed, opened, and checked against leaves and packs."""

# ruff: noqa: ANN401 documents and calls are made wrong on purpose

import dataclasses
import zlib
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from vault import deflate
from vault.box import seal_box
from vault.canonical import marshal, parse_object
from vault.catalogue import (
    MAX_CATALOGUE,
    Catalogue,
    LedgerRow,
    ObjectRow,
    Original,
    SegmentRow,
    check_catalogue,
    open_catalogue,
    seal_catalogue,
)
from vault.errors import Malformed, MalformedCatalogue, NotAuthentic
from vault.ids import Eid
from vault.keys import ExtractionKeys, segment_keys
from vault.segment import fields_of, segment_leaf

Random = Callable[[int], bytes]
Change = Callable[[dict[str, Any]], None]

KEYS = ExtractionKeys(bytes(range(32)), Eid(bytes(range(16))))
GROUPS = sorted(
    (KEYS.group_tag(desc), desc)
    for desc in (b'{"category":"call","thread":""}', b'{"category":"message","thread":"t"}')
)
PACKS = ("0" * 32, "1" * 32)
LENGTHS = {PACKS[0]: 1000, PACKS[1]: 600}


def made(
    groups: Sequence[tuple[bytes, bytes]] = GROUPS,
    days: Sequence[str] = ("0000-00-00", "2026-01-05"),
) -> tuple[Catalogue, bytes]:
    rows, leaves = [], []
    for index in range(4):
        tag, desc = groups[index // 2]
        day, count = days[index % 2], index + 1
        salts = segment_keys(KEYS.segment(index)).fields
        fields = fields_of(
            salts, tag=tag, day=day, desc=desc, count=count, root=bytes([index] * 32)
        )
        rows.append(SegmentRow(tag, day, count, index // 3, 300 * (index % 3), 300, fields.f4))
        leaves.append(segment_leaf(KEYS.eid, index, fields))
    objects = (
        ObjectRow("a" * 32, 5, b"\x0a" * 32, "image/jpeg"),
        ObjectRow("b" * 32, 0, b"\x0b" * 32, "application/json"),
    )
    catalogue = Catalogue(
        KEYS.eid,
        dict(GROUPS),
        PACKS,
        tuple(rows),
        objects,
        Original("file", (0,), b"\x0a" * 32, b"\x01" * 32),
        LedgerRow(1, b"\x0b" * 32, b"\x02" * 32),
    )
    return catalogue, b"".join(leaves)


def sealed(plain: bytes, random: Random) -> bytes:
    return seal_box(KEYS.catalogue(), "catalogue", KEYS.eid, deflate.compress(plain), random=random)


def test_a_catalogue_comes_back_and_agrees_with_its_leaves(seeded: Random) -> None:
    catalogue, leaves = made()
    box = seal_catalogue(catalogue, KEYS, random=seeded)
    assert open_catalogue(box, KEYS.catalogue(), KEYS.eid) == catalogue
    check_catalogue(catalogue, KEYS, leaves, LENGTHS)


def test_another_key_or_extraction_does_not_open_it(seeded: Random) -> None:
    box = seal_catalogue(made()[0], KEYS, random=seeded)
    with pytest.raises(NotAuthentic):
        open_catalogue(box, KEYS.segment(0), KEYS.eid)
    with pytest.raises(NotAuthentic):
        open_catalogue(box, KEYS.catalogue(), Eid(bytes(16)))


def drop(key: str) -> Change:
    return lambda value: value.pop(key)


def put(*path: Any, value: object) -> Change:
    def change(document: dict[str, Any]) -> None:
        inner: Any = document
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = value

    return change


@pytest.mark.parametrize(
    "change",
    [
        *(drop(key) for key in ("v", "eid", "groups", "packs", "segments", "objects", "ledger")),
        put("v", value=2),
        put("v", value=True),
        put("more", value=1),
        put("eid", value="00" * 16),
        put("eid", value=KEYS.eid.hex().upper()),
        put("groups", GROUPS[0][0].hex(), value={"category": "call"}),
        put("groups", "zz", value={"category": "call", "thread": ""}),
        put("packs", 0, value="1" * 32),
        put("packs", 0, value="../../etc/passwd"),
        put("segments", 0, value=[]),
        put("segments", 0, 1, value="2026-13-01"),
        put("segments", 0, 2, value=0),
        put("segments", 0, 2, value=65537),
        put("segments", 0, 4, value=-1),
        put("segments", 0, 6, value="AA"),
        put("objects", 0, 0, value="b" * 32),
        put("objects", 0, 3, value=None),
        put("original", "kind", value="folder"),
        put("original", "parts", value=[2]),
        put("original", "more", value=1),
        put("ledger", "object", value=2),
    ],
)
def test_what_is_not_a_catalogue_is_refused(change: Change, seeded: Random) -> None:
    document: dict[str, Any] = dict(parse_object(made()[0].marshal()))
    change(document)
    with pytest.raises(MalformedCatalogue):
        open_catalogue(sealed(marshal(document), seeded), KEYS.catalogue(), KEYS.eid)


def test_another_spelling_is_refused(seeded: Random) -> None:
    plain = made()[0].marshal()
    for other in (plain.replace(b":", b": ", 1), plain + b"\n", b"[]", b"", b"\xff"):
        with pytest.raises(MalformedCatalogue):
            open_catalogue(sealed(other, seeded), KEYS.catalogue(), KEYS.eid)


@pytest.mark.parametrize(
    "packed",
    [
        deflate.compress(made()[0].marshal()) + b"\x00",
        deflate.compress(made()[0].marshal())[:-1],
        zlib.compress(made()[0].marshal()),
        deflate.compress(bytes(MAX_CATALOGUE + 1)),
    ],
    ids=["bytes after the stream", "stream cut", "zlib header", "over 64 MiB"],
)
def test_what_does_not_inflate_is_refused(packed: bytes, seeded: Random) -> None:
    box = seal_box(KEYS.catalogue(), "catalogue", KEYS.eid, packed, random=seeded)
    with pytest.raises(MalformedCatalogue):
        open_catalogue(box, KEYS.catalogue(), KEYS.eid)


def with_row(catalogue: Catalogue, index: int, **changes: Any) -> Catalogue:
    rows = list(catalogue.segments)
    rows[index] = dataclasses.replace(rows[index], **changes)
    return dataclasses.replace(catalogue, segments=tuple(rows))


@pytest.mark.parametrize(
    ("index", "changes"),
    [
        (1, {"tag": b"\xff" * 16}),
        (1, {"pack": 2}),
        (2, {"offset": 701}),
        (3, {"length": 601}),
        (3, {"offset": 2**53}),
    ],
    ids=["unknown group", "unknown pack", "offset", "length", "far offset"],
)
def test_rows_out_of_place_are_refused(index: int, changes: dict[str, Any]) -> None:
    catalogue, leaves = made()
    with pytest.raises(MalformedCatalogue):
        check_catalogue(with_row(catalogue, index, **changes), KEYS, leaves, LENGTHS)


def test_rows_out_of_order_are_refused_even_if_their_leaves_say_so() -> None:
    for catalogue, leaves in (made(groups=GROUPS[::-1]), made(days=("2026-01-05", "0000-00-00"))):
        with pytest.raises(MalformedCatalogue, match="order"):
            check_catalogue(catalogue, KEYS, leaves, LENGTHS)


def test_segments_of_one_group_and_day_may_follow_each_other() -> None:
    catalogue, leaves = made(days=("2026-01-05", "2026-01-05"))
    check_catalogue(catalogue, KEYS, leaves, LENGTHS)


@pytest.mark.parametrize(
    ("index", "changes"),
    [(0, {"f4": bytes(32)}), (3, {"day": "2026-01-06"}), (1, {"day": "2026-01-04"})],
)
def test_a_row_that_does_not_give_its_leaf_is_refused(index: int, changes: dict[str, Any]) -> None:
    catalogue, leaves = made()
    with pytest.raises(NotAuthentic):
        check_catalogue(with_row(catalogue, index, **changes), KEYS, leaves, LENGTHS)


def test_a_descriptor_under_another_group_s_tag_is_refused() -> None:
    catalogue, leaves = made()
    swapped = dict(zip(catalogue.groups, reversed(catalogue.groups.values()), strict=True))
    with pytest.raises(MalformedCatalogue, match="tag"):
        check_catalogue(dataclasses.replace(catalogue, groups=swapped), KEYS, leaves, LENGTHS)


def test_leaves_of_another_length_are_refused() -> None:
    catalogue, leaves = made()
    for other in (leaves[:-32], leaves + bytes(32), b""):
        with pytest.raises(MalformedCatalogue, match="length"):
            check_catalogue(catalogue, KEYS, other, LENGTHS)


def test_a_swapped_pair_of_leaves_is_refused() -> None:
    catalogue, leaves = made()
    with pytest.raises(NotAuthentic):
        check_catalogue(catalogue, KEYS, leaves[32:64] + leaves[:32] + leaves[64:], LENGTHS)


def test_a_catalogue_over_its_limit_is_not_sealed(seeded: Random) -> None:
    catalogue, _ = made()
    rows = (ObjectRow("a" * 32, 0, bytes(32), "x" * MAX_CATALOGUE),)
    with pytest.raises(Malformed, match="or less"):
        seal_catalogue(dataclasses.replace(catalogue, objects=rows), KEYS, random=seeded)
