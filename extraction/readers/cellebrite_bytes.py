"""A byte filter for Cellebrite reports: mends what no XML parser takes, and counts it.

docs/readers.md 17. Reports hold references to control characters, raw control characters,
bytes that are not UTF-8, and passwords that nobody escaped. What stands in a CDATA section
is text as it is: a mail's `&#39;` there is five characters, not an apostrophe. Positions
that the parser tells are turned back into positions of the file.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator

from extraction.xml_repair import RepairedXml

_FORBIDDEN = bytes(value for value in range(32) if value not in b"\t\n\r")
_REPLACEMENT = "\ufffd".encode()
_OPEN, _CLOSE = b"<![CDATA[", b"]]>"
_PASSWORD_MARK = b'"Password"'
_PASSWORD = rb"<model\s[^<>]{0,1000}?type=\"Password\"[^<>]{0,1000}>"
_TOKEN = re.compile(
    rb"(?P<open><!\[CDATA\[)|(?P<close>\]\]>)"
    rb"|(?P<references>(?:&#(?:x[0-9A-Fa-f]{1,6}|[0-9]{1,7});)+)"
    rb"|(?P<control>[\x00-\x08\x0b\x0c\x0e-\x1f]+)|(?P<wide>[\x80-\xff]+)"
    rb"|(?P<password>" + _PASSWORD + rb")"
)
_PASSWORD_BEGINS = re.compile(_PASSWORD)
_VALUE = re.compile(rb"<value(?:\s[^<>]*)?(?<!/)>(?!\s*<!\[CDATA\[)")
_VALUE_ENDS = re.compile(rb"</value>(?=\s*</(?:field|multiField)>)")
_UNESCAPED = re.compile(rb"<|&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)")
_BEGUN = re.compile(rb"(?:(?:&#[0-9A-Za-z]{1,8};)*&?[#0-9A-Za-z]{0,9}|<[^<>]{0,8}|\]{1,2})\Z")
_NOT_XML = {0xFFFE: 0xFFFD, 0xFFFF: 0xFFFD}
_TAIL = 64
_MAX_PASSWORD = 1024 * 1024


class ReportBytes:
    """The bytes of a report, mended. `repairs` counts mends."""

    __slots__ = ("_delta", "_given", "_held", "_inside", "_moves", "_pieces", "_taken", "repairs")

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = pieces
        self._held = b""
        self._inside = False
        self._given = self._taken = self._delta = 0
        # (position of the mended bytes, how much later the file's own bytes stand there)
        self._moves: deque[tuple[int, int]] = deque()
        self.repairs = 0

    def windows(self) -> Iterator[bytes]:
        """Give mended bytes, cut where nothing that belongs together is torn."""
        for piece in self._pieces:
            data = self._held + piece if self._held else piece
            secret = _PASSWORD_MARK in data
            cut = _safe_cut(data, secret=secret)
            self._held = data[cut:]
            if cut:
                yield self._mend(data[:cut], secret=secret)
        if self._held:
            last, self._held = self._held, b""
            yield self._mend(last, secret=True)

    def position(self, given: int) -> int:
        """Turn a position of the mended bytes into one of the file; ask in rising order."""
        moves = self._moves
        while moves and moves[0][0] <= given:
            self._delta = moves.popleft()[1]
        return given + self._delta

    def _mend(self, window: bytes, *, secret: bool) -> bytes:
        if secret or _suspect(window):
            out = self._rewritten(window)
        else:
            out = window
            opened, closed = window.rfind(_OPEN), window.rfind(_CLOSE)
            if opened != closed:
                self._inside = opened > closed
        self._taken += len(window)
        self._given += len(out)
        return out

    def _rewritten(self, window: bytes) -> bytes:
        """Go through what could need mending, knowing what stands in a CDATA section."""
        parts: list[bytes] = []
        raws: deque[tuple[int, int]] = deque()
        done = at = shift = 0
        while True:
            match = _TOKEN.search(window, at)
            new: bytes | None
            if raws and (match is None or match.start() >= raws[0][0]):
                start, at = raws.popleft()
                new = self._escaped(window[start:at])
            elif match is None:
                break
            else:
                start, at = match.span()
                if match.lastgroup == "password" and not self._inside:
                    raws.extend(_unescaped_values(window, at))
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
            return _REPLACEMENT * len(found)
        elif kind == "wide":
            return self._decoded(found)
        elif kind == "references" and not self._inside:
            return self._references(found)
        return None

    def _decoded(self, found: bytes) -> bytes | None:
        text = found.decode("utf-8", "replace")
        good = text.translate(_NOT_XML).encode("utf-8")
        if good == found:
            return None
        self.repairs += 1
        return good

    def _references(self, found: bytes) -> bytes | None:
        stream = RepairedXml(iter((found,)))
        mended = stream.read(len(found) * 8)
        if not stream.repairs:
            return None
        self.repairs += stream.repairs
        return mended

    def _escaped(self, raw: bytes) -> bytes:
        self.repairs += 1
        text = raw.decode("utf-8", "replace").translate(_CONTROLS)
        plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return plain.encode("utf-8")


def _unescaped_values(window: bytes, start: int) -> Iterator[tuple[int, int]]:
    """Find the values of the password model that begins there which are not well-formed."""
    stop = window.find(b"</model>", start)
    at = start
    while (begin := _VALUE.search(window, at, stop if stop >= 0 else len(window))) is not None:
        end = _VALUE_ENDS.search(window, begin.end())
        if end is None:
            return
        at = end.start()
        if _UNESCAPED.search(window, begin.end(), at):
            yield begin.end(), at


_CONTROLS = {**dict.fromkeys(_FORBIDDEN, 0xFFFD), **_NOT_XML}


def _suspect(window: bytes) -> bool:
    """Tell fast whether anything could need mending; nearly every window needs none."""
    if b"#" in window and b"&#" in window:
        return True
    if len(window.translate(None, _FORBIDDEN)) != len(window):
        return True
    if window.isascii():
        return False
    try:
        text = window.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return "\ufffe" in text or "\uffff" in text


def _safe_cut(data: bytes, *, secret: bool) -> int:
    """Find where no tag, reference, character or password model is torn."""
    cut = data.rfind(b">") + 1
    if not cut:
        cut = max(0, len(data) - _TAIL)
        while cut and data[cut] & 0xC0 == 0x80:  # noqa: PLR2004 a following byte of UTF-8
            cut -= 1
        begun = _BEGUN.search(data, max(0, cut - _TAIL), cut)
        return cut if begun is None else begun.start()
    begins = data.rfind(_PASSWORD_MARK, 0, cut) if secret else -1
    if begins >= 0 and len(data) < _MAX_PASSWORD * 2:
        begins = data.rfind(b"<model", 0, begins)
        open_model = _PASSWORD_BEGINS.match(data, max(0, begins))
        if open_model is not None and data.find(b"</model>", open_model.end()) < 0:
            return begins
    return cut
