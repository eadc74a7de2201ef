"""Messages of a Cellebrite report: chats, texts and mails, and what they quote.

docs/readers.md 17. A message inside a message (a quote, a forwarded one) is a record of its
own, of its own speaker and time, marked `nested_content` and `embedded_in`; the row that
both stand in is one row.
"""

from dataclasses import dataclass
from urllib.parse import quote

from extraction.parties import MAX_ID, names_one, party_of
from extraction.readers.cellebrite_model import Model
from extraction.readers.cellebrite_people import (
    MESSAGES,
    PEOPLE_USED,
    People,
    both_ends,
    parties,
    speakers,
)
from extraction.readers.cellebrite_places import PLACE_USED, place_of
from extraction.readers.cellebrite_report import Report, app_of, state_of
from extraction.readers.cellebrite_times import Moment, moment
from extraction.readers.cellebrite_values import Used, unmapped
from extraction.record import Blob, Party, Record, Text, Thread
from extraction.threads import people_thread, thread_id

_SUBTYPES = {"InstantMessage": "chat", "SMS": "sms", "MMS": "mms", "Email": "email"}
_PHONE_APPS = (
    *("sms", "mms", "rcs", "imessage", "messages", "native messages", "facetime"),
    *("phone", "calls", "call log", "native calls", "voicemail"),
)
"""Apps whose ids are phone numbers: elsewhere a number is an account's, and nobody's phone."""

_NO_APP = "app unknown"
"""Stands before chats of no known app; with a blank in it it is no app's id."""

_KIND = {"in": "received", "out": "sent"}
_FILE_USED = ("Filename", "ContentType")
_OWN_USED = ("Source", "Body", "Subject", "TimeStamp", "Status")
_USED: Used = {
    **PEOPLE_USED,
    "": frozenset(_OWN_USED),
    "Attachments.": _FILE_USED,
    "Attachment.": _FILE_USED,
    "ActivityLog.": ("SystemMessageBody",),
}
_USED_WITH_PLACE: Used = {**_USED, **PLACE_USED, "": frozenset((*_OWN_USED, *PLACE_USED[""]))}
_ATTACHMENTS = ("Attachments", "Attachment")


@dataclass(frozen=True, slots=True)
class Conversation:
    """What the messages of one chat share."""

    thread: Thread
    others: tuple[Party, ...]
    source: str
    region: str | None


def conversation_of(report: Report, chat: Model) -> Conversation:
    """Read what a chat says of itself before its messages."""
    source = chat.text("Source")
    region = region_of(source, report.context.region, chat.type)
    found = parties(chat, region)
    name = chat.text("Name")[:MAX_ID]
    thread = Thread(_named(report, chat, source, region), name, len(found) or None)
    return Conversation(thread, tuple(_whole(found, chat.text("Id"), region)), source, region)


def _whole(found: list[Party], own: str, region: str | None) -> list[Party]:
    """Add whoever a chat's list of people lacks.

    It is between two only where its id is the other one's own; else a list of one other person
    does not say that nobody else was there.
    """
    others = {
        one.id_norm or one.id_raw
        for one in found
        if one.is_owner is not True and one.role != "mention" and one.id_raw
    }
    if not names_one(own, region):
        return found if len(others) > 1 else [*found, Party("participant")]
    other = party_of(own, region, role="participant")
    return found if (other.id_norm or other.id_raw) in others else [*found, other]


def _named(report: Report, chat: Model, source: str, region: str | None) -> str:
    """Name a chat so that no two of them share an id.

    An app may number the chats of each account, and a report may join several phones, so what
    is not the same everywhere is named with both. Of an app that is not known nothing is: such
    a chat is its own element of the report.
    """
    app, _ = app_of(source)
    own = chat.text("Id")
    if app is None or not own:
        return thread_id(app or _NO_APP, f"{chat.xml_id}@{chat.offset}")
    if "@" in own or names_one(own, region):
        return thread_id(app, own)
    account = chat.text("Account", "AccountId", "AccountName")
    phone = chat.attrs.get("extractionId", "") if len(report.extractions) != 1 else ""
    marks = [f"{quote(mark, safe='@+')}:" for mark in (phone, account) if mark]
    return thread_id(app, "".join(marks) + own)


_PHONE_KINDS = ("SMS", "MMS", "Call", "Voicemail", "VoiceMail")
"""Models of the phone itself where they name no app."""


def region_of(source: str, region: str | None, kind: str) -> str | None:
    """Give the operator's region for ids that are phone numbers, and none for others.

    Args:
        source: the app that the report names; "" for none.
        region: the operator's.
        kind: the model's type.
    """
    app = source.strip().lower()
    return region if (app in _PHONE_APPS if app else kind in _PHONE_KINDS) else None


def messages_of(
    report: Report, model: Model, row: int, chat: Conversation | None, inside: str = ""
) -> list[Record]:
    """Give the record of a message, then those of the messages in it, outermost first."""
    own = report.record_id(model.offset)
    found = [_message(report, model, row, chat, own, inside)]
    for inner in nested(model):
        found += messages_of(report, inner, row, chat, own)
    return found


