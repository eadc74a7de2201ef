"""The envelope's inside: what a worker gets, strictly read."""

# ruff: noqa: ANN401 documents are made wrong on purpose

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from vault.boundary import Boundary, parse_boundary
from vault.canonical import b64, marshal, parse_object
from vault.errors import Malformed, MalformedEnvelope
from vault.grant_envelope import (
    REASONS,
    Disclosed,
    Envelope,
    Excerpt,
    GrantedObject,
    KeyedSegment,
    Withheld,
    parse_envelope,
    parse_excerpt,
)
from vault.ids import Eid, Gid
from vault.segment import (
    MAX_RECORD,
    MAX_RECORDS,
    MAX_SEGMENTS,
    Fields,
    field_hash,
    fields_of,
    record_leaf,
    records_root,
    segment_leaf,
)

EID = Eid(bytes(range(16)))
TAG = b"\xaa" * 16
DESC = b'{"category":"message","thread":"t"}'
SALTS = (b"\x01" * 32, b"\x02" * 32, b"\x03" * 32, b"\x04" * 32)
KEYED = KeyedSegment(3, b"\x05" * 32, "ab" * 16, 100, 328, TAG, "2026-01-05", DESC)
EXCERPT = Excerpt(
    4,
    TAG,
    "2026-01-06",
    DESC,
    SALTS,
    (Disclosed(b"\x06" * 32, '{"text":"naïve ☃"}'.encode()), Withheld(b"\x07" * 32, "unknown")),
)
FOREIGN = Boundary(2, b"\x11" * 16, SALTS[0], b"\x0a" * 32, b"\x0b" * 32, None, None, b"\x0c" * 32)
NEAR = Boundary(5, TAG, SALTS[0], b"\x0a" * 32, b"\x0b" * 32, "2026-02-01", SALTS[1], None)
MEDIUM = GrantedObject(0, b"\x0d" * 32, "cd" * 16, 5, b"\x0e" * 32)
ENVELOPE = Envelope(Gid(b"\x0f" * 16), EID, (KEYED, EXCERPT), (FOREIGN, NEAR), (MEDIUM,))


def test_an_envelope_comes_back_with_the_same_bytes() -> None:
    data = ENVELOPE.marshal()
    assert parse_envelope(data) == ENVELOPE
    assert parse_envelope(data).marshal() == data


def test_an_empty_envelope_is_one() -> None:
    empty = Envelope(Gid(bytes(16)), EID, (), (), ())
    assert parse_envelope(empty.marshal()) == empty


def test_a_record_s_exact_text_is_kept() -> None:
    excerpt = parse_object(ENVELOPE.marshal())["segments"][1]  # type: ignore[index]
    assert excerpt["records"][0]["r"] == '{"text":"naïve ☃"}'  # type: ignore[index]


Change = Callable[[dict[str, Any]], object]


def put(*path: Any, value: object) -> Change:
    def change(document: dict[str, Any]) -> None:
        inner: Any = document
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = value

    return change


def drop(*path: Any) -> Change:
    def change(document: dict[str, Any]) -> None:
        inner: Any = document
        for step in path[:-1]:
            inner = inner[step]
        del inner[path[-1]]

    return change


HASH = b64(bytes(32))


@pytest.mark.parametrize(
    "change",
    [
        *(drop(key) for key in ("v", "gid", "eid", "segments", "boundary", "objects")),
        put("v", value=2),
        put("more", value=1),
        put("gid", value="0F" * 16),
        *(drop("segments", 0, key) for key in ("i", "k", "pack", "off", "len", "g", "d", "desc")),
        *(drop("segments", 1, key) for key in ("i", "g", "d", "desc", "fs", "n", "records")),
        put("segments", 0, "fs", value=[HASH] * 4),
        put("segments", 0, "i", value=MAX_SEGMENTS),
        put("segments", 0, "i", value=4),
        put("segments", 0, "i", value=7),
        put("segments", 0, "k", value=b64(bytes(31))),
        put("segments", 0, "pack", value="../" * 10 + "ab"),
        put("segments", 0, "off", value=-1),
        put("segments", 0, "desc", value='{"category": "message","thread":"t"}'),
        put("segments", 0, "desc", value='{"category":"message"}'),
        put("segments", 0, "desc", value={"category": "message", "thread": "t"}),
        put("segments", 0, "d", value="2026-02-30"),
        put("segments", 1, "i", value=2**40),
        put("segments", 1, "fs", value=[HASH] * 3),
        put("segments", 1, "n", value=1),
        put("segments", 1, "records", value=[]),
        put("segments", 1, "records", 0, "h", value=HASH),
        put("segments", 1, "records", 0, "r", value="x" * (MAX_RECORD + 1)),
        put("segments", 1, "records", 0, "r", value={"text": "naive"}),
        put("segments", 1, "records", 0, "s", value=HASH + "="),
        put("segments", 1, "records", 1, "w", value="because"),
        drop("segments", 1, "records", 1, "w"),
        *(drop("boundary", 0, key) for key in ("i", "g", "s1", "f2", "f3", "f4")),
        *(drop("boundary", 1, key) for key in ("d", "s2")),
        put("boundary", 0, "d", value="2026-01-05"),
        put("boundary", 1, "f2", value=HASH),
        put("boundary", 0, "i", value=5),
        put("boundary", 0, "i", value=MAX_SEGMENTS),
        *(drop("objects", 0, key) for key in ("j", "k", "name", "len", "sha256")),
        put("objects", 0, "j", value=2**32),
        put("objects", 0, "more", value=1),
    ],
)
def test_an_envelope_with_one_fault_is_refused(change: Change) -> None:
    document: dict[str, Any] = dict(parse_object(ENVELOPE.marshal()))
    change(document)
    with pytest.raises(MalformedEnvelope):
        parse_envelope(marshal(document))


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"\xff", ENVELOPE.marshal() + b"\n"])
def test_what_is_not_an_envelope_is_refused(data: bytes) -> None:
    with pytest.raises(MalformedEnvelope):
        parse_envelope(data)


