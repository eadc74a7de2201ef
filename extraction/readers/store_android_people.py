"""Contacts and calls of an Android phone: `contacts2.db`, `calllog.db`.

docs/readers.md 10. Calls tried on Android 4 (real, in contacts2.db) and on made databases of
the columns of Android 12; contacts on made databases. Times are milliseconds.
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
from extraction.record import Party, Record, Text

CALL = {
    1: ("in", "answered"),
    2: ("out", ""),
    3: ("in", "missed"),
    4: ("in", "voicemail"),
    5: ("in", "rejected"),
    6: ("in", "refused"),
    7: ("in", "answered elsewhere"),
}
_UNKNOWN_CALLERS = {"", "-1", "-2", "-3"}
_CALL_COLUMNS = (
    *("number", "date", "duration", "type", "name", "new", "countryiso", "geocoded_location"),
    *("normalized_number", "presentation", "features", "is_read"),
)


def _calls(there: StoreContext) -> Mapper:
    people = People(there.region)
    began = clock("ms", "created")

    def record(rowid: int, row: Row) -> Record:
        _, number, date, duration, kind, name, new, country, place, normal, *rest = row
        presentation, features, read = rest
        direction, status = CALL.get(whole(kind) or 0, ("unknown", ""))
        role = "to" if direction == "out" else "from"
        raw = text(number)
        if raw in _UNKNOWN_CALLERS:
            party = Party(role, raw, "handle" if raw else "", None, text(name)[:1000])
        else:
            party = people.of(raw, role, text(name))
        owner = {"in": (OWNER_TO,), "out": (OWNER_FROM,)}.get(direction, ())
        return Record(
            *(there.record_id(rowid), "call", there.prov(rowid)),
            app_id="android.phone",
            app_name="Phone",
            direction=direction,
            parties=(party, *owner),
            time=began(date),
            state=extra_of(status=status, read="read" if true(read) else ""),
            extra=extra_of(
                duration=text(duration),
                new=text(new),
                country=text(country),
                location=text(place),
                normalized_number=text(normal),
                presentation=text(presentation),
                features=text(features),
            ),
            flags=flags_of((party,)),
        )

    return record


_NAME, _PHONE, _MAIL = "name", "phone_v2", "email_v2"
_FIELDS = tuple(f"data{number}" for number in range(1, 11))
_CONTACT_COLUMNS = ("display_name", "deleted", "contact_id", "account_type", "starred", "version")
MAX_PARTIES = 100


def _contacts(there: StoreContext) -> Mapper:
    people = People(there.region)
    kinds = {
        key: text(row[0]).rpartition("/")[2]
        for key, row in there.side.lookup("mimetypes", "_id", "mimetype").items()
    }
    values = there.side.beside("data", "raw_contact_id", "mimetype_id", *_FIELDS)
    changed = clock("ms", "modified")
    contacts = there.side

    def record(rowid: int, row: Row) -> Record:
        _, shown, deleted, contact, account, starred, _ = row
        name = text(shown)
        parties: list[Party] = []
        notes: list[Text] = []
        extra = extra_of(account_type=text(account))
        rows = [(kinds.get(kind, text(kind)), fields) for kind, *fields in values.of(rowid)]
        name = name or next((text(fields[0]) for kind, fields in rows if kind == _NAME), "")
        for number, (kind, fields) in enumerate(rows, start=1):
            first = text(fields[0])
            if kind in (_PHONE, _MAIL) and first and len(parties) < MAX_PARTIES:
                parties.append(people.of(first, "subject", name))
            elif kind == "note" and first:
                notes.append(Text("note", first))
            elif kind not in (_NAME, "photo"):
                written = " / ".join(part for field in fields if (part := text(field)))
                if written:
                    extra[f"{kind}_{number}"] = written
        if len(parties) >= MAX_PARTIES or not parties:
            # Nothing names the contact, or more than a record does.
            parties.append(Party("subject", name=name[:1000]))
        listed = tuple(parties)
        found = contacts.row("contacts", contact, "contact_last_updated_timestamp")
        time = changed(found[0]) if found else None
        return Record(
            *(there.record_id(rowid), "contact", there.prov(rowid)),
            app_id="android.contacts",
            app_name="Contacts",
            parties=listed,
            times=() if time is None else (time,),
            text=tuple(notes),
            state=extra_of(
                deleted="deleted" if true(deleted) else "",
                starred="true" if true(starred) else "",
            ),
            extra=extra,
            flags=flags_of(listed),
        )

    return record


STORES = (
    Store(
        "android-contacts",
        ("contacts2.db",),
        (Table("raw_contacts", ("contact_id", "account_id"), _CONTACT_COLUMNS, _contacts),),
        helpers=("data", "mimetypes", "contacts"),
    ),
    Store(
        "android-calls",
        ("calllog.db", "contacts2.db"),
        (Table("calls", ("number", "date", "duration", "type"), _CALL_COLUMNS, _calls),),
    ),
)
