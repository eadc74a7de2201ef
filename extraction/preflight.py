"""Pre-flight of ZIP files: before a member is read, the file can mean one thing only.

docs/readers.md 5. The end records, the directory and the local headers are read by
ourselves and compared. What two programs could read as two archives is refused; what
overlaps is refused, so that small files cannot produce endless ones; bytes that belong to
no member are hashed and reported, because hidden data matters to custody.
"""

import hashlib
import struct
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

from extraction.errors import AmbiguousSource, CorruptSource, LimitExceeded, LockedSource
from extraction.zip_ends import Directory, find_directory
from extraction.zip_records import (
    DESCRIPTOR_SIGNATURE,
    LOCAL,
    SIGNATURES,
    Header,
    parse_local,
)

_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Entry:
    """A member: its name as data, never a path; where its bytes lie, and what they must be.

    `kind` is file, folder, link or special. `modified_s` is a UTC second where the archive
    says one; `dos` is local time in steps of two seconds, date above time.
    """

    name: str
    kind: str
    method: int
    crc: int
    start: int
    packed: int
    size: int
    dos: int
    modified_s: int | None

    @property
    def plain(self) -> str:
        """The name for matching: parts joined by `/`, without root, drive or dots."""
        text = self.name.replace("\\", "/").replace("\0", "")
        if text[1:2] == ":":
            text = text[2:]
        return "/".join(part for part in text.split("/") if part not in ("", ".", ".."))


@dataclass(frozen=True, slots=True)
class Hidden:
    """Bytes that belong to no member: where, how many, which, and what they are beside."""

    what: str
    offset: int
    length: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A ZIP file that means one thing: its members in directory order, and what is odd."""

    path: Path
    length: int
    entries: tuple[Entry, ...]
    hidden: tuple[Hidden, ...]
    warnings: tuple[str, ...]


def looks_like_zip(head: bytes) -> bool:
    """Tell by a file's first bytes."""
    return head.startswith(SIGNATURES)


def check_zip(path: Path) -> Checked:
    """Check a ZIP file; no member is read.

    Raises:
        AmbiguousSource: two programs could see two archives in it.
        CorruptSource: it is no ZIP file, cut short, or does not parse.
        LimitExceeded: members overlap, or there are too many.
        LockedSource: a member is encrypted.
    """
    try:
        with path.open("rb") as file:
            length = file.seek(0, 2)
            return _check(file, path, length)
    except OSError as error:
        raise CorruptSource(f"the archive cannot be read (errno {error.errno})") from error


def _check(file: BinaryIO, path: Path, length: int) -> Checked:
    directory = find_directory(file, length)
    walk = _Walk(file, directory)
    entries = walk.entries()
    if walk.encrypted:
        raise LockedSource("the archive has encrypted members; unpack it with its password")
    if directory.size_differs:
        walk.warnings.append("the end record tells another length of the directory")
    walk.hide("comment of the archive", *directory.comment)
    walk.hide("after the end record", *directory.trailing)
    left = directory.end_records - directory.end
    walk.hide("after the directory", directory.end, left)
    walk.warnings.extend(_about_names(entries))
    return Checked(path, length, tuple(entries), tuple(walk.hidden), tuple(walk.warnings))


