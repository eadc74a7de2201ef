"""Calls and voicemail of an iPhone: `CallHistory.storedata`, `voicemail.db`.

docs/readers.md 10. Calls tried on made databases of the columns of iOS 13 to 17; voicemail
on the schema of iOS 15 and 16 (real, empty) and made rows. Calls are Cocoa seconds,
voicemail Unix seconds.
"""

import re

from extraction.readers.store_rows import Row
from extraction.readers.store_schema import (
    OWNER_FROM,
    OWNER_TO,
    Mapper,
    People,
    Store,
    StoreContext,
    Table,
    extra_of,
    flags_of,
)
from extraction.readers.store_values import clock, text, true, whole
from extraction.record import Party, Record
from extraction.sqlite_source import Value

_PHONE = ("ios.phone", "Phone")
_APPS = {
    "com.apple.Telephony": _PHONE,
    "com.apple.FaceTime": ("ios.facetime", "FaceTime"),
    "net.whatsapp.WhatsApp": ("whatsapp", "WhatsApp"),
}
_CALL_COLUMNS = (
    *("ZADDRESS", "ZNAME", "ZDATE", "ZDURATION", "ZORIGINATED", "ZANSWERED", "ZCALLTYPE"),
    *("ZSERVICE_PROVIDER", "ZISO_COUNTRY_CODE", "ZLOCATION", "ZUNIQUE_ID", "ZREAD"),
)


# The table that joins calls with people is numbered by the schema's version.
_JOINS = tuple(f"Z_{number}REMOTEPARTICIPANTHANDLES" for number in range(1, 20))
_CALL = re.compile(r"Z_[0-9]+REMOTEPARTICIPANTCALLS", re.IGNORECASE)
_HANDLE = re.compile(r"Z_[0-9]+REMOTEPARTICIPANTHANDLES", re.IGNORECASE)


def _members(there: StoreContext) -> dict[Value, list[str]]:
    """Give the people of calls of several; "" for one whose row is missing."""
    handles = there.side.lookup("ZHANDLE", "Z_PK", "ZVALUE")
    found: dict[Value, list[str]] = {}
    for table in _JOINS:
        columns = there.side.columns(table)
        call = next(filter(_CALL.fullmatch, columns), None)
        handle = next(filter(_HANDLE.fullmatch, columns), None)
        if call is None or handle is None:
            continue
        for key, rows in there.side.grouped(table, call, handle).items():
            named = (text(handles.get(each, (None,))[0]) for (each,) in rows)
            found.setdefault(key, []).extend(named)
    return found


def _others(address: str, listed: list[str]) -> list[str]:
    """Give everybody else in a call, whom its own row and the list of its people name."""
    known = dict.fromkeys([*([address] if address else []), *filter(None, listed)])
    # Of a list of one that has no value the row's own address is the value.
    lost = [each for each in listed if not each] if len(listed) > 1 else []
    return [*known, *lost] or [""]


def _calls(there: StoreContext) -> Mapper:
    numbers, accounts = People(there.region), People(None)
    began = clock("cocoa_s", "created")
    members = _members(there)

    def record(rowid: int, row: Row) -> Record:
        _, address, name, date, duration, originated, answered, kind, provider, *rest = row
        country, place, unique, read = rest
        out = true(originated)
        role = "to" if out else "from"
        raws = _others(text(address), members.get(rowid, []))
        # Another app's bare number is an account's, and nobody's phone.
        people = numbers if not provider or text(provider) in _APPS else accounts
        called = text(name) if len(raws) == 1 else ""
        others = tuple(people.of(raw, role, called) for raw in raws)
        parties: tuple[Party, ...] = (OWNER_FROM if out else OWNER_TO, *others)
        app = _APPS.get(text(provider), (text(provider) or _PHONE[0], text(provider) or "Phone"))
        outcome = "answered" if true(answered) else "" if out else "missed"
        return Record(
            *(there.record_id(rowid), "call", there.prov(rowid)),
            app_id=app[0][:200],
            app_name=app[1][:200],
            direction="out" if out else "in",
            parties=parties,
            time=began(date),
            state=extra_of(status=outcome, read="read" if true(read) else ""),
            extra=extra_of(
                duration=text(duration),
                call_type=text(kind),
                country=text(country),
                location=text(place),
                unique_id=text(unique),
            ),
            flags=flags_of(others),
        )

    return record


_VOICEMAIL_COLUMNS = (
    *("date", "sender", "callback_num", "duration", "expiration", "trashed_date"),
    *("flags", "receiver", "remote_uid", "label"),
)


def _callers(people: People, sender: str, callback: str) -> tuple[Party, ...]:
    """Give whoever spoke, and whom to call back where that is somebody else."""
    first = people.of(sender or callback, "from")
    other = people.of(callback, "participant")
    same = (other.id_norm or other.id_raw) in ("", first.id_norm or first.id_raw)
    return (first, OWNER_TO) if same else (first, other, OWNER_TO)


def _voicemail(there: StoreContext) -> Mapper:
    people = People(there.region)
    received = clock("s", "received")

    def record(rowid: int, row: Row) -> Record:
        _, date, sender, callback, duration, expiration, trashed, flags, *rest = row
        receiver, remote, label = rest
        parties = _callers(people, text(sender), text(callback))
        deleted = there.table.lower() == "deleted"
        # The recording lies beside the database, named by the row of the one table.
        name = "" if deleted else f"Voicemail/{rowid}.amr"
        blob = there.attach(name, f"{rowid}.amr", "audio/amr", "media")
        gone = bool(whole(trashed)) or deleted
        return Record(
            *(there.record_id(rowid), "message", there.prov(rowid)),
            subtype="voicemail",
            app_id=_PHONE[0],
            app_name=_PHONE[1],
            direction="in",
            parties=parties,
            time=received(date),
            blobs=(blob,),
            state=extra_of(deleted="deleted" if gone else ""),
            extra=extra_of(
                duration=text(duration),
                callback_num=text(callback),
                expiration=text(expiration),
                trashed_date=text(trashed),
                flags=text(flags),
                receiver=text(receiver),
                remote_uid=text(remote),
                label=text(label),
            ),
            flags=flags_of(parties, (blob,)),
        )

    return record


CALLS = Store(
    "ios-calls",
    ("callhistory.storedata",),
    (Table("ZCALLRECORD", ("ZADDRESS", "ZDATE", "ZORIGINATED"), _CALL_COLUMNS, _calls),),
    helpers=("ZHANDLE", *_JOINS),
)
VOICEMAIL = Store(
    "ios-voicemail",
    ("voicemail.db",),
    (
        Table("voicemail", ("date", "sender", "trashed_date"), _VOICEMAIL_COLUMNS, _voicemail),
        Table("deleted", ("date", "sender", "trashed_date"), _VOICEMAIL_COLUMNS, _voicemail),
    ),
)
