"""What a Cellebrite report is made of: models with fields, plain elements, rows.

docs/readers.md 17. A model is a message, a call, a place; it holds fields (names with a
text each), further models, and ids of files. Everything that is not a model (files, the
report's own sections) is kept as plain elements.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from xml.parsers import expat

from extraction.errors import CorruptSource, LimitExceeded
from extraction.xml_rows import MAX_ELEMENTS, MAX_ROW_ELEMENTS

MAX_ROW = 64 * 1024 * 1024
MAX_TAG = 1024 * 1024


_NO_TEXTS: Mapping[str, list[str]] = MappingProxyType({})
_NO_MODELS: Mapping[str, list["Model"]] = MappingProxyType({})


class Model:
    """One model. `offset` is where its element begins in the report.

    `fields` has the first text of each name, `lists` all further ones. `inner` has the
    models by the name of the field that holds them, `refs` the ids of files and models.
    """

    __slots__ = ("attrs", "fields", "inner", "lists", "offset", "refs", "type")

    def __init__(self, attrs: dict[str, str], offset: int) -> None:
        self.attrs = attrs
        self.type = attrs.get("type", "")
        self.offset = offset
        self.fields: dict[str, str] = {}
        # Most models have none of these; a report makes hundreds of thousands of models.
        self.lists: Mapping[str, list[str]] = _NO_TEXTS
        self.inner: Mapping[str, list[Model]] = _NO_MODELS
        self.refs: Sequence[str] = ()

    def add_text(self, name: str, text: str) -> None:
        """Keep a further text of a field."""
        held = self.lists.get(name)
        if held is not None:
            held.append(text)
        elif isinstance(self.lists, dict):
            self.lists[name] = [text]
        else:
            self.lists = {name: [text]}

    def add_ref(self, ref: str) -> None:
        """Keep the id of a file or a model."""
        if isinstance(self.refs, list):
            self.refs.append(ref)
        else:
            self.refs = [ref]

    def add_model(self, name: str, model: "Model") -> None:
        """Keep a model inside."""
        held = self.inner.get(name)
        if held is not None:
            held.append(model)
        elif isinstance(self.inner, dict):
            self.inner[name] = [model]
        else:
            self.inner = {name: [model]}

    @property
    def xml_id(self) -> str:
        """The id that the report gives it."""
        return self.attrs.get("id", "")

    def text(self, *names: str) -> str:
        """Give the first of these fields that holds something."""
        fields = self.fields
        for name in names:
            if found := fields.get(name):
                return found
        return ""

    def models(self, *names: str) -> list["Model"]:
        """Give the models of these fields, in order."""
        return [model for name in names for model in self.inner.get(name, ())]

    def values(self, name: str) -> list[str]:
        """Give every text of a field."""
        first = self.fields.get(name)
        return [*(() if first is None else (first,)), *self.lists.get(name, ())]


@dataclass(slots=True, eq=False)
class Element:
    """A plain element: its name, attributes, words and children."""

    tag: str
    attrs: dict[str, str]
    offset: int = 0
    text: str = ""
    children: list["Element"] = field(default_factory=list)

    def named(self, tag: str) -> Iterator["Element"]:
        """Give the elements of this name inside, at any depth."""
        for child in self.children:
            if child.tag == tag:
                yield child
            yield from child.named(tag)


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A whole model at the top of the report, or a message of the chat that it is in."""

    model: Model
    chat: Model | None = None


@dataclass(frozen=True, slots=True)
class ElementRow:
    """A whole plain element of a section: a file, a part of the report's head.

    `section` is the section's name, "" for the root; of the head's small sections the row is
    the section.
    """

    section: str
    element: Element


Row = ModelRow | ElementRow


@dataclass(slots=True, eq=False)
class Feed:
    """A parser, what it has been given, and the rows that it has ready.

    `depth` is the elements that are open, without a model's fields and values, which hold
    nothing deeper. `tags` is how many tags have been given at most, `row_tags` and
    `row_begin` how many and how many bytes when the last row was whole, which `mark` says as
    a position in the file.
    """

    parser: expat.XMLParserType
    position: Callable[[int], int]
    ready: list[Row] = field(default_factory=list)
    fed: int = 0
    tags: int = 0
    depth: int = 0
    row_tags: int = 0
    row_begin: int = 0
    mark: int = 0

    def here(self) -> int:
        """Give the position in the file of the element that begins now."""
        return self.position(self.parser.CurrentByteIndex)

    def give(self, row: Row) -> None:
        """Put a whole row out."""
        self.ready.append(row)
        self.mark = self.here()
        self.row_tags = self.tags
        self.row_begin = self.fed

    def take(self) -> list[Row]:
        """Give the rows that are ready."""
        found, self.ready = self.ready, []
        return found

    def parse(self, piece: bytes) -> None:
        """Give the parser bytes, and check the limits that no handler hears of.

        Raises:
            LimitExceeded: too many elements, too long a row, or a tag that does not end.
            CorruptSource: the XML names an encoding that is not read.
            expat.ExpatError: the XML is damaged.
        """
        self.fed += len(piece)
        # Every element has one such sign or two; counting them here costs next to nothing.
        self.tags += piece.count(b"<")
        try:
            self.parser.Parse(piece, False)  # noqa: FBT003 expat takes it by place
        except (ValueError, LookupError):
            # What Python raises for an encoding that expat asks it about and it does not know.
            raise CorruptSource("its encoding is not read") from None
        if self.fed - self.parser.CurrentByteIndex > MAX_TAG:
            raise LimitExceeded(f"a tag of the XML is longer than {MAX_TAG} bytes")
        if self.tags - self.row_tags > 2 * MAX_ROW_ELEMENTS or self.tags > 2 * MAX_ELEMENTS:
            raise LimitExceeded("the XML has too many elements")
        if self.fed - self.row_begin > MAX_ROW:
            raise LimitExceeded(f"a row of the report is longer than {MAX_ROW} bytes")
