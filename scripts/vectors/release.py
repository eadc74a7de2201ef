"""Vectors of docs/formats/release.md: whole packages, and what each numbered step says of them.

`base.json` holds the files of a package that passes. Each other file holds one case: why
(`about`), the files that differ from the base (`files`, null: not there), the verify policy
or null, the present second, the status of every step (`steps`), and of a package that holds
what is said of it (`verdict`, `summary`). `mldsa65.json` keeps the ML-DSA-65 signatures, which
hold chance and were made once.
"""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from extraction.package import Package
from extraction.strip import strip
from extraction.verify import verify
from extraction.verify_policy import parse_policy
from scripts.release_vectors.build import NOW, Case, Made, spelt
from scripts.release_vectors.cases import cases
from scripts.release_vectors.parts import SIGNATURES


def words_of(case: Case) -> dict[str, Any]:
    """Give what is said of a package that holds, for the other verifiers to say the same."""
    if case.fails:
        return {}
    files = {name: data for name, data in case.files.items() if data is not None}
    digests = {name: (sha256(data).digest(), len(data)) for name, data in files.items()}
    policy = None if case.policy is None else parse_policy(json.dumps(case.policy).encode())
    bare = frozenset(name for name, data in files.items() if strip(data) == data)
    report = verify(Package(files, digests, bare), policy, now_seconds=NOW)
    return {"verdict": report.verdict, "summary": [*report.summary]}


def write(folder: Path) -> None:
    """Write the base and every case into a folder, and the signatures that were kept."""
    SIGNATURES.used.clear()  # whoever built packages in this process before is not asked
    base = Made().files()
    folder.mkdir(exist_ok=True)
    documents = {"base": {name: spelt(data) for name, data in sorted(base.items())}}
    documents |= {name: case.document(base) | words_of(case) for name, case in cases().items()}
    documents["mldsa65"] = dict(sorted(SIGNATURES.used.items()))
    for name, document in documents.items():
        text = json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False)
        (folder / f"{name}.json").write_text(text + "\n")
