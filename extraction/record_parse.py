"""Reading a record's canonical bytes back into a record: one spelling, nothing unknown.

docs/formats/record.md 1. What a release holds was written by marshal_record; anything
that does not marshal to the same bytes is not a record.
"""

from collections.abc import Collection

from consent.scope import CATEGORIES
from extraction.record import Record, marshal_record
from extraction.record_parts import (
    FLAGS,
    TIME_KINDS,
    TIME_ZONES,
    Blob,
    Party,
    Place,
    Provenance,
    Text,
    Thread,
    Time,
)
from vault.canonical import Json, parse_object
from vault.document import Document, text_of
from vault.errors import Malformed
from vault.segment import CLASSES, MAX_RECORD

ROLES = ("from", "to", "cc", "bcc", "participant", "subject", "mention")
DIRECTIONS = ("in", "out", "none", "unknown")

_REQUIRED = ("record_id", "category", "prov")
_FIELDS = (
    *("subtype", "app", "direction", "parties", "time", "times", "text", "thread", "blobs"),
    *("place", "state", "class", "extra", "flags", "reply_to", "embedded_in"),
)
ALL_FIELDS = frozenset((*_REQUIRED, *_FIELDS))


def parse_record(data: bytes) -> Record:
    """Read a record.

    Raises:
        Malformed: too long, not canonical, an unknown field or a value out of its list.
    """
    if len(data) > MAX_RECORD:
        raise Malformed("a record is longer than 1 MiB")
    body = Document(parse_object(data), _REQUIRED, _FIELDS)
    app_id, app_name = _app(body)
    record = Record(
        record_id=body.text("record_id"),
        category=body.text("category", *CATEGORIES),
        prov=_prov(body),
        subtype=_text(body, "subtype"),
        app_id=app_id,
        app_name=app_name,
        direction=body.text("direction", *DIRECTIONS) if body.has("direction") else "",
        parties=tuple(_party(item) for item in _items(body, "parties")),
        time=_time(body.raw("time")) if body.has("time") else None,
        times=tuple(_time(item) for item in _items(body, "times")),
        text=tuple(_words(item) for item in _items(body, "text")),
        thread=_thread(body) if body.has("thread") else None,
        blobs=tuple(_blob(item) for item in _items(body, "blobs")),
        place=_place(body) if body.has("place") else None,
        state=_map(body, "state"),
        sensitivity=body.text("class", *CLASSES) if body.has("class") else None,
        extra=_map(body, "extra"),
        flags=tuple(_one_of(item, FLAGS) for item in _items(body, "flags")),
        reply_to=_text(body, "reply_to"),
        embedded_in=_text(body, "embedded_in"),
    )
    # An empty list or text, or an interval with one end, would be a second spelling.
    if marshal_record(record) != data:
        raise Malformed("a record is not in its one spelling")
    return record


def _text(body: Document, key: str) -> str:
    return body.text(key) if body.has(key) else ""


def _number(body: Document, key: str) -> int | None:
    if not body.has(key):
        return None
    value = body.raw(key)
    if not isinstance(value, int) or isinstance(value, bool):
        raise Malformed(f"{key}: want a whole number")
    return value


def _items(body: Document, key: str) -> list[Json]:
    return body.items(key) if body.has(key) else []


def _map(body: Document, key: str) -> dict[str, str]:
    found = body.mapping(key) if body.has(key) else {}
    return {name: text_of(value, key) for name, value in found.items()}


def _one_of(value: Json, choices: Collection[str]) -> str:
    found = text_of(value)
    if found not in choices:
        raise Malformed("a value is not in its list")
    return found


def _truth(value: Json) -> bool | None:
    if value is not None and not isinstance(value, bool):
        raise Malformed("want true, false or null")
    return value


def _app(body: Document) -> tuple[str | None, str]:
    if not body.has("app"):
        return None, ""
    app = body.part("app", ("id", "name"))
    return app.text("id"), app.text("name")


def _prov(body: Document) -> Provenance:
    part = body.part(
        "prov",
        ("format", "parser", "parser_version"),
        ("member", "table", "row", "tool", "tool_version", "repairs", "xml_id", "offset"),
    )
    return Provenance(
        part.text("format"),
        part.text("parser"),
        part.text("parser_version"),
        _text(part, "member"),
        _text(part, "table"),
        _number(part, "row"),
        _text(part, "tool"),
        _text(part, "tool_version"),
        tuple(text_of(item) for item in _items(part, "repairs")),
        _text(part, "xml_id"),
        _number(part, "offset"),
    )


def _party(value: Json) -> Party:
    part = Document(value, ("role", "is_owner"), ("id_raw", "id_type", "id_norm", "name"))
    return Party(
        part.text("role", *ROLES),
        _text(part, "id_raw"),
        _text(part, "id_type"),
        part.text("id_norm") if part.has("id_norm") else None,
        _text(part, "name"),
        _truth(part.raw("is_owner")),
    )


def _time(value: Json) -> Time:
    part = Document(value, ("raw", "unit", "kind", "zone"), ("lo_us", "hi_us"))
    time = Time(
        part.text("raw"),
        part.text("unit"),
        part.text("kind", *TIME_KINDS),
        part.text("zone", *TIME_ZONES),
        _number(part, "lo_us"),
        _number(part, "hi_us"),
    )
    if time.lo_us is not None and time.hi_us is not None and time.lo_us > time.hi_us:
        raise Malformed("an interval ends before it begins")
    return time


def _words(value: Json) -> Text:
    part = Document(value, ("field", "value"))
    return Text(part.text("field"), part.text("value"))


def _thread(body: Document) -> Thread:
    part = body.part("thread", ("id", "name"), ("size",))
    return Thread(part.text("id"), part.text("name"), _number(part, "size"))


def _blob(value: Json) -> Blob:
    part = Document(
        value, ("present",), ("sha256", "size", "name", "mime_declared", "mime_sniffed", "role")
    )
    present = _truth(part.raw("present"))
    if present is None:
        raise Malformed("present: want true or false")
    if present:
        part.hex("sha256", 32)
    return Blob(
        _text(part, "sha256"),
        part.count("size") if part.has("size") else 0,
        _text(part, "name"),
        _text(part, "mime_declared"),
        _text(part, "mime_sniffed"),
        present=present,
        role=_text(part, "role"),
    )


def _place(body: Document) -> Place:
    part = body.part("place", ("lat", "lon", "source"), ("label", "alt_m", "acc_m"))
    return Place(
        part.text("lat"),
        part.text("lon"),
        part.text("source"),
        _text(part, "label"),
        _text(part, "alt_m"),
        _text(part, "acc_m"),
    )
