"""Records: one message, call, contact or place, the same shape whatever the phone.

docs/formats/record.md. A record is canonical JSON with absent fields left out; its bytes
are what is sealed, committed to and released. Times are intervals in UTC microseconds:
`lo_us` to `hi_us` is where the event can have been, None where nothing is known.
"""

import hashlib
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import orjson

from consent.scope import RecordFacts, day_of_us
from extraction.errors import CorruptSource, LimitExceeded
from extraction.media_type import kinds_of
from extraction.quick import quick
from extraction.record_parts import (
    Blob,
    Party,
    Place,
    Provenance,
    Text,
    Thread,
    Time,
)
from vault.canonical import marshal
from vault.segment import MAX_RECORD, UNDATED

__all__ = [
    "Blob",
    "Party",
    "Place",
    "Provenance",
    "Record",
    "Text",
    "Thread",
    "Time",
    "day_of",
    "descriptor_of",
    "facts_of",
    "marshal_record",
    "record_id",
]

_OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER
_FIRST_US = -62_135_596_800_000_000
_LAST_US = 253_402_300_799_999_999
_DAY_US = 86_400_000_000

_VARIANT = {f"{digit:x}": f"{digit & 3 | 8:x}" for digit in range(16)}
"""A UUID's ninth byte begins with the bits 10."""

_Known = tuple[str | None, bool | None]
"""What scope asks of a party: its normalised id, and whether it is the owner."""


@quick
@dataclass(frozen=True, slots=True)
class Record:
    """One record (docs/formats/record.md has the meaning of every field)."""

    record_id: str
    category: str
    prov: Provenance
    subtype: str = ""
    app_id: str | None = None
    app_name: str = ""
    direction: str = ""
    parties: tuple[Party, ...] = ()
    time: Time | None = None
    times: tuple[Time, ...] = ()
    text: tuple[Text, ...] = ()
    thread: Thread | None = None
    blobs: tuple[Blob, ...] = ()
    place: Place | None = None
    state: Mapping[str, str] = field(default_factory=dict)
    sensitivity: str | None = None
    extra: Mapping[str, str] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    reply_to: str = ""
    embedded_in: str = ""


def record_id(source_id: str, locator: str) -> str:
    """Name a record: UUID 5 over the source and the place in it, the same on every reading."""
    # As uuid.uuid5 does, at three times its speed: a phone has millions of records.
    named = _namespace(source_id) + locator.encode("utf-8")
    text = hashlib.sha1(named, usedforsecurity=False).hexdigest()
    variant = _VARIANT[text[16]]
    return f"{text[:8]}-{text[8:12]}-5{text[13:16]}-{variant}{text[17:20]}-{text[20:32]}"


@lru_cache(maxsize=64)
def _namespace(source_id: str) -> bytes:
    return uuid.uuid5(uuid.NAMESPACE_OID, source_id).bytes


def marshal_record(record: Record) -> bytes:
    """Give a record's canonical bytes, at most 1 MiB.

    Raises:
        LimitExceeded: it is longer; extraction/long_record.py brings it under the limit.
        CorruptSource: a text in it has no canonical form.
    """
    try:
        data = orjson.dumps(_body(record), option=_OPTIONS)
    except orjson.JSONEncodeError:
        raise CorruptSource(f"record {record.record_id} has no canonical form") from None
    if len(data) > MAX_RECORD:
        raise LimitExceeded(f"record {record.record_id} has {len(data)} bytes, want at most 1 MiB")
    # orjson's own bytes keep about 4 KiB each alive; a copy is as long as it says.
    return b"".join((data, b""))


def _body(record: Record) -> dict[str, object]:
    # Plain tests in a row: this runs once for every record of a phone.
    body: dict[str, object] = {
        "record_id": record.record_id,
        "category": record.category,
        "prov": _prov(record.prov),
    }
    _add_who(record, body)
    _add_what(record, body)
    if record.state:
        body["state"] = record.state
    if record.extra:
        body["extra"] = record.extra
    if record.flags:
        body["flags"] = record.flags
    if record.sensitivity is not None:
        body["class"] = record.sensitivity
    if record.reply_to:
        body["reply_to"] = record.reply_to
    if record.embedded_in:
        body["embedded_in"] = record.embedded_in
    return body


def _add_who(record: Record, body: dict[str, object]) -> None:
    if record.subtype:
        body["subtype"] = record.subtype
    if record.app_id:
        body["app"] = {"id": record.app_id, "name": record.app_name}
    if record.direction:
        body["direction"] = record.direction
    if record.parties:
        body["parties"] = [_party(party) for party in record.parties]
    thread = record.thread
    if thread is not None:
        # An absent id would read as a known one, so it is there even when empty.
        body["thread"] = {"id": thread.id, "name": thread.name}
        if thread.size is not None:
            body["thread"] = {"id": thread.id, "name": thread.name, "size": thread.size}


