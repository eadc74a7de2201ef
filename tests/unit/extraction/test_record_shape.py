"""The quick check of a record's JSON takes what parse_record takes, and nothing else."""

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extraction.record import marshal_record
from extraction.record_parse import ALL_FIELDS, parse_record
from extraction.record_shape import read_record
from tests.unit.extraction.test_record import FULL, RECORDS, Record
from vault.errors import Malformed
from vault.segment import MAX_RECORD

WHOLE = marshal_record(FULL)
NAMES = ("id", "name", "size", "role", "is_owner", "raw", "lo_us", "hi_us", "present", "sha256")
PLAIN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**60), 2**60),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", "message", "in", "from", "sent", "explicit", "legal", "x", "ab" * 32]),
)
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        st.lists(inner, max_size=2), st.dictionaries(st.sampled_from(NAMES), inner, max_size=3)
    ),
    max_leaves=4,
)


def taken(data: bytes) -> tuple[bool, bool]:
    """Tell whether each of the two takes it."""
    answers = []
    for read in (parse_record, read_record):
        try:
            read(data)
        except (Malformed, KeyError):
            answers.append(False)
        else:
            answers.append(True)
    return answers[0], answers[1]


def places(value: object, path: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    """List the place of every value inside a value."""
    inner: list[tuple[object, object]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return [path, *(each for key, item in inner for each in places(item, (*path, key)))]


PLACES = places(orjson.loads(WHOLE))[1:]


@given(record=RECORDS)
def test_what_is_marshalled_is_taken_by_both_or_by_neither(record: Record) -> None:
    first, second = taken(marshal_record(record))
    assert first == second


@given(place=st.sampled_from(PLACES), value=VALUES, drop=st.booleans())
@example(place=("blobs", 0), value={"present": True}, drop=False)
@example(place=("time", "hi_us"), value=None, drop=True)
@example(place=("parties", 0, "id_type"), value=None, drop=True)
@example(place=("prov", "tool_version"), value=None, drop=True)
def test_one_changed_value_is_taken_by_both_or_by_neither(
    place: tuple[object, ...], value: object, *, drop: bool
) -> None:
    body = orjson.loads(WHOLE)
    at = body
    for key in place[:-1]:
        at = at[key]
    if drop:
        del at[place[-1]]
    else:
        at[place[-1]] = value
    data = orjson.dumps(body, option=orjson.OPT_SORT_KEYS)
    first, second = taken(data)
    assert first == second, data


@given(name=st.sampled_from([*sorted(ALL_FIELDS), "more"]), value=VALUES)
def test_one_field_of_any_value_is_taken_by_both_or_by_neither(name: str, value: object) -> None:
    body = {"record_id": "r", "category": "note", "prov": {"format": "f", "parser": "p"}}
    body["prov"] = {"format": "f", "parser": "p", "parser_version": "1"}
    data = orjson.dumps({**body, name: value}, option=orjson.OPT_SORT_KEYS)
    first, second = taken(data)
    assert first == second, data


@given(place=st.integers(0, len(WHOLE) - 1), value=st.integers(1, 255))
def test_a_changed_byte_is_taken_by_both_or_by_neither(place: int, value: int) -> None:
    data = bytearray(WHOLE)
    data[place] ^= value
    first, second = taken(bytes(data))
    assert first == second


def test_what_is_wrong_is_named_and_what_it_holds_is_not() -> None:
    for change, words in (({"category": "gossip"}, "category"), ({"secret": 1}, "unknown field")):
        data = orjson.dumps({**orjson.loads(WHOLE), **change}, option=orjson.OPT_SORT_KEYS)
        with pytest.raises(Malformed, match=words) as raised:
            read_record(data)
        assert "gossip" not in str(raised.value)
        assert "secret" not in str(raised.value)


def test_a_record_that_is_too_long_is_refused() -> None:
    with pytest.raises(Malformed, match="longer"):
        read_record(b" " * (MAX_RECORD + 1))


def test_names_out_of_order_are_another_spelling_wherever_they_stand() -> None:
    body = orjson.loads(WHOLE)
    for place in [(), *PLACES]:
        at = body
        for key in place:
            at = at[key]
        if isinstance(at, dict) and len(at) > 1:
            turned = orjson.loads(WHOLE)
            inner = turned
            for key in place:
                inner = inner[key]
            for name in sorted(at, reverse=True):
                inner[name] = inner.pop(name)
            with pytest.raises(Malformed, match="canonical"):
                read_record(orjson.dumps(turned))


def test_the_first_wrong_field_is_named_whatever_the_order_of_the_names() -> None:
    turned = {"prov": 1, "category": "note", "record_id": "r"}
    with pytest.raises(Malformed, match="prov"):
        read_record(orjson.dumps(turned))


def test_a_layout_is_no_answer_for_other_values() -> None:
    body = orjson.loads(WHOLE)
    assert read_record(WHOLE) == body
    for place in PLACES:
        other = orjson.loads(WHOLE)
        at = other
        for key in place[:-1]:
            at = at[key]
        # Every name is as before, so what refuses this is what it holds.
        at[place[-1]] = 1.5
        with pytest.raises(Malformed):
            read_record(orjson.dumps(other))
