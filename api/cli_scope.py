"""What a person types about a grant: the scope, what she leaves out, and until when."""

import re
from datetime import datetime
from pathlib import Path

from api.cli_io import Shell, UsageError, read_json
from api.remote_survivor import EXCLUDED
from consent.errors import InvalidScope
from consent.scope import Scope, parse_scope

_PLACE = re.compile(r"([0-9]{1,8})/([0-9]{1,8})")


def read_scope(path: Path, eid: str) -> Scope:
    """Read a scope file; without `x` it is about this extraction.

    Raises:
        InvalidScope: it is not a scope, or not of this extraction.
    """
    value = read_json(path, "the scope")
    if isinstance(value, dict) and "x" not in value:
        value["x"] = [eid]
    scope = parse_scope(value)
    if eid not in scope.x:
        raise InvalidScope(f"the scope is not of extraction {eid}; leave x out, or name it")
    return scope


def excluded_places(shell: Shell) -> dict[tuple[int, int], str]:
    """Read --exclude: records by their places in the preview."""
    return {_place(text): EXCLUDED for text in shell.options.exclude}


def _place(text: str) -> tuple[int, int]:
    found = _PLACE.fullmatch(text)
    if found is None:
        raise UsageError("--exclude: want SEGMENT/PLACE as the preview shows it")
    return int(found[1]), int(found[2])


def want_later(until: datetime, now: datetime) -> None:
    """Refuse a grant that would end before it begins."""
    if until <= now:
        raise UsageError("--until lies in the past; a grant ends later than it begins")
