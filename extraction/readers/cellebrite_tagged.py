"""Files that a Cellebrite report lists: pictures, films, sounds and documents as records.

docs/readers.md 17. Databases, archives, texts and the like are containers: they hold other
people's words and deleted ones, so they are counted as withheld and never become records.
They stay in the sealed original, and go along only as the attachment of a message.
"""

import re
from collections.abc import Iterator, Mapping

from extraction.ledger import Line
from extraction.reader import Found, Item, Withheld, absent_blob
from extraction.readers.cellebrite_files import Listed, plain_path
from extraction.readers.cellebrite_model import Element, Model
from extraction.readers.cellebrite_places import place_of
from extraction.readers.cellebrite_report import Report, app_of, state_of
from extraction.readers.cellebrite_times import Moment, moment
from extraction.record import Blob, Record, Time

_CATEGORIES = {"image": "media", "video": "media", "audio": "media", "document": "document"}
_PATH, _SHA256, _TAGS = "Local Path", "SHA256", "Tags"
_TIMES = {"CreationTime": "created", "ModifyTime": "modified", "ChangeTime": "file_mtime"}
_CAPTURED = ("ExifEnumDateTimeOriginal", "EXIFCaptureTime")
_EXIF = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)", re.ASCII)
_PAIR = re.compile(r"\s*(\S+?)\s*[/;]\s*(\S+?)\s*")
_HEX = re.compile(r"[0-9a-f]{64}")
_MAX_WAITING = 2000
_ATTRS = ("id", "size", "name", "extractionId", "source_index", "deleted", "isrelated")


class TaggedFiles:
    """The rows of one section of files.

    A file that does not say where it lies waits for the end of its section: another one
    with its hash may.
    """

    def __init__(self, report: Report, *, carved: bool) -> None:
        self._report = report
        self._carved = carved
        self._waiting: list[tuple[Element, Line, int, Listed]] = []
        self.other_hash = 0

    def items(self, element: Element, line: Line) -> Iterator[Item]:
        """Give the item of a file's row."""
        values = values_of(element)
        listed = Listed(
            plain_path(values.get(_PATH, "")),
            _hash(values.get(_SHA256, "")),
            _name(element)[:255],
            container=self._category(values) == "",
        )
        self._report.files.add(element.attrs.get("id", ""), listed)
        if listed.container:
            yield Withheld(line, 1)
        elif self._may_come(listed):
            self._waiting.append((element, line, line.seen, listed))
        else:
            yield self._item(element, line, line.seen, listed)

    def rest(self) -> Iterator[Item]:
        """Give the items that waited."""
        waiting, self._waiting = self._waiting, []
        for element, line, row, listed in waiting:
            yield self._item(element, line, row, listed)

    def _may_come(self, listed: Listed) -> bool:
        """Tell whether a file's bytes may be said later to lie somewhere."""
        if not listed.sha256 or self._report.files.place(listed):
            return False
        if len(self._waiting) >= _MAX_WAITING:
            self._report.context.ledger.warn(
                f"over {_MAX_WAITING} files do not say where they lie; further ones are missing"
            )
            return False
        return True

    def _category(self, values: Mapping[str, str]) -> str:
        tags = re.split(r"[;,]", values.get(_TAGS, ""))
        found = [_CATEGORIES.get(tag.strip().lower(), "") for tag in tags]
        # A file with a tag of a container is one, whatever else it is called.
        return found[0] if found and all(found) else ""

    def _item(self, element: Element, line: Line, row: int, listed: Listed) -> Item:
        files = self._report.files
        place = files.place(listed)
        if place and files.is_database(place):
            return Withheld(line, 1)
        blob = files.of(listed)
        if blob is None:
            self._report.context.ledger.miss(f"file {element.attrs.get('id', '')[:40]}")
        elif listed.sha256 and listed.sha256 != blob.sha256:
            self.other_hash += 1
        return Found(line, self._record(element, row, listed, blob))

    def _record(self, element: Element, row: int, listed: Listed, blob: Blob | None) -> Record:
        report = self._report
        values = values_of(element)
        model = _as_model(element, values, carved=self._carved)
        place, odd = place_of(model, "exif")
        when, times = _times(report, element, values)
        flags = [] if blob is not None else ["missing_blob"]
        if when is not None and when.time.zone == "unknown" and when.time.lo_us is not None:
            flags.append("zone_unknown")
        if odd:
            flags.append("metadata_error")
        app, app_name = app_of(element.attrs.get("decodedApplication", ""))
        own = absent_blob(listed.name, "", "media") if blob is None else _named(blob, listed.name)
        return Record(
            report.record_id(element.offset),
            self._category(values),
            report.provenance(model, row),
            app_id=app,
            app_name=app_name,
            time=None if when is None else when.time,
            times=times,
            blobs=(own,),
            place=place,
            state=state_of(model),
            extra=_extra(element, values),
            flags=tuple(flags),
        )


