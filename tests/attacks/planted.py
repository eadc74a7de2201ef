"""A made phone whose pictures and messages hide when and where, and a release of it."""

import hashlib
import sqlite3
from pathlib import Path

from extraction.made import MESSAGES, write_made_source
from tests import hidden
from tests.conftest import seeded_random

CHAT = "whatsapp:447700900101@s.whatsapp.net"
LATITUDE, LONGITUDE = "51.4987123", "-0.1299456"
NAMED = "Wharf steps 7731"
PLACED = 3
OTHERS = {
    "heic": b"\0\0\0\x18ftypheic\0\0\0\0" + hidden.TIFF,
    "film": b"\0\0\0\x18ftypmp42\0\0\0\0" + hidden.WORDS,
    "paper": b"%PDF-1.4 " + hidden.WORDS,
    "sound": b"OggS" + hidden.WORDS,
}
SECRETS = (*hidden.SECRETS, hidden.WORDS, hidden.XMP, LATITUDE.encode(), NAMED.encode())


def attached() -> dict[str, bytes]:
    """Give every file that the conversation holds, by name."""
    return {
        **hidden.hiding(),
        **{f"clean-{name}": data for name, data in hidden.clean().items()},
        **OTHERS,
    }


def write_planted_source(folder: Path) -> Path:
    """Write a made extraction whose one conversation holds all these files, and places."""
    write_made_source(folder, random=seeded_random("planted"), days=14)
    database = sqlite3.connect(folder / "_lava_artifacts.db")
    try:
        _plant(database, folder)
        database.commit()
    finally:
        database.close()
    return folder


def _plant(database: sqlite3.Connection, folder: Path) -> None:
    for column in ("latitude", "longitude", "place_label", "label"):
        database.execute(f"ALTER TABLE whatsappmessages ADD COLUMN {column}")
    own = CHAT.removeprefix("whatsapp:")
    rows = database.execute(
        "SELECT rowid FROM whatsappmessages WHERE chat_id = ? AND attachment_file IS NULL"
        " ORDER BY timestamp",
        (own,),
    ).fetchall()
    files = attached()
    for number, ((rowid,), (name, data)) in enumerate(zip(rows, files.items(), strict=False)):
        path = f"media/planted-{name}.bin"
        (folder / path).write_bytes(data)
        item, reference = f"{number + 2**40:040x}", f"{number + 2**41:040x}"
        database.execute(
            "INSERT INTO _lava_media_items VALUES (?, ?, ?, '', '', NULL, NULL, 0)",
            (item, f"Media/{name}.bin", path),
        )
        database.execute(
            "INSERT INTO _lava_media_references VALUES (?, ?, 'whatsApp', ?, '')",
            (reference, item, MESSAGES.title),
        )
        database.execute(
            "UPDATE whatsappmessages SET attachment_file = ? WHERE rowid = ?", (reference, rowid)
        )
    assert len(rows) >= len(files) + PLACED
    for (rowid,) in rows[len(files) : len(files) + PLACED]:
        database.execute(
            "UPDATE whatsappmessages SET latitude = ?, longitude = ?, place_label = ?,"
            " label = ? WHERE rowid = ?",
            (LATITUDE, LONGITUDE, NAMED, NAMED, rowid),
        )


def name_of(data: bytes) -> str:
    """Give the SHA-256 that a medium is named by."""
    return hashlib.sha256(data).hexdigest()
