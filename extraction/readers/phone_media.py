"""Media of a phone: from the path that a row cites to the file; and the camera's own files.

docs/readers.md 11. Which file a path means is said in phone_paths.py. A file that is not there is
missing, one of several that fit is not attached, and both are said.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from tempfile import SpooledTemporaryFile

from extraction.errors import CorruptSource
from extraction.ledger import Line
from extraction.reader import Found, Item, Quarantined, ReadContext, absent_blob
from extraction.readers.exif import Exif, read_exif
from extraction.readers.phone_files import Container, Held, Sorted, is_picture, is_video
from extraction.readers.phone_paths import cited, means, parts_of
from extraction.record import Blob, Provenance, Record, Time, record_id
from extraction.time import utc_time

NAME = "phone-media"
VERSION = "1"
_IN_MEMORY = 8 * 1024 * 1024
_PIECE = 1024 * 1024


@dataclass(slots=True)
class PhoneMedia:
    """Finds media; each file is taken in once. `unclear` counts what may mean several files."""

    container: Container
    sorted: Sorted
    context: ReadContext
    unclear: int = 0
    cited: set[tuple[str, int]] = field(default_factory=set)
    _blobs: dict[tuple[str, int], Blob | None] = field(default_factory=dict)

    def near(self, member: str) -> "MediaNear":
        """Give the media as a database's rows see them."""
        return MediaNear(self, member)

    def find(self, path: str, near: str, below: Sequence[str] = ()) -> Held | None:
        """Find the one file that a path on the phone means; None where there is none, or two.

        Args:
            path: as a row of the database has it.
            near: the database's name.
            below: the folders that the path may be relative to, other than the database's own.
        """
        around = parts_of(near)
        wanted = [cited(path, folder) for folder in ("", *below)]
        found = [
            candidate
            for candidate in self.sorted.media.get(
                wanted[0].parts[-1] if wanted[0].parts else "", []
            )
            if any(means(each, parts_of(candidate.name), around) for each in wanted)
        ]
        if len(found) > 1:
            # Which of them it was nobody can tell.
            self.unclear += 1
        return found[0] if len(found) == 1 else None

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


@dataclass(frozen=True, slots=True)
class MediaNear:
    """The phone's files, for the rows of one database."""

    media: PhoneMedia
    member: str

    @property
    def unclear(self) -> int:
        """How many media of the phone were not attached because several files fit."""
        return self.media.unclear

    def take(self, path: str, name: str, mime: str, role: str, below: Sequence[str] = ()) -> Blob:
        """Give the medium at a path on the phone, there or missing."""
        held = self.media.find(path, self.member, below) if path else None
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
