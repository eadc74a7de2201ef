"""Messages of an Android phone: `mmssms.db`.

docs/readers.md 10. Tried on Android 6 (real) and on made databases of the columns of
Android 12. Text messages count milliseconds, picture messages seconds. People, threads and
states are named as SMS Backup & Restore names them, so that two extractions agree.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from extraction.readers.android_messages import APP, LAYOUT, Mms, mms_record, sms_people
from extraction.readers.store_rows import Row
from extraction.readers.store_schema import (
    Mapper,
    Store,
    StoreContext,
    Table,
    base_name,
    extra_of,
    flags_of,
)
from extraction.readers.store_values import clock, text, true, whole
from extraction.record import Blob, Party, Record, Text, Thread
from extraction.sqlite_source import Value
from extraction.threads import people_thread

SMS_DIRECTION = {1: "in", 2: "out", 3: "none", 4: "out", 5: "out", 6: "out"}
SMS_STATUS = {3: "draft", 4: "outbox", 5: "failed", 6: "queued"}
_SMS_COLUMNS = (
    *("address", "date", "date_sent", "type", "body", "read", "subject", "thread_id"),
    *("service_center", "error_code", "locked", "sub_id", "creator", "person"),
)
_RARE = tuple(
    (name, _SMS_COLUMNS.index(name) + 1)
    for name in ("service_center", "error_code", "locked", "sub_id", "creator", "person")
)
_NO_VALUE = (None, "", 0, -1)
_MET = 65_536


@dataclass(frozen=True, slots=True)
class _People:
    """An address in a conversation, made ready for the many rows that have both."""

    parties: tuple[Party, ...]
    thread: Thread | None
    flags: tuple[str, ...]


def _sms(there: StoreContext) -> Mapper:
    others_of = _recipients(there)
    known: dict[tuple[Value, Value, bool], _People] = {}
    received, sent, created = (clock("ms", kind) for kind in ("received", "sent", "created"))
    clocks = {"in": received, "out": sent}
    named = there.naming()

    def people_of(address: Value, thread_id: Value, direction: str) -> _People:
        raw, others = text(address), others_of.get(thread_id, ())
        parties = sms_people(raw, others, there.region, direction)
        if len(known) > _MET:
            known.clear()
        found = known[address, thread_id, direction == "in"] = _People(
            parties, people_thread(parties), flags_of(parties)
        )
        return found

    def record(rowid: int, row: Row) -> Record:
        _, address, date, sent_date, kind, body, read, subject, thread_id, *_ = row
        record_id, prov = named(rowid)
        direction = SMS_DIRECTION.get(kind, "unknown")  # type: ignore[arg-type]
        people = known.get((address, thread_id, direction == "in"))
        people = people or people_of(address, thread_id, direction)
        texts = (Text("body", body if type(body) is str else text(body)),) if body else ()
        if subject:
            texts = (*texts, Text("subject", text(subject)))
        sent_time = sent(sent_date) if sent_date else None
        extra = {"thread_id": text(thread_id)}
        for name, place in _RARE:
            if (value := row[place]) not in _NO_VALUE:
                extra[name] = text(value)
        # By place: names would take a tenth of the whole reading.
        return Record(
            record_id,
            "message",
            prov,
            "sms",
            APP[0],
            APP[1],
            direction,
            people.parties,
            clocks.get(direction, created)(date),
            () if sent_time is None or sent_time.lo_us is None else (sent_time,),
            texts,
            people.thread,
            (),
            None,
            _state(read, kind),
            None,
            extra,
            people.flags,
        )

    return record


def _state(read: Value, kind: Value) -> dict[str, str]:
    status = SMS_STATUS.get(kind, "")  # type: ignore[arg-type]
    found = {"read": "read" if true(read) else "unread"}
    if status:
        found["status"] = status
    return found


_MMS_COLUMNS = (
    *("thread_id", "date", "date_sent", "msg_box", "read", "m_id", "sub", "ct_t", "m_type"),
    *("tr_id", "creator"),
)


class _Mms:
    def __init__(self, there: StoreContext) -> None:
        side = there.side
        self._there = there
        self._parts = side.beside("part", "mid", "ct", "name", "fn", "cl", "_data", "text", "seq")
        self._addresses = side.beside("addr", "msg_id", "address", "type")
        self._others = _recipients(there)

    def record(self, rowid: int, row: Row) -> Record:
        _, thread_id, date, sent_date, box, read, message_id, subject, kind, number, *more = row
        texts, blobs = self._content(rowid)
        if subject:
            texts.append(Text("subject", text(subject)))
        sent = clock("s", "sent")(sent_date) if sent_date else None
        mms = Mms(
            text(box),
            [(text(address), text(role)) for address, role in self._addresses.of(rowid)],
            self._others.get(thread_id, ()),
            lambda kind: clock("s", kind)(date),
            times=() if sent is None else (sent,),
            texts=texts,
            blobs=tuple(blobs),
            read="read" if true(read) else "unread",
            extra=extra_of(
                thread_id=text(thread_id),
                m_id=text(message_id),
                ct_t=text(kind),
                m_type=text(number),
                tr_id=text(more[0]),
            ),
        )
        named = self._there.record_id(rowid), self._there.prov(rowid)
        return mms_record(*named, mms, self._there.region)

    def _content(self, rowid: int) -> tuple[list[Text], list[Blob]]:
        texts: list[Text] = []
        blobs: list[Blob] = []
        for kind, name, file, label, data, body, _ in self._parts.of(rowid):
            mime = text(kind).partition(";")[0].strip().lower()
            if mime == LAYOUT:
                continue
            if mime.startswith("text/") and not data:
                texts += [Text("body", text(body))] if body else []
                continue
            path = text(data)
            shown = text(name) or text(label) or text(file) or base_name(path)
            blobs.append(self._there.attach(path, shown[:255], mime[:100], "attachment"))
        return texts, blobs


def _recipients(there: StoreContext) -> Mapping[Value, tuple[str, ...]]:
    """Give the other people of each conversation; "" for one whose address is missing."""
    side = there.side
    names = {
        key: text(row[0])
        for key, row in side.lookup("canonical_addresses", "_id", "address").items()
    }
    return {
        key: tuple(names.get(whole(part), "") for part in text(row[0]).split())
        for key, row in side.lookup("threads", "_id", "recipient_ids").items()
    }


def _mms(there: StoreContext) -> Mapper:
    return _Mms(there).record


STORE = Store(
    "android-messages",
    ("mmssms.db",),
    (
        Table("sms", ("address", "date", "type", "body"), _SMS_COLUMNS, _sms),
        Table("pdu", ("thread_id", "date", "msg_box", "ct_t"), _MMS_COLUMNS, _mms),
    ),
    helpers=("part", "addr", "threads", "canonical_addresses"),
)
