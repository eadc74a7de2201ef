"""Damaged files of every format: never a crash, and never a row less without a word.

Bytes are flipped, files cut short, blocks dropped, wiped, doubled or moved. What is read of a
mutant has as many rows as the original, or it is refused, or its ledger says what is wrong.
`--mutants 500` makes as many of each format.
"""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from extraction.errors import CorruptSource, ExtractionError
from extraction.ledger import Ledger
from extraction.made import write_made_source
from extraction.reader import ReadContext, choose_reader, read_all
from extraction.record import Record, marshal_record
from extraction.registry import READERS
from extraction.source import find_source
from extraction.source_options import SourceOptions
from tests.conftest import seeded_random
from tests.unit.extraction.confined import read_confined
from tests.unit.extraction.reading import DATA, SOURCE_ID, KeptBlobs
from tests.unit.extraction.zips import Member, make_zip

BLOCK = 4096
EVERY = 20
"""Of so many mutants one is read in the process of its own too."""

Damage = Callable[[bytearray, random.Random], None]


def flip(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 1, 1, 3, 10))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def overwrite(data: bytearray, chance: random.Random) -> None:
    at, length = chance.randrange(len(data)), chance.randrange(1, 40)
    data[at : at + length] = chance.randbytes(len(data[at : at + length]))


def cut(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


def block(data: bytearray, chance: random.Random) -> int:
    return chance.randrange(max(1, len(data) // BLOCK)) * BLOCK


def drop(data: bytearray, chance: random.Random) -> None:
    at = block(data, chance)
    del data[at : at + BLOCK]


def wipe(data: bytearray, chance: random.Random) -> None:
    at = block(data, chance)
    length = len(data[at : at + BLOCK])
    data[at : at + length] = chance.choice((bytes(length), chance.randbytes(length)))


def double(data: bytearray, chance: random.Random) -> None:
    at = block(data, chance)
    data[at:at] = data[at : at + BLOCK]


DAMAGES: tuple[Damage, ...] = (flip, flip, flip, overwrite, cut, drop, wipe, double)


@dataclass
class Whole:
    """A sound source: its files are damaged one at a time."""

    path: Path
    files: tuple[Path, ...]

    def mutants(self, count: int, seed: str) -> Iterator[str]:
        """Damage the source in place, one way after another; name each way."""
        sound = {path: path.read_bytes() for path in self.files}
        chance = random.Random(seed)
        for number in range(count):
            path = chance.choice(self.files)
            damage = chance.choice(DAMAGES)
            data = bytearray(sound[path])
            damage(data, chance)
            path.write_bytes(data)
            yield f"{number}: {damage.__name__} {path.name}"
            path.write_bytes(sound[path])


@dataclass
class Read:
    records: list[Record]
    ledger: Ledger

    @property
    def seen(self) -> int:
        return sum(line.seen for line in self.ledger.lines)

    def says_more(self, sound: "Read") -> bool:
        """Tell whether the ledger says that something is wrong."""
        mine, hers = self.ledger.body(), sound.ledger.body()
        named = ("warnings", "unread", "missing", "quarantine")
        return any(
            len(listed) > len(other)
            for name in named
            if isinstance(listed := mine[name], list) and isinstance(other := hers[name], list)
        )


def read(path: Path, *, accept: bool) -> Read | None:
    """Read in this process; None when the source is refused. Anything else is a crash."""
    with TemporaryDirectory() as scratch:
        context = ReadContext(SOURCE_ID, KeptBlobs(), Path(scratch), accept_damaged=accept)
        try:
            source = find_source(path)
            records = list(read_all(choose_reader(source, READERS), source, context))
        except ExtractionError:
            return None
        for record in records:
            marshal_record(record)
        context.ledger.check()
        context.ledger.marshal()
    return Read(records, context.ledger)


def lava(folder: Path) -> Whole:
    made = write_made_source(folder / "lava", random=seeded_random("mutants"), days=5)
    return Whole(made, (made / "_lava_artifacts.db",) * 4 + (made / "_lava_data.lava",))


def sms(folder: Path) -> Whole:
    whole = (DATA / "sms-mixed.xml").read_bytes()
    head, _, rows = whole.partition(b"<sms ")
    rows, _, tail = rows.rpartition(b"</smses>")
    path = folder / "sms.xml"
    times = 12
    head = re.sub(rb'count="\d+"', b'count="120"', head)
    path.write_bytes(head + (b"<sms " + rows) * times + b"</smses>" + tail)
    return Whole(path, (path,))


def calls(folder: Path) -> Whole:
    row = '<call number="+44770090010{0}" date="177500160{0}000" type="1" duration="{1}"/>\n'
    rows = "".join(row.format(number % 10, number) for number in range(300))
    path = folder / "calls.xml"
    path.write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n<calls count="300">\n{rows}</calls>')
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
    path.write_bytes(chat(500))
    return Whole(path, (path,))


def archive(folder: Path) -> Whole:
    path = folder / "WhatsApp Chat - Alex.zip"
    words = chat(300) + b"[28/03/2026, 09:00:00] Alex: <attached: a.jpg>\r\n"
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
    for name in whole.mutants(max(3, mutants // EVERY), f"confined {make.__name__}"):
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