class _Walk:
    """Goes through the members in the order in which they lie in the file."""

    __slots__ = ("_directory", "_file", "encrypted", "hidden", "warnings")

    def __init__(self, file: BinaryIO, directory: Directory) -> None:
        self._file = file
        self._directory = directory
        self.encrypted = False
        self.hidden: list[Hidden] = []
        self.warnings: list[str] = []

    def entries(self) -> list[Entry]:
        """Compare each local header with its directory entry; give the members."""
        directory = self._directory
        # Half a million members: an entry takes its header's place, so that both never are.
        headers: list[Header | None] = [*directory.headers]
        directory.headers.clear()
        offsets = array("Q", [header.offset for header in headers if header is not None])
        order = array("Q", sorted(range(len(headers)), key=offsets.__getitem__))
        made: list[Entry | None] = [None] * len(headers)
        at = 0
        described = odd = 0
        for number, place in enumerate(order):
            header, headers[place] = headers[place], None
            assert header is not None
            self.encrypted = self.encrypted or header.encrypted
            start = header.offset + directory.shift
            following = directory.start
            if number + 1 < len(order):
                following = offsets[order[number + 1]] + directory.shift
            if start == following or start >= directory.start:
                raise AmbiguousSource("a local header is shared, or lies in the directory")
            self.gap("before a member", at, start)
            local, data = self._local(start)
            _compare(header, local)
            packed, at = self._extent(header, local, data, following)
            described += local.described
            odd += header.odd_sizes or local.odd_sizes
            made[place] = _entry(header, data, packed)
        self.gap("before the directory", at, directory.start)
        if described:
            self.warnings.append(f"{described} members tell their lengths after their data")
        if odd:
            self.warnings.append(f"{odd} members tell two lengths; the checksum decides")
        return [entry for entry in made if entry is not None]

    def _local(self, start: int) -> tuple[Header, int]:
        # Half a million members: what is not needed is not read.
        self._file.seek(start)
        data = self._file.read(LOCAL.size)
        if len(data) == LOCAL.size:
            data += self._file.read(sum(LOCAL.unpack(data)[-2:]))
        local, length = parse_local(data)
        return local, start + length

    def _extent(self, header: Header, local: Header, data: int, following: int) -> tuple[int, int]:
        """Give a member's packed length and where what belongs to it ends."""
        packed = header.packed
        if data + packed > following:
            if following != self._directory.start or data > following:
                raise LimitExceeded("members overlap")
            self.warnings.append("a member tells more bytes than there are before the directory")
            packed = following - data
        end = data + packed
        if not local.described:
            return packed, end
        self._file.seek(end)
        return packed, end + _descriptor(self._file.read(min(24, following - end)), header)

    def gap(self, what: str, start: int, stop: int) -> None:
        """Report bytes between members; a record in them is of another archive."""
        if stop > start and self.hide(what, start, stop - start):
            raise AmbiguousSource("the file holds records that its directory does not list")

    def hide(self, what: str, offset: int, length: int) -> bool:
        """Hash bytes that belong to no member; tell whether a record of a ZIP is in them."""
        if not length:
            return False
        hashed = hashlib.sha256()
        held, record = b"", False
        self._file.seek(offset)
        left = length
        while left and (piece := self._file.read(min(left, _PIECE))):
            left -= len(piece)
            hashed.update(piece)
            record = record or any(mark in held + piece for mark in SIGNATURES)
            held = piece[-3:]
        self.hidden.append(Hidden(what, offset, length, hashed.hexdigest()))
        self.warnings.append(f"{what}: {length} bytes that belong to no member")
        return record


def _compare(header: Header, local: Header) -> None:
    """Want the local header to say what the directory says."""
    same = (
        header.raw_name == local.raw_name
        and header.method == local.method
        and header.encrypted == local.encrypted
    )
    if same and not local.described:
        sizes = (header.crc, header.packed, header.size)
        same = sizes == (local.crc, local.packed, local.size)
    if not same:
        raise AmbiguousSource("a local header differs from its directory entry")


def _descriptor(data: bytes, header: Header) -> int:
    """Give the length of the descriptor that follows a member's data.

    There are four spellings: with a signature or without, lengths of 32 or 64 bits.
    """
    for start in (DESCRIPTOR_SIGNATURE, b""):
        for form in ("<III", "<IQQ"):
            if form == "<III" and max(header.packed, header.size) >= 1 << 32:
                continue
            wanted = start + struct.pack(form, header.crc, header.packed, header.size)
            if data.startswith(wanted):
                return len(wanted)
    raise AmbiguousSource("what follows a member's data differs from its directory entry")


def _entry(header: Header, data: int, packed: int) -> Entry:
    return Entry(
        *(header.name, header.kind, header.method, header.crc, data, packed, header.size),
        *(header.dos, header.modified_s),
    )


def _about_names(entries: list[Entry]) -> list[str]:
    """Say what is odd about the members' names."""
    exact = _different(hash(entry.name) for entry in entries)
    folded = _different(hash(entry.name.casefold()) for entry in entries)
    unsafe = sum(entry.plain != entry.name.rstrip("/") for entry in entries)
    kinds = [entry.kind for entry in entries if entry.kind in ("link", "special")]
    said = [
        (len(entries) - exact, "members have the name of another"),
        (exact - folded, "names differ only in capitals"),
        (unsafe, "names are not plain relative paths"),
        (len(kinds), "members are links or devices, recorded and not followed"),
    ]
    return [f"{count} {what}" for count, what in said if count]


def _different(hashes: Iterable[int]) -> int:
    """Count the different ones among many, eight bytes for each."""
    ordered = array("q", sorted(hashes))
    return len(ordered[:1]) + sum(one != other for one, other in pairwise(ordered))
