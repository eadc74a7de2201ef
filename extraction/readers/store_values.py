"""Cells of a phone's database as text, whole numbers and times.

docs/readers.md 10. SQLite keeps any kind of value in any column, so nothing here trusts a
column's declared type. A unit comes from the format, the table and the column.
"""

import math
from collections.abc import Callable

from extraction.record import Time
from extraction.sqlite_source import Value
from extraction.time import COCOA_S, unknown_time, utc_time
from vault.canonical import MAX_INTEGER, b64

Clock = Callable[[Value], Time | None]
"""Reads a cell as a time; None where the cell is empty."""

IMESSAGE = "imessage"
"""Cocoa seconds before iOS 11, nanoseconds since: the one unit that the size tells."""

_IMESSAGE_NS = 10**11
_ZERO_US = {"s": 0, "cocoa_s": COCOA_S * 10**6}
_DIGITS = 19


def text(value: Value) -> str:
    """Give a cell's text, nothing dropped; "" for an empty one."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            return "b64:" + b64(value)
    return repr(value)


def whole(value: Value) -> int | None:
    """Give a cell as a whole number; None where it is none."""
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if math.isfinite(value) and value.is_integer() else None
    if isinstance(value, str):
        digits = value.strip()
        if digits.lstrip("-").isdecimal() and digits.isascii() and len(digits) <= _DIGITS:
            try:
                return int(digits)
            except ValueError:
                return None
    return None


def true(value: Value) -> bool:
    """Tell whether a cell says yes."""
    if type(value) is int:
        return value != 0
    return bool(whole(value))


def clock(unit: str, kind: str) -> Clock:
    """Give the reading of a time column."""
    if unit == "ms":
        return _milliseconds(kind)
    if unit == IMESSAGE:
        return _imessage(kind)

    def read(value: Value) -> Time | None:
        if value is None or value == "":
            return None
        return moment(value, unit, kind)

    return read


def _milliseconds(kind: str) -> Clock:
    largest = MAX_INTEGER // 1000 - 1

    def read(value: Value) -> Time | None:
        # Millions of rows come this way; the general rule gives the same.
        if type(value) is int and 0 < value < largest:
            low = value * 1000
            return Time(str(value), "ms", kind, "utc_by_format", low, low + 999)
        if value is None or value == "":
            return None
        return moment(value, "ms", kind)

    return read


def _imessage(kind: str) -> Clock:
    zero, largest = COCOA_S * 10**9, (MAX_INTEGER - COCOA_S * 10**6) * 1000

    def read(value: Value) -> Time | None:
        if type(value) is int and _IMESSAGE_NS <= value < largest:
            at = (value + zero) // 1000
            return Time(str(value), "cocoa_ns", kind, "utc_by_format", at, at)
        if value is None or value == "":
            return None
        return moment(value, IMESSAGE, kind)

    return read


def moment(value: Value, unit: str, kind: str) -> Time:
    """Give the time of a cell; what is no number is kept and unknown."""
    number = whole(value)
    if unit == IMESSAGE:
        large = number is not None and abs(number) >= _IMESSAGE_NS
        unit = "cocoa_ns" if large else "cocoa_s"
    if number is not None:
        return utc_time(number, unit, kind=kind, raw=text(value))
    fraction = _fraction(value)
    if fraction is None or unit not in _ZERO_US or abs(fraction) >= MAX_INTEGER / 10**6:
        return unknown_time(text(value)[:100], unit=unit, kind=kind)
    # A double holds a present-day second to a tenth of a microsecond.
    at = round(fraction * 10**6) + _ZERO_US[unit]
    if not 0 < at <= MAX_INTEGER:
        return unknown_time(text(value), unit=unit, kind=kind)
    return Time(text(value), unit, kind, "utc_by_format", at, at)


def _fraction(value: Value) -> float | None:
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    return value if isinstance(value, float) and math.isfinite(value) else None
