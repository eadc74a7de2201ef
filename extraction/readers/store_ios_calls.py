"""Calls and voicemail of an iPhone: `CallHistory.storedata`, `voicemail.db`.

docs/readers.md 10. Calls tried on made databases of the columns of iOS 13 to 17; voicemail
on the schema of iOS 15 and 16 (real, empty) and made rows. Calls are Cocoa seconds,
voicemail Unix seconds.
"""

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


def _calls(there: StoreContext) -> Mapper:
    people = People(there.region)
    began = clock("cocoa_s", "created")
    handles = there.side.lookup("ZHANDLE", "Z_PK", "ZVALUE")
    # Calls of several people: the join's columns are numbered by the schema's version.
    members = there.side.grouped(
        "Z_2REMOTEPARTICIPANTHANDLES", "Z_2REMOTEPARTICIPANTCALLS", "Z_4REMOTEPARTICIPANTHANDLES"
    )

    def record(rowid: int, row: Row) -> Record:
        _, address, name, date, duration, originated, answered, kind, provider, *rest = row
        country, place, unique, read = rest
        out = true(originated)
        role = "to" if out else "from"
        raws = [text(address)]
        raws += [
            value
            for (handle,) in members.get(rowid, ())
            if (value := text(handles.get(handle, ("",))[0])) and value not in raws
        ]
        if len(raws) > 1 and not raws[0]:
            del raws[0]
        others = tuple(people.of(raw, role, text(name)) for raw in raws)
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


def _voicemail(there: StoreContext) -> Mapper:
    people = People(there.region)
    received = clock("s", "received")

    def record(rowid: int, row: Row) -> Record:
        _, date, sender, callback, duration, expiration, trashed, flags, *rest = row
        receiver, remote, label = rest
        parties = (people.of(text(sender) or text(callback), "from"), OWNER_TO)
        # The recording lies beside the database, named by the row.
        name = f"Voicemail/{rowid}.amr"
        blob = there.attach(name, f"{rowid}.amr", "audio/amr", "media")
        gone = bool(whole(trashed)) or there.table.lower() == "deleted"
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
    helpers=("ZHANDLE", "Z_2REMOTEPARTICIPANTHANDLES"),
)
VOICEMAIL = Store(
    "ios-voicemail",
    ("voicemail.db",),
    (
        Table("voicemail", ("date", "sender", "trashed_date"), _VOICEMAIL_COLUMNS, _voicemail),
        Table("deleted", ("date", "sender", "trashed_date"), _VOICEMAIL_COLUMNS, _voicemail),
    ),
)
