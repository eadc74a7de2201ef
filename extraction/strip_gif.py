"""GIF without metadata: pictures, their timing and how often they repeat; no other words.

docs/formats/stripping.md 5, after GIF89a.
"""

from extraction.strip_cursor import Cursor, want

_IMAGE, _EXTENSION, _TRAILER = 0x2C, 0x21, 0x3B
_CONTROL, _COMMENT, _APPLICATION = 0xF9, 0xFE, 0xFF
_REPEAT = b"\x0bNETSCAPE2.0\x03\x01"


def strip_gif(data: bytes) -> bytes:
    """Give the picture alone, or raise Malformed."""
    cursor = Cursor(data, 6)
    want(data[:6] in (b"GIF87a", b"GIF89a"))
    screen = cursor.take(7)
    parts = [data[:6], screen, _colours(cursor, screen[4])]
    images = 0
    while (kind := cursor.big(1)) != _TRAILER:
        if kind == _IMAGE:
            descriptor = cursor.take(9)
            colours = _colours(cursor, descriptor[8])
            parts += [b"\x2c", descriptor, colours, cursor.take(1), _blocks(cursor)]
            images += 1
            continue
        want(kind == _EXTENSION)
        label = cursor.big(1)
        want(label in (_CONTROL, _COMMENT, _APPLICATION))
        body = _blocks(cursor)
        if label == _CONTROL:
            want(len(body) == 6 and body[0] == 4)  # noqa: PLR2004 one block of four bytes
        if label == _CONTROL or _repeats(label, body):
            parts += [bytes([kind, label]), body]
    want(images > 0)
    return b"".join([*parts, b"\x3b"])


def _repeats(label: int, body: bytes) -> bool:
    """Tell whether an extension says how often the pictures repeat, and nothing else."""
    return label == _APPLICATION and body.startswith(_REPEAT) and len(body) == len(_REPEAT) + 3


def _colours(cursor: Cursor, flags: int) -> bytes:
    return cursor.take(3 << (flags & 7) + 1) if flags & 0x80 else b""


def _blocks(cursor: Cursor) -> bytes:
    """Give a row of blocks, each after its length, up to the empty one."""
    start = cursor.at
    while length := cursor.big(1):
        cursor.take(length)
    return cursor.data[start : cursor.at]
