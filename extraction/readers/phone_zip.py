"""A phone's whole file system in a ZIP file: GrayKey, Magnet, Cellebrite and others.

docs/readers.md 11. Tried on subsets of iOS 15 and 16 extractions (real), with the prefixes
`filesystem2/`, `private/var/` and `/private/var/`. The pre-flight comes first; names are
matched by their parts, whatever stands before them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from extraction.archive import Archive, note_oddities
from extraction.preflight import Checked, check_zip, looks_like_zip
from extraction.reader import Item, ReadContext
from extraction.readers.phone_files import Held
from extraction.readers.phone_reading import read_phone
from extraction.readers.stores import FILES
from extraction.source import Source
from extraction.zip_records import DIRECTORY, DIRECTORY_SIGNATURE, LOCAL, LOCAL_SIGNATURE

_PREFIXES = (
    *("private/var/", "filesystem1/", "filesystem2/", "var/mobile/", "data/data/", "data/user"),
    *("data/media/", "data/system/", "data/app/", "dump/data/", "mobile/library/"),
)


@dataclass(slots=True)
class ZipFiles:
    """The members of a checked ZIP file, without links and devices."""

    archive: Archive
    name: str = ""
    checked: bool = True

    def files(self) -> Iterator[Held]:
        """Give every member that is a file."""
        for place, entry in enumerate(self.archive.checked.entries):
            if entry.kind == "file":
                yield Held(entry.plain, entry.size, place, entry.modified_s)

    def pieces(self, held: Held) -> Iterator[bytes]:
        """Read a member in pieces; a wrong checksum shows at the end."""
        assert isinstance(held.ref, int)
        return self.archive.read(self.archive.checked.entries[held.ref])


class PhoneZipReader:
    """Reads a ZIP file of a phone's file system."""

    name = "phone-zip"
    version = "1"
    about = "ZIP file of a phone's file system"

    def recognises(self, source: Source) -> bool:
        """Tell by the names at the file's beginning and end."""
        if source.kind != "file":
            return False
        member = source.members[0]
        head = source.head(member)
        if not looks_like_zip(head):
            return False
        return any(_of_phone(name) for name in names_of_zip(head, source.tail(member)))

    def read(self, source: Source, context: ReadContext) -> Iterator[Item]:
        """Give every row and picture that is known; count the rest.

        Raises:
            ExtractionError: as check_zip.
        """
        checked = check_zip(source.members[0].path)
        note_checked(checked, context)
        archive = Archive(checked)
        yield from read_phone(ZipFiles(archive), context)
        for warning in sorted(archive.warnings):
            context.ledger.warn(warning)


def note_checked(checked: Checked, context: ReadContext) -> None:
    """Put into the ledger what is odd about an archive, and the bytes that no member has."""
    note_oddities(checked, "", context.ledger)
    others = [entry for entry in checked.entries if entry.kind in ("link", "special")]
    if others:
        context.ledger.leave_unread(
            "", offset=0, size=sum(entry.packed for entry in others), reason="links and devices"
        )


def names_of_zip(head: bytes, tail: bytes) -> list[str]:
    """Give the names of members that a ZIP file's beginning and end show."""
    return [*_names(head, LOCAL_SIGNATURE), *_names(tail, DIRECTORY_SIGNATURE)]


def _names(data: bytes, signature: bytes) -> Iterator[str]:
    """Give the names in a piece of the file, as far as they are whole."""
    record, place = (LOCAL, 9) if signature == LOCAL_SIGNATURE else (DIRECTORY, 10)
    at = data.find(signature)
    while at >= 0 and at + record.size <= len(data):
        length = record.unpack_from(data, at)[place]
        name = data[at + record.size : at + record.size + length]
        yield name.decode("utf-8", "replace").replace("\\", "/")
        at = data.find(signature, at + 4)


def _of_phone(name: str) -> bool:
    lower = name.lower().lstrip("/")
    parts = lower.split("/")
    return lower.startswith(_PREFIXES) or parts[-1] in FILES or "dcim" in parts[:-1]
