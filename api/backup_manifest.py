"""The manifest of a backup: what it holds, each file by length and SHA-256.

docs/formats/backup.md. A folder without one is no backup. It is written last, and a newer one
takes its place in one step, so that the folder is at every moment one whole backup or none.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from api.row_tables import Counted
from vault.canonical import Json, marshal, parse
from vault.document import Document, count_of, hex_of, row_of
from vault.durable import write_over
from vault.errors import Malformed, Missing
from vault.ids import HASH_SIZE, ID_SIZE
from vault.objects import check_name

NAME, OBJECTS, ROWS, FILES = "backup.json", "objects", "rows.db", "files"
SNAPSHOT = "snapshot-"
_FIELDS = {
    "files", "keys", "log_size", "made_ms", "objects", "origin", "snapshot", "tables", "v",
}  # fmt: skip
_TOP = {"keys", "log.vkey", "policy", "policy.next", "tsa.json", "worker"}


@dataclass(frozen=True, slots=True)
class Stored:
    """A file of a backup: its length in bytes, and the SHA-256 of them."""

    length: int
    sha256: bytes


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. `files` has the rows too, by names below the snapshot's folder.

    `made_ms` is when the rows were read, in UTC milliseconds; `log_size` counts the entries of
    the log `origin` then; `keys` is whether the vault's secret keys are in it; `tables` is what
    each table of the rows has.
    """

    made_ms: int
    origin: str
    log_size: int
    keys: bool
    snapshot: str
    tables: Mapping[str, Counted]
    files: Mapping[str, Stored]
    objects: Mapping[str, Stored]

    def marshal(self) -> bytes:
        """Give the canonical bytes."""
        return marshal(
            {
                "v": 1,
                "made_ms": self.made_ms,
                "origin": self.origin,
                "log_size": self.log_size,
                "keys": self.keys,
                "snapshot": self.snapshot,
                "tables": {
                    name: [each.rows, each.sha256.hex()] for name, each in self.tables.items()
                },
                "files": _listed(self.files),
                "objects": _listed(self.objects),
            }
        )


def parse_manifest(data: bytes) -> Manifest:
    """Read a manifest, or raise Malformed."""
    body = Document(parse(data), _FIELDS)
    body.version()
    manifest = Manifest(
        body.count("made_ms"),
        body.text("origin"),
        body.count("log_size"),
        _flag(body.raw("keys")),
        body.text("snapshot"),
        {name: Counted(*each) for name, each in _pairs(body.mapping("tables"))},
        {name: Stored(*each) for name, each in _pairs(body.mapping("files"))},
        {name: Stored(*each) for name, each in _pairs(body.mapping("objects"))},
    )
    if not manifest.origin:
        raise Malformed("origin: want a text")
    _check_names(manifest)
    return manifest


def read_manifest(folder: Path) -> Manifest | None:
    """Read a backup's manifest, None where there is none, or raise Malformed."""
    try:
        data = (folder / NAME).read_bytes()
    except FileNotFoundError:
        return None
    return parse_manifest(data)


def mark_of(manifest: Manifest) -> str:
    """Give the mark of what is being restored, as places that are filled hold it."""
    return hashlib.sha256(manifest.marshal()).digest()[:ID_SIZE].hex()


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Make a folder the backup that this says; all that it lists is on disk already."""
    data = manifest.marshal()
    assert parse_manifest(data) == manifest
    write_over(folder / NAME, data)


def _check_names(manifest: Manifest) -> None:
    # A name becomes a path, here and where it is restored: none may lead anywhere else.
    if not _is_plain(manifest.snapshot) or not manifest.snapshot.startswith(SNAPSHOT):
        raise Malformed("the snapshot's name is not one")
    for name in manifest.objects:
        try:
            check_name(name)
        except Missing:
            raise Malformed("an object's name is not one") from None
    if ROWS not in manifest.files:
        raise Malformed("it lists no rows")
    for name in manifest.files:
        parts = name.split("/")
        known = parts[0] in _TOP or parts[0].startswith("continued-") or name == ROWS
        if not known or len(parts) > 2 or not all(map(_is_plain, parts)):  # noqa: PLR2004 a folder and a file
            raise Malformed("a file's name is not one")


def _is_plain(part: str) -> bool:
    return part.replace("-", "").replace(".", "").isalnum() and part.isascii() and part[0] != "."


def _listed(files: Mapping[str, Stored]) -> dict[str, object]:
    return {name: [each.length, each.sha256.hex()] for name, each in files.items()}


def _pairs(listed: Mapping[str, Json]) -> Iterator[tuple[str, tuple[int, bytes]]]:
    for name, value in listed.items():
        number, sha256 = row_of(value, 2)
        yield name, (count_of(number), hex_of(sha256, HASH_SIZE))


def _flag(value: Json) -> bool:
    if not isinstance(value, bool):
        raise Malformed("want true or false")
    return value
