"""JSON of any length, element by element, with flat memory.

docs/readers.md 15. Only the elements that are asked for are held; an export of a phone may
have gigabytes of them. Depth, and the length of one element, have limits.
"""

import codecs
import json
from collections.abc import Callable, Iterable, Iterator

from extraction.errors import CorruptSource, LimitExceeded

Path = tuple[str, ...]
"""Keys from the outside in; an element of a list is `*`."""

ELEMENT = "*"
MAX_ELEMENT = 16 * 1024 * 1024
MAX_DEPTH = 64
_SPACE = " \t\r\n"
_GOES_ON = ("", *"0123456789.eE+-")
_CUT = 1024 * 1024
_DECODER = json.JSONDecoder()


class JsonStream:
    """Walks through a JSON text once.

    `offset` counts the characters that were passed, `entered` the elements of lists that were
    walked into: what stands in two of them belongs to two things.
    """

    def __init__(self, pieces: Iterable[bytes], wanted: Callable[[Path], bool]) -> None:
        self._pieces = iter(pieces)
        self._decode = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self._wanted = wanted
        self._text = ""
        self._at = 0
        self._ended = False
        self._passed = 0
        self.entered = 0

    @property
    def offset(self) -> int:
        """How far reading got, in characters."""
        return self._passed + self._at

    def values(self) -> Iterator[tuple[Path, object]]:
        """Give (path, value) of each wanted element, and of each scalar outside them.

        Raises:
            CorruptSource: it is no JSON, or cut short.
            LimitExceeded: it is nested too deeply, or an element is too long.
        """
        yield from self._value(())
        if self._peek():
            raise CorruptSource(f"something follows the end of the JSON, at {self.offset}")

    def _value(self, path: Path) -> Iterator[tuple[Path, object]]:
        if len(path) > MAX_DEPTH:
            raise LimitExceeded(f"the JSON is nested more than {MAX_DEPTH} deep")
        mark = self._peek()
        if self._wanted(path) or mark not in ("{", "["):
            yield path, self._whole()
            return
        self._at += 1
        self.entered += path[-1:] == (ELEMENT,)
        end = "}" if mark == "{" else "]"
        first = True
        while (following := self._peek()) != end:
            if not first:
                self._expect(",")
            elif following == ",":
                raise self._broken()
            first = False
            inner = ELEMENT
            if mark == "{":
                self._peek()
                key = self._whole()
                if not isinstance(key, str):
                    raise self._broken()
                inner = key
                self._expect(":")
            yield from self._value((*path, inner))
        self._at += 1

    def _expect(self, mark: str) -> None:
        if self._peek() != mark:
            raise self._broken()
        self._at += 1

    def _peek(self) -> str:
        """Give the next character that is no space; "" at the end."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in _SPACE:
                    return self._text[self._at]
                self._at += 1
            if not self._more():
                return ""

    def _whole(self) -> object:
        """Read one value that is held whole."""
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError:
                end = -1
            except RecursionError:
                raise LimitExceeded("the JSON is nested too deeply") from None
            # A number at the end of what was read may go on: "1", "1.", "1.5e".
            if end >= 0 and (self._ended or self._text[end : end + 1] not in _GOES_ON):
                self._at = end
                return value
            if len(self._text) - self._at > MAX_ELEMENT:
                raise LimitExceeded(f"an element is longer than {MAX_ELEMENT} characters")
            if not self._more():
                if end >= 0:
                    self._at = end
                    return value
                raise self._broken()

    def _more(self) -> bool:
        if self._ended:
            return False
        piece = next(self._pieces, None)
        if piece is None:
            self._ended = True
        if self._at > _CUT:
            self._passed += self._at
            self._text, self._at = self._text[self._at :], 0
        self._text += self._decode.decode(piece or b"", final=piece is None)
        return True

    def _broken(self) -> CorruptSource:
        return CorruptSource(f"the JSON is damaged or cut short at character {self.offset}")
