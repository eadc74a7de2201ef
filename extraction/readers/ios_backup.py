"""iPhone backups, plain and encrypted: files by the list in `Manifest.db`.

docs/readers.md 12. Tried on backups of iOS 14 (real, plain) and on the same one encrypted as
iTunes and Finder do (DPIC 100,000). Files lie under the SHA-1 of their domain and path. That
listed files are not there is common, and said; a file that is not listed is looked at too.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from extraction.errors import CorruptSource
from extraction.reader import Item, ReadContext, Withheld
from extraction.readers.cbc_stream import decrypted
from extraction.readers.ios_keybag import MAX_PLIST, Keys, encrypted, open_keys
from extraction.readers.phone_files import Held
from extraction.readers.phone_reading import SQLITE, read_phone
from extraction.readers.store_rows import DAMAGE
from extraction.source import Member, Source, read_member
from extraction.sqlite_source import Database, columns_of, open_parts, tables_of

LIST, KEYS = "Manifest.db", "Manifest.plist"
_OWN = (LIST, KEYS, "Info.plist", "Status.plist", f"{LIST}-wal", f"{LIST}-shm")
_NEEDED = {"fileid", "domain", "relativepath", "flags", "file"}
_FILE = 1


@dataclass(slots=True)
class BackupFiles:
    """The files of a backup, by the names that they had on the phone."""

    source: Source
    folder: str
    database: Database
    keys: Keys | None
    context: ReadContext
    name: str = ""
    checked: bool = True
    rows: int = 0

    def files(self) -> Iterator[Held]:
        """Give every listed file that is there, then those that are not listed."""
        listed: set[str] = set()
        missing = files = 0
        statement = "SELECT fileID, domain, relativePath, flags FROM Files ORDER BY rowid"
        try:
            for file_id, domain, path, flags in self.database.connection.execute(statement):
                self.rows += 1
                if flags != _FILE or not isinstance(file_id, str):
                    continue
                files += 1
                member = self._member(file_id)
                name = f"{domain}/{path}"
                if member is None:
                    missing += 1
                    self.context.ledger.miss(name[:1000])
                    continue
                listed.add(member.name)
                yield Held(name, member.length, file_id)
        except DAMAGE as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            what = f"{LIST} is damaged after {self.rows} rows"
            self.context.damaged(LIST, offset=0, size=0, what=what)
        if missing:
            self.context.ledger.warn(
                f"{missing} of {files} files that the backup lists are not in it"
            )
        yield from self._unlisted(listed)

    def _unlisted(self, listed: set[str]) -> Iterator[Held]:
        own = {self.folder + name for name in _OWN}
        for member in self.source.members:
            if member.name in listed or member.name in own:
                continue
            # Its name on the phone is not known, and it is not known to be encrypted.
            database = self.source.head(member).startswith(SQLITE)
            yield Held(member.name, member.length, member, database=database)

    def pieces(self, held: Held) -> Iterator[bytes]:
        """Read a file in pieces, decrypted where it is encrypted."""
        if isinstance(held.ref, Member):
            return read_member(held.ref)
        assert isinstance(held.ref, str)
        member = self._member(held.ref)
        assert member is not None
        key = None if self.keys is None else self.keys.of(self._entry(held.ref))
        pieces = read_member(member)
        return pieces if key is None else decrypted(pieces, key)

    def _entry(self, file_id: str) -> bytes:
        statement = "SELECT file FROM Files WHERE fileID = ? LIMIT 1"
        try:
            row = self.database.connection.execute(statement, (file_id,)).fetchone()
        except DAMAGE:
            row = None
        if row is None or not isinstance(row[0], bytes):
            raise CorruptSource("a file of the backup has no usable key")
        return row[0]

    def _member(self, file_id: str) -> Member | None:
        # Backups of before iOS 10 keep all files in one folder.
        return self.source.member(f"{self.folder}{file_id[:2]}/{file_id}") or self.source.member(
            f"{self.folder}{file_id}"
        )


class IosBackupReader:
    """Reads the folder that iTunes, Finder or a forensic tool backed a phone up into."""

    name = "ios-backup"
    version = "1"
    about = "iPhone backup folder (Manifest.db), plain or encrypted"

    def recognises(self, source: Source) -> bool:
        """Tell by the list of files."""
        return source.kind == "tree" and _folder(source) is not None

    def read(self, source: Source, context: ReadContext) -> Iterator[Item]:
        """Give every row and picture that is known; count the rest.

        Raises:
            LockedSource: it is encrypted, and the password is missing or wrong.
            CorruptSource: its list of files is damaged.
        """
        folder = _folder(source)
        assert folder is not None
        member = source.member(folder + LIST)
        assert member is not None
        keys = _keys(source, folder, member, context)
        parts = [("", read_member(member))]
        if keys is not None:
            parts = [("", decrypted(read_member(member), keys.manifest))]
        elif (log := source.member(f"{folder}{LIST}-wal")) is not None:
            parts.append(("-wal", read_member(log)))
        with open_parts(parts, context.scratch) as database:
            table = tables_of(database).get("files")
            columns = (
                set() if table is None else {each.lower() for each in columns_of(database, table)}
            )
            if not columns >= _NEEDED:
                raise CorruptSource(f"{LIST} holds no list of files")
            files = BackupFiles(source, folder, database, keys, context)
            line = context.ledger.line(
                f"{LIST}: Files", member=member.name, reader=self.name, version=self.version
            )
            yield from read_phone(files, context)
            if not line.over:
                line.seen += files.rows
                yield Withheld(line, files.rows)


def _folder(source: Source) -> str | None:
    """Give what stands before the list's name: nothing, or one folder."""
    if source.member(LIST) is not None:
        return ""
    found = [
        member.name.removesuffix(LIST)
        for member in source.members
        if member.name.endswith(f"/{LIST}") and member.name.count("/") == 1
    ]
    # Several backups in one folder are several sources.
    return found[0] if len(found) == 1 else None


def _keys(source: Source, folder: str, manifest: Member, context: ReadContext) -> Keys | None:
    plist = source.member(folder + KEYS)
    if plist is None:
        if not source.head(manifest).startswith(SQLITE):
            raise CorruptSource(f"{LIST} is no database and {KEYS} is not there")
        return None
    if plist.length > MAX_PLIST:
        raise CorruptSource(f"{KEYS} is longer than any backup's")
    data = b"".join(read_member(plist))
    return open_keys(data, context.password) if encrypted(data) else None
