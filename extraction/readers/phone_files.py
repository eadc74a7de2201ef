"""The files of a phone, whatever they lie in: a folder, a ZIP file, a backup.

docs/readers.md 11. A container gives its files one after another; only those that a store
needs are kept in mind, and the rest is counted by folder, so that half a million files
cost no memory. A file's name is data: it is matched, and never used as a path.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from extraction.ledger import Ledger
from extraction.readers.stores import FILES

BESIDE = ("-wal", "-shm", "-journal")
_DATABASES = (".db", ".sqlite", ".sqlitedb", ".storedata", ".sqlite3", ".db3")
_PICTURES = (
    *(".jpg", ".jpeg", ".heic", ".heif", ".png", ".gif", ".tif", ".tiff", ".webp", ".dng"),
    *(".avif", ".bmp", ".cr2", ".ico", ".icns", ".jp2", ".j2k", ".mpo", ".nef", ".psd"),
)
_VIDEOS = (".mov", ".mp4", ".m4v", ".3gp", ".avi", ".mkv")
_CITED = ("attachments", "media", "app_parts", "voicemail", "dcim")
"""Folders whose files messages cite."""

_CAMERA = "dcim"
_DEPTH = 4
MAX_FOLDERS = 5000


class Held(NamedTuple):
    """A file: its name in the phone (parts joined by `/`), its length, and what finds it.

    With `database` it is one whatever its name is.
    """

    name: str
    length: int
    ref: object
    modified_s: int | None = None
    again: int = 1
    database: bool = False

    @property
    def member(self) -> str:
        """What the file is called in records: of two files of one name, the second is `#2`."""
        return self.name if self.again == 1 else f"{self.name}#{self.again}"

    @property
    def base(self) -> str:
        """The last part of the name, in lower case."""
        return self.name.rpartition("/")[2].lower()


class Container(Protocol):
    """What holds the files."""

    @property
    def name(self) -> str:
        """What it is called in the ledger."""

    @property
    def checked(self) -> bool:
        """Whether a file shows only at its end that it is damaged."""

    def files(self) -> Iterator[Held]:
        """Give every file, in a steady order."""

    def pieces(self, held: Held) -> Iterator[bytes]:
        """Read a file in pieces.

        Raises:
            CorruptSource: it is damaged, or not there.
        """


@dataclass(slots=True)
class Sorted:
    """The files that matter, and a count of those that nobody looks into."""

    databases: list[Held] = field(default_factory=list)
    beside: dict[tuple[str, int], Held] = field(default_factory=dict)
    media: dict[str, list[Held]] = field(default_factory=dict)
    camera: list[Held] = field(default_factory=list)
    rest: dict[str, tuple[int, int]] = field(default_factory=dict)

    def note_rest(self, ledger: Ledger) -> None:
        """Put the files that nothing looked into on the ledger, folder by folder."""
        for folder in sorted(self.rest):
            count, size = self.rest[folder]
            ledger.leave_unread(
                folder[:1000], offset=0, size=size, reason=f"{count} files that no reader knows"
            )

    def leave(self, held: Held) -> None:
        """Count a file as looked into by nobody."""
        folder = "/".join(held.name.split("/")[:-1][:_DEPTH]) or "."
        if folder not in self.rest and len(self.rest) >= MAX_FOLDERS:
            folder = "other folders"
        count, size = self.rest.get(folder, (0, 0))
        self.rest[folder] = (count + 1, size + held.length)


def sort_files(files: Iterable[Held]) -> Sorted:
    """Go through the files once; two of one name stay two."""
    found = Sorted()
    seen: dict[str, int] = {}
    for held in files:
        base = held.base
        folder = _media_folder(held.name)
        database = held.database or is_database(base)
        if not base.endswith(BESIDE) and not database and folder is None:
            found.leave(held)
            continue
        again = seen[held.name] = seen.get(held.name, 0) + 1
        kept = held if again == 1 else held._replace(again=again)
        if base.endswith(BESIDE):
            found.beside[(held.name, again)] = kept
        elif database:
            found.databases.append(kept)
        else:
            found.media.setdefault(base, []).append(kept)
            if folder == _CAMERA and (is_picture(base) or is_video(base)):
                found.camera.append(kept)
    return found


def is_database(base: str) -> bool:
    """Tell by a lower-case file name whether a known store or another database may be in it."""
    return base in FILES or base.endswith(_DATABASES)


def is_picture(base: str) -> bool:
    """Tell by a lower-case file name."""
    return base.endswith(_PICTURES)


def is_video(base: str) -> bool:
    """Tell by a lower-case file name."""
    return base.endswith(_VIDEOS)


def _media_folder(name: str) -> str | None:
    parts = name.lower().split("/")[:-1]
    if _CAMERA in parts:
        return _CAMERA
    return next((part for part in parts if part in _CITED), None)
