"""A byte filter that mends what phone exports do to XML, and counts every mend.

docs/readers.md 2. Android exports write characters beyond the basic plane as two
references (`&#55357;&#56832;`), and control characters that XML forbids. A parser would
stop there and lose the rest of the file.
"""

import re
from collections.abc import Iterator

from extraction.errors import LimitExceeded

_REFERENCE = re.compile(rb"&#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}));")
_RUN = re.compile(rb"(?:&#(?:x[0-9A-Fa-f]{1,6}|[0-9]{1,7});)+")
_BEGUN = re.compile(rb"&[#0-9A-Za-z]{0,9}\Z")
_LAST = re.compile(rb"&#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}));\Z")
_FORBIDDEN = bytes(value for value in range(32) if value not in b"\t\n\r")
_TAIL = 32
_REPLACEMENT = "\ufffd".encode()
_LEADING = range(0xD800, 0xDC00)
_TRAILING = range(0xDC00, 0xE000)

MAX_QUIET = 192 * 1024 * 1024
"""Bytes that may pass without an element: a long video in one attribute is 134 MB."""


class RepairedXml:
    """A file-like view of byte pieces, mended.

    `repairs` counts mends, `given` the bytes given, `marked` those when an element last ended;
    `stray` what stood between rows, for whoever reads the rows to count.
    """

    __slots__ = ("_held", "_pieces", "_ready", "given", "marked", "repairs", "stray")

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._held = b""
        self._ready = b""
        self.marked = 0
        self.given = 0
        self.repairs = 0
        self.stray = 0

    def read(self, size: int = -1) -> bytes:
        """Give mended bytes, nothing at the end; more than `size` while no element ends.

        Expat looks at an unfinished token from its beginning each time it is fed, so small
        pieces of a large one would take quadratic time.

        Raises:
            LimitExceeded: an element is larger than any picture or video message.
        """
        quiet = self.given - self.marked
        if quiet > MAX_QUIET:
            raise LimitExceeded(f"an XML element is longer than {MAX_QUIET} bytes")
        wanted = max(size, quiet)
        parts: list[bytes] = []
        length = 0
        while length < wanted and (part := self._some(wanted - length)):
            parts.append(part)
            length += len(part)
        self.given += length
        return b"".join(parts)

    def mark(self) -> None:
        """Note that an element ended."""
        self.marked = self.given

    def _some(self, size: int) -> bytes:
        while not self._ready:
            piece = next(self._pieces, None)
            if piece is None:
                self._ready, self._held = self._mend(self._held), b""
                break
            cleaned = piece.translate(None, _FORBIDDEN)
            self.repairs += len(piece) - len(cleaned)
            whole = self._held + cleaned
            cut = _safe_cut(whole)
            self._ready, self._held = self._mend(whole[:cut]), whole[cut:]
        out, self._ready = self._ready[:size], self._ready[size:]
        return out

    def _mend(self, data: bytes) -> bytes:
        return _RUN.sub(self._references, data) if b"&#" in data else data

    def _references(self, match: re.Match[bytes]) -> bytes:
        codes = [_code(found) for found in _REFERENCE.finditer(match[0])]
        out: list[bytes] = []
        at = 0
        while at < len(codes):
            code = codes[at]
            trailing = codes[at + 1] if at + 1 < len(codes) else 0
            if code in _LEADING and trailing in _TRAILING:
                joined = 0x10000 + ((code - 0xD800) << 10) + (trailing - 0xDC00)
                out.append(chr(joined).encode())
                self.repairs += 1
                at += 2
                continue
            out.append(self._reference(code))
            at += 1
        return b"".join(out)

    def _reference(self, code: int) -> bytes:
        legal = code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0x110000  # noqa: PLR2004 XML 1.0 2.2
        if legal and code not in (0xFFFE, 0xFFFF):
            return b"&#%d;" % code
        self.repairs += 1
        return _REPLACEMENT


def _code(match: re.Match[bytes]) -> int:
    return int(match[1], 16) if match[1] else int(match[2])


def _safe_cut(data: bytes) -> int:
    """Find where neither a reference nor a pair of them is cut in two."""
    start = max(0, len(data) - _TAIL)
    tail = data[start:]
    begun = _BEGUN.search(tail)
    end = len(tail) if begun is None else begun.start()
    last = _LAST.search(tail[:end])
    if last is not None and _code(last) in _LEADING:
        end = last.start()
    return start + end
