"""A table of the licences of what the product is shipped with, out of CycloneDX documents.

    python scripts/licences.py build/sbom/python.json build/sbom/pages.json > licences.md

Exits with 1, and names the parts, where a licence is not known or none that fits.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FIT = frozenset(
    {
        *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MIT-0", "PSF-2.0"),
        *("Python-2.0", "Unlicense"),
        # Of these the parts themselves are open; both leave alone what merely uses them.
        *("LGPL-3.0-only", "MPL-2.0"),
    }
)
STATED = {
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: BSD License": "BSD-3-Clause",
}
"""What classifiers of the Python index say, which older packages have alone."""
READ = {"ExifRead": "BSD-3-Clause", "iphone_backup_decrypt": "MIT"}
"""Parts whose metadata says nothing: what the licence file in them says."""


def spelt(component: dict[str, Any]) -> list[str]:
    """Give each licence that a component states, as SPDX where it is known."""
    found = []
    for each in component.get("licenses", ()):
        licence = each.get("license", {})
        text = each.get("expression") or licence.get("id") or licence.get("name", "")
        found.append(STATED.get(text, text))
    if not found and component["name"] in READ:
        found.append(READ[component["name"]])
    # A classifier beside an SPDX identifier says the same again.
    identifiers = [text for text in found if not text.startswith("License ::")]
    return sorted(set(identifiers or found))


def fits(licence: str) -> bool:
    """Tell whether each name in an SPDX expression is one that fits, or one of a choice is.

    A choice between several licences that hold together is for a person to read: it does not fit.
    """
    if re.search(r"\([^)]* AND ", licence):
        return False
    parts = licence.replace("(", " ").replace(")", " ").split(" AND ")
    return all(any(name.strip() in FIT for name in part.split(" OR ")) for part in parts)


def components(paths: list[Path]) -> Iterator[dict[str, Any]]:
    """Give every component of the documents, by name."""
    found = [each for path in paths for each in json.loads(path.read_bytes())["components"]]
    yield from sorted(found, key=lambda each: (each["name"].lower(), each["version"]))


def main(paths: list[Path]) -> int:
    """Print the table; give the exit code."""
    wrong, parts = [], [*components(paths)]
    print("| part | version | licence |\n|---|---|---|")
    for each in parts:
        licences = spelt(each)
        print(f"| {each['name']} | {each['version']} | {', '.join(licences)} |")
        if not licences or not all(map(fits, licences)):
            wrong.append(each["name"])
    if wrong:
        print(f"licences: not known or not fitting: {', '.join(wrong)}", file=sys.stderr)
        return 1
    print(f"\nlicences: {len(parts)} parts, each with one that fits")
    return 0


if __name__ == "__main__":
    sys.exit(main([Path(word) for word in sys.argv[1:]]))
