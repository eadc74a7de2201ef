"""LEAPP's LAVA output: the typed tables of an iLEAPP or ALEAPP run.

docs/readers.md 1. Tried on schema 2 of iLEAPP 2026.3. Which tables there are is in the
index (lava_index.py), what a row means in lava_rows.py, which rows are carved or the
tool's own in lava_roles.py.
"""

from collections.abc import Iterator, Mapping

from extraction.reader import Found, Item, Quarantined, ReadContext, Unknown, Withheld
from extraction.readers.lava_index import DATABASE, INDEX, Artifact, Index, parse_index
from extraction.readers.lava_media import MediaIndex
from extraction.readers.lava_roles import app_of, denied
from extraction.readers.lava_rows import Rows
from extraction.readers.lava_threads import accounts_of
from extraction.record import Provenance
from extraction.source import Member, Source, read_member
from extraction.sqlite_source import (
    Database,
    columns_of,
    count_of,
    open_database,
    rows_of,
    tables_of,
)

NAME = "leapp-lava"
VERSION = "2"
MAX_MEMBER = 1000
"""Characters of a source path that a record keeps; the tool joins several with newlines."""


class LavaReader:
    """Reads a folder that LEAPP wrote."""

    name = NAME
    version = VERSION
    about = "LEAPP output folder (LAVA)"

    def recognises(self, source: Source) -> bool:
        """Tell by the index and the database."""
        return source.member(INDEX) is not None and source.member(DATABASE) is not None

    def read(self, source: Source, context: ReadContext) -> Iterator[Item]:
        """Give every row of every table, in the order of the index."""
        index_member, member = source.member(INDEX), source.member(DATABASE)
        assert index_member is not None
        assert member is not None
        index = parse_index(read_member(index_member))
        if not index.artifacts:
            context.ledger.warn("the tool lists no artefact; was its input encrypted?")
        with open_database(source, member, context.scratch) as database:
            media = MediaIndex(database, source, context)
            tables = tables_of(database)
            for artifact in index.artifacts:
                table = tables.pop(artifact.table.lower(), None)
                if table is None:
                    context.ledger.miss(f"table of {artifact.key}")
                    continue
                yield from _table(database, artifact, table, index, member, media, context)
            yield from _rest(database, tables, member, context)
            if database.repairs:
                context.ledger.warn(f"{database.repairs} texts of the database were not UTF-8")


def _table(
    database: Database,
    artifact: Artifact,
    table: str,
    index: Index,
    member: Member,
    media: MediaIndex,
    context: ReadContext,
) -> Iterator[Item]:
    line = context.ledger.line(
        artifact.key,
        member=member.name,
        reader=NAME,
        version=VERSION,
        declared=artifact.declared,
    )
    if line.over:
        return
    if denied(artifact.key) or denied(table):
        line.seen = count_of(database, table)
        yield Withheld(line, line.seen)
        return
    prov = Provenance(
        *(NAME, NAME, VERSION),
        member=artifact.source_path[:MAX_MEMBER],
        table=table,
        tool=index.tool,
        tool_version=index.tool_version,
    )
    app = app_of(artifact.key, artifact.module)[0]
    talks = [other for other in index.artifacts if other.view is not None]
    shared = sum(app_of(other.key, other.module)[0] == app for other in talks) > 1
    accounts = accounts_of(database, table, artifact)
    rows = Rows(artifact, prov, media, context, accounts, shared=shared)
    before = database.repairs

    def lost(what: str) -> None:
        context.damaged(f"{member.name}: {table}", offset=0, size=0, what=f"{artifact.key}: {what}")

    columns = columns_of(database, table)
    for rowid, row in rows_of(database, table, columns, lost):
        line.seen += 1
        line.repairs = database.repairs - before
        try:
            record = rows.record(rowid, row)
        except (ValueError, OverflowError) as error:
            raw = repr(row).encode("utf-8", "replace")
            yield Quarantined(line, rowid, f"a value does not parse ({type(error).__name__})", raw)
            continue
        yield Found(line, record)


def _rest(
    database: Database, tables: Mapping[str, str], member: Member, context: ReadContext
) -> Iterator[Item]:
    """Count the tables that the index does not list: denied ones withheld, others unknown."""
    for name in sorted(tables):
        if name.startswith("sqlite_"):
            continue
        line = context.ledger.line(name, member=member.name, reader=NAME, version=VERSION)
        if line.over:
            continue
        line.seen = count_of(database, tables[name])
        yield Withheld(line, line.seen) if denied(name) else Unknown(line, line.seen)
