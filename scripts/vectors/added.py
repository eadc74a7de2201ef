"""Vectors of docs/formats/addition.md 1 and 3: files that she adds, and the records of them.

Each file holds one case: why (`about`), the file (`name`, `kind`, `data` in hex, `place`), the day
as her device gave it (`day`, `first` and `next` in seconds, or null), and the canonical record, or
null where the first bytes contradict what she says. Python and TypeScript run every one.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from extraction.added import Added, check_kind, member_of, record_of, words_of
from extraction.errors import UnknownSource
from extraction.media_type import HEAD, sniff
from extraction.record import marshal_record
from extraction.record_parts import Time

SOURCE = hashlib.sha256(b"added vectors").digest()
LONDON = {"day": "2026-03-29", "first": 1_774_742_400, "next": 1_774_825_200}
BEFORE = {"day": "1969-07-20", "first": -14_256_000, "next": -14_169_600}
FAR = {"day": "2300-01-01", "first": 10_413_792_000, "next": 10_413_878_400}
JPEG, PDF, OGG = b"\xff\xd8\xff\xe0\0\x10JFIF\0", b"%PDF-1.7\n", b"OggS\0\x02"
MP4, THREE_GP, M4A = (b"\0\0\0\x18ftyp" + brand for brand in (b"isom", b"3gp4", b"M4A "))


def rows() -> dict[str, tuple[str, str, str, bytes, dict[str, Any] | None]]:
    """Give each case: why, its name, kind, bytes and day."""
    words = "She said: “no”.\n".encode()
    return {
        "order": ("a court order of a day", "order.pdf", "court_order", PDF, LONDON),
        "undated": ("a day that she does not know", "paper.pdf", "document", PDF, None),
        "photo": ("a picture", "door.jpg", "photo", JPEG, None),
        "photo-paper": ("a paper is no picture", "door.jpg", "photo", PDF, None),
        "photo-unknown": (
            "a picture of a kind that is not known",
            "door.tif",
            "photo",
            b"II*\0",
            None,
        ),
        "audio": ("a recording", "call.ogg", "audio", OGG, None),
        "audio-film": ("recorders put sound into film files", "call.3gp", "audio", THREE_GP, None),
        "audio-m4a": ("sound by its brand", "call.m4a", "audio", M4A, None),
        "audio-picture": ("a picture is no recording", "call.ogg", "audio", JPEG, None),
        "video": ("a film", "gate.mp4", "video", MP4, None),
        "video-sound": ("sound is no film", "gate.mp4", "video", OGG, None),
        "statement-sound": ("a statement that was spoken", "me.ogg", "statement", OGG, LONDON),
        "statement-picture": (
            "a statement that was photographed",
            "me.jpg",
            "statement",
            JPEG,
            None,
        ),
        "words": ("a short text has its words in the record", "me.TXT", "statement", words, LONDON),
        "words-mark": (
            "a byte order mark stays",
            "me.txt",
            "statement",
            b"\xef\xbb\xbf" + words,
            None,
        ),
        "words-zero": ("a zero byte makes it no text", "me.txt", "statement", b"a\0b", None),
        "words-latin": ("not UTF-8", "me.txt", "statement", b"caf\xe9", None),
        "words-other": ("another ending", "me.md", "statement", words, None),
        "name": ("a name in other letters", "قرار المحكمة.pdf", "court_order", PDF, None),
        "before-1970": ("a day that has no interval", "old.pdf", "document", PDF, BEFORE),
        "after-2255": ("a day beyond canonical numbers", "old.pdf", "document", PDF, FAR),
    }


def time_of(day: dict[str, Any] | None) -> Time | None:
    """Give the time of a day as her device gave it."""
    if day is None:
        return None
    lo, hi = day["first"] * 1_000_000, day["next"] * 1_000_000 - 1
    if not 0 < lo <= hi < 2**53:
        return Time(day["day"], "local", "created", "unknown")
    return Time(day["day"], "local", "created", "device_assumed", lo, hi)


def record(case: dict[str, Any]) -> str | None:
    """Make the record of a case; None where the file is something else than she says."""
    data, name, place = bytes.fromhex(case["data"]), case["name"], case["place"]
    sniffed = sniff(data[:HEAD])
    try:
        check_kind(place, case["kind"], sniffed)
    except UnknownSource:
        return None
    added = Added(Path(name), case["kind"], time_of(case["day"]))
    blob = hashlib.sha256(data).hexdigest(), len(data)
    source = bytes.fromhex(case["source"])
    made = record_of(source, member_of(place, name), added, blob, sniffed, words_of(name, data))
    return marshal_record(made).decode()


def write(folder: Path) -> None:
    """Write every case into a folder, one file each."""
    folder.mkdir(parents=True, exist_ok=True)
    for place, (key, (about, name, kind, data, day)) in enumerate(rows().items(), start=1):
        case: dict[str, Any] = {"about": about, "name": name, "kind": kind, "data": data.hex()}
        case |= {"place": place, "source": SOURCE.hex(), "day": day}
        case["record"] = record(case)
        text = json.dumps(case, indent=1, ensure_ascii=False)
        (folder / f"{key}.json").write_text(text + "\n", "utf-8")
