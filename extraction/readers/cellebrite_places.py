"""Places of a Cellebrite report: coordinates as decimal text, nothing rounded.

docs/readers.md 17. A place is only one when both coordinates are numbers of the earth;
anything else stays among the unmapped fields, and the record is flagged.
"""

import re

from extraction.readers.cellebrite_model import Model
from extraction.record import Place

PLACE_USED = {
    "": ("Latitude", "Longitude", "PositionAddress", "Precision", "GpsHorizontalAccuracy"),
    "Position.": ("Latitude", "Longitude", "Elevation", "PositionAddress"),
}
"""The fields that a place holds, where there is one, by their path."""

_DECIMAL = re.compile(r"[+-]?\d{1,9}(?:[.,]\d{1,20})?(?:[Ee][+-]?\d{1,2})?", re.ASCII)
_MAX = (90.0, 180.0)
_PRECISE = ("GpsHorizontalAccuracy", "Precision")


def place_of(model: Model, source: str) -> tuple[Place | None, bool]:
    """Give a model's place, and whether it has coordinates that are none.

    Args:
        model: holds a Coordinate as `Position`, or the coordinates themselves.
        source: one of gps, exif, wifi, cell, app, user.
    """
    holder = next(iter(model.inner.get("Position", ())), model)
    lat, lon = holder.fields.get("Latitude", ""), holder.fields.get("Longitude", "")
    if not lat and not lon:
        return None, False
    found = [_number(lat, _MAX[0]), _number(lon, _MAX[1])]
    if not all(found):
        return None, True
    label = holder.text("PositionAddress") or model.text("PositionAddress", "Name")
    return Place(
        found[0],
        found[1],
        source,
        label[:1000],
        _number(holder.text("Elevation"), float("inf")),
        _number(model.text(*_PRECISE), float("inf")),
    ), False


def _number(raw: str, limit: float) -> str:
    """Give a decimal number's text with a point; "" for anything else, or beyond the limit."""
    text = raw.strip()
    if not _DECIMAL.fullmatch(text):
        return ""
    text = text.replace(",", ".")
    return text if abs(float(text)) <= limit else ""
