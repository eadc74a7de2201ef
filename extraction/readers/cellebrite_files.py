"""The files that a Cellebrite report lists, and the media that its models cite.

docs/readers.md 17. A model names a file by its id, or by where it lies in the report's
folders. Two files with one hash may share what is there: one medium, several records. What
the report names and does not hold is a medium that is missing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from extraction.archive import Archive
from extraction.errors import CorruptSource
from extraction.media_type import HEAD, sniff
from extraction.preflight import Entry
from extraction.reader import ReadContext, absent_blob
from extraction.record import Blob
from extraction.source import Member, Source, read_member

DATABASE = "application/vnd.sqlite3"
Kind = TypeVar("Kind")


class Store(Protocol):
    """Where the report's files lie: beside it in a folder, in its archive, or nowhere."""

    def find(self, path: str) -> object | None:
        """Find what lies at a path of the report."""

    def read(self, found: object) -> Iterator[bytes]:
        """Read what was found, whole and good, or raise CorruptSource."""

    def head(self, found: object) -> bytes:
        """Give the first bytes of what was found."""

    def extent(self, found: object) -> tuple[int, int]:
        """Give where what was found begins in its file, and how many bytes it is there."""

    def rest(self) -> Iterator[tuple[str, int, int]]:
        """Give (name, offset, bytes) of everything that was never found."""


def plain_path(path: str) -> str:
    """Give a report's path for matching: `/` between parts, no blanks around them."""
    return "/".join(part.strip() for part in path.strip().replace("\\", "/").split("/") if part)


def _by_path(named: Iterable[tuple[str, Kind]]) -> dict[str, Kind]:
    """Give what lies at each path; nothing where two things do, because nobody can tell which."""
    found: dict[str, Kind] = {}
    twice: set[str] = set()
    for path, thing in named:
        if path in found:
            twice.add(path)
        found[path] = thing
    return {path: thing for path, thing in found.items() if path not in twice}


class FolderStore:
    """Files beside the report in a folder."""

    def __init__(self, source: Source, base: str, report: Member) -> None:
        # The report itself holds everybody's words: no model can cite it.
        members = [member for member in source.members if member is not report]
        self._members = _by_path((plain_path(member.name), member) for member in members)
        self._all = members
        self._base = base
        self._met: set[str] = set()

    def find(self, path: str) -> object | None:
        """Find a file by its path from the report's folder."""
        name = self._base + plain_path(path)
        self._met.add(name)
        return self._members.get(name)

    def read(self, found: object) -> Iterator[bytes]:
        """Read a file."""
        assert isinstance(found, Member)
        return read_member(found)

    def head(self, found: object) -> bytes:
        """Give a file's first bytes."""
        return next(self.read(found), b"")[:HEAD]

    def extent(self, found: object) -> tuple[int, int]:
        """Give a whole file."""
        assert isinstance(found, Member)
        return 0, found.length

    def rest(self) -> Iterator[tuple[str, int, int]]:
        """Give the files that the report does not name."""
        for member in self._all:
            if plain_path(member.name) not in self._met:
                yield member.name, 0, member.length


class ArchiveStore:
    """Files beside the report in its archive; each is read once before it is handed on."""

    def __init__(self, archive: Archive, base: str, report: Entry) -> None:
        self._archive = archive
        self._base = base
        self._entries = _by_path(
            (plain_path(entry.plain), entry)
            for entry in archive.checked.entries
            if entry.kind == "file" and entry is not report
        )
        self._report = report
        self._met: set[int] = set()

    def find(self, path: str) -> object | None:
        """Find a member by its path from the report's folder."""
        entry = self._entries.get(self._base + plain_path(path))
        if entry is not None:
            self._met.add(id(entry))
        return entry

    def read(self, found: object) -> Iterator[bytes]:
        """Read a member."""
        assert isinstance(found, Entry)
        if not self._archive.good(found):
            raise CorruptSource("a file of the archive is damaged")
        return self._archive.read(found)

    def head(self, found: object) -> bytes:
        """Give a member's first bytes."""
        assert isinstance(found, Entry)
        return next(self._archive.read(found), b"")[:HEAD]

    def extent(self, found: object) -> tuple[int, int]:
        """Give where a member's packed bytes lie."""
        assert isinstance(found, Entry)
        return found.start, found.packed

    def rest(self) -> Iterator[tuple[str, int, int]]:
        """Give the members that the report does not name."""
        for entry in self._archive.checked.entries:
            known = entry is self._report or id(entry) in self._met
            if not known and entry.kind != "folder":
                yield entry.plain, entry.start, entry.packed


