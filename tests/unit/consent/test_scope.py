"""Scopes: reading them strictly, and the edge cases of docs/formats/scope.md."""

from typing import Any

import pytest

from consent.errors import InvalidScope
from consent.narrow import minus, narrow
from consent.scope import (
    MAX_RANGES,
    MAX_VALUES,
    RecordFacts,
    Scope,
    admits_descriptor,
    admits_record,
    covers,
    days_of,
    empty,
    overlaps,
    parse_scope,
    want_one_by_one,
)
from vault.canonical import Json
from vault.ids import Eid

EID = Eid(b"\xaa" * 16)
DAY = 86_400
MESSAGE = RecordFacts("message", "sms", "t1", frozenset({"p1"}), 5_000_000, 5_999_999, None)


def scope(**changes: Json) -> Scope:
    return parse_scope({"x": [EID.hex()], "c": ["message"], **changes})


def facts(**changes: Any) -> RecordFacts:  # noqa: ANN401 any of its fields
    return MESSAGE._replace(**changes)


def test_absent_dimensions_are_all_but_classes_are_none() -> None:
    assert scope() == Scope(frozenset({EID.hex()}), frozenset({"message"}))


def test_undated_items_are_in_by_default_only_without_dates() -> None:
    assert scope().u is True
    assert scope(d=[[0, 10]]).u is False
    assert scope(d=[[0, 10]], u=True).u is True


@pytest.mark.parametrize(
    "body",
    [
        [],
        {"x": [EID.hex()]},
        {"x": [EID.hex()], "c": ["message"], "z": []},
        {"x": ["AA" * 16], "c": ["message"]},
        {"x": ["aa"], "c": ["message"]},
        {"x": [EID.hex()], "c": ["mesage"]},
        {"x": [EID.hex()], "c": ["message", "message"]},
        {"x": [EID.hex()], "c": "message"},
        {"x": [EID.hex()], "c": ["message"], "a": [""]},
        {"x": [EID.hex()], "c": ["message"], "p": ["e\u0301"]},
        {"x": [EID.hex()], "c": ["message"], "p": [7]},
        {"x": [EID.hex()], "c": ["message"], "s": ["secret"]},
        {"x": [EID.hex()], "c": ["message"], "u": 1},
        {"x": [EID.hex()], "c": ["message"], "d": [[5, 5]]},
        {"x": [EID.hex()], "c": ["message"], "d": [[-1, 5]]},
        {"x": [EID.hex()], "c": ["message"], "d": [[0, True]]},
        {"x": [EID.hex()], "c": ["message"], "d": [[0]]},
        {"x": [EID.hex()], "c": ["message"], "d": [[5, 9], [0, 2]]},
        {"x": [EID.hex()], "c": ["message"], "d": [[0, 5], [4, 9]]},
        {"x": [EID.hex()], "c": ["message"], "d": [[0, 5], [5, 9]]},
        {"x": [EID.hex()], "c": ["message"], "d": [[2 * n, 2 * n + 1] for n in range(65)]},
        {"x": [EID.hex()], "c": ["message"], "p": [f"p{n}" for n in range(1001)]},
    ],
)
def test_another_shape_is_refused(body: Json) -> None:
    with pytest.raises(InvalidScope):
        parse_scope(body)


def test_the_caps_themselves_are_allowed() -> None:
    ranges: list[Json] = [[2 * n, 2 * n + 1] for n in range(MAX_RANGES)]
    values: list[Json] = [f"p{n}" for n in range(MAX_VALUES)]
    assert len(scope(d=ranges, p=values).d or ()) == MAX_RANGES


def test_separators_and_quotes_are_just_values() -> None:
    odd = "a, b) || 'x' == \"x\" #;"
    assert scope(p=[odd]).p == {odd}


def test_an_empty_list_grants_nothing() -> None:
    for nothing in (scope(c=[]), scope(p=[]), scope(d=[])):
        assert empty(nothing)
        assert admits_record(nothing, EID, MESSAGE) == "out-of-scope"
        assert not covers(scope(), nothing)
        assert not overlaps(scope(), nothing)


@pytest.mark.parametrize(
    ("asked", "record"),
    [
        ({}, {"category": "call"}),
        ({}, {"sensitivity": "health"}),
        ({"a": ["chat"]}, {}),
        ({"p": ["p2"]}, {}),
        ({"p": ["p1"]}, {"parties": frozenset({"p1", "p2"})}),
        ({"p": ["p1"]}, {"parties": frozenset()}),
        ({"t": ["t2"]}, {}),
        ({"t": ["t1"]}, {"thread": None}),
        ({"d": [[0, 5]]}, {}),
        ({"d": [[5, 6]]}, {"hi_us": 6_000_000}),
        ({"d": [[0, 5], [6, 9]]}, {"lo_us": 4_000_000, "hi_us": 7_000_000}),
        ({"a": ["chat"], "d": [[0, 5]]}, {"app": None}),
    ],
)
def test_what_is_known_to_lie_outside_is_out_of_scope(
    asked: dict[str, Json], record: dict[str, object]
) -> None:
    assert admits_record(scope(**asked), EID, facts(**record)) == "out-of-scope"


