"""A made phone extraction, for demonstrations, tests and measurements.

The layout is LEAPP's LAVA output, schema 2 (docs/readers.md): an index and one
SQLite database with a table for each artefact. Everybody in it is made up; the
numbers are from the range that Ofcom keeps for drama (07700 900000 to 900999).
"""

import json
import sqlite3
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extraction import made_words
from vault.ids import Random

DAY = 86_400
FIRST_DAY = 1_775_001_600  # 2026-04-01T00:00:00Z
OWNER = "447700900100@s.whatsapp.net"

Value = str | int | float | None
Row = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Artifact:
    """One LAVA table: its key, the tool's title, columns with their types, and the view."""

    key: str
    title: str
    columns: tuple[tuple[str, str], ...]
    view: tuple[tuple[str, Value], ...] = ()


MESSAGES = Artifact(
    "whatsAppMessages",
    "WhatsApp - Messages",
    (
        ("timestamp", "datetime"),
        ("direction", ""),
        ("sender_name", ""),
        ("chat_name", ""),
        ("message", ""),
        ("attachment_file", "media"),
        ("from_id", ""),
        ("to_id", ""),
        ("chat_id", ""),
    ),
    (
        ("conversationDiscriminatorColumn", "chat_id"),
        ("conversationLabelColumn", "chat_name"),
        ("textColumn", "message"),
        ("directionColumn", "direction"),
        ("directionSentValue", "Outgoing"),
        ("timeColumn", "timestamp"),
        ("senderColumn", "sender_name"),
        ("mediaColumn", "attachment_file"),
    ),
)
CALLS = Artifact(
    "whatsAppCallHistory",
    "WhatsApp - Call History",
    (
        ("starting_timestamp", "datetime"),
        ("ending_timestamp", "datetime"),
        ("duration_hms", ""),
        ("direction", ""),
        ("disconnected_cause", ""),
        ("contact_id", ""),
        ("contact_fullname", ""),
        ("phone_number", "phonenumber"),
    ),
)
CONTACTS = Artifact(
    "addressBook",
    "Address Book",
    (
        ("creation_date", "datetime"),
        ("modification_date", "datetime"),
        ("first_name", ""),
        ("last_name", ""),
        ("phone_numbers", "phonenumber"),
        ("email_addresses", ""),
        ("storage_place", ""),
    ),
)
PLACES = Artifact(
    "madeLocations",
    "Places",
    (("timestamp", "datetime"), ("latitude", ""), ("longitude", ""), ("label", "")),
)
HISTORY = Artifact(
    "safariHistory",
    "Safari Browser - History",
    (("visit_time", "datetime"), ("title", ""), ("url", ""), ("visit_count", "")),
)


class _Dice:
    """Choices drawn from the given chance."""

    def __init__(self, random: Random) -> None:
        self._random = random

    def below(self, limit: int) -> int:
        return int.from_bytes(self._random(8)) % limit

    def pick(self, choices: Sequence[str]) -> str:
        return choices[self.below(len(choices))]


def write_made_source(folder: Path, *, random: Random, days: int = 60) -> Path:
    """Write a made extraction of about 60 records a day; give the folder.

    Args:
        folder: must not exist yet.
        random: chance; the same chance writes the same rows.
        days: how many days of life it spans, from 2026-04-01 on.
    """
    folder.mkdir(parents=True)
    dice = _Dice(random)
    database = sqlite3.connect(folder / "_lava_artifacts.db")
    try:
        media = _Media(folder, database, dice)
        tables = {
            MESSAGES: list(_messages(dice, media, days)),
            CALLS: list(_calls(dice, days)),
            CONTACTS: list(_contacts()),
            PLACES: list(_places(dice, days)),
            HISTORY: list(_history(dice, days)),
        }
        for artifact, rows in tables.items():
            _write_table(database, artifact, rows)
        media.write_index()
        database.commit()
    finally:
        database.close()
    counts = {artifact.key: len(rows) for artifact, rows in tables.items()}
    (folder / "_lava_data.lava").write_text(json.dumps(_index(counts), indent=1), "utf-8")
    return folder


def _messages(dice: _Dice, media: "_Media", days: int) -> Iterator[Row]:
    for day in range(days):
        for chat_id, chat_name, members in made_words.CHATS:
            for _ in range(2 + dice.below(9)):
                at = FIRST_DAY + day * DAY + 7 * 3600 + dice.below(15 * 3600)
                sender_id, sender = members[dice.below(len(members))]
                own = sender_id == OWNER
                picture = media.add() if dice.below(150) == 0 else None
                yield (
                    at,
                    "Outgoing" if own else "Incoming",
                    "Local User" if own else sender,
                    chat_name,
                    dice.pick(made_words.SENTENCES),
                    picture,
                    sender_id,
                    chat_id if own else OWNER,
                    chat_id,
                )


def _calls(dice: _Dice, days: int) -> Iterator[Row]:
    for day in range(days):
        for _ in range(dice.below(5)):
            number, name = made_words.PEOPLE[dice.below(len(made_words.PEOPLE))]
            start = FIRST_DAY + day * DAY + 8 * 3600 + dice.below(13 * 3600)
            length = dice.below(1800)
            shown = f"{length // 3600:02}:{length // 60 % 60:02}:{length % 60:02}"
            direction = dice.pick(("Outgoing", "Incoming"))
            jid = f"{number.lstrip('+')}@s.whatsapp.net"
            yield (start, start + length, shown, direction, "Ended", jid, name, number)


