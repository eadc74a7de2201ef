"""WhatsApp text export: conversations as the app itself writes them out.

docs/readers.md 3. Tried on exports of iOS and Android layouts, 12 and 24 hours. Times
are local and name no zone; people are names as the phone's address book has them, so
the conversation is the only handle that a scope has on them.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from extraction.ledger import Line
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
from extraction.readers.whatsapp_lines import MARKS, Lines, Message, Orders, Stamp, decide_orders
from extraction.record import Blob, Party, Provenance, Record, Text, Thread, Time, record_id
from extraction.source import Source
from extraction.threads import thread_id
from extraction.time import SECOND, local_time, unknown_time, utc_time

NAME = "whatsapp-text"
VERSION = "1"

_ENOUGH = 3
_SNIFFED_LINES = 400
_WORDS = (
    *("attached", "Anhang", "adjunto", "anexado", "bijgevoegd", "pièce jointe", "allegato"),
    *("file attached", "Datei angehängt", "archivo adjunto", "arquivo anexado"),
    *("fichier joint", "bestand bijgevoegd", "file allegato"),
)
_IPHONE = re.compile(
    rf"<(?P<word>[^<>:\n]{{1,40}}?)\s?: (?P<file>[^<>/\\\n]{{1,255}})>[{MARKS}\s]*\Z"
)
_ANDROID = re.compile(
    r"\A(?P<file>[^/\\\n]{1,250}\.\w{2,5}) \((?P<word>[^()\n]{1,40})\)[ \t]*(?:\n|\Z)"
)
_OMITTED = re.compile(
    r"\A(?:<Media omitted>|(?:image|video|audio|sticker|GIF|document|Contact card) omitted)\Z"
)
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
            yield from _conversation(TextAlone(member), chat_name(member.name), context)
            return
        checked = check_zip(member.path)
        chats = chats_of(checked)
        note_archive(checked, chats, context.ledger)
        for chat in chats:
            base = chat.name.rsplit("/", 1)[-1]
            name = chat_name(member.name if base.startswith(IPHONE_CHAT) else base)
            yield from _conversation(chat, name, context)
            yield from _uncited(chat, name, context)
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


def _conversation(chat: Chat, name: str, context: ReadContext) -> Iterator[Item]:
    line = context.ledger.line(
        "message", member=chat.name, reader=NAME, version=VERSION, size=chat.length
    )
    if line.over:
        return
    # First the whole text for the order of its dates, then for its messages.
    orders = decide_orders(_stamps(chat))
    reading = _Reading(chat, _thread(name), orders, context, line)
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


def _thread(name: str) -> Thread:
    return Thread(thread_id("whatsapp", name), name)


def _stamps(chat: Chat) -> Iterator[Stamp]:
    for item in Lines().messages(chat.lines()):
        if isinstance(item, Message):
            yield item.stamp


def _record(message: Message, reading: _Reading) -> Record:
    time, ambiguous = _time(message.stamp, reading.orders, reading.context)
    flags = ["time_ambiguous"] if ambiguous else []
    if time.zone == "unknown":
        flags.append("zone_unknown")
    blobs = _media(message, reading)
    if any(not blob.present for blob in blobs):
        flags.append("missing_blob")
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
        blobs=blobs,
        flags=(*flags, "party_unknown"),
    )


def _time(stamp: Stamp, orders: Orders, context: ReadContext) -> tuple[Time, bool]:
    candidates = stamp.candidates(orders.possible)
    if not candidates:
        return unknown_time(stamp.raw, unit="local", kind="created"), True
    lasts = SECOND if stamp.second is not None else 60 * SECOND
    time = local_time(stamp.raw, candidates, lasts_us=lasts, kind="created", zone=context.zone)
    return time, len(candidates) > 1


def _media(message: Message, reading: _Reading) -> tuple[Blob, ...]:
    """Give the medium that a message names, taken in where it is there."""
    chat, context = reading.chat, reading.context
    for pattern in (_IPHONE, _ANDROID):
        match = pattern.search(message.text)
        if match is None:
            continue
        name = match["file"].strip(MARKS)
        # In an archive the file itself tells; alone, the words of some languages do.
        if not chat.holds(name) and match["word"].strip(MARKS) not in _WORDS:
            continue
        blob = chat.take(name, context)
        if blob is None:
            context.ledger.miss(f"attachment of row {reading.line.seen}")
            blob = absent_blob(name, "")
        return (blob,)
    if _OMITTED.match(message.text.strip(MARKS)):
        context.ledger.miss(f"attachment of row {reading.line.seen}, left out of the export")
        return (absent_blob("", ""),)
    return ()


def _uncited(chat: TextInArchive, name: str, context: ReadContext) -> Iterator[Item]:
    """Give a record for each medium that no message names, so that none is lost."""
    left = sorted(set(chat.media) - chat.cited)
    if not left:
        return
    line = context.ledger.line("media", member=chat.name, reader=NAME, version=VERSION)
    if line.over:
        return
    reading = _Reading(chat, _thread(name), Orders((), by_run=False), context, line)
    for base in left:
        line.seen += 1
        entry = chat.media[base]
        blob = chat.take(base, context)
        if blob is None:
            yield Quarantined(line, line.seen, "a medium is damaged", entry.plain.encode())
            continue
        times: tuple[Time, ...] = ()
        if entry.modified_s is not None:
            # When the archive's maker last wrote the file is not when anything happened.
            times = (utc_time(entry.modified_s, "s", kind="file_mtime"),)
        yield Found(
            line,
            Record(
                reading.record_id(f"media/{base}"),
                "media",
                reading.provenance(None),
                app_id="whatsapp",
                app_name="WhatsApp",
                parties=(Party("participant", is_owner=None),),
                times=times,
                thread=reading.thread,
                blobs=(blob,),
                flags=("party_unknown",),
            ),
        )
