"""A record that two classes touch goes by neither."""

import pytest

from consent.errors import InvalidScope
from consent.scope import parse_scope
from extraction.filter import withheld_reason
from extraction.reader import classify
from extraction.record import Party, Provenance, Record, marshal_record
from extraction.record_parse import parse_record
from vault.ids import Eid
from vault.segment import SENSITIVITIES

LAWYER, CHILD = "+447700900101", "+447700900102"
RECORD = Record(
    "r",
    "message",
    Provenance("f", "p", "1"),
    parties=(Party("to", LAWYER, "phone", LAWYER), Party("to", CHILD, "phone", CHILD)),
)


def test_two_classes_let_a_record_go_by_neither() -> None:
    both = classify(RECORD, {LAWYER: "legal", CHILD: "child"})
    data = marshal_record(both)
    assert parse_record(data).sensitivity == "several"
    for named in (["legal"], ["child"], [*SENSITIVITIES]):
        scope = parse_scope({"x": ["00" * 16], "c": ["message"], "s": [*named]})
        assert withheld_reason(scope, Eid(bytes(16)), data) == "out-of-scope"


def test_one_class_twice_is_one() -> None:
    assert classify(RECORD, {LAWYER: "legal", CHILD: "legal"}).sensitivity == "legal"


def test_no_scope_can_name_what_two_classes_touch() -> None:
    with pytest.raises(InvalidScope):
        parse_scope({"x": ["00" * 16], "c": ["message"], "s": ["several"]})
