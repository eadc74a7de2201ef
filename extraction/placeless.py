"""A record without its place, or with a rough one, where the scope does not hold exact places.

docs/formats/grant.md 4. Sources put coordinates into fields of their own beside the place, so
what `extra` names as one goes with it. Words that somebody wrote stay as they are.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from consent.scope import Scope
from extraction.errors import CorruptSource
from vault.canonical import marshal
from vault.errors import Malformed

STEP = "place"
TRANSFORMED = "transformed"
_SAYS_PLACE = re.compile(
    r"latitude|longitude|altitude|gps|geo|location|coordinate|lat_?lon|lat_?lng"
    r"|(?:^|[^a-z])(?:lat|lon|lng|alt)(?:[^a-z]|$)|^places?(?:[^a-z]|$)",
    re.ASCII | re.IGNORECASE,
)
_DEGREES = re.compile(r"(-?[0-9]{1,3})(?:\.([0-9]+))?")


def holds_places(scope: Scope) -> bool:
    """Tell whether a scope lets places leave as they are."""
    return "location" in scope.c and scope.g is None


@lru_cache(maxsize=65_536)
def says_place(name: str) -> bool:
    """Tell whether a field's name says that it holds a place."""
    return _SAYS_PLACE.search(name) is not None


def changed(scope: Scope, body: Mapping[str, object]) -> bytes | None:
    """Give the copy in whose form a record leaves, or None where it leaves as it is.

    Raises:
        CorruptSource: the record has no canonical form.
    """
    return None if holds_places(scope) else placeless(body, grid_of(scope))


def grid_of(scope: Scope) -> int | None:
    """Give how many digits of degrees leave; None where no place does."""
    return scope.g if "location" in scope.c else None


def placeless(body: Mapping[str, object], digits: int | None = None) -> bytes | None:
    """Give a record's bytes without its place, or None where there is nothing to take away.

    Args:
        digits: what stays of its degrees behind the point; None takes the place away.

    Raises:
        CorruptSource: the record has no canonical form.
    """
    place, extra = body.get("place"), body.get("extra")
    extra = extra if isinstance(extra, dict) else {}
    # Asked of every record of a preview, and most have nothing of it.
    if place is None and not any(map(says_place, extra)):
        return None
    rough = None if digits is None else _rough(place, digits)
    known = {
        value
        for each in (place, rough)
        for value in (each.values() if isinstance(each, dict) else ())
        if isinstance(value, str)
    }
    left = {
        name: value
        for name, value in extra.items()
        if not says_place(name) and not (isinstance(value, str) and value in known)
    }
    if rough is not None and place == rough and len(left) == len(extra):
        return None
    copy = {name: value for name, value in body.items() if name not in ("place", "extra")}
    if left:
        copy["extra"] = left
    if rough is not None:
        copy["place"] = rough
    return marshal_body(copy)


def marshal_body(body: Mapping[str, object]) -> bytes:
    """Give a changed record's bytes.

    Raises:
        CorruptSource: the record has no canonical form.
    """
    try:
        return marshal(dict(body))
    except Malformed as error:
        raise CorruptSource(f"a record has no canonical form: {error}") from None


def _rough(place: object, digits: int) -> dict[str, str] | None:
    """Cut a place's degrees to some digits; None where they are not plain decimals."""
    fields = place if isinstance(place, dict) else {}
    lat, lon = (_cut(fields.get(name), digits) for name in ("lat", "lon"))
    source = fields.get("source")
    if lat is None or lon is None or not isinstance(source, str):
        return None
    return {"lat": lat, "lon": lon, "source": source}


def _cut(degrees: object, digits: int) -> str | None:
    found = _DEGREES.fullmatch(degrees) if isinstance(degrees, str) else None
    if found is None:
        return None
    whole, behind = found[1], (found[2] or "")[:digits]
    return f"{whole}.{behind}" if behind else str(whole)
