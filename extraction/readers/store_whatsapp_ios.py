"""WhatsApp on an iPhone: messages, calls, contacts.

docs/readers.md 10. Tried on iOS 15 (real: ChatStorage, CallHistory, ContactsV2) and in a
real backup. Times are Cocoa seconds with a fraction. Every row is a message: events of a
group and notices of the app have the subtype system.
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
    base_name,
    extra_of,
    flags_of,
    is_group,
)
from extraction.readers.store_values import clock, text, true, whole
from extraction.record import Blob, Party, Place, Record, Text, Thread
from extraction.sqlite_source import Value
from extraction.threads import thread_id

APP = ("whatsapp", "WhatsApp")
_LOCATION = (5, 16)
_SYSTEM = (6, 10)
_REVOKED = 14
_COLUMNS = (
    *("ZISFROMME", "ZMESSAGEDATE", "ZSENTDATE", "ZFROMJID", "ZTOJID", "ZTEXT", "ZCHATSESSION"),
    *("ZGROUPMEMBER", "ZMEDIAITEM", "ZMESSAGETYPE", "ZGROUPEVENTTYPE", "ZPARENTMESSAGE"),
    *("ZSTANZAID", "ZSTARRED", "ZPUSHNAME", "ZMESSAGESTATUS"),
)
_MEDIA = (
    *("ZMEDIALOCALPATH", "ZVCARDSTRING", "ZTITLE", "ZLATITUDE", "ZLONGITUDE"),
    *("ZFILESIZE", "ZVCARDNAME", "ZMOVIEDURATION"),
)


def _messages(there: StoreContext) -> Mapper:
    return _Messages(there).record


class _Messages:
    def __init__(self, there: StoreContext) -> None:
        side = there.side
        self._there = there
        self._people = People(there.region)
        self._chats = {
            key: (text(jid), text(name))
            for key, (jid, name) in side.lookup(
                *("ZWACHATSESSION", "Z_PK", "ZCONTACTJID", "ZPARTNERNAME")
            ).items()
        }
        members = side.lookup(
            "ZWAGROUPMEMBER", "Z_PK", "ZMEMBERJID", "ZCONTACTNAME", "ZCHATSESSION"
        )
        self._members = {key: (text(row[0]), text(row[1])) for key, row in members.items()}
        self._groups: dict[Value, list[tuple[str, str]]] = {}
        for key, row in members.items():
            self._groups.setdefault(row[2], []).append(self._members[key])
        # The one account that everybody else wrote to is the owner's.
        owner = side.only(there.table, "ZTOJID", "ZISFROMME = 0 AND ZTOJID IS NOT NULL")
        # Somebody with whom there is a chat is not taken for her.
        self._owner = "" if owner in {jid for jid, _ in self._chats.values()} else owner
        self._sent, self._received = clock("cocoa_s", "sent"), clock("cocoa_s", "received")

    def record(self, rowid: int, row: Row) -> Record:
        _, mine, date, second, from_jid, to_jid, body, chat, member, media, kind, *rest = row
        event, parent, stanza, starred, push, status = rest
        out = true(mine)
        jid, name = self._chats.get(chat, (text(to_jid if out else from_jid), ""))
        number = whole(kind)
        item = self._there.side.row("ZWAMEDIAITEM", media, *_MEDIA)
        blobs, caption, place = self._media(item, number)
        parties = self._parties(
            out=out, jid=jid, name=name, chat=chat, member=self._members.get(member)
        )
        extra = extra_of(stanza_id=text(stanza), status=text(status), push_name=text(push))
        extra |= {"message_type": text(kind), "group_event_type": text(event)}
        if item is not None:
            extra |= extra_of(file_size=text(item[5]), media_name=text(item[6]))
        second_time = self._received(second) if second and not out else None
        return Record(
            *(self._there.record_id(rowid), "message", self._there.prov(rowid)),
            subtype="system" if number in _SYSTEM else "chat",
            app_id=APP[0],
            app_name=APP[1],
            direction="out" if out else "in",
            parties=parties,
            time=self._sent(date),
            times=() if second_time is None else (second_time,),
            text=_texts(body, caption),
            thread=Thread(thread_id(APP[0], jid), name[:1000]) if jid else None,
            blobs=blobs,
            place=place,
            state=extra_of(
                unsent="true" if number == _REVOKED else "", starred="true" if true(starred) else ""
            ),
            extra=extra,
            flags=flags_of(parties, blobs),
            reply_to=self._there.record_id(parent) if isinstance(parent, int) and parent else "",
        )

    def _parties(
        self, *, out: bool, jid: str, name: str, chat: Value, member: tuple[str, str] | None
    ) -> tuple[Party, ...]:
        of = self._people.of
        if jid and not is_group(jid):
            return (OWNER_FROM, of(jid, "to", name)) if out else (of(jid, "from", name),)
        # Nobody can tell who else was there: the group lists nobody or one, or is not known.
        listed = self._groups.get(chat) or []
        listed = listed if jid and len(listed) > 1 else [*listed, ("", "")]
        sender = member or ("", "")
        role = "to" if out else "participant"
        others = tuple(
            of(other, role, called, owner=bool(other) and other == self._owner)
            for other, called in listed
            if out or not other or other != sender[0]
        )
        if out:
            return (OWNER_FROM, *(other for other in others if other.is_owner is not True))
        return (of(sender[0], "from", sender[1]), *others) if sender[0] else others

    def _media(
        self, item: Row | None, kind: int | None
    ) -> tuple[tuple[Blob, ...], str, Place | None]:
        if item is None:
            return (), "", None
        path, mime, title, lat, lon = item[:5]
        blobs: tuple[Blob, ...] = ()
        if path:
            name = text(path)
            blobs = (self._there.attach(name, base_name(name), text(mime)[:100], "attachment"),)
        # Of pictures the same columns hold width and height.
        where = kind in _LOCATION and lat is not None and lon is not None
        place = Place(text(lat), text(lon), "app", text(title)[:1000]) if where else None
        return blobs, "" if where else text(title), place


def _texts(body: Value, caption: str) -> tuple[Text, ...]:
    found = (Text("body", text(body)),) if body else ()
    return (*found, Text("caption", caption)) if caption else found


_CALL_COLUMNS = (
    *("ZDATE", "ZDURATION", "ZOUTCOME", "ZGROUPJIDSTRING", "ZGROUPCALLCREATORUSERJIDSTRING"),
    *("Z1CALLEVENTS", "ZBYTESRECEIVED", "ZBYTESSENT"),
)


def _calls(there: StoreContext) -> Mapper:
    people = People(there.region)
    began = clock("cocoa_s", "created")
    totals = there.side.lookup("ZWAAGGREGATECALLEVENT", "Z_PK", "ZINCOMING", "ZMISSED", "ZVIDEO")
    members = there.side.grouped("ZWACDCALLEVENTPARTICIPANT", "Z1PARTICIPANTS", "ZJIDSTRING")

    def record(rowid: int, row: Row) -> Record:
        _, date, duration, outcome, group, creator, total, received, sent = row
        incoming, missed, video = totals.get(total, (None, None, None))
        direction = "unknown" if incoming is None else "in" if true(incoming) else "out"
        role = "from" if direction == "in" else "to" if direction == "out" else "participant"
        others = tuple(people.of(text(jid), role) for (jid,) in members.get(rowid, ()))
        if not others or (group and len(others) == 1):
            others = (*others, Party(role))
        owner = {"in": (OWNER_TO,), "out": (OWNER_FROM,)}.get(direction, ())
        thread = text(group) or (others[0].id_raw if len(others) == 1 else "")
        return Record(
            *(there.record_id(rowid), "call", there.prov(rowid)),
            subtype="video" if true(video) else "",
            app_id=APP[0],
            app_name=APP[1],
            direction=direction,
            parties=(*owner, *others),
            time=began(date),
            thread=Thread(thread_id(APP[0], thread)) if thread else None,
            state=extra_of(status="missed" if true(missed) else ""),
            extra=extra_of(
                duration=text(duration),
                outcome=text(outcome),
                creator=text(creator),
                bytes_received=text(received),
                bytes_sent=text(sent),
            ),
            flags=flags_of(others),
        )

    return record


_CONTACT_COLUMNS = (
    *("ZFULLNAME", "ZGIVENNAME", "ZPHONENUMBER", "ZPHONENUMBERLABEL", "ZWHATSAPPID"),
    *("ZABOUTTEXT", "ZABOUTTIMESTAMP", "ZIDENTIFIER", "ZLOCALIZEDPHONENUMBER"),
)


def _contacts(there: StoreContext) -> Mapper:
    people = People(there.region)
    changed = clock("cocoa_s", "modified")

    def record(rowid: int, row: Row) -> Record:
        _, full, given, phone, label, account, about, about_time, identifier, local = row
        name = text(full) or text(given)
        # The account says who it is in full; the number beside it may lack its country.
        party = people.of(text(account) or text(phone) or text(local), "subject", name)
        time = changed(about_time)
        return Record(
            *(there.record_id(rowid), "contact", there.prov(rowid)),
            app_id=APP[0],
            app_name=APP[1],
            parties=(party,),
            times=() if time is None else (time,),
            text=(Text("note", text(about)),) if about else (),
            extra=extra_of(
                phone_number=text(phone),
                phone_label=text(label),
                identifier=text(identifier),
                given_name=text(given),
            ),
            flags=flags_of((party,)),
        )

    return record


STORES = (
    Store(
        "whatsapp-ios",
        ("chatstorage.sqlite",),
        (Table("ZWAMESSAGE", ("ZISFROMME", "ZMESSAGEDATE", "ZCHATSESSION"), _COLUMNS, _messages),),
        helpers=("ZWACHATSESSION", "ZWAGROUPMEMBER", "ZWAMEDIAITEM"),
    ),
    Store(
        "whatsapp-ios-calls",
        ("callhistory.sqlite",),
        (Table("ZWACDCALLEVENT", ("ZDATE", "ZDURATION", "ZOUTCOME"), _CALL_COLUMNS, _calls),),
        helpers=("ZWAAGGREGATECALLEVENT", "ZWACDCALLEVENTPARTICIPANT"),
    ),
    Store(
        "whatsapp-ios-contacts",
        ("contactsv2.sqlite",),
        (
            Table(
                *("ZWAADDRESSBOOKCONTACT", ("ZFULLNAME", "ZWHATSAPPID")),
                *(_CONTACT_COLUMNS, _contacts),
            ),
        ),
    ),
)
