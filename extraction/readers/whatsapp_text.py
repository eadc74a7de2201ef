"""WhatsApp text export: conversations as the app itself writes them out.

docs/readers.md 3. Tried on exports of iOS and Android layouts, 12 and 24 hours. Times
are local and name no zone; people are names as the phone's address book has them, so
the conversation is the only handle that a scope has on them.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extraction.ledger import Line
from extraction.parties import MAX_ID
from extraction.preflight import check_zip, looks_like_zip
from extraction.reader import Found, Item, Quarantined, ReadContext, absent_blob
from extraction.readers.whatsapp_files import (
    ANDROID_CHAT,
    IPHONE_CHAT,
    TextAlone,
    TextInArchive,
    chats_of,
    note_archive,
)
from extraction.readers.whatsapp_lines import Lines, Message, Orders, Stamp, decide_orders
from extraction.readers.whatsapp_media import (
    NAME,
    VERSION,
    left_out,
    loose_media,
    named_medium,
)
from extraction.record import Blob, Party, Provenance, Record, Text, Thread, Time, record_id
from extraction.source import Source
from extraction.threads import thread_id
from extraction.time import SECOND, local_time, unknown_time

_ENOUGH = 3
_SNIFFED_LINES = 400
_CHAT_WITH = re.compile(r"^WhatsApp Chat (?:with |- )(?P<name>.+)$")

Chat = TextAlone | TextInArchive


class WhatsAppTextReader:
    """Reads an exported conversation, with its media where they are there."""

    name = NAME
    version = VERSION
    about = "WhatsApp text export (.txt or .zip)"

    def recognises(self, source: Source) -> bool:
        """Tell by the first messages of a text, or by the names in a ZIP file."""
        if source.kind != "file":
            return False
        member = source.members[0]
        head = source.head(member)
        if looks_like_zip(head):
            names = (IPHONE_CHAT.encode(), ANDROID_CHAT.encode())
            ends = head + source.tail(member)
            return member.name.startswith(ANDROID_CHAT) or any(name in ends for name in names)
        if b"\0" in head or head.lstrip()[:1] == b"<":
            return False
        lines = head.decode("utf-8", "replace").split("\n")[:_SNIFFED_LINES]
        found = [item for item in Lines().messages(lines) if isinstance(item, Message)]
        return len(found) >= min(_ENOUGH, max(1, len(lines) // 20))

    def read(self, source: Source, context: ReadContext) -> Iterator[Item]:
        """Give every message and system line, and every medium that none of them names."""
        member = source.members[0]
        if not looks_like_zip(source.head(member)):
            thread = _thread(chat_name(member.name))
            yield from _conversation(TextAlone(member), thread, context)
            return
        checked = check_zip(member.path)
        chats = chats_of(checked)
        note_archive(checked, chats, context.ledger)
        talks: dict[str, list[str]] = {}
        for chat, thread in zip(chats, threads_of(chats, member.name), strict=True):
            yield from _conversation(chat, thread, context)
            talks.setdefault(_folder(chat), []).append(thread.name)
        for chat in {_folder(chat): chat for chat in chats}.values():
            yield from loose_media(chat.folder, chat.name, talks[_folder(chat)], context)
        for warning in sorted(chats[0].archive.warnings):
            context.ledger.warn(warning)


def chat_name(file_name: str) -> str:
    """Give the conversation's name as the export's file name has it, in NFC."""
    # Some systems write file names decomposed, and a scope takes no such name.
    base = unicodedata.normalize("NFC", file_name.rsplit("/", 1)[-1])
    stem = base.rsplit(".", 1)[0]
    match = _CHAT_WITH.match(stem)
    return match["name"] if match else stem


@dataclass(frozen=True, slots=True)
class _Reading:
    """What all messages of one conversation share."""

    chat: Chat
    thread: Thread
    orders: Orders
    context: ReadContext
    line: Line

    def record_id(self, locator: str) -> str:
        return record_id(self.context.source_id, f"{self.chat.name}/{locator}")

    def provenance(self, row: int | None) -> Provenance:
        return Provenance(NAME, NAME, VERSION, member=self.chat.name[:1000], row=row)


def threads_of(chats: Sequence[TextInArchive], archive: str) -> list[Thread]:
    """Give each conversation's thread, no two the same.

    They have the names that the app gave them. Where two would have one, all have the path
    of their text instead: who speaks in them is not known, so they may be strangers.
    """
    names = [chat_name(base if (base := _base(chat)) != IPHONE_CHAT else archive) for chat in chats]
    if len(set(names)) < len(names):
        names = [chat.name for chat in chats]
    return [_thread(name) for name in names]


def _thread(name: str) -> Thread:
    return Thread(thread_id("whatsapp", name), name[:MAX_ID])


def _folder(chat: TextInArchive) -> str:
    return chat.chat.plain.rpartition("/")[0]


def _base(chat: TextInArchive) -> str:
    return chat.chat.plain.rsplit("/", 1)[-1]


def _conversation(chat: Chat, thread: Thread, context: ReadContext) -> Iterator[Item]:
    line = context.ledger.line(
        "message", member=chat.name, reader=NAME, version=VERSION, size=chat.length
    )
    if line.over:
        return
    # First the whole text for the order of its dates, then for its messages.
    orders = decide_orders(_stamps(chat))
    reading = _Reading(chat, thread, orders, context, line)
    if orders.by_run:
        context.ledger.warn("the order of day and month is the only one in which days run on")
    lines = Lines()
    open_dates = 0
    for item in lines.messages(chat.lines()):
        line.seen += 1
        if isinstance(item, str):
            yield Quarantined(line, line.seen, "no date before it", item.encode())
            continue
        record = _record(item, reading)
        open_dates += "time_ambiguous" in record.flags
        yield Found(line, record)
    if open_dates:
        context.ledger.warn(f"day and month of {open_dates} messages cannot be told apart")
    if lines.doubtful:
        context.ledger.warn(
            f"{lines.doubtful} lines begin with a date and are read as part of what stands above"
        )


def _stamps(chat: Chat) -> Iterator[Stamp]:
    """Give the dates, and count which media are named: both must be known beforehand."""
    for item in Lines().messages(chat.lines()):
        if isinstance(item, Message):
            if name := named_medium(item.text, chat.holds):
                chat.cite(name)
            yield item.stamp


def _record(message: Message, reading: _Reading) -> Record:
    time, ambiguous = _time(message.stamp, reading.orders, reading.context)
    flags = ["time_ambiguous"] if ambiguous else []
    if time.zone == "unknown":
        flags.append("zone_unknown")
    blob = _medium(message, reading)
    if blob is not None and not blob.present:
        flags.append("media_unclear" if reading.chat.unclear(blob.name) else "missing_blob")
    # Who else was there is not in the text; a system line names nobody.
    parties = (Party("participant", is_owner=None),)
    if message.speaker:
        name = message.speaker
        parties = (Party("from", name, "name", None, name, None),)
    return Record(
        reading.record_id(str(reading.line.seen)),
        "message",
        reading.provenance(message.line),
        subtype="chat" if message.speaker else "system",
        app_id="whatsapp",
        app_name="WhatsApp",
        direction="unknown",
        parties=parties,
        time=time,
        text=(Text("body", message.text),) if message.text else (),
        thread=reading.thread,
        blobs=() if blob is None else (blob,),
        flags=(*flags, "party_unknown"),
    )


def _time(stamp: Stamp, orders: Orders, context: ReadContext) -> tuple[Time, bool]:
    candidates = stamp.candidates(orders.possible)
    if not candidates:
        return unknown_time(stamp.raw, unit="local", kind="created"), True
    lasts = SECOND if stamp.second is not None else 60 * SECOND
    time = local_time(stamp.raw, candidates, lasts_us=lasts, kind="created", zone=context.zone)
    return time, len(candidates) > 1


def _medium(message: Message, reading: _Reading) -> Blob | None:
    """Give the medium that a message names, taken in where it is there and this message's."""
    chat, context, row = reading.chat, reading.context, reading.line.seen
    name = named_medium(message.text, chat.holds)
    if name is None:
        if not left_out(message.text):
            return None
        context.ledger.miss(f"attachment of row {row}, left out of the export")
        return absent_blob("", "")
    if chat.unclear(name):
        context.ledger.miss(f"attachment of row {row}, which may be another message's")
        return absent_blob(name, "")
    blob = chat.take(name, context)
    if blob is None:
        context.ledger.miss(f"attachment of row {row}")
    return blob or absent_blob(name, "")
