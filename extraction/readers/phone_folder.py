"""A phone's files in a folder, or one of its databases alone.

docs/readers.md 11. Tried on files of iOS 13 to 16 and Android 4 to 6 (real). A database that
is given alone while its -wal lies beside it is refused, because rows would be missing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from extraction.errors import AmbiguousSource, UnknownSource
from extraction.reader import Item, ReadContext
from extraction.readers.phone_files import Held, Sorted
from extraction.readers.phone_reading import SQLITE, read_phone
from extraction.readers.store_reading import UNKNOWN_DATABASE
from extraction.readers.stores import FILES
from extraction.source import Source, read_member


@dataclass(frozen=True, slots=True)
class FolderFiles:
    """The files of a source as they lie on disk."""

    source: Source
    name: str = ""
    checked: bool = False

    def files(self) -> Iterator[Held]:
        """Give every file."""
        for member in self.source.members:
            yield Held(member.name, member.length, member)

    def pieces(self, held: Held) -> Iterator[bytes]:
        """Read a file in pieces."""
        member = self.source.member(held.name)
        assert member is not None
        return read_member(member)


class PhoneFolderReader:
    """Reads a folder that holds a phone's files."""

    name = "phone-folder"
    version = "1"
    about = "folder with a phone's files (sms.db, msgstore.db, DCIM and others)"

    def recognises(self, source: Source) -> bool:
        """Tell by the names of the files."""
        if source.kind != "tree":
            return False
        return any(
            member.name.rpartition("/")[2].lower() in FILES
            or "dcim" in member.name.lower().split("/")[:-1]
            for member in source.members
        )

    def read(self, source: Source, context: ReadContext) -> Iterator[Item]:
        """Give every row and picture that is known; count the rest."""
        return read_phone(FolderFiles(source), context)


class PhoneDatabaseReader:
    """Reads one database of a phone."""

    name = "phone-database"
    version = "1"
    about = "database of a phone's app (sms.db, mmssms.db, History and others)"

    def recognises(self, source: Source) -> bool:
        """Tell by the first bytes; which database it is shows when it is opened."""
        return source.kind == "file" and source.head(source.members[0]).startswith(SQLITE)

    def read(self, source: Source, context: ReadContext) -> Iterator[Item]:
        """Give every row.

        Raises:
            AmbiguousSource: rows lie in a -wal or -journal beside it that was not given.
            UnknownSource: it holds no known store.
        """
        member = source.members[0]
        for ending in ("-wal", "-journal"):
            beside = Path(f"{member.path}{ending}")
            if beside.is_file() and beside.stat().st_size:
                raise AmbiguousSource(
                    f"the database has a {ending} file beside it that holds rows; give the folder"
                )
        alone = FolderFiles(source)
        return self._read(alone, Sorted(databases=list(alone.files())), context)

    def _read(self, alone: FolderFiles, found: Sorted, context: ReadContext) -> Iterator[Item]:
        yield from read_phone(alone, context, found)
        if all(line.artefact == UNKNOWN_DATABASE for line in context.ledger.lines):
            raise UnknownSource("the database holds no known store")
