"""Models out of a Cellebrite report, as fast as they can be read.

docs/readers.md 17. Most of a report is fields of models, so the handlers here do little:
they keep a field's text by its name. The messages of a chat are rows of their own, so that
a chat of any length passes in flat memory.
"""

import base64
import binascii
from collections.abc import Callable

from extraction.errors import LimitExceeded
from extraction.readers.cellebrite_model import Feed, Model, ModelRow
from extraction.xml_rows import MAX_DEPTH

_OFTEN = ("value", "field", "empty", "model", "modelField", "multiModelField")
_IDS = ("targetid", "id")
_NAMED = ("multiField", "dataField", "nodeField", "jumptargets")
_PRINTED = frozenset("\t\n\r")


class ModelReader:
    """Reads what is inside a modelType; `leave` is called where it ends."""

    __slots__ = (
        *("_coded", "_feed", "_fields", "_group", "_keep", "_leave", "_model", "_name", "_parser"),
        *("_stack", "_texts"),
    )

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._parser = feed.parser
        self._stack: list[tuple[Model | None, str]] = []
        self._model: Model | None = None
        self._group = self._name = ""
        self._texts: list[str] = []
        self._keep = self._texts.append
        self._coded = False
        self._fields: dict[str, str] = {}
        self._leave: Callable[[], None] = _nowhere

    def enter(self, leave: Callable[[], None]) -> None:
        """Take over the parser until the modelType ends."""
        self._leave = leave
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = None

    def _start(self, tag: str, attrs: dict[str, str]) -> None:
        # In the order of how often each comes: this runs for every element of a report.
        if tag == "field":
            self._name = attrs.get("name", "")
        elif tag == "value":
            self._parser.CharacterDataHandler = self._keep
            if "format" in attrs and attrs["format"] == "Base64String":
                self._coded = True
        elif tag == "empty":
            pass
        elif tag in ("multiModelField", "modelField"):
            self._group = attrs.get("name", "")
            self._deeper()
        elif tag == "model":
            self._begin(attrs)
        else:
            self._start_other(tag, attrs)

    def _end(self, tag: str) -> None:
        if tag == "field" or tag == "empty":  # noqa: PLR1714 twice as fast as a tuple
            return
        if tag == "value":
            self._parser.CharacterDataHandler = None
            texts = self._texts
            if texts:
                text = texts.pop()
                if texts or self._coded or self._name in self._fields:
                    self._store_rare(text)
                else:
                    self._fields[self._name] = text
        elif tag in ("multiModelField", "modelField"):
            self._group = ""
            self._feed.depth -= 1
        elif tag == "model":
            self._finish()
        else:
            self._end_other(tag)

    def _store_rare(self, text: str) -> None:
        """Keep a text that is in pieces, spelt as Base64, or not the first of its field."""
        text = "".join((*self._texts, text))
        self._texts.clear()
        if self._coded:
            self._coded = False
            text = decoded(text)
        self._store(self._name, text)

    def _store(self, name: str, text: str) -> None:
        if name not in self._fields:
            self._fields[name] = text
        elif self._model is not None:
            self._model.add_text(name, text)

    def _begin(self, attrs: dict[str, str]) -> None:
        self._stack.append((self._model, self._group))
        self._model = model = Model(attrs, self._feed.here())
        self._fields = model.fields
        self._group = ""
        self._deeper()

    def _finish(self) -> None:
        done = self._model
        self._feed.depth -= 1
        self._model, self._group = self._stack.pop()
        parent = self._model
        assert done is not None
        self._fields = {} if parent is None else parent.fields
        if parent is None:
            self._feed.give(ModelRow(done))
        elif self._group == "Messages" and len(self._stack) == 1 and parent.type == "Chat":
            self._feed.give(ModelRow(done, parent))
        else:
            parent.add_model(self._group, done)

    def _deeper(self) -> None:
        self._feed.depth += 1
        if self._feed.depth > MAX_DEPTH:
            raise LimitExceeded(f"the XML is deeper than {MAX_DEPTH} elements")

    def _start_other(self, tag: str, attrs: dict[str, str]) -> None:
        local = tag.rpartition(":")[2]
        if local != tag and local in _OFTEN:
            self._start(local, attrs)
            return
        self._deeper()
        if local in _NAMED:
            self._name = attrs.get("name") or local
        elif local == "RelatedModels":
            self._group = local
        elif local in _IDS:
            self._parser.CharacterDataHandler = self._keep
        else:
            # Something that we do not know: its words are kept.
            self._parser.CharacterDataHandler = self._keep
            for name, value in attrs.items():
                self._store(f"{self._name or local}.{name}", value)

    def _end_other(self, tag: str) -> None:
        local = tag.rpartition(":")[2]
        if local != tag and local in _OFTEN:
            self._end(local)
            return
        self._feed.depth -= 1
        if local == "modelType":
            self._model, self._group, self._name = None, "", ""
            self._stack.clear()
            self._leave()
        elif local == "RelatedModels":
            self._group = ""
        elif local not in _NAMED:
            self._end_words(local)

    def _end_words(self, local: str) -> None:
        self._parser.CharacterDataHandler = None
        text = "".join(self._texts).strip()
        self._texts.clear()
        if not text or self._model is None:
            return
        if local in _IDS:
            self._model.add_ref(text)
        else:
            self._store(local, text)


def _nowhere() -> None:
    """Stand for where to go back to before anything was entered."""


def decoded(text: str) -> str:
    """Give a Base64 value's words; what are no words stay as they are, marked `b64:`."""
    try:
        words = base64.b64decode("".join(text.split()), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return "b64:" + text
    if all(sign.isprintable() or sign in _PRINTED for sign in words):
        return words
    return "b64:" + text
