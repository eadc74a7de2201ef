"""Made LAVA folders for tests: an index and a database, as small as a test needs."""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

Cell = str | int | float | bytes | None

CHAT_VIEW: dict[str, str | int] = {
    "conversationDiscriminatorColumn": "chat_id",
    "conversationLabelColumn": "chat_name",
    "textColumn": "message",
    "directionColumn": "direction",
    "directionSentValue": "Outgoing",
    "timeColumn": "timestamp",
    "senderColumn": "sender_name",
    "mediaColumn": "media",
}
CHAT = {
    "timestamp": "datetime",
    "delivered": "datetime",
    "direction": "",
    "sender_name": "",
    "chat_name": "",
    "message": "",
    "media": "media",
    "from_id": "",
    "to_id": "",
    "chat_id": "",
}


@dataclass
class Table:
    """An artefact: column names to LAVA types, and rows as dictionaries."""

    key: str
    columns: dict[str, str]
    rows: Sequence[dict[str, Cell]] = ()
    view: dict[str, str | int] | None = None
    declared: int | None = None
    module: str = ""
    source_path: str = "made.db"

    def entry(self) -> dict[str, object]:
        """Give the index's entry."""
        typed = [{"name": name, "type": kind} for name, kind in self.columns.items() if kind]
        return {
            "artifact_key": self.key,
            "name": self.key,
            "tablename": self.key.lower(),
            "module": self.module,
            "record_count": len(self.rows) if self.declared is None else self.declared,
            "source_path": self.source_path,
            "object_columns": typed,
            "data_views": None if self.view is None else {"conversation": self.view},
        }


@dataclass
class Folder:
    """A LAVA folder to write; `loose` tables are in the database and not in the index."""

    tables: Sequence[Table]
    loose: dict[str, int] = field(default_factory=dict)
    media: dict[str, tuple[str, str]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    only_listed: Sequence[str] = ()

    def write(self, folder: Path) -> Path:
        """Write it."""
        folder.mkdir(parents=True)
        listed = [table.entry() for table in self.tables]
        listed += [Table(key, {}).entry() for key in self.only_listed]
        index = {
            "lava_schema_version": 2,
            "parser_info": {"leapp_name": "iLEAPP", "leapp_version": "made"},
            "artifacts": {"Made": listed},
        }
        (folder / "_lava_data.lava").write_text(json.dumps(index))
        with closing(sqlite3.connect(folder / "_lava_artifacts.db")) as database:
            self._fill(database)
            database.commit()
        for name, data in self.files.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(data)
        return folder

    def _fill(self, database: sqlite3.Connection) -> None:
        for table in self.tables:
            name = table.key.lower()
            # Like the tool: TEXT for all, so that bytes and numbers stay what they are.
            columns = ", ".join(f'"{column}"' for column in table.columns)
            database.execute(f'CREATE TABLE "{name}" ({columns})')
            marks = ", ".join("?" * len(table.columns))
            database.executemany(
                f'INSERT INTO "{name}" VALUES ({marks})',  # noqa: S608 made names
                [tuple(row.get(column) for column in table.columns) for row in table.rows],
            )
        for name, count in self.loose.items():
            database.execute(f'CREATE TABLE "{name}" (a)')
            database.executemany(f'INSERT INTO "{name}" VALUES (?)', [(1,)] * count)  # noqa: S608
        database.execute("CREATE TABLE _lava_media_items (id, extraction_path, type)")
        database.execute("CREATE TABLE _lava_media_references (id, media_item_id)")
        for reference, (path, mime) in self.media.items():
            item = f"item-{reference}"
            database.execute("INSERT INTO _lava_media_items VALUES (?, ?, ?)", (item, path, mime))
            database.execute("INSERT INTO _lava_media_references VALUES (?, ?)", (reference, item))
