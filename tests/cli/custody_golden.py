"""Custody records of release vectors as they were looked at: python -m tests.cli.custody_golden."""

import json
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from extraction.custody_facts import CustodyRecord
from extraction.custody_page import page_of, text_of
from extraction.custody_release import release_record
from extraction.package import read_package
from extraction.verify import verify_documents
from extraction.verify_documents import parse_documents
from extraction.verify_policy import parse_policy
from tests.conftest import ROOT
from tests.vectors_run.test_release import FOLDER, files_of, load
from vault.canonical import marshal

GOLDEN = ROOT / "tests" / "data" / "custody"
NAMES = ("plain", "derived-record", "derived-picture", "no-policy")


def record_of(name: str, folder: Path) -> CustodyRecord:
    """Make the record of one vector's package."""
    case = load(FOLDER / f"{name}.json")
    for path, data in files_of(case).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    policy = None if case["policy"] is None else parse_policy(json.dumps(case["policy"]).encode())
    documents = parse_documents(read_package(folder))
    report = verify_documents(documents, policy, now_seconds=case["now"])
    now = datetime.fromtimestamp(case["now"], UTC)
    return release_record(documents, report, policy, exhibit="AB/1", visits=(), now=now)


def forms_of(name: str, record: CustodyRecord) -> dict[str, str]:
    """Give the files of one vector; the page of one is enough.

    Hashes are numbered in order: they change with the filter's code, and other tests compare
    them with the bytes that they are of.
    """
    forms = {
        f"{name}.json": marshal(record.body()).decode() + "\n",
        f"{name}.txt": text_of(record),
    }
    if name == "plain":
        forms["plain.html"] = page_of(record)
    return {path: _numbered(said) for path, said in forms.items()}


def _numbered(said: str) -> str:
    numbers: dict[str, int] = {}
    return re.sub(
        r"\b[0-9a-f]{64}\b",
        lambda found: f"hash-{numbers.setdefault(found[0], len(numbers) + 1)}",
        said,
    )


def main() -> None:
    """Write all of them anew."""
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        with tempfile.TemporaryDirectory() as folder:
            for path, said in forms_of(name, record_of(name, Path(folder))).items():
                (GOLDEN / path).write_text(said, "utf-8")


if __name__ == "__main__":
    main()
