"""A release as a CASE graph: every record with its proof, what was checked and withheld."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Desk, done
from tests.samples.test_case_conforms import conforms
from tests.unit.extraction.reading import DATA

ALEX = "+447700900101"
CORE = "uco-core:"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    desk = Desk(tmp_path_factory.mktemp("case"))
    sealed = desk.seal(DATA / "sms-mixed.xml")
    _, package = desk.release(sealed, {"c": ["message"], "p": [ALEX]})
    return package


def graph(package: Path, out: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    told = done("export", package, "--as", "case", "--out", out, "--exhibit", "AB/1")
    nodes: list[dict[str, Any]] = json.loads(out.read_bytes())["@graph"]
    return told, nodes


def statements(nodes: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for node in nodes:
        for words in node.get(CORE + "statement", []):
            yield node[CORE + "object"]["@id"], words


def released(package: Path) -> dict[str, str]:
    """Give the records of the package itself: id to words."""
    found = {}
    for segment in json.loads((package / "segments.json").read_bytes()):
        for item in segment["records"]:
            if "r" in item:
                record = json.loads(item["r"])
                words = [text["value"] for text in record.get("text", [])]
                found[record["record_id"]] = "\n".join(words)
    return found


def test_every_released_record_is_there_with_its_proof(package: Path, tmp_path: Path) -> None:
    told, nodes = graph(package, tmp_path / "graph.json")
    records = released(package)
    assert told["records"] == len(records) > 0
    proofs = {about: words for about, words in statements(nodes) if words.startswith("released as")}
    assert set(proofs) == {f"urn:uuid:{name}" for name in records}
    assert all("leaf hash " in words for words in proofs.values())
    text = (tmp_path / "graph.json").read_text("utf-8")
    for words in records.values():
        assert json.dumps(words, ensure_ascii=False)[1:-1] in text


def test_it_says_where_it_comes_from_and_what_was_withheld(package: Path, tmp_path: Path) -> None:
    told, nodes = graph(package, tmp_path / "graph.json")
    said = [words for _, words in statements(nodes)]
    assert any(told["rid"] in words and "Exhibit AB/1" in words for words in said)
    for reason, count in told["withheld"].items():
        assert f"{count} records were withheld: {reason}" in said
    assert sum(words.startswith("step ") for words in said) >= 18
    assert f"verified: {told['verdict']}" in said


def test_it_conforms(package: Path, tmp_path: Path) -> None:
    graph(package, tmp_path / "graph.json")
    found = conforms(tmp_path / "graph.json")
    assert found.returncode == 0, found.stdout
