"""The station: an intake step by step, which compares keys by what the survivor reads out."""

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from extraction.made import write_made_source
from tests.cli.running import done
from tests.conftest import seeded_random

ROOT = Path(__file__).resolve().parents[2]
ASKED = re.compile(r"groups ([0-9, ]+) on her screen, and type them: $")


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("table")
    for name, kind in (("survivor", "person"), ("guardian", "organisation")):
        done("keys", "new", "--kind", kind, folder / name)
    write_made_source(folder / "made", random=seeded_random("station"), days=2)
    return folder


@dataclass(frozen=True)
class Visit:
    code: int
    stdout: str
    stderr: str


def station(table: Path, out: Path, *answers: str) -> Visit:
    """Run a visit as a guardian would: `{groups}` is what her screen has in the asked places."""
    key: str = done("keys", "show", table / "survivor.pub")["fp"]
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "api.cli", "station", str(table / "made")),
            *("--for", str(table / "survivor.pub"), "--as", str(table / "guardian")),
            *("--out", str(out), "--json"),
        ],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stderr is not None
    said = ""
    while (found := ASKED.search(said)) is None and (letter := process.stderr.read(1)):
        said += letter
    places = [] if found is None else [int(place) for place in found[1].split(", ")]
    groups = " ".join(key[4 * place - 4 : 4 * place] for place in places)
    lines = "".join(f"{answer}\n" for answer in answers).replace("{groups}", groups)
    stdout, rest = process.communicate(lines)
    return Visit(process.returncode, stdout, said + rest)


def test_it_seals_once_her_key_was_compared_and_the_guardian_said_yes(
    table: Path, tmp_path: Path
) -> None:
    found = station(table, tmp_path / "sealed", "{groups}", "yes")
    assert found.code == 0, found.stderr
    receipt = json.loads(found.stdout)
    assert receipt["records"] > 0
    assert done("fsck", tmp_path / "sealed")["ok"] is True


def test_what_she_reads_out_is_not_on_the_guardians_screen(table: Path, tmp_path: Path) -> None:
    key = done("keys", "show", table / "survivor.pub")["fp"]
    asked = set()
    for number in range(6):
        found = station(table, tmp_path / str(number), "{groups}", "no")
        shown = re.search(r"Her key: (.+)", found.stderr)
        assert shown is not None
        groups = shown[1].split()
        whole = [key[at : at + 4] for at in range(0, 32, 4)]
        hidden = tuple(at for at, group in enumerate(groups) if group == "....")
        assert len(hidden) == 4
        assert all(group == whole[at] for at, group in enumerate(groups) if at not in hidden)
        asked.add(hidden)
    assert len(asked) > 1


@pytest.mark.parametrize(
    "answers",
    [
        ("zzzz zzzz zzzz zzzz", "yes"),
        ("", "yes"),
        (),
        ("{groups}", "no"),
        ("{groups}",),
        ("{groups} 0000", "yes"),
    ],
)
def test_it_seals_nothing_otherwise(table: Path, tmp_path: Path, answers: tuple[str, ...]) -> None:
    found = station(table, tmp_path / "sealed", *answers)
    assert found.code == 2
    assert json.loads(found.stdout)["error"]["type"] == "invalid"
    assert list(tmp_path.iterdir()) == []
