"""One row of an SMS Backup & Restore file: its attributes, time, names and place.

docs/readers.md 2. Every attribute that a record has no field for is kept in `extra`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

from extraction.ledger import Line
from extraction.reader import ReadContext
from extraction.record import Provenance, Time, record_id
from extraction.time import unknown_time, utc_time

NAME = "sms-backup-restore"
VERSION = "1"

_WHOLE = re.compile(r"-?[0-9]{1,18}")
_READABLE = re.compile(
    r"(?P<month>[A-Z][a-z]{2}) (?P<day>[0-9]{1,2}), (?P<year>[0-9]{4}) "
    r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})[ \u202f](?P<half>[AP])M"
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NOON = 12
_QUARTER = 900
_READ = {"1": "read", "0": "unread"}


@dataclass(frozen=True, slots=True)
class Row:
    """An element of the file, its number there from 1, and what reads it."""

    element: Element
    number: int
    member: str
    context: ReadContext
    line: Line

    @property
    def record_id(self) -> str:
        """The record's name, by the element's kind and place."""
        locator = f"{self.member}/{self.element.tag}/{self.number}"
        return record_id(self.context.source_id, locator)

    @property
    def provenance(self) -> Provenance:
        """Where the record comes from."""
        return Provenance(
            *(NAME, NAME, VERSION),
            member=self.member,
            table=self.element.tag,
            row=self.number,
        )

    @property
    def read(self) -> str:
        """Whether the phone noted that it was read: read, unread or ""."""
        return _READ.get(given(self.element, "read"), "")

    def state(self, status: str) -> Mapping[str, str]:
        """Give what the phone noted: the status, and whether it was read."""
        found = {"status": status, "read": self.read}
        return {name: value for name, value in found.items() if value}


def given(element: Element, name: str) -> str:
    """Give an attribute's value; "" where it is absent or says null."""
    value = element.get(name, "")
    return "" if value == "null" else value


def shown_name(element: Element) -> str:
    """Give the name that the phone's address book has."""
    name = given(element, "contact_name")
    return "" if name == "(Unknown)" else name


def moment(element: Element, name: str, kind: str) -> Time:
    """Read a time in UTC milliseconds; anything else is unknown and kept as it is."""
    raw = given(element, name)
    if not _WHOLE.fullmatch(raw):
        return unknown_time(raw, unit="ms", kind=kind)
    return utc_time(int(raw), "ms", kind=kind, raw=raw)


def extra_of(element: Element, used: Iterable[str]) -> dict[str, str]:
    """Keep every attribute that has no field, and the phone's offset from UTC."""
    extra = {
        name: value
        for name, value in element.attrib.items()
        if name not in used and value not in ("", "null")
    }
    offset = device_offset(given(element, "date"), given(element, "readable_date"))
    if offset:
        extra["device_offset"] = offset
    return extra


def device_offset(date: str, readable: str) -> str:
    """Give the phone's offset from UTC at this row, as "-04:00"; "" where it does not show.

    The readable date is the phone's own local spelling of the same moment. It is evidence
    beside the time, which is UTC already.
    """
    match = _READABLE.fullmatch(readable)
    if match is None or not _WHOLE.fullmatch(date) or match["month"] not in _MONTHS:
        return ""
    hour = int(match["hour"]) % _NOON + (_NOON if match["half"] == "P" else 0)
    numbers = (int(match["day"]), hour, int(match["minute"]), int(match["second"]))
    try:
        local = datetime(
            int(match["year"]), _MONTHS.index(match["month"]) + 1, *numbers, tzinfo=UTC
        )
    except ValueError:
        return ""
    apart = int(local.timestamp()) - int(date) // 1000
    if apart % _QUARTER or not -12 * 3600 <= apart <= 14 * 3600:
        return ""
    hours, minutes = divmod(abs(apart) // 60, 60)
    return f"{'-' if apart < 0 else '+'}{hours:02}:{minutes:02}"
