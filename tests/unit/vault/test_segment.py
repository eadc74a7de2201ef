"""Segments: what is packed comes back, and what is not a segment is refused."""

import hashlib
import zlib

import pytest

from vault import segment
from vault.errors import Malformed, MalformedSegment
from vault.ids import Eid
from vault.padme import padme
from vault.segment import (
    MAX_PLAIN,
    MAX_RECORD,
    MAX_RECORDS,
    Fields,
    day_of,
    desc_of,
    fields_of,
    index_of,
    marshal_segment,
    parse_segment,
    record_leaf,
    record_leaves,
    record_salts,
    records_root,
    segment_leaf,
)

SALTS = tuple(bytes([n]) * 32 for n in (1, 2, 3, 4))
EID = Eid(bytes(range(16)))


def deflated(plain: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(plain) + packer.flush()


def plaintext(
    plain: bytes,
    *,
    packed: bytes | None = None,
    claimed: int | None = None,
    packed_length: int | None = None,
    padding: bytes | None = None,
) -> bytes:
    """Spell a segment by hand, with one fault at a time."""
    z = deflated(plain) if packed is None else packed
    size = len(plain) if claimed is None else claimed
    header = size.to_bytes(4) + (len(z) if packed_length is None else packed_length).to_bytes(4)
    used = len(header) + len(z)
    return header + z + (bytes(padme(used) - used) if padding is None else padding)


@pytest.mark.parametrize(
    "records",
    [
        [b"{}"],
        [b""],
        [b"", b""],
        [b"a" * 200, b"b" * 300, b"c"],
        [bytes([65 + n % 20]) * n for n in range(45)],
        [b"x" * MAX_RECORD],
        [b"{}"] * MAX_RECORDS,
        [b"x" * (MAX_RECORD - 1)] * (MAX_PLAIN // MAX_RECORD),
    ],
)
def test_records_come_back_and_the_length_is_padme(records: list[bytes]) -> None:
    packed = marshal_segment(records)
    assert parse_segment(packed) == records
    assert len(packed) == padme(len(packed))


def test_another_encoder_s_output_is_read_too() -> None:
    plain = b'{"a":1}\n{"b":2}\n'
    for level in range(10):
        packer = zlib.compressobj(level, zlib.DEFLATED, -15)
        packed = packer.compress(plain) + packer.flush()
        assert parse_segment(plaintext(plain, packed=packed)) == [b'{"a":1}', b'{"b":2}']


@pytest.mark.parametrize(
    "records",
    [
        [],
        [b"two\nlines"],
        [b"x" * (MAX_RECORD + 1)],
        [b"{}"] * (MAX_RECORDS + 1),
        [b"x" * MAX_RECORD] * (MAX_PLAIN // MAX_RECORD),
    ],
    ids=["none", "newline", "long record", "many records", "long segment"],
)
def test_what_does_not_fit_is_not_sealed(records: list[bytes]) -> None:
    with pytest.raises(MalformedSegment):
        marshal_segment(records)


PLAIN = b'{"a":1}\n{"b":2}\n'
Z = deflated(PLAIN)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00" * 7,
        plaintext(PLAIN)[:-1],
        plaintext(PLAIN) + b"\x00",
        plaintext(PLAIN, padding=bytes(512 - 8 - len(Z))),
        plaintext(PLAIN, padding=bytes(255 - 8 - len(Z)) + b"\x01"),
        plaintext(PLAIN, packed_length=len(Z) + 1),
        plaintext(PLAIN, packed_length=len(Z) - 1),
        plaintext(PLAIN, packed_length=2**32 - 1),
        plaintext(PLAIN, claimed=len(PLAIN) + 1),
        plaintext(PLAIN, claimed=len(PLAIN) - 1),
        plaintext(PLAIN, claimed=MAX_PLAIN + 1),
        plaintext(PLAIN, packed=Z + b"\x00"),
        plaintext(PLAIN, packed=Z[:-1]),
        plaintext(PLAIN, packed=b"\xff" * len(Z)),
        plaintext(PLAIN[:-1]),
        plaintext(b""),
        plaintext(b"\n" * (MAX_RECORDS + 1)),
        plaintext(b"x" * (MAX_RECORD + 1) + b"\n"),
    ],
    ids=[
        *("empty", "no header", "cut", "one byte more", "more padding than PADME"),
        *("padding not zero", "packed length more", "packed length less", "packed length huge"),
        *("claims more", "claims less", "claims too much", "bytes after the stream"),
        *("stream cut", "not deflate", "no last newline", "no record", "many records", "long"),
    ],
)
def test_what_is_not_a_segment_is_refused(data: bytes) -> None:
    with pytest.raises(MalformedSegment):
        parse_segment(data)


def test_a_bomb_is_not_inflated_beyond_its_claim() -> None:
    bomb = deflated(bytes(256 * 1024 * 1024))
    with pytest.raises(MalformedSegment, match="another length"):
        parse_segment(plaintext(b"", packed=bomb, claimed=MAX_PLAIN))


def test_salts_are_one_stream_whatever_the_count() -> None:
    wanted = hashlib.shake_256(b"SHV1 salts\x00" + SALTS[0]).digest(96)
    assert record_salts(SALTS[0], 3) == [wanted[:32], wanted[32:64], wanted[64:]]
    assert record_salts(SALTS[0], 2) == [wanted[:32], wanted[32:64]]


def test_a_leaf_is_the_hash_that_the_format_says() -> None:
    wanted = hashlib.sha256(b"\x00SHV1 record\x00" + SALTS[0] + b"{}").digest()
    assert record_leaf(SALTS[0], b"{}") == wanted
    assert record_leaves([SALTS[0]], [b"{}"]) == [wanted]


def test_fields_and_segment_leaf_are_the_hashes_that_the_format_says() -> None:
    root = records_root([b"\x05" * 32])
    assert root == b"\x05" * 32, "a tree of one leaf is the leaf"
    fields = fields_of(
        SALTS, tag=b"t" * 16, day="2026-01-05", desc=b'{"d":1}', count=300, root=root
    )
    values = (b"t" * 16, b"2026-01-05", b'{"d":1}', b"\x00\x00\x01\x2c" + root)
    wanted = [
        hashlib.sha256(b"SHV1 field\x00" + bytes([n]) + SALTS[n - 1] + value).digest()
        for n, value in enumerate(values, start=1)
    ]
    assert [fields.f1, fields.f2, fields.f3, fields.f4] == wanted
    assert (
        segment_leaf(EID, 7, Fields(*wanted))
        == hashlib.sha256(
            b"\x00SHV1 segment\x00" + EID + b"\x00\x00\x00\x07" + b"".join(wanted)
        ).digest()
    )


@pytest.mark.parametrize("text", ["0000-00-00", "2026-01-05", "2024-02-29", "9999-12-31"])
def test_days_are_taken(text: str) -> None:
    assert day_of(text) == text


@pytest.mark.parametrize(
    "value",
    ["", "2026-1-5", "20260105", "2026-W01-1", "2025-02-29", "0000-01-01", "2026-01-05 ", None, 7],
)
def test_other_spellings_of_a_day_are_refused(value: object) -> None:
    with pytest.raises(Malformed):
        day_of(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [-1, segment.MAX_SEGMENTS, True, "1", 1.0, None])
def test_indexes_that_no_tree_has_are_refused(value: object) -> None:
    with pytest.raises(Malformed):
        index_of(value)  # type: ignore[arg-type]


def test_the_last_index_is_taken() -> None:
    assert index_of(segment.MAX_SEGMENTS - 1) == segment.MAX_SEGMENTS - 1


def test_a_descriptor_is_spelt_canonically() -> None:
    value = {"thread": "", "category": "call", "parties": ["+27", "+44"], "class": "child"}
    assert (
        desc_of(value) == b'{"category":"call","class":"child","parties":["+27","+44"],"thread":""}'
    )


@pytest.mark.parametrize(
    "value",
    [
        None,
        {"category": "call"},
        {"thread": ""},
        {"category": "call", "thread": "", "day": "2026-01-05"},
        {"category": "call", "thread": "", "class": "secret"},
        {"category": "call", "thread": "", "parties": []},
        {"category": "call", "thread": "", "parties": ["b", "a"]},
        {"category": "call", "thread": "", "parties": ["a", "a"]},
        {"category": "call", "thread": "", "parties": [1]},
        {"category": "call", "thread": 5},
        {"category": "call", "thread": "", "app": None},
    ],
)
def test_what_is_not_a_descriptor_is_refused(value: object) -> None:
    with pytest.raises(Malformed):
        desc_of(value)  # type: ignore[arg-type]
