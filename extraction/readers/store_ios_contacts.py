"""Contacts of an iPhone: `AddressBook.sqlitedb`.

docs/readers.md 10. Tried on iOS 16 (real, everything in its -wal). Times are Cocoa seconds.
Numbers, addresses and dates are rows of ABMultiValue; a postal address has its parts in
ABMultiValueEntry.
"""

from extraction.readers.store_rows import Row
from extraction.readers.store_schema import (
    Mapper,
    People,
    Store,
    StoreContext,
    Table,
    extra_of,
    flags_of,
)
from extraction.readers.store_values import clock, text
from extraction.record import Party, Record, Text
from extraction.sqlite_source import Value

_PHONE, _MAIL, _MESSAGING = 3, 4, 13
_PROPERTIES: dict[Value, str] = {
    _PHONE: "phone",
    _MAIL: "email",
    5: "address",
    12: "date",
    _MESSAGING: "messaging",
}
_PROPERTIES |= {16: "ringtone", 22: "url", 23: "related", 46: "profile"}
_COLUMNS = (
    *("First", "Middle", "Last", "Organization", "Department", "JobTitle", "Nickname"),
    *("Note", "Birthday", "CreationDate", "ModificationDate", "DisplayName", "guid"),
)
MAX_PARTIES = 100


def _contacts(there: StoreContext) -> Mapper:
    people = People(there.region)
    created, modified = clock("cocoa_s", "created"), clock("cocoa_s", "modified")
    values = there.side.beside("ABMultiValue", "record_id", "UID", "property", "label", "value")
    labels = {
        key: text(row[0])
        for key, row in there.side.lookup("ABMultiValueLabel", "rowid", "value").items()
    }
    parts = there.side.grouped("ABMultiValueEntry", "parent_id", "key", "value")
    keys = {
        key: text(row[0])
        for key, row in there.side.lookup("ABMultiValueEntryKey", "rowid", "value").items()
    }

    def record(rowid: int, row: Row) -> Record:
        _, first, middle, last, company, department, title, nickname, note, *rest = row
        birthday, began, changed, shown, guid = rest
        words = [text(part) for part in (first, middle, last) if part]
        name = " ".join(words) or text(shown) or text(company) or text(nickname)
        parties: list[Party] = []
        extra = extra_of(
            organisation=text(company),
            department=text(department),
            job_title=text(title),
            nickname=text(nickname),
            birthday=text(birthday),
            guid=text(guid),
        )
        for number, (uid, kind, label, value) in enumerate(values.of(rowid), start=1):
            if kind in (_PHONE, _MAIL) and value and len(parties) < MAX_PARTIES:
                parties.append(people.of(text(value), "subject", name))
                continue
            written = text(value) or ", ".join(
                f"{keys.get(key, text(key))}: {text(part)}" for key, part in parts.get(uid, ())
            )
            what = _PROPERTIES.get(kind, f"property_{text(kind)}")
            if written:
                extra[f"{what}_{number}"] = f"{written} ({labels.get(label, '')})".removesuffix(
                    " ()"
                )
        if len(parties) >= MAX_PARTIES or not parties:
            # Nothing names the contact, or more than a record does.
            parties.append(Party("subject", name=name[:1000]))
        listed = tuple(parties)
        times = (modified(changed),)
        return Record(
            *(there.record_id(rowid), "contact", there.prov(rowid)),
            app_id="ios.contacts",
            app_name="Contacts",
            parties=listed,
            time=created(began),
            times=tuple(time for time in times if time is not None),
            text=(Text("note", text(note)),) if note else (),
            extra=extra,
            flags=flags_of(listed),
        )

    return record


STORE = Store(
    "ios-contacts",
    ("addressbook.sqlitedb",),
    (Table("ABPerson", ("First", "Last", "CreationDate"), _COLUMNS, _contacts),),
    helpers=("ABMultiValue", "ABMultiValueLabel", "ABMultiValueEntry", "ABMultiValueEntryKey"),
)
