"""Requests: complete, or refused by name and section."""

from datetime import UTC, datetime

import pytest

from consent.errors import IncompleteRequest
from consent.request import SECTIONS, parse_request
from consent.scope import CATEGORIES
from vault.canonical import Json, parse

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def whole() -> dict[str, Json]:
    return {
        "v": 1,
        "route": "vir",
        "requester": {
            "name": "A. Example",
            "organisation": "Example Police",
            "team": "team-1",
            "limb": "constable",
            "contact": "desk 4",
        },
        "reference": "EX/1234/26",
        "sought": {"c": ["message"], "p": ["+447700900123"], "d": [[1709251200, 1711929600]]},
        "line_of_enquiry": "whether he wrote to her after 1 March",
        "relevance": "it bears on when it ended",
        "necessity": "only she has the messages",
        "alternatives": "his phone was not found",
        "excess": "none expected",
        "handling": {
            "people": "two officers",
            "storage": "the case system",
            "retention": "until the case ends",
            "defence": "if relevant",
        },
        "notice": {"text": "we ask for your messages", "given": "2026-02-27"},
        "grounds": {},
        "stage": "first",
        "follows": None,
        "expires": "2026-04-01T00:00:00Z",
    }


def missing(value: Json) -> dict[str, str]:
    with pytest.raises(IncompleteRequest) as raised:
        parse_request(value, now=NOW)
    return raised.value.missing


def test_a_complete_request_is_read_and_written_back() -> None:
    request = parse_request(whole(), now=NOW)
    assert parse(request.marshal()) == whole()
    assert request.reference == "EX/1234/26"
    assert request.sought.p == {"+447700900123"}
    assert request.sought.x == frozenset()


@pytest.mark.parametrize("field", sorted(set(SECTIONS) - {"follows"}))
def test_each_missing_field_is_named_with_its_section(field: str) -> None:
    value = whole()
    del value[field]
    found = missing(value)
    named = {name.split(".")[0] for name in found}
    assert named == {field}
    assert set(found.values()) == {SECTIONS[field]}


def test_all_that_is_missing_is_named_at_once() -> None:
    value = whole()
    value["necessity"], value["excess"] = " ", None
    assert missing(value) == {"necessity": "s 44A(3)", "excess": "s 37(8)-(10)"}


@pytest.mark.parametrize("part", ["people", "storage", "retention", "defence"])
def test_each_part_of_handling_is_wanted(part: str) -> None:
    value = whole()
    handling = value["handling"]
    assert isinstance(handling, dict)
    handling[part] = ""
    assert missing(value) == {f"handling.{part}": "ss 44B, 44C"}


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("sought", {"c": ["message"]}),
        # Whole phones, by other names.
        ("sought", {"c": ["message"], "k": ["e"]}),
        ("sought", {"c": ["message"], "a": ["whatsapp"]}),
        ("sought", {"c": [*CATEGORIES], "d": [[0, 253402300800]]}),
        ("sought", {"c": ["message"], "d": [[0, 31 * 86_400 + 1]]}),
        ("sought", {"c": ["message"], "d": [[0, 20 * 86_400], [30 * 86_400, 50 * 86_400]]}),
        ("sought", {"c": ["message"], "d": [[0, 86_400]], "u": True}),
        ("sought", {"c": ["message"], "a": ["whatsapp"], "d": [[0, 93 * 86_400]]}),
        ("sought", {"c": [], "p": ["+447700900123"]}),
        ("sought", {"c": ["message"], "p": []}),
        ("sought", {"x": ["aa" * 16], "c": ["message"], "p": ["+447700900123"]}),
        ("sought", {"c": ["everything"], "p": ["+447700900123"]}),
        ("notice", {}),
        ("notice", {"text": "words", "given": "27/2/2026"}),
        ("notice", {"exception": "because", "reason": "words"}),
        ("notice", {"exception": "interference", "reason": ""}),
        ("expires", "2026-03-01T00:00:00Z"),
        ("expires", "2027-04-01T00:00:00Z"),
        ("expires", "soon"),
        ("stage", "second"),
        ("line_of_enquiry", "e\u0301"),
        ("line_of_enquiry", 7),
        ("line_of_enquiry", "x" * 10_001),
    ],
)
def test_what_does_not_answer_the_question_counts_as_missing(field: str, changed: Json) -> None:
    value = whole()
    value[field] = changed
    assert missing(value) == {field: SECTIONS[field]}


def test_a_blank_needs_its_ground() -> None:
    value = whole()
    value["relevance"] = None
    assert set(missing(value)) == {"relevance"}
    value["grounds"] = {"relevance": "interference"}
    assert parse_request(value, now=NOW).blanks == {"relevance": "interference"}


@pytest.mark.parametrize(
    "grounds",
    [{"relevance": "interference"}, {"necessity": "interference"}, {"handling": "secret"}, []],
)
def test_a_ground_for_what_is_said_or_may_not_be_blank_is_refused(grounds: Json) -> None:
    value = whole()
    value["grounds"] = grounds
    assert set(missing(value)) == {"grounds"}


def test_a_later_stage_names_what_it_follows() -> None:
    value = whole()
    value["stage"] = "narrowed"
    assert set(missing(value)) == {"stage"}
    value["follows"] = "ab" * 16
    assert parse_request(value, now=NOW).follows == "ab" * 16


def test_an_exception_from_notice_needs_its_reason() -> None:
    value = whole()
    value["notice"] = {"exception": "serious-harm", "reason": "he reads her post"}
    parse_request(value, now=NOW)


@pytest.mark.parametrize("route", ["counselling", "agreement", "court", "civil", "other", None])
def test_other_routes_are_refused_by_name(route: Json) -> None:
    value = whole()
    value["route"] = route
    assert set(missing(value)) == {"route"}


@pytest.mark.parametrize("value", [None, [], "x", {}, {**whole(), "z": 1}, {**whole(), "v": 2}])
def test_another_shape_is_refused(value: Json) -> None:
    assert set(missing(value)) == {"request"}


@pytest.mark.parametrize(
    "sought",
    [
        {"c": ["location"], "d": [[0, 31 * 86_400]], "u": False},
        {"c": ["message"], "a": ["whatsapp"], "d": [[0, 92 * 86_400]], "u": False},
        {"c": ["message"], "t": ["sms:+447700900123"]},
        {"c": ["message"], "p": ["+447700900123"], "d": [[0, 253402300800]]},
    ],
)
def test_what_names_somebody_or_a_short_time_may_be_sought(sought: Json) -> None:
    assert parse_request(whole() | {"sought": sought}, now=NOW).sought.x == frozenset()
