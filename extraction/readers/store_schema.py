"""What a known store is: tables to read row by row, by their columns, and what they mean.

docs/readers.md 10. A store is found by the names of its tables and columns, wherever it
lies and whatever its file is called. One file for each app says which columns it reads,
in which unit its times are, and how a row becomes a record.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Protocol

from extraction.parties import party_of
from extraction.reader import ReadContext
from extraction.readers.exif import Exif
from extraction.readers.store_rows import Row, Side
from extraction.record import Blob, Party, Provenance, Record
from extraction.record import record_id as name_record
from vault.canonical import MAX_INTEGER

PARSER = "phone-stores"
VERSION = "1"


class Media(Protocol):
    """The phone's files, for the rows that cite them."""

    @property
    def unclear(self) -> int:
        """How many media of the phone were not attached because several files fit."""

    def take(self, path: str, name: str, mime: str, role: str, below: Sequence[str] = ()) -> Blob:
        """Give the medium at a path on the phone, there or missing."""

    def photo(self, path: str, name: str, mime: str) -> tuple[Blob, Exif | None]:
        """Give a picture, and what its file says of itself; None where it is not there."""


Mapper = Callable[[int, Row], Record]
"""Makes the record of (row id, columns). Raises ValueError and its like for what it cannot."""


@dataclass(frozen=True, slots=True)
class StoreContext:
    """What a mapper may use: the operator's context, the tables beside, the phone's files."""

    context: ReadContext
    side: Side
    tables: Mapping[str, str]
    columns: frozenset[str]
    member: str
    table: str
    store: str
    media: Media

    @property
    def region(self) -> str | None:
        """The country of numbers without one."""
        return self.context.region

    def attach(self, path: str, name: str, mime: str, role: str, below: Sequence[str] = ()) -> Blob:
        """Give the medium at a path on the phone, there or missing.

        The path is what the phone noted, never a name that somebody gave. `below` are the
        folders that it may be relative to, other than the database's own.
        """
        return self.media.take(path, name, mime, role, below)

    def naming(self) -> Callable[[int], tuple[str, Provenance]]:
        """Give what record_id and prov give, at once, for tables of millions of rows."""
        source_id, prefix = self.context.source_id, f"{self.member}/{self.table}/"
        store, member, table = self.store, self.member, self.table

        def named(rowid: int) -> tuple[str, Provenance]:
            row = rowid if -MAX_INTEGER <= rowid <= MAX_INTEGER else None
            prov = Provenance(store, PARSER, VERSION, member, table, row)
            return name_record(source_id, f"{prefix}{rowid}"), prov

        return named

    def record_id(self, rowid: int) -> str:
        """Name the record of a row."""
        return name_record(self.context.source_id, f"{self.member}/{self.table}/{rowid}")

    def prov(self, rowid: int) -> Provenance:
        """Say where the record of a row comes from."""
        # A row id may be larger than a canonical number; the record's id still has it.
        row = rowid if -MAX_INTEGER <= rowid <= MAX_INTEGER else None
        return Provenance(self.store, PARSER, VERSION, self.member, self.table, row)


@dataclass(frozen=True, slots=True)
class Table:
    """A table that is read row by row.

    `needs` are columns without which it is another app's table of the same name. `columns`
    are given to the mapper in this order; a version that lacks one gives None.
    """

    name: str
    needs: tuple[str, ...]
    columns: tuple[str, ...]
    mapper: Callable[[StoreContext], Mapper]


@dataclass(frozen=True, slots=True)
class Store:
    """A known store. `helpers` are tables whose rows only complete the rows of others."""

    name: str
    files: tuple[str, ...]
    tables: tuple[Table, ...]
    helpers: tuple[str, ...] = ()


class People:
    """Makes parties; the same person is made once."""

    __slots__ = ("_made", "_region")

    def __init__(self, region: str | None) -> None:
        self._region = region
        self._made: dict[tuple[str, str, str, bool | None], Party] = {}

    def of(self, raw: str, role: str, name: str = "", *, owner: bool | None = False) -> Party:
        """Give the party for whatever a store calls it."""
        key = (raw, role, name, owner)
        found = self._made.get(key)
        if found is None:
            if len(self._made) >= _MADE:
                self._made.clear()
            found = party_of(raw, self._region, role=role, name=name, owner=owner)
            self._made[key] = found
        return found


_MADE = 65_536
OWNER_FROM = Party("from", is_owner=True)
OWNER_TO = Party("to", is_owner=True)


def flags_of(parties: tuple[Party, ...], blobs: tuple[Blob, ...] = ()) -> tuple[str, ...]:
    """Give the flags that people and media call for."""
    flags = []
    for party in parties:
        if party.id_norm is None and party.is_owner is not True:
            flags.append("party_unknown")
            break
    for blob in blobs:
        if not blob.present:
            flags.append("missing_blob")
            break
    return tuple(flags)


def extra_of(**values: str) -> dict[str, str]:
    """Keep what is not empty."""
    return {name: value for name, value in values.items() if value}


def base_name(path: str) -> str:
    """Give the last part of a path on a phone."""
    return PurePosixPath(path.replace("\\", "/")).name


__all__ = [
    "OWNER_FROM",
    "OWNER_TO",
    "PARSER",
    "VERSION",
    "Mapper",
    "Media",
    "People",
    "Store",
    "StoreContext",
    "Table",
    "base_name",
    "extra_of",
    "flags_of",
]
