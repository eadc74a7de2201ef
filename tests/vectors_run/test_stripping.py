"""Every vector of docs/formats/stripping.md: stripping gives exactly these bytes, or gives up."""

import json
from pathlib import Path

import pytest

from extraction.strip import strip
from scripts.vectors.stripping import write

FOLDER = Path(__file__).parents[1] / "vectors" / "stripping"
FILES = sorted(FOLDER.glob("*.json"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_stripping_gives_what_the_vector_says(path: Path) -> None:
    case = json.loads(path.read_text("utf-8"))
    stripped = strip(bytes.fromhex(case["data"]))
    assert (None if stripped is None else stripped.hex()) == case["stripped"]
    # What a file is for must not change in silence when its bytes do.
    if case["expect"] == "broken":
        assert stripped is None
    else:
        assert stripped is not None
        assert (case["stripped"] == case["data"]) == (case["expect"] == "clean")


def test_the_vectors_are_what_their_writer_writes(tmp_path: Path) -> None:
    write(tmp_path)
    assert len(FILES) > 80
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in FILES}
    for path in FILES:
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()
