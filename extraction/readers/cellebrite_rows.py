"""The rows of a Cellebrite report as items, each on its artefact's line of the ledger.

docs/readers.md 17. A line for each kind of model, one for the files, one for the head. A
message in a chat is a row; the messages that it quotes are nested in it.
"""

from collections.abc import Iterable, Iterator

from extraction.errors import CorruptSource
from extraction.ledger import Line
from extraction.reader import Found, Item, Quarantined, Unknown, Withheld
from extraction.readers.cellebrite_element_reader import FILES, HEAD, ROOT
from extraction.readers.cellebrite_head import head_record
from extraction.readers.cellebrite_kinds import KINDS
from extraction.readers.cellebrite_messages import Conversation, conversation_of, messages_of
from extraction.readers.cellebrite_model import Element, ElementRow, Model, ModelRow, Row
from extraction.readers.cellebrite_people import MESSAGES
from extraction.readers.cellebrite_records import records_of
from extraction.readers.cellebrite_report import NAME, VERSION, Report
from extraction.readers.cellebrite_tagged import TaggedFiles

_BOOKKEEPING = ("extraInfos", "HashSetsInfo", "enrichments", "infectedFiles", "entityBookmarks")
"""Sections in which the tool keeps its own notes on rows that stand elsewhere."""

_OTHERS = "other elements"
_MAX_LINES = 200


class Rows:
    """Turns rows into items, and counts them."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._lines: dict[str, Line] = {}
        self._chat: Model | None = None
        self._conversation: Conversation | None = None
        self._files: TaggedFiles | None = None
        self._section = ""
        self._declared = (0, 0)
        self._models = self._messages = 0

    def items(self, row: Row) -> Iterable[Item]:
        """Give the items of one row.

        Raises:
            CorruptSource: the root element is of another format.
        """
        if isinstance(row, ModelRow):
            found = self._model(row)
        elif not row.section:
            self._root(row.element)
            return ()
        else:
            found = self._element(row)
        if self._files is not None and (isinstance(row, ModelRow) or row.section != self._section):
            return (*self._rest_of_files(), *found)
        return found

    def finish(self) -> Iterator[Item]:
        """Give what waited, and say what the report says of itself and does not hold."""
        yield from self._rest_of_files()
        report, ledger = self._report, self._report.context.ledger
        declared = self._declared[1]
        if declared not in (0, self._models, self._models + self._messages):
            ledger.warn(
                f"the report declares {declared} models; {self._models} stand at its top and "
                f"{self._messages} more are messages of chats"
            )
        if report.secrets:
            ledger.warn(
                f"{report.secrets} passwords and cookies are in no record; they stay in the "
                "sealed original"
            )

    def _root(self, root: Element) -> None:
        if root.tag != ROOT:
            raise CorruptSource("the root element is not a Cellebrite project")
        counts = [root.attrs.get(name, "") for name in ("NodeCount", "ModelCount")]
        numbers = [int(raw) if raw.isdecimal() and len(raw) < 16 else 0 for raw in counts]  # noqa: PLR2004 digits
        self._declared = (numbers[0], numbers[1])
        self._report.tool_version = root.attrs.get("reportVersion", "")[:100]

    def _element(self, row: ElementRow) -> Iterable[Item]:
        section, element = row.section, row.element
        if section in HEAD:
            line = self._line("report head")
            line.seen += 1
            return (Found(line, head_record(self._report, element, line.seen)),)
        if section in FILES and element.tag == "file":
            return self._file(section, element)
        known = section in _BOOKKEEPING
        line = self._line(section if known else _OTHERS)
        line.seen += 1
        return (Withheld(line, 1) if known else Unknown(line, 1),)

    def _file(self, section: str, element: Element) -> Iterable[Item]:
        line = self._line(section)
        if section == FILES[0]:
            line.declared = self._declared[0] or None
        if line.over:
            return ()
        line.seen += 1
        if section != self._section:
            waited = list(self._rest_of_files())
            self._section = section
            self._files = TaggedFiles(self._report, carved=section == FILES[1])
            return (*waited, *self._files.items(element, line))
        if self._files is None:
            self._files = TaggedFiles(self._report, carved=section == FILES[1])
        return self._files.items(element, line)

    def _rest_of_files(self) -> Iterator[Item]:
        """End a section of files."""
        if self._files is not None:
            yield from self._files.rest()
            if self._files.other_hash:
                self._report.context.ledger.warn(
                    f"{self._files.other_hash} files have another SHA-256 than the report says"
                )
            self._files = None

    def _model(self, row: ModelRow) -> Iterable[Item]:
        model, report = row.model, self._report
        line = self._line(model.type or "(no type)")
        if row.chat is None:
            self._models += 1
        else:
            self._messages += 1
        if line.over:
            return ()
        line.seen += 1
        try:
            if model.type in MESSAGES:
                chat = None if row.chat is None else self._conversation_of(row.chat)
                records = messages_of(report, model, line.seen, chat)
            elif model.type in KINDS:
                chat = self._conversation_of(model) if model.type == "Chat" else None
                records = records_of(report, model, line.seen, chat)
            else:
                return (Unknown(line, 1),)
        except (ValueError, OverflowError, RecursionError) as error:
            reason = f"a value does not parse ({type(error).__name__})"
            raw = repr((model.attrs, model.fields)).encode("utf-8", "replace")
            return (Quarantined(line, model.offset, reason, raw),)
        if len(records) == 1:
            return (Found(line, records[0]),)
        return [Found(line, record, nested=place > 0) for place, record in enumerate(records)]

    def _conversation_of(self, chat: Model) -> Conversation:
        # What stands behind a chat's messages is too late for them; its own record has it.
        if self._chat is not chat or self._conversation is None:
            self._chat = chat
            self._conversation = conversation_of(self._report, chat)
        return self._conversation

    def _line(self, artefact: str) -> Line:
        """Give a kind's line; what has too many kinds goes on one."""
        name = artefact[:100]
        if name not in self._lines and len(self._lines) >= _MAX_LINES:
            name = _OTHERS
        if name not in self._lines:
            self._lines[name] = self._report.context.ledger.line(
                name, member=self._report.member[:1000], reader=NAME, version=VERSION
            )
        return self._lines[name]
