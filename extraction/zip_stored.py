"""The package's ZIP: stored entries, sorted names, fixed dates; one spelling of a set of files.

docs/formats/release.md 1. Any ZIP program opens it. Our own reader takes no other
spelling: it reads the entries in order and compares the directory at the end with what
the writer would have written, so nothing can hide in it.
"""

import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extraction.errors import NotVerified

MAX_ENTRIES = 200_000
_LOCAL = struct.Struct("<IHHHHHIIIHH")
_CENTRAL = struct.Struct("<IHHHHHHIIIHHHHHII")
_WIDE = 0xFFFFFFFF
_DATE = 0x21  # 1980-01-01
_UTF8 = 0x0800
_PLAIN_VERSION, _WIDE_VERSION = 20, 45


@dataclass(frozen=True, slots=True)
class Entry:
    """A file to write: its name, length, CRC-32, and how to get its bytes."""

    name: str
    length: int
    crc: int
    chunks: Callable[[], Iterable[bytes]]


def entry_of(name: str, data: bytes) -> Entry:
    """Make an entry of bytes at hand."""
    return Entry(name, len(data), zlib.crc32(data), lambda: (data,))


def zip_length(entries: Sequence[Entry]) -> int:
    """Tell how many bytes write_zip gives."""
    places = _places(entries)
    body = sum(len(_local(entry)) + entry.length for entry in entries)
    return body + len(_directory(entries, places, body))


def write_zip(entries: Sequence[Entry]) -> Iterator[bytes]:
    """Write entries, which are sorted by name, as one ZIP."""
    for entry in entries:
        yield _local(entry)
        yield from entry.chunks()
    body = sum(len(_local(entry)) + entry.length for entry in entries)
    yield _directory(entries, _places(entries), body)


def read_zip(stream: "ByteStream", length: int) -> Iterator[tuple[str, int, Iterator[bytes]]]:
    """Give (name, length, chunks) of each entry; the caller reads all chunks of each.

    Raises:
        NotVerified: step 0, when it is not exactly what write_zip writes.
    """
    entries: list[Entry] = []
    while stream.peek(4) == b"PK\x03\x04":
        name, size, crc = _read_local(stream)
        if len(entries) >= MAX_ENTRIES:
            raise NotVerified(0, "the package has too many files")
        hashed = [0]
        yield name, size, _crc_chunks(stream, size, hashed)
        if hashed[0] != crc:
            raise NotVerified(0, "a file of the package has another checksum")
        entries.append(Entry(name, size, crc, tuple))
    if any(first.name >= second.name for first, second in pairwise(entries)):
        raise NotVerified(0, "the package's names are not sorted, each once")
    body = sum(len(_local(entry)) + entry.length for entry in entries)
    directory = _directory(entries, _places(entries), body)
    if body + len(directory) != length or stream.take(len(directory)) != directory:
        raise NotVerified(0, "the package's directory is not as it should be")


class ByteStream:
    """Takes exact numbers of bytes from a stream of pieces."""

    __slots__ = ("_held", "_pieces")

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._held = b""

    def peek(self, size: int) -> bytes:
        """Show the next bytes; fewer at the end."""
        while len(self._held) < size:
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._held += piece
        return self._held[:size]

    def take(self, size: int) -> bytes:
        """Take bytes, or raise NotVerified when the stream ends before."""
        found = self.peek(size)
        if len(found) != size:
            raise NotVerified(0, "the package is cut short")
        self._held = self._held[size:]
        return found

    def pieces(self, size: int) -> Iterator[bytes]:
        """Take bytes in pieces."""
        while size:
            if not self._held:
                self.peek(1)
            part = self._held[:size]
            if not part:
                raise NotVerified(0, "the package is cut short")
            self._held = self._held[len(part) :]
            size -= len(part)
            yield part

    def rest(self) -> Iterator[bytes]:
        """Take all that is left."""
        held, self._held = self._held, b""
        if held:
            yield held
        yield from self._pieces


def _crc_chunks(stream: ByteStream, size: int, out: list[int]) -> Iterator[bytes]:
    for piece in stream.pieces(size):
        out[0] = zlib.crc32(piece, out[0])
        yield piece


def _wide_extra(*values: int) -> bytes:
    return struct.pack(f"<HH{len(values)}Q", 1, 8 * len(values), *values)


def _local(entry: Entry) -> bytes:
    name = entry.name.encode()
    wide = entry.length >= _WIDE
    extra = _wide_extra(entry.length, entry.length) if wide else b""
    shown = _WIDE if wide else entry.length
    version = _WIDE_VERSION if wide else _PLAIN_VERSION
    return (
        _LOCAL.pack(
            *(0x04034B50, version, _UTF8, 0, 0, _DATE, entry.crc, shown, shown),
            *(len(name), len(extra)),
        )
        + name
        + extra
    )


def _read_local(stream: ByteStream) -> tuple[str, int, int]:
    fields = _LOCAL.unpack(stream.take(_LOCAL.size))
    crc, shown, name_length, extra_length = fields[6], fields[7], fields[9], fields[10]
    name_bytes, extra = stream.take(name_length), stream.take(extra_length)
    size = shown
    if shown == _WIDE and len(extra) == len(_wide_extra(0, 0)):
        size = struct.unpack_from("<Q", extra, 4)[0]
    try:
        name = name_bytes.decode("ascii")
    except UnicodeDecodeError:
        raise NotVerified(0, "a name in the package is not ASCII") from None
    given = _LOCAL.pack(*fields) + name_bytes + extra
    if _local(Entry(name, size, crc, tuple)) != given:
        raise NotVerified(0, "a file of the package is not stored as it should be")
    return name, size, crc


def _places(entries: Sequence[Entry]) -> list[int]:
    places, at = [], 0
    for entry in entries:
        places.append(at)
        at += len(_local(entry)) + entry.length
    return places


def _directory(entries: Sequence[Entry], places: Sequence[int], start: int) -> bytes:
    rows = []
    for entry, place in zip(entries, places, strict=True):
        name = entry.name.encode()
        wide = [value for value in (entry.length, entry.length) if value >= _WIDE]
        wide += [place] if place >= _WIDE else []
        extra = _wide_extra(*wide) if wide else b""
        version = _WIDE_VERSION if wide else _PLAIN_VERSION
        size, offset = min(entry.length, _WIDE), min(place, _WIDE)
        rows.append(
            _CENTRAL.pack(
                *(0x02014B50, version, version, _UTF8, 0, 0, _DATE, entry.crc, size, size),
                *(len(name), len(extra), 0, 0, 0, 0, offset),
            )
            + name
            + extra
        )
    body = b"".join(rows)
    count = len(entries)
    out = body
    if count >= 0xFFFF or start >= _WIDE or len(body) >= _WIDE:  # noqa: PLR2004 the 16-bit limit
        wide_end = struct.pack(
            "<IQHHIIQQQQ",
            *(0x06064B50, 44, _WIDE_VERSION, _WIDE_VERSION, 0, 0, count, count),
            *(len(body), start),
        )
        locator = struct.pack("<IIQI", 0x07064B50, 0, start + len(body), 1)
        out += wide_end + locator
    shown = min(count, 0xFFFF)
    return out + struct.pack(
        "<IHHHHIIH",
        *(0x06054B50, 0, 0, shown, shown, min(len(body), _WIDE), min(start, _WIDE), 0),
    )