def nested(model: Model) -> list[Model]:
    """Give the messages that a model holds, without those that are in them."""
    found: list[Model] = []
    for models in model.inner.values():
        for inner in models:
            if inner.type in MESSAGES:
                found.append(inner)
            elif inner.inner:
                found += nested(inner)
    return found


def _message(
    report: Report, model: Model, row: int, chat: Conversation | None, own: str, inside: str
) -> Record:
    fields = model.fields
    source = model.text("Source", "SourceApplication") or (chat.source if chat else "")
    app, app_name = app_of(source)
    region = region_of(source, report.context.region, model.type)
    others = chat.others if chat is not None else ()
    words = (fields.get("Folder", ""), fields.get("Direction", ""), fields.get("Type", ""))
    people = speakers(model, others, region, words)
    if chat is None and model.type != "SMS":
        people = both_ends(people)
    when = _when(report, model, people)
    blobs = attachments(report, model)
    place, odd = place_of(model, "app")
    return Record(
        own,
        "message",
        report.provenance(model, row),
        subtype=_subtype(model),
        app_id=app,
        app_name=app_name,
        direction=people.direction,
        parties=people.parties,
        time=when.time if when is not None else None,
        text=_texts(model),
        thread=chat.thread if chat is not None else _thread_of(model, people),
        blobs=blobs,
        place=place,
        state=state_of(model),
        # Recipients say here when each of them got and read it.
        extra=unmapped(report, model, _USED if place is None else _USED_WITH_PLACE),
        flags=_flags(people, when, blobs, inside=inside, odd=odd),
        reply_to=_reply_to(report, model),
        embedded_in=inside,
    )


def _when(report: Report, model: Model, people: People) -> Moment | None:
    raw = model.fields.get("TimeStamp")
    if not raw:
        return None
    return moment(raw, _KIND.get(people.direction, "created"), report.context.zone)


def _subtype(model: Model) -> str:
    if "ActivityLog" in model.inner:
        return "system"
    return _SUBTYPES.get(model.type, "chat")


def _texts(model: Model) -> tuple[Text, ...]:
    fields = model.fields
    body = fields.get("Body") or fields.get("Snippet")
    if body and "Subject" not in fields and "ActivityLog" not in model.inner:
        return (Text("body", body),)
    found = [Text("body", body)] if body else []
    if subject := fields.get("Subject"):
        found.append(Text("subject", subject))
    for activity in model.models("ActivityLog"):
        said = activity.fields.get("SystemMessageBody")
        found += [Text("body", said)] if said and said != body else []
    return tuple(found)


def attachments(report: Report, model: Model) -> tuple[Blob, ...]:
    """Take in the media of a message, and say which are missing."""
    found: list[Blob] = []
    cited: set[str] = set()
    for name in _ATTACHMENTS:
        for inner in model.inner.get(name, ()):
            ids = [one for one in (inner.attrs.get("file_id"), *inner.refs) if one]
            cited.update(ids)
            fields = inner.fields
            path = fields.get("attachment_extracted_path", "")
            mime = fields.get("ContentType", "")[:100]
            file_name = fields.get("Filename", "")
            blob = report.files.cited(ids, path, file_name, mime, "attachment")
            if not blob.present:
                report.context.ledger.miss(f"attachment of {model.xml_id[:40]}")
            found.append(blob)
    found += [
        report.files.cited((one,), "", "", "", "attachment")
        for one in model.refs
        if one not in cited and report.files.lists(one)
    ]
    return tuple(found)


def _thread_of(model: Model, people: People) -> Thread | None:
    return people_thread(people.parties) if model.type in ("SMS", "MMS") else None


def _flags(
    people: People, when: Moment | None, blobs: tuple[Blob, ...], *, inside: str, odd: bool
) -> tuple[str, ...]:
    flags = flags_of(people, when)
    if inside:
        flags.append("nested_content")
    if blobs and any(not blob.present for blob in blobs):
        flags.append("missing_blob")
    if odd:
        flags.append("metadata_error")
    return tuple(flags)


def flags_of(people: People, when: Moment | None) -> list[str]:
    """Flag what is not known of the time and the people."""
    flags: list[str] = []
    if when is not None:
        if when.ambiguous:
            flags.append("time_ambiguous")
        if when.time.zone == "unknown" and when.time.lo_us is not None:
            flags.append("zone_unknown")
    if people.unknown:
        flags.append("party_unknown")
    return flags


def _reply_to(report: Report, model: Model) -> str:
    """Name the record of the message that this one answers: the copy that it carries."""
    for data in model.inner.get("MessageExtraData", ()):
        for inner in data.inner.get("InstantMessage", ()):
            if data.type == "ReplyMessageData":
                return report.record_id(inner.offset)
        wanted = data.fields.get("ReferenceId")
        if wanted and data.type == "QuotedMessageData":
            for inner in nested(model):
                if inner.xml_id == wanted:
                    return report.record_id(inner.offset)
    return ""
