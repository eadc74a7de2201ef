"""Sealed fields: what an entry says of people, beside the log and never in it.

docs/formats/audit-entry.md 11. The entry has one hash of them, `x`; each field is a salted
commitment in it, so that a holder can show one field to somebody and keep the others closed:

    {"fields":[["actor","5be2…"],["name","9f0c…","R. Evans"]],"v":1}

A field of two parts is closed (its commitment), one of three is open (r, and the value).
"""

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import orjson

from audit.entry import commitment
from audit.errors import MalformedEntry, NotProven

NAMES = ("actor", "name", "network", "staff", "text", "title")
"""Every field that there is, in the order in which they stand."""
MAX_VALUE = 1000
R_SIZE = 32
_ROOT = b"safehold-audit-fields-v1\x00"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its commitment, and r and the value where it is open."""

    name: str
    commitment: bytes
    r: bytes | None = None
    value: str = ""


def open_field(name: str, value: str, *, random: Callable[[int], bytes]) -> Field:
    """Commit to a value; what is longer than a field may be is cut."""
    value, r = value[:MAX_VALUE], random(R_SIZE)
    return Field(name, commitment(name, r, value.encode()), r, value)


def root_of(fields: Sequence[Field]) -> bytes:
    """Hash the commitments of fields, which must stand in the order of NAMES."""
    parts = [field.name.encode() + b"\x00" + field.commitment for field in fields]
    return hashlib.sha256(_ROOT + b"".join(parts)).digest()


def only(fields: Sequence[Field], names: Collection[str]) -> tuple[Field, ...]:
    """Close all fields but these, for who is to see no more."""
    return tuple(
        field if field.name in names else replace(field, r=None, value="") for field in fields
    )


def marshal_fields(fields: Sequence[Field]) -> bytes:
    """Give the canonical bytes."""
    rows = [
        [field.name, field.commitment.hex()]
        if field.r is None
        else [field.name, field.r.hex(), field.value]
        for field in fields
    ]
    return orjson.dumps({"fields": rows, "v": 1}, option=orjson.OPT_SORT_KEYS)


def parse_fields(data: bytes) -> tuple[Field, ...]:
    """Read fields, or raise MalformedEntry; any other spelling is refused."""
    try:
        body = orjson.loads(data)
        rows = body["fields"]
        fields = tuple(_field(row) for row in rows)
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
        raise MalformedEntry("these are no sealed fields") from None
    names = [field.name for field in fields]
    if not fields or names != [name for name in NAMES if name in names]:
        raise MalformedEntry("sealed fields are unknown, out of order or twice there")
    if marshal_fields(fields) != data:
        raise MalformedEntry("sealed fields are not in canonical form")
    return fields


def check_fields(fields: Sequence[Field], root: str) -> dict[str, str]:
    """Give the values of the open fields, by name.

    Args:
        fields: as they were read.
        root: the entry's `x`, in hex.

    Raises:
        NotProven: they are not what the entry commits to.
    """
    if root_of(fields).hex() != root:
        raise NotProven("the fields are not those that the entry commits to")
    return {field.name: field.value for field in fields if field.r is not None}


def make_fields(values: Mapping[str, str], *, random: Callable[[int], bytes]) -> tuple[Field, ...]:
    """Commit to every value that is not empty."""
    return tuple(
        open_field(name, values[name], random=random) for name in NAMES if values.get(name)
    )


def _field(row: list[str]) -> Field:
    if len(row) == 2:  # noqa: PLR2004 a name and its commitment
        return Field(row[0], _bytes(row[1]))
    name, r, value = row
    if type(value) is not str or not 1 <= len(value) <= MAX_VALUE:
        raise ValueError(name)
    return Field(name, commitment(name, _bytes(r), value.encode()), _bytes(r), value)


def _bytes(text: str) -> bytes:
    data = bytes.fromhex(text)
    if len(data) != R_SIZE:
        raise ValueError(text)
    return data
