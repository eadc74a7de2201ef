"""The lines of a WhatsApp text export: which begin a message, and when it was.

docs/readers.md 3. Layouts differ by phone, language and year, also within one file. The
order of day, month and year is decided for the whole file: by a number over 12, by a
four-digit year, else by the one order in which time does not run backwards. Where that
decides nothing, every order that fits stays a candidate.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

_MARKS = "\u200e\u200f\u202a\u202c\ufeff"
_SPACE = r"[ \u00a0\u2009\u202f]"
_START = re.compile(
    rf"^[{_MARKS}]*(?P<open>\[?)"
    r"(?P<one>\d{1,4})(?P<sep>[./-])(?P<two>\d{1,2})(?P=sep)(?P<three>\d{1,4})"
    rf",?{_SPACE}+"
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?"
    rf"(?:{_SPACE}*(?P<half>[AaPp])\.?{_SPACE}?[Mm]\.?)?"
    rf"(?:\](?:{_SPACE})|{_SPACE}-{_SPACE})[{_MARKS}]*(?P<rest>.*)$",
    re.DOTALL,
)
_SPEAKER = re.compile(r"^(?P<name>[^:\n]{1,100}): (?P<text>.*)$", re.DOTALL)
_ORDERS = ("dmy", "mdy", "ymd")
_NOON = 12
_FULL_YEAR = 4


@dataclass(frozen=True, slots=True)
class Stamp:
    """The numbers at the head of a message, before their order is known."""

    parts: tuple[str, str, str]
    hour: int
    minute: int
    second: int | None
    half: str

    def candidates(self, orders: Iterable[str]) -> list[datetime]:
        """Give each distinct local time that some order makes of it."""
        found = {moment for order in orders if (moment := self._read(order)) is not None}
        return sorted(found)

    def _read(self, order: str) -> datetime | None:
        by = dict(zip(order, self.parts, strict=True))
        if len(by["d"]) > 2 or len(by["m"]) > 2 or len(by["y"]) not in (2, _FULL_YEAR):  # noqa: PLR2004 digits
            return None
        year = int(by["y"]) + (0 if len(by["y"]) == _FULL_YEAR else 2000)
        hour = self.hour
        if self.half:
            # "0:15 PM" and "13:15 PM" are nobody's time.
            if not 1 <= hour <= _NOON:
                return None
            hour = hour % _NOON + (_NOON if self.half == "p" else 0)
        try:
            return datetime(  # noqa: DTZ001 local on purpose: the file names no zone
                year, int(by["m"]), int(by["d"]), hour, self.minute, self.second or 0
            )
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Message:
    """One message: its stamp, who spoke (empty for system lines), its whole text."""

    stamp: Stamp
    speaker: str
    text: str
    line: int


def read_messages(lines: Iterable[str]) -> Iterator[Message | str]:
    """Join lines into messages; a line before the first message comes out as it is."""
    current: tuple[Stamp, str, int] | None = None
    rest: list[str] = []
    for number, raw in enumerate(lines, start=1):
        line = raw.rstrip("\r\n")
        started = _start(line)
        if started is None:
            if current is not None:
                rest.append(line)
            elif line.strip():
                yield line
            continue
        if current is not None:
            yield _message(current, rest)
        current, rest = (*started, number), []
    if current is not None:
        yield _message(current, rest)


def decide_orders(stamps: Iterable[Stamp]) -> tuple[str, ...]:
    """Give the orders of day, month and year that the whole file allows.

    One order means decided; several, that it cannot be known.
    """
    possible = list(_ORDERS)
    last: dict[str, datetime] = {}
    runs_on = set(_ORDERS)
    for stamp in stamps:
        for order in list(possible):
            found = stamp.candidates((order,))
            if not found:
                possible.remove(order)
                continue
            day = found[0].replace(hour=0, minute=0, second=0)
            # Clocks are set back by hours, not by days.
            if order in last and day < last[order]:
                runs_on.discard(order)
            last[order] = day
    forward = [order for order in possible if order in runs_on]
    return tuple(forward or possible)


def _start(line: str) -> tuple[Stamp, str] | None:
    match = _START.match(line)
    if match is None:
        return None
    stamp = Stamp(
        (match["one"], match["two"], match["three"]),
        int(match["hour"]),
        int(match["minute"]),
        None if match["second"] is None else int(match["second"]),
        (match["half"] or "").lower(),
    )
    # Numbers that no order makes a date of are text that looks like one.
    return (stamp, match["rest"]) if stamp.candidates(_ORDERS) else None


def _message(current: tuple[Stamp, str, int], rest: list[str]) -> Message:
    stamp, first, line = current
    spoken = _SPEAKER.match(first)
    if spoken is None:
        return Message(stamp, "", "\n".join((first, *rest)), line)
    name = spoken["name"].strip(_MARKS + "\u202f ")
    text = spoken["text"].lstrip(_MARKS)
    return Message(stamp, name, "\n".join((text, *rest)), line)
