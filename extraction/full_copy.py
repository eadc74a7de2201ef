"""A full copy of an extraction: everything opened, for the survivor alone, and what proves it.

docs/formats/full-copy.md. Her browser makes the same files as one ZIP
(frontend/src/keys/full_copy.ts). It is not sealed: where it lies is hers to decide.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from extraction.client import OpenedExtraction
from extraction.package import CERTS, INGEST, README, RECEIPT, SURVIVOR
from extraction.readable import page_name, page_of
from vault.canonical import Json, b64, marshal, parse_object
from vault.catalogue import Catalogue, ObjectRow
from vault.custody import LEAVES, marshal_certs
from vault.identity import Bundle

CONTENTS = "contents.json"
SEGMENTS = "segments.jsonl"
OBJECTS = "objects/"
RECORDS = "records/"
WORDS = (
    "This is a full copy of what lies sealed for you. It is not sealed: whoever has it can read"
    ' it.\n"records" holds every record, one on each line. "objects" holds pictures and other'
    ' files.\nIn "records", files that end in .html show the records in a browser.\nThe other files'
    " show that nothing was changed. To check it: safehold check-copy\n"
)

_PIECE = 4 * 1024 * 1024
_KIND = re.compile(r"[a-z_]{1,32}")
_ENDINGS = {
    "application/json": ".json",
    "application/pdf": ".pdf",
    "audio/aac": ".aac",
    "audio/amr": ".amr",
    "audio/mp4": ".m4a",
    "audio/mpeg": ".mp3",
    "audio/ogg": ".ogg",
    "image/gif": ".gif",
    "image/heic": ".heic",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "text/plain": ".txt",
    "video/3gpp": ".3gp",
    "video/mp4": ".mp4",
}

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class CopyFile:
    """One file: its name in the copy, and its bytes, to be read once and whole."""

    name: str
    chunks: Iterable[bytes]


def object_name(sha256: str, mime: str) -> str:
    """Name an object's file: its SHA-256, with an ending that programs know."""
    return f"{OBJECTS}{sha256}{_ENDINGS.get(mime, '')}"


def copy_files(
    opened: OpenedExtraction, survivor: Bundle, *, progress: Progress
) -> Iterator[CopyFile]:
    """Give every file of a full copy in the order of names; each is read before the next.

    Raises:
        Missing, NotAuthentic, MalformedSegment: what was given out before is not to be used.
    """
    custody, catalogue = opened.custody, opened.catalogue
    rows = {row.sha256: (index, row) for index, row in enumerate(catalogue.objects)}
    total = len(rows) + len(catalogue.segments)
    yield CopyFile(README, (WORDS.encode(),))
    yield CopyFile(CERTS, (marshal_certs(custody.certs()),))
    yield CopyFile(CONTENTS, (marshal(_contents(catalogue)),))
    yield CopyFile(INGEST, (opened.checked.raw,))
    yield CopyFile(LEAVES, (opened.checked.leaves,))
    for done, sha256 in enumerate(sorted(rows)):
        progress(done, total)
        index, row = rows[sha256]
        yield CopyFile(object_name(sha256.hex(), row.mime), opened.read_object(index))
    receipt = custody.receipt()
    if receipt is not None:
        yield CopyFile(RECEIPT, (receipt,))
    files = {sha256.hex(): object_name(sha256.hex(), row.mime) for sha256, (_, row) in rows.items()}
    lines: list[bytes] = []
    at = 0
    while at < len(catalogue.segments):
        progress(len(rows) + at, total)
        name, records, at = _some_records(opened, at, lines)
        yield CopyFile(page_name(name), (page_of(records, files),))
        yield CopyFile(name, (b"".join(record + b"\n" for record in records),))
    yield CopyFile(SEGMENTS, lines)
    yield CopyFile(SURVIVOR, (survivor.marshal(),))


def _some_records(
    opened: OpenedExtraction, first: int, lines: list[bytes]
) -> tuple[str, list[bytes], int]:
    """Open neighbouring segments of one group, a few megabytes; give what follows, too."""
    segments = opened.catalogue.segments
    tag = segments[first].tag
    desc = opened.catalogue.groups[tag]
    name = f"{RECORDS}{first:08d}-{_kind_of(parse_object(desc).get('category'))}.jsonl"
    records: list[bytes] = []
    size, at = 0, first
    while at < len(segments) and segments[at].tag == tag and size < _PIECE:
        found = opened.read_segment(at)
        records += found.records
        size += sum(len(record) + 1 for record in found.records)
        line: dict[str, Json] = {
            "i": at,
            "g": tag.hex(),
            "d": segments[at].day,
            "desc": desc.decode(),
            "n": len(found.records),
            "fs": [b64(salt) for salt in found.field_salts],
            "salt": b64(opened.segment_secrets(at).salt),
            "file": name,
        }
        lines.append(marshal(line) + b"\n")
        at += 1
    return name, records, at


def _kind_of(category: Json) -> str:
    """Give a category as part of a file's name; it comes out of a phone."""
    is_kind = isinstance(category, str) and _KIND.fullmatch(category) is not None
    return str(category) if is_kind else "other"


def _contents(catalogue: Catalogue) -> dict[str, Json]:
    objects: tuple[ObjectRow, ...] = catalogue.objects
    original, ledger = catalogue.original, catalogue.ledger
    return {
        "v": 1,
        "eid": catalogue.eid.hex(),
        "objects": [[row.sha256.hex(), row.length, row.mime] for row in objects],
        "original": {
            "kind": original.kind,
            "parts": [objects[part].sha256.hex() for part in original.parts],
            "sha256": original.sha256.hex(),
            "salt": b64(original.salt),
        },
        "ledger": {"sha256": ledger.sha256.hex(), "salt": b64(ledger.salt)},
    }
