"""Damaged files of every format: never a crash, and never a row less without a word.

Bytes are flipped, files cut short, blocks dropped, wiped, doubled or moved. What is read of a
mutant has as many rows as the original, or it is refused, or its ledger says what is wrong.
Five hundred of each format; `--mutants` makes another number. Other formats are in
test_format_mutants.py, phones' databases in test_phone_mutants.py.
"""

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from extraction.errors import CorruptSource, ExtractionError
from extraction.made import write_made_source
from extraction.record import marshal_record
from extraction.source_options import SourceOptions
from tests.conftest import seeded_random
from tests.property.mutating import Whole, read
from tests.unit.extraction.confined import read_confined
from tests.unit.extraction.reading import DATA
from tests.unit.extraction.zips import Member, make_zip

CONFINED = 5
"""How many mutants of a format are read in the process of its own too: each starts one."""


def lava(folder: Path) -> Whole:
    made = write_made_source(folder / "lava", random=seeded_random("mutants"), days=2)
    return Whole(made, (made / "_lava_artifacts.db",) * 4 + (made / "_lava_data.lava",))


def sms(folder: Path) -> Whole:
    whole = (DATA / "sms-mixed.xml").read_bytes()
    head, _, rows = whole.partition(b"<sms ")
    rows, _, tail = rows.rpartition(b"</smses>")
    path = folder / "sms.xml"
    times = 4
    head = re.sub(rb'count="\d+"', b'count="40"', head)
    path.write_bytes(head + (b"<sms " + rows) * times + b"</smses>" + tail)
    return Whole(path, (path,))


def calls(folder: Path) -> Whole:
    row = '<call number="+44770090010{0}" date="177500160{0}000" type="1" duration="{1}"/>\n'
    rows = "".join(row.format(number % 10, number) for number in range(90))
    path = folder / "calls.xml"
    path.write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n<calls count="90">\n{rows}</calls>')
    return Whole(path, (path,))


def chat(count: int) -> bytes:
    lines = []
    for number in range(count):
        day, minute = 13 + number // 60 % 15, number % 60
        lines.append(f"[{day}/03/2026, 09:{minute:02}:00] {('Alex', 'Sam')[number % 2]}: {number}")
        if number % 7 == 0:
            lines.append(f"a second line of {number}")
    return ("\r\n".join(lines) + "\r\n").encode()


def text(folder: Path) -> Whole:
    path = folder / "WhatsApp Chat with Alex.txt"
    path.write_bytes(chat(150))
    return Whole(path, (path,))


def archive(folder: Path) -> Whole:
    path = folder / "WhatsApp Chat - Alex.zip"
    words = chat(100) + b"[28/03/2026, 09:00:00] Alex: <attached: a.jpg>\r\n"
    path.write_bytes(
        make_zip(
            Member(b"_chat.txt", words, method=8),
            Member(b"a.jpg", b"\xff\xd8\xff" + random.Random(1).randbytes(9000)),
            Member(b"b.opus", b"OggS" + bytes(5000), method=8).described(),
        )
    )
    return Whole(path, (path,))


FORMATS = (lava, sms, calls, archive)


@pytest.mark.parametrize("make", FORMATS)
def test_no_mutant_crashes_or_loses_rows_in_silence(
    make: Callable[[Path], Whole], tmp_path: Path, mutants: int
) -> None:
    whole = make(tmp_path)
    sound = read(whole.path, accept=False)
    assert sound is not None
    kept = refused = 0
    for name in whole.mutants(mutants, make.__name__):
        strict, found = read(whole.path, accept=False), read(whole.path, accept=True)
        if found is None:
            # What cannot be read with leave cannot be read without it.
            assert strict is None, name
            refused += 1
            continue
        kept += 1
        lost = sound.seen - found.seen
        assert lost <= 0 or found.says_more(sound), f"{name}: {lost} rows lost in silence"
        if strict is None:
            assert found.says_more(sound), f"{name}: refused, and read without a word"
        else:
            assert strict.records == found.records, name
    # The test means something only while mutants are read, and some are not.
    assert kept > mutants // 4
    assert refused + kept == mutants


def test_no_mutant_of_a_text_loses_words(tmp_path: Path, mutants: int) -> None:
    whole = text(tmp_path)
    head = re.compile(r"^.?\[[^\]]*\]\s?(?:[^:]*:\s?)?")
    kept = 0
    for name in whole.mutants(mutants, "text"):
        found = read(whole.path, accept=False)
        if found is None:
            continue
        kept += 1
        words = "\n".join(text.value for record in found.records for text in record.text)
        words += "".join(party.name for record in found.records for party in record.parties)
        words += str(found.ledger.quarantine)
        lines = whole.path.read_bytes().decode("utf-8", "replace").split("\n")
        for line in lines:
            # Without a head it belongs to what stands above; with one it is a message.
            rest = head.sub("", line.strip("\r\n\u200e\u200f "))[-8:].strip()
            assert rest in words or found.ledger.quarantine, f"{name}: {line!r}"
        messages = sum(
            bool(re.match(r"\[\d\d/\d\d/2026, \d\d:\d\d:\d\d\] ", line)) for line in lines
        )
        assert found.seen >= messages or found.ledger.warnings, name
    assert kept > mutants // 2


@pytest.mark.parametrize("make", [*FORMATS, text])
def test_some_mutants_read_in_a_process_of_their_own_as_here(
    make: Callable[[Path], Whole], tmp_path: Path, mutants: int
) -> None:
    whole = make(tmp_path)
    options = SourceOptions(accept_damaged=True)
    for name in whole.mutants(min(mutants, CONFINED), f"confined {make.__name__}"):
        here = read(whole.path, accept=True)
        try:
            there = read_confined(whole.path, options)
        except (CorruptSource, ExtractionError):
            assert here is None, name
            continue
        if here is None:
            # It goes on behind what ends a reading in this process, and says so.
            assert there.ledger.unread, name
            continue
        assert there.records == [marshal_record(record) for record in here.records], name
        assert there.ledger.marshal() == here.ledger.marshal(), name
