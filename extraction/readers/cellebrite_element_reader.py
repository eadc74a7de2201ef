"""Plain elements out of a Cellebrite report: its head, its files, its bookkeeping.

docs/readers.md 17. The head's sections are small and come whole; of the others each child
is a row. Where a modelType begins, models are read by cellebrite_model_reader.py.
"""

from extraction.errors import LimitExceeded
from extraction.readers.cellebrite_model import Element, ElementRow, Feed
from extraction.readers.cellebrite_model_reader import ModelReader
from extraction.xml_rows import MAX_DEPTH

HEAD = ("sourceExtractions", "caseInformation", "metadata", "images", "projectConfigurations")
FILES = ("taggedFiles", "carvedFiles")
MODELS = "decodedData"
ROOT = "project"

_SECTION, _ROW = 2, 3


class ElementReader:
    """Reads everything that is not a model."""

    __slots__ = ("_building", "_feed", "_models", "_path", "_section", "_texts")

    def __init__(self, feed: Feed, models: ModelReader) -> None:
        self._feed = feed
        self._models = models
        self._section = ""
        self._path: list[Element] = []
        self._texts: list[str] = []
        self._building = False

    def begin(self) -> None:
        """Take the parser, at first and where a modelType ended."""
        parser = self._feed.parser
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = None

    def _start(self, tag: str, attrs: dict[str, str]) -> None:
        feed = self._feed
        feed.depth += 1
        if feed.depth > MAX_DEPTH:
            raise LimitExceeded(f"the XML is deeper than {MAX_DEPTH} elements")
        local = tag.rpartition(":")[2]
        if feed.depth == 1:
            feed.give(ElementRow("", Element(local, attrs, feed.here())))
        elif feed.depth == _SECTION:
            self._section = local
            if local in HEAD:
                self._open(local, attrs)
        elif feed.depth == _ROW and self._section == MODELS and local == "modelType":
            self._models.enter(self.begin)
        elif self._path:
            if self._building:
                self._open(local, attrs)
        elif feed.depth == _ROW:
            self._open(local, attrs)
            self._building = self._section in FILES

    def _open(self, tag: str, attrs: dict[str, str]) -> None:
        self._building = True
        self._texts.clear()
        element = Element(tag, attrs, self._feed.here() if not self._path else 0)
        if self._path:
            self._path[-1].children.append(element)
        self._path.append(element)
        self._feed.parser.CharacterDataHandler = self._texts.append

    def _end(self, tag: str) -> None:
        feed = self._feed
        del tag
        feed.depth -= 1
        depth = feed.depth + 1
        base = _SECTION if self._section in HEAD else _ROW
        if not self._path or depth < base:
            return
        if not self._building and depth > base:
            return
        element = self._path.pop()
        element.text = "".join(self._texts).strip()
        self._texts.clear()
        if not self._path:
            feed.parser.CharacterDataHandler = None
            self._building = False
            feed.give(ElementRow(self._section, element))
