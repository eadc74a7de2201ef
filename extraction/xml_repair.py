"""A byte filter that mends what phone exports do to XML, and counts every mend.

docs/readers.md 2. Android exports write characters beyond the basic plane as two
references (`&#55357;&#56832;`), and control characters that XML forbids. A parser would
stop there and lose the rest of the file.
"""

import re
from collections.abc import Iterator

_REFERENCE = re.compile(rb"&#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}));")
_PAIR = re.compile(rb"(?:&#(?:x[0-9A-Fa-f]{1,6}|[0-9]{1,7});){1,2}")
_FORBIDDEN = bytes(value for value in range(32) if value not in b"\t\n\r")
_TAIL = 24
_REPLACEMENT = "\ufffd".encode()
_LEADING = range(0xD800, 0xDC00)
_TRAILING = range(0xDC00, 0xE000)


class RepairedXml:
    """A file-like view of byte pieces, mended; `repairs` counts."""

    __slots__ = ("_held", "_pieces", "_ready", "repairs")

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._held = b""
        self._ready = b""
        self.repairs = 0

    def read(self, size: int = -1) -> bytes:
        """Give at most `size` mended bytes; nothing at the end."""
        while not self._ready:
            piece = next(self._pieces, None)
            if piece is None:
                self._ready, self._held = self._mend(self._held), b""
                break
            whole = self._held + piece
            cut = self._safe_cut(whole)
            self._ready, self._held = self._mend(whole[:cut]), whole[cut:]
        if size < 0:
            size = len(self._ready)
        out, self._ready = self._ready[:size], self._ready[size:]
        return out

    @staticmethod
    def _safe_cut(data: bytes) -> int:
        """Find where no run of references is cut in two."""
        start = data.find(b"&", max(0, len(data) - _TAIL))
        return len(data) if start < 0 else start

    def _mend(self, data: bytes) -> bytes:
        cleaned = data.translate(None, _FORBIDDEN)
        self.repairs += len(data) - len(cleaned)
        if b"&#" not in cleaned:
            return cleaned
        return _PAIR.sub(self._references, cleaned)

    def _references(self, match: re.Match[bytes]) -> bytes:
        codes = [
            int(found[1], 16) if found[1] else int(found[2])
            for found in _REFERENCE.finditer(match[0])
        ]
        if len(codes) == 2 and codes[0] in _LEADING and codes[1] in _TRAILING:  # noqa: PLR2004 a pair
            self.repairs += 1
            code = 0x10000 + ((codes[0] - 0xD800) << 10) + (codes[1] - 0xDC00)
            return chr(code).encode()
        return b"".join(self._reference(code) for code in codes)

    def _reference(self, code: int) -> bytes:
        legal = code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0x110000  # noqa: PLR2004 XML 1.0 2.2
        if legal and code not in (0xFFFE, 0xFFFF):
            return b"&#%d;" % code
        self.repairs += 1
        return _REPLACEMENT
