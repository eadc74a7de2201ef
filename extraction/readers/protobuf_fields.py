"""Fields of a protocol buffer, without its schema: numbers, and bytes.

docs/readers.md 10. Notes on an iPhone are such messages inside gzip.
"""

from collections.abc import Iterator

_VARINT, _FIXED_64, _BYTES, _FIXED_32 = 0, 1, 2, 5
_MAX_VARINT = 10


def fields_of(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Give (field number, value) in order; a fixed-width value as its bytes.

    Raises:
        ValueError: the bytes are no such message.
    """
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        number, kind = key >> 3, key & 7
        if kind == _VARINT:
            value, at = _varint(data, at)
            yield number, value
            continue
        if kind == _BYTES:
            length, at = _varint(data, at)
        elif kind in (_FIXED_64, _FIXED_32):
            length = 8 if kind == _FIXED_64 else 4
        else:
            raise ValueError("a field has an unknown wire type")
        if at + length > len(data):
            raise ValueError("a field is cut short")
        yield number, data[at : at + length]
        at += length


def first_bytes(data: bytes, *path: int) -> bytes | None:
    """Follow field numbers inwards; None where one is not there."""
    for number in path:
        found = next(
            (value for at, value in fields_of(data) if at == number and isinstance(value, bytes)),
            None,
        )
        if found is None:
            return None
        data = found
    return data


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for step in range(_MAX_VARINT):
        if at + step >= len(data):
            raise ValueError("a number is cut short")
        byte = data[at + step]
        value |= (byte & 0x7F) << (7 * step)
        if byte < 0x80:  # noqa: PLR2004 the last byte of a number
            return value, at + step + 1
    raise ValueError("a number has no end")
