"""Messages of an Android phone: `mmssms.db`.

docs/readers.md 10. Tried on Android 6 (real) and on made databases of the columns of
Android 12. Text messages count milliseconds, picture messages seconds. People, threads and
states are named as SMS Backup & Restore names them, so that two extractions agree.
"""

from dataclasses import dataclass

from extraction.readers.sms_backup_mms import (
    ADDRESS_ROLE,
    BOX,
    BOX_STATUS,
    LAYOUT,
    MAX_PEOPLE,
    TIME,
    mms_people,
)
from extraction.readers.sms_backup_row import thread_of
from extraction.readers.store_rows import Row
from extraction.readers.store_schema import (
    Mapper,
    People,
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

APP = ("android.sms", "SMS")
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


@dataclass(frozen=True, slots=True)
class _Person:
    """An address, made ready for the many rows that have it."""

    party_in: tuple[Party, ...]
    party_out: tuple[Party, ...]
    thread: Thread | None
    flags: tuple[str, ...]


def _sms(there: StoreContext) -> Mapper:
    people = People(there.region)
    known: dict[Value, _Person] = {}
    received, sent, created = (clock("ms", kind) for kind in ("received", "sent", "created"))
    clocks = {"in": received, "out": sent}
    named = there.naming()

    def person_of(address: Value) -> _Person:
        raw = text(address)
        party = people.of(raw, "from")
        if len(known) > MAX_PEOPLE * 64:
            known.clear()
        found = known[address] = _Person(
            (party,),
            (people.of(raw, "to"),),
            thread_of((raw,), there.region, ""),
            flags_of((party,)),
        )
        return found

    def record(rowid: int, row: Row) -> Record:
        _, address, date, sent_date, kind, body, read, subject, thread_id, *_ = row
        record_id, prov = named(rowid)
        direction = SMS_DIRECTION.get(kind, "unknown")  # type: ignore[arg-type]
        person = known.get(address) or person_of(address)
        texts = (Text("body", body if type(body) is str else text(body)),) if body else ()
        if subject:
            texts = (*texts, Text("subject", text(subject)))
        sent_time = sent(sent_date) if sent_date else None
        extra = {"thread_id": text(thread_id)}
        for name, place in _RARE:
            if (value := row[place]) not in _NO_VALUE:
                extra[name] = text(value)
        return Record(
            record_id,
            "message",
            prov,
            "sms",
            *APP,
            direction,
            person.party_in if direction == "in" else person.party_out,
            clocks.get(direction, created)(date),
            () if sent_time is None or sent_time.lo_us is None else (sent_time,),
            texts,
            person.thread,
            state=_state(read, kind),
            extra=extra,
            flags=person.flags,
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
        names = side.lookup("canonical_addresses", "_id", "address")
        self._threads = {
            key: [
                text(names[number][0])
                for part in text(row[0]).split()
                if (number := whole(part)) in names
            ]
            for key, row in side.lookup("threads", "_id", "recipient_ids").items()
        }
        self._clocks = {kind: clock("s", kind) for kind in ("received", "sent", "created")}

    def record(self, rowid: int, row: Row) -> Record:
        _, thread_id, date, sent_date, box, read, message_id, subject, kind, number, *more = row
        direction = BOX.get(text(box), "unknown")
        others = self._threads.get(thread_id, [])[:MAX_PEOPLE]
        listed = [
            (text(address), ADDRESS_ROLE.get(text(role), "participant"))
            for address, role in self._addresses.of(rowid)
        ]
        parties = mms_people(listed, others, self._there.region, direction)
        texts, blobs = self._content(rowid)
        if subject:
            texts.append(Text("subject", text(subject)))
        sent = self._clocks["sent"](sent_date) if sent_date else None
        status = BOX_STATUS.get(text(box), "")
        return Record(
            *(self._there.record_id(rowid), "message", self._there.prov(rowid)),
            subtype="mms",
            app_id=APP[0],
            app_name=APP[1],
            direction=direction,
            parties=parties,
            time=self._clocks[TIME.get(direction, "created")](date),
            times=() if sent is None else (sent,),
            text=tuple(texts),
            thread=thread_of(others, self._there.region, ""),
            blobs=tuple(blobs),
            state=extra_of(status=status, read="read" if true(read) else "unread"),
            extra=extra_of(
                thread_id=text(thread_id),
                m_id=text(message_id),
                ct_t=text(kind),
                m_type=text(number),
                tr_id=text(more[0]),
            ),
            flags=flags_of(parties, tuple(blobs)),
        )

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
