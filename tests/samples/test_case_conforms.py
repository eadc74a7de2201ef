"""The graphs that we write conform to CASE 1.5, as case-utils checks them.

The checker runs as a program of its own, with its own warnings and memory. It takes seconds for
a graph, so of the public samples a few records of each kind are checked.
"""

import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from extraction.record import Record
from tests.cli.running import done
from tests.conftest import shared_folder
from tests.unit.extraction.cases import every_category, text_of
from tests.unit.extraction.reading import DATA, read

SAMPLES = (
    *("leapp-lava/josh15", "sms-backup-restore-xml/sms-test.xml", "ufdr-derived/chat-wrapped.ufdr"),
    *("sms-backup-restore-xml/calls-test-00.xml", "iped-ufed-and-apps/files", "exif-samples"),
    *("plaso-phone-dbs/safari/History.db", "plaso-phone-dbs/chrome/History-59.0.3071.86"),
    *("plaso-phone-dbs/ios/netusage.sqlite", "whatsapp-txt/hist-example.txt"),
)
EACH = 1
"""How many records of each kind of one sample are checked."""


def conforms(path: Path) -> subprocess.CompletedProcess[str]:
    program = "from case_utils.case_validate import main; main()"
    command = [sys.executable, "-c", program, str(path)]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def sampled() -> list[Record]:
    """Give some records of every kind, of our own sources and the public samples."""
    shared = shared_folder()
    paths = [DATA / "sms-mixed.xml", DATA / "calls-mixed.xml"]
    paths += [] if shared is None else [shared / "samples" / name for name in SAMPLES]
    chosen: list[Record] = []
    for path in paths:
        seen: Counter[tuple[str, str]] = Counter()
        for record in read(path).records:
            seen[record.category, record.subtype] += 1
            if seen[record.category, record.subtype] <= EACH:
                chosen.append(record)
    return chosen


def test_every_category_conforms(tmp_path: Path) -> None:
    path = tmp_path / "graph.json"
    path.write_text(text_of([*every_category(), *sampled()]), "utf-8")
    found = conforms(path)
    assert (found.returncode, found.stdout.splitlines()[:2]) == (
        0,
        ["Validation Report", "Conforms: True"],
    )


def test_what_inspect_writes_conforms(tmp_path: Path) -> None:
    out = tmp_path / "graph.json"
    document = done("inspect", DATA / "sms-mixed.xml", "--case", out)
    assert sum(document["records"].values()) > 0
    found = conforms(out)
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('"uco-observable:CallFacet"', '"uco-observable:CallFacets"'),
        ("2026-04-01T12:00:00Z", "2026-04-01 at noon"),
    ],
    ids=["a name that the ontology has not", "a time that is none"],
)
def test_the_checker_finds_what_is_wrong(right: str, wrong: str, tmp_path: Path) -> None:
    calls: list[Any] = [record for record in every_category() if record.category == "call"]
    text = text_of(calls)
    assert right in text
    path = tmp_path / "graph.json"
    path.write_text(text.replace(right, wrong), "utf-8")
    found = conforms(path)
    assert found.returncode == 1
    assert "Conforms: False" in found.stdout or "NonExistent" in found.stderr
