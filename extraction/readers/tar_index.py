"""The members of a tar file, by our own reading: names are data, and nothing is unpacked.

docs/readers.md 13. Ustar, pax and GNU headers. Links, devices and sparse files are recorded
and never made; no member has more bytes than the file holds; bytes behind the end are hashed.
"""

import hashlib
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from extraction.errors import CorruptSource, LimitExceeded

BLOCK = 512
MAX_MEMBERS = 2_000_000
MAX_HEADER = 1024 * 1024
_KINDS = {b"0": "file", b"\0": "file", b"7": "file", b"5": "folder"}
_KINDS |= {b"1": "link", b"2": "link", b"3": "special", b"4": "special", b"6": "special"}
_PAX, _PAX_GLOBAL, _LONG_NAME, _LONG_LINK, _SPARSE = b"x", b"g", b"L", b"K", b"S"
_EMPTY = bytes(BLOCK)
_PIECE = 1024 * 1024


class TarEntry(NamedTuple):
    """A member: where its bytes lie, and how many there are. `kind` also says sparse or other."""

    name: str
    kind: str
    start: int
    size: int
    modified_s: int | None


class Hidden(NamedTuple):
    """Bytes behind the end of the archive."""

    offset: int
    length: int
    sha256: str


class TarIndex:
    """Walks through a tar file once; `hidden` is there after the last member."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._length = file.seek(0, 2)
        self.at = 0
        self.hidden: Hidden | None = None

    def entries(self) -> Iterator[TarEntry]:
        """Give the members.

        Raises:
            CorruptSource: a header is none, or tells more bytes than there are.
            LimitExceeded: there are more members than any backup has.
        """
        pax: dict[str, str] = {}
        long_name = ""
        count = 0
        while (header := self._take(BLOCK)) and header != _EMPTY:
            count += 1
            if count > MAX_MEMBERS:
                raise LimitExceeded(f"the archive has more than {MAX_MEMBERS} members")
            _check(header)
            kind, size = header[156:157], _number(header[124:136])
            if kind in (_PAX, _PAX_GLOBAL, _LONG_NAME, _LONG_LINK):
                data = self._data(size)
                if kind == _PAX:
                    pax = _pax(data)
                elif kind == _LONG_NAME:
                    long_name = _text(data.rstrip(b"\0"))
                continue
            yield self._entry(header, kind, size, pax, long_name)
            pax, long_name = {}, ""
        if pax or long_name:
            raise CorruptSource("the archive ends after a header")
        self._end()

    def _entry(
        self, header: bytes, kind: bytes, size: int, pax: dict[str, str], long_name: str
    ) -> TarEntry:
        name = pax.get("path") or long_name or _name(header)
        what = _KINDS.get(kind, "other")
        if "size" in pax:
            size = _decimal(pax["size"])
        modified = (
            _decimal(pax["mtime"].partition(".")[0]) if "mtime" in pax else _number(header[136:148])
        )
        if kind == _SPARSE or any(key.startswith("GNU.sparse") for key in pax):
            what = "sparse"
            self._skip_sparse(header, kind)
        if what in ("folder", "link", "special"):
            size = 0
        start = self.at
        self._skip(size)
        return TarEntry(name, what, start, size, modified)

    def _skip_sparse(self, header: bytes, kind: bytes) -> None:
        more = kind == _SPARSE and header[482] != 0
        while more:
            block = self._take(BLOCK)
            if len(block) < BLOCK:
                raise CorruptSource("the archive is cut short")
            more = block[504] != 0

    def _take(self, size: int) -> bytes:
        self._file.seek(self.at)
        data = self._file.read(size)
        if data and len(data) < size:
            raise CorruptSource(f"the archive is cut short at byte {self.at}")
        self.at += len(data)
        return data

    def _data(self, size: int) -> bytes:
        if size > MAX_HEADER:
            raise LimitExceeded("a header of the archive is longer than any backup's")
        start = self.at
        self._skip(size)
        self._file.seek(start)
        return self._file.read(size)

    def _skip(self, size: int) -> None:
        if size > self._length - self.at:
            raise CorruptSource(f"the archive is cut short at byte {self.at}")
        # The last member may lack what fills its block.
        self.at = min(self._length, self.at + -(-size // BLOCK) * BLOCK)

    def _end(self) -> None:
        self._file.seek(self.at)
        hashed, length, plain = hashlib.sha256(), 0, True
        while piece := self._file.read(_PIECE):
            hashed.update(piece)
            length += len(piece)
            plain = plain and not piece.strip(b"\0")
        if not plain:
            self.hidden = Hidden(self.at, length, hashed.hexdigest())


def _check(header: bytes) -> None:
    """Want the header's own checksum; some writers summed signed bytes."""
    told = _number(header[148:156])
    blank = header[:148] + b" " * 8 + header[156:]
    unsigned = sum(blank)
    signed = unsigned - 256 * sum(byte > 0x7F for byte in blank)  # noqa: PLR2004 the sign bit
    if told not in (unsigned, signed):
        raise CorruptSource("a header of the archive has another checksum")


def _number(field: bytes) -> int:
    """Read an octal number, or a binary one of newer writers."""
    if field[0] & 0x80:
        # Only the mark itself: a negative number is none here.
        value = int.from_bytes(bytes([field[0] & 0x7F]) + field[1:], "big")
        if field[0] != 0x80 or value >= 1 << 63:  # noqa: PLR2004 the mark
            raise CorruptSource("a header of the archive holds no number")
        return value
    digits = field.strip(b" \0").split(b"\0")[0]
    try:
        return int(digits or b"0", 8)
    except ValueError:
        raise CorruptSource("a header of the archive holds no number") from None


def _decimal(text: str) -> int:
    if not text.isdecimal() or not text.isascii() or len(text) > 18:  # noqa: PLR2004 below 2**63
        raise CorruptSource("a header of the archive holds no number")
    return int(text)


def _name(header: bytes) -> str:
    name = _text(header[:100].split(b"\0")[0])
    prefix = _text(header[345:500].split(b"\0")[0]) if header[257:262] == b"ustar" else ""
    # Old GNU headers keep times where the prefix is.
    return f"{prefix}/{name}" if prefix and header[257:265] != b"ustar  \0" else name


def _pax(data: bytes) -> dict[str, str]:
    """Read records of `length key=value` and a line break."""
    found: dict[str, str] = {}
    at = 0
    while at < len(data):
        length, space, _ = data[at : at + 24].partition(b" ")
        if not space or not length.isdigit() or len(length) > 9:  # noqa: PLR2004 below a header's length
            raise CorruptSource("a header of the archive does not parse")
        end = at + int(length)
        key, equals, value = data[at + len(length) + 1 : end - 1].partition(b"=")
        if end > len(data) or data[end - 1 : end] != b"\n" or not equals or end <= at:
            raise CorruptSource("a header of the archive does not parse")
        if b"\0" in key or (b"\0" in value and key in (b"path", b"linkpath")):
            raise CorruptSource("a name in the archive has a NUL in it")
        found[_text(key)] = _text(value)
        at = end
    return found


def _text(data: bytes) -> str:
    return data.decode("utf-8", "backslashreplace")
