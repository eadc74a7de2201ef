"""Media of a phone: from the path that a row cites to the file; and the camera's own files.

docs/readers.md 11. A path is matched by its parts from the end; of several files the one that
lies nearest to the row's database is it. A file that is not there is missing, and said so.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from tempfile import SpooledTemporaryFile

from extraction.errors import CorruptSource
from extraction.ledger import Line
from extraction.reader import Found, Item, Quarantined, ReadContext, absent_blob
from extraction.readers.exif import Exif, read_exif
from extraction.readers.phone_files import Container, Held, Sorted, is_picture, is_video
from extraction.record import Blob, Provenance, Record, Time, record_id
from extraction.time import utc_time

NAME = "phone-media"
VERSION = "1"
_IN_MEMORY = 8 * 1024 * 1024
_PIECE = 1024 * 1024
# What stands before the part of a path that is the same in every extraction.
_ROOTS = (
    *("~/", "/private/var/mobile/", "/var/mobile/", "/data/user_de/0/", "/data/user/0/"),
    *("/data/data/", "/storage/emulated/0/", "/sdcard/", "file://", "/"),
)
_NEEDED = 2
"""How many of a path's last parts must be the same."""


@dataclass(slots=True)
class PhoneMedia:
    """Finds media; each file is taken in once."""

    container: Container
    sorted: Sorted
    context: ReadContext
    cited: set[tuple[str, int]] = field(default_factory=set)
    _blobs: dict[tuple[str, int], Blob | None] = field(default_factory=dict)

    def near(self, member: str) -> "MediaNear":
        """Give the media as a database's rows see them."""
        return MediaNear(self, member)

    def find(self, path: str, near: str) -> Held | None:
        """Find the file at a path on the phone."""
        wanted = path.replace("\\", "/")
        for root in _ROOTS:
            wanted = wanted.removeprefix(root)
        wanted = wanted.lower()
        held = self.sorted.media.get(wanted.rpartition("/")[2], [])
        parts = [part for part in wanted.split("/") if part]
        if len(parts) < _NEEDED:
            # A file's name alone may be a sender's own word, and would fetch anybody's picture.
            return None
        best: Held | None = None
        most = (0, 0)
        for candidate in held:
            names = candidate.name.lower().split("/")
            same = _same(reversed(parts), reversed(names))
            if same < _NEEDED:
                continue
            rank = (same, _same(iter(names), iter(near.lower().split("/"))))
            if best is None or rank > most:
                best, most = candidate, rank
        return best

    def blob(self, held: Held, name: str, mime: str, role: str) -> Blob | None:
        """Take a file in, once; None when it is damaged."""
        key = (held.name, held.again)
        self.cited.add(key)
        if key not in self._blobs:
            self._blobs[key] = self._taken(held, name, mime)
        found = self._blobs[key]
        return None if found is None else replace(found, name=name, mime_declared=mime, role=role)

    def _taken(self, held: Held, name: str, mime: str) -> Blob | None:
        try:
            if self.container.checked:
                # Read once before it is handed on: what a sink has taken cannot be given back.
                for _ in self.container.pieces(held):
                    pass
        except CorruptSource:
            self.context.ledger.warn("a medium is damaged and was not taken in")
            return None
        return self.context.take_blob(self.container.pieces(held), name, mime)

    def picture(self, held: Held, name: str, mime: str) -> tuple[Blob | None, Exif | None]:
        """Take a picture in, and read what its file says of itself."""
        if not is_picture(held.base):
            return self.blob(held, name, mime, "media"), None
        key = (held.name, held.again)
        with SpooledTemporaryFile(max_size=_IN_MEMORY, dir=str(self.context.scratch)) as file:
            try:
                for piece in self.container.pieces(held):
                    file.write(piece)
            except CorruptSource:
                self.cited.add(key)
                self.context.ledger.warn("a medium is damaged and was not taken in")
                return None, None
            if key not in self._blobs:
                file.seek(0)
                pieces = iter(lambda: file.read(_PIECE), b"")
                self._blobs[key] = self.context.take_blob(pieces, name, mime, "media")
            blob = self.blob(held, name, mime, "media")
            return blob, read_exif(file, self.context.zone)


def _same(first: Iterator[str], second: Iterator[str]) -> int:
    count = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        count += 1
    return count


@dataclass(frozen=True, slots=True)
class MediaNear:
    """The phone's files, for the rows of one database."""

    media: PhoneMedia
    member: str

    def take(self, path: str, name: str, mime: str, role: str) -> Blob:
        """Give the medium at a path on the phone, there or missing."""
        held = self.media.find(path, self.member) if path else None
        blob = None if held is None else self.media.blob(held, name[:1000], mime, role)
        return self._missing(path, name, mime, role) if blob is None else blob

    def photo(self, path: str, name: str, mime: str) -> tuple[Blob, Exif | None]:
        """Give a picture, and what its file says of itself; None where it is not there."""
        held = self.media.find(path, self.member)
        if held is None:
            return self._missing(path, name, mime, "media"), None
        blob, exif = self.media.picture(held, name[:1000], mime)
        return (self._missing(path, name, mime, "media") if blob is None else blob), exif

    def _missing(self, path: str, name: str, mime: str, role: str) -> Blob:
        self.media.context.ledger.miss(
            f"medium {path[-200:] or name[:200]} of {self.member}"[:1000]
        )
        return absent_blob(name[:1000], mime, role)


def camera_records(media: PhoneMedia, line: Line) -> Iterator[Item]:
    """Give a record for each file of the camera that no row has cited."""
    for held in media.sorted.camera:
        if (held.name, held.again) in media.cited:
            continue
        line.seen += 1
        blob, exif = media.picture(held, held.name.rpartition("/")[2], "")
        if blob is None:
            raw = held.member.encode("utf-8", "replace")
            yield Quarantined(line, 0, "a damaged file", raw)
            continue
        yield Found(line, _record(media.context, held, blob, exif))


def _record(context: ReadContext, held: Held, blob: Blob, exif: Exif | None) -> Record:
    times: list[Time] = [*exif.times] if exif is not None else []
    if held.modified_s is not None:
        times.append(utc_time(held.modified_s, "s", kind="file_mtime"))
    return Record(
        record_id(context.source_id, held.member),
        "media",
        Provenance(NAME, NAME, VERSION, held.member[:1000]),
        subtype="video" if is_video(held.base) else "photo",
        time=None if exif is None else exif.time,
        times=tuple(times),
        blobs=(blob,),
        place=None if exif is None else exif.place,
        extra={"path": held.name[:1000], **({} if exif is None else exif.extra)},
        flags=() if exif is None else exif.flags,
    )
