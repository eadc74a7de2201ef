"""LEAPP's LAVA output: the typed tables of an iLEAPP or ALEAPP run.

docs/readers.md 1. Tried on schema 2 of iLEAPP 2026.3. Times are whole Unix seconds UTC
(the tool drops fractions), so each stands for its whole second.
"""

import re
import sqlite3
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from extraction.ledger import Line
from extraction.parties import is_group, party_of
from extraction.reader import ReadContext, absent_blob
from extraction.readers.lava_index import DATABASE, INDEX, Artifact, Index, parse_index
from extraction.readers.lava_media import MediaIndex
from extraction.readers.lava_roles import app_of, denied, role_of
from extraction.record import Party, Place, Provenance, Record, Text, Thread, Time, record_id
from extraction.source import Member, Source, read_member
from extraction.sqlite_source import (
    Value,
    columns_of,
    count_of,
    open_database,
    rows_of,
    tables_of,
)
from extraction.time import unknown_time, utc_time

NAME = "leapp-lava"
VERSION = "1"

_TIME_TYPES = {"datetime", "date"}
_NUMBER = re.compile(r"\+?[0-9][0-9 ()./-]{4,}[0-9]")
_LATITUDE, _LONGITUDE = "latitude", "longitude"
_COUNTERPARTY = ("contact_id", "phone_number", "caller", "phone_numbers", "number")
_TEXT = ("message", "title", "note_title", "note_contents", "snippet", "content", "label")


class LavaReader:
    """Reads a folder that LEAPP wrote."""

    name = NAME
    version = VERSION
    about = "LEAPP output folder (LAVA)"

    def recognises(self, source: Source) -> bool:
        """Tell by the index and the database."""
        return source.member(INDEX) is not None and source.member(DATABASE) is not None

    def read(self, source: Source, context: ReadContext) -> Iterator[Record]:
        """Give every row of every artefact that is not denied."""
        index_member, member = source.member(INDEX), source.member(DATABASE)
        assert index_member is not None
        assert member is not None
        index = parse_index(b"".join(read_member(index_member)))
        if not index.artifacts:
            context.ledger.warnings.append("the tool lists no artefact; was its input encrypted?")
        with open_database(source, member, context.scratch) as connection:
            media = MediaIndex(connection, source, context)
            tables = tables_of(connection)
            for artifact in index.artifacts:
                table = tables.pop(artifact.table.lower(), None)
                yield from _artifact(connection, artifact, table, index, member, media, context)
            _rest(connection, tables, member, context)


def _artifact(
    connection: sqlite3.Connection,
    artifact: Artifact,
    table: str | None,
    index: Index,
    member: Member,
    media: MediaIndex,
    context: ReadContext,
) -> Iterator[Record]:
    line = context.ledger.line(
        artifact.key,
        member=member.name,
        reader=NAME,
        version=VERSION,
        declared=artifact.declared,
    )
    if table is None:
        context.ledger.missing.append(f"table of {artifact.key}")
        return
    if denied(artifact.key):
        line.seen = line.withheld = count_of(connection, table)
        return
    columns = columns_of(connection, table)
    prov = Provenance(
        NAME,
        NAME,
        VERSION,
        member=artifact.source_path,
        table=table,
        tool=index.tool,
        tool_version=index.tool_version,
    )
    rows = _Rows(artifact, prov, line, media, context)
    for rowid, row in rows_of(connection, table, columns):
        line.seen += 1
        line.records += 1
        yield rows.record(rowid, row)


def _rest(
    connection: sqlite3.Connection, tables: Mapping[str, str], member: Member, context: ReadContext
) -> None:
    """Count the tables that the index does not list: denied ones withheld, others unknown."""
    for name in sorted(tables):
        if name.startswith("sqlite_"):
            continue
        line = context.ledger.line(name, member=member.name, reader=NAME, version=VERSION)
        line.seen = count_of(connection, tables[name])
        if denied(name):
            line.withheld = line.seen
        else:
            line.unknown = line.seen


