"""Messages in an Android backup: what the phone's own backup of them wrote.

docs/readers.md 13. `*_sms_backup` and `*_mms_backup` below `d_f` are zlib and JSON, tried on
versions 1 and 5. Text messages count milliseconds, picture messages seconds. Names of people,
threads and states are those of SMS Backup & Restore.
"""

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from extraction.errors import CorruptSource, LimitExceeded
from extraction.reader import ReadContext
from extraction.readers.android_messages import APP, Mms, mms_record, sms_people
from extraction.readers.json_values import cell
from extraction.readers.store_android_sms import SMS_DIRECTION, SMS_STATUS
from extraction.readers.store_schema import extra_of, flags_of
from extraction.readers.store_values import clock, text, true, whole
from extraction.record import Provenance, Record, Text, Time, record_id
from extraction.sqlite_source import Value
from extraction.threads import people_thread

NAME = "android-backup"
VERSION = "1"
MAX_JSON = 64 * 1024 * 1024
_SMS_USED = ("address", "date", "date_sent", "type", "body", "subject", "read", "recipients")
_MMS_USED = (
    *("date", "date_sent", "msg_box", "sub", "read", "recipients", "mms_addresses", "mms_body"),
)
_SMS_TIME = {"in": "received", "out": "sent"}
Row = Mapping[str, object]


def kind_of(name: str) -> str:
    """Tell by its name whether a member holds messages: sms, mms or ""."""
    parts = name.split("/")
    if "d_f" not in parts[:-1]:
        return ""
    return next((kind for kind in ("sms", "mms") if parts[-1].endswith(f"_{kind}_backup")), "")


def rows_of(pieces: Iterable[bytes]) -> list[object]:
    """Read a member's rows.

    Raises:
        CorruptSource: it does not inflate, or is no list in JSON.
        LimitExceeded: it is longer than any phone writes.
    """
    inflater = zlib.decompressobj()
    data = b""
    try:
        for piece in pieces:
            data += inflater.decompress(piece, MAX_JSON + 1 - len(data))
            if len(data) > MAX_JSON or inflater.unconsumed_tail:
                raise LimitExceeded(f"messages of a backup are longer than {MAX_JSON} bytes")
        if not inflater.eof:
            raise CorruptSource("messages of the backup are cut short")
        found = json.loads(data)
    except (zlib.error, ValueError, RecursionError):
        raise CorruptSource("messages of the backup do not parse") from None
    if not isinstance(found, list):
        raise CorruptSource("messages of the backup are no list")
    return found


@dataclass(frozen=True, slots=True)
class Messages:
    """Makes the records of one member."""

    member: str
    kind: str
    context: ReadContext

    def record(self, number: int, row: object) -> Record:
        """Make a row's record.

        Raises:
            ValueError, TypeError: it is none.
        """
        if not isinstance(row, dict):
            raise TypeError("a row is no object")
        return self._sms(number, row) if self.kind == "sms" else self._mms(number, row)

    def _sms(self, number: int, row: Row) -> Record:
        kind = whole(_cell(row, "type")) or 0
        direction = SMS_DIRECTION.get(kind, "unknown")
        recipients = [text(each) for each in _listed(row, "recipients")]
        address = text(_cell(row, "address"))
        parties = sms_people(address, recipients, self.context.region, direction)
        texts = [Text("body", text(body))] if (body := _cell(row, "body")) else []
        texts += [Text("subject", text(words))] if (words := _cell(row, "subject")) else []
        return Record(
            *(self._id(number), "message", self._prov(number)),
            subtype="sms",
            app_id=APP[0],
            app_name=APP[1],
            direction=direction,
            parties=parties,
            time=clock("ms", _SMS_TIME.get(direction, "created"))(_cell(row, "date")),
            times=_sent(row, "ms"),
            text=tuple(texts),
            thread=people_thread(parties),
            state=extra_of(status=SMS_STATUS.get(kind, ""), read=_read(row)),
            extra=_extra(row, _SMS_USED),
            flags=flags_of(parties),
        )

    def _mms(self, number: int, row: Row) -> Record:
        texts = [Text("body", text(body))] if (body := _cell(row, "mms_body")) else []
        texts += [Text("subject", text(words))] if (words := _cell(row, "sub")) else []
        mms = Mms(
            text(_cell(row, "msg_box")),
            [
                (text(_cell(each, "address")), text(_cell(each, "type")))
                for each in _objects(row, "mms_addresses")
            ],
            [text(each) for each in _listed(row, "recipients")],
            lambda kind: clock("s", kind)(_cell(row, "date")),
            times=_sent(row, "s"),
            texts=texts,
            read=_read(row),
            extra=_extra(row, _MMS_USED),
        )
        return mms_record(self._id(number), self._prov(number), mms, self.context.region)

    def _id(self, number: int) -> str:
        return record_id(self.context.source_id, f"{self.member}/{self.kind}/{number}")

    def _prov(self, number: int) -> Provenance:
        return Provenance(NAME, NAME, VERSION, self.member[:1000], self.kind, number)


def _cell(row: Row, name: str) -> Value:
    return cell(row.get(name))


def _listed(row: Row, name: str) -> list[Value]:
    found = row.get(name)
    return [cell(each) for each in found] if isinstance(found, list) else []


def _objects(row: Row, name: str) -> list[Row]:
    found = row.get(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _read(row: Row) -> str:
    if "read" not in row:
        return ""
    return "read" if true(_cell(row, "read")) else "unread"


def _sent(row: Row, unit: str) -> tuple[Time, ...]:
    time = clock(unit, "sent")(_cell(row, "date_sent"))
    return () if time is None or time.lo_us is None else (time,)


def _extra(row: Row, used: Iterable[str]) -> dict[str, str]:
    return {
        text(cell(name)): written
        for name, value in row.items()
        if name not in used and (written := text(cell(value)))
    }
