"""A record that two classes touch goes by neither."""

from dataclasses import replace

import pytest

from consent.errors import InvalidScope
from consent.scope import parse_scope
from extraction.filter import withheld_reason
from extraction.ledger import Ledger
from extraction.record import Blob, Party, Provenance, Record, marshal_record
from extraction.record_parse import parse_record
from extraction.sensitive import Marks
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
    both = Marks({LAWYER: "legal", CHILD: "child"}, None).classify(RECORD)
    data = marshal_record(both)
    assert parse_record(data).sensitivity == "several"
    for named in (["legal"], ["child"], [*SENSITIVITIES]):
        scope = parse_scope({"x": ["00" * 16], "c": ["message"], "s": [*named]})
        assert withheld_reason(scope, Eid(bytes(16)), data) == "out-of-scope"


def test_one_class_twice_is_one() -> None:
    assert Marks({LAWYER: "legal", CHILD: "legal"}, None).classify(RECORD).sensitivity == "legal"


def test_no_scope_can_name_what_two_classes_touch() -> None:
    with pytest.raises(InvalidScope):
        parse_scope({"x": ["00" * 16], "c": ["message"], "s": ["several"]})


def media(name: str, sha256: str = "ab" * 32) -> Record:
    blob = Blob(sha256, 1, name, role="media")
    return Record("r", "media", Provenance("f", "p", "1", f"phone/DCIM/{name}"), blobs=(blob,))


@pytest.mark.parametrize(
    ("mark", "marked"),
    [
        ("IMG_1.JPG", True),
        ("img_1.jpg", True),
        ("dcim/IMG_1.JPG", True),
        ("phone/DCIM/IMG_1.JPG", True),
        ("AB" * 32, True),
        ("cd" * 32, False),
        ("ab" * 32, True),
        ("IMG_1", False),
        ("MG_1.JPG", False),
        ("other/IMG_1.JPG", False),
        ("phone", False),
    ],
)
def test_a_medium_is_marked_by_its_name_the_end_of_its_path_or_its_hash(
    mark: str, *, marked: bool
) -> None:
    found = Marks({mark: "intimate"}, None).classify(media("IMG_1.JPG"))
    assert (found.sensitivity == "intimate") is marked


def test_a_message_with_a_marked_picture_is_marked() -> None:
    record = replace(RECORD, blobs=(Blob("cd" * 32, 1, "a.jpg"),))
    assert Marks({"cd" * 32: "intimate"}, None).classify(record).sensitivity == "intimate"


def test_a_listed_contacts_other_numbers_are_said() -> None:
    marks, ledger = Marks({"Jane Law": "legal"}, None), Ledger()
    parties = (
        Party("subject", LAWYER, "phone", LAWYER, "Jane Law"),
        Party("subject", "j@law.example", "email", "j@law.example", "Jane Law"),
    )
    marks.classify(replace(RECORD, category="contact", parties=parties))
    marks.tell(ledger)
    (warning,) = ledger.warnings
    assert warning.startswith("2 numbers and addresses of listed contacts are not listed")
