"""Reading a phone's database: each known table row by row, each other table counted.

docs/readers.md 10. A row that does not parse is quarantined. A database that fails its
own check is damaged: the source is refused, or read as far as possible where the operator
accepts that.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extraction.ledger import Line
from extraction.reader import Found, Item, Quarantined, ReadContext, Unknown
from extraction.readers.store_log import unused_frames
from extraction.readers.store_rows import DAMAGE, Row, Side, quoted, tuples_of
from extraction.readers.store_schema import PARSER, VERSION, Media, Store, StoreContext, Table
from extraction.sqlite_source import Database, columns_of, tables_of

Match = tuple[Store, Table, str]
"""A store, its table, and the table's name in this database."""

UNKNOWN_DATABASE = "unknown database"
_UNREADABLE = (ValueError, TypeError, OverflowError, LookupError, ArithmeticError)


def matches_of(database: Database, stores: Sequence[Store]) -> list[Match]:
    """Find the known tables of a database, in the order of the stores."""
    tables = tables_of(database)
    found: list[Match] = []
    claimed: set[str] = set()
    for store in stores:
        for table in store.tables:
            name = tables.get(table.name.lower())
            if name is None or name in claimed:
                continue
            there = {column.lower() for column in columns_of(database, name)}
            if all(column.lower() in there for column in table.needs):
                claimed.add(name)
                found.append((store, table, name))
    return found


@dataclass(frozen=True, slots=True)
class Opened:
    """An opened database: its name in the source, and how its media are found."""

    database: Database
    member: str
    media: Media
    context: ReadContext

    def lost(self, what: str) -> None:
        """Meet damage: the source is refused, or the ledger says what is behind it."""
        self.context.damaged(self.member, offset=0, size=0, what=f"{self.member}: {what}")


def read_database(opened: Opened, matches: Sequence[Match]) -> Iterator[Item]:
    """Give every row of the known tables, and the count of every other."""
    opened.database.connection.execute("PRAGMA temp_store=MEMORY")
    check_pages(opened)
    if unused := unused_frames(opened.database):
        opened.lost(f"{unused} pages of its -wal are damaged or were never finished")
    tables = tables_of(opened.database)
    helpers = {helper.lower() for store, _, _ in matches for helper in store.helpers}
    known = {name.lower() for _, _, name in matches}
    for match in matches:
        yield from _table(opened, tables, match)
    for key in sorted(set(tables) - known - helpers):
        yield from _unknown(opened, tables[key])
    if opened.database.repairs:
        count = opened.database.repairs
        opened.context.ledger.warn(f"{opened.member}: {count} texts were not UTF-8")


def check_pages(opened: Opened) -> None:
    """Let SQLite check the database: a page can hide rows and still be readable."""
    try:
        row = opened.database.connection.execute("PRAGMA quick_check(1)").fetchone()
    except DAMAGE as error:
        if "interrupted" in str(error):
            raise
        if not isinstance(error, sqlite3.OperationalError):
            opened.lost("the database is damaged")
            return
        # An app's own sort order or tokenizer is not here; nothing is known to be wrong.
        opened.context.ledger.warn(f"{opened.member}: the database could not be checked")
        return
    if row is None or row[0] != "ok":
        opened.lost("the database fails its own check")


def _table(opened: Opened, tables: Mapping[str, str], match: Match) -> Iterator[Item]:
    store, table, name = match
    context = opened.context
    line = context.ledger.line(
        f"{store.name}: {name}", member=opened.member, reader=PARSER, version=VERSION
    )
    if line.over:
        return
    database = opened.database
    columns = frozenset(column.lower() for column in columns_of(database, name))
    there = StoreContext(
        *(context, Side(database, tables, opened.lost), tables, columns),
        *(opened.member, name, store.name, opened.media),
    )
    mapper = table.mapper(there)
    before = database.repairs
    for row in tuples_of(database, name, table.columns, opened.lost):
        rowid = row[0]
        try:
            if type(rowid) is not int:
                raise ValueError("a row has no number")
            unclear = opened.media.unclear
            record = mapper(rowid, row)
            if opened.media.unclear != unclear:
                record = replace(record, flags=(*record.flags, "media_unclear"))
            item: Item = Found(line, record)
        except _UNREADABLE as error:
            item = _aside(line, row, f"a value does not parse ({type(error).__name__})")
        line.seen += 1
        yield item
    line.repairs = database.repairs - before
    counted = _count(database, name)
    if counted is not None and counted != line.seen:
        opened.lost(f"{name} counts {counted} rows and gives {line.seen}")


def _aside(line: Line, row: Row, reason: str) -> Quarantined:
    position = row[0] if type(row[0]) is int else 0
    return Quarantined(line, position, reason, repr(row)[:16_384].encode("utf-8", "replace"))


def _unknown(opened: Opened, name: str) -> Iterator[Item]:
    if name.lower().startswith("sqlite_"):
        return
    count = _count(opened.database, name)
    if count is None:
        opened.lost(f"table {name} cannot be counted")
        return
    line = opened.context.ledger.line(name, member=opened.member, reader=PARSER, version=VERSION)
    if not line.over:
        line.seen = count
        yield Unknown(line, count)


def unknown_rows(opened: Opened) -> Iterator[Item]:
    """Count all rows of a database that holds no known store, as one line."""
    total = 0
    whole = True
    for key, name in sorted(tables_of(opened.database).items()):
        if key.startswith("sqlite_"):
            continue
        count = _count(opened.database, name)
        whole = whole and count is not None
        total += count or 0
    if not whole:
        opened.context.ledger.leave_unread(
            opened.member, offset=0, size=0, reason="tables of this database cannot be counted"
        )
    line = opened.context.ledger.line(
        UNKNOWN_DATABASE, member=opened.member, reader=PARSER, version=VERSION
    )
    line.seen = total
    yield Unknown(line, total)


def _count(database: Database, table: str) -> int | None:
    try:
        # NOT INDEXED: an index may be damaged, or of a sort order that is not here.
        statement = f"SELECT count(*) FROM {quoted(table)} NOT INDEXED"  # noqa: S608 quoted name
        return int(database.connection.execute(statement).fetchone()[0])
    except DAMAGE as error:
        if "interrupted" in str(error):
            raise
        return None
