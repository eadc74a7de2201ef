"""Canonical JSON and base64url: one spelling of every document that is signed or sealed.

RFC 8785 restricted (docs/formats/shv1.md 1): no floats, integers within 2^53-1, no
duplicate keys, no lone surrogates. Keys are sorted by code point, not by UTF-16 unit.
"""

import binascii
import json
from collections.abc import Sequence

import orjson

from vault.errors import Malformed

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]

MAX_INTEGER = 2**53 - 1
MAX_DEPTH = 64

_TEXTS = frozenset({str})
_URL = bytes.maketrans(b"+/", b"-_")
# What is no letter of base64url becomes what is no letter of base64 either.
_STANDARD = bytes.maketrans(b"-_+/=", b"+/!!!")
_OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER


def marshal(value: object) -> bytes:
    """Give the canonical bytes of a value, or raise Malformed for what JSON may not hold here."""
    _refuse_floats(value, 0)
    try:
        return orjson.dumps(value, option=_OPTIONS)
    except (orjson.JSONEncodeError, RecursionError):
        raise Malformed("value has no canonical JSON") from None


def parse(data: bytes) -> Json:
    """Read canonical JSON, or raise Malformed; any other spelling of a value is refused."""
    try:
        value: Json = orjson.loads(data)
        same = marshal(value) == data
    except (orjson.JSONDecodeError, RecursionError):
        raise Malformed("not JSON") from None
    # A duplicate key, "1.0", an escape or a space re-marshals to other bytes.
    if not same:
        raise Malformed("JSON is not in canonical form")
    return value


def parse_object(data: bytes) -> dict[str, Json]:
    """Read a canonical JSON object, or raise Malformed."""
    value = parse(data)
    if not isinstance(value, dict):
        raise Malformed("want a JSON object")
    return value


def parse_plain(data: bytes) -> Json:
    """Read JSON whose bytes were already authenticated and are never marshalled again."""
    try:
        value: Json = json.loads(data, parse_float=_no_float, parse_constant=_no_float)
    except (ValueError, RecursionError):
        raise Malformed("not JSON") from None
    return value


def b64(data: bytes) -> str:
    """Spell bytes as base64url without padding."""
    # As base64.urlsafe_b64encode does, in half its time: a release has a salt for each record.
    return binascii.b2a_base64(data, newline=False).translate(_URL).rstrip(b"=").decode("ascii")


def unb64(text: object, size: int | None = None) -> bytes:
    """Read base64url without padding, or raise Malformed; `size` is the length wanted."""
    if not isinstance(text, str):
        raise Malformed("want base64url text")
    try:
        padded = text.encode("ascii").translate(_STANDARD) + b"=" * (-len(text) % 4)
        data = binascii.a2b_base64(padded)
    except (ValueError, binascii.Error):
        raise Malformed("want base64url without padding") from None
    # The decoder skips stray characters and takes non-zero trailing bits.
    if binascii.b2a_base64(data, newline=False) != padded:
        raise Malformed("base64url is not in canonical form")
    if size is not None and len(data) != size:
        raise Malformed(f"have {len(data)} bytes, want {size}")
    return data


def unb64_all(texts: Sequence[object], size: int) -> list[bytes]:
    """Read many texts of `size` bytes each, as unb64 reads one, or raise Malformed."""
    return _in_one(texts, size) or [unb64(text, size) for text in texts]


def _in_one(texts: Sequence[object], size: int) -> list[bytes] | None:
    """Decode all in one go, for a fifth of the time; None where some text is not as it should."""
    letters, fill = -(-size * 8 // 6), -(-size // 3) * 3 - size
    if any(type(text) is not str or len(text) != letters for text in texts):
        return None
    # With so many A, a zero each, a text ends with a whole group of four letters.
    ends = "A" * fill
    try:
        joined = ends.join((*texts, "")).encode("ascii").translate(_STANDARD)  # type: ignore[arg-type] # texts, as asked above
        data = binascii.a2b_base64(joined)
    except (ValueError, binascii.Error):
        return None
    step = size + fill
    # Stray letters are spelt in another way, and spare bits lie in what the A gave.
    spare = any(any(data[size + at :: step]) for at in range(fill))
    if spare or binascii.b2a_base64(data, newline=False) != joined:
        return None
    return [data[at : at + size] for at in range(0, len(data), step)]


def _no_float(text: str) -> Json:
    raise ValueError(text)


def _refuse_floats(value: object, depth: int) -> None:
    if isinstance(value, float):
        raise Malformed("a float has no canonical spelling here")
    if not isinstance(value, (dict, list, tuple)):
        return
    if value and depth >= MAX_DEPTH:
        raise Malformed(f"JSON is nested deeper than {MAX_DEPTH}")
    for item in value.values() if isinstance(value, dict) else value:
        # Texts are what most documents are made of; a call for each is most of the time.
        if type(item) is str or (
            type(item) is dict
            and depth + 1 < MAX_DEPTH
            and _TEXTS.issuperset(map(type, item.values()))
        ):
            continue
        _refuse_floats(item, depth + 1)
