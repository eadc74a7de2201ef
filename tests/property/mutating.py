"""Damaging a sound source in many ways, and reading what comes of it, for tests."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from extraction.errors import ExtractionError
from extraction.ledger import Ledger
from extraction.reader import ReadContext, choose_reader, read_all
from extraction.record import Record, marshal_record
from extraction.registry import READERS
from extraction.source import find_source
from tests.unit.extraction.reading import SOURCE_ID, KeptBlobs

BLOCK = 4096
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
    password: str | None = None

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


def read(path: Path, *, accept: bool, password: str | None = None) -> Read | None:
    """Read in this process; None when the source is refused. Anything else is a crash."""
    with TemporaryDirectory() as scratch:
        context = ReadContext(
            *(SOURCE_ID, KeptBlobs(), Path(scratch)), accept_damaged=accept, password=password
        )
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
