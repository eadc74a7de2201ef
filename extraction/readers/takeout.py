"""Google Takeout's JSON: places, visited pages, activity; mail, contacts and photos are files.

docs/readers.md 14. Tried on made files of the layouts of 2014 (`timestampMs`) and 2023
(`timestamp`), of Chrome's history and of activities. Folder and file names are in the account's
language, so each file is known by what it holds.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from extraction.errors import CorruptSource
from extraction.ledger import Line
from extraction.reader import Found, Item, Quarantined, ReadContext, Unknown
from extraction.readers.case_graph import moment
from extraction.readers.json_stream import ELEMENT, JsonStream, Path
from extraction.readers.json_values import cell, object_of
from extraction.readers.store_values import clock, text, whole
from extraction.record import Place, Provenance, Record, Text, Time, record_id

NAME = "google-takeout"
VERSION = "1"
_KINDS: tuple[tuple[str, "re.Pattern[bytes]", Path], ...] = (
    ("locations", re.compile(rb'"(?:latitudeE7|longitudeE7)"\s*:'), ("locations", ELEMENT)),
    ("pages", re.compile(rb'"time_usec"\s*:'), ("Browser History", ELEMENT)),
    ("activity", re.compile(rb'"header"\s*:.*"time"\s*:', re.DOTALL), (ELEMENT,)),
)
_E7 = 10**7
_UNREADABLE = (ValueError, TypeError, OverflowError, LookupError, ArithmeticError)
Row = Mapping[str, object]


def kind_of_json(head: bytes) -> str:
    """Tell by a file's first 64 KiB what it holds; "" where it is none of Takeout's."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] not in (b"{", b"["):
        return ""
    for kind, pattern, path in _KINDS:
        named = path[0] == ELEMENT or f'"{path[0]}"'.encode() in start
        if named and (start[:1] == b"[") == (path[0] == ELEMENT) and pattern.search(start):
            return kind
    return ""


@dataclass(frozen=True, slots=True)
class Takeout:
    """One file of an export that is read."""

    member: str
    kind: str
    length: int
    line: Line
    context: ReadContext

    def items(self, pieces: Iterable[bytes]) -> Iterator[Item]:
        """Give an item for every row; elements of other lists are counted with them."""
        path = next(each for kind, _, each in _KINDS if kind == self.kind)
        stream = JsonStream(pieces, lambda found: found[-1:] == (ELEMENT,))
        number = 0
        try:
            for found, value in stream.values():
                if found[-1:] != (ELEMENT,):
                    continue
                number += 1
                item = self._item(number, value) if found == path else Unknown(self.line, 1)
                self.line.seen += 1
                yield item
        except CorruptSource as error:
            left = max(0, self.length - stream.offset)
            self.context.damaged(self.member, offset=stream.offset, size=left, what=str(error))

    def _item(self, number: int, value: object) -> Item:
        make: Callable[[int, Row], Record] = {
            "locations": self._place,
            "pages": self._page,
            "activity": self._activity,
        }[self.kind]
        try:
            return Found(self.line, make(number, object_of(value)))
        except _UNREADABLE as error:
            raw = repr(value)[:16_384].encode("utf-8", "replace")
            reason = f"a row does not parse ({type(error).__name__})"
            return Quarantined(self.line, number, reason, raw)

    def _base(
        self, number: int, category: str, row: Row, used: tuple[str, ...]
    ) -> dict[str, object]:
        extra = {
            text(cell(name)): written
            for name, value in row.items()
            if name not in used and (written := text(cell(value)))
        }
        return {
            "record_id": record_id(self.context.source_id, f"{self.member}/{self.kind}/{number}"),
            "category": category,
            "prov": Provenance(NAME, NAME, VERSION, self.member[:1000], self.kind, number),
            "extra": extra,
        }

    def _place(self, number: int, row: Row) -> Record:
        used = ("latitudeE7", "longitudeE7", "timestamp", "timestampMs", "accuracy", "altitude")
        lat, lon = _degrees(row.get("latitudeE7")), _degrees(row.get("longitudeE7"))
        time: Time | None = moment(row.get("timestamp"), "captured", self.context.zone)
        if time is None:
            time = clock("ms", "captured")(cell(row.get("timestampMs")))
        accuracy, height = text(cell(row.get("accuracy"))), text(cell(row.get("altitude")))
        place = Place(lat, lon, "app", "", height, accuracy) if lat and lon else None
        return Record(
            **self._base(number, "location", row, used),  # type: ignore[arg-type]
            app_id="google.location",
            app_name="Google location history",
            time=time,
            place=place,
        )

    def _page(self, number: int, row: Row) -> Record:
        used = ("title", "url", "time_usec")
        words = (("title", row.get("title")), ("body", row.get("url")))
        return Record(
            **self._base(number, "browser", row, used),  # type: ignore[arg-type]
            subtype="visit",
            app_id="chrome",
            app_name="Chrome",
            time=clock("us", "visited")(cell(row.get("time_usec"))),
            text=tuple(Text(what, text(cell(value))) for what, value in words if value),
        )

    def _activity(self, number: int, row: Row) -> Record:
        used = ("title", "titleUrl", "time", "header")
        words = (("title", row.get("title")), ("body", row.get("titleUrl")))
        name = text(cell(row.get("header")))
        return Record(
            **self._base(number, "app_data", row, used),  # type: ignore[arg-type]
            subtype="usage",
            app_id=f"google.{name.lower()}"[:200] if name else "google",
            app_name=name[:200] or "Google",
            time=moment(row.get("time"), "created", self.context.zone),
            text=tuple(Text(what, text(cell(value))) for what, value in words if value),
        )


def _degrees(value: object) -> str:
    """Give ten-millionths of a degree as decimal text, exactly."""
    number = whole(cell(value))
    if number is None:
        return ""
    # Some old exports wrapped at 32 bits.
    if number > 180 * _E7:
        number -= 1 << 32
    sign = "-" if number < 0 else ""
    degrees, rest = divmod(abs(number), _E7)
    return f"{sign}{degrees}.{rest:07}".rstrip("0").rstrip(".")
