"""What she adds herself: a file of hers, what she says it is, and the record that stands for it.

docs/formats/addition.md 1 and 3. Nothing inside a file is looked into but its first 16 bytes, and
the words of a short plain text. What a file is and of which day are her words, and the record
says that she added it.
"""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from extraction.errors import LimitExceeded, UnknownSource
from extraction.media_type import HEAD, kind_of, sniff
from extraction.record import Blob, Provenance, Record, Text, record_id
from extraction.record_parts import Time
from extraction.time import EASTMOST, WESTMOST, micros_of
from vault.canonical import MAX_INTEGER, Json, marshal
from vault.durable import read_pieces
from vault.padme import padme

NAME = "added"
VERSION = "1"
KINDS = ("document", "photo", "audio", "video", "statement", "court_order")
MAX_FILES = 20
MAX_FILE = 96 * 1024 * 1024
"""A browser opens an object whole, so what she adds is no longer than one that it can open."""
MAX_TOTAL = 256 * 1024 * 1024
MAX_NAME = 255
MAX_WORDS = 64 * 1024
"""Plain texts up to so many bytes stand in their record, where they can be read and searched."""
_FITS = {"photo": ("image",), "audio": ("audio", "video"), "video": ("video",)}
_DAY_US = 86_400_000_000


@dataclass(frozen=True, slots=True)
class Added:
    """A file that she chose: where it lies, what she says it is, and of when; None is unknown."""

    path: Path
    kind: str
    time: Time | None = None

    @property
    def name(self) -> str:
        """The file's own name, which is kept with it."""
        return unicodedata.normalize("NFC", self.path.name)


def check_added(files: Sequence[Added]) -> None:
    """Check names and numbers before anything is read.

    Raises:
        LimitExceeded: too many files, none, or a name that is too long.
        UnknownSource: a kind that is none, or a name that is no text.
    """
    if not 1 <= len(files) <= MAX_FILES:
        raise LimitExceeded(f"{len(files)} files; want 1 to {MAX_FILES} at a time")
    for place, each in enumerate(files, start=1):
        if each.kind not in KINDS:
            raise UnknownSource(f"file {place}: want one of {', '.join(KINDS)}")
        try:
            length = len(each.name.encode())
        except UnicodeEncodeError:
            raise UnknownSource(f"file {place}: its name is no text; rename it") from None
        if not 1 <= length <= MAX_NAME or "\0" in each.name:
            raise LimitExceeded(f"file {place}: its name has {length} bytes, want {MAX_NAME}")


def check_length(place: int, length: int, total: int) -> None:
    """Check a file's length and that of all so far, in bytes, or raise LimitExceeded."""
    if not 0 < length <= MAX_FILE:
        raise LimitExceeded(f"file {place} has {length:,} bytes; want 1 to {MAX_FILE:,}")
    if total > MAX_TOTAL:
        raise LimitExceeded(f"the files have more than {MAX_TOTAL:,} bytes together")


def check_kind(place: int, kind: str, sniffed: str) -> None:
    """Check that the first bytes do not contradict what she says, or raise UnknownSource."""
    found = kind_of(sniffed)
    if found is not None and kind in _FITS and found not in _FITS[kind]:
        raise UnknownSource(f"file {place} is {sniffed}, which is no {kind}")


class Taken:
    """A file on its way in: what its first bytes say, and its bytes, read once.

    `beginning` is, once `pieces` has ended, what could be the words of a short text.
    """

    def __init__(self, path: Path, progress: Callable[[str, int, int], None]) -> None:
        self._pieces = read_pieces(path)
        self._progress = progress
        self._first = next(self._pieces, b"")
        self._size = path.stat().st_size if self._first else 0
        self.sniffed = sniff(self._first[:HEAD])
        self.beginning = b""

    @property
    def mime(self) -> str:
        """What the catalogue calls it."""
        return self.sniffed or "application/octet-stream"

    def pieces(self, place: int, before: int) -> Iterator[bytes]:
        """Give its bytes, or raise LimitExceeded; `before` is the length of the others so far."""
        length, piece = 0, self._first
        while piece or not length:
            length += len(piece)
            check_length(place, length, before + length)
            if len(self.beginning) <= MAX_WORDS:
                self.beginning += piece[: MAX_WORDS + 1]
            yield piece
            self._progress("adding", length, self._size)
            piece = next(self._pieces, b"")

    def close(self) -> None:
        """Let go of the file."""
        self._pieces.close()


def member_of(place: int, name: str) -> str:
    """Name a file in the original: its number, from 1, and its own name."""
    return f"{place:04}/{name}"


def listing_of(rows: Sequence[tuple[str, int, bytes]]) -> bytes:
    """Give the original's listing: canonical JSON of member, length and SHA-256 of each file."""
    listed: list[Json] = [[member, length, sha256.hex()] for member, length, sha256 in rows]
    return marshal(listed)


def record_of(
    source: bytes, member: str, added: Added, blob: tuple[str, int], sniffed: str, words: str | None
) -> Record:
    """Make the record of a file.

    Args:
        source: SHA-256 of the listing.
        member: the file's name in the listing.
        added: what she says of it.
        blob: SHA-256 in hex, and length in bytes.
        sniffed: what its first bytes say; empty where they say nothing.
        words: what it says, where it is a short plain text.
    """
    shown = added.kind in _FITS or (
        added.kind == "statement" and kind_of(sniffed) in ("audio", "video")
    )
    texts = [Text("title", added.name), *([] if words is None else [Text("body", words)])]
    return Record(
        record_id(source.hex(), member),
        "media" if shown else "document",
        Provenance(NAME, NAME, VERSION, member),
        subtype=added.kind,
        time=added.time,
        text=tuple(texts),
        blobs=(
            Blob(
                *blob,
                name=added.name,
                mime_sniffed=sniffed,
                role="media" if shown else "attachment",
            ),
        ),
        extra={"added_by": "survivor"},
    )


def words_of(name: str, data: bytes) -> str | None:
    """Give what a short plain text says, by its name and bytes; None for anything else."""
    if not name.lower().endswith(".txt") or len(data) > MAX_WORDS or b"\0" in data:
        return None
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


def day_time(text: str, zone: ZoneInfo | None, *, now: datetime) -> Time:
    """Give the time of a day that she names: all of it, there or, without a zone, anywhere.

    Raises:
        UnknownSource: it is no day as YYYY-MM-DD, or one that has not come yet.
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise UnknownSource("want a day as YYYY-MM-DD") from None
    if day.isoformat() != text or day > now.date() + timedelta(days=1):
        raise UnknownSource("want a day as YYYY-MM-DD, and none that is still to come")
    first = datetime(day.year, day.month, day.day, tzinfo=UTC)
    if zone is None:
        start = micros_of(first)
        return _time(text, "unknown", start - EASTMOST, start + _DAY_US + WESTMOST - 1)
    after = day + timedelta(days=1)
    end = datetime(after.year, after.month, after.day, tzinfo=zone)
    return _time(
        text, "operator_assumed", micros_of(first.replace(tzinfo=zone)), micros_of(end) - 1
    )


def _time(raw: str, zone: str, lo: int, hi: int) -> Time:
    if not 0 < lo <= hi <= MAX_INTEGER:
        return Time(raw, "local", "created", "unknown")
    return Time(raw, "local", "created", zone, lo, hi)


MAX_SEALED = padme(MAX_FILE) + MAX_FILE // 1024 + 256
"""What the longest file is sealed, and a little more: its padding, and 16 bytes for each 16 KiB."""
