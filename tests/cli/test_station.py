"""The station: an intake step by step, which compares keys by what the survivor reads out."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from extraction.made import write_made_source
from tests.cli.running import done
from tests.conftest import seeded_random

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("table")
    for name, kind in (("survivor", "person"), ("guardian", "organisation")):
        done("keys", "new", "--kind", kind, folder / name)
    write_made_source(folder / "made", random=seeded_random("station"), days=2)
    return folder


def station(table: Path, out: Path, answers: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [
            *(sys.executable, "-m", "api.cli", "station", str(table / "made")),
            *("--for", str(table / "survivor.pub"), "--as", str(table / "guardian")),
            *("--out", str(out), "--json"),
        ],
        cwd=ROOT,
        input=answers,
        capture_output=True,
        check=False,
        text=True,
    )


def her_last_four(table: Path) -> str:
    fp: str = done("keys", "show", table / "survivor.pub")["fp"]
    return fp[28:32]


def test_it_seals_once_her_key_was_compared_and_the_guardian_said_yes(
    table: Path, tmp_path: Path
) -> None:
    found = station(table, tmp_path / "sealed", f"{her_last_four(table)}\nyes\n")
    assert found.returncode == 0, found.stderr
    receipt = json.loads(found.stdout)
    assert receipt["records"] > 0
    assert done("fsck", tmp_path / "sealed")["ok"] is True
    # What she is to read out is not on the guardian's screen.
    key = done("keys", "show", table / "survivor.pub")["fp"]
    assert key[24:28] in found.stderr
    assert f"{key[24:28]} {key[28:32]}" not in found.stderr


@pytest.mark.parametrize("answers", ["zzzz\nyes\n", "\nyes\n", "", "{right}\nno\n", "{right}\n"])
def test_it_seals_nothing_otherwise(table: Path, tmp_path: Path, answers: str) -> None:
    said = answers.replace("{right}", her_last_four(table))
    found = station(table, tmp_path / "sealed", said)
    assert found.returncode == 2
    assert json.loads(found.stdout)["error"]["type"] == "invalid"
    assert list(tmp_path.iterdir()) == []
