"""The parts of a record: who, when, which words, which conversation, media and place.

docs/formats/record.md 1 to 3 has the meaning of every field. Parts are plain values; a
record (extraction/record.py) is made of them and marshals them.
"""

from dataclasses import dataclass

from extraction.quick import quick

TIME_KINDS = (*("sent", "received", "created", "modified", "visited", "captured", "file_mtime"),)
TIME_ZONES = (*("explicit", "utc_by_format", "device_assumed", "operator_assumed", "unknown"),)
FLAGS = (
    *("time_ambiguous", "time_unlikely", "zone_unknown", "party_unknown", "nested_content"),
    *("metadata_error", "missing_blob", "truncated", "media_unclear"),
)


@quick
@dataclass(frozen=True, slots=True)
class Party:
    """Somebody in a record. `id_norm` is None when no normal form is known.

    `role` is from, to, cc, bcc, participant, subject or mention. `is_owner` is None where
    the source does not tell who is the phone's owner.
    """

    role: str
    id_raw: str = ""
    id_type: str = ""
    id_norm: str | None = None
    name: str = ""
    is_owner: bool | None = False


@quick
@dataclass(frozen=True, slots=True)
class Time:
    """When: the raw value and its unit, what it means, and the interval it stands for.

    `lo_us` and `hi_us` are UTC microseconds, both included; None when nothing is known.
    """

    raw: str
    unit: str
    kind: str
    zone: str
    lo_us: int | None = None
    hi_us: int | None = None


@quick
@dataclass(frozen=True, slots=True)
class Text:
    """Words of a record: `field` is body, subject, title, note or caption."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Thread:
    """The conversation: an id that is stable inside the source, and its name."""

    id: str
    name: str = ""
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Blob:
    """A medium by hash. `present` is False when the source names it but does not hold it.

    `role` is attachment, media, thumbnail, avatar, text or extra; the last two hold words
    that were too long for the record.
    """

    sha256: str
    size: int
    name: str = ""
    mime_declared: str = ""
    mime_sniffed: str = ""
    present: bool = True
    role: str = "attachment"


@dataclass(frozen=True, slots=True)
class Place:
    """Where, as decimal text so that nothing is rounded; heights and errors in metres."""

    lat: str
    lon: str
    source: str
    label: str = ""
    alt_m: str = ""
    acc_m: str = ""


@quick
@dataclass(frozen=True, slots=True)
class Provenance:
    """Where in the source a record comes from.

    `row` is a row id or the element's number; `offset` a byte position in the member.
    """

    format: str
    parser: str
    parser_version: str
    member: str = ""
    table: str = ""
    row: int | None = None
    tool: str = ""
    tool_version: str = ""
    repairs: tuple[str, ...] = ()
    xml_id: str = ""
    offset: int | None = None
