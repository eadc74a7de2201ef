"""Mail: single messages (`.eml`) and boxes of them (`.mbox`), by the standard library.

docs/readers.md 14. Who the owner is, a file does not say, so every address is a party. An
attachment is a medium, also one that is a message itself. HTML is shown as its words; its
source is kept as a medium.
"""

import email.header
import email.utils
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

from extraction.errors import LimitExceeded
from extraction.ledger import Line
from extraction.parties import party_of
from extraction.reader import Found, Item, Quarantined, ReadContext
from extraction.readers.html_words import words_of
from extraction.readers.store_schema import flags_of
from extraction.record import Blob, Party, Provenance, Record, Text, Thread, Time, record_id
from extraction.threads import thread_id
from extraction.time import SECOND, explicit_time, local_time, unknown_time

NAME = "mail"
VERSION = "1"
MAX_MESSAGE = 64 * 1024 * 1024
MAX_PARTS = 1000
MAX_PEOPLE = 1000
_HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,60}:[ \t]")
_KNOWN = re.compile(
    rb"^(?:From|To|Date|Subject|Received|Return-Path|Message-ID|MIME-Version|Delivered-To):",
    re.IGNORECASE | re.MULTILINE,
)
_ROLES = (("From", "from"), ("To", "to"), ("Cc", "cc"), ("Bcc", "bcc"))
_BESIDE = ("Sender", "Reply-To", "Resent-From", "Resent-Sender", "Resent-To", "Resent-Cc")
"""Headers that may name further people."""

_SHOWN = (
    "Message-ID",
    "In-Reply-To",
    "Reply-To",
    "Sender",
    "X-Mailer",
    "User-Agent",
    "X-Gmail-Labels",
)
_UNREADABLE = (
    *(ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError),
    *(AssertionError, email.errors.MessageError),
)


def looks_like_mail(head: bytes) -> bool:
    """Tell by the first lines: headers, two of them those that mail has."""
    start = head[:4096].lstrip(b"\xef\xbb\xbf")
    if not (_HEADER.match(start) or start.startswith(b"From ")):
        return False
    return len({name.lower() for name in _KNOWN.findall(start.replace(b"\r\n", b"\n"))}) > 1


def messages_of(pieces: Iterable[bytes], *, box: bool) -> Iterator[tuple[int, bytes]]:
    """Give (byte offset, bytes) of each message: the whole file, or each of a box.

    Raises:
        LimitExceeded: a message is longer than any program sends.
    """
    held: list[bytes] = []
    size = start = at = 0
    blank = True
    for line in _lines(pieces):
        if box and blank and line.startswith(b"From "):
            if held:
                yield start, b"".join(held)
            held, size, start = [], 0, at
        else:
            held.append(line[1:] if box and _quoted(line) else line)
        at += len(line)
        size += len(line)
        if size > MAX_MESSAGE:
            raise LimitExceeded(f"a message is longer than {MAX_MESSAGE} bytes")
        blank = not line.strip()
    if held:
        yield start, b"".join(held)


def _quoted(line: bytes) -> bool:
    return line.startswith(b">") and line.lstrip(b">").startswith(b"From ")


def _lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    held = b""
    for piece in pieces:
        *lines, held = (held + piece).split(b"\n")
        for line in lines:
            yield line + b"\n"
        if len(held) > MAX_MESSAGE:
            raise LimitExceeded(f"a line is longer than {MAX_MESSAGE} bytes")
    if held:
        yield held


def read_mail(
    pieces: Iterable[bytes], member: str, line: Line, context: ReadContext, *, box: bool
) -> Iterator[Item]:
    """Give an item for every message of a file."""
    for number, (offset, data) in enumerate(messages_of(pieces, box=box), start=1):
        try:
            prov = Provenance(NAME, NAME, VERSION, member[:1000], "message", number, offset=offset)
            identity = record_id(context.source_id, f"{member}/message/{number}")
            item: Item = Found(line, _record(data, identity, prov, context))
        except _UNREADABLE as error:
            reason = f"a message does not parse ({type(error).__name__})"
            item = Quarantined(line, number, reason, data)
        line.seen += 1
        yield item


