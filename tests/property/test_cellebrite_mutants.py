"""Damaged Cellebrite reports: never a crash, and never a row less without a word."""

import random
from pathlib import Path

import pytest

from extraction.errors import ExtractionError
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