def _add_what(record: Record, body: dict[str, object]) -> None:
    if record.time is not None:
        body["time"] = _time(record.time)
    if record.times:
        body["times"] = [_time(time) for time in record.times]
    if record.text:
        body["text"] = [{"field": text.field, "value": text.value} for text in record.text]
    if record.blobs:
        body["blobs"] = [{**_given(blob), "present": blob.present} for blob in record.blobs]
    if record.place is not None:
        body["place"] = _given(record.place)


def _given(part: Blob | Place) -> dict[str, object]:
    """Give a small dataclass's fields that hold something."""
    return {name: value for name in type(part).__slots__ if (value := getattr(part, name))}


def _prov(prov: Provenance) -> dict[str, object]:
    out: dict[str, object] = {
        "format": prov.format,
        "parser": prov.parser,
        "parser_version": prov.parser_version,
    }
    if prov.member:
        out["member"] = prov.member
    if prov.table:
        out["table"] = prov.table
    if prov.row is not None:
        out["row"] = prov.row
    if prov.tool:
        out["tool"] = prov.tool
        out["tool_version"] = prov.tool_version
    if prov.repairs:
        out["repairs"] = prov.repairs
    if prov.xml_id:
        out["xml_id"] = prov.xml_id
    if prov.offset is not None:
        out["offset"] = prov.offset
    return out


def _time(time: Time) -> dict[str, object]:
    out: dict[str, object] = {
        "raw": time.raw,
        "unit": time.unit,
        "kind": time.kind,
        "zone": time.zone,
    }
    if time.lo_us is not None and time.hi_us is not None:
        out["lo_us"] = time.lo_us
        out["hi_us"] = time.hi_us
    return out


def _party(party: Party) -> dict[str, object]:
    out: dict[str, object] = {"role": party.role, "is_owner": party.is_owner}
    if party.id_raw:
        out["id_raw"] = party.id_raw
        out["id_type"] = party.id_type
    if party.id_norm:
        out["id_norm"] = party.id_norm
    if party.name:
        out["name"] = party.name
    return out


def facts_of(record: Record) -> RecordFacts:
    """Give what a scope asks of a record; record_body.facts_of_bytes of its bytes is the same."""
    time = record.time
    dated = time is not None and time.lo_us is not None and time.hi_us is not None
    return RecordFacts(
        category=record.category,
        app=record.app_id or None,
        thread=None if record.thread is None else record.thread.id or None,
        parties=_counterparties((party.id_norm, party.is_owner) for party in record.parties),
        lo_us=time.lo_us if time is not None and dated else None,
        hi_us=time.hi_us if time is not None and dated else None,
        sensitivity=record.sensitivity,
        media=kinds_of((blob.role, blob.mime_sniffed) for blob in record.blobs)
        if record.category == "media"
        else None,
    )


def descriptor_of(record: Record) -> bytes:
    """Give the canonical descriptor of the group that a record belongs to."""
    given = record.parties
    if len(given) == 1:
        # Most records have one, and a comprehension costs more than what it gives.
        parties: tuple[_Known, ...] = ((given[0].id_norm, given[0].is_owner),)
    else:
        parties = tuple([(party.id_norm, party.is_owner) for party in given])
    thread = record.thread.id if record.thread is not None else ""
    return descriptor(record.category, record.app_id, thread, parties, record.sensitivity)


@lru_cache(maxsize=65_536)
def descriptor(
    category: str,
    app: str | None,
    thread: str,
    parties: tuple[_Known, ...],
    sensitivity: str | None,
) -> bytes:
    """Give a group's descriptor by what its records share."""
    known = _counterparties(parties)
    desc: dict[str, object] = {"category": category, "thread": thread}
    if app:
        desc["app"] = app
    if known:
        desc["parties"] = sorted(known)
    if sensitivity is not None:
        desc["class"] = sensitivity
    return marshal(desc)


def day_of(record: Record) -> str:
    """Give the UTC day of a record's earliest possible moment; `0000-00-00` when unknown."""
    time = record.time
    if time is None or time.lo_us is None or time.hi_us is None:
        return UNDATED
    return day_of_span((time.lo_us, time.hi_us))


def day_of_span(span: tuple[int, int] | None) -> str:
    """Give the UTC day in which an interval of microseconds begins; `0000-00-00` for none."""
    if span is None or not _FIRST_US <= span[0] <= span[1] <= _LAST_US:
        return UNDATED
    return _day_name(span[0] // _DAY_US)


@lru_cache(maxsize=65_536)
def _day_name(day: int) -> str:
    return day_of_us(day * _DAY_US)


def _counterparties(parties: Iterable[_Known]) -> frozenset[str] | None:
    """Give the normalised ids of all who are not the owner; None when one is unknown."""
    found = [norm for norm, owner in parties if owner is not True]
    known = frozenset([norm for norm in found if norm])
    return known if all(found) else None
