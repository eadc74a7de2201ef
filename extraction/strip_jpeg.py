"""JPEG without metadata: tables, frame and scans stay; of the rest only which way is up.

docs/formats/stripping.md 2, after ITU T.81 annex B, JFIF 1.02, Exif 2.32. Whatever stands
behind the end of the image goes too: second pictures, films, maps.
"""

from extraction.strip_cursor import Cursor, want
from vault.errors import Malformed

_SOI, _EOI, _SOS, _DQT, _DHT, _DAC, _DRI, _DNL = 0xD8, 0xD9, 0xDA, 0xDB, 0xC4, 0xCC, 0xDD, 0xDC
_FRAMES = frozenset(
    {*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)}
)
_APP0, _APP1, _APP14, _APP15, _COM = 0xE0, 0xE1, 0xEE, 0xEF, 0xFE
_JFIF_SIZE, _ADOBE_SIZE = 14, 12
_ORIENTATION, _SHORT, _UPRIGHT = 0x0112, 3, 1


def strip_jpeg(data: bytes) -> bytes:
    """Give the picture alone, or raise Malformed."""
    cursor = Cursor(data, 2)
    jfif, turned = b"", 0
    parts: list[bytes] = []
    frames = scans = 0
    while True:
        marker = _marker(cursor)
        if marker == _EOI:
            break
        body = cursor.take(_length(cursor))
        if _APP0 <= marker <= _APP15 or marker == _COM:
            if marker == _APP0 and body.startswith(b"JFIF\0") and len(body) >= _JFIF_SIZE:
                jfif = jfif or _segment(_APP0, body[: _JFIF_SIZE - 2] + b"\0\0")
            elif marker == _APP1 and body.startswith(b"Exif\0\0"):
                turned = turned or _orientation(body[6:])
            elif marker == _APP14 and body.startswith(b"Adobe") and len(body) >= _ADOBE_SIZE:
                parts.append(_segment(_APP14, body[:_ADOBE_SIZE]))
            continue
        _check(marker, body)
        frames += marker in _FRAMES
        parts.append(_segment(marker, body))
        if marker == _SOS:
            want(frames == 1)
            scans += 1
            parts.append(_scan(cursor))
    want(frames == 1 and scans > 0)
    return b"".join([b"\xff\xd8", jfif, _exif(turned), *parts, b"\xff\xd9"])


def _marker(cursor: Cursor) -> int:
    want(cursor.big(1) == 0xFF)  # noqa: PLR2004 every marker begins so
    # Any number of fill bytes may stand before a marker.
    while (marker := cursor.big(1)) == 0xFF:  # noqa: PLR2004
        pass
    return marker


def _length(cursor: Cursor) -> int:
    length = cursor.big(2)
    want(length >= 2)  # noqa: PLR2004 it counts itself
    return length - 2


def _segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2, "big") + body


def _check(marker: int, body: bytes) -> None:
    """Want a segment that holds its tables and nothing behind them."""
    inside = Cursor(body)
    if marker in _FRAMES:
        inside.take(5)
        want(len(body) == 6 + 3 * inside.big(1))
    elif marker == _SOS:
        want(len(body) == 4 + 2 * inside.big(1))
    elif marker == _DQT:
        while not inside.done():
            kind = inside.big(1)
            want(kind < 0x20 and kind & 15 < 4)  # noqa: PLR2004 8 or 16 bits, 4 tables
            inside.take(64 if kind < 0x10 else 128)  # noqa: PLR2004
    elif marker == _DHT:
        while not inside.done():
            kind = inside.big(1)
            want(kind < 0x20 and kind & 15 < 4)  # noqa: PLR2004 DC or AC, 4 tables
            inside.take(sum(inside.take(16)))
    elif marker == _DAC:
        want(len(body) % 2 == 0)
    else:
        want(marker in (_DRI, _DNL) and len(body) == 2)  # noqa: PLR2004 one number


def _scan(cursor: Cursor) -> bytes:
    """Give a scan's coded bytes, up to the next marker that is not of the scan itself."""
    data, start = cursor.data, cursor.at
    at = start
    while True:
        at = data.find(0xFF, at)
        if not 0 <= at < len(data) - 1:
            raise Malformed("the scan does not end")
        # 0xFF as a value is followed by zero; restart markers belong to the scan.
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7:  # noqa: PLR2004
            break
        at += 2
    cursor.at = at
    return data[start:at]


def _orientation(tiff: bytes) -> int:
    """Read which way is up, 2 to 8; anything else, or anything broken, is 0."""
    order = {b"II": "little", b"MM": "big"}.get(tiff[:2])
    cursor = Cursor(tiff, 2)
    try:
        number = cursor.little if order == "little" else cursor.big
        if order is None or number(2) != 42:  # noqa: PLR2004 TIFF's own number
            return 0
        cursor.at = number(4)
        for _ in range(number(2)):
            tag, kind, count, value = number(2), number(2), number(4), number(2)
            cursor.take(2)
            if (tag, kind, count) == (_ORIENTATION, _SHORT, 1):
                return value if _UPRIGHT < value <= 8 else 0  # noqa: PLR2004 eight ways
    except Malformed:
        pass
    return 0


def _exif(turned: int) -> bytes:
    """Spell an Exif segment that says which way is up and nothing else."""
    if turned == 0:
        return b""
    entry = _ORIENTATION.to_bytes(2, "big") + b"\0\x03\0\0\0\x01\0" + bytes([turned, 0, 0])
    return _segment(_APP1, b"Exif\0\0MM\0*\0\0\0\x08\0\x01" + entry + bytes(4))