def values_of(element: Element) -> dict[str, str]:
    """Give a file's metadata by name; the first of a name counts, further ones by number."""
    out: dict[str, str] = {}
    for item in element.named("item"):
        name, at = item.attrs.get("name", ""), 1
        value = item.text or item.attrs.get("value", "")
        while name in out and out[name] != value:
            at += 1
            name = f"{item.attrs.get('name', '')}[{at}]"
        if value:
            out[name] = value
    return out


def _hash(raw: str) -> str:
    text = raw.strip().lower()
    return text if _HEX.fullmatch(text) else ""


def _name(element: Element) -> str:
    attrs = element.attrs
    return attrs.get("name") or plain_path(attrs.get("path", "")).rpartition("/")[2]


def _named(blob: Blob, name: str) -> Blob:
    return Blob(
        *(blob.sha256, blob.size, name or blob.name, "", blob.mime_sniffed),
        present=True,
        role="media",
    )


def _as_model(element: Element, values: Mapping[str, str], *, carved: bool) -> Model:
    """Give a file the shape of a model, so that both are read by the same rules."""
    attrs = {"type": element.tag, "id": element.attrs.get("id", "")}
    attrs["deleted_state"] = element.attrs.get("deleted", "")
    if carved:
        attrs["iscarved"] = "True"
    fields = {name: values[name] for name in ("Latitude", "Longitude") if name in values}
    if not fields and (pair := _PAIR.fullmatch(values.get("Lat/Lon", ""))):
        fields = {"Latitude": pair[1], "Longitude": pair[2]}
    model = Model(attrs, element.offset)
    model.fields.update(fields)
    return model


def _times(
    report: Report, element: Element, values: Mapping[str, str]
) -> tuple[Moment | None, tuple[Time, ...]]:
    """Give when a file came to be, by the camera's word before the file system's."""
    zone = report.context.zone
    found: list[Moment] = []
    for name in _CAPTURED:
        raw = values.get(name, "")
        exif = _EXIF.fullmatch(raw.strip())
        text = f"{exif[1]}-{exif[2]}-{exif[3]}T{exif[4]}" if exif is not None else raw
        if raw and (read := moment(text, "captured", zone)).time.lo_us is not None:
            found.append(read)
    stamps = {one.attrs.get("name", ""): one.text for one in element.named("timestamp")}
    found += [moment(stamps[name], kind, zone) for name, kind in _TIMES.items() if stamps.get(name)]
    if not found:
        return None, ()
    return found[0], tuple(one.time for one in found[1:])


def _extra(element: Element, values: Mapping[str, str]) -> dict[str, str]:
    extra = {name: value for name, value in element.attrs.items() if name not in _ATTRS and value}
    extra |= values
    for one in element.named("timestamp"):
        if one.text and one.attrs.get("name", "") not in _TIMES:
            extra[one.attrs.get("name", "")] = one.text
    return extra
