"""XML read row by row: the elements below the root, one at a time, within limits.

docs/readers.md 5. No document type and no entity is taken; depth, elements of a row and
bytes of an element are bounded; what was read is let go, so memory stays flat. Text and comments
between rows are no rows, and are counted.
"""

from collections.abc import Iterator
from typing import Protocol
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from extraction.errors import CorruptSource, ForbiddenXml, LimitExceeded
from extraction.xml_repair import RepairedXml

MAX_DEPTH = 256
MAX_ELEMENTS = 50_000_000
MAX_ROW_ELEMENTS = 200_000
ROW = 2
_EVENTS = ("start", "end", "comment", "pi")


class Damage(Protocol):
    """Hears where the XML breaks off; raises, or returns and reading ends there."""

    def __call__(self, where: str) -> None:
        """Say where."""


def xml_rows(stream: RepairedXml, damage: Damage) -> Iterator[Element]:
    """Give the root when it begins, for its attributes; then each child when it ends.

    Raises:
        ForbiddenXml: a document type or an entity is declared.
        LimitExceeded: it is too deep, or a row has too many elements.
    """
    try:
        yield from _rows(stream)
    except DefusedXmlException:
        raise ForbiddenXml("the file declares a document type or an entity") from None
    except ParseError as error:
        row, column = error.position
        damage(f"line {row}, column {column}")
    except (ValueError, LookupError):
        # Raised by expat for encodings that it does not know, after it read the first line.
        raise CorruptSource("the XML is in an encoding that is not read") from None


def _rows(stream: RepairedXml) -> Iterator[Element]:
    root: Element | None = None
    depth = total = of_row = 0
    for event, element in iterparse(stream, events=_EVENTS, forbid_dtd=True):
        if event in ("comment", "pi"):
            # Before the root they are the file's own heading.
            stream.stray += len(element.text or "") if depth else 0
        elif event == "start":
            depth += 1
            total += 1
            of_row += 1
            if depth > MAX_DEPTH or of_row > MAX_ROW_ELEMENTS or total > MAX_ELEMENTS:
                raise LimitExceeded("the XML is too deep, or has too many elements")
            if root is None:
                root = element
                yield root
            if depth == ROW and root is not None:
                # A row whose "<" is damaged is text between others, and no row tells of it.
                # The parser runs ahead: what follows its last row is not whole yet.
                stream.stray += _length(root.text) + sum(_length(row.tail) for row in root[:-1])
                root.text = None
                del root[:-1]
        else:
            depth -= 1
            stream.mark()
            if depth == 1 and root is not None:
                of_row = 0
                yield element
            elif depth == 0:
                stream.stray += _length(element.text)
                stream.stray += sum(_length(row.tail) for row in element)


def _length(text: str | None) -> int:
    return 0 if text is None else len(text.strip())
