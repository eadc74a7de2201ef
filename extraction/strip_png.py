"""PNG without metadata: the chunks that the picture needs, and their checksums.

docs/formats/stripping.md 3, after the PNG specification, third edition. Animations stay.
"""

import zlib

from extraction.strip_cursor import Cursor, want

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# The longest that each may be; the last three may come more than once.
_KEPT = {
    b"IHDR": 13,
    b"PLTE": 768,
    b"tRNS": 256,
    b"gAMA": 4,
    b"cHRM": 32,
    b"sRGB": 1,
    b"sBIT": 4,
    b"bKGD": 6,
    b"acTL": 8,
    b"IEND": 0,
    b"fcTL": 26,
    b"IDAT": 2**31,
    b"fdAT": 2**31,
}
_MANY = (b"fcTL", b"IDAT", b"fdAT")


def strip_png(data: bytes) -> bytes:
    """Give the picture alone, or raise Malformed."""
    cursor = Cursor(data)
    parts = [cursor.take(8)]
    want(parts[0] == _SIGNATURE)
    kind, seen = b"", set[bytes]()
    while kind != b"IEND":
        length = cursor.big(4)
        kind = cursor.take(4)
        body, check = cursor.take(length), cursor.take(4)
        want(kind.isalpha() and (kind == b"IHDR") == (not seen))
        most = _KEPT.get(kind)
        if most is None:
            # A chunk whose name begins with a small letter may be left out by its format.
            want(kind[:1].islower())
            continue
        want(length <= most and (kind in _MANY or kind not in seen))
        want(zlib.crc32(kind + body).to_bytes(4, "big") == check)
        seen.add(kind)
        parts += [length.to_bytes(4, "big"), kind, body, check]
    want(b"IDAT" in seen)
    return b"".join(parts)
