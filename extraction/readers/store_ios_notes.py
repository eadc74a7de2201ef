"""Notes of an iPhone: `NoteStore.sqlite`.

docs/readers.md 10. Tried on iOS 15 and 16 (real). A note's words are a protocol buffer
inside gzip. A note under a password is encrypted: its body is not there, and the record
says so; its title and dates are. Times are Cocoa seconds.
"""

import zlib

from extraction.readers.protobuf_fields import first_bytes
from extraction.readers.store_rows import Row
from extraction.readers.store_schema import Mapper, Store, StoreContext, Table, extra_of
from extraction.readers.store_values import clock, text, true
from extraction.record import Record, Text, Time
from extraction.sqlite_source import Value

APP = ("ios.notes", "Notes")
MAX_NOTE = 16 * 1024 * 1024
_GZIP = b"\x1f\x8b"
_PATH = (2, 3, 2)
"""Document, note, text."""

_COLUMNS = ("ZNOTE", "ZDATA", "ZCRYPTOTAG")
# Core Data numbers columns of one name anew with each version of the schema.
_CREATED = ("ZCREATIONDATE3", "ZCREATIONDATE1", "ZCREATIONDATE", "ZCREATIONDATE2")
_MODIFIED = ("ZMODIFICATIONDATE1", "ZMODIFICATIONDATE", "ZMODIFICATIONDATE2")
_TITLE = ("ZTITLE1", "ZTITLE")
_NOTE = (
    *(*_CREATED, *_MODIFIED, *_TITLE, "ZISPASSWORDPROTECTED", "ZMARKEDFORDELETION"),
    *("ZIDENTIFIER", "ZSNIPPET", "ZPASSWORDHINT", "ZFOLDER", "ZISPINNED"),
)


def _notes(there: StoreContext) -> Mapper:
    created, modified = clock("cocoa_s", "created"), clock("cocoa_s", "modified")

    def record(rowid: int, row: Row) -> Record:
        _, note, data, tag = row
        found = there.side.row("ZICCLOUDSYNCINGOBJECT", note, *_NOTE) or (None,) * len(_NOTE)
        of = dict(zip(_NOTE, found, strict=True))
        title = _first(of, _TITLE)
        locked = true(of["ZISPASSWORDPROTECTED"]) or tag is not None
        body, unread = ("", False) if locked else _body(data)
        texts = [Text("title", text(title))] if title else []
        if body:
            texts.append(Text("body", body))
        elif of["ZSNIPPET"] and not locked:
            texts.append(Text("note", text(of["ZSNIPPET"])))
        time: Time | None = created(_first(of, _CREATED))
        changed = modified(_first(of, _MODIFIED))
        folder = there.side.row("ZICCLOUDSYNCINGOBJECT", of["ZFOLDER"], "ZTITLE2", "ZTITLE1")
        return Record(
            *(there.record_id(rowid), "note", there.prov(rowid)),
            app_id=APP[0],
            app_name=APP[1],
            time=time,
            times=() if changed is None else (changed,),
            text=tuple(texts),
            state=extra_of(
                status="protected" if locked else "",
                deleted="deleted" if true(of["ZMARKEDFORDELETION"]) else "",
            ),
            extra=extra_of(
                identifier=text(of["ZIDENTIFIER"]),
                folder=text(folder[0] or folder[1]) if folder else "",
                password_hint=text(of["ZPASSWORDHINT"]),
                body="protected by a password, and not read" if locked else "",
                data="the body could not be read" if unread else "",
            ),
        )

    return record


def _first(of: dict[str, Value], names: tuple[str, ...]) -> Value:
    return next((of[name] for name in names if of[name] is not None), None)


def _body(data: Value) -> tuple[str, bool]:
    """Give a note's words, and whether there are some that could not be read."""
    if not isinstance(data, bytes) or not data:
        return "", False
    if not data.startswith(_GZIP):
        return "", True
    inflater = zlib.decompressobj(31)
    try:
        inflated = inflater.decompress(data, MAX_NOTE)
        found = first_bytes(inflated, *_PATH)
    except (zlib.error, ValueError):
        return "", True
    if found is None or inflater.unconsumed_tail:
        return "", True
    return found.decode("utf-8", "replace"), False


STORE = Store(
    "ios-notes",
    ("notestore.sqlite",),
    (Table("ZICNOTEDATA", ("ZNOTE", "ZDATA"), _COLUMNS, _notes),),
    helpers=(),
)
