"""Records put in (group, day) order with flat memory, through encrypted scratch files.

The sealer wants every record of one group and day together (docs/formats/extraction.md 2),
a source gives them in its own order. Records are kept in memory up to a budget; beyond
it they go, sorted, into a run file, and the runs are merged at the end. A run is sealed
under a key that exists in this process alone, so what a crash leaves behind is noise.
"""

import heapq
import struct
import tempfile
from collections.abc import Iterator
from io import FileIO
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Self

from extraction.scratch import WRITING
from vault.box import open_box, seal_box
from vault.durable import reporting
from vault.ids import Random

Key = bytes
"""A group tag (16 bytes) followed by the day (10 ASCII bytes)."""

BUDGET = 192 * 1024 * 1024
"""Bytes of records kept in memory before a run is written; about a quarter million records."""

RECORD_COST = 72
"""What Python keeps beside a record's own bytes, roughly."""

_FRAME = 256 * 1024
_KEY_SIZE = 26
_KIND = "spool"


class Spool:
    """Takes (key, record) pairs in any order; gives them back by key, each key in source order."""

    __slots__ = ("_budget", "_folder", "_held", "_kept", "_key", "_random", "_runs")

    def __init__(self, scratch: Path, *, random: Random, budget: int = BUDGET) -> None:
        """Open a spool inside `scratch`, an existing folder that is private to this run.

        Raises:
            StoreUnavailable: there is no room for it.
        """
        with reporting(WRITING):
            self._folder = tempfile.TemporaryDirectory(prefix="spool-", dir=scratch)
        self._random = random
        self._key = random(32)
        self._budget = budget
        self._held: dict[Key, list[bytes]] = {}
        self._kept = 0
        self._runs: list[FileIO] = []

    def add(self, key: Key, record: bytes) -> None:
        """Keep one record.

        Raises:
            StoreUnavailable: the scratch folder has no room.
        """
        held = self._held.get(key)
        if held is None:
            held = self._held[key] = []
            self._kept += 256
        held.append(record)
        self._kept += len(record) + RECORD_COST
        if self._kept > self._budget:
            self._write_run()

    def groups(self) -> Iterator[tuple[Key, list[bytes]]]:
        """Give (key, records) in key order; a large key comes in several pieces.

        Pieces of one key follow each other and keep the source's order.
        """
        # merge() is stable: of equal keys the earlier run comes first, and memory last.
        runs = [self._read_run(number) for number in range(len(self._runs))]
        yield from heapq.merge(*runs, self._let_go(), key=itemgetter(0))

    def close(self) -> None:
        """Remove the scratch files; what was in memory is let go."""
        for run in self._runs:
            run.close()
        self._runs.clear()
        self._held.clear()
        self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _let_go(self) -> Iterator[tuple[Key, list[bytes]]]:
        """Give what is in memory, in key order; it stays there no longer than needed."""
        for key in sorted(self._held):
            yield key, self._held.pop(key)
        self._kept = 0

    def _write_run(self) -> None:
        number = len(self._runs)
        path = Path(self._folder.name) / f"{number:06}"
        with reporting(WRITING):
            # Unbuffered: a buffer would try to write once more when it is closed on a full disk.
            run = FileIO(path, "x+")
            self._runs.append(run)
            for place, frame in enumerate(_frames(self._held)):
                sealed = seal_box(
                    self._key, _KIND, _place(number, place), frame, random=self._random
                )
                rest = memoryview(struct.pack(">I", len(sealed)) + sealed)
                while rest:
                    rest = rest[run.write(rest) :]
        self._held = {}
        self._kept = 0

    def _read_run(self, number: int) -> Iterator[tuple[Key, list[bytes]]]:
        run = self._runs[number]
        run.seek(0)
        place = 0
        while sealed := _read_sealed(run):
            frame = open_box(self._key, _KIND, _place(number, place), sealed)
            place += 1
            yield from _parse_frame(frame)


def _read_sealed(run: FileIO) -> bytes:
    """Read the next sealed frame; nothing at the end."""
    with reporting("read scratch files"):
        header = run.read(4)
        return run.read(struct.unpack(">I", header)[0]) if header else b""


def _place(run: int, frame: int) -> bytes:
    return struct.pack(">II", run, frame)


def _frames(held: dict[Key, list[bytes]]) -> Iterator[bytes]:
    """Cut the groups, in key order, into frames of about 256 KiB."""
    parts: list[bytes] = []
    size = 0
    for key in sorted(held):
        for start in range(0, len(held[key]), 512):
            records = held[key][start : start + 512]
            lengths = struct.pack(f">{len(records)}I", *map(len, records))
            parts += [key, struct.pack(">I", len(records)), lengths, *records]
            size += len(lengths) + sum(map(len, records))
            if size >= _FRAME:
                yield b"".join(parts)
                parts, size = [], 0
    if parts:
        yield b"".join(parts)


def _parse_frame(frame: bytes) -> Iterator[tuple[Key, list[bytes]]]:
    at = 0
    while at < len(frame):
        key = frame[at : at + _KEY_SIZE]
        (count,) = struct.unpack_from(">I", frame, at + _KEY_SIZE)
        at += _KEY_SIZE + 4
        lengths = struct.unpack_from(f">{count}I", frame, at)
        at += 4 * count
        records = []
        for length in lengths:
            records.append(frame[at : at + length])
            at += length
        yield key, records
