"""A byte filter that mends what phone exports do to XML, and counts every mend.

docs/readers.md 2 and 17. Exports write characters beyond the basic plane as two references
(`&#55357;&#56832;`), references to control characters, raw control characters, and bytes that
are not UTF-8; some leave text unescaped. A parser would stop there and lose the rest of the
file. What stands in a CDATA section is text as it is: a mail's `&#39;` there is five characters,
not an apostrophe. Positions that a parser tells are turned back into positions of the file.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Protocol

from extraction.errors import LimitExceeded

_FORBIDDEN = bytes(value for value in range(32) if value not in b"\t\n\r")
_REPLACEMENT = 0xFFFD
_OPEN, _CLOSE = b"<![CDATA[", b"]]>"
_REFERENCE = re.compile(rb"&#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}));")
_SECTIONS = (
    rb"(?P<open><!\[CDATA\[)|(?P<close>\]\]>)"
    rb"|(?P<references>(?:&#(?:x[0-9A-Fa-f]{1,6}|[0-9]{1,7});)+)"
)
_ALL = _SECTIONS + rb"|(?P<control>[\x00-\x08\x0b\x0c\x0e-\x1f]+)|(?P<wide>[\x80-\xff]+)"
_REFERENCES, _TOKENS = re.compile(_SECTIONS), re.compile(_ALL)
_BEGUN = re.compile(rb"(?:(?:&#[0-9A-Za-z]{1,8};)*&?[#0-9A-Za-z]{0,9}|<[^<>]{0,8}|\]{1,2})\Z")
_ENCODING = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml\s[^>]{0,200}?encoding=[\"']([\w.-]{1,40})")
_UTF8 = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
_LEADING = range(0xD800, 0xDC00)
_TRAILING = range(0xDC00, 0xE000)
_NOT_XML = {0xFFFE: _REPLACEMENT, 0xFFFF: _REPLACEMENT}
_CONTROLS = {**dict.fromkeys(_FORBIDDEN, _REPLACEMENT), **_NOT_XML}
_TAIL = 64
_HEAD = 1024
_MAX_HELD = 2 * 1024 * 1024

MAX_QUIET = 192 * 1024 * 1024
"""Bytes that may pass without an element: a long video in one attribute is 134 MB."""


class Unescaped(Protocol):
    """Finds elements whose text nobody escaped.

    Each begins as `begins` says, which holds `sign`, and ends with `ends`.
    """

    sign: bytes
    begins: re.Pattern[bytes]
    ends: bytes

    def values(self, window: bytes, start: int) -> Iterator[tuple[int, int]]:
        """Find the texts that need escaping in the element that begins there."""


class RepairedXml:
    """Bytes of XML, mended: as windows, or as a file that a parser reads.

    `repairs` counts mends; `stray` what stood between rows, for whoever reads the rows to count.
    """

    __slots__ = (
        *("_begun", "_delta", "_given", "_held", "_inside", "_marked", "_moves", "_pieces"),
        *("_ready", "_sent", "_taken", "_tokens", "_unescaped", "_utf8", "repairs", "stray"),
    )

    def __init__(self, pieces: Iterable[bytes], unescaped: Unescaped | None = None) -> None:
        self._pieces = iter(pieces)
        self._unescaped = unescaped
        self._tokens = _TOKENS
        if unescaped is not None:
            self._tokens = re.compile(_ALL + rb"|(?P<raw>" + unescaped.begins.pattern + rb")")
        self._held = self._ready = b""
        self._begun = self._inside = False
        self._utf8 = True
        self._given = self._taken = self._delta = self._sent = self._marked = 0
        # (position of the mended bytes, how much later the file's own bytes stand there)
        self._moves: deque[tuple[int, int]] = deque()
        self.repairs = 0
        self.stray = 0

    def windows(self) -> Iterator[bytes]:
        """Give mended bytes, cut where nothing that belongs together is torn."""
        while window := self._window():
            yield window

    def read(self, size: int = -1) -> bytes:
        """Give mended bytes, nothing at the end; more than `size` while no element ends.

        Expat looks at an unfinished token from its beginning each time it is fed, so small
        pieces of a large one would take quadratic time.

        Raises:
            LimitExceeded: an element is larger than any picture or video message.
        """
        quiet = self._sent - self._marked
        if quiet > MAX_QUIET:
            raise LimitExceeded(f"an XML element is longer than {MAX_QUIET} bytes")
        wanted = max(size, quiet)
        parts: list[bytes] = []
        length = 0
        while length < wanted and (ready := self._ready or self._window()):
            part, self._ready = ready[: wanted - length], ready[wanted - length :]
            parts.append(part)
            length += len(part)
        self._sent += length
        return b"".join(parts)

    def mark(self) -> None:
        """Note that an element ended in what was read."""
        self._marked = self._sent
        # What was mended before it is let go.
        self.position(self._marked)

    @property
    def marked(self) -> int:
        """The position in the file up to which elements have ended, at most."""
        return self.position(self._marked)

    def position(self, given: int) -> int:
        """Turn a position of the mended bytes into one of the file; ask in rising order."""
        moves = self._moves
        while moves and moves[0][0] <= given:
            self._delta = moves.popleft()[1]
        return given + self._delta

    def _window(self) -> bytes:
        for piece in self._pieces:
            data = self._held + piece if self._held else piece
            raw = self._unescaped is not None and self._unescaped.sign in data
            cut = self._safe_cut(data, raw=raw) if self._begun or self._begin(data) else 0
            self._held = data[cut:]
            if cut:
                return self._mend(data[:cut], raw=raw)
        last, self._held = self._held, b""
        if last:
            self._begin(last)
        return self._mend(last, raw=self._unescaped is not None) if last else b""

    def _begin(self, data: bytes) -> bool:
        """Look at the file's first words: characters of another encoding are left alone."""
        if b">" not in data and len(data) < _HEAD:
            return False
        declared = _ENCODING.match(data)
        self._utf8 = declared is None or declared[1].lower() in _UTF8
        self._begun = True
        return True

    def _mend(self, window: bytes, *, raw: bool) -> bytes:
        tokens = self._tokens if raw or self._odd(window) else None
        if tokens is None and b"#" in window and b"&#" in window:
            tokens = _REFERENCES
        if tokens is not None:
            out = self._rewritten(window, tokens)
        else:
            out = window
            opened, closed = window.rfind(_OPEN), window.rfind(_CLOSE)
            if opened != closed:
                self._inside = opened > closed
        self._taken += len(window)
        self._given += len(out)
        return out

    def _odd(self, window: bytes) -> bool:
        """Tell fast whether there are characters that XML has not; nearly never there are."""
        if len(window.translate(None, _FORBIDDEN)) != len(window):
            return True
        if window.isascii() or not self._utf8:
            return False
        try:
            text = window.decode("utf-8")
        except UnicodeDecodeError:
            return True
        return "\ufffe" in text or "\uffff" in text

    def _rewritten(self, window: bytes, tokens: re.Pattern[bytes]) -> bytes:
        """Go through what could need mending, knowing what stands in a CDATA section."""
        parts: list[bytes] = []
        raws: deque[tuple[int, int]] = deque()
        done = at = shift = 0
        while True:
            match = tokens.search(window, at)
            new: bytes | None
            if raws and (match is None or match.start() >= raws[0][0]):
                start, at = raws.popleft()
                new = self._escaped(window[start:at])
            elif match is None:
                break
            else:
                start, at = match.span()
                if match.lastgroup == "raw" and not self._inside and self._unescaped is not None:
                    raws.extend(self._unescaped.values(window, at))
                new = self._replaced(match.lastgroup, match[0])
            if new is None:
                continue
            parts += (window[done:start], new)
            done = at
            shift += at - start - len(new)
            self._moves.append((self._given + at - shift, self._taken - self._given + shift))
        return b"".join((*parts, window[done:]))

    def _replaced(self, kind: str | None, found: bytes) -> bytes | None:
        """Give what stands for a token, or None where it stays."""
        if kind == "open":
            self._inside = True
        elif kind == "close":
            self._inside = False
        elif kind == "control":
            self.repairs += len(found)
            return self._spelt(_REPLACEMENT) * len(found)
        elif kind == "wide" and self._utf8:
            return self._decoded(found)
        elif kind == "references" and not self._inside:
            return self._references(found)
        return None

    def _decoded(self, found: bytes) -> bytes | None:
        good = found.decode("utf-8", "replace").translate(_NOT_XML).encode("utf-8")
        if good == found:
            return None
        self.repairs += 1
        return good

    def _references(self, found: bytes) -> bytes | None:
        """Join pairs, and replace references to what is no character; None where all are good."""
        codes = [_code(match) for match in _REFERENCE.finditer(found)]
        out: list[bytes] = []
        before, at = self.repairs, 0
        while at < len(codes):
            code, following = codes[at], codes[at + 1] if at + 1 < len(codes) else 0
            at += 1
            if code in _LEADING and following in _TRAILING:
                code = 0x10000 + ((code - 0xD800) << 10) + (following - 0xDC00)
                at += 1
            elif _legal(code):
                out.append(b"&#%d;" % code)
                continue
            else:
                code = _REPLACEMENT
            self.repairs += 1
            out.append(self._spelt(code))
        return b"".join(out) if self.repairs > before else None

    def _spelt(self, code: int) -> bytes:
        if self._utf8:
            return chr(code).encode("utf-8")
        return b"?" if self._inside else b"&#%d;" % code

    def _escaped(self, raw: bytes) -> bytes:
        self.repairs += 1
        text = raw.decode("utf-8", "replace").translate(_CONTROLS)
        plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return plain.encode("utf-8")

    def _safe_cut(self, data: bytes, *, raw: bool) -> int:
        """Find where no tag, reference, character or unescaped element is torn."""
        cut = data.rfind(b">") + 1
        if not cut:
            cut = max(0, len(data) - _TAIL)
            while cut and data[cut] & 0xC0 == 0x80:  # noqa: PLR2004 a following byte of UTF-8
                cut -= 1
            begun = _BEGUN.search(data, max(0, cut - _TAIL), cut)
            return cut if begun is None else begun.start()
        begins = data.rfind(self._unescaped.sign, 0, cut) if raw and self._unescaped else -1
        if begins >= 0 and self._unescaped is not None and len(data) < _MAX_HELD:
            begins = max(0, data.rfind(b"<", 0, begins))
            opened = self._unescaped.begins.match(data, begins)
            if opened is not None and data.find(self._unescaped.ends, opened.end()) < 0:
                return begins
        return cut


def _code(match: re.Match[bytes]) -> int:
    return int(match[1], 16) if match[1] else int(match[2])


def _legal(code: int) -> bool:
    """Tell whether a reference may name a character (XML 1.0, 2.2)."""
    if code in (0xFFFE, 0xFFFF):
        return False
    return code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0x110000  # noqa: PLR2004 as there
