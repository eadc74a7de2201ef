"""WhatsApp on Android: the calls of `msgstore.db`, the contacts of `wa.db`.

docs/readers.md 10. Tried on made databases. Times are milliseconds.
"""

from extraction.readers.store_rows import Row
from extraction.readers.store_schema import (
    Mapper,
    People,
    Store,
    StoreContext,
    Table,
    extra_of,
)
from extraction.readers.store_values import clock, text, true, whole
from extraction.readers.store_whatsapp_records import call_record, contact_record
from extraction.record import Record
from extraction.sqlite_source import Value

_CALL_COLUMNS = (
    *("jid_row_id", "from_me", "call_id", "timestamp", "video_call", "duration", "call_result"),
    *("group_jid_row_id", "is_joinable_group_call", "call_link_row_id"),
    "call_creator_device_jid_row_id",
)
_MISSED = 2


class Accounts:
    """The ids of `msgstore.db` by their row number; a private one also by whose number it is."""

    def __init__(self, there: StoreContext) -> None:
        side = there.side
        self._raw = {
            key: text(row[0]) for key, row in side.lookup("jid", "_id", "raw_string").items()
        }
        self._numbers: dict[Value, str] = {}
        for lid, rows in side.grouped("jid_map", "lid_row_id", "jid_row_id").items():
            numbers = {self.raw(number) for (number,) in rows}
            # Two numbers for one private id name nobody.
            if self.raw(lid).endswith("@lid") and len(numbers) == 1:
                self._numbers[lid] = numbers.pop()

    def raw(self, key: Value) -> str:
        """Give an id as it is; "" where its row is missing."""
        return self._raw.get(key, "")

    def person(self, key: Value) -> str:
        """Give an id by which a person may have a normal form."""
        return self._numbers.get(key) or self.raw(key)


def _calls(there: StoreContext) -> Mapper:
    people = People(there.region)
    began = clock("ms", "created")
    accounts = Accounts(there)
    members = there.side.grouped("call_log_participant_v2", "call_log_row_id", "jid_row_id")

    def record(rowid: int, row: Row) -> Record:
        _, jid_id, mine, call, time, video, duration, result, *rest = row
        group_id, joined, link, creator = rest
        out = true(mine)
        # Whoever was called or called first is one of them, whether or not the list says so.
        raws = [accounts.person(jid_id)]
        raws += [accounts.person(member) for (member,) in members.get(rowid, ())]
        several = true(group_id) or true(joined) or true(link)
        if several and not out and true(creator):
            raws.append(accounts.person(creator))
        return call_record(
            *(there, people, rowid),
            direction="out" if out else "in",
            others=raws,
            group=accounts.raw(group_id),
            several=several,
            video=true(video),
            missed=whole(result) == _MISSED and not out,
            time=began(time),
            extra=extra_of(duration=text(duration), call_id=text(call), result=text(result)),
        )

    return record


_CONTACT_COLUMNS = (
    *("jid", "number", "display_name", "wa_name", "given_name", "family_name", "status"),
    *("status_timestamp", "is_whatsapp_user", "nickname", "company"),
)


def _contacts(there: StoreContext) -> Mapper:
    people = People(there.region)
    changed = clock("ms", "modified")

    def record(rowid: int, row: Row) -> Record:
        _, jid, number, shown, wa_name, given, family, about, about_time, user, nick, firm = row
        name = text(shown) or text(wa_name) or f"{text(given)} {text(family)}".strip()
        return contact_record(
            *(there, rowid, people.of(text(jid) or text(number), "subject", name)),
            about=text(about),
            changed=changed(about_time) if about_time else None,
            extra=extra_of(
                number=text(number),
                wa_name=text(wa_name),
                is_whatsapp_user=text(user),
                nickname=text(nick),
                company=text(firm),
            ),
        )

    return record


CALLS = Table("call_log", ("jid_row_id", "from_me", "timestamp"), _CALL_COLUMNS, _calls)
CONTACTS = Store(
    "whatsapp-android-contacts",
    ("wa.db",),
    (Table("wa_contacts", ("jid", "display_name"), _CONTACT_COLUMNS, _contacts),),
)
