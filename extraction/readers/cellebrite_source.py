"""Where a Cellebrite report lies: a file, a folder, or an archive with its files beside it.

docs/readers.md 17. A report is called report.xml or Report.xml. An archive is checked
before a member of it is read (extraction/preflight.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from extraction.archive import Archive, note_oddities
from extraction.errors import AmbiguousSource, CorruptSource, ExtractionError, UnknownSource
from extraction.ledger import Ledger
from extraction.preflight import Checked, Entry, check_zip, looks_like_zip
from extraction.readers.cellebrite_files import ArchiveStore, FolderStore, Store
from extraction.source import SNIFF, Member, Source, read_member

NAMESPACE = b"http://pa.cellebrite.com/report/"
PROTECTED = b"\x2d\x06\x52\x6d"
_REPORT = "report.xml"
_DUMP = "dbdata/database.db"
_NO_REPORT = (
    "the archive is a Cellebrite one without report.xml (its data is a database dump); "
    "export it again as a UFED report with XML"
)


@dataclass(slots=True)
class Located:
    """A report: its name in the source, its length, its bytes, and where its files lie.

    `alone` when it was given without its folder, so that none of its files are there.
    """

    name: str
    length: int
    pieces: Iterator[bytes]
    store: Store
    archive: Archive | None = None
    alone: bool = False


def is_report(head: bytes) -> bool:
    """Tell by a file's first bytes, at most 64 KiB, whether it is a report or a protected one."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return head.startswith(PROTECTED) or (start == b"<" and NAMESPACE in head)


def recognised(source: Source) -> bool:
    """Tell whether a source is a report; reads at most 64 KiB of a member."""
    if source.kind == "tree":
        return bool(_in_folder(source)) or source.member("DbData/database.db") is not None
    member = source.members[0]
    head = source.head(member)
    if not looks_like_zip(head):
        return is_report(head) and (NAMESPACE in head or _is_xml(member.name))
    if member.name.lower().endswith(".ufdr"):
        return True
    ends = (head + source.tail(member)).lower()
    if _REPORT.encode() not in ends and _DUMP.encode() not in ends:
        return False
    try:
        checked = check_zip(member.path)
        return bool(_in_archive(checked)) or _has_dump(checked)
    except ExtractionError:
        return False


def locate(source: Source, ledger: Ledger) -> Located:
    """Find the report of a recognised source.

    Raises:
        UnknownSource: there is none, as in archives of version 10 that hold a dump.
        AmbiguousSource: there are two.
        ExtractionError: as check_zip.
    """
    member = source.members[0]
    if source.kind == "tree":
        chosen = _one(_in_folder(source))
        base = chosen.name.rpartition("/")[0]
        store = FolderStore(source, base + "/" if base else "", chosen)
        return Located(chosen.name, chosen.length, read_member(chosen), store)
    if not looks_like_zip(source.head(member)):
        alone = FolderStore(source, "", member)
        return Located(member.name, member.length, read_member(member), alone, alone=True)
    checked = check_zip(member.path)
    note_oddities(checked, member.name, ledger)
    archive = Archive(checked)
    entry = _one(_in_archive(checked))
    base = entry.plain.rpartition("/")[0]
    files = ArchiveStore(archive, base + "/" if base else "", entry)
    return Located(entry.plain, entry.size, archive.read(entry), files, archive)


Kind = TypeVar("Kind")


def _one(reports: list[Kind]) -> Kind:
    if not reports:
        raise UnknownSource(_NO_REPORT)
    if len(reports) > 1:
        raise AmbiguousSource(f"there are {len(reports)} reports, want one")
    return reports[0]


def _is_xml(name: str) -> bool:
    return name.lower().endswith(".xml")


def _in_folder(source: Source) -> list[Member]:
    """Find the reports of a folder: at its top, by name and by their first bytes."""
    return [
        member
        for member in source.members
        if "/" not in member.name and _is_xml(member.name) and is_report(source.head(member))
    ]


def _in_archive(checked: Checked) -> list[Entry]:
    """Find the reports of an archive: at its top, or in the one folder that it packs."""
    named = [
        entry
        for entry in checked.entries
        if entry.kind == "file" and entry.plain.rpartition("/")[2].lower() == _REPORT
    ]
    lowest = min((entry.plain.count("/") for entry in named), default=0)
    if lowest > 1:
        return []
    archive = Archive(checked)
    return [
        entry
        for entry in named
        if entry.plain.count("/") == lowest and is_report(_head(archive, entry))
    ]


def _head(archive: Archive, entry: Entry) -> bytes:
    found = b""
    try:
        for piece in archive.read(entry):
            found += piece
            if len(found) >= SNIFF:
                break
    except CorruptSource:
        # Whoever reads it to its end says so; what is there already tells what it is.
        pass
    return found[:SNIFF]


def _has_dump(checked: Checked) -> bool:
    return any(entry.plain.lower().endswith(_DUMP) for entry in checked.entries)
