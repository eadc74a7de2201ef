"""AMR holds sound and nothing else, if every frame is one and the last ends the file.

docs/formats/stripping.md 7, after RFC 4867 section 5: one channel, narrow or wide band.
"""

from collections.abc import Mapping

from extraction.strip_cursor import Cursor, want
from vault.errors import Malformed

# Bytes of each kind of frame behind its first; 15 holds no sound.
_NARROW = dict(enumerate((12, 13, 15, 17, 19, 20, 26, 31, 5))) | {15: 0}
_WIDE = dict(enumerate((17, 23, 32, 36, 40, 46, 50, 58, 60, 5))) | {14: 0, 15: 0}
_KINDS: tuple[tuple[bytes, Mapping[int, int]], ...] = (
    (b"#!AMR\n", _NARROW),
    (b"#!AMR-WB\n", _WIDE),
)
_UNUSED = 0x83


def strip_amr(data: bytes) -> bytes:
    """Give the sound as it is, or raise Malformed where anything else is in the file."""
    for mark, sizes in _KINDS:
        if data.startswith(mark):
            cursor = Cursor(data, len(mark))
            want(not cursor.done())
            while not cursor.done():
                head = cursor.big(1)
                size = sizes.get(head >> 3 & 15)
                want(size is not None and not head & _UNUSED)
                cursor.take(size or 0)
            return data
    raise Malformed("neither narrow nor wide band")
