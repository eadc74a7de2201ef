"""Sealed things at random: what parses marshals the same, and no changed byte ever opens."""

import hashlib
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vault.boundary import Boundary
from vault.box import open_box, seal_box
from vault.errors import MalformedEnvelope, MalformedSegment, NotAuthentic
from vault.grant_envelope import (
    REASONS,
    Disclosed,
    Envelope,
    Excerpt,
    GrantedObject,
    KeyedSegment,
    Withheld,
    parse_envelope,
)
from vault.ids import Eid, Gid
from vault.keys import ExtractionKeys, segment_keys
from vault.opening import open_object, open_segment
from vault.padme import padme
from vault.segment import (
    fields_of,
    marshal_segment,
    parse_segment,
    record_leaves,
    record_salts,
    records_root,
    segment_leaf,
)

Random = Callable[[int], bytes]

EID = Eid(bytes(range(16)))
KEYS = ExtractionKeys(bytes(range(32)), EID)
DESC = b'{"category":"message","thread":"t"}'
ABOUT = {"tag": KEYS.group_tag(DESC), "day": "2026-01-05", "desc": DESC}

records = st.lists(st.binary(max_size=60).map(lambda raw: raw.replace(b"\n", b" ")), min_size=1)
# Made from small numbers: 32 random bytes for each hash make the search slow.
hashes = st.integers(0, 255).map(lambda number: hashlib.sha256(bytes([number])).digest())
ids = hashes.map(lambda digest: digest[:16])
days = st.dates().map(str) | st.just("0000-00-00")
descs = st.sampled_from([DESC, b'{"category":"call","class":"legal","thread":""}'])
texts = st.text(st.characters(codec="utf-8"), max_size=30).map(str.encode)


@given(records)
def test_records_come_back_in_order(listed: list[bytes]) -> None:
    packed = marshal_segment(listed)
    assert parse_segment(packed) == listed
    assert len(packed) == padme(len(packed))


@given(st.binary(max_size=300))
def test_any_bytes_are_a_segment_or_are_refused(data: bytes) -> None:
    try:
        found = parse_segment(data)
    except MalformedSegment:
        return
    assert parse_segment(marshal_segment(found)) == found


@given(records, st.binary(min_size=1, max_size=8), st.integers(0, 400))
def test_a_segment_with_other_bytes_inside_is_refused_or_reads_the_same_way(
    listed: list[bytes], change: bytes, at: int
) -> None:
    """Not authenticated here: whatever passes must still be within every limit."""
    data = bytearray(marshal_segment(listed))
    data[at : at + len(change)] = change
    try:
        found = parse_segment(bytes(data))
    except MalformedSegment:
        return
    size = int.from_bytes(data[:4])
    inflated = zlib.decompress(bytes(data[8 : 8 + int.from_bytes(data[4:8])]), wbits=-15)
    assert b"".join(record + b"\n" for record in found) == inflated
    assert len(inflated) == size


def sealed_segment(listed: list[bytes], index: int) -> tuple[bytes, bytes]:
    keys = segment_keys(KEYS.segment(index))
    leaves = record_leaves(record_salts(keys.salt, len(listed)), listed)
    fields = fields_of(keys.fields, **ABOUT, count=len(listed), root=records_root(leaves))
    place = EID + index.to_bytes(4)
    box = seal_box(keys.box, "segment", place, marshal_segment(listed), random=bytes)
    return box, segment_leaf(EID, index, fields)


@given(records, st.integers(0, 2**24 - 1))
def test_an_opened_segment_gives_the_leaf_it_was_sealed_with(
    listed: list[bytes], index: int
) -> None:
    sealed, leaf = sealed_segment(listed, index)
    opened = open_segment(KEYS.segment(index), EID, index, sealed, **ABOUT)
    assert (list(opened.records), opened.leaf) == (listed, leaf)


@settings(max_examples=300)
@given(st.data())
def test_flipping_any_bit_of_a_segment_never_opens(data: st.DataObject) -> None:
    sealed, _ = sealed_segment([b'{"a":1}', b'{"b":2}'], 0)
    at, bit = data.draw(st.integers(0, len(sealed) - 1)), data.draw(st.integers(0, 7))
    changed = sealed[:at] + bytes([sealed[at] ^ 1 << bit]) + sealed[at + 1 :]
    with pytest.raises(NotAuthentic):
        open_segment(KEYS.segment(0), EID, 0, changed, **ABOUT)