class _Rows:
    """Makes records of one artefact's rows."""

    def __init__(
        self,
        artifact: Artifact,
        prov: Provenance,
        line: Line,
        media: MediaIndex,
        context: ReadContext,
    ) -> None:
        self._artifact = artifact
        self._prov = prov
        self._line = line
        self._media = media
        self._context = context
        self._category, self._subtype = role_of(
            artifact.key, conversation=artifact.view is not None
        )
        self._app = app_of(artifact.key, artifact.module)

    def record(self, rowid: int, row: Mapping[str, Value]) -> Record:
        """Make one row's record."""
        artifact, view = self._artifact, self._artifact.view
        times = self._times(row)
        texts = self._texts(row)
        parties = self._parties(row)
        known = any(party.id_norm for party in parties if party.is_owner is not True)
        flags = () if known or not parties else ("party_unknown",)
        media = [
            self._media.blob(str(row[column])) or absent_blob(str(row[column])[:200], "")
            for column, kind in artifact.types.items()
            if kind == "media" and row.get(column)
        ]
        if any(not blob.present for blob in media):
            flags = (*flags, "missing_blob")
        return Record(
            record_id(self._context.source_id, f"{artifact.table}/{rowid}"),
            self._category,
            Provenance(
                *(self._prov.format, self._prov.parser, self._prov.parser_version),
                *(self._prov.member, self._prov.table, rowid),
                *(self._prov.tool, self._prov.tool_version),
            ),
            subtype=self._subtype,
            app_id=self._app,
            app_name=artifact.title if self._app else "",
            direction=self._direction(row),
            parties=parties,
            time=times[0] if times else None,
            times=tuple(times[1:]),
            text=texts,
            thread=None if view is None else _thread(row, view.thread, view.label, self._app),
            blobs=tuple(media),
            place=_place(row),
            extra=self._extra(row),
            flags=flags,
        )

    def _times(self, row: Mapping[str, Value]) -> list[Time]:
        """Read every time column, the view's own first."""
        names = [name for name, kind in self._artifact.types.items() if kind in _TIME_TYPES]
        view = self._artifact.view
        if view is not None and view.time in names:
            names.remove(view.time)
            names.insert(0, view.time)
        return [_moment(row.get(name), name) for name in names if row.get(name) not in (None, "")]

    def _texts(self, row: Mapping[str, Value]) -> tuple[Text, ...]:
        view = self._artifact.view
        names = (view.text,) if view is not None else _TEXT
        found = ((name, row.get(name)) for name in names)
        return tuple(
            Text("title" if "title" in name else "body", str(value))
            for name, value in found
            if value not in (None, "")
        )

    def _direction(self, row: Mapping[str, Value]) -> str:
        view = self._artifact.view
        value = str(row.get(view.direction if view else "direction", "") or "").lower()
        if view is not None and value:
            return "out" if value == view.sent.lower() else "in"
        return {"outgoing": "out", "sent": "out", "incoming": "in", "received": "in"}.get(
            value, "unknown" if value else ""
        )

    def _parties(self, row: Mapping[str, Value]) -> tuple[Party, ...]:
        view, region = self._artifact.view, self._context.region
        if view is not None:
            return _speakers(row, view.thread, view.sender, self._direction(row), region)
        for name in _COUNTERPARTY:
            raw = str(row.get(name) or "")
            if raw:
                role = "to" if self._direction(row) == "out" else "from"
                shown = str(row.get("contact_fullname") or row.get("first_name") or "")
                if name == "phone_numbers":
                    return _numbers(raw, region, shown)
                return (party_of(raw, region, role=role, name=shown),)
        return ()

    def _extra(self, row: Mapping[str, Value]) -> dict[str, str]:
        """Keep every other column, shown and not searched."""
        view = self._artifact.view
        used = {view.text, view.time} if view is not None else set(_TEXT)
        return {
            name: str(value)
            for name, value in row.items()
            if name not in used
            and value not in (None, "")
            and not isinstance(value, bytes)
            and self._artifact.types.get(name) != "media"
        }


def _speakers(
    row: Mapping[str, Value], thread: str, sender: str, direction: str, region: str | None
) -> tuple[Party, ...]:
    """Name the two ends of a message; a group is a thread, so its members stay unknown."""
    raw_thread = str(row.get(thread) or "")
    from_id = str(row.get("from_id") or "")
    name = str(row.get(sender) or "")
    other = from_id or name or raw_thread
    if direction == "out":
        owner = Party("from", name=name, is_owner=True)
        if is_group(raw_thread) or not raw_thread:
            return (owner, Party("to", raw_thread, "group" if raw_thread else ""))
        return (owner, party_of(raw_thread, region, role="to"))
    if is_group(other):
        return (Party("from", other, "group", None, name),)
    found = party_of(other, region, role="from", name=name)
    if is_group(raw_thread):
        return (found, Party("participant", raw_thread, "group"))
    return (found,)


def _numbers(raw: str, region: str | None, name: str) -> tuple[Party, ...]:
    """Find the numbers of an address book row, as "Mobile: (919) 888-7386"."""
    found = _NUMBER.findall(raw)
    if not found:
        return (Party("subject", raw[:200], "handle", None, name),)
    return tuple(party_of(number, region, role="subject", name=name) for number in found)


def _thread(row: Mapping[str, Value], column: str, label: str, app: str | None) -> Thread | None:
    raw = str(row.get(column) or "")
    if not raw:
        return None
    return Thread(f"{app or 'lava'}:{raw}", str(row.get(label) or ""))


def _place(row: Mapping[str, Value]) -> Place | None:
    lat, lon = str(row.get(_LATITUDE) or ""), str(row.get(_LONGITUDE) or "")
    if not lat or not lon:
        return None
    return Place(lat, lon, "app", str(row.get("label") or row.get("card_title") or ""))


def _moment(value: Value, kind: str) -> Time:
    """Read a LAVA time: Unix seconds as a number or text, or ISO text with its zone."""
    raw = str(value)
    if isinstance(value, int) or (isinstance(value, str) and value.lstrip("-").isdigit()):
        return utc_time(int(value), "s", kind=kind, raw=raw)
    if isinstance(value, float):
        return utc_time(int(value), "s", kind=kind, raw=raw)
    try:
        moment = datetime.fromisoformat(raw)
    except ValueError:
        return unknown_time(raw, unit="text", kind=kind)
    if moment.tzinfo is None:
        return unknown_time(raw, unit="text", kind=kind)
    seconds = int((moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds())
    return utc_time(seconds, "s", kind=kind, raw=raw)
