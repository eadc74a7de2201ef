"""Records of all models that are not messages, by the table of kinds.

docs/readers.md 17. One way for all: the table (cellebrite_kinds.py) says which fields mean
what; every other field is kept by name.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import lru_cache

from extraction.parties import party_of
from extraction.readers.cellebrite_kinds import KINDS, Kind
from extraction.readers.cellebrite_messages import (
    Conversation,
    attachments,
    flags_of,
    messages_of,
    nested,
    region_of,
)
from extraction.readers.cellebrite_model import Model
from extraction.readers.cellebrite_people import (
    NOBODY,
    PEOPLE_USED,
    People,
    about,
    crowd,
    direction_of,
    parties,
    speakers,
    subjects,
)
from extraction.readers.cellebrite_places import PLACE_USED, place_of
from extraction.readers.cellebrite_report import MAX_NAME, Report, app_of, state_of
from extraction.readers.cellebrite_times import Moment, moment, whole_seconds
from extraction.readers.cellebrite_values import WHOLE, Used, unmapped
from extraction.record import Blob, Party, Record, Text, Time

_SUBJECTS = ("Contact", "UserAccount", "Password")
_SPOKEN = ("Call", "Voicemail", "VoiceMail", "Notification", "SocialMediaActivity")
_INSIDE = ("Location", "Journey")
_PHOTOS = ("Photos", "Photo")
_POINTS = ("FromPoint.", "ToPoint.", "WayPoints.")


def records_of(
    report: Report, model: Model, row: int, chat: Conversation | None = None, inside: str = ""
) -> list[Record]:
    """Give the record of a model that is not a message, then those of what it holds.

    Of a chat, `chat` is what its messages share.
    """
    own = report.record_id(model.offset)
    people = people_of(report, model) if chat is None else crowd(list(chat.others), "")
    record = _record(report, model, row, own, people, inside)
    found = [record if chat is None else replace(record, thread=chat.thread)]
    for inner in nested(model):
        found += messages_of(report, inner, row, None, own)
    if model.type == "Journey":
        for models in model.inner.values():
            for point in models:
                if point.type in _INSIDE:
                    found += records_of(report, point, row, None, own)
    return found


def _record(
    report: Report, model: Model, row: int, own: str, people: People, inside: str
) -> Record:
    kind = KINDS[model.type]
    app, app_name = app_of(model.text("Source", "SourceApplication"))
    when, times = _when(report, model, kind)
    place, odd = place_of(model, kind.place)
    blobs = (*attachments(report, model), *_photos(report, model))
    flags = flags_of(people, when)
    if any(not blob.present for blob in blobs):
        flags.append("missing_blob")
    if odd:
        flags.append("metadata_error")
    return Record(
        own,
        kind.located if kind.located and place is not None else kind.category,
        report.provenance(model, row),
        subtype=kind.subtype,
        app_id=app,
        app_name=app_name,
        direction=people.direction,
        parties=people.parties,
        time=None if when is None else when.time,
        times=times,
        text=_texts(model, kind),
        blobs=blobs,
        place=place,
        state=state_of(model),
        sensitivity=kind.sensitivity,
        extra=_extra(report, model, kind, placed=place is not None),
        flags=(*flags, "nested_content") if inside else tuple(flags),
        embedded_in=inside,
    )


def people_of(report: Report, model: Model) -> People:
    """Name the people of a model; those of a call or a contact are never nobody."""
    region = region_of(model.text("Source"), report.context.region, model.type)
    if model.type in _SUBJECTS:
        return about(_subjects(report, model))
    if model.type in _SPOKEN:
        words = (model.text("Direction"), model.text("Type"))
        return speakers(model, (), region, words)
    found = parties(model, region)
    if not found:
        return NOBODY
    direction = direction_of(found) if any(one.role == "from" for one in found) else ""
    return crowd(found, direction)


def _subjects(report: Report, model: Model) -> Iterator[Party]:
    """Give a contact's or an account's ids. Accounts are mostly her own; no report says so."""
    contact = model.type == "Contact"
    user = "" if contact else model.text("Username", "Account")
    if user:
        name = model.text("Name", "Label", "Service")[:MAX_NAME]
        yield party_of(user, None, role="subject", name=name, owner=None)
    if contact or model.models("Entries") or not user:
        owner = False if contact else None
        yield from subjects(model, "subject", report.context.region, owner=owner)


def _when(report: Report, model: Model, kind: Kind) -> tuple[Moment | None, tuple[Time, ...]]:
    """Give when it was, as far as it lasted, and every time that the model names."""
    zone = report.context.zone
    found = [
        moment(raw, means, zone) for name, means in kind.times if (raw := model.fields.get(name))
    ]
    raw_end = model.fields.get(kind.ends, "") if kind.ends else ""
    if not found:
        return (moment(raw_end, "created", zone) if raw_end else None), ()
    first, rest = found[0], [one.time for one in found[1:]]
    if not raw_end:
        return first, tuple(rest)
    end = moment(raw_end, first.time.kind, zone)
    lasting = _lasting(first.time, end.time)
    ambiguous = first.ambiguous or end.ambiguous
    return Moment(lasting, ambiguous), (first.time, end.time, *rest)


def _lasting(first: Time, end: Time) -> Time:
    """Join a beginning and an end: a range of days must hold both."""
    if first.lo_us is None or end.hi_us is None or end.hi_us < first.lo_us:
        return first
    zone = first.zone if first.zone == end.zone else "unknown"
    return replace(first, raw=f"{first.raw} / {end.raw}", zone=zone, hi_us=end.hi_us)


def _texts(model: Model, kind: Kind) -> tuple[Text, ...]:
    return tuple(
        Text(shown, value) for name, shown in kind.texts for value in model.values(name) if value
    )


def _photos(report: Report, model: Model) -> Iterator[Blob]:
    for holder in _PHOTOS:
        for photo in model.inner.get(holder, ()):
            path = photo.fields.get("contactphoto_extracted_path", "")
            if not path and not photo.refs:
                continue
            blob = report.files.cited(photo.refs, path, photo.text("Name"), "", "avatar")
            if not blob.present:
                report.context.ledger.miss(f"photo of {model.xml_id[:40]}")
            yield blob


def _extra(report: Report, model: Model, kind: Kind, *, placed: bool) -> dict[str, str]:
    extra = unmapped(report, model, _used(kind, placed=placed))
    if kind.duration and (seconds := whole_seconds(model.fields.get(kind.duration, ""))):
        extra["duration"] = seconds
    if (extraction := model.attrs.get("extractionId")) in report.extractions:
        extra["extraction"] = report.extractions[extraction or ""]
    return extra


@lru_cache(maxsize=256)
def _used(kind: Kind, *, placed: bool) -> Used:
    """Give the fields of a kind that its record holds elsewhere."""
    own = {"Source", "Status", *(name for name, _ in kind.texts), *(name for name, _ in kind.times)}
    own.add(kind.ends)
    used: dict[str, Collection[str]] = {**PEOPLE_USED, "Attachments.": ("Filename", "ContentType")}
    if kind.subtype == "journey":
        used |= dict.fromkeys(_POINTS, (WHOLE,))
    if placed:
        used |= PLACE_USED
        own.update(PLACE_USED[""])
    return {**used, "": frozenset(own)}