@given(st.integers(0, 2**24 - 1), st.binary(min_size=16, max_size=16), st.integers(0, 400))
def test_a_segment_opens_at_no_other_index_extraction_or_length(
    index: int, eid: bytes, cut: int
) -> None:
    sealed, _ = sealed_segment([b"{}"], 5)
    if index != 5:
        with pytest.raises(NotAuthentic):
            open_segment(KEYS.segment(5), EID, index, sealed, **ABOUT)
        with pytest.raises(NotAuthentic):
            open_segment(KEYS.segment(index), EID, 5, sealed, **ABOUT)
    if eid != EID:
        with pytest.raises(NotAuthentic):
            open_segment(KEYS.segment(5), Eid(eid), 5, sealed, **ABOUT)
    if cut < len(sealed):
        with pytest.raises(NotAuthentic):
            open_segment(KEYS.segment(5), EID, 5, sealed[:cut], **ABOUT)


@given(st.integers(0, 3000), st.integers(0, 3000), st.integers(1, 4000))
def test_an_object_ends_only_if_it_is_whole(size: int, claimed: int, piece: int) -> None:
    data = bytes(at % 251 for at in range(size))
    place = EID + bytes(4)
    padded = data + bytes(padme(size) - size)
    sealed = seal_box(KEYS.object(0), "object", place, padded, random=bytes)
    assert open_box(KEYS.object(0), "object", place, sealed) == padded
    pieces = [sealed[at : at + piece] for at in range(0, len(sealed), piece)]
    sha256 = hashlib.sha256(data).digest()
    opened = open_object(KEYS.object(0), EID, 0, iter(pieces), claimed, sha256)
    if claimed == size:
        assert b"".join(opened) == data
    else:
        with pytest.raises(NotAuthentic):
            list(opened)


items = st.builds(Disclosed, hashes, texts) | st.builds(Withheld, hashes, st.sampled_from(REASONS))


def keyed(index: int) -> st.SearchStrategy[KeyedSegment]:
    return st.builds(
        KeyedSegment,
        *(st.just(index), hashes, ids.map(bytes.hex), st.integers(0, 2**53 - 1)),
        *(st.integers(0, 2**53 - 1), ids, days, descs),
    )


def excerpt(index: int) -> st.SearchStrategy[Excerpt]:
    salts = st.tuples(hashes, hashes, hashes, hashes)
    shown = st.lists(items, min_size=1, max_size=4).map(tuple)
    return st.builds(Excerpt, st.just(index), ids, days, descs, salts, shown)


def boundary(index: int) -> st.SearchStrategy[Boundary]:
    parts = (st.just(index), ids, hashes, hashes, hashes)
    return st.builds(Boundary, *parts, days, hashes, st.none()) | st.builds(
        Boundary, *parts, st.none(), st.none(), hashes
    )


def medium(index: int) -> st.SearchStrategy[GrantedObject]:
    length = st.integers(0, 2**53 - 1)
    return st.builds(GrantedObject, st.just(index), hashes, ids.map(bytes.hex), length, hashes)


@st.composite
def envelopes(draw: st.DrawFn) -> Envelope:
    indexes = st.sets(st.integers(0, 2**24 - 1), max_size=3).map(sorted)
    return Envelope(
        Gid(draw(ids)),
        Eid(draw(ids)),
        tuple(draw(keyed(at) | excerpt(at)) for at in draw(indexes)),
        tuple(draw(boundary(at)) for at in draw(indexes)),
        tuple(draw(medium(at)) for at in draw(indexes)),
    )


@given(envelopes())
def test_an_envelope_comes_back_with_the_same_bytes(envelope: Envelope) -> None:
    data = envelope.marshal()
    assert parse_envelope(data) == envelope
    assert parse_envelope(data).marshal() == data


@given(envelopes(), st.data())
def test_a_changed_envelope_is_refused_or_has_one_spelling(
    envelope: Envelope, data: st.DataObject
) -> None:
    whole = envelope.marshal()
    at = data.draw(st.integers(0, len(whole) - 1))
    changed = whole[:at] + data.draw(st.binary(min_size=1, max_size=1)) + whole[at + 1 :]
    try:
        found = parse_envelope(changed)
    except MalformedEnvelope:
        return
    assert found.marshal() == changed
