"""Sources: the file or folder that a guardian brings, hashed before anything reads it.

docs/formats/extraction.md 3. A file is named by its SHA-256; a folder by the SHA-256 of
the canonical list `[[path, length, sha256], ...]` in order of the paths' bytes.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from extraction.errors import CorruptSource, UnknownSource
from vault.canonical import Json, marshal

PIECE = 1024 * 1024
SNIFF = 64 * 1024


@dataclass(frozen=True, slots=True)
class Member:
    """A file of the source: its name inside it (`/` between parts) and where it lies."""

    name: str
    path: Path
    length: int


@dataclass(frozen=True, slots=True)
class Source:
    """A file or a folder. `members` of a file is that file alone."""

    path: Path
    kind: str
    members: tuple[Member, ...]
    links: int

    def member(self, name: str) -> Member | None:
        """Find a member by its name."""
        return next((member for member in self.members if member.name == name), None)

    def head(self, member: Member) -> bytes:
        """Give a member's first bytes, at most 64 KiB."""
        with _open(member) as pieces:
            return next(pieces, b"")[:SNIFF]

    @property
    def length(self) -> int:
        """How many bytes it holds."""
        return sum(member.length for member in self.members)


@dataclass(frozen=True, slots=True)
class SourceHash:
    """The source's name: its SHA-256, and for a folder the list that was hashed."""

    sha256: bytes
    listing: bytes | None


def find_source(path: Path) -> Source:
    """Look at a path.

    Raises:
        UnknownSource: there is nothing, or neither file nor folder.
        CorruptSource: it is empty.
    """
    if path.is_file():
        source = Source(path, "file", (Member(path.name, path, path.stat().st_size),), 0)
    elif path.is_dir():
        source = _tree(path)
    else:
        raise UnknownSource("there is no file or folder at this path")
    if not source.length:
        raise CorruptSource("the source is empty")
    return source


def hash_source(source: Source, step: Callable[[int], None]) -> SourceHash:
    """Hash the whole source; `step` hears of every piece of bytes read."""
    if source.kind == "file":
        return SourceHash(hash_member(source.members[0], step), None)
    rows: list[Json] = [
        [member.name, member.length, hash_member(member, step).hex()] for member in source.members
    ]
    listing = marshal(rows)
    return SourceHash(hashlib.sha256(listing).digest(), listing)


def hash_member(member: Member, step: Callable[[int], None]) -> bytes:
    """Hash one member."""
    hashed = hashlib.sha256()
    for piece in read_member(member):
        hashed.update(piece)
        step(len(piece))
    return hashed.digest()


def read_member(member: Member) -> Iterator[bytes]:
    """Read a member in pieces.

    Raises:
        CorruptSource: it cannot be read, or its length changed since it was found.
    """
    length = 0
    with _open(member) as pieces:
        for piece in pieces:
            length += len(piece)
            yield piece
    if length != member.length:
        raise CorruptSource("a file changed its length while it was read; copy it and try again")


@contextmanager
def _open(member: Member) -> Iterator[Iterator[bytes]]:
    try:
        with member.path.open("rb") as file:
            yield iter(lambda: file.read(PIECE), b"")
    except OSError as error:
        raise CorruptSource(f"a file cannot be read (errno {error.errno})") from error


def _tree(folder: Path) -> Source:
    members: list[Member] = []
    links = 0
    for path in folder.rglob("*"):
        # A link's target is outside what the guardian pointed at.
        if path.is_symlink():
            links += 1
        elif path.is_file():
            members.append(Member(path.relative_to(folder).as_posix(), path, path.stat().st_size))
    members.sort(key=lambda member: member.name.encode("utf-8", "surrogateescape"))
    return Source(folder, "tree", tuple(members), links)
