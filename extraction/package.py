"""The package: the plain files of a release, and how they are told apart.

docs/formats/release.md 1. Documents are kept whole; media are hashed as they pass, so a
package of any size is checked in flat memory. A picture that is short enough to be stripped is
looked at on the way, because only its bytes tell whether something hides in it.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from extraction.errors import NotVerified
from extraction.strip import MAX_STRIPPED, strip
from extraction.zip_stored import ByteStream, read_zip
from vault.boundary import Boundary, parse_boundary
from vault.canonical import Json, b64, marshal, parse, unb64_all
from vault.document import Document
from vault.errors import Malformed
from vault.grant_envelope import (
    Excerpt,
    parse_excerpt,
    segment_body,
)
from vault.ids import HASH_SIZE

SEGMENTS = "segments.json"
DERIVED = "derived.json"
BOUNDARY = "boundary.json"
INGEST = "ingest.dsse.json"
RECEIPT = "receipt.dsse.json"
GRANT = "grant.dsse.json"
WORKER_KEY = "workerkey.dsse.json"
CERTS = "certs.json"
SURVIVOR = "survivor.pub"
README = "README.txt"
VERIFY_PAGE, VERIFY_SCRIPT = "verify.html", "verify.py"
RELEASE = "release.dsse.json"
COVER = "cover.json"
VISIT = "visit.json"

REQUIRED = (SEGMENTS, BOUNDARY, DERIVED, INGEST, GRANT, CERTS, SURVIVOR, README, RELEASE)
OPTIONAL = (RECEIPT, WORKER_KEY, VISIT, VERIFY_PAGE, VERIFY_SCRIPT, COVER)
MAX_DOCUMENT = 64 * 1024 * 1024
MAX_PART = MAX_DOCUMENT
PIECE = 1024 * 1024

_MEDIA = re.compile(r"^(?:media|derived)/[0-9a-f]{64}$")
_PART = re.compile(r"^segments-[0-9]{4}\.json$")


@dataclass(frozen=True, slots=True)
class Shown:
    """A segment as a release shows it, with its path to the root."""

    excerpt: Excerpt
    path: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """A boundary opening with its path to the root."""

    boundary: Boundary
    path: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Package:
    """A package's documents by name, and (SHA-256, length) of every file.

    `bare` are the files under media/ and derived/ that are pictures which hide nothing.
    """

    documents: Mapping[str, bytes]
    digests: Mapping[str, tuple[bytes, int]]
    bare: frozenset[str]

    def segment_names(self) -> list[str]:
        """List the files that hold segments, in order."""
        return sorted(name for name in self.documents if name == SEGMENTS or _PART.match(name))

    def media_names(self) -> list[str]:
        """List the media files."""
        return sorted(name for name in self.digests if name.startswith("media/"))

    def copy_names(self) -> list[str]:
        """List the copies that go for media that stay."""
        return sorted(name for name in self.digests if name.startswith("derived/"))


def marshal_segments(shown: Sequence[Shown]) -> dict[str, bytes]:
    """Spell segments as segments.json, or as numbered parts when they pass 64 MiB."""
    bodies = [marshal({**segment_body(item.excerpt), "path": _path(item.path)}) for item in shown]
    if sum(map(len, bodies)) + len(bodies) + 2 <= MAX_PART:
        return {SEGMENTS: b"[" + b",".join(bodies) + b"]"}
    parts: list[list[bytes]] = [[]]
    size = 2
    for body in bodies:
        if parts[-1] and size + len(body) + 1 > MAX_PART:
            parts.append([])
            size = 2
        parts[-1].append(body)
        size += len(body) + 1
    return {
        f"segments-{number:04}.json": b"[" + b",".join(part) + b"]"
        for number, part in enumerate(parts, start=1)
    }


def marshal_boundary(opened: Sequence[Opened]) -> bytes:
    """Spell openings as boundary.json."""
    return marshal([{**item.boundary.body(), "path": _path(item.path)} for item in opened])


def parse_segments(data: bytes) -> list[Shown]:
    """Read one file of segments, or raise Malformed."""
    values = _list(data)
    values.reverse()
    shown = []
    while values:
        # Each segment's JSON is let go as it is read, or everything would be there twice.
        value = values.pop()
        shown.append(Shown(parse_excerpt(value, extra=("path",)), _parse_path(value)))
    return shown


def parse_openings(data: bytes) -> list[Opened]:
    """Read boundary.json, or raise Malformed."""
    return [
        Opened(parse_boundary(value, extra=("path",)), _parse_path(value)) for value in _list(data)
    ]


def read_package(path: Path) -> Package:
    """Read a package's folder or ZIP.

    Raises:
        NotVerified: step 0, for anything that is not a package.
    """
    return _gather(package_files(path))


def package_files(path: Path) -> Iterator[tuple[str, int, Iterator[bytes]]]:
    """Give (name, length, chunks) of each file of a package's folder or ZIP.

    The caller reads all chunks of each before it asks for the next.

    Raises:
        NotVerified: step 0, for anything that is not a package.
    """
    if path.is_dir():
        yield from _folder_files(path)
        return
    try:
        with path.open("rb") as file:
            stream = ByteStream(iter(lambda: file.read(PIECE), b""))
            yield from read_zip(stream, path.stat().st_size)
    except OSError:
        raise NotVerified(0, "the package cannot be read") from None


def read_package_stream(stream: ByteStream, length: int) -> Package:
    """Read a package from its ZIP's bytes."""
    return _gather(read_zip(stream, length))


