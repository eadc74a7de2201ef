"""Messages of an iPhone: `sms.db`.

docs/readers.md 10. Tried on iOS 13 and 14 (a real backup) and on made databases of the
columns of iOS 15 to 17. Times are Cocoa seconds before iOS 11 and nanoseconds since. A
message may have no handle, no chat and no text: it is a message.
"""

from extraction.readers.store_rows import Row
from extraction.readers.store_schema import (
    OWNER_FROM,
    Mapper,
    People,
    Store,
    StoreContext,
    Table,
    base_name,
    flags_of,
)
from extraction.readers.store_values import IMESSAGE, clock, text, true, whole
from extraction.readers.typedstream import text_of_stream
from extraction.record import Blob, Party, Record, Text, Thread
from extraction.sqlite_source import Value

APP = ("ios.messages", "Messages")
_GROUP_STYLE = 43
_MET = 65_536
_Met = tuple[tuple[Party, ...], Thread | None, tuple[str, ...]]
"""Who is in a message, its conversation, and the flags that call for."""

_COLUMNS = (
    *("text", "attributedBody", "handle_id", "is_from_me", "date", "date_delivered"),
    *("service", "subject", "item_type", "guid", "associated_message_guid"),
    *("associated_message_type", "is_read", "date_edited", "date_retracted"),
    *("thread_originator_guid", "date_read", "group_title", "destination_caller_id"),
    *("balloon_bundle_id", "error", "other_handle"),
)

_SHOWN = tuple(
    (name, _COLUMNS.index(name) + 1)
    for name in (
        *("guid", "service", "associated_message_guid", "associated_message_type"),
        *("thread_originator_guid", "item_type", "date_read", "group_title"),
        *("destination_caller_id", "balloon_bundle_id", "error", "other_handle"),
    )
)


def _mapper(there: StoreContext) -> Mapper:
    messages = _Messages(there)
    return messages.record


class _Messages:
    def __init__(self, there: StoreContext) -> None:
        side = there.side
        self._there = there
        self._named = there.naming()
        self._known: dict[tuple[bool, Value, Value], _Met] = {}
        self._people = People(there.region)
        self._handles = {
            key: text(row[0]) for key, row in side.lookup("handle", "rowid", "id").items()
        }
        self._members: dict[Value, tuple[str, ...]] = {
            chat: tuple(self._handles.get(handle, "") for (handle,) in rows)
            for chat, rows in side.grouped("chat_handle_join", "chat_id", "handle_id").items()
        }
        self._threads = {
            chat: self._thread(chat, row)
            for chat, row in side.lookup(
                *("chat", "rowid", "chat_identifier", "display_name", "style", "guid")
            ).items()
        }
        self._chats = side.beside("chat_message_join", "message_id", "chat_id", small=True)
        self._attached = side.beside(
            *("message_attachment_join", "message_id", "attachment_id"), small=True
        )
        self._sent, self._received = clock(IMESSAGE, "sent"), clock(IMESSAGE, "received")

    def _thread(self, chat: Value, row: Row) -> tuple[Thread, bool]:
        members = self._members.get(chat, ())
        group = whole(row[2]) == _GROUP_STYLE or len(members) > 1
        name = text(row[0]) or text(row[3])
        size = len(members) + 1 if group and members else None
        return Thread(f"{APP[0]}:{name}"[:1000], text(row[1])[:1000], size), group

    def record(self, rowid: int, row: Row) -> Record:
        (_, body, attributed, handle_id, from_me, date, delivered, service, subject, *rest) = row
        item, _, _, _, read, edited, retracted, *_ = rest
        record_id, prov = self._named(rowid)
        out = true(from_me)
        chats = self._chats.of(rowid)
        # A conversation has few pairs of speaker and direction, and many messages.
        key = (out, handle_id, chats[0][0] if chats else None)
        parties, thread, flags = self._known.get(key) or self._meet(*key)
        attached = self._attached.of(rowid)
        blobs = tuple([self._blob(attachment) for (attachment,) in attached]) if attached else ()
        words, unread = _words(body, attributed)
        texts = (Text("body", words),) if words else ()
        if subject:
            texts = (Text("subject", text(subject)), *texts)
        came = self._received(delivered) if out and delivered else None
        return Record(
            record_id,
            "message",
            prov,
            subtype=_subtype(item, service),
            app_id=APP[0],
            app_name=APP[1],
            direction="out" if out else "in",
            parties=parties,
            time=(self._sent if out else self._received)(date),
            times=() if came is None else (came,),
            text=texts,
            thread=thread,
            blobs=blobs,
            state=_state(read, edited, retracted),
            extra=_extra(row, chats, unread=unread),
            flags=flags_of(parties, blobs) if blobs else flags,
        )

    def _meet(self, out: bool, handle_id: Value, chat: Value) -> _Met:  # noqa: FBT001 a key's parts
        handle = self._handles.get(handle_id, "")
        found = self._threads.get(chat)
        members = self._members.get(chat, ())
        parties = self._parties(members, handle, out=out, group=found is not None and found[1])
        thread = found[0] if found else Thread(f"{APP[0]}:{handle}"[:1000]) if handle else None
        if len(self._known) >= _MET:
            self._known.clear()
        met = self._known[(out, handle_id, chat)] = (parties, thread, flags_of(parties))
        return met

    def _parties(
        self, members: tuple[str, ...], handle: str, *, out: bool, group: bool
    ) -> tuple[Party, ...]:
        of = self._people.of
        if not group:
            others = (handle,) if handle else members or ("",)
            if out:
                return (OWNER_FROM, *(of(other, "to") for other in others))
            return (of(others[0], "from"),)
        # A group whose members are not listed has an unknown party.
        listed = members or ("",)
        if out:
            return (OWNER_FROM, *(of(member, "to") for member in listed))
        rest = tuple(of(member, "participant") for member in listed if member != handle)
        return (of(handle, "from"), *rest)

    def _blob(self, attachment: Value) -> Blob:
        columns = ("filename", "mime_type", "transfer_name")
        row = self._there.side.row("attachment", attachment, *columns) or (None, None, None)
        path, mime, name = (text(value) for value in row)
        return self._there.attach(path or name, name or base_name(path), mime, "attachment")


def _words(body: Value, attributed: Value) -> tuple[str, bool]:
    """Give the text, and whether there is one that could not be read."""
    if body:
        return text(body), False
    if not isinstance(attributed, bytes) or not attributed:
        return "", False
    found = text_of_stream(attributed)
    return found or "", found is None


def _subtype(item: Value, service: Value) -> str:
    if true(item):
        return "system"
    return "sms" if text(service).upper() == "SMS" else "chat"


def _state(read: Value, edited: Value, retracted: Value) -> dict[str, str]:
    found = {"read": "read"} if true(read) else {}
    if edited and true(edited):
        found["edited"] = "true"
    if retracted and true(retracted):
        found["unsent"] = "true"
    return found


def _extra(row: Row, chats: list[Row], *, unread: bool) -> dict[str, str]:
    found = {}
    for name, place in _SHOWN:
        value = row[place]
        if value:
            found[name] = value if type(value) is str else text(value)
    if len(chats) > 1:
        found["chats"] = str(len(chats))
    if unread:
        found["attributed_body"] = "could not be read"
    return found


STORE = Store(
    "ios-messages",
    ("sms.db",),
    (Table("message", ("handle_id", "is_from_me", "date", "guid"), _COLUMNS, _mapper),),
    helpers=(
        *("handle", "chat", "chat_message_join", "chat_handle_join"),
        *("attachment", "message_attachment_join"),
    ),
)
