"""Ogg Opus without metadata: the sound, its header, and an empty comment.

docs/formats/stripping.md 6, after RFC 3533 and RFC 7845: what phones record and send as voice
messages. The comment alone holds words, so it is written anew; pages of sound stay as they are.
"""

import zlib
from dataclasses import dataclass, replace

from extraction.strip_cursor import Cursor, want

_MARK, _HEAD = b"OggS\0", 27
_CONTINUED, _FIRST, _LAST = 1, 2, 4
_FULL = 255
_OPUS_HEAD = 19
_TAGS = b"OpusTags" + bytes(8)
_CRC_AT, _SEQUENCE_AT = 22, 18


@dataclass(frozen=True, slots=True)
class _Page:
    kind: int
    place: bytes
    serial: bytes
    sequence: int
    lacing: bytes
    body: bytes

    def marshal(self) -> bytes:
        """Spell the page with its checksum."""
        head = b"OggS\0" + bytes([self.kind]) + self.place + self.serial
        head += self.sequence.to_bytes(4, "little")
        rest = bytes([len(self.lacing)]) + self.lacing + self.body
        return head + _crc(head + bytes(4) + rest).to_bytes(4, "little") + rest


def strip_ogg(data: bytes) -> bytes:
    """Give the sound alone, or raise Malformed."""
    cursor = Cursor(data)
    first = _page(cursor)
    head = first.body
    want(first.kind == _FIRST and first.sequence == 0 and first.lacing == bytes([_OPUS_HEAD]))
    # One stream of one or two channels, in the one version that there is.
    want(head.startswith(b"OpusHead\x01") and head[9] in (1, 2) and head[18] == 0)
    skipped = _skip_tags(cursor, first)
    tags = _Page(0, bytes(8), first.serial, 1, bytes([len(_TAGS)]), _TAGS)
    parts = [first.marshal(), tags.marshal()]
    sequence = skipped
    ended = False
    while not ended and not cursor.done():
        page = _page(cursor)
        want(page.serial == first.serial and page.sequence == sequence and not page.kind & _FIRST)
        sequence += 1
        ended = bool(page.kind & _LAST)
        # The comment was one page and is one page again, or the pages behind it move up.
        parts.append(replace(page, sequence=page.sequence - skipped + 2).marshal())
    want(len(parts) > 2)  # noqa: PLR2004 there is sound behind the two headers
    return b"".join(parts)


def _skip_tags(cursor: Cursor, first: _Page) -> int:
    """Pass over the comment; give the sequence number of the page behind it."""
    sequence = 1
    begun = b""
    while True:
        page = _page(cursor)
        kind = _CONTINUED if sequence > 1 else 0
        want(page.serial == first.serial and page.sequence == sequence and page.kind == kind)
        begun = begun or page.body
        sequence += 1
        if page.lacing[-1:] != bytes([_FULL]):
            break
    # The comment ends its page: no piece of sound may begin in it.
    want(begun.startswith(b"OpusTags") and all(size == _FULL for size in page.lacing[:-1]))
    return sequence


def _page(cursor: Cursor) -> _Page:
    start = cursor.at
    head = cursor.take(_HEAD)
    want(head.startswith(_MARK) and head[5] < 8)  # noqa: PLR2004 three flags
    lacing = cursor.take(head[26])
    body = cursor.take(sum(lacing))
    want(len(lacing) > 0)
    whole = cursor.data[start : cursor.at]
    check = int.from_bytes(whole[_CRC_AT : _CRC_AT + 4], "little")
    want(_crc(whole[:_CRC_AT] + bytes(4) + whole[_CRC_AT + 4 :]) == check)
    sequence = int.from_bytes(head[_SEQUENCE_AT : _SEQUENCE_AT + 4], "little")
    return _Page(head[5], head[6:14], head[14:18], sequence, lacing, body)


_MIRRORED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
_ONES = 0xFFFFFFFF


def _crc(data: bytes) -> int:
    """Give Ogg's checksum: polynomial 0x04C11DB7 from zero, the high bit first.

    It is zlib's over mirrored bytes, mirrored, without the ones that zlib begins and ends with.
    """
    mirrored = zlib.crc32(data.translate(_MIRRORED), _ONES) ^ _ONES
    return int(f"{mirrored:032b}"[::-1], 2)
