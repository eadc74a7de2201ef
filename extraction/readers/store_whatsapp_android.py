"""WhatsApp on Android: the messages of `msgstore.db`.

docs/readers.md 10. Tried on made databases of both schemas: `messages` (until 2021) and
`message` with `chat` and `jid` (since). Times are milliseconds. Every row is a message;
notices of the app have the subtype system.
"""

from extraction.readers.store_rows import Row
from extraction.readers.store_schema import (
    People,
    Store,
    StoreContext,
    Table,
    base_name,
    extra_of,
    flags_of,
)
from extraction.readers.store_values import clock, text, true, whole
from extraction.readers.store_whatsapp_people import CALLS, Accounts
from extraction.readers.store_whatsapp_records import Somebody, app_of, in_message, thread_of
from extraction.record import Blob, Party, Place, Record, Text, Thread
from extraction.sqlite_source import Value

_SYSTEM_STATUS = 6
_SYSTEM_TYPE = 7
_REVOKED = 15
_COLUMNS = (
    *("chat_row_id", "from_me", "key_id", "sender_jid_row_id", "status", "timestamp"),
    *("received_timestamp", "text_data", "message_type", "starred", "broadcast"),
)
_OLD_COLUMNS = (
    *("key_remote_jid", "key_from_me", "key_id", "remote_resource", "status", "timestamp"),
    *("received_timestamp", "data", "media_wa_type", "starred", "media_name", "media_caption"),
    *("media_mime_type", "latitude", "longitude"),
)
_FOLDERS = (
    *("/sdcard/WhatsApp", "/sdcard/Android/media/com.whatsapp/WhatsApp"),
    *("/sdcard/WhatsApp Business", "/sdcard/Android/media/com.whatsapp.w4b/WhatsApp Business"),
)
"""What `file_path` is relative to."""
_MEDIA = ("file_path", "mime_type", "media_name", "media_caption", "file_size")


class _Chat:
    """What both schemas share: the record of a message."""

    def __init__(self, there: StoreContext) -> None:
        self._there = there
        self.app = app_of(there)
        self.people = People(there.region)
        self._sent, self._received = clock("ms", "sent"), clock("ms", "received")

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
            app_id=self.app[0],
            app_name=self.app[1],
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
        self._accounts = accounts = Accounts(there)
        self._chats = side.lookup("chat", "_id", "jid_row_id", "subject")
        self._members: dict[Value, list[Somebody]] = {}
        # Whoever has left was there when it was written.
        for table in ("group_participant_user", "group_past_participant_user"):
            groups = side.grouped(table, "group_jid_row_id", "user_jid_row_id")
            for group, users in groups.items():
                listed = [Somebody(accounts.person(user)) for (user,) in users]
                self._members.setdefault(group, []).extend(listed)
        self._media = side.beside("message_media", "message_row_id", *_MEDIA)
        self._places = side.beside(
            *("message_location", "message_row_id", "latitude", "longitude", "place_name")
        )
        self._quoted = side.beside("message_quoted", "message_row_id", "key_id")

    def record(self, rowid: int, row: Row) -> Record:
        _, chat, mine, key, sender, status, time, received, body, kind, *rest = row
        starred, broadcast = rest
        out = true(mine)
        jid, subject = self._chats.get(chat, (None, None))
        blobs, captions = self._attached(rowid)
        place = next((_place(*found) for found in self._places.of(rowid)), None)
        quoted = next((text(found[0]) for found in self._quoted.of(rowid)), "")
        number = whole(kind)
        members = list(self._members.get(jid, ())) if jid is not None else []
        parties = in_message(
            self.people,
            Somebody(self._accounts.person(jid)),
            Somebody(self._accounts.person(sender)) if true(sender) else None,
            members,
            out=out,
        )
        if true(broadcast) and not flags_of(parties):
            # It went to a list of others, too.
            parties = (*parties, Party("participant"))
        return self.made(
            rowid,
            out=out,
            system=number == _SYSTEM_TYPE or whole(status) == _SYSTEM_STATUS,
            parties=parties,
            thread=thread_of(self.app[0], self._accounts.raw(jid), text(subject)),
            times=(time, received),
            texts=(*((Text("body", text(body)),) if body else ()), *captions),
            blobs=blobs,
            place=place,
            state=_state(starred, unsent=number == _REVOKED),
            extra=extra_of(
                key_id=text(key), status=text(status), message_type=text(kind), quoted=quoted
            ),
        )

    def _attached(self, rowid: int) -> tuple[tuple[Blob, ...], list[Text]]:
        """Take in a message's media, by where the phone put them and by nothing else."""
        blobs, captions = [], []
        for path, mime, name, caption, _ in self._media.of(rowid):
            where = text(path)
            if shown := text(name) or base_name(where):
                # A name alone is the sender's word for it.
                blob = self._there.attach(where, shown, text(mime)[:100], "attachment", _FOLDERS)
                blobs.append(blob)
            captions += [Text("caption", text(caption))] if caption else []
        return tuple(blobs), captions


class _Old(_Chat):
    def __init__(self, there: StoreContext) -> None:
        super().__init__(there)
        side = there.side
        self._members: dict[str, list[Somebody]] = {}
        for group, rows in side.grouped("group_participants", "gjid", "jid").items():
            # The row without an account is her own; a second one is nobody's that we know.
            own = next((row for row in rows if row[0] == ""), None)
            listed = [Somebody(text(row[0])) for row in rows if row is not own]
            self._members[text(group)] = listed
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
            # This schema tells a medium's name and not its place, and a sender chooses names.
            shown = base_name(text(name)) or "medium"
            blobs = (self._there.attach("", shown, text(mime)[:100], "attachment"),)
        texts = (Text("body", text(body)),) if body else ()
        if caption:
            texts = (*texts, Text("caption", text(caption)))
        return self.made(
            rowid,
            out=out,
            system=whole(status) == _SYSTEM_STATUS,
            parties=in_message(
                self.people,
                Somebody(jid),
                Somebody(text(sender)) if sender else None,
                self._members.get(jid, ()) if jid else (),
                out=out,
            ),
            thread=thread_of(self.app[0], jid, self._subjects.get(jid, "")),
            times=(time, received),
            texts=texts,
            blobs=blobs,
            place=_place(lat, lon, None) if lat and lon else None,
            state=_state(starred, unsent=number == _REVOKED),
            extra=extra_of(key_id=text(key), status=text(status), message_type=text(kind)),
        )


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
        *("jid", "jid_map", "chat", "chat_list", "group_participants"),
        *("group_participant_user", "group_past_participant_user"),
        *("message_media", "message_location", "message_quoted", "call_log_participant_v2"),
    ),
)
