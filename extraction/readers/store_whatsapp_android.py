"""WhatsApp on Android: the messages of `msgstore.db`.

docs/readers.md 10. Tried on made databases of both schemas: `messages` (until 2021) and
`message` with `chat` and `jid` (since). Times are milliseconds. Every row is a message;
notices of the app have the subtype system.
"""

from extraction.readers.store_rows import Row
from extraction.readers.store_schema import (
    OWNER_FROM,
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
from extraction.readers.store_whatsapp_people import CALLS
from extraction.record import Blob, Party, Place, Record, Text, Thread
from extraction.sqlite_source import Value
from extraction.threads import thread_id

APP = ("whatsapp", "WhatsApp")
_SYSTEM_STATUS = 6
_SYSTEM_TYPE = 7
_REVOKED = 15
_COLUMNS = (
    *("chat_row_id", "from_me", "key_id", "sender_jid_row_id", "status", "timestamp"),
    *("received_timestamp", "text_data", "message_type", "starred"),
)
_OLD_COLUMNS = (
    *("key_remote_jid", "key_from_me", "key_id", "remote_resource", "status", "timestamp"),
    *("received_timestamp", "data", "media_wa_type", "starred", "media_name", "media_caption"),
    *("media_mime_type", "latitude", "longitude"),
)
_MEDIA = ("file_path", "mime_type", "media_name", "media_caption", "file_size")


class _Chat:
    """What both schemas share: who is in a message, and the record of it."""

    def __init__(self, there: StoreContext) -> None:
        self._there = there
        self._people = People(there.region)
        self._sent, self._received = clock("ms", "sent"), clock("ms", "received")

    def people(self, *, out: bool, jid: str, sender: str, members: list[str]) -> tuple[Party, ...]:
        of = self._people.of
        if jid and not is_group(jid):
            if out:
                return (OWNER_FROM, of(jid, "to"))
            also = (of(jid, "participant"),) if sender and sender != jid else ()
            return (of(sender or jid, "from"), *also)
        # Nobody can tell who else was there: the group lists nobody or one, or is not known.
        listed = [member for member in members if member]
        listed = listed if jid and len(listed) > 1 else [*listed, ""]
        if out:
            return (OWNER_FROM, *(of(member, "to") for member in listed))
        others = tuple(of(member, "participant") for member in listed if member != sender)
        return (of(sender, "from"), *others) if sender else others

    def made(
        self,
        rowid: int,
        *,
        out: bool,
        system: bool,
        parties: tuple[Party, ...],
        thread: Thread | None,
        times: tuple[Value, Value],
        texts: tuple[Text, ...],
        blobs: tuple[Blob, ...],
        place: Place | None,
        state: dict[str, str],
        extra: dict[str, str],
        reply_to: str = "",
    ) -> Record:
        came = self._received(times[1]) if times[1] and not out else None
        return Record(
            *(self._there.record_id(rowid), "message", self._there.prov(rowid)),
            subtype="system" if system else "chat",
            app_id=APP[0],
            app_name=APP[1],
            direction="out" if out else "in",
            parties=parties,
            time=self._sent(times[0]),
            times=() if came is None else (came,),
            text=texts,
            thread=thread,
            blobs=blobs,
            place=place,
            state=state,
            extra=extra,
            flags=flags_of(parties, blobs),
            reply_to=reply_to,
        )


class _New(_Chat):
    def __init__(self, there: StoreContext) -> None:
        super().__init__(there)
        side = there.side
        self._jids = {key: text(row[0]) for key, row in _jids(there).items()}
        self._chats = {
            key: (self._jids.get(jid, ""), text(subject))
            for key, (jid, subject) in side.lookup("chat", "_id", "jid_row_id", "subject").items()
        }
        groups = side.grouped("group_participant_user", "group_jid_row_id", "user_jid_row_id")
        self._members = {
            self._jids.get(group, ""): [self._jids.get(user, "") for (user,) in users]
            for group, users in groups.items()
        }
        self._media = side.beside("message_media", "message_row_id", *_MEDIA)
        self._places = side.beside(
            *("message_location", "message_row_id", "latitude", "longitude", "place_name")
        )
        self._quoted = side.beside("message_quoted", "message_row_id", "key_id")

    def record(self, rowid: int, row: Row) -> Record:
        _, chat, mine, key, sender_id, status, time, received, body, kind, starred = row
        out = true(mine)
        jid, subject = self._chats.get(chat, ("", ""))
        sender = self._jids.get(sender_id, "") if whole(sender_id) else ""
        blobs, captions = [], []
        for path, mime, name, caption, _ in self._media.of(rowid):
            where = text(path)
            shown = text(name) or base_name(where)
            if where or shown:
                blobs.append(
                    self._there.attach(where or shown, shown, text(mime)[:100], "attachment")
                )
            captions += [Text("caption", text(caption))] if caption else []
        place = next((_place(*found) for found in self._places.of(rowid)), None)
        quoted = next((text(found[0]) for found in self._quoted.of(rowid)), "")
        number = whole(kind)
        return self.made(
            rowid,
            out=out,
            system=number == _SYSTEM_TYPE or whole(status) == _SYSTEM_STATUS,
            parties=self.people(
                out=out, jid=jid, sender=sender, members=self._members.get(jid, [])
            ),
            thread=Thread(thread_id(APP[0], jid), subject[:1000]) if jid else None,
            times=(time, received),
            texts=(*((Text("body", text(body)),) if body else ()), *captions),
            blobs=tuple(blobs),
            place=place,
            state=_state(starred, unsent=number == _REVOKED),
            extra=extra_of(
                key_id=text(key), status=text(status), message_type=text(kind), quoted=quoted
            ),
        )


class _Old(_Chat):
    def __init__(self, there: StoreContext) -> None:
        super().__init__(there)
        side = there.side
        self._members = {
            text(group): [text(member) for (member,) in members]
            for group, members in side.grouped("group_participants", "gjid", "jid").items()
        }
        self._subjects = {
            text(key): text(row[0])
            for key, row in side.lookup("chat_list", "key_remote_jid", "subject").items()
        }

    def record(self, rowid: int, row: Row) -> Record:
        _, jid_value, mine, key, sender, status, time, received, body, kind, *rest = row
        starred, name, caption, mime, lat, lon = rest
        out, jid, number = true(mine), text(jid_value), whole(kind) or 0
        blobs: tuple[Blob, ...] = ()
        if mime or name:
            shown = base_name(text(name)) or "medium"
            blobs = (self._there.attach(text(name), shown, text(mime)[:100], "attachment"),)
        texts = (Text("body", text(body)),) if body else ()
        if caption:
            texts = (*texts, Text("caption", text(caption)))
        return self.made(
            rowid,
            out=out,
            system=whole(status) == _SYSTEM_STATUS,
            parties=self.people(
                out=out, jid=jid, sender=text(sender), members=self._members.get(jid, [])
            ),
            thread=Thread(thread_id(APP[0], jid), self._subjects.get(jid, "")) if jid else None,
            times=(time, received),
            texts=texts,
            blobs=blobs,
            place=_place(lat, lon, None) if lat and lon else None,
            state=_state(starred, unsent=number == _REVOKED),
            extra=extra_of(key_id=text(key), status=text(status), message_type=text(kind)),
        )


def _jids(there: StoreContext) -> dict[Value, Row]:
    return there.side.lookup("jid", "_id", "raw_string")


def _place(lat: Value, lon: Value, label: Value) -> Place | None:
    if lat is None or lon is None:
        return None
    return Place(text(lat), text(lon), "app", text(label)[:1000])


def _state(starred: Value, *, unsent: bool) -> dict[str, str]:
    return extra_of(unsent="true" if unsent else "", starred="true" if true(starred) else "")


STORE = Store(
    "whatsapp-android",
    ("msgstore.db",),
    (
        Table(
            "message",
            ("chat_row_id", "from_me", "timestamp"),
            _COLUMNS,
            lambda there: _New(there).record,
        ),
        Table(
            "messages",
            ("key_remote_jid", "key_from_me", "data"),
            _OLD_COLUMNS,
            lambda there: _Old(there).record,
        ),
        CALLS,
    ),
    helpers=(
        *("jid", "chat", "chat_list", "group_participants", "group_participant_user"),
        *("message_media", "message_location", "message_quoted", "call_log_participant_v2"),
    ),
)
