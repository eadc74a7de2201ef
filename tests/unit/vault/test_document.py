"""Strict reading: known fields, each of its kind."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from vault.document import Document
from vault.errors import Malformed

VALUE: dict[str, Any] = {
    "v": 1,
    "text": "a",
    "count": 3,
    "hex": "0aff",
    "b64": "Cv8",
    "time": "2026-04-01T12:00:00Z",
    "items": [1],
    "map": {"x": 1},
    "part": {"inner": "b"},
    "none": None,
}
READ: dict[str, tuple[Callable[[Document], object], object, list[object]]] = {
    "v": (lambda d: d.version(), None, [2, True, "1", None, 1.0 + 1]),
    "text": (lambda d: d.text("text", "a", "b"), "a", ["c", 1, None, ["a"]]),
    "count": (lambda d: d.count("count"), 3, [-1, True, "3", None, [3]]),
    "hex": (lambda d: d.hex("hex", 2), b"\x0a\xff", ["0AFF", "0a ff", "0a", "zz00", 7, None]),
    "b64": (lambda d: d.b64("b64", 2), b"\x0a\xff", ["Cv8=", "Cv9", "Cv", "C v8", 7, None]),
    "time": (
        lambda d: d.time("time"),
        datetime(2026, 4, 1, 12, tzinfo=UTC),
        ["2026-04-01 12:00:00Z", "2026-04-01T12:00:00.0Z", 7, None],
    ),
    "items": (lambda d: d.items("items"), [1], [{}, "a", None]),
    "map": (lambda d: d.mapping("map"), {"x": 1}, [[], "a", None]),
    "part": (lambda d: d.part("part", {"inner"}).text("inner"), "b", [[], {}, {"other": 1}, None]),
}


@pytest.mark.parametrize("key", sorted(READ))
def test_a_field_of_its_kind_is_given(key: str) -> None:
    read, wanted, _ = READ[key]
    assert read(Document(VALUE, set(VALUE))) == wanted


@pytest.mark.parametrize(("key", "value"), [(key, bad) for key in READ for bad in READ[key][2]])
def test_a_field_of_another_kind_is_refused(key: str, value: object) -> None:
    with pytest.raises(Malformed):
        READ[key][0](Document(VALUE | {key: value}, set(VALUE)))


def test_a_field_that_is_missing_or_unknown_is_refused() -> None:
    Document({"a": 1}, {"a"}, {"b"})
    for value in ({}, {"b": 1}, {"a": 1, "c": 1}, [], None, "a"):
        with pytest.raises(Malformed):
            Document(value, {"a"}, {"b"})  # type: ignore[arg-type]


def test_unknown_fields_are_counted_and_not_quoted() -> None:
    with pytest.raises(Malformed) as seen:
        Document({"her name": 1}, {"a"})
    assert "her name" not in str(seen.value)


def test_optional_fields_are_told() -> None:
    document = Document({"a": None}, {"a"}, {"b"})
    assert (document.has("a"), document.has("b"), document.raw("a")) == (True, False, None)
