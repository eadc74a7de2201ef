"""Every vector of people as pseudonyms, and answers that must not change in silence."""

import json
from pathlib import Path
from typing import Any

from consent.scope import Scope
from extraction.masking import Masking
from scripts.vectors.masking import write

NAMES = ("words", "fields", "selections", "drawn")
FOLDER = Path(__file__).parents[1] / "vectors" / "masking"


def load(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


def words() -> dict[str, str]:
    return {row["text"]: row["leaves"] for row in load("words")}


def test_the_vectors_are_what_their_writer_writes(tmp_path: Path) -> None:
    write(tmp_path)
    assert {path.name for path in FOLDER.iterdir()} == {f"{name}.json" for name in NAMES}
    for path in FOLDER.iterdir():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


def test_numbers_and_addresses_of_others_go_and_those_of_who_takes_part_stay() -> None:
    assert words()["call +44 7700 900999, or +44 (0)7700 900999."] == "call person-1, or person-1."
    stays = "my number is 07700 900101, yes +447700900101 (+44 (0)7700 900101)"
    assert words()[stays] == stays
    stays = "alex@example.com Alex@Example.com bob@localhost bob @example.com"
    assert words()[stays] == stays


def test_days_and_prices_are_no_numbers_of_people() -> None:
    text = "06.12.34.56.78 on 01.02.2026 at 10:30, 01/02/26 01-02-2026 2026-03-04 10"
    assert words()[text] == text.replace("06.12.34.56.78", "person-1")


def test_fields_that_say_a_person_are_told_by_the_end_of_their_name() -> None:
    says = dict(load("fields"))
    assert says["key_remote_jid"]
    assert says["phone_1"]
    assert not says["contact_id"]
    assert not says["authority"]


def test_a_masked_record_has_nothing_more_to_mask() -> None:
    for selection in (*load("selections"), *load("drawn")):
        for row in selection["records"]:
            body = json.loads(row["copy"] or row["record"])
            again = Masking(Scope(frozenset(), frozenset(), h=True))
            assert again.masked(body, frozenset(row["parties"])) is body, selection["about"]


def test_only_records_that_leave_take_numbers() -> None:
    numbered = next(each for each in load("selections") if each["about"].startswith("numbers go"))
    copies = [json.loads(row["copy"])["parties"] for row in numbered["records"]]
    assert [[party["name"] for party in parties] for parties in copies] == [
        *(["person-1"], ["person-1"], ["person-2", "person-1"], ["person-3"]),
    ]


def test_without_the_field_everybody_stays() -> None:
    body = {"text": [{"field": "body", "value": "+447700900999"}]}
    assert Masking(Scope(frozenset(), frozenset())).masked(body, frozenset()) is body


def test_whom_the_scope_names_takes_part() -> None:
    body = {"text": [{"field": "body", "value": "+447700900999"}]}
    scope = Scope(frozenset(), frozenset(), h=True, p=frozenset({"+447700900999"}))
    assert Masking(scope).masked(body, frozenset()) is body
