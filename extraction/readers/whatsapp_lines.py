"""The lines of a WhatsApp text export: which begin a message, and when it was.

docs/readers.md 3. Layouts differ by phone, language and year, also within one file. The
order of day, month and year is decided for the whole file: by a number over 12, by a
four-digit year, else by the one order in which days do not run backwards. Where that
decides nothing, every order that fits stays a candidate.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from extraction.errors import LimitExceeded

MARKS = "\u200e\u200f\u202a\u202c\u2068\u2069\ufeff"
MAX_TEXT = 64 * 1024 * 1024
"""Characters of one message; more is no chat."""

_SPACE = r"[ \u00a0\u2009\u202f]"
_BEFORE = {
    **dict.fromkeys(("上午", "凌晨", "清晨", "早上", "午前", "오전"), "a"),
    **dict.fromkeys(("下午", "中午", "晚上", "午後", "오후"), "p"),
}
"""Halves of a day that stand before the hour. Of noon and evening every hour is the second's."""

_AFTER = {
    **dict.fromkeys(("a", "π", "ص", "öö", "sa"), "a"),
    **dict.fromkeys(("p", "μ", "م", "ös", "ch"), "p"),
}
_SEP = rf"[{MARKS}]*(?P<sep>[./-])[{MARKS}]*{_SPACE}?"
_DATE = (
    rf"(?P<one>\d{{1,4}}){_SEP}(?P<two>\d{{1,2}})"
    rf"[{MARKS}]*(?P=sep)[{MARKS}]*{_SPACE}?(?P<three>\d{{1,4}})(?:{_SPACE}?г)?\.?"  # noqa: RUF001 Bulgarian for "year"
)
_LINK = rf"(?:(?:à|um|at|klo|kl\.?){_SPACE}+)?"
_HALF = (
    rf"(?:{_SPACE}*(?:(?P<half>[AaPp])\.?{_SPACE}?[Mm]|(?P<greek>[πμ])\.?{_SPACE}?μ"
    r"|(?P<other>[صم]|ÖÖ|ÖS|SA|CH))\.?)?"
)
_START = re.compile(
    rf"^[{MARKS}]*\[?[{MARKS}]*(?P<raw>{_DATE}"
    rf"[{MARKS}]*[,،]?[{MARKS}]*{_SPACE}+{_LINK}(?:(?P<before>{'|'.join(_BEFORE)}){_SPACE}*)?"
    rf"(?P<hour>\d{{1,2}})[:.](?P<minute>\d{{2}})"
    rf"(?:[:.](?P<second>\d{{2}}))?{_HALF}(?:{_SPACE}Uhr)?[{MARKS}]*)"
    # A Korean phone writes a comma where others write a dash.
    rf"(?:\]{_SPACE}|{_SPACE}-{_SPACE}|(?(before),{_SPACE}|(?!)))[{MARKS}]*(?P<rest>.*)$",
    re.DOTALL,
)
_DATED = re.compile(rf"^[{MARKS}]*\[?\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{2,4}}[ ,\u202f]")
_SPEAKER = re.compile(r"^(?P<name>[^:\n]{1,100}): (?P<text>.*)$", re.DOTALL)
ORDERS = ("dmy", "mdy", "ymd")
_NOON = 12
_FULL_YEAR = 4


@dataclass(frozen=True, slots=True)
class Stamp:
    """The numbers at the head of a message, before their order is known; `raw` as written."""

    raw: str
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
        # A year of four digits in front is followed by the month in every language.
        spelt = "ymd" if len(self.parts[0]) == _FULL_YEAR else order
        by = dict(zip(spelt, self.parts, strict=True))
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


@dataclass(slots=True)
class Lines:
    """Joins lines into messages. `doubtful` counts lines that begin with a date but are none."""

    doubtful: int = 0
    _rest: list[str] = field(default_factory=list)
    _length: int = 0

    def messages(self, lines: Iterable[str]) -> Iterator[Message | str]:
        """Give each message; a line before the first message comes out as it is.

        Raises:
            LimitExceeded: a message is longer than any chat's.
        """
        current: tuple[Stamp, str, int] | None = None
        for number, raw in enumerate(lines, start=1):
            line = raw.rstrip("\r\n")
            started = _start(line)
            if started is not None:
                if current is not None:
                    yield self._message(current)
                current = (*started, number)
                continue
            self.doubtful += _DATED.match(line) is not None
            if current is not None:
                self._continue(line)
            elif line.strip(MARKS + " \t"):
                yield line
        if current is not None:
            yield self._message(current)

    def _continue(self, line: str) -> None:
        self._rest.append(line)
        self._length += len(line) + 1
        if self._length > MAX_TEXT:
            raise LimitExceeded(f"a message is longer than {MAX_TEXT} characters")

    def _message(self, current: tuple[Stamp, str, int]) -> Message:
        stamp, first, line = current
        rest, self._rest, self._length = self._rest, [], 0
        spoken = _SPEAKER.match(first)
        if spoken is None:
            return Message(stamp, "", "\n".join((first, *rest)), line)
        name = spoken["name"].strip(MARKS + "\u202f ")
        text = spoken["text"].lstrip(MARKS)
        return Message(stamp, name, "\n".join((text, *rest)), line)


@dataclass(frozen=True, slots=True)
class Orders:
    """The orders that stay possible, and whether only the run of days tells them apart."""

    possible: tuple[str, ...]
    by_run: bool


def decide_orders(stamps: Iterable[Stamp]) -> Orders:
    """Give the orders of day, month and year that the whole file allows.

    One order means decided; several, that it cannot be known.
    """
    possible = list(ORDERS)
    last: dict[str, datetime] = {}
    runs_on = set(ORDERS)
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
    forward = tuple(order for order in possible if order in runs_on)
    # Lines that contradict each other leave every order open.
    chosen = forward or tuple(possible) or ORDERS
    return Orders(chosen, by_run=len(possible) > 1 and len(chosen) == 1)


def _start(line: str) -> tuple[Stamp, str] | None:
    match = _START.match(line)
    if match is None:
        return None
    stamp = Stamp(
        match["raw"],
        (match["one"], match["two"], match["three"]),
        int(match["hour"]),
        int(match["minute"]),
        None if match["second"] is None else int(match["second"]),
        _half_of(match),
    )
    # Numbers that no order makes a date of are text that looks like one.
    return (stamp, match["rest"]) if stamp.candidates(ORDERS) else None


def _half_of(match: re.Match[str]) -> str:
    """Tell which half of the day a head names: "a", "p", or "" for a clock of 24 hours."""
    if match["before"]:
        return _BEFORE[match["before"]]
    after = match["half"] or match["greek"] or match["other"]
    return _AFTER[after.lower()] if after else ""
