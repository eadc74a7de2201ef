"""WhatsApp on Android: the calls of `msgstore.db`, the contacts of `wa.db`.

docs/readers.md 10. Tried on made databases. Times are milliseconds.
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
from extraction.record import Record, Text, Thread
from extraction.threads import thread_id

APP = ("whatsapp", "WhatsApp")
_CALL_COLUMNS = (
    *("jid_row_id", "from_me", "call_id", "timestamp", "video_call", "duration", "call_result"),
    "group_jid_row_id",
)
_MISSED = 2


def _calls(there: StoreContext) -> Mapper:
    people = People(there.region)
    began = clock("ms", "created")
    jids = {key: text(row[0]) for key, row in there.side.lookup("jid", "_id", "raw_string").items()}
    members = there.side.grouped("call_log_participant_v2", "call_log_row_id", "jid_row_id")

    def record(rowid: int, row: Row) -> Record:
        _, jid_id, mine, call, time, video, duration, result, group = row
        out, jid = true(mine), jids.get(jid_id, "")
        role = "to" if out else "from"
        raws = [jids.get(member, "") for (member,) in members.get(rowid, ())]
        raws = raws or [jid]
        if whole(group) and len(raws) == 1:
            # Of a group's call one other person alone is listed.
            raws.append("")
        others = tuple(people.of(raw, role) for raw in raws)
        return Record(
            *(there.record_id(rowid), "call", there.prov(rowid)),
            subtype="video" if true(video) else "",
            app_id=APP[0],
            app_name=APP[1],
            direction="out" if out else "in",
            parties=(OWNER_FROM if out else OWNER_TO, *others),
            time=began(time),
            thread=Thread(thread_id(APP[0], jid)) if jid else None,
            state=extra_of(status="missed" if whole(result) == _MISSED and not out else ""),
            extra=extra_of(duration=text(duration), call_id=text(call), result=text(result)),
            flags=flags_of(others),
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
        time = changed(about_time) if about_time else None
        party = people.of(text(jid) or text(number), "subject", name)
        return Record(
            *(there.record_id(rowid), "contact", there.prov(rowid)),
            app_id=APP[0],
            app_name=APP[1],
            parties=(party,),
            times=() if time is None else (time,),
            text=(Text("note", text(about)),) if about else (),
            extra=extra_of(
                number=text(number),
                wa_name=text(wa_name),
                is_whatsapp_user=text(user),
                nickname=text(nick),
                company=text(firm),
            ),
            flags=flags_of((party,)),
        )

    return record


CALLS = Table("call_log", ("jid_row_id", "from_me", "timestamp"), _CALL_COLUMNS, _calls)
CONTACTS = Store(
    "whatsapp-android-contacts",
    ("wa.db",),
    (Table("wa_contacts", ("jid", "display_name"), _CONTACT_COLUMNS, _contacts),),
)
