"""Classes that are made quickly are the same classes."""

import copy
import uuid
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace

import pytest

from extraction.quick import quick
from extraction.record import Provenance, Record, Text, record_id


@dataclass(frozen=True, slots=True)
class Plain:
    first: str
    second: int = 5
    third: dict[str, str] = field(default_factory=dict)


@quick
@dataclass(frozen=True, slots=True)
class Made:
    first: str
    second: int = 5
    third: dict[str, str] = field(default_factory=dict)


def test_it_is_made_shown_and_compared_as_any_dataclass() -> None:
    made = Made("a", third={"b": "c"})
    assert type(made) is Made
    assert repr(made) == repr(Plain("a", third={"b": "c"})).replace("Plain", "Made")
    assert made == Made("a", 5, {"b": "c"})
    assert made != Made("a", 6, {"b": "c"})
    assert [each.name for each in fields(made)] == ["first", "second", "third"]
    assert replace(made, second=7) == Made("a", 7, {"b": "c"})
    assert copy.deepcopy(made) == made


def test_it_is_frozen() -> None:
    made = Made("a")
    with pytest.raises(FrozenInstanceError):
        made.first = "b"  # type: ignore[misc] it must fail
    with pytest.raises(FrozenInstanceError):
        del made.first  # type: ignore[misc] it must fail
    assert not hasattr(made, "__dict__")


def test_each_gets_a_default_of_its_own() -> None:
    assert Made("a").third == {}
    assert Made("a").third is not Made("a").third


@pytest.mark.parametrize("words", [(), ("a", 1, {}, "more")])
def test_too_few_or_too_many_arguments_are_refused(words: tuple[str, ...]) -> None:
    with pytest.raises(TypeError):
        Made(*words)  # type: ignore[arg-type] it must fail
    with pytest.raises(TypeError):
        Made("a", fourth=1)  # type: ignore[call-arg] it must fail


def test_records_can_be_kept_as_keys() -> None:
    assert {Text("body", "a")} == {Text("body", "a")}
    prov = Provenance("f", "p", "1")
    assert Record("r", "message", prov) == Record("r", "message", prov)


def test_a_records_name_is_a_uuid_of_version_5() -> None:
    for number in range(64):
        expected = uuid.uuid5(uuid.uuid5(uuid.NAMESPACE_OID, "source"), f"place {number}")
        assert record_id("source", f"place {number}") == str(expected)
