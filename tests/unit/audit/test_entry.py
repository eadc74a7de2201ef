"""Entries: one spelling, padded, blinded, and nothing that is not of its kind."""

import json
from dataclasses import replace

import pytest

from audit.entry import (
    Entry,
    case_tag,
    commitment,
    object_tag,
    organisation_tag,
    parse_entry,
)
from audit.errors import MalformedEntry

WHOLE = Entry(
    id="ab" * 16,
    t=1_700_000_000_000,
    act="release.collect",
    out="granted",
    role="investigator",
    rc="no-rule",
    ref=0,
    n=3,
    tag="01" * 16,
    obj="02" * 16,
    org="03" * 16,
    why="investigation",
    con="04" * 16,
    pol="05" * 32,
    auth="session",
    doc="06" * 32,
)


def spelled(**changes: object) -> bytes:
    body = json.loads(WHOLE.marshal()) | changes
    body = {name: value for name, value in body.items() if value is not None}
    return json.dumps(body, sort_keys=True, separators=(",", ":")).encode()


def test_a_whole_entry_comes_back() -> None:
    assert parse_entry(WHOLE.marshal()) == WHOLE


def test_empty_fields_are_left_out() -> None:
    small = Entry("ab" * 16, 0, "withdraw", "done", "survivor")
    assert set(json.loads(small.marshal())) == {"v", "id", "t", "act", "out", "role", "pad"}


def test_an_entry_is_padded_to_512_byte_steps() -> None:
    assert len(WHOLE.marshal()) in (512, 1024)
    assert len(replace(WHOLE, doc="", pol="").marshal()) == 512


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "AB" * 16),
        ("id", "ab"),
        ("id", 7),
        ("t", -1),
        ("t", 2**53),
        ("t", True),
        ("t", "1"),
        ("act", "delete"),
        ("act", "release.collect.twice"),
        ("act", ""),
        ("out", "maybe"),
        ("role", "police"),
        ("rc", "Her name was"),
        ("rc", ""),
        ("rc", "x" * 65),
        ("n", 1.0),
        ("tag", "01" * 15),
        ("obj", "zz" * 16),
        ("org", "police"),
        ("pol", "05" * 16),
        ("doc", "06" * 16),
        ("v", 2),
        ("v", "1"),
        ("pad", None),
        ("pad", " " * 600),
        ("pad", ""),
        ("name", "someone"),
    ],
)
def test_what_is_not_of_its_kind_is_refused(field: str, value: object) -> None:
    with pytest.raises(MalformedEntry):
        parse_entry(spelled(**{field: value}))


@pytest.mark.parametrize("field", ["id", "t", "act", "out", "role", "v"])
def test_required_fields_must_be_there(field: str) -> None:
    with pytest.raises(MalformedEntry):
        parse_entry(spelled(**{field: None}))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"null",
        b"\xff",
        b"[" * 2000,
        b"{}" + b" " * 510,
        WHOLE.marshal() + b" ",
        WHOLE.marshal()[:-1],
        WHOLE.marshal().replace(b'"t":', b'"t": '),
        WHOLE.marshal().replace(b'"v":1', b'"v":1,"v":1'),
        WHOLE.marshal().replace(b"granted", b"\\u0067ranted"),
        b" " * 4000,
    ],
)
def test_other_spellings_are_refused(data: bytes) -> None:
    with pytest.raises(MalformedEntry):
        parse_entry(data)


def test_an_entry_that_would_be_malformed_is_never_written() -> None:
    for changes in ({"act": "dance"}, {"rc": "a b"}, {"t": -1}, {"org": "Police"}, {"id": "x"}):
        with pytest.raises(MalformedEntry):
            replace(WHOLE, **changes).marshal()


def test_tags_differ_by_number_key_and_kind() -> None:
    key, other = b"k" * 32, b"q" * 32
    tags = {
        *(case_tag(key, number) for number in range(50)),
        case_tag(other, 0),
        object_tag(key, bytes(8)),
        organisation_tag(key, "\x00" * 8),
    }
    assert len(tags) == 53
    assert {len(tag) for tag in tags} == {16}


def test_a_commitment_binds_name_randomness_and_value() -> None:
    given = [("doc", b"r" * 32, b"v" * 32), ("dog", b"r" * 32, b"v" * 32)]
    given += [("doc", b"s" * 32, b"v" * 32), ("doc", b"r" * 32, b"w" * 32)]
    assert len({commitment(*each) for each in given}) == 4
