"""Every vector of what she adds: the record is made byte for byte, and reads as a record."""

import json
from pathlib import Path
from typing import Any

import pytest

from extraction.record_shape import read_record
from scripts.vectors.added import record

FOLDER = Path(__file__).resolve().parents[1] / "vectors" / "added"
CASES = sorted(FOLDER.glob("*.json"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_record_of_a_file_is_as_the_vector_has_it(path: Path) -> None:
    case: dict[str, Any] = json.loads(path.read_text("utf-8"))
    assert record(case) == case["record"]
    if case["record"] is not None:
        read_record(case["record"].encode())


def test_there_are_cases_of_both_kinds() -> None:
    found = [json.loads(path.read_text("utf-8"))["record"] for path in CASES]
    assert found.count(None) == 3
    assert len(found) > 15
