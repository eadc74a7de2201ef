"""docs/threat-model.md has every row that a test tells, and no other.

Rows of tests that live elsewhere, most of them her browser's, are listed here: they run there.
"""

import ast

import pytest

from tests.adversaries.told import (
    ADVERSARIES,
    HERE,
    PROPERTY,
    Row,
    documented,
)
from tests.conftest import ROOT

BROWSER = "the same, towards her browser"
LIES, KEYS, WORKER, GUARDIAN = ADVERSARIES[1], ADVERSARIES[8], ADVERSARIES[3], ADVERSARIES[4]
TAMPERED = "tests/attacks/test_tampering.py"
RELEASES = "the release that it makes, and the grant's key to sign it"
ELSEWHERE = [
    Row(
        *(LIES, BROWSER, "changing one byte of anything it serves", "nothing: it is found"),
        "frontend/tests/crosscheck.test.ts::one changed byte anywhere in what the vault serves is found",
    ),
    Row(
        *(
            LIES,
            BROWSER,
            "weaker parameters for her passphrase",
            "nothing: refused before any work",
        ),
        "frontend/tests/keys.test.ts::weaker parameters than the floor are refused before anything is stretched",
    ),
    Row(
        *(
            LIES,
            BROWSER,
            "a forked log, a line left out, another witness",
            "nothing: each is found",
        ),
        "frontend/tests/crosscheck_log.test.ts::a forked log, a dropped line, a witness that is away: each is found",
    ),
    Row(
        *(LIES, BROWSER, "another script where her keys live than the document names"),
        "nothing: it never starts; but another document is run as it is",
        "frontend/tests/keys.test.ts::never starts when it has another, or when it was ended before",
    ),
    Row(
        *(LIES, "an old copy of the vault", "starting it, with witnesses that saw more"),
        "nothing: it does not start",
        "tests/integration/test_witnesses.py::test_a_restored_backup_does_not_start",
    ),
    Row(
        *(KEYS, BROWSER, "a worker's key that no pinned root certifies", "nothing is sealed to it"),
        "frontend/tests/crosscheck_grant.test.ts::a worker key is believed by its chain alone, and while it holds",
    ),
    Row(
        *(WORKER, RELEASES, "editing a record, with every count forged", "nothing: step 9"),
        f"{TAMPERED}::test_a_worker_that_edits_a_record_is_found",
    ),
    Row(
        *(WORKER, RELEASES, "withholding what she agreed to", "nothing: step 13"),
        f"{TAMPERED}::test_a_worker_that_withholds_what_she_agreed_to_is_found",
    ),
    Row(
        *(
            WORKER,
            RELEASES,
            "dropping a segment, however counts are forged",
            "nothing: it is found",
        ),
        f"{TAMPERED}::test_any_dropped_segment_is_found_however_the_counts_are_forged",
    ),
    Row(
        *(GUARDIAN, "the sealed catalogue, to sort as it likes", "moving or splitting rows"),
        "nothing, where she lets an expert see the catalogue; else it is believed",
        "tests/cli/test_examine.py::test_rows_that_were_moved_changed_or_split_are_found",
    ),
]


def of_here() -> set[str]:
    """Name every test of this folder that tells something."""
    found = set()
    for path in sorted(HERE.glob("test_*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if not isinstance(node, ast.FunctionDef) or not node.name.startswith("test_"):
                continue
            if "told" in [each.arg for each in node.args.args]:
                found.add(f"{path.name}::{node.name}")
    return found


def test_every_row_is_of_a_test_and_every_adversary_has_rows() -> None:
    rows = documented()
    assert len(set(rows)) == len(rows)
    assert {row.test for row in rows} == of_here() | {row.test for row in ELSEWHERE}
    assert tuple(dict.fromkeys(row.who for row in rows)) == ADVERSARIES


@pytest.mark.parametrize("row", ELSEWHERE, ids=lambda row: row.test.partition("::")[2])
def test_what_is_played_elsewhere_is_there(row: Row, request: pytest.FixtureRequest) -> None:
    request.node.user_properties.append((PROPERTY, row.marshal()))
    file, _, name = row.test.partition("::")
    text = (ROOT / file).read_text("utf-8")
    assert (f"def {name}(" if file.endswith(".py") else f'test("{name}"') in text
    assert [each for each in documented() if each.test == row.test] == [row]
