"""What a picture's file says of itself: when, where, with what. Its pixels are never decoded.

docs/readers.md 11. Tried with exifread 3.5.1. A time without an offset is local and its zone
unknown; the satellite's time is UTC. What cannot be read is flagged `metadata_error`, and
the picture is taken in all the same.
"""

import logging
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import IO, BinaryIO, cast
from zoneinfo import ZoneInfo

import exifread

from extraction.record import Place, Time
from extraction.time import SECOND, explicit_time, local_time

_MOMENT = re.compile(r"([0-9]{4}):([0-9]{2}):([0-9]{2}) ([0-9]{2}):([0-9]{2}):([0-9]{2})")
_DAY = re.compile(r"([0-9]{4})[:-]([0-9]{2})[:-]([0-9]{2})")
_OFFSET = re.compile(r"[+-](?:0[0-9]|1[0-4]):[0-5][0-9]")
_TIMES = (
    ("EXIF DateTimeOriginal", "EXIF OffsetTimeOriginal", "captured"),
    ("EXIF DateTimeDigitized", "EXIF OffsetTimeDigitized", "captured"),
    ("Image DateTime", "EXIF OffsetTime", "modified"),
)
_SHOWN = (
    *(("Image Make", "camera_make"), ("Image Model", "camera_model")),
    *(("Image Software", "software"), ("Image Orientation", "orientation")),
    *(("EXIF BodySerialNumber", "camera_serial"), ("EXIF LensModel", "lens")),
)
_SIXTY = 60
_MARK, _HEAD = b"Exif\0\0", 64 * 1024
MAX_TEXT = 1000

# exifread says through logging what it meets; the record's flags say it here.
logging.getLogger("exifread").setLevel(logging.CRITICAL + 1)


@dataclass(frozen=True, slots=True)
class Exif:
    """A file's metadata. `time` is when the picture was taken, `times` the others."""

    time: Time | None
    times: tuple[Time, ...]
    place: Place | None
    extra: dict[str, str]
    flags: tuple[str, ...]


BROKEN = Exif(None, (), None, {}, ("metadata_error",))


def read_exif(file: IO[bytes], zone: ZoneInfo | None) -> Exif:
    """Read the metadata of an opened picture; whatever it holds, this gives an answer."""
    try:
        found = _exif(_tags(file, strict=False), zone)
    except Exception:  # noqa: BLE001 a made-up file may raise anything in another's parser
        return BROKEN
    return found if _whole(file, found) else replace(found, flags=_broken(found.flags))


def _tags(file: IO[bytes], *, strict: bool) -> dict[str, object]:
    read = exifread.process_file(
        cast("BinaryIO", file), details=False, strict=strict, extract_thumbnail=False
    )
    return {str(name): tag for name, tag in read.items()}


def _whole(file: IO[bytes], found: Exif) -> bool:
    """Tell whether nothing of the metadata was passed over."""
    try:
        tags = _tags(file, strict=True)
    except Exception:  # noqa: BLE001 as above
        return False
    file.seek(0)
    return bool(tags) or found.time is not None or _MARK not in file.read(_HEAD)


def _broken(flags: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*flags, "metadata_error")))


def _exif(tags: dict[str, object], zone: ZoneInfo | None) -> Exif:
    times: list[Time] = []
    flags: list[str] = []
    for name, offset, kind in _TIMES:
        raw = _text(tags.get(name))
        if not raw or raw.startswith("0000"):
            continue
        time = _moment(raw, _text(tags.get(offset)), kind, zone)
        if time is None:
            flags.append("metadata_error")
            continue
        if time.zone == "unknown":
            flags.append("zone_unknown")
        times.append(time)
    taken = next((time for time in times if time.kind == "captured"), None)
    place, satellite = None, None
    try:
        place, satellite = _place(tags), _satellite(tags)
    except (ValueError, TypeError, ArithmeticError, IndexError, AttributeError):
        flags.append("metadata_error")
    if satellite is not None:
        times.append(satellite)
    extra = {shown: value for name, shown in _SHOWN if (value := _text(tags.get(name)))}
    others = tuple(time for time in times if time is not taken)
    return Exif(taken, others, place, extra, tuple(dict.fromkeys(flags)))


def _text(tag: object) -> str:
    return "" if tag is None else str(tag).replace("\0", "").strip()[:MAX_TEXT]


def _moment(raw: str, offset: str, kind: str, zone: ZoneInfo | None) -> Time | None:
    match = _MOMENT.match(raw)
    if match is None:
        return None
    try:
        naive = datetime(*map(int, match.groups()))  # type: ignore[arg-type] # noqa: DTZ001 local by the format
    except ValueError:
        return None
    if not _OFFSET.fullmatch(offset):
        return local_time(raw, [naive], lasts_us=SECOND, kind=kind, zone=zone)
    hours, minutes = int(offset[1:3]), int(offset[4:6])
    apart = timedelta(hours=hours, minutes=minutes) * (-1 if offset[0] == "-" else 1)
    return explicit_time(
        f"{raw} {offset}", (naive - apart).replace(tzinfo=UTC), lasts_us=SECOND, kind=kind
    )


def _place(tags: dict[str, object]) -> Place | None:
    lat = _degrees(tags.get("GPS GPSLatitude"), _text(tags.get("GPS GPSLatitudeRef")), "S", 90)
    lon = _degrees(tags.get("GPS GPSLongitude"), _text(tags.get("GPS GPSLongitudeRef")), "W", 180)
    if lat is None or lon is None:
        return None
    height = _numbers(tags.get("GPS GPSAltitude"))
    below = _text(tags.get("GPS GPSAltitudeRef")) == "1"
    metres = "" if not height else _decimal(-height[0] if below else height[0])
    return Place(lat, lon, "exif", alt_m=metres)


def _degrees(tag: object, ref: str, negative: str, most: int) -> str | None:
    parts = _numbers(tag)
    if not parts:
        return None
    value = sum((part / _SIXTY**power for power, part in enumerate(parts[:3])), Fraction(0))
    if not 0 <= value <= most:
        raise ValueError("degrees out of range")
    return _decimal(-value if ref.upper().startswith(negative) else value)


def _satellite(tags: dict[str, object]) -> Time | None:
    day = _DAY.match(_text(tags.get("GPS GPSDate") or tags.get("GPS GPSDateStamp")))
    parts = _numbers(tags.get("GPS GPSTimeStamp"))
    if day is None or len(parts) != 3:  # noqa: PLR2004 hour, minute, second
        return None
    seconds = parts[0] * 3600 + parts[1] * _SIXTY + parts[2]
    begin = datetime(*map(int, day.groups()), tzinfo=UTC)  # type: ignore[misc,arg-type]
    moment = begin + timedelta(seconds=int(seconds))
    return explicit_time(
        f"{day[0]} {_text(tags.get('GPS GPSTimeStamp'))}", moment, lasts_us=SECOND, kind="captured"
    )


def _numbers(tag: object) -> list[Fraction]:
    values = getattr(tag, "values", None)
    if not isinstance(values, list | tuple):
        return []
    return [
        Fraction(value.num, value.den) if hasattr(value, "num") else Fraction(value)
        for value in values
    ]


def _decimal(value: Fraction) -> str:
    """Give a number as decimal text, to a tenth of a millimetre on the ground."""
    return f"{float(round(value, 9)):.9f}".rstrip("0").rstrip(".")
