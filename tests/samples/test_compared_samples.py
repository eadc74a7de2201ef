"""Two readers of one store agree: a tool's report, and the phone's own database beside it."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from extraction.made import write_made_source
from tests.cli.running import done
from tests.conftest import seeded_random, shared_folder

PAIRS = {
    "whatsAppMessages": {"message": 32},
    "whatsAppContacts": {"contact": 9},
    "whatsAppCallHistory": {"call": 4, "contact": 9},
}
"""What a LEAPP report and the archive that it was made from both hold of WhatsApp."""


def pairs() -> list[Any]:
    shared = shared_folder()
    found = [pytest.param(None, None, {}, id="made")]
    if shared is not None:
        report = shared / "samples/leapp-lava/josh15"
        cases = shared / "samples/ileapp-ios-ffs/cases"
        found += [
            pytest.param(
                report, next(cases.glob(f"testdata.whatsApp.{name}.*.zip")), expected, id=name
            )
            for name, expected in PAIRS.items()
        ]
    return found


@pytest.mark.parametrize(("report", "other", "expected"), pairs())
def test_they_agree_record_for_record(
    report: Path | None, other: Path | None, expected: dict[str, int], tmp_path: Path
) -> None:
    if report is None or other is None:
        report = write_made_source(tmp_path / "report", random=seeded_random("pair"), days=3)
        other = report
    found = done("inspect", report, "--compare", other)
    seen = {each["category"]: each for each in found["compared"] if each["app"] == "whatsapp"}
    for category, count in expected.items():
        assert seen[category]["agree"] == count
    for each in found["compared"]:
        assert (each["agree"], each["shown"]) == (each["left"], [])
        assert each["left"] == each["right"]


def test_a_row_that_a_report_lost_is_found_by_the_database(tmp_path: Path) -> None:
    whole = write_made_source(tmp_path / "whole", random=seeded_random("pair"), days=3)
    less = write_made_source(tmp_path / "less", random=seeded_random("pair"), days=3)
    with closing(sqlite3.connect(less / "_lava_artifacts.db")) as database:
        database.execute("DELETE FROM whatsappmessages WHERE rowid = 3")
        database.commit()
    index = json.loads((less / "_lava_data.lava").read_bytes())
    assert index["artifacts"]
    found = done("inspect", less, "--compare", whole)
    (messages,) = [each for each in found["compared"] if each["category"] == "message"]
    assert (messages["only_left"], messages["only_right"]) == (0, 1)
    assert found["warnings"], "the report declares a row that it has not"
