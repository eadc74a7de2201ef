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
    extra_of,
    flags_of,
)
from extraction.readers.store_values import IMESSAGE, clock, text, true, whole
from extraction.readers.typedstream import text_of_stream
from extraction.record import Blob, Party, Record, Text, Thread
from extraction.sqlite_source import Value

APP = ("ios.messages", "Messages")
_GROUP_STYLE = 43
_COLUMNS = (
    *("text", "attributedBody", "handle_id", "is_from_me", "date", "date_delivered"),
    *("service", "subject", "item_type", "guid", "associated_message_guid"),
    *("associated_message_type", "is_read", "date_edited", "date_retracted"),
    *("thread_originator_guid", "date_read", "group_title", "destination_caller_id"),
    *("balloon_bundle_id", "error", "other_handle"),
)

_SHOWN = (
    *("guid", "service", "associated_message_guid", "thread_originator_guid", "item_type"),
    *("date_read", "group_title", "destination_caller_id", "balloon_bundle_id", "error"),
    "other_handle",
)


def _mapper(there: StoreContext) -> Mapper:
    messages = _Messages(there)
    return messages.record


class _Messages:
    def __init__(self, there: StoreContext) -> None:
        side = there.side
        self._there = there
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
        self._chats = side.beside("chat_message_join", "message_id", "chat_id")
        self._attached = side.beside("message_attachment_join", "message_id", "attachment_id")
        self._sent = clock(IMESSAGE, "sent")
        self._received = clock(IMESSAGE, "received")

    def _thread(self, chat: Value, row: Row) -> tuple[Thread, bool]:
        members = self._members.get(chat, ())
        group = whole(row[2]) == _GROUP_STYLE or len(members) > 1
        name = text(row[0]) or text(row[3])
        size = len(members) + 1 if group and members else None
        return Thread(f"{APP[0]}:{name}"[:1000], text(row[1])[:1000], size), group

    def record(self, rowid: int, row: Row) -> Record:
        (_, body, attributed, handle_id, from_me, date, delivered, service, subject, *rest) = row
        item, _, _, _, read, edited, retracted, *_ = rest
        out = true(from_me)
        handle = self._handles.get(handle_id, "")
        chats = self._chats.of(rowid)
        found = self._threads.get(chats[0][0]) if chats else None
        parties = self._parties(out=out, handle=handle, chats=chats, found=found)
        blobs = tuple(self._blob(attachment) for (attachment,) in self._attached.of(rowid))
        words, unread = _words(body, attributed)
        texts = (Text("body", words),) if words else ()
        if subject:
            texts = (Text("subject", text(subject)), *texts)
        thread = found[0] if found else Thread(f"{APP[0]}:{handle}"[:1000]) if handle else None
        came = self._received(delivered) if out and delivered else None
        return Record(
            *(self._there.record_id(rowid), "message", self._there.prov(rowid)),
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
            state=extra_of(
                edited="true" if true(edited) else "",
                unsent="true" if true(retracted) else "",
                read="read" if true(read) else "",
            ),
            extra=_extra(row, chats, unread=unread),
            flags=flags_of(parties, blobs),
        )

    def _parties(
        self, *, out: bool, handle: str, chats: list[Row], found: tuple[Thread, bool] | None
    ) -> tuple[Party, ...]:
        of = self._people.of
        if found is None or not found[1]:
            members: tuple[str, ...] = ()
            if not handle and chats:
                members = self._members.get(chats[0][0], ())
            others = members or (handle,)
            if out:
                return (OWNER_FROM, *(of(other, "to") for other in others))
            return tuple(of(other, "from") for other in others[:1])
        members = self._members.get(chats[0][0], ())
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


def _extra(row: Row, chats: list[Row], *, unread: bool) -> dict[str, str]:
    of = dict(zip(_COLUMNS, row[1:], strict=True))
    found = {name: text(of[name]) for name in _SHOWN if of[name]}
    if of["associated_message_guid"] or of["associated_message_type"]:
        found["associated_message_type"] = text(of["associated_message_type"])
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
