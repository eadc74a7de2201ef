"""Telegram Desktop exports in JSON: one chat, or everything (`result.json`) with its media.

docs/readers.md 15. Tried on made exports of the published schema of 2024, with and without
`date_unixtime`. `date` is local without a zone; `date_unixtime` is Unix seconds. Accounts have
no normal form, so every message has an unknown party but the owner.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from extraction.errors import CorruptSource
from extraction.ledger import Line
from extraction.reader import Found, Item, Quarantined, ReadContext, Unknown, absent_blob
from extraction.readers.json_stream import ELEMENT, JsonStream, Path
from extraction.readers.json_values import cell, object_of, words_of_text
from extraction.readers.phone_files import Held, Sorted
from extraction.readers.store_schema import extra_of, flags_of
from extraction.readers.store_values import clock, text
from extraction.record import (
    Blob,
    Party,
    Place,
    Provenance,
    Record,
    Text,
    Thread,
    Time,
    record_id,
)
from extraction.source import Member, Source, read_member
from extraction.threads import thread_id
from extraction.time import SECOND, local_time, unknown_time

NAME = "telegram"
VERSION = "1"
APP = ("telegram", "Telegram")
RESULT = "result.json"
_HEAD = re.compile(
    rb'"type"\s*:\s*"(?:personal_chat|bot_chat|saved_messages|private_(?:super)?group|'
    rb'public_supergroup|(?:private|public)_channel)"|"(?:personal_information|frequent_contacts)"\s*:'
)
_LOCAL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}")
_CHAT = ("name", "type", "id")
_USED = (
    *("type", "date", "date_unixtime", "from", "from_id", "actor", "actor_id", "text"),
    *("text_entities", "photo", "file", "thumbnail", "edited", "edited_unixtime"),
    *("location_information", "mime_type", "file_name"),
)
_PEOPLE = ("personal_chat", "bot_chat")
# People, groups and channels are numbered each by themselves.
_SPACES = {
    **dict.fromkeys((*_PEOPLE, "saved_messages"), "user"),
    "private_group": "chat",
    **dict.fromkeys(("private_supergroup", "public_supergroup"), "channel"),
    **dict.fromkeys(("private_channel", "public_channel"), "channel"),
}
_CHATS = tuple((name, "list", ELEMENT) for name in ("chats", "left_chats"))
_UNREADABLE = (ValueError, TypeError, OverflowError, LookupError, ArithmeticError)


def wanted(path: Path) -> bool:
    """Tell which elements are held whole: messages, and the entries of every other list."""
    if path[-1:] != (ELEMENT,):
        return False
    # The chats themselves are walked through.
    return path[-2:] == ("messages", ELEMENT) or path[:2] not in (
        *(("chats", "list"), ("left_chats", "list")),
    )


@dataclass(slots=True)
class _Chat:
    name: str = ""
    kind: str = ""
    id: str = ""

    @property
    def thread(self) -> Thread | None:
        """The conversation; None before what says which one it is."""
        space = _SPACES.get(self.kind, "")
        if not space or not self.id:
            return None
        return Thread(thread_id(APP[0], space + self.id), self.name[:1000])


@dataclass(slots=True)
class Export:
    """An export that is read: where its media lie, and whose it is."""

    source: Source
    member: Member
    context: ReadContext
    owner: str = ""
    chat: _Chat = field(default_factory=_Chat)
    cited: set[str] = field(default_factory=set)
    _lines: dict[str, Line] = field(default_factory=dict)

    def items(self) -> Iterator[Item]:
        """Give an item for every message, and for every entry of another list."""
        stream = JsonStream(read_member(self.member), wanted)
        number = entered = 0
        try:
            for path, value in stream.values():
                if stream.entered != entered:
                    # What one chat says of itself is not said of the next.
                    self.chat, entered = _Chat(), stream.entered
                if path[-2:] == ("messages", ELEMENT):
                    number += 1
                    yield self._message(number, value)
                elif path[-1:] == (ELEMENT,):
                    line = self._line(path[0])
                    line.seen += 1
                    yield Unknown(line, 1)
                else:
                    self._scalar(path, value)
        except CorruptSource as error:
            left = max(0, self.member.length - stream.offset)
            name = self.member.name
            self.context.damaged(name, offset=stream.offset, size=left, what=str(error))
        self._rest()

    def _scalar(self, path: Path, value: object) -> None:
        if path == ("personal_information", "user_id"):
            self.owner = f"user{value}"
        own = path[:1] if len(path) == 1 else path[3:] if path[:3] in _CHATS else ()
        if len(own) == 1 and own[0] in _CHAT:
            setattr(self.chat, "kind" if own[0] == "type" else own[0], text(cell(value)))

    def _line(self, what: str) -> Line:
        if what not in self._lines:
            self._lines[what] = self.context.ledger.line(
                what[:200], member=self.member.name, reader=NAME, version=VERSION
            )
        return self._lines[what]

    def _message(self, number: int, value: object) -> Item:
        line = self._line("messages")
        line.seen += 1
        try:
            return Found(line, self._record(number, object_of(value)))
        except _UNREADABLE as error:
            raw = repr(value)[:16_384].encode("utf-8", "replace")
            reason = f"a message does not parse ({type(error).__name__})"
            return Quarantined(line, number, reason, raw)

    def _record(self, number: int, row: Mapping[str, object]) -> Record:
        service = row.get("type") == "service"
        sender = text(cell(row.get("from_id") or row.get("actor_id")))
        name = text(cell(row.get("from") or row.get("actor")))
        direction = self._direction(sender)
        parties = self._parties(direction, sender, name)
        blobs = tuple(self._blobs(row))
        body = words_of_text(row.get("text"))
        edited = bool(row.get("edited") or row.get("edited_unixtime"))
        return Record(
            record_id(self.context.source_id, f"{self.member.name}/messages/{number}"),
            "message",
            self._prov(number),
            subtype="system" if service else "chat",
            app_id=APP[0],
            app_name=APP[1],
            direction=direction,
            parties=parties,
            time=self._time(row, "date", "sent"),
            times=self._edited(row),
            text=(Text("body", body),) if body else (),
            thread=self.chat.thread,
            blobs=blobs,
            place=_place(row),
            state=extra_of(edited="true" if edited else ""),
            extra={
                text(cell(key)): written
                for key, value in row.items()
                if key not in _USED and (written := text(cell(value)))
            },
            flags=(*flags_of(parties, blobs), *self._zone(row)),
        )

    def _prov(self, number: int) -> Provenance:
        return Provenance(NAME, NAME, VERSION, self.member.name[:1000], "messages", number)

    def _direction(self, sender: str) -> str:
        if self.chat.kind == "saved_messages":
            return "none"
        if self.owner and sender:
            return "out" if sender == self.owner else "in"
        if self.chat.kind in _PEOPLE and sender and self.chat.id:
            # Two people: whom the chat is with, and the owner.
            return "in" if sender == f"user{self.chat.id}" else "out"
        return "unknown"

    def _parties(self, direction: str, sender: str, name: str) -> tuple[Party, ...]:
        owner = {"in": False, "out": True, "none": True}.get(direction)
        said = Party("from", sender[:1000], "handle" if sender else "", None, name[:1000], owner)
        if self.chat.kind in _PEOPLE:
            if direction != "out":
                return (said,)
            other = f"user{self.chat.id}"
            return (said, Party("to", other[:1000], "handle", None, self.chat.name[:1000]))
        if direction == "none":
            return (said,)
        kind = "group" if self.chat.id else ""
        return (said, Party("participant", self.chat.id[:200], kind))

    def _time(self, row: Mapping[str, object], name: str, kind: str) -> Time | None:
        seconds = cell(row.get(f"{name}_unixtime"))
        if seconds not in (None, ""):
            return clock("s", kind)(seconds)
        raw = text(cell(row.get(name)))
        if not raw:
            return None
        if not _LOCAL.fullmatch(raw):
            return unknown_time(raw[:100], unit="text", kind=kind)
        naive = [datetime.fromisoformat(raw)]
        return local_time(raw, naive, lasts_us=SECOND, kind=kind, zone=self.context.zone)

    def _edited(self, row: Mapping[str, object]) -> tuple[Time, ...]:
        time = self._time(row, "edited", "modified")
        return () if time is None or time.lo_us is None else (time,)

    def _zone(self, row: Mapping[str, object]) -> tuple[str, ...]:
        known = row.get("date_unixtime") or self.context.zone is not None or not row.get("date")
        return () if known else ("zone_unknown",)

    def _blobs(self, row: Mapping[str, object]) -> Iterator[Blob]:
        for key, role in (
            ("photo", "attachment"),
            ("file", "attachment"),
            ("thumbnail", "thumbnail"),
        ):
            path = text(cell(row.get(key)))
            if not path:
                continue
            mime = text(cell(row.get("mime_type")))[:100] if key == "file" else ""
            name = path.rpartition("/")[2][:255]
            found = None if path.startswith("(") else self._beside(path)
            if found is None:
                self.context.ledger.miss(f"medium {path[:200]}")
                yield absent_blob(name, mime, role)
            else:
                self.cited.add(found.name)
                yield self.context.take_blob(read_member(found), name, mime, role)

    def _beside(self, path: str) -> Member | None:
        folder = self.member.name.rpartition("/")[0]
        return self.source.member(f"{folder}/{path}" if folder else path)

    def _rest(self) -> None:
        rest = Sorted()
        for member in self.source.members:
            if member.name != self.member.name and member.name not in self.cited:
                rest.leave(Held(member.name, member.length, member))
        rest.note_rest(self.context.ledger)


def _place(row: Mapping[str, object]) -> Place | None:
    where = row.get("location_information")
    if not isinstance(where, dict):
        return None
    lat, lon = (text(cell(where.get(name))) for name in ("latitude", "longitude"))
    return Place(lat, lon, "app") if lat and lon else None


class TelegramReader:
    """Reads `result.json`, alone or in the folder of its export."""

    name = NAME
    version = VERSION
    about = "Telegram Desktop export (result.json)"

    def recognises(self, source: Source) -> bool:
        """Tell by the first 64 KiB."""
        member = _member(source)
        if member is None:
            return False
        head = source.head(member).lstrip(b"\xef\xbb\xbf \t\r\n")
        return head.startswith(b"{") and _HEAD.search(head) is not None

    def read(self, source: Source, context: ReadContext) -> Iterator[Item]:
        """Give every message; other lists are counted."""
        member = _member(source)
        assert member is not None
        return Export(source, member, context).items()


def _member(source: Source) -> Member | None:
    if source.kind == "file":
        member = source.members[0]
        return member if member.name.lower().endswith(".json") else None
    found = [each for each in source.members if each.name.rpartition("/")[2] == RESULT]
    near = [each for each in found if each.name.count("/") <= 1]
    return near[0] if len(near) == 1 else None
