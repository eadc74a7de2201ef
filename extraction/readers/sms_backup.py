"""SMS Backup & Restore: text messages, picture messages and calls as one XML file.

docs/readers.md 2. Tried on files of versions 3.51 (calls) and 7.21 (messages). Times are
UTC milliseconds; the declared count is not trusted; "null" means absent.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from extraction.errors import CorruptSource
from extraction.ledger import Line
from extraction.parties import party_of
from extraction.reader import Found, Item, ReadContext, Unknown
from extraction.readers.sms_backup_mms import mms_of
from extraction.readers.sms_backup_row import (
    NAME,
    VERSION,
    Row,
    extra_of,
    given,
    moment,
    shown_name,
)
from extraction.record import Party, Record, Text
from extraction.source import Source, read_member
from extraction.threads import people_thread
from extraction.xml_repair import RepairedXml
from extraction.xml_rows import xml_rows

_ROOT = re.compile(rb"<(?:smses|calls)[\s>/]")
_KINDS = {"smses": ("sms", "mms"), "calls": ("call",)}
_SMS_DIRECTION = {"1": "in", "2": "out", "3": "none", "4": "out", "5": "out", "6": "out"}
_SMS_STATUS = {"3": "draft", "4": "outbox", "5": "failed", "6": "queued"}
_SMS_TIME = {"in": "received", "out": "sent"}
_CALL = {
    "1": ("in", "answered"),
    "2": ("out", ""),
    "3": ("in", "missed"),
    "4": ("in", "voicemail"),
    "5": ("in", "rejected"),
    "6": ("in", "refused"),
}
_UNKNOWN_CALLERS = {"", "-1", "-2", "-3"}
_SMS_USED = ("address", "date", "date_sent", "type", "body", "subject", "contact_name", "read")
_CALL_USED = ("number", "date", "type", "contact_name")


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
        starts = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"
        return starts and _ROOT.search(head) is not None

    def read(self, source: Source, context: ReadContext) -> Iterator[Item]:
        """Give every message and call; elements of another kind are unknown rows."""
        member = source.members[0]
        stream = RepairedXml(read_member(member))
        lines: dict[str, Line] = {}
        number = 0

        def damage(where: str) -> None:
            context.damaged(
                member.name,
                offset=stream.marked,
                size=max(0, member.length - stream.marked),
                what=f"the XML breaks off or is damaged at {where}, after {number} rows",
            )

        root: Element | None = None
        for element in xml_rows(stream, damage):
            if root is None:
                root = element
                lines = _lines(root, member.name, member.length, context)
                continue
            number += 1
            known = lines.get(element.tag)
            line = _other(lines, member.name, context) if known is None else known
            line.seen += 1
            if known is None:
                yield Unknown(line, 1)
            else:
                yield Found(line, _record(Row(element, number, member.name, context, line)))
            # The filter runs ahead of the rows, so its count is the file's, on one line.
            next(iter(lines.values())).repairs = stream.repairs
        if stream.stray:
            context.ledger.leave_unread(
                member.name, offset=0, size=stream.stray, reason="text between the rows"
            )
        if root is not None and root.tag == "smses" and _declared(root) not in (None, number):
            context.ledger.warn(
                f"the file declares {_declared(root)} messages of both kinds, it has {number}"
            )


def _lines(root: Element, member: str, length: int, context: ReadContext) -> dict[str, Line]:
    if root.tag not in _KINDS:
        raise CorruptSource("the root element is neither smses nor calls")
    kinds = _KINDS[root.tag]
    lines = {
        kind: context.ledger.line(kind, member=member, reader=NAME, version=VERSION, size=length)
        for kind in kinds
    }
    if len(kinds) == 1:
        lines[kinds[0]].declared = _declared(root)
    return lines


def _declared(root: Element) -> int | None:
    """Give the number of rows that the file says it has."""
    declared = root.get("count", "")
    return int(declared) if re.fullmatch("[0-9]{1,15}", declared) else None


def _other(lines: dict[str, Line], member: str, context: ReadContext) -> Line:
    """Give the line of elements that are not known: one for all, however many names."""
    name = "other elements"
    if name not in lines:
        lines[name] = context.ledger.line(name, member=member, reader=NAME, version=VERSION)
    return lines[name]


def _record(row: Row) -> Record:
    if row.element.tag == "call":
        return _call(row)
    return _sms(row) if row.element.tag == "sms" else mms_of(row)


def _sms(row: Row) -> Record:
    element, region = row.element, row.context.region
    address, name = given(element, "address"), shown_name(element)
    kind = given(element, "type")
    direction = _SMS_DIRECTION.get(kind, "unknown")
    party = party_of(address, region, role="from" if direction == "in" else "to", name=name)
    text = [Text("body", body)] if (body := given(element, "body")) else []
    text += [Text("subject", subject)] if (subject := given(element, "subject")) else []
    sent = moment(element, "date_sent", "sent")
    return Record(
        row.record_id,
        "message",
        row.provenance,
        subtype="sms",
        app_id="android.sms",
        app_name="SMS",
        direction=direction,
        parties=(party,),
        time=moment(element, "date", _SMS_TIME.get(direction, "created")),
        times=(sent,) if sent.lo_us is not None else (),
        text=tuple(text),
        thread=people_thread((party,), name),
        state=row.state(_SMS_STATUS.get(kind, "")),
        extra=extra_of(element, _SMS_USED),
        flags=() if party.id_norm else ("party_unknown",),
    )


def _call(row: Row) -> Record:
    element = row.element
    raw, name = given(element, "number"), shown_name(element)
    direction, status = _CALL.get(given(element, "type"), ("unknown", ""))
    role = "to" if direction == "out" else "from"
    if raw in _UNKNOWN_CALLERS:
        party = Party(role, raw, "handle" if raw else "", None, name)
    else:
        party = party_of(raw, row.context.region, role=role, name=name)
    return Record(
        row.record_id,
        "call",
        row.provenance,
        app_id="android.phone",
        app_name="Phone",
        direction=direction,
        parties=(party,),
        time=moment(element, "date", "created"),
        state={"status": status} if status else {},
        extra=extra_of(element, _CALL_USED),
        flags=() if party.id_norm else ("party_unknown",),
    )
