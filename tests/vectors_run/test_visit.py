"""Every vector of docs/formats/visit.md: it opens to what it says, or fails as it says."""

import json
from pathlib import Path
from typing import Any

import pytest

from scripts.vectors.visit import write
from vault.errors import Malformed, NotAuthentic
from vault.identity import parse_bundle
from vault.statement import check_signatures
from vault.visit import check_openings, parse_shown

FOLDER = Path(__file__).parents[1] / "vectors" / "visit"
FILES = sorted(FOLDER.glob("*.json"))
EXPECTED = {"malformed": Malformed, "not authentic": NotAuthentic}


def values_of(case: dict[str, Any]) -> dict[str, Any]:
    shown = parse_shown(case["shown"].encode())
    check_signatures(shown.statement, parse_bundle(bytes.fromhex(case["bundle"])))
    check_openings(shown)
    assert shown.marshal() == case["shown"].encode()
    assert shown.visit.body() == shown.statement.body
    return {name: each.value for name, each in shown.openings.items()}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_vector_does_what_it_says(path: Path) -> None:
    case = json.loads(path.read_text("utf-8"))
    if case["expect"] == "success":
        assert values_of(case) == case["values"]
        return
    wanted = EXPECTED[case["expect"]]
    with pytest.raises(wanted):
        values_of(case)


def test_the_vectors_are_those_that_the_script_writes(tmp_path: Path) -> None:
    write(tmp_path)
    written = {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()}
    assert written == {path.name: path.read_text("utf-8") for path in FILES}