def _record(data: bytes, identity: str, prov: Provenance, context: ReadContext) -> Record:
    message = BytesParser(policy=compat32).parsebytes(data)
    if not message.keys():
        raise ValueError("a message has no header")
    parties = tuple(_parties(message, context.region))
    texts, blobs, broken = _content(message, context)
    if subject := _header(message, "Subject"):
        texts.insert(0, Text("subject", subject))
    references = _header(message, "References").split()
    first = (
        references[0]
        if references
        else _header(message, "In-Reply-To") or _header(message, "Message-ID")
    )
    extra = {name.lower(): value for name in _SHOWN if (value := _header(message, name))}
    flags = flags_of(parties, tuple(blobs))
    return Record(
        *(identity, "message", prov),
        subtype="email",
        app_id="email",
        app_name="Email",
        direction="unknown",
        parties=parties,
        time=_time(_header(message, "Date"), context),
        text=tuple(texts),
        thread=Thread(thread_id("email", first), subject[:1000]) if first else None,
        blobs=tuple(blobs),
        extra=extra,
        flags=(*flags, "metadata_error") if broken else flags,
    )


def _header(message: Message, name: str) -> str:
    """Give a header's words; what is encoded wrongly stays as it is written."""
    raw = message.get(name)
    if raw is None:
        return ""
    try:
        parts = email.header.decode_header(raw)
        text = str(email.header.make_header(parts))
    except (ValueError, LookupError, email.errors.HeaderParseError):
        text = str(raw)
    return " ".join(text.encode("utf-8", "replace").decode("utf-8").split())


def _parties(message: Message, region: str | None) -> list[Party]:
    """Name everybody whom the headers name; whom they leave out is somebody unknown."""
    found: list[Party] = []
    for header, role in (*_ROLES, *((name, "participant") for name in _BESIDE)):
        for written in message.get_all(header, []):
            for name, address in email.utils.getaddresses([str(written)]):
                # What does not parse, and a list that is not disclosed, comes as nobody.
                one = party_of(address, region, role=role, name=_decoded(name), owner=None)
                if role != "participant" or not _among(one, found):
                    found.append(one)
    if len(found) > MAX_PEOPLE:
        found[MAX_PEOPLE - 1 :] = [Party("participant")]
    sent = {one.role for one in found}
    if "from" not in sent or not sent & {"to", "cc", "bcc"}:
        # Somebody wrote it, and somebody got it.
        found.append(Party("participant"))
    return found


def _among(other: Party, found: list[Party]) -> bool:
    return any((one.id_norm or one.id_raw) == (other.id_norm or other.id_raw) for one in found)


def _decoded(name: str) -> str:
    try:
        return str(email.header.make_header(email.header.decode_header(name)))
    except (ValueError, LookupError, email.errors.HeaderParseError):
        return name


def _content(message: Message, context: ReadContext) -> tuple[list[Text], list[Blob], bool]:
    """Read the parts: words, media, and whether one of them was broken."""
    texts: list[Text] = []
    blobs: list[Blob] = []
    html: list[str] = []
    broken = False
    for number, part in enumerate(_parts(message)):
        if number >= MAX_PARTS:
            return texts, blobs, True
        kind = part.get_content_type()
        name = _decoded(part.get_filename() or "")[:255]
        data = _data(part)
        broken = broken or bool(part.defects)
        attached = bool(name) or part.get_content_disposition() == "attachment"
        if kind.startswith("text/") and not attached:
            words = _words(data, part.get_content_charset())
            if kind == "text/html":
                html.append(words)
            elif words.strip():
                texts.append(Text("body", words))
                continue
        if data and (attached or kind != "text/plain"):
            blobs.append(context.take_blob((data,), name, kind[:100]))
    if not texts:
        texts = [Text("body", words) for each in html if (words := words_of(each))]
    return texts, blobs, broken


def _parts(message: Message) -> Iterator[Message]:
    """Give the parts that hold something; a message inside is one part."""
    pending = [message]
    while pending:
        part = pending.pop(0)
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            pending[:0] = [each for each in payload if isinstance(each, Message)]
        else:
            yield part


def _data(part: Message) -> bytes:
    payload = part.get_payload()
    if isinstance(payload, list):
        return b"\n".join(each.as_bytes() for each in payload if isinstance(each, Message))
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _words(data: bytes, charset: str | None) -> str:
    try:
        return data.decode(charset or "utf-8", "replace")
    except (LookupError, ValueError):
        return data.decode("utf-8", "replace")


def _time(raw: str, context: ReadContext) -> Time | None:
    if not raw:
        return None
    try:
        moment = email.utils.parsedate_to_datetime(raw)
    except (ValueError, TypeError, IndexError, OverflowError):
        return unknown_time(raw[:100], unit="text", kind="sent")
    try:
        if moment.tzinfo is None:
            # "-0000" and a missing offset: the hour of an unknown place.
            naive: list[datetime] = [moment]
            return local_time(raw[:100], naive, lasts_us=SECOND, kind="sent", zone=context.zone)
        return explicit_time(raw[:100], moment.astimezone(UTC), lasts_us=SECOND, kind="sent")
    except (ValueError, OverflowError):
        return unknown_time(raw[:100], unit="text", kind="sent")
