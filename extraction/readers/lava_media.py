"""LAVA media: from the reference that a row cites to the file beside the database.

docs/readers.md 1. A file that the tool lists and that is not there is a missing medium,
said in the record and the ledger.
"""

from extraction.reader import ReadContext, absent_blob
from extraction.readers.lava_values import cell
from extraction.record import Blob
from extraction.source import Source, read_member
from extraction.sqlite_source import Database, columns_of, rows_of, tables_of

_ITEMS = "_lava_media_items"
_REFERENCES = "_lava_media_references"


class MediaIndex:
    """Finds media by reference; each file is taken in once."""

    def __init__(self, database: Database, source: Source, context: ReadContext) -> None:
        self._source = source
        self._context = context
        self._items: dict[str, tuple[str, str]] = {}
        self._references: dict[str, str] = {}
        self._blobs: dict[str, Blob] = {}
        tables = tables_of(database)
        if _ITEMS in tables and _REFERENCES in tables:
            self._load(database)

    def _load(self, database: Database) -> None:
        wanted = ["id", "extraction_path", "type"]
        if not set(wanted) <= set(columns_of(database, _ITEMS)):
            return
        for _, row in rows_of(database, _ITEMS, wanted):
            key, item = cell(row["id"]), (cell(row["extraction_path"]), cell(row["type"])[:100])
            # Of two files of one id nobody can tell which a row means.
            self._items[key] = item if self._items.get(key, item) == item else ("", "")
        for _, row in rows_of(database, _REFERENCES, ["id", "media_item_id"]):
            key, named = cell(row["id"]), cell(row["media_item_id"])
            self._references[key] = named if self._references.get(key, named) == named else ""

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
        # The tool's own files hold everything it read: they are nobody's attachment.
        member = None if path.startswith("_") else self._source.member(path)
        if member is None:
            self._context.ledger.miss(f"medium {item[:40]}")
            return absent_blob(path[:1000], mime)
        return self._context.take_blob(read_member(member), path.rsplit("/", 1)[-1], mime)
