"""Folders and ZIP files of loose files: pictures, recordings, documents, contacts, mail.

docs/readers.md 14. Each picture, recording and document is a record with its file; contacts and
mail are read from inside theirs. Words inside documents are not looked into. What has no known
ending is counted by its folder.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from extraction.archive import Archive
from extraction.ledger import Line
from extraction.preflight import check_zip, looks_like_zip
from extraction.reader import Found, Item, Quarantined, ReadContext
from extraction.readers import mail, takeout, vcard
from extraction.readers.exif import Exif
from extraction.readers.mail import looks_like_mail, read_mail
from extraction.readers.phone_files import Container, Held, Sorted, is_picture, is_video
from extraction.readers.phone_folder import FolderFiles
from extraction.readers.phone_media import PhoneMedia
from extraction.readers.phone_zip import ZipFiles, names_of_zip, note_checked
from extraction.readers.takeout import Takeout, kind_of_json
from extraction.readers.vcard import read_cards
from extraction.record import Blob, Provenance, Record, Text, Time, record_id
from extraction.source import SNIFF, Source
from extraction.time import utc_time

NAME = "files"
VERSION = "1"
_SOUNDS = (".mp3", ".m4a", ".ogg", ".opus", ".wav", ".amr", ".aac", ".caf", ".flac")
_DOCUMENTS = (
    *(".pdf", ".doc", ".docx", ".odt", ".rtf", ".txt", ".md", ".html", ".htm", ".pages"),
    *(".xls", ".xlsx", ".ods", ".csv", ".numbers", ".ppt", ".pptx", ".odp", ".key"),
)
_TEXTS = (".txt", ".md", ".csv", ".html", ".htm", ".json")
_CARDS, _MAIL, _BOX = (".vcf", ".vcard"), (".eml",), (".mbox", ".mbx")


def kind_of(base: str) -> str:
    """Tell by a lower-case file name what a file is; "" where it does not say."""
    kinds = (
        *((is_picture(base), "picture"), (is_video(base), "video")),
        *((base.endswith(_SOUNDS), "sound"), (base.endswith(_DOCUMENTS), "document")),
        *((base.endswith(_CARDS), "cards"), (base.endswith(_MAIL), "message")),
        *((base.endswith(_BOX), "box"), (base.endswith(".json"), "json")),
    )
    return next((kind for fits, kind in kinds if fits), "")


def _tells(name: str) -> bool:
    if name.replace("\\", "/").lstrip("/").lower().startswith("takeout/"):
        return True
    return bool(kind_of(name.lower())) and not name.lower().endswith(_TEXTS)


@dataclass(slots=True)
class _Reading:
    container: Container
    context: ReadContext
    rest: Sorted = field(default_factory=Sorted)
    lines: dict[str, Line] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)

    def items(self) -> Iterator[Item]:
        media = PhoneMedia(self.container, self.rest, self.context)
        for held in self.container.files():
            again = self.seen[held.name] = self.seen.get(held.name, 0) + 1
            kept = held if again == 1 else held._replace(again=again)
            kind = kind_of(kept.base) or self._sniffed(kept)
            json = self._json(kept) if kind == "json" else ""
            if json:
                line = self._own(kept, takeout.NAME, takeout.VERSION)
                reading = Takeout(kept.member, json, kept.length, line, self.context)
                yield from reading.items(self.container.pieces(kept))
            elif kind in ("", "json"):
                self.rest.leave(kept)
            elif kind == "cards":
                line = self._own(kept, vcard.NAME, vcard.VERSION)
                pieces = self.container.pieces(kept)
                yield from read_cards(pieces, kept.member, line, self.context)
            elif kind in ("message", "box"):
                line = self._own(kept, mail.NAME, mail.VERSION)
                pieces = self.container.pieces(kept)
                box = kind == "box"
                yield from read_mail(pieces, kept.member, line, self.context, box=box)
            else:
                yield self._file(media, kept, kind)
        self.rest.note_rest(self.context.ledger)

    def _sniffed(self, held: Held) -> str:
        if "." in held.base or not held.length:
            return ""
        head = next(self.container.pieces(held), b"")
        if head.lstrip(b"\xef\xbb\xbf").upper().startswith(vcard.BEGIN):
            return "cards"
        return ("box" if head.startswith(b"From ") else "message") if looks_like_mail(head) else ""

    def _json(self, held: Held) -> str:
        head = b""
        for piece in self.container.pieces(held):
            head += piece
            if len(head) >= SNIFF:
                break
        return kind_of_json(head[:SNIFF])

    def _own(self, held: Held, reader: str, version: str) -> Line:
        ledger = self.context.ledger
        return ledger.line(
            *(reader,), member=held.member[:1000], reader=reader, version=version, size=held.length
        )

    def _file(self, media: PhoneMedia, held: Held, kind: str) -> Item:
        line = self.lines.get(kind)
        if line is None:
            line = self.lines[kind] = self.context.ledger.line(
                f"{kind} files", member=self.container.name, reader=NAME, version=VERSION
            )
        line.seen += 1
        blob, exif = media.picture(held, held.name.rpartition("/")[2], "")
        if blob is None:
            return Quarantined(line, 0, "a damaged file", held.member.encode("utf-8", "replace"))
        return Found(line, _record(self.context, held, kind, blob, exif))


def _record(context: ReadContext, held: Held, kind: str, blob: Blob, exif: Exif | None) -> Record:
    times: list[Time] = [*exif.times] if exif is not None else []
    if held.modified_s is not None:
        times.append(utc_time(held.modified_s, "s", kind="file_mtime"))
    document = kind == "document"
    ending = held.base.rpartition(".")[2]
    return Record(
        record_id(context.source_id, held.member),
        "document" if document else "media",
        Provenance(NAME, NAME, VERSION, held.member[:1000]),
        subtype=ending if document else "photo" if kind == "picture" else kind,
        time=None if exif is None else exif.time,
        times=tuple(times),
        text=(Text("title", blob.name),) if document else (),
        blobs=(blob,),
        place=None if exif is None else exif.place,
        extra={"path": held.name[:1000], **({} if exif is None else exif.extra)},
        flags=() if exif is None else exif.flags,
    )


class PlainFilesReader:
    """Reads a folder, a ZIP file, or one file of a kind that is known."""

    name = NAME
    version = VERSION
    about = "folder, ZIP file or file of pictures, documents, contacts (.vcf) or mail"

    def recognises(self, source: Source) -> bool:
        """Tell by the names; of contacts and mail by their first lines.

        Plain text alone tells nothing: it may be a chat in a layout that is not known.
        """
        member = source.members[0]
        if source.kind == "tree":
            return any(_tells(each.name) for each in source.members)
        head, kind = source.head(member), kind_of(member.name.lower())
        if looks_like_zip(head) and not kind:
            return any(_tells(name) for name in names_of_zip(head, source.tail(member)))
        if kind == "json":
            return bool(kind_of_json(head))
        if kind not in ("", "cards", "message", "box"):
            return _tells(member.name)
        return head[:11].upper() == vcard.BEGIN or looks_like_mail(head)

    def read(self, source: Source, context: ReadContext) -> Iterator[Item]:
        """Give every file that is known; count the rest.

        Raises:
            ExtractionError: as check_zip.
        """
        member = source.members[0]
        zipped = source.kind == "file" and looks_like_zip(source.head(member))
        if not zipped or kind_of(member.name.lower()):
            yield from _Reading(FolderFiles(source), context).items()
            return
        checked = check_zip(member.path)
        note_checked(checked, context)
        archive = Archive(checked)
        yield from _Reading(ZipFiles(archive), context).items()
        for warning in sorted(archive.warnings):
            context.ledger.warn(warning)