@dataclass(slots=True)
class Listed:
    """A file that the report lists: where it lies, its hash, and what it is called.

    A `container` holds what many wrote: a database, an archive, a log.
    """

    path: str
    sha256: str
    name: str
    container: bool


class FileIndex:
    """Finds and takes in files; each is taken once, whoever cites it."""

    def __init__(self, store: Store, context: ReadContext) -> None:
        self._store = store
        self._context = context
        self._listed: dict[str, Listed] = {}
        self._paths: dict[str, str] = {}
        self._blobs: dict[str, Blob | None] = {}

    def add(self, xml_id: str, listed: Listed) -> None:
        """List a file. The first of a hash that says where it lies speaks for the others."""
        if xml_id in self._listed and self._listed[xml_id] != listed:
            # What cites it may mean either of the two.
            self._listed[xml_id] = Listed("", "", listed.name, container=listed.container)
            self._context.ledger.warn("the report lists two files under one id; none is attached")
        elif xml_id:
            self._listed[xml_id] = listed
        if listed.path and listed.sha256:
            self._paths.setdefault(listed.sha256, listed.path)
        if listed.container and (found := self._store.find(listed.path)) is not None:
            offset, size = self._store.extent(found)
            self._context.ledger.leave_unread(
                listed.path[:1000], offset=offset, size=size, reason="a container, withheld"
            )

    def lists(self, xml_id: str) -> bool:
        """Tell whether the report lists a file of this id that is no container."""
        found = self._listed.get(xml_id)
        return found is not None and not found.container

    def place(self, listed: Listed) -> str:
        """Give where a file lies, by another of its hash where it does not say; "" if nowhere."""
        return listed.path or self._paths.get(listed.sha256, "")

    def cited(self, ids: Iterable[str], path: str, name: str, mime: str, role: str) -> Blob:
        """Give the medium that a model cites, present or missing."""
        found = next((self._listed[one] for one in ids if one in self._listed), None)
        blob = (None if found is None else self.of(found)) or (self.at(path) if path else None)
        if blob is not None:
            named = name or (found.name if found is not None else "") or blob.name
            return replace(blob, name=named[:255], mime_declared=mime, role=role)
        fallback = found.name if found is not None else plain_path(path).rpartition("/")[2]
        return absent_blob((name or fallback)[:255], mime, role)

    def of(self, listed: Listed) -> Blob | None:
        """Take in a file that the report lists; None when nothing good lies there.

        What lies at the place of another file is it only if it has the hash of both.
        """
        place = self.place(listed)
        blob = self.at(place) if place else None
        if blob is not None and not listed.path and blob.sha256 != listed.sha256:
            return None
        return blob

    def at(self, place: str) -> Blob | None:
        """Take in what lies at a place; None when nothing good does."""
        if place not in self._blobs:
            self._blobs[place] = self._take(place)
        return self._blobs[place]

    def is_database(self, place: str) -> bool:
        """Tell by its first bytes whether what lies there is a database, whatever it is called."""
        found = self._store.find(place)
        return found is not None and self._holds_database(found)

    def _holds_database(self, found: object) -> bool:
        try:
            return sniff(self._store.head(found)) == DATABASE
        except CorruptSource:
            return False

    def note_rest(self) -> None:
        """Put what the report does not name into the ledger as unread."""
        for name, offset, size in self._store.rest():
            self._context.ledger.leave_unread(
                name[:1000], offset=offset, size=size, reason="the report does not name it"
            )

    def _take(self, place: str) -> Blob | None:
        found = self._store.find(place)
        if found is None:
            return None
        if self._holds_database(found):
            self._context.ledger.warn("a model cites a database; it stays in the original only")
            return None
        try:
            pieces = self._store.read(found)
        except CorruptSource:
            self._context.ledger.warn("a file of the report is damaged and was not taken in")
            return None
        return self._context.take_blob(pieces, plain_path(place).rpartition("/")[2][:255], "")
