"""Sources: the file or folder that a guardian brings, hashed before anything reads it.

docs/formats/extraction.md 3. A file is named by its SHA-256; a folder by the SHA-256 of
the canonical list `[[path, length, sha256], ...]` in order of the paths' bytes. A path
that is not UTF-8 stands in the list as `{"b64": …}`, and its member is named with escapes.
"""

import hashlib
import os
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from extraction.errors import CorruptSource, UnknownSource
from vault.canonical import Json, b64, marshal

PIECE = 1024 * 1024
SNIFF = 64 * 1024


@dataclass(frozen=True, slots=True)
class Member:
    """A file of the source: its name inside it (`/` between parts) and where it lies.

    `raw` is the name's bytes, which are what it is listed and sorted by.
    """

    name: str
    path: Path
    length: int
    raw: bytes


@dataclass(frozen=True, slots=True)
class Source:
    """A file or a folder. `members` of a file is that file alone.

    `links` and `special` count what was met and is not followed: symbolic links; devices,
    sockets and pipes.
    """

    path: Path
    kind: str
    members: tuple[Member, ...]
    links: int
    special: int
    named: Mapping[str, Member]

    def member(self, name: str) -> Member | None:
        """Find a member by its name."""
        return self.named.get(name)

    def head(self, member: Member) -> bytes:
        """Give a member's first bytes, at most 64 KiB."""
        return _piece(member, 0)

    def tail(self, member: Member) -> bytes:
        """Give a member's last bytes, at most 64 KiB."""
        return _piece(member, max(0, member.length - SNIFF))

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
        CorruptSource: it is empty, or a part of it cannot be read.
    """
    if path.is_file():
        found = [_member(path, os.fsencode(path.name), path.stat().st_size)]
        kind, links, special = "file", 0, 0
    elif path.is_dir():
        kind = "tree"
        found, links, special = _walk(path)
    else:
        raise UnknownSource("there is no file or folder at this path")
    source = Source(
        path,
        kind,
        tuple(found),
        links,
        special,
        MappingProxyType({member.name: member for member in found}),
    )
    if not source.length:
        raise CorruptSource("the source is empty")
    return source


def hash_source(source: Source, step: Callable[[int], None]) -> SourceHash:
    """Hash the whole source; `step` hears of every piece of bytes read."""
    if source.kind == "file":
        return SourceHash(hash_member(source.members[0], step), None)
    rows: list[Json] = [
        [_listed(member.raw), member.length, hash_member(member, step).hex()]
        for member in source.members
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


def _piece(member: Member, start: int) -> bytes:
    try:
        with member.path.open("rb") as file:
            file.seek(start)
            return file.read(SNIFF)
    except OSError as error:
        raise CorruptSource(f"a file cannot be read (errno {error.errno})") from error


def _walk(folder: Path) -> tuple[list[Member], int, int]:
    """List a folder's files by their names' bytes; count what is not followed."""
    members: list[Member] = []
    links = special = 0
    pending = [folder]
    try:
        while pending:
            with os.scandir(pending.pop()) as entries:
                for entry in entries:
                    # A link's target is outside what the guardian pointed at.
                    mode = entry.stat(follow_symlinks=False).st_mode
                    if stat.S_ISLNK(mode):
                        links += 1
                    elif stat.S_ISDIR(mode):
                        pending.append(Path(entry.path))
                    elif stat.S_ISREG(mode):
                        length = entry.stat(follow_symlinks=False).st_size
                        path = Path(entry.path)
                        name = os.fsencode(path.relative_to(folder).as_posix())
                        members.append(_member(path, name, length))
                    else:
                        special += 1
    except OSError as error:
        # A folder that may not be entered must not pass for an empty one.
        raise CorruptSource(f"a folder cannot be read (errno {error.errno})") from error
    return sorted(members, key=lambda member: member.raw), links, special


def _member(path: Path, raw: bytes, length: int) -> Member:
    return Member(raw.decode("utf-8", "backslashreplace"), path, length, raw)


def _listed(raw: bytes) -> Json:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return {"b64": b64(raw)}
