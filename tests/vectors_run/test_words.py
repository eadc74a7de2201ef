"""The vectors of docs/formats/check-words.md, and what makes other words."""

import json
from pathlib import Path
from typing import Any

import pytest

from scripts.vectors.words import write
from vault.check_words import checkpoint_words, extraction_words, same_words
from vault.ids import Eid, Fingerprint
from vault.passphrase import listed

FOLDER = Path(__file__).parents[1] / "vectors" / "words"
ROWS: list[Any] = json.loads((FOLDER / "words.json").read_text())


@pytest.mark.parametrize(("kind", "data", "words"), ROWS)
def test_six_words_of_the_list_are_made_of_what_is_compared(
    kind: str, data: str, words: str
) -> None:
    raw = bytes.fromhex(data)
    if kind == "checkpoint":
        made = checkpoint_words(raw.decode())
    else:
        eid, root, guardian = Eid(raw[:16]), raw[16:48], Fingerprint(raw[48:80])
        made = extraction_words(eid, root, guardian, int.from_bytes(raw[80:]))
    assert made == words
    assert len(words.split()) == 6
    assert set(words.split()) <= set(listed())


def test_what_differs_in_anything_has_other_words() -> None:
    assert len({words for _, _, words in ROWS}) == len(ROWS)


def test_words_are_compared_however_they_were_typed_and_no_others_pass() -> None:
    words = ROWS[0][2]
    assert same_words(words, f"  {words.upper()}\n".replace(" ", "\t "))
    assert not same_words(words, words.rsplit(" ", 1)[0])
    assert not same_words(words, " ".join(reversed(words.split())))


def test_the_file_is_what_its_writer_makes(tmp_path: Path) -> None:
    write(tmp_path)
    assert (tmp_path / "words.json").read_bytes() == (FOLDER / "words.json").read_bytes()