@pytest.mark.parametrize(
    ("asked", "record"),
    [
        ({"a": ["sms"]}, {"app": None}),
        ({"p": ["p1"]}, {"parties": None}),
        ({"d": [[0, 9]]}, {"lo_us": None}),
        ({"d": [[0, 9]]}, {"hi_us": None}),
        ({"u": False}, {"lo_us": None}),
        ({"d": [[0, 9]]}, {"lo_us": 8_000_000, "hi_us": 1_000_000}),
    ],
)
def test_what_is_not_known_where_it_matters_is_unknown(
    asked: dict[str, Json], record: dict[str, object]
) -> None:
    assert admits_record(scope(**asked), EID, facts(**record)) == "unknown"
    assert admits_record(scope(), EID, facts(**record)) is None


@pytest.mark.parametrize(
    ("asked", "record"),
    [
        ({"d": [[5, 6]]}, {}),
        ({"d": [[0, 9]], "u": True}, {"lo_us": None}),
        ({"s": ["health"]}, {"sensitivity": "health"}),
        ({"s": ["health"]}, {}),
        ({"p": ["p1", "p2"]}, {"parties": frozenset({"p1", "p2"})}),
    ],
)
def test_what_lies_inside_is_in(asked: dict[str, Json], record: dict[str, object]) -> None:
    assert admits_record(scope(**asked), EID, facts(**record)) is None


def test_another_extraction_is_out() -> None:
    assert admits_record(scope(), Eid(b"\xbb" * 16), MESSAGE) == "out-of-scope"


def test_a_span_over_two_scopes_is_in_neither() -> None:
    span = scope(d=[[0, 10]])
    assert not covers(scope(d=[[0, 5]]), span)
    assert covers(scope(d=[[0, 10]]), span)


def test_a_deny_of_one_party_meets_a_group_with_that_party() -> None:
    group = scope(p=["p1", "p2"])
    assert overlaps(scope(p=["p2"]), group)
    assert not covers(scope(p=["p1"]), group)


def test_keywords_do_not_keep_two_scopes_apart() -> None:
    assert overlaps(scope(k=["knife"]), scope(k=["door"]))
    assert not overlaps(scope(k=[]), scope(k=["door"]))


def test_days_touched_twice_are_one_run() -> None:
    assert days_of(scope(d=[[0, 1], [DAY - 1, DAY + 1], [3 * DAY, 4 * DAY]])) == [
        ("1970-01-01", "1970-01-02"),
        ("1970-01-04", "1970-01-04"),
    ]
    assert days_of(scope()) == [("0001-01-01", "9999-12-31")]


@pytest.mark.parametrize(
    ("asked", "desc", "day", "passes"),
    [
        ({}, {}, "1970-01-01", True),
        ({}, {"category": "call"}, "1970-01-01", False),
        ({}, {"class": "health"}, "1970-01-01", False),
        ({"s": ["health"]}, {"class": "health"}, "1970-01-01", True),
        ({"a": ["sms"]}, {}, "1970-01-01", False),
        ({"a": ["sms"]}, {"app": "sms"}, "1970-01-01", True),
        ({"p": ["p1"]}, {}, "1970-01-01", False),
        ({"p": ["p1"]}, {"parties": ["p1", "p2"]}, "1970-01-01", False),
        ({"p": ["p1"]}, {"parties": ["p1"]}, "1970-01-01", True),
        ({"t": ["t1"]}, {"thread": ""}, "1970-01-01", False),
        ({"t": ["t1"]}, {"thread": "t1"}, "1970-01-01", True),
        ({"d": [[0, DAY]]}, {}, "1970-01-02", False),
        ({"d": [[0, DAY + 1]]}, {}, "1970-01-02", True),
        ({"d": [[0, DAY]]}, {}, "0000-00-00", False),
        ({}, {}, "0000-00-00", True),
        ({"d": [[0, DAY]], "u": True}, {}, "0000-00-00", True),
    ],
)
def test_descriptors_pass_only_with_what_they_say(
    asked: dict[str, Json], desc: dict[str, Json], day: str, *, passes: bool
) -> None:
    whole: dict[str, Json] = {"category": "message", "thread": "", **desc}
    assert admits_descriptor(scope(**asked), whole, day) is passes


def test_all_without_a_finite_set_is_left_out() -> None:
    assert minus(scope(), scope(p=["p1"])) == []


def test_narrowing_with_no_allow_gives_nothing() -> None:
    assert narrow(scope(), [], []) == []


def test_one_range_less_its_middle_is_two_ranges() -> None:
    assert minus(scope(d=[[0, 10]]), scope(d=[[3, 5]])) == [scope(d=[[0, 3], [5, 10]])]


@pytest.mark.parametrize(
    ("asked", "refused"),
    [
        ({"s": ["health"]}, True),
        ({"s": ["health"], "p": ["+447700900101"]}, False),
        ({"s": ["health"], "t": ["sms:1"]}, False),
        ({}, False),
        ({"p": ["+447700900101"]}, False),
    ],
)
def test_a_class_is_put_in_one_by_one(asked: dict[str, Json], refused: bool) -> None:  # noqa: FBT001 a case
    scope = parse_scope({"x": ["00" * 16], "c": ["message"], **asked})
    if not refused:
        want_one_by_one(scope)
        return
    with pytest.raises(InvalidScope) as said:
        want_one_by_one(scope)
    assert str(said.value) == "s: with a class, name the people or conversations (p or t)"


def test_a_run_of_days_begins_where_its_first_range_does() -> None:
    day = 86_400
    ranges: Json = [[0, day + 1], [day + 2, 3 * day], [5 * day, 6 * day]]
    scope = parse_scope({"x": ["00" * 16], "c": ["message"], "d": ranges})
    runs = [("1970-01-01", "1970-01-03"), ("1970-01-06", "1970-01-06")]
    assert days_of(scope) == runs
