"""WhatsApp text export: one conversation as the app itself writes it out.

docs/readers.md 3. Tried on exports of iOS and Android layouts, 12 and 24 hours. Times
are local and name no zone; people are names as the phone's address book has them, so
the conversation is the only handle that a scope has on them.
"""

import re
from collections.abc import Iterator

from extraction.ledger import Line
from extraction.reader import ReadContext, absent_blob
from extraction.readers.whatsapp_lines import Message, Stamp, decide_orders, read_messages
from extraction.record import Blob, Party, Provenance, Record, Text, Thread, Time, record_id
from extraction.source import Member, Source, read_member
from extraction.time import SECOND, local_time, unknown_time

NAME = "whatsapp-text"
VERSION = "1"

_ENOUGH = 3
_ATTACHED = re.compile(
    r"^<(?:attached|Anhang|adjunto|anexado|bijgevoegd|pièce jointe)\s?: (?P<one>[^<>]+)>$"
    r"|^(?P<two>\S.*\.\w{2,5}) \((?:file attached|Datei angehängt|archivo adjunto|"
    r"arquivo anexado|fichier joint|bestand bijgevoegd)\)$"
)
_CHAT_WITH = re.compile(r"^WhatsApp Chat (?:with |- )(?P<name>.+)$")


class WhatsAppTextReader:
    """Reads one exported conversation."""

    name = NAME
    version = VERSION
    about = "WhatsApp text export"

    def recognises(self, source: Source) -> bool:
        """Tell by the first messages of a text file."""
        if source.kind != "file":
            return False
        head = source.head(source.members[0])
        if b"\0" in head or head.lstrip()[:1] == b"<":
            return False
        text = head.decode("utf-8", "replace")
        lines = text.splitlines()[:400]
        found = [item for item in read_messages(lines) if isinstance(item, Message)]
        return len(found) >= min(_ENOUGH, max(1, len(lines) // 20))

    def read(self, source: Source, context: ReadContext) -> Iterator[Record]:
        """Give every message and system line."""
        member = source.members[0]
        # First the whole file for the order of its dates, then for its messages.
        orders = decide_orders(_stamps(member))
        line = context.ledger.line("message", member=member.name, reader=NAME, version=VERSION)
        thread = Thread("whatsapp:" + chat_name(member.name), chat_name(member.name))
        if len(orders) > 1:
            context.ledger.warnings.append("the order of day and month cannot be known")
        for item in read_messages(_lines(member)):
            line.seen += 1
            if isinstance(item, str):
                context.ledger.set_aside(
                    line, position=line.seen, reason="no date before it", raw=item.encode()
                )
                continue
            line.records += 1
            yield _record(item, orders, thread, member, context, line)


def chat_name(file_name: str) -> str:
    """Give the conversation's name as the export's file name has it."""
    stem = file_name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    match = _CHAT_WITH.match(stem)
    return match["name"] if match else stem


def _lines(member: Member) -> Iterator[str]:
    held = b""
    for piece in read_member(member):
        *whole, held = (held + piece).split(b"\n")
        for line in whole:
            yield line.decode("utf-8", "replace")
    if held:
        yield held.decode("utf-8", "replace")


def _stamps(member: Member) -> Iterator[Stamp]:
    for item in read_messages(_lines(member)):
        if isinstance(item, Message):
            yield item.stamp


def _record(
    message: Message,
    orders: tuple[str, ...],
    thread: Thread,
    member: Member,
    context: ReadContext,
    line: Line,
) -> Record:
    time, ambiguous = _time(message.stamp, orders, context)
    flags = ["time_ambiguous"] if ambiguous else []
    if time.zone == "unknown":
        flags.append("zone_unknown")
    attached = _ATTACHED.match(message.text)
    blobs: tuple[Blob, ...] = ()
    if attached is not None:
        blobs = (absent_blob(attached["one"] or attached["two"], ""),)
        flags.append("missing_blob")
        context.ledger.missing.append(f"attachment of row {line.seen}")
    parties: tuple[Party, ...] = ()
    if message.speaker:
        flags.append("party_unknown")
        parties = (Party("from", message.speaker, "name", None, message.speaker, None),)
    return Record(
        record_id(context.source_id, f"{member.name}/{line.seen}"),
        "message",
        Provenance(NAME, NAME, VERSION, member=member.name, row=message.line),
        subtype="chat" if message.speaker else "system",
        app_id="whatsapp",
        app_name="WhatsApp",
        direction="unknown",
        parties=parties,
        time=time,
        text=(Text("body", message.text),) if message.text else (),
        thread=thread,
        blobs=blobs,
        flags=tuple(flags),
    )


def _time(stamp: Stamp, orders: tuple[str, ...], context: ReadContext) -> tuple[Time, bool]:
    half = f" {stamp.half}m" if stamp.half else ""
    second = "" if stamp.second is None else f":{stamp.second:02}"
    raw = f"{'-'.join(stamp.parts)} {stamp.hour}:{stamp.minute:02}{second}{half}"
    candidates = stamp.candidates(orders)
    if not candidates:
        return unknown_time(raw, unit="local", kind="created"), True
    lasts = SECOND if stamp.second is not None else 60 * SECOND
    time = local_time(raw, candidates, lasts_us=lasts, kind="created", zone=context.zone)
    return time, len(candidates) > 1