def _contacts() -> Iterator[Row]:
    for place, (number, name) in enumerate(made_words.PEOPLE):
        first, _, last = name.partition(" ")
        made = FIRST_DAY - (place + 1) * 30 * DAY
        mail = f"{first.lower()}@example.org"
        yield (made, made, first, last or None, f"Mobile: {number}", f"Home: {mail}", "Card")


def _places(dice: _Dice, days: int) -> Iterator[Row]:
    for day in range(days):
        for _ in range(dice.below(12)):
            label, latitude, longitude = made_words.PLACES[dice.below(len(made_words.PLACES))]
            at = FIRST_DAY + day * DAY + dice.below(DAY)
            yield (
                at,
                f"{latitude + dice.below(100) / 1e5:.5f}",
                f"{longitude + dice.below(100) / 1e5:.5f}",
                label,
            )


def _history(dice: _Dice, days: int) -> Iterator[Row]:
    for day in range(days):
        for _ in range(dice.below(14)):
            title, url = made_words.PAGES[dice.below(len(made_words.PAGES))]
            at = FIRST_DAY + day * DAY + dice.below(DAY)
            yield (at, title, url, 1 + dice.below(20))


class _Media:
    """Small pictures beside the database, and LAVA's two tables that list them."""

    def __init__(self, folder: Path, database: sqlite3.Connection, dice: _Dice) -> None:
        self._folder = folder
        self._database = database
        self._dice = dice
        self._items: list[tuple[str, str, str]] = []
        (folder / "media").mkdir()

    def add(self) -> str:
        """Write one picture; give the reference that a row cites."""
        number = len(self._items)
        name = f"{number:040x}"
        path = f"media/{name}.png"
        shade = bytes(self._dice.below(256) for _ in range(3))
        (self._folder / path).write_bytes(_picture(64, 48, shade))
        reference = f"{number + 2**32:040x}"
        self._items.append((name, reference, path))
        return reference

    def write_index(self) -> None:
        """Write the tables that tie references to files."""
        self._database.execute(
            "CREATE TABLE _lava_media_items (id TEXT PRIMARY KEY, source_path TEXT,"
            " extraction_path TEXT, type TEXT, metadata TEXT, created_at INTEGER,"
            " updated_at INTEGER, is_embedded INTEGER)"
        )
        self._database.execute(
            "CREATE TABLE _lava_media_references (id TEXT PRIMARY KEY, media_item_id TEXT,"
            " module_name TEXT, artifact_name TEXT, name TEXT)"
        )
        for name, reference, path in self._items:
            self._database.execute(
                "INSERT INTO _lava_media_items VALUES (?, ?, ?, 'image/png', '', NULL, NULL, 0)",
                (name, f"Media/{name}.png", path),
            )
            self._database.execute(
                "INSERT INTO _lava_media_references VALUES (?, ?, 'whatsApp', ?, '')",
                (reference, name, MESSAGES.title),
            )


def _picture(width: int, height: int, shade: bytes) -> bytes:
    """Draw a PNG of one colour that fades downwards."""
    lines = b"".join(
        b"\0" + bytes(part * (height - line) // height for part in shade) * width
        for line in range(height)
    )

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(lines))
        + chunk(b"IEND", b"")
    )


def _write_table(database: sqlite3.Connection, artifact: Artifact, rows: Sequence[Row]) -> None:
    # Table and column names are the constants above, never input.
    columns = ", ".join(name for name, _ in artifact.columns)
    places = ", ".join("?" for _ in artifact.columns)
    table = artifact.key.lower()
    database.execute(f"CREATE TABLE {table} ({columns})")
    database.executemany(f"INSERT INTO {table} VALUES ({places})", rows)  # noqa: S608 constants


def _index(counts: dict[str, int]) -> dict[str, object]:
    listed: dict[str, list[object]] = {}
    for artifact in (MESSAGES, CALLS, CONTACTS, PLACES, HISTORY):
        entry: dict[str, object] = {
            "artifact_key": artifact.key,
            "name": artifact.title,
            "tablename": artifact.key.lower(),
            "module": artifact.key,
            "column_map": {name: name.replace("_", " ").title() for name, _ in artifact.columns},
            "record_count": counts[artifact.key],
            "source_path": f"made/{artifact.key}.sqlite",
            "object_columns": [
                {"name": name, "type": kind} for name, kind in artifact.columns if kind
            ],
        }
        if artifact.view:
            entry["data_views"] = {"conversation": dict(artifact.view)}
        listed[artifact.title] = [entry]
    return {
        "lava_schema_version": 2,
        "parser_info": {"leapp_name": "made", "leapp_version": "1", "leapp_mode": "CLI"},
        "param_input": "made",
        "param_output": "made",
        "param_type": "fs",
        "processing_status": "Complete",
        "lava_db_name": "_lava_artifacts.db",
        "modules": [],
        "artifacts": listed,
    }
