"""vCard files: contacts as phones and mail programs export them.

docs/readers.md 14. Versions 2.1, 3.0 and 4.0: folded lines, quoted-printable, groups
(`item1.TEL`) and parameters. Tried on a WhatsApp and a Google export (real).
"""

import base64
import binascii
import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from extraction.errors import LimitExceeded
from extraction.ledger import Line
from extraction.parties import party_of
from extraction.reader import Found, Item, Quarantined, ReadContext
from extraction.readers.store_schema import flags_of
from extraction.record import Blob, Party, Provenance, Record, Text, Time, record_id
from extraction.time import SECOND, explicit_time

NAME = "vcard"
VERSION = "1"
BEGIN, END = b"BEGIN:VCARD", b"END:VCARD"
MAX_CARD = 16 * 1024 * 1024
MAX_PARTIES = 100
_PEOPLE = ("TEL", "EMAIL")
_STRUCTURED = ("N", "ADR", "ORG", "GENDER")
_REV = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})T([0-9]{2}):?([0-9]{2}):?([0-9]{2})Z")
_ESCAPE = re.compile(r"\\([\\,;:nN])")
_PART = re.compile(r"(?<!\\);")


@dataclass(frozen=True, slots=True)
class Property:
    """One line of a card: its name, its parameters in capitals, its value as text."""

    name: str
    parameters: tuple[str, ...]
    value: str


def cards_of(pieces: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Give (byte offset, lines) of each card; what stands between cards is a card of its own.

    Raises:
        LimitExceeded: a card is longer than any phone's.
    """
    held: list[bytes] = []
    size = start = at = 0
    for line in _lines(pieces):
        upper = line.strip().upper()
        # A card that does not end ends where the next begins.
        if upper == BEGIN and held:
            yield start, b"".join(held)
            held, size = [], 0
        if not held:
            start = at
        at += len(line)
        if held or upper:
            held.append(line)
            size += len(line)
        if size > MAX_CARD:
            raise LimitExceeded(f"a contact is longer than {MAX_CARD} bytes")
        if upper == END and held[0].strip().upper() == BEGIN:
            yield start, b"".join(held)
            held, size = [], 0
    if held:
        yield start, b"".join(held)


def _lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    held = b""
    for piece in pieces:
        held += piece
        if len(held) > MAX_CARD + len(piece):
            raise LimitExceeded(f"a line is longer than {MAX_CARD} bytes")
        lines = held.splitlines(keepends=True)
        # The last one may go on, and a line break may be cut in two.
        held = lines.pop() if lines else b""
        yield from lines
    yield from held.splitlines(keepends=True)


def properties_of(card: bytes) -> list[Property]:
    """Read the lines of a card.

    Raises:
        ValueError: it is none.
    """
    text = card.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    lines: list[str] = []
    soft = False
    for line in text.split("\n"):
        if lines and (soft or line[:1] in (" ", "\t")):
            lines[-1] += line if soft else line[1:]
        elif line.strip():
            lines.append(line)
        # A soft break of quoted-printable goes on in the next line.
        head = lines[-1].partition(":")[0].upper() if lines else ""
        soft = "QUOTED-PRINTABLE" in head and lines[-1].endswith("=")
        if soft:
            lines[-1] = lines[-1][:-1]
    found = [_property(line) for line in lines]
    if not found or found[0].name != "BEGIN" or found[-1].name != "END":
        raise ValueError("a card does not begin and end")
    if [each.name for each in found].count("VERSION") > 1:
        # What stands between two cards was damaged; whose numbers these are nobody can tell.
        raise ValueError("a card is two")
    return found[1:-1]


def _property(line: str) -> Property:
    head, colon, value = line.partition(":")
    if not colon:
        raise ValueError("a line of a card has no value")
    name, *parameters = head.upper().split(";")
    name = name.rpartition(".")[2].strip()
    if any("QUOTED-PRINTABLE" in each for each in parameters):
        value = quopri.decodestring(value.encode("utf-8")).decode("utf-8", "replace")
    return Property(name, tuple(parameters), value)


def plain(value: str) -> str:
    """Take the escapes from a value."""
    return _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)


def read_cards(
    pieces: Iterable[bytes], member: str, line: Line, context: ReadContext
) -> Iterator[Item]:
    """Give an item for every card of a file."""
    for number, (offset, card) in enumerate(cards_of(pieces), start=1):
        try:
            record = _record(properties_of(card), number, offset, member, context)
            item: Item = Found(line, record)
        except ValueError:
            item = Quarantined(line, number, "a contact does not parse", card)
        line.seen += 1
        yield item


def _record(
    properties: list[Property], number: int, offset: int, member: str, context: ReadContext
) -> Record:
    first = {each.name: each.value for each in reversed(properties)}
    name = plain(first.get("FN", "")).strip() or _joined(first.get("N", ""))
    parties: list[Party] = []
    notes: list[Text] = []
    blobs: list[Blob] = []
    extra: dict[str, str] = {}
    for place, each in enumerate(properties, start=1):
        value = plain(each.value).strip()
        if each.name in _PEOPLE and value and len(parties) < MAX_PARTIES:
            raw = value.removeprefix("tel:").removeprefix("mailto:")
            parties.append(party_of(raw, context.region, role="subject", name=name))
        elif each.name == "NOTE" and value:
            notes.append(Text("note", value))
        elif (picture := _picture(each)) is not None:
            blobs.append(context.take_blob((picture,), "", "", "avatar"))
        elif (
            value and each.name not in ("VERSION", "PRODID") and (each.name, value) != ("FN", name)
        ):
            shown = _joined(each.value) if each.name in _STRUCTURED else value
            extra[f"{each.name.lower()}_{place}"] = shown
    if len(parties) >= MAX_PARTIES or not parties:
        # Nothing names the contact, or more than a record does.
        parties.append(Party("subject", name=name[:1000]))
    listed = tuple(parties)
    time = _revised(first.get("REV", ""))
    return Record(
        record_id(context.source_id, f"{member}/card/{number}"),
        "contact",
        Provenance(NAME, NAME, VERSION, member[:1000], "card", number, offset=offset),
        parties=listed,
        times=() if time is None else (time,),
        text=tuple(notes),
        blobs=tuple(blobs),
        extra=extra,
        flags=flags_of(listed),
    )


def _joined(value: str) -> str:
    """Join the parts of a structured value."""
    return ", ".join(part for each in _PART.split(value) if (part := plain(each).strip()))


def _picture(each: Property) -> bytes | None:
    """Give a picture that the card holds; a link is text."""
    if each.name not in ("PHOTO", "LOGO"):
        return None
    value = each.value.strip()
    encoded = any(word in parameter for parameter in each.parameters for word in ("=B", "BASE64"))
    if value.startswith("data:"):
        value, encoded = value.partition(",")[2], True
    if not encoded:
        return None
    try:
        return base64.b64decode("".join(value.split()), validate=True)
    except binascii.Error:
        return None


def _revised(raw: str) -> Time | None:
    match = _REV.fullmatch(raw.strip())
    if match is None:
        return None
    try:
        moment = datetime(*map(int, match.groups()), tzinfo=UTC)  # type: ignore[misc,arg-type]
    except ValueError:
        return None
    return explicit_time(raw.strip(), moment, lasts_us=SECOND, kind="modified")
