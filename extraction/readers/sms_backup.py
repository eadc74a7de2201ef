"""SMS Backup & Restore: text messages, picture messages and calls as one XML file.

docs/readers.md 2. Tried on files of versions 3.51 (calls) and 7.21 (messages). Times are
UTC milliseconds; the declared count is not trusted; "null" means absent.
"""

import base64
import binascii
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from extraction.errors import CorruptSource, ForbiddenXml
from extraction.ledger import Line
from extraction.parties import normal_phone, party_of
from extraction.reader import ReadContext
from extraction.record import Blob, Party, Provenance, Record, Text, Thread, Time, record_id
from extraction.source import Member, Source, read_member
from extraction.time import unknown_time, utc_time
from extraction.xml_repair import RepairedXml

NAME = "sms-backup-restore"
VERSION = "1"

_SMS_DIRECTION = {"1": "in", "2": "out", "3": "none", "4": "out", "5": "out", "6": "out"}
_SMS_STATUS = {"3": "draft", "4": "outbox", "5": "failed", "6": "queued"}
_CALL = {
    "1": ("in", "answered"),
    "2": ("out", ""),
    "3": ("in", "missed"),
    "4": ("in", "voicemail"),
    "5": ("in", "rejected"),
    "6": ("in", "refused"),
}
_MMS_ROLE = {"137": "from", "151": "to", "130": "cc", "129": "bcc"}
_RECEIVED = "1"
_UNKNOWN_CALLERS = {"", "-1", "-2", "-3"}


class SmsBackupReader:
    """Reads one XML file of messages or calls."""

    name = NAME
    version = VERSION
    about = "SMS Backup & Restore XML"

    def recognises(self, source: Source) -> bool:
        """Tell by the root element."""
        if source.kind != "file":
            return False
        head = source.head(source.members[0])
        return b"<smses" in head or (b"<calls" in head and b"<?xml" in head[:64])

    def read(self, source: Source, context: ReadContext) -> Iterator[Record]:
        """Give every message and call."""
        member = source.members[0]
        repaired = RepairedXml(read_member(member))
        lines: dict[str, Line] = {}
        done = 0
        try:
            root = None
            for event, element in iterparse(repaired, events=("start", "end"), forbid_dtd=True):
                if root is None:
                    root = element
                    lines = _lines(root, member, context)
                    continue
                if event == "end" and element.tag in lines:
                    done += 1
                    record = _record(element, done, lines[element.tag], member, context)
                    if record is not None:
                        yield record
                    # What was read is let go, so memory stays flat.
                    root.clear()
        except DefusedXmlException:
            raise ForbiddenXml("the file declares a document type or an entity") from None
        except ParseError as error:
            row, column = error.position
            raise CorruptSource(
                f"the XML breaks off or is damaged at line {row}, column {column},"
                f" after {done} rows; export it again"
            ) from None
        for line in lines.values():
            line.repairs = repaired.repairs


def _lines(root: Element, member: Member, context: ReadContext) -> dict[str, Line]:
    if root.tag not in {"smses", "calls"}:
        raise CorruptSource("the root element is neither smses nor calls")
    declared = root.get("count", "")
    kinds = ("sms", "mms") if root.tag == "smses" else ("call",)
    lines = {
        kind: context.ledger.line(kind, member=member.name, reader=NAME, version=VERSION)
        for kind in kinds
    }
    total = int(declared) if declared.isdigit() else None
    if total is not None and len(kinds) == 1:
        lines[kinds[0]].declared = total
    elif total is not None:
        context.ledger.warnings.append(f"the file declares {total} messages of both kinds")
    return lines


def _record(
    element: Element, number: int, line: Line, member: Member, context: ReadContext
) -> Record | None:
    line.seen += 1
    try:
        if element.tag == "call":
            record = _call(element, number, member, context)
        elif element.tag == "sms":
            record = _sms(element, number, member, context)
        else:
            record = _mms(element, number, member, context)
    except (ValueError, binascii.Error):
        raw = repr(sorted(element.attrib.items())).encode("utf-8", "replace")
        context.ledger.set_aside(line, position=number, reason="a value does not parse", raw=raw)
        return None
    line.records += 1
    return record


def _given(element: Element, name: str) -> str:
    value = element.get(name, "")
    return "" if value == "null" else value


def _name(element: Element) -> str:
    name = _given(element, "contact_name")
    return "" if name == "(Unknown)" else name


def _provenance(element: Element, number: int, member: Member) -> Provenance:
    return Provenance(NAME, NAME, VERSION, member=member.name, table=element.tag, row=number)


def _moment(element: Element, name: str, kind: str) -> Time:
    raw = _given(element, name)
    if not raw or raw in {"0", "-1"}:
        return unknown_time(raw, unit="ms", kind=kind)
    return utc_time(int(raw), "ms", kind=kind, raw=raw)


