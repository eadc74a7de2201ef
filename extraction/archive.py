"""Reading members of a checked ZIP file: streaming, within budgets, checked by checksum.

docs/readers.md 5. Budgets count the bytes that are produced, never those that are declared.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from extraction.errors import CorruptSource, LimitExceeded
from extraction.ledger import Ledger
from extraction.preflight import Checked, Entry
from extraction.zip_records import DEFLATED, STORED

_PIECE = 256 * 1024
_RATIO = 1000
_RATIO_FROM = 64 * 1024 * 1024


@dataclass(slots=True)
class Budget:
    """How many bytes a source may still produce: 200 GB in all, 4 GB a member."""

    total: int = 200 * 10**9
    member: int = 4 * 10**9


@dataclass(slots=True)
class Archive:
    """The members of a checked ZIP file; `warnings` says what was odd in those that were read."""

    checked: Checked
    budget: Budget = field(default_factory=Budget)
    warnings: set[str] = field(default_factory=set)

    def read(self, entry: Entry) -> Iterator[bytes]:
        """Give a member's bytes in pieces; they are good when the last has been taken.

        Raises:
            CorruptSource: it does not inflate, has another checksum, or an unknown method.
            LimitExceeded: it produces more than the budget allows.
        """
        crc = produced = 0
        for piece in self._unpacked(entry):
            produced += len(piece)
            self.budget.total -= len(piece)
            crc = zlib.crc32(piece, crc)
            self._check_budget(entry, produced)
            yield piece
        if crc != entry.crc:
            raise CorruptSource("a member of the archive has another checksum")
        if produced != entry.size:
            self.warnings.add("a member tells another length than it has; its checksum is right")

    def good(self, entry: Entry) -> bool:
        """Read a member to its end and tell whether it is what the directory says.

        Raises:
            LimitExceeded: it produces more than the budget allows.
        """
        try:
            for _ in self.read(entry):
                pass
        except CorruptSource:
            return False
        return True

    def _check_budget(self, entry: Entry, produced: int) -> None:
        expanded = produced > _RATIO_FROM and produced > _RATIO * max(1, entry.packed)
        if produced > self.budget.member or self.budget.total < 0 or expanded:
            raise LimitExceeded("a member of the archive expands beyond every limit")

    def _unpacked(self, entry: Entry) -> Iterator[bytes]:
        if entry.method == STORED:
            yield from self._packed(entry)
        elif entry.method == DEFLATED:
            yield from self._inflated(entry)
        else:
            raise CorruptSource(f"a member is packed by method {entry.method}, want 0 or 8")

    def _inflated(self, entry: Entry) -> Iterator[bytes]:
        inflater = zlib.decompressobj(-15)
        for packed in self._packed(entry):
            data = packed
            while data and not inflater.eof:
                yield _inflate(inflater, data)
                data = inflater.unconsumed_tail
            if inflater.eof and (data or inflater.unused_data):
                self.warnings.add("bytes follow a member's data")
        # A full piece may have left output inside although all input is used.
        while not inflater.eof:
            piece = _inflate(inflater, b"")
            if not piece:
                raise CorruptSource("a member of the archive is cut short")
            yield piece

    def _packed(self, entry: Entry) -> Iterator[bytes]:
        left = entry.packed
        try:
            with self.checked.path.open("rb") as file:
                file.seek(entry.start)
                while left:
                    piece = file.read(min(left, _PIECE))
                    if not piece:
                        raise CorruptSource("a member of the archive is cut short")
                    left -= len(piece)
                    yield piece
        except OSError as error:
            raise CorruptSource(f"the archive cannot be read (errno {error.errno})") from error


def _inflate(inflater: "zlib._Decompress", data: bytes) -> bytes:
    try:
        return inflater.decompress(data, _PIECE)
    except zlib.error:
        raise CorruptSource("a member of the archive does not inflate") from None


def note_oddities(checked: Checked, name: str, ledger: Ledger) -> None:
    """Put into the ledger what is odd about an archive, and its bytes that no member has.

    Args:
        name: the archive's own member name in its source; empty where the source is the archive.
    """
    for warning in checked.warnings:
        ledger.warn(warning)
    for hidden in checked.hidden:
        ledger.leave_unread(
            name,
            offset=hidden.offset,
            size=hidden.length,
            reason=hidden.what,
            sha256=hidden.sha256,
        )
