"""Vectors of docs/formats/stripping.md: pictures, and the same without their metadata.

Each file holds one picture (`data`, hex) and what stripping gives: `stripped`, or null where
the file is not understood. Python and TypeScript run every one.
"""

import json
from pathlib import Path

from extraction.strip import strip
from tests import hidden

_TURNED = {
    f"jpeg-turned-{way}-{name}": hidden.jpeg(hidden.turned(way, order))
    for way in (0, 1, 2, 6, 8, 9)
    for name, order in (("little", "<"), ("big", ">"))
}


def write(folder: Path) -> None:
    """Write every vector of this folder anew."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.json"):
        path.unlink()
    rows = [
        *(("hidden", name, data) for name, data in {**hidden.hiding(), **_TURNED}.items()),
        *(("clean", name, data) for name, data in hidden.clean().items()),
        *(("broken", name, data) for name, data in hidden.broken().items()),
    ]
    for expect, name, data in rows:
        stripped = strip(data)
        case = {
            "expect": expect,
            "data": data.hex(),
            "stripped": None if stripped is None else stripped.hex(),
        }
        text = json.dumps(case, indent=1)
        (folder / f"{expect}-{name}.json").write_text(text + "\n", "utf-8")
