"""Android backups (`.ab`) of adb and of forensic tools, plain, deflated and encrypted.

docs/readers.md 13. Tried on versions 1 and 5 (real), plain and AES-256. The tar inside is
written to scratch once, so that a database and its -wal are together whatever their order.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from extraction.errors import CorruptSource
from extraction.reader import Found, Item, Quarantined, ReadContext
from extraction.readers import ab_messages
from extraction.readers.ab_container import MAGIC, Outer, inflated, master_key, parse_outer
from extraction.readers.ab_messages import Messages, kind_of, rows_of
from extraction.readers.cbc_stream import decrypted
from extraction.readers.phone_files import Held
from extraction.readers.phone_reading import read_phone
from extraction.readers.tar_index import TarEntry, TarIndex
from extraction.scratch import WRITING, scratch_below
from extraction.source import Member, Source, read_member
from vault.durable import reporting

_PIECE = 1024 * 1024
_UNREADABLE = (ValueError, TypeError, OverflowError, LookupError, ArithmeticError)


@dataclass(frozen=True, slots=True)
class TarFiles:
    """The members of a tar file in scratch, but for those that hold messages."""

    tar: Path
    entries: tuple[TarEntry, ...]
    name: str = ""
    checked: bool = False

    def files(self) -> Iterator[Held]:
        """Give every member that is a file."""
        for place, entry in enumerate(self.entries):
            if entry.kind == "file" and not kind_of(entry.name):
                yield Held(_plain(entry.name), entry.size, place, entry.modified_s)

    def pieces(self, held: Held) -> Iterator[bytes]:
        """Read a member in pieces."""
        assert isinstance(held.ref, int)
        return self.read(self.entries[held.ref])

    def read(self, entry: TarEntry) -> Iterator[bytes]:
        """Read a member in pieces."""
        left = entry.size
        with self.tar.open("rb") as file:
            file.seek(entry.start)
            while left and (piece := file.read(min(left, _PIECE))):
                left -= len(piece)
                yield piece


class AndroidBackupReader:
    """Reads one `.ab` file."""

    name = ab_messages.NAME
    version = ab_messages.VERSION
    about = "Android backup (.ab), plain or encrypted"

    def recognises(self, source: Source) -> bool:
        """Tell by the first line."""
        return source.kind == "file" and source.head(source.members[0]).startswith(MAGIC)

    def read(self, source: Source, context: ReadContext) -> Iterator[Item]:
        """Give every message, row and picture that is known; count the rest.

        Raises:
            LockedSource: it is encrypted, and the password is missing or wrong.
            CorruptSource: it is damaged; what was read before stays.
        """
        member = source.members[0]
        outer = parse_outer(source.head(member))
        key = master_key(outer, context.password)
        with scratch_below(context.scratch, "backup") as folder:
            tar = folder / "backup.tar"
            with reporting(WRITING), tar.open("xb") as file:
                _write(file, _inner(member, outer, key), member, context)
            files = TarFiles(tar, tuple(_entries(tar, member, context)))
            for entry in files.entries:
                if (kind := kind_of(entry.name)) and entry.kind == "file":
                    yield from _messages(files, entry, kind, context)
            yield from read_phone(files, context)


def _inner(member: Member, outer: Outer, key: tuple[bytes, bytes] | None) -> Iterator[bytes]:
    """Give the tar's bytes."""
    pieces = _from(read_member(member), outer.start)
    if key is not None:
        pieces = decrypted(pieces, *key)
    return inflated(pieces) if outer.compressed else pieces


def _from(pieces: Iterator[bytes], start: int) -> Iterator[bytes]:
    for piece in pieces:
        yield piece[start:]
        start = max(0, start - len(piece))


def _write(file: BinaryIO, pieces: Iterator[bytes], member: Member, context: ReadContext) -> None:
    try:
        file.writelines(pieces)
    except CorruptSource as error:
        context.damaged(member.name, offset=file.tell(), size=0, what=str(error))


def _entries(tar: Path, member: Member, context: ReadContext) -> Iterator[TarEntry]:
    others = 0
    with tar.open("rb") as file:
        index = TarIndex(file)
        try:
            for entry in index.entries():
                others += entry.kind not in ("file", "folder")
                yield entry
        except CorruptSource as error:
            left = tar.stat().st_size - index.at
            context.damaged(member.name, offset=index.at, size=left, what=str(error))
        if index.hidden is not None:
            offset, size, sha256 = index.hidden
            context.ledger.warn(f"{size} bytes follow the end of the archive")
            context.ledger.leave_unread(
                *(member.name,), offset=offset, size=size, reason="after the end", sha256=sha256
            )
    if others:
        context.ledger.warn(f"{others} members are links, devices or sparse, and not followed")


def _messages(files: TarFiles, entry: TarEntry, kind: str, context: ReadContext) -> Iterator[Item]:
    name = _plain(entry.name)
    line = context.ledger.line(
        f"{kind} backup",
        member=name[:1000],
        reader=ab_messages.NAME,
        version=ab_messages.VERSION,
        size=entry.size,
    )
    if line.over:
        return
    try:
        rows = rows_of(files.read(entry))
    except CorruptSource as error:
        context.damaged(name, offset=0, size=entry.size, what=str(error))
        return
    messages = Messages(name, kind, context)
    for number, row in enumerate(rows, start=1):
        try:
            item: Item = Found(line, messages.record(number, row))
        except _UNREADABLE as error:
            raw = repr(row)[:16_384].encode("utf-8", "replace")
            item = Quarantined(line, number, f"a row does not parse ({type(error).__name__})", raw)
        line.seen += 1
        yield item


def _plain(name: str) -> str:
    return "/".join(part for part in name.split("/") if part not in ("", ".", ".."))
