"""Messages of an iPhone: `sms.db`.

docs/readers.md 10. Tried on iOS 13 and 14 (a real backup) and on made databases of the
columns of iOS 15 to 17. Times are Cocoa seconds before iOS 11 and nanoseconds since. A
message may have no handle, no chat and no text: it is a message.
"""

from extraction.parties import names_one
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
from extraction.threads import thread_id

APP = ("ios.messages", "Messages")
_DIRECT_STYLE = 45
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
        self._known: dict[tuple[bool, Value, tuple[Row, ...]], _Met] = {}
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
        # What was deleted in the last thirty days is kept, with its chat in another table.
        self._deleted = side.lookup("chat_recoverable_message_join", "message_id")
        self._chats = side.beside("chat_message_join", "message_id", "chat_id", small=True)
        self._attached = side.beside(
            *("message_attachment_join", "message_id", "attachment_id"), small=True
        )
        self._sent, self._received = clock(IMESSAGE, "sent"), clock(IMESSAGE, "received")

    def _thread(self, chat: Value, row: Row) -> tuple[Thread, str]:
        """Give a conversation, and its one other person where it says that there is one."""
        members = self._members.get(chat, ())
        name = text(row[0]) or text(row[3])
        one = ""
        if len(members) <= 1 and whole(row[2]) == _DIRECT_STYLE:
            one = members[0] if members else name
        elif set(members) <= {name} and row[2] is None and names_one(name, self._there.region):
            one = name
        size = len(members) + 1 if members and not one else None
        own = thread_id(APP[0], name) if name else ""
        return Thread(own, text(row[1])[:1000], size), one

    def record(self, rowid: int, row: Row) -> Record:
        (_, body, attributed, handle_id, from_me, date, delivered, service, subject, *rest) = row
        item, _, _, _, read, edited, retracted, *_ = rest
        record_id, prov = self._named(rowid)
        out = true(from_me)
        chats = self._chats.of(rowid)
        # A conversation has few pairs of speaker and direction, and many messages.
        key = (out, handle_id, tuple(chats))
        parties, thread, flags = self._known.get(key) or self._meet(*key)
        attached = self._attached.of(rowid)
        blobs = tuple([self._blob(attachment) for (attachment,) in attached]) if attached else ()
        words, unread = _words(body, attributed)
        texts = (Text("body", words),) if words else ()
        if subject:
            texts = (Text("subject", text(subject)), *texts)
        came = self._received(delivered) if out and delivered else None
        # By place: names would take a tenth of the whole reading.
        return Record(
            record_id,
            "message",
            prov,
            _subtype(item, service),
            APP[0],
            APP[1],
            "out" if out else "in",
            parties,
            (self._sent if out else self._received)(date),
            () if came is None else (came,),
            texts,
            thread,
            blobs,
            None,
            _state(read, edited, retracted, deleted=rowid in self._deleted),
            None,
            _extra(row, chats, unread=unread),
            flags_of(parties, blobs) if blobs else flags,
        )

    def _meet(self, out: bool, handle_id: Value, chats: tuple[Row, ...]) -> _Met:  # noqa: FBT001 a key's parts
        handle = self._handles.get(handle_id, "")
        found = [self._threads.get(chat) for (chat,) in chats]
        members = dict.fromkeys(
            member for (chat,) in chats for member in self._members.get(chat, ())
        )
        # One person's conversations by text message and by iMessage have one id.
        same = len({each and (each[0].id, each[1]) for each in found}) == 1
        first = found[0] if same else None
        parties = self._parties(
            tuple(members), handle, out=out, one="" if first is None else first[1]
        )
        if first is None and not flags_of(parties):
            # Without its conversation, or in several, nobody can tell who else was there.
            parties = (*parties, Party("participant"))
        if len(self._known) >= _MET:
            self._known.clear()
        met = (parties, None if first is None else first[0], flags_of(parties))
        self._known[(out, handle_id, chats)] = met
        return met

    def _parties(
        self, members: tuple[str, ...], handle: str, *, out: bool, one: str
    ) -> tuple[Party, ...]:
        of = self._people.of
        if one:
            if out:
                return (OWNER_FROM, *self._also(of(one, "to"), handle))
            return self._also(of(handle or one, "from"), one)
        role = "to" if out else "participant"
        others = [of(member, role) for member in members]
        several = len({other.id_norm or other.id_raw for other in others}) > 1
        if not several and (out or handle):
            # One whose members are not listed, or in which one alone is, has an unknown party.
            others.append(of("", role))
        if out:
            return (OWNER_FROM, *others)
        first = of(handle, "from")
        known = (first.id_norm or first.id_raw) or None
        return (first, *(one for one in others if (one.id_norm or one.id_raw) != known))

    def _also(self, party: Party, other: str) -> tuple[Party, ...]:
        """Give a party, and the one that another column names where that is somebody else."""
        also = self._people.of(other, "participant")
        known = not other or (also.id_norm or also.id_raw) == (party.id_norm or party.id_raw)
        return (party,) if known else (party, also)

    def _blob(self, attachment: Value) -> Blob:
        columns = ("filename", "mime_type", "transfer_name")
        row = self._there.side.row("attachment", attachment, *columns) or (None, None, None)
        path, mime, name = (text(value) for value in row)
        # The other name is the sender's own word for it.
        return self._there.attach(path, name or base_name(path), mime, "attachment")


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


def _state(read: Value, edited: Value, retracted: Value, *, deleted: bool) -> dict[str, str]:
    found = {"read": "read"} if true(read) else {}
    if deleted:
        found["deleted"] = "deleted"
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
        "chat_recoverable_message_join",
        *("handle", "chat", "chat_message_join", "chat_handle_join"),
        *("attachment", "message_attachment_join"),
    ),
)
