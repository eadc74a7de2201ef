"""A copy of the log that anybody can check: entries, checkpoint, policy, chain value.

docs/formats/audit-entry.md 5. A folder, or the same files in a ZIP:

    checkpoint                the newest note that meets the policy
    log.json                  {"chain":…,"origin":…,"size":…,"v":1}
    policy                    the log policy; pinned only if the reader has it from elsewhere
    tile/entries/000 …        bundles of 256 entries (C2SP tlog-tiles), the last one shorter
    time/17/checkpoint        the note of size 17, where an authority stamped it
    time/17/0.tsr …           what authorities answered (RFC 3161) over its text

Anything else in it is refused.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

import orjson

from audit import repository, token_rows
from audit.chain import CHAIN_START
from audit.checkpoint import parse_checkpoint
from audit.entry import LIMIT
from audit.errors import MalformedEntry, Pushback
from audit.log import Database
from audit.note import parse_note
from audit.repository import Connection
from audit.tiles import WIDTH, tile_path

CHECKPOINT, LOG, POLICY = "checkpoint", "log.json", "policy"
MAX_FILE = WIDTH * (LIMIT + 2)
_DATE = (1980, 1, 1, 0, 0, 0)
_LENGTH = 2
_STAMP = re.compile(r"time/([1-9][0-9]{0,15})/(checkpoint|(?:0|[1-9][0-9]?)\.tsr)")
_UNKNOWN = "the copy lacks a file, or holds one that is unknown"


@dataclass(frozen=True, slots=True)
class Stamped:
    """A stamped checkpoint: its size, its note, and the authorities' answers over its text."""

    size: int
    note: str
    tokens: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class LogCopy:
    """An opened copy; what it says of itself was not checked yet."""

    path: Path
    checkpoint: str
    policy: str
    origin: str
    size: int
    chain: bytes
    stamps: Mapping[int, int] = field(default_factory=dict)
    """How many tokens there are, by the size of the checkpoint that they are over."""

    def stamped(self) -> Iterator[Stamped]:
        """Give the stamped checkpoints, smallest first, or raise MalformedEntry."""
        with _Files(self.path) as files:
            for size, count in sorted(self.stamps.items()):
                note = _text(files.read(f"time/{size}/{CHECKPOINT}"))
                tokens = tuple(files.read(f"time/{size}/{at}.tsr") for at in range(count))
                yield Stamped(size, note, tokens)

    def entries(self) -> Iterator[bytes]:
        """Give the entries in order, or raise MalformedEntry."""
        with _Files(self.path) as files:
            for place in range(-(-self.size // WIDTH)):
                width = min(WIDTH, self.size - place * WIDTH)
                yield from parse_bundle(files.read(tile_path(-1, place, width)), width)


def write_copy(database: Database, out: Path, policy: str) -> int:
    """Write all entries to a folder, or to a ZIP if the name says so; give their number.

    Raises:
        Pushback: no checkpoint meets the policy yet.
        FileExistsError: something is there already.
    """

    def query(connection: Connection) -> int:
        size = repository.size_of(connection)
        latest = repository.latest_checkpoint(connection, witnessed=True)
        if latest is None:
            raise Pushback("there is no witnessed checkpoint yet")
        origin = parse_checkpoint(parse_note(latest.note).text).origin
        chain = repository.read_entry(connection, size - 1).chain if size else CHAIN_START
        log = {"v": 1, "origin": origin, "size": size, "chain": chain.hex()}
        _write(out, _files(connection, size, latest.note, policy, log))
        return size

    return database.read(query)


def open_copy(path: Path) -> LogCopy:
    """Open a copy, or raise MalformedEntry."""
    with _Files(path) as files:
        checkpoint = _text(files.read(CHECKPOINT))
        policy = _text(files.read(POLICY))
        data = files.read(LOG)
        names = files.names()
    try:
        log = orjson.loads(data)
        copy = LogCopy(
            path, checkpoint, policy, log["origin"], log["size"], bytes.fromhex(log["chain"])
        )
    except (ValueError, TypeError, KeyError):
        raise MalformedEntry("log.json is not a copy's") from None
    again = {"v": 1, "origin": copy.origin, "size": copy.size, "chain": copy.chain.hex()}
    known = type(copy.size) is int and copy.size >= 0 and type(copy.origin) is str
    if not known or _json(again) != data:
        raise MalformedEntry("log.json is not in canonical form")
    own = {CHECKPOINT, POLICY, LOG, *_bundle_names(copy.size)}
    if not names >= own:
        raise MalformedEntry(_UNKNOWN)
    return replace(copy, stamps=_stamps(names - own, copy.size))


def _stamps(names: Iterable[str], size: int) -> dict[int, int]:
    """Count the tokens of each stamped size, or raise MalformedEntry."""
    found: dict[int, set[str]] = {}
    for name in names:
        if (parts := _STAMP.fullmatch(name)) is None:
            raise MalformedEntry(_UNKNOWN)
        found.setdefault(int(parts[1]), set()).add(parts[2])
    for at, files in found.items():
        count = len(files) - 1
        if at > size or not count or files != {CHECKPOINT, *(f"{n}.tsr" for n in range(count))}:
            raise MalformedEntry(_UNKNOWN)
    return {at: len(files) - 1 for at, files in found.items()}


def marshal_bundle(entries: Iterable[bytes]) -> bytes:
    """Spell a bundle: each entry after its length in two bytes."""
    return b"".join(len(entry).to_bytes(_LENGTH) + entry for entry in entries)


def parse_bundle(data: bytes, width: int) -> list[bytes]:
    """Read a bundle of `width` entries, or raise MalformedEntry."""
    entries, at = [], 0
    for _ in range(width):
        length = int.from_bytes(data[at : at + _LENGTH])
        entries.append(data[at + _LENGTH : at + _LENGTH + length])
        at += _LENGTH + length
    if at != len(data):
        raise MalformedEntry(f"a bundle does not hold {width} entries")
    return entries


def _files(
    connection: Connection, size: int, note: str, policy: str, log: dict[str, object]
) -> Iterator[tuple[str, bytes]]:
    yield CHECKPOINT, note.encode()
    yield LOG, _json(log)
    yield POLICY, policy.encode()
    for start in range(0, size, WIDTH):
        stop = min(start + WIDTH, size)
        stored = repository.read_entries(connection, start, stop)
        name = tile_path(-1, start // WIDTH, stop - start)
        yield name, marshal_bundle(each.entry for each in stored)
    for stamped, tokens in token_rows.all_stamped(connection):
        yield f"time/{stamped.size}/{CHECKPOINT}", stamped.note.encode()
        for at, token in enumerate(tokens):
            yield f"time/{stamped.size}/{at}.tsr", token


def _write(out: Path, files: Iterable[tuple[str, bytes]]) -> None:
    if out.suffix != ".zip":
        out.mkdir(parents=True)
        for name, data in files:
            path = out / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return
    with zipfile.ZipFile(out, "x") as packed:
        for name, data in files:
            # A fixed date: the same log gives the same file.
            packed.writestr(zipfile.ZipInfo(name, _DATE), data)


def _bundle_names(size: int) -> Iterator[str]:
    for start in range(0, size, WIDTH):
        yield tile_path(-1, start // WIDTH, min(WIDTH, size - start))


def _json(value: dict[str, object]) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise MalformedEntry("a file of the copy is not UTF-8") from None


class _Files:
    """The files of a folder or a ZIP, by name."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._zip: zipfile.ZipFile | None = None

    def __enter__(self) -> Self:
        try:
            self._zip = None if self._path.is_dir() else zipfile.ZipFile(self._path)
        except (OSError, zipfile.BadZipFile):
            raise MalformedEntry("there is no copy of a log") from None
        return self

    def __exit__(self, *_: object) -> None:
        if self._zip is not None:
            self._zip.close()

    def names(self) -> set[str]:
        """Name every file."""
        if self._zip is not None:
            listed = self._zip.namelist()
            if len(set(listed)) != len(listed):
                raise MalformedEntry("the copy holds one file twice")
            return set(listed)
        found = (path for path in self._path.rglob("*") if not path.is_dir())
        return {path.relative_to(self._path).as_posix() for path in found}

    def read(self, name: str) -> bytes:
        """Give a file's bytes, at most MAX_FILE of them, or raise MalformedEntry."""
        try:
            opened = (self._path / name).open("rb") if self._zip is None else self._zip.open(name)
            with opened as file:
                data = file.read(MAX_FILE + 1)
        # NotImplementedError and RuntimeError are zipfile's for a compression or an encryption
        # that it cannot read, and whoever made the ZIP chooses that.
        except (OSError, KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
            raise MalformedEntry("the copy lacks a file, or one cannot be read") from None
        if len(data) > MAX_FILE:
            raise MalformedEntry("a file of the copy is too long")
        return data
