"""Values of a JSON export as cells, and words that are written in pieces."""

import json
from collections.abc import Mapping

from extraction.sqlite_source import Value


def cell(value: object) -> Value:
    """Give a value as a cell: what is a list or an object as its JSON."""
    if isinstance(value, str):
        # JSON can spell half a surrogate pair, which is no text.
        return value.encode("utf-8", "replace").decode("utf-8")
    if value is None or isinstance(value, int | float):
        return value
    return json.dumps(value)


def object_of(value: object) -> Mapping[str, object]:
    """Want an object.

    Raises:
        TypeError: it is none.
    """
    if not isinstance(value, dict):
        raise TypeError("want an object")
    return value


def words_of_text(value: object) -> str:
    """Give the words of a text that is one string, or pieces with their formatting."""
    if not isinstance(value, list):
        return str(cell(value) or "")
    parts = [each.get("text", "") if isinstance(each, dict) else each for each in value]
    return "".join(str(cell(part) or "") for part in parts)
