"""Every vector of a whole package: each numbered step says of it what the vector says."""

import json
from pathlib import Path
from typing import Any

import pytest

from extraction.verify import verify_path
from extraction.verify_policy import parse_policy
from scripts.release_vectors.parts import SIGNATURES
from scripts.vectors.release import write

FOLDER = Path(__file__).parents[1] / "vectors" / "release"
KEPT = ("base", "mldsa65")
FILES = sorted(path for path in FOLDER.glob("*.json") if path.stem not in KEPT)


def load(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def spelt(value: Any) -> bytes:
    return value.encode() if isinstance(value, str) else bytes.fromhex(value["hex"])


def files_of(case: dict[str, Any]) -> dict[str, bytes]:
    both = load(FOLDER / "base.json") | case["files"]
    return {name: spelt(value) for name, value in both.items() if value is not None}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_step_says_what_the_vector_says(path: Path, tmp_path: Path) -> None:
    case = load(path)
    for name, data in files_of(case).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    policy = None if case["policy"] is None else parse_policy(json.dumps(case["policy"]).encode())
    report = verify_path(tmp_path, policy, now_seconds=case["now"])
    assert {str(step.number): step.status for step in report.steps} == case["steps"], [
        (step.number, step.detail) for step in report.steps
    ]
    assert report.ok == (case["steps"]["18"] == "pass")
    if report.ok:
        assert report.verdict == case["verdict"]
        assert [*report.summary] == case["summary"]


def test_the_vectors_are_those_that_the_script_writes(tmp_path: Path) -> None:
    SIGNATURES.used["another"] = "a package that another test built before"
    write(tmp_path)
    written = {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()}
    assert written == {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.json")}
