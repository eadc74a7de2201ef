"""A record without its place, where the scope does not hold places.

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


def holds_places(scope: Scope) -> bool:
    """Tell whether a scope lets places leave."""
    return "location" in scope.c


@lru_cache(maxsize=65_536)
def says_place(name: str) -> bool:
    """Tell whether a field's name says that it holds a place."""
    return _SAYS_PLACE.search(name) is not None


def changed(scope: Scope, body: Mapping[str, object]) -> bytes | None:
    """Give the copy in whose form a record leaves, or None where it leaves as it is.

    Raises:
        CorruptSource: the record has no canonical form.
    """
    return None if holds_places(scope) else placeless(body)


def placeless(body: Mapping[str, object]) -> bytes | None:
    """Give a record's bytes without its place, or None where it has none.

    Raises:
        CorruptSource: the record has no canonical form.
    """
    place, extra = body.get("place"), body.get("extra")
    extra = extra if isinstance(extra, dict) else {}
    # Asked of every record of a preview, and most have nothing of it.
    if place is None and not any(map(says_place, extra)):
        return None
    known = set(place.values()) if isinstance(place, dict) else set()
    left = {
        name: value
        for name, value in extra.items()
        if not says_place(name) and not (isinstance(value, str) and value in known)
    }
    copy = {name: value for name, value in body.items() if name not in ("place", "extra")}
    if left:
        copy["extra"] = left
    try:
        return marshal(copy)
    except Malformed as error:
        raise CorruptSource(f"a record has no canonical form: {error}") from None
