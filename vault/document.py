"""Strict reading of JSON documents: known fields alone, each of its own kind.

Every statement and sealed document goes through here, so an unknown or missing field,
or a number spelt as a text, is refused in one way (docs/formats/shv1.md 1).
"""

from collections.abc import Collection
from datetime import datetime

from vault.canonical import Json, unb64
from vault.errors import Malformed
from vault.statement import parse_time


class Document:
    """A JSON object whose keys were checked against what the format lists."""

    __slots__ = ("_value",)

    def __init__(
        self, value: Json, required: Collection[str], optional: Collection[str] = ()
    ) -> None:
        if not isinstance(value, dict):
            raise Malformed("want a JSON object")
        missing = [key for key in required if key not in value]
        unknown = [key for key in value if key not in required and key not in optional]
        if missing or unknown:
            raise Malformed(f"fields missing {sorted(missing)}, {len(unknown)} unknown")
        self._value = value

    def has(self, key: str) -> bool:
        """Tell whether an optional field is there."""
        return key in self._value

    def raw(self, key: str) -> Json:
        """Give a field as it is."""
        return self._value[key]

    def version(self, wanted: int = 1) -> None:
        """Refuse any version but one."""
        if self._value["v"] != wanted or isinstance(self._value["v"], bool):
            raise Malformed(f"want version {wanted}")

    def text(self, key: str, *choices: str) -> str:
        """Give a text, one of `choices` if there are any."""
        value = self._value[key]
        if not isinstance(value, str) or (choices and value not in choices):
            raise Malformed(f"{key}: want {' or '.join(choices) if choices else 'a text'}")
        return value

    def count(self, key: str) -> int:
        """Give a number of 0 or more."""
        return count_of(self._value[key], key)

    def hex(self, key: str, size: int) -> bytes:
        """Give bytes that are spelt in lower-case hex."""
        return hex_of(self._value[key], size, key)

    def b64(self, key: str, size: int | None = None) -> bytes:
        """Give bytes that are spelt in base64url."""
        return unb64(self._value[key], size)

    def time(self, key: str) -> datetime:
        """Give a statement's time."""
        return parse_time(self._value[key])

    def items(self, key: str) -> list[Json]:
        """Give a list."""
        value = self._value[key]
        if not isinstance(value, list):
            raise Malformed(f"{key}: want a list")
        return value

    def mapping(self, key: str) -> dict[str, Json]:
        """Give an object whose keys are data."""
        value = self._value[key]
        if not isinstance(value, dict):
            raise Malformed(f"{key}: want an object")
        return value

    def part(
        self, key: str, required: Collection[str], optional: Collection[str] = ()
    ) -> "Document":
        """Give an inner document."""
        return Document(self._value[key], required, optional)


def text_of(value: Json, name: str = "value") -> str:
    """Want a text, or raise Malformed."""
    if not isinstance(value, str):
        raise Malformed(f"{name}: want a text")
    return value


def count_of(value: Json, name: str = "value") -> int:
    """Want a number of 0 or more, or raise Malformed."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Malformed(f"{name}: want a number of 0 or more")
    return value


def hex_of(value: Json, size: int, name: str = "value") -> bytes:
    """Want `size` bytes in lower-case hex, or raise Malformed."""
    try:
        data = bytes.fromhex(text_of(value, name))
    except ValueError:
        raise Malformed(f"{name}: want hex digits") from None
    # fromhex() also takes spaces and capitals; there is one spelling.
    if len(data) != size or data.hex() != value:
        raise Malformed(f"{name}: want {2 * size} lower-case hex digits")
    return data


def row_of(value: Json, columns: int, name: str = "row") -> list[Json]:
    """Want a list of so many columns, or raise Malformed."""
    if not isinstance(value, list) or len(value) != columns:
        raise Malformed(f"{name}: want {columns} columns")
    return value
