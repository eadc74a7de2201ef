"""What a row of a LAVA table means: its record, by the index's types and views.

docs/readers.md 1. Times are whole Unix seconds UTC (the tool drops fractions), so each
stands for its whole second.
"""

from collections.abc import Mapping
from dataclasses import replace

from extraction.reader import ReadContext, absent_blob
from extraction.readers.lava_index import Artifact
from extraction.readers.lava_media import MediaIndex
from extraction.readers.lava_people import counterparties, speakers
from extraction.readers.lava_roles import NUMBERED, app_of, quotes, role_of
from extraction.readers.lava_threads import Accounts, Threads
from extraction.readers.lava_times import moment, time_kind
from extraction.readers.lava_values import cell
from extraction.record import Blob, Party, Place, Provenance, Record, Text, Time, record_id
from extraction.sqlite_source import Value
from vault.canonical import MAX_INTEGER

_TEXT = ("message", "title", "note_title", "note_contents", "snippet", "content", "label")
_DIRECTION = ("direction", "call_direction", "message_direction")
_DIRECTIONS = {
    **dict.fromkeys(("outgoing", "sent", "out"), "out"),
    **dict.fromkeys(("incoming", "received", "in"), "in"),
}
_LATITUDE, _LONGITUDE = "latitude", "longitude"


class Rows:
    """Makes records of one artefact's rows.

    `shared` says that another artefact has conversations of the same app; `accounts` tells the
    accounts in the table apart.
    """

    def __init__(
        self,
        artifact: Artifact,
        prov: Provenance,
        media: MediaIndex,
        context: ReadContext,
        accounts: Accounts,
        *,
        shared: bool,
    ) -> None:
        self._artifact = artifact
        self._prov = prov
        self._media = media
        self._context = context
        self._category, self._subtype = role_of(
            artifact.key, conversation=artifact.view is not None
        )
        self._app, self._app_name = app_of(artifact.key, artifact.module)
        # Another app's bare number is its own count, not a telephone's.
        self._region = context.region if self._app in NUMBERED else None
        self._threads = Threads(artifact, self._app, self._region, accounts, shared=shared)
        self._times = [name for name, kind in artifact.types.items() if kind == "datetime"]
        self._media_columns = [name for name, kind in artifact.types.items() if kind == "media"]

    def record(self, rowid: int, raw: Mapping[str, Value]) -> Record:
        """Make one row's record.

        Raises:
            ValueError, OverflowError: a value does not parse.
        """
        row = {name: text for name, value in raw.items() if (text := cell(value))}
        view = self._artifact.view
        direction = self._direction(row)
        parties = self._people(row, direction)
        time, times = self._when(raw)
        blobs = tuple(self._blobs(row))
        return Record(
            record_id(self._context.source_id, f"{self._artifact.table}/{rowid}"),
            self._category,
            # A row id may be larger than a canonical number; the record's id still has it.
            replace(self._prov, row=rowid if abs(rowid) <= MAX_INTEGER else None),
            subtype=self._subtype,
            app_id=self._app,
            app_name=self._app_name,
            direction=direction,
            parties=parties,
            time=time,
            times=times,
            text=self._texts(row),
            thread=None if view is None else self._threads.thread(row, view),
            blobs=blobs,
            place=_place(row),
            extra=self._extra(row),
            flags=_flags(parties, blobs),
        )

    def _when(self, raw: Mapping[str, Value]) -> tuple[Time | None, tuple[Time, ...]]:
        """Read the time columns; give the event's own time, and the others."""
        view = self._artifact.view
        key = self._artifact.key
        found = [
            (name, moment(value, time_kind(key, name)))
            for name in self._times
            if (value := raw.get(name)) not in (None, "", b"")
        ]
        own: str | None = None
        if view is not None:
            own = view.time
        elif events := [name for name, time in found if time.kind != "file_mtime"]:
            # When a file was copied says nothing about when anything happened.
            own = events[0]
        main = next((time for name, time in found if name == own), None)
        return main, tuple(time for name, time in found if name != own)

    def _texts(self, row: Mapping[str, str]) -> tuple[Text, ...]:
        return tuple(
            Text("title" if "title" in name else "body", row[name])
            for name in self._text_columns()
            if name in row
        )

    def _text_columns(self) -> tuple[str, ...]:
        view = self._artifact.view
        if view is not None:
            return (view.text,)
        return () if quotes(self._artifact.key) else _TEXT

    def _direction(self, row: Mapping[str, str]) -> str:
        view = self._artifact.view
        if view is not None:
            value = row.get(view.direction, "").lower()
            if not value:
                return "unknown"
            return "out" if value == view.sent.lower() else "in"
        value = next((row[name].lower() for name in _DIRECTION if name in row), "")
        return _DIRECTIONS.get(value, "unknown") if value else ""

    def _people(self, row: Mapping[str, str], direction: str) -> tuple[Party, ...]:
        view = self._artifact.view
        if view is not None:
            return speakers(row, view, direction, self._region)
        return counterparties(row, self._category, direction, self._context.region)

    def _blobs(self, row: Mapping[str, str]) -> list[Blob]:
        found = []
        for column in self._media_columns:
            if reference := row.get(column):
                blob = self._media.blob(reference) or absent_blob(reference[:200], "")
                found.append(replace(blob, role=_media_role(column)))
        return found

    def _extra(self, row: Mapping[str, str]) -> dict[str, str]:
        """Keep every other column, shown and not searched."""
        used = {*self._text_columns(), *self._media_columns}
        return {name: value for name, value in row.items() if name not in used}


def _media_role(column: str) -> str:
    if "thumb" in column:
        return "thumbnail"
    return "avatar" if "profile" in column or "full_size_image" in column else "attachment"


def _flags(parties: tuple[Party, ...], blobs: tuple[Blob, ...]) -> tuple[str, ...]:
    flags = []
    if any(party.id_norm is None and party.is_owner is not True for party in parties):
        flags.append("party_unknown")
    if any(not blob.present for blob in blobs):
        flags.append("missing_blob")
    return tuple(flags)


def _place(row: Mapping[str, str]) -> Place | None:
    lat, lon = row.get(_LATITUDE, ""), row.get(_LONGITUDE, "")
    if not lat or not lon:
        return None
    return Place(lat, lon, "app", row.get("label") or row.get("card_title") or "")
