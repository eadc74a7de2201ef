"""The XML of a Cellebrite report as rows, one at a time, within limits.

docs/readers.md 17. The parser is expat, spoken to directly: it is the fastest that Python
has and tells where every element begins. No document type and no entity is taken; depth,
the elements of a row and in all, the length of a tag and of a row are bounded.
"""

from collections.abc import Callable, Iterator
from typing import NoReturn
from xml.parsers import expat

from extraction.errors import CorruptSource, ForbiddenXml
from extraction.readers.cellebrite_element_reader import ElementReader
from extraction.readers.cellebrite_model import Feed, Row
from extraction.readers.cellebrite_model_reader import ModelReader
from extraction.xml_repair import RepairedXml

_FEED = 64 * 1024


def report_rows(stream: RepairedXml, damage: Callable[[str, int], None]) -> Iterator[Row]:
    """Give the rows of a report in their order.

    `damage` hears where it breaks off, and the position behind the last whole row; it raises,
    or returns and reading ends there.

    Raises:
        ForbiddenXml: a document type or an entity is declared.
        LimitExceeded: it is too deep, or a tag or a row is too long.
    """
    feed = _begin(stream)
    broken = ""
    try:
        for window in stream.windows():
            for start in range(0, len(window), _FEED):
                piece = window[start : start + _FEED]
                feed.parse(piece)
                yield from feed.take()
        feed.parser.Parse(b"", True)  # noqa: FBT003 expat takes it by place
    except expat.ExpatError as error:
        broken = f"line {error.lineno}, column {error.offset}"
    except CorruptSource as error:
        # Its bytes end early or have another checksum; what came before them stands.
        broken = f"a place where {error}"
    yield from feed.take()
    if broken:
        damage(broken, feed.mark)


def _begin(stream: RepairedXml) -> Feed:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = 64 * 1024
    parser.StartDoctypeDeclHandler = _forbidden
    parser.EntityDeclHandler = _forbidden
    parser.ExternalEntityRefHandler = _forbidden
    feed = Feed(parser, stream.position)
    ElementReader(feed, ModelReader(feed)).begin()
    return feed


def _forbidden(*_: object) -> NoReturn:
    raise ForbiddenXml("the report declares a document type or an entity")
