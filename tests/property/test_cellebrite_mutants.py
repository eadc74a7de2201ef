"""Damaged Cellebrite reports: never a crash, and never a row less without a word."""

import random
from pathlib import Path

import pytest

from extraction.errors import CorruptSource, ExtractionError
from tests.unit.extraction.reading import read
from tests.unit.extraction.reports import WHOLE, written


def mutant(data: bytes, chance: random.Random) -> bytes:
    kind = chance.randrange(3)
    at = chance.randrange(200, len(data))
    if kind == 0:
        return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]
    if kind == 1:
        return data[:at]
    end = data.find(b">", at) + 1
    return data[:at] + data[end:]


@pytest.mark.parametrize("seed", range(10))
def test_no_mutant_crashes_or_loses_rows_silently(seed: int, tmp_path: Path) -> None:
    data = WHOLE.read_bytes()
    original = read(WHOLE).ledger
    whole = sum(line.seen for line in original.lines)
    unknown = sum(line.unknown for line in original.lines)
    chance = random.Random(seed)
    for number in range(50):
        path = written(tmp_path, mutant(data, chance), f"{number}.xml")
        try:
            found = read(path, accept_damaged=True)
        except ExtractionError:
            continue
        assert all(line.balanced() for line in found.ledger.lines)
        seen = sum(line.seen for line in found.ledger.lines)
        # A row whose kind was damaged is unknown, with all that stands in it.
        said = sum(line.unknown for line in found.ledger.lines) > unknown
        told = set(found.ledger.warnings) - set(original.warnings)
        assert seen >= whole or found.ledger.unread or said or told


@pytest.mark.parametrize("encoding", [b"UVF-8", b"utf-7", b"hex", b"idna", b"utf-16", b"big5"])
def test_a_report_in_an_encoding_that_is_not_read_is_damaged(
    encoding: bytes, tmp_path: Path
) -> None:
    path = written(tmp_path, WHOLE.read_bytes().replace(b"utf-8", encoding, 1))
    with pytest.raises(CorruptSource):
        read(path)
    found = read(path, accept_damaged=True)
    assert (found.records, len(found.ledger.unread)) == ([], 1)
