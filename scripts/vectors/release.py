"""Vectors of docs/formats/release.md: whole packages, and what each numbered step says of them.

`base.json` holds the files of a package that passes. Each other file holds one case: why
(`about`), the files that differ from the base (`files`, null: not there), the verify policy
or null, the present second, and the status of every step (`steps`). `mldsa65.json` keeps the
ML-DSA-65 signatures, which hold chance and were made once.
"""

import json
from pathlib import Path

from scripts.release_vectors.build import Made, spelt
from scripts.release_vectors.cases import cases
from scripts.release_vectors.parts import SIGNATURES


def write(folder: Path) -> None:
    """Write the base and every case into a folder, and the signatures that were kept."""
    base = Made().files()
    folder.mkdir(exist_ok=True)
    documents = {"base": {name: spelt(data) for name, data in sorted(base.items())}}
    documents |= {name: case.document(base) for name, case in cases().items()}
    documents["mldsa65"] = dict(sorted(SIGNATURES.used.items()))
    for name, document in documents.items():
        text = json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False)
        (folder / f"{name}.json").write_text(text + "\n")
