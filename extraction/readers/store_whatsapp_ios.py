"""WhatsApp on an iPhone: messages, calls, contacts.

docs/readers.md 10. Tried on iOS 15 (real: ChatStorage, CallHistory, ContactsV2) and in a
real backup. Times are Cocoa seconds with a fraction. Every row is a message: events of a
group and notices of the app have the subtype system.
"""

from extraction.parties import names_account
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
from extraction.readers.store_whatsapp_records import (
    UNKNOWN,
    Somebody,
    app_of,
    call_record,
    contact_record,
    in_message,
    thread_of,
)
from extraction.record import Blob, Place, Record, Text
from extraction.sqlite_source import Value

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
    *("ZFILESIZE", "ZVCARDNAME", "ZMOVIEDURATION", "ZMESSAGE"),
)


def _messages(there: StoreContext) -> Mapper:
    return _Messages(there).record


class _Messages:
    def __init__(self, there: StoreContext) -> None:
        side = there.side
        self._there = there
        self._app = app_of(there)
        self._people = People(there.region)
        self._chats = {
            key: Somebody(text(jid), text(name))
            for key, (jid, name) in side.lookup(
                *("ZWACHATSESSION", "Z_PK", "ZCONTACTJID", "ZPARTNERNAME")
            ).items()
        }
        self._owner = owner = self._found_owner()
        members = side.lookup(
            "ZWAGROUPMEMBER", "Z_PK", "ZMEMBERJID", "ZCONTACTNAME", "ZCHATSESSION"
        )
        self._members: dict[Value, Somebody] = {}
        self._groups: dict[Value, list[Somebody]] = {}
        for key, (jid, name, chat) in members.items():
            raw = text(jid)
            self._members[key] = Somebody(raw, text(name), owner=bool(raw) and raw == owner)
            self._groups.setdefault(chat, []).append(self._members[key])
        self._sent, self._received = clock("cocoa_s", "sent"), clock("cocoa_s", "received")

    def _found_owner(self) -> str:
        """Give the owner's account: the one that everybody else wrote to; "" if not known."""
        found = self._there.side.only(
            self._there.table, "ZTOJID", "ZISFROMME = 0 AND ZTOJID IS NOT NULL"
        )
        # Somebody with whom there is a chat is not taken for her.
        chats = {chat.jid for chat in self._chats.values()}
        return found if names_account(found) and found not in chats else ""

    def record(self, rowid: int, row: Row) -> Record:
        _, mine, date, second, from_jid, to_jid, body, chat_id, member, media, kind, *rest = row
        event, parent, stanza, starred, push, status = rest
        out = true(mine)
        # Without its row nobody can tell which conversation it was.
        chat = self._chats.get(chat_id, UNKNOWN)
        number = whole(kind)
        item = self._there.side.row("ZWAMEDIAITEM", media, *_MEDIA)
        # A medium may say that it is another message's.
        foreign = item is not None and item[-1] not in (None, rowid)
        item = None if foreign else item
        blobs, caption, place = self._media(item, number)
        sender = self._sender(chat, text(to_jid if out else from_jid), member)
        parties = in_message(self._people, chat, sender, self._groups.get(chat_id, ()), out=out)
        extra = extra_of(stanza_id=text(stanza), status=text(status), push_name=text(push))
        extra |= {"message_type": text(kind), "group_event_type": text(event)}
        if item is not None:
            extra |= extra_of(file_size=text(item[5]), media_name=text(item[6]))
        second_time = self._received(second) if second and not out else None
        return Record(
            *(self._there.record_id(rowid), "message", self._there.prov(rowid)),
            subtype="system" if number in _SYSTEM else "chat",
            app_id=self._app[0],
            app_name=self._app[1],
            direction="out" if out else "in",
            parties=parties,
            time=self._sent(date),
            times=() if second_time is None else (second_time,),
            text=_texts(body, caption),
            thread=thread_of(self._app[0], chat.jid, chat.name),
            blobs=blobs,
            place=place,
            state=extra_of(
                unsent="true" if number == _REVOKED else "", starred="true" if true(starred) else ""
            ),
            extra=extra,
            flags=(*flags_of(parties, blobs), *(("media_unclear",) if foreign else ())),
            reply_to=self._there.record_id(parent) if isinstance(parent, int) and parent else "",
        )

    def _sender(self, chat: Somebody, other: str, member: Value) -> Somebody | None:
        """Give whom the row itself names at its other end; None where it adds nobody."""
        if member:
            return self._members.get(member, UNKNOWN)
        if other in ("", chat.jid):
            return None
        # A row of another conversation than its chat says is about somebody whom we do not know.
        known = names_account(other)
        return Somebody(other, owner=other == self._owner) if known else UNKNOWN

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
    totals = there.side.lookup(
        *("ZWAAGGREGATECALLEVENT", "Z_PK", "ZINCOMING", "ZMISSED", "ZVIDEO", "ZLINKTOKEN")
    )
    # Both columns are numbered by what they belong to: the entry that joins several calls.
    members = there.side.grouped("ZWACDCALLEVENTPARTICIPANT", "Z1PARTICIPANTS", "ZJIDSTRING")

    def record(rowid: int, row: Row) -> Record:
        _, date, duration, outcome, group, creator, total, received, sent = row
        incoming, missed, video, link = totals.get(total, (None, None, None, None))
        direction = "unknown" if incoming is None else "in" if true(incoming) else "out"
        others = [text(jid) for (jid,) in members.get(total, ())] if total is not None else []
        if direction != "out" and creator:
            # Of what she was called to, whoever began it is another party.
            others.append(text(creator))
        return call_record(
            *(there, people, rowid),
            direction=direction,
            others=others,
            group=text(group),
            several=bool(link),
            video=true(video),
            missed=true(missed),
            time=began(date),
            extra=extra_of(
                duration=text(duration),
                outcome=text(outcome),
                creator=text(creator),
                bytes_received=text(received),
                bytes_sent=text(sent),
            ),
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
        return contact_record(
            *(there, rowid, party),
            about=text(about),
            changed=changed(about_time),
            extra=extra_of(
                phone_number=text(phone),
                phone_label=text(label),
                identifier=text(identifier),
                given_name=text(given),
            ),
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