def known_name(name: str) -> bool:
    """Tell whether a package may hold a file of this name."""
    return (
        name in REQUIRED
        or name in OPTIONAL
        or bool(_MEDIA.fullmatch(name) or _PART.fullmatch(name))
    )


def _gather(files: Iterable[tuple[str, int, Iterator[bytes]]]) -> Package:
    documents: dict[str, bytes] = {}
    digests: dict[str, tuple[bytes, int]] = {}
    bare: set[str] = set()
    for name, length, chunks in files:
        if not known_name(name) or name in digests:
            raise NotVerified(0, "the package holds a file that it should not")
        if _MEDIA.fullmatch(name):
            sha256, hides_nothing = _medium(chunks, length)
            digests[name] = (sha256, length)
            if hides_nothing:
                bare.add(name)
            continue
        if length > MAX_DOCUMENT:
            raise NotVerified(0, "a document of the package is too long")
        data = b"".join(chunks)
        documents[name] = data
        digests[name] = (hashlib.sha256(data).digest(), length)
    return Package(documents, digests, frozenset(bare))


def _medium(chunks: Iterator[bytes], length: int) -> tuple[bytes, bool]:
    """Hash a medium as it passes; tell whether it is a picture that hides nothing."""
    hashed = hashlib.sha256()
    kept = bytearray()
    for chunk in chunks:
        hashed.update(chunk)
        if length <= MAX_STRIPPED:
            kept += chunk
    data = bytes(kept)
    return hashed.digest(), bool(data) and strip(data) == data


def want_document(data: bytes) -> None:
    """Raise Malformed where a document is longer than a package may hold."""
    if len(data) > MAX_DOCUMENT:
        raise Malformed("a document of the package is too long")


def _folder_files(folder: Path) -> Iterator[tuple[str, int, Iterator[bytes]]]:
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            raise NotVerified(0, "the package holds a link or a device")
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            yield name, path.stat().st_size, _file_chunks(path)


def _file_chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from iter(lambda: file.read(PIECE), b"")


def _path(path: Iterable[bytes]) -> list[Json]:
    return [b64(step) for step in path]


def _list(data: bytes) -> list[Json]:
    value = parse(data)
    if not isinstance(value, list):
        raise Malformed("want a list")
    return value


def _parse_path(value: Json) -> tuple[bytes, ...]:
    if not isinstance(value, dict):
        raise Malformed("want an object")
    steps = Document({"path": value.get("path")}, {"path"}).items("path")
    return tuple(unb64_all(steps, HASH_SIZE))
