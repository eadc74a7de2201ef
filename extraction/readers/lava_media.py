"""LAVA media: from the reference that a row cites to the file beside the database.

docs/readers.md 1. A file that the tool lists and that is not there is a missing medium,
said in the record and the ledger.
"""

import sqlite3

from extraction.reader import ReadContext, absent_blob
from extraction.record import Blob
from extraction.source import Source, read_member
from extraction.sqlite_source import columns_of, rows_of, tables_of

_ITEMS = "_lava_media_items"
_REFERENCES = "_lava_media_references"


class MediaIndex:
    """Finds media by reference; each file is taken in once."""

    def __init__(
        self, connection: sqlite3.Connection, source: Source, context: ReadContext
    ) -> None:
        self._source = source
        self._context = context
        self._items: dict[str, tuple[str, str]] = {}
        self._references: dict[str, str] = {}
        self._blobs: dict[str, Blob] = {}
        tables = tables_of(connection)
        if _ITEMS in tables and _REFERENCES in tables:
            self._load(connection)

    def _load(self, connection: sqlite3.Connection) -> None:
        wanted = ["id", "extraction_path", "type"]
        if not set(wanted) <= set(columns_of(connection, _ITEMS)):
            return
        for _, row in rows_of(connection, _ITEMS, wanted):
            path = str(row["extraction_path"] or "")
            self._items[str(row["id"])] = (path, str(row["type"] or ""))
        for _, row in rows_of(connection, _REFERENCES, ["id", "media_item_id"]):
            self._references[str(row["id"])] = str(row["media_item_id"])

    def blob(self, reference: str) -> Blob | None:
        """Give the medium of a reference; None when the tool lists no such one."""
        item = self._references.get(reference, reference)
        if item not in self._items:
            return None
        if item not in self._blobs:
            self._blobs[item] = self._take(item)
        return self._blobs[item]

    def _take(self, item: str) -> Blob:
        path, mime = self._items[item]
        member = self._source.member(path)
        if member is None:
            self._context.ledger.missing.append(f"medium {item[:40]}")
            return absent_blob(path, mime)
        sha256, size = self._context.blobs.take(read_member(member), mime)
        return Blob(sha256, size, path.rsplit("/", 1)[-1], mime)
