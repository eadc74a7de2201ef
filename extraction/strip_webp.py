"""WebP without metadata: the picture's own chunks, and a header that claims no others.

docs/formats/stripping.md 4, after RFC 9649. Animations stay.
"""

from collections.abc import Sequence

from extraction.strip_cursor import Cursor, want

_Chunk = tuple[bytes, bytes]
_PICTURE = (b"ALPH", b"VP8 ", b"VP8L")
_EXTENDED = (*_PICTURE, b"ANIM", b"ANMF")
_ALPHA_OR_ANIMATED, _ANIMATED = 0x12, 0x02
_HEADER, _FRAME = 10, 16


def strip_webp(data: bytes) -> bytes:
    """Give the picture alone, or raise Malformed."""
    cursor = Cursor(data, 4)
    inside = cursor.take(cursor.little(4))
    want(inside[:4] == b"WEBP")
    chunks = _chunks(inside, 4)
    want(len(chunks) > 0)
    kind, header = chunks[0]
    if kind != b"VP8X":
        want(kind in (b"VP8 ", b"VP8L"))
        return _riff(chunks[:1])
    want(len(header) == _HEADER)
    kept = [chunk for chunk in chunks[1:] if chunk[0] in _EXTENDED]
    if header[0] & _ANIMATED:
        want(len(kept) > 1 and kept[0][0] == b"ANIM" and len(kept[0][1]) == 6)  # noqa: PLR2004
        want(all(kind == b"ANMF" for kind, _ in kept[1:]))
        kept[1:] = [(kind, _frame(body)) for kind, body in kept[1:]]
    else:
        _want_picture(kept)
    flags = bytes([header[0] & _ALPHA_OR_ANIMATED, 0, 0, 0])
    return _riff([(b"VP8X", flags + header[4:]), *kept])


def _chunks(data: bytes, at: int) -> list[_Chunk]:
    cursor = Cursor(data, at)
    found = []
    while not cursor.done():
        kind = cursor.take(4)
        length = cursor.little(4)
        found.append((kind, cursor.take(length)))
        cursor.take(length % 2)
    return found


def _frame(body: bytes) -> bytes:
    head = Cursor(body).take(_FRAME)
    kept = [chunk for chunk in _chunks(body, _FRAME) if chunk[0] in _PICTURE]
    _want_picture(kept)
    return head + _spelt(kept)


def _want_picture(chunks: Sequence[_Chunk]) -> None:
    kinds = [kind for kind, _ in chunks]
    want(kinds in ([b"VP8 "], [b"VP8L"], [b"ALPH", b"VP8 "]))


def _riff(chunks: Sequence[_Chunk]) -> bytes:
    body = b"WEBP" + _spelt(chunks)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _spelt(chunks: Sequence[_Chunk]) -> bytes:
    return b"".join(
        kind + len(body).to_bytes(4, "little") + body + bytes(len(body) % 2)
        for kind, body in chunks
    )