def _extra(element: Element, names: tuple[str, ...]) -> dict[str, str]:
    return {name: value for name in names if (value := _given(element, name))}


def _thread_of(addresses: list[str], region: str | None, name: str) -> Thread | None:
    known = sorted({normal_phone(address, region) or address for address in addresses if address})
    return Thread("sms:" + "~".join(known), name, len(known)) if known else None


def _sms(element: Element, number: int, member: Member, context: ReadContext) -> Record:
    address = _given(element, "address")
    direction = _SMS_DIRECTION.get(_given(element, "type"), "unknown")
    role = "from" if direction == "in" else "to"
    text = [Text("body", body)] if (body := _given(element, "body")) else []
    text += [Text("subject", subject)] if (subject := _given(element, "subject")) else []
    status = _SMS_STATUS.get(_given(element, "type"))
    sent = _moment(element, "date_sent", "sent")
    return Record(
        record_id(context.source_id, f"{member.name}/sms/{number}"),
        "message",
        _provenance(element, number, member),
        subtype="sms",
        app_id="android.sms",
        app_name="SMS",
        direction=direction,
        parties=(party_of(address, context.region, role=role, name=_name(element)),),
        time=_moment(element, "date", "received" if direction == "in" else "sent"),
        times=(sent,) if sent.lo_us is not None else (),
        text=tuple(text),
        thread=_thread_of([address], context.region, _name(element)),
        state={} if status is None else {"status": status},
        extra=_extra(element, ("readable_date", "service_center", "read")),
        flags=() if normal_phone(address, context.region) else ("party_unknown",),
    )


def _mms(element: Element, number: int, member: Member, context: ReadContext) -> Record:
    others = [part for part in _given(element, "address").split("~") if part]
    parties = _mms_parties(element, others, context.region)
    text: list[Text] = []
    blobs: list[Blob] = []
    for part in element.iter("part"):
        kind = _given(part, "ct")
        if kind == "application/smil":
            continue
        if kind == "text/plain" and part.get("data") is None:
            if body := _given(part, "text"):
                text.append(Text("body", body))
            continue
        blobs.append(_blob(part, kind, context))
    if subject := _given(element, "sub"):
        text.append(Text("subject", subject))
    received = _given(element, "msg_box") == _RECEIVED
    unknown = any(party.id_norm is None and party.is_owner is not True for party in parties)
    return Record(
        record_id(context.source_id, f"{member.name}/mms/{number}"),
        "message",
        _provenance(element, number, member),
        subtype="mms",
        app_id="android.sms",
        app_name="SMS",
        direction="in" if received else "out",
        parties=parties,
        time=_moment(element, "date", "received" if received else "sent"),
        text=tuple(text),
        thread=_thread_of(others, context.region, _name(element)),
        blobs=tuple(blobs),
        extra=_extra(element, ("readable_date", "m_id", "read")),
        flags=("party_unknown",) if unknown else (),
    )


def _mms_parties(element: Element, others: list[str], region: str | None) -> tuple[Party, ...]:
    """Name everybody; who is not in the message's own address list is the owner."""
    known = {normal_phone(other, region) or other for other in others}
    parties = []
    for address in element.iter("addr"):
        raw = _given(address, "address")
        owner = raw == "insert-address-token" or (normal_phone(raw, region) or raw) not in known
        role = _MMS_ROLE.get(_given(address, "type"), "participant")
        parties.append(party_of(raw, region, role=role, owner=owner))
    if not parties:
        role = "from" if _given(element, "msg_box") == _RECEIVED else "to"
        parties = [party_of(other, region, role=role) for other in others]
    return tuple(parties)


def _blob(part: Element, mime: str, context: ReadContext) -> Blob:
    name = _given(part, "name") or _given(part, "cl")
    data = part.get("data")
    if data is None or data == "null":
        return Blob("", 0, name, mime, present=False)
    sha256, size = context.blobs.take([base64.b64decode(data, validate=True)], mime)
    return Blob(sha256, size, name, mime)


def _call(element: Element, number: int, member: Member, context: ReadContext) -> Record:
    raw = _given(element, "number")
    raw = "" if raw in _UNKNOWN_CALLERS else raw
    direction, status = _CALL.get(_given(element, "type"), ("unknown", ""))
    role = "to" if direction == "out" else "from"
    return Record(
        record_id(context.source_id, f"{member.name}/call/{number}"),
        "call",
        _provenance(element, number, member),
        app_id="android.phone",
        app_name="Phone",
        direction=direction,
        parties=(party_of(raw, context.region, role=role, name=_name(element)),),
        time=_moment(element, "date", "created"),
        state={"status": status} if status else {},
        extra=_extra(element, ("duration", "readable_date")),
        flags=() if normal_phone(raw, context.region) else ("party_unknown",),
    )