def test_an_envelope_over_its_limit_is_neither_made_nor_read() -> None:
    record = Disclosed(bytes(32), b"x" * MAX_RECORD)
    excerpt = dataclasses.replace(EXCERPT, items=(record,) * 64)
    with pytest.raises(MalformedEnvelope, match="or less"):
        dataclasses.replace(ENVELOPE, segments=(excerpt,)).marshal()
    with pytest.raises(MalformedEnvelope, match="too long"):
        parse_envelope(b" " * (64 * 1024 * 1024 + 1))


def test_an_excerpt_holds_no_more_records_than_a_segment() -> None:
    many = (Withheld(bytes(32), "unknown"),) * (MAX_RECORDS + 1)
    for items in (many, ()):
        excerpt = dataclasses.replace(EXCERPT, items=items)
        with pytest.raises(MalformedEnvelope, match="65,536"):
            parse_envelope(dataclasses.replace(ENVELOPE, segments=(excerpt,)).marshal())


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_of_the_list_is_taken(reason: str) -> None:
    excerpt = dataclasses.replace(EXCERPT, items=(Withheld(bytes(32), reason),))
    envelope = dataclasses.replace(ENVELOPE, segments=(excerpt,))
    assert parse_envelope(envelope.marshal()) == envelope


def test_the_reasons_are_those_of_the_format() -> None:
    assert sorted(REASONS) == [
        *("excluded-by-survivor", "not-relevant", "out-of-scope", "privileged"),
        *("third-party", "transformed", "unknown"),
    ]


def test_an_item_gives_its_leaf_whether_shown_or_not() -> None:
    shown = Disclosed(SALTS[0], b"{}")
    assert shown.leaf() == record_leaf(SALTS[0], b"{}")
    assert Withheld(shown.leaf(), "unknown").leaf() == shown.leaf()


@pytest.mark.parametrize("granted", [True, False])
def test_an_opening_gives_the_segment_s_leaf(granted: bool) -> None:  # noqa: FBT001
    root = records_root([b"\x09" * 32])
    fields = fields_of(SALTS, tag=TAG, day="2026-02-01", desc=DESC, count=1, root=root)
    leaf = segment_leaf(EID, 6, fields)
    day, s2, f2 = ("2026-02-01", SALTS[1], None) if granted else (None, None, fields.f2)
    opening = Boundary(6, TAG, SALTS[0], fields.f3, fields.f4, day, s2, f2)
    assert opening.leaf(EID) == leaf
    assert parse_boundary(opening.body()) == opening
    others = [
        dataclasses.replace(opening, index=7),
        dataclasses.replace(opening, tag=b"\xab" * 16),
        dataclasses.replace(opening, f3=bytes(32)),
        dataclasses.replace(opening, f4=bytes(32)),
        dataclasses.replace(opening, day="2026-02-02")
        if granted
        else dataclasses.replace(opening, f2=bytes(32)),
    ]
    assert all(other.leaf(EID) != leaf for other in others)
    assert opening.leaf(Eid(bytes(16))) != leaf


def test_an_opening_of_a_foreign_group_does_not_show_its_day() -> None:
    body = FOREIGN.body()
    assert set(body) == {"i", "g", "s1", "f2", "f3", "f4"}
    f1 = field_hash(1, SALTS[0], FOREIGN.tag)
    fields = Fields(f1, b"\x0c" * 32, FOREIGN.f3, FOREIGN.f4)
    assert FOREIGN.leaf(EID) == segment_leaf(EID, 2, fields)


def test_fields_that_a_release_adds_are_named_by_who_reads_them() -> None:
    body: Any = parse_object(ENVELOPE.marshal())["segments"][1] | {"path": []}  # type: ignore[index,operator]
    assert parse_excerpt(body, extra=("path",)) == EXCERPT
    with pytest.raises(Malformed):
        parse_excerpt(body)


def test_no_key_or_record_is_shown() -> None:
    shown = repr(ENVELOPE)
    for secret in (KEYED.key, MEDIUM.key, *SALTS[2:], "naïve".encode()):
        assert repr(secret)[2:-1] not in shown
