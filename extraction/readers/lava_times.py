"""Times of a LAVA table: whole Unix seconds UTC, or ISO text; and what kind each is.

docs/readers.md 1. The tool drops fractions, so a number stands for its whole second. Text
without a zone is unknown: LEAPP writes some in the examiner's zone, some in the phone's.
"""

import re
from datetime import datetime

from extraction.readers.lava_values import cell
from extraction.record import Time
from extraction.sqlite_source import Value
from extraction.time import SECOND, explicit_time, unknown_time, utc_time

_WHOLE = re.compile(r"-?[0-9]{1,15}")
_ISO = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?"
    r"(?:Z|[+-][0-9]{2}:?[0-9]{2})"
)
_KINDS = (
    ("sent", "sent"),
    ("received", "received"),
    ("deliver", "received"),
    ("visit", "visited"),
    ("captur", "captured"),
    ("taken", "captured"),
    ("modif", "modified"),
    ("updated", "modified"),
)
# Files come out of an archive: their times are of the last packing.
_FILE_KEYS = ("fsCachedData",)


def time_kind(key: str, column: str) -> str:
    """Give the kind of a time by its column's name."""
    if key in _FILE_KEYS or column.startswith("file_"):
        return "file_mtime"
    return next((kind for part, kind in _KINDS if part in column), "created")


def moment(value: Value, kind: str) -> Time:
    """Read one time."""
    raw = cell(value)
    if isinstance(value, float):
        # REAL columns have fractions that others lost; the whole second is said for all.
        if abs(value) < 10**15:
            return utc_time(int(value // 1), "s", kind=kind, raw=raw)
        return unknown_time(raw, unit="s", kind=kind)
    if _WHOLE.fullmatch(raw):
        return utc_time(int(raw), "s", kind=kind, raw=raw)
    if not _ISO.fullmatch(raw):
        return unknown_time(raw, unit="text", kind=kind)
    try:
        read = datetime.fromisoformat(raw)
    except ValueError:
        return unknown_time(raw, unit="text", kind=kind)
    return explicit_time(raw, read.replace(microsecond=0), lasts_us=SECOND, kind=kind)
