"""Made pictures for tests: JPEG files that are nothing but their metadata."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

Ratio = tuple[int, int]
_ASCII, _LONG, _RATIO, _BYTE = 2, 4, 5, 1


@dataclass
class Picture:
    """Tags by number: in the first directory, in EXIF's, in GPS's."""

    image: dict[int, str] = field(default_factory=dict)
    exif: dict[int, str] = field(default_factory=dict)
    gps: dict[int, str | Sequence[Ratio] | int] = field(default_factory=dict)

    def tiff(self) -> bytes:
        """Give the TIFF structure."""
        out = bytearray(b"II*\0\x08\0\0\0")
        pointers = [(0x8769, 0), (0x8825, 0)]
        count = len(self.image) + len(pointers)
        start = 8 + 2 + 12 * count + 4
        first, extra = self._entries(dict(self.image), start)
        exif_at = start + len(extra)
        exif, exif_extra = self._entries(dict(self.exif), exif_at + 6 + 12 * len(self.exif))
        exif_block = struct.pack("<H", len(self.exif)) + exif + b"\0" * 4 + exif_extra
        gps_at = exif_at + len(exif_block)
        gps, gps_extra = self._entries(dict(self.gps), gps_at + 6 + 12 * len(self.gps))
        gps_block = struct.pack("<H", len(self.gps)) + gps + b"\0" * 4 + gps_extra
        links = struct.pack("<HHII", 0x8769, _LONG, 1, exif_at)
        links += struct.pack("<HHII", 0x8825, _LONG, 1, gps_at)
        out += struct.pack("<H", count) + first + links + b"\0" * 4
        return bytes(out) + extra + exif_block + gps_block

    def jpeg(self) -> bytes:
        """Give a JPEG file with the metadata and no picture."""
        body = b"Exif\0\0" + self.tiff()
        head = b"\xff\xd8\xff\xe1" + struct.pack(">H", len(body) + 2) + body
        return head + b"\xff\xdb\x00\x04\x00\x00\xff\xd9"

    def _entries(
        self, tags: dict[int, str | Sequence[Ratio] | int], at: int
    ) -> tuple[bytes, bytes]:
        entries, extra = b"", b""
        for tag, value in sorted(tags.items()):
            if isinstance(value, int):
                entries += struct.pack("<HHIB3x", tag, _BYTE, 1, value)
                continue
            if isinstance(value, str):
                kind, data, count = _ASCII, value.encode() + b"\0", len(value) + 1
            else:
                kind, count = _RATIO, len(value)
                data = b"".join(struct.pack("<II", *ratio) for ratio in value)
            if len(data) <= 4:
                entries += struct.pack("<HHI", tag, kind, count) + data.ljust(4, b"\0")
            else:
                entries += struct.pack("<HHII", tag, kind, count, at + len(extra))
                extra += data
        return entries, extra


LONDON = Picture(
    image={0x010F: "Made", 0x0110: "Phone 1", 0x0132: "2026:04:01 13:00:05"},
    exif={0x9003: "2026:04:01 13:00:00", 0x9011: "+01:00"},
    gps={
        1: "N",
        2: [(51, 1), (30, 1), (0, 1)],
        3: "W",
        4: [(0, 1), (7, 1), (3900, 100)],
        5: 0,
        6: [(355, 10)],
        7: [(12, 1), (0, 1), (0, 1)],
        29: "2026:04:01",
    },
)
"""A photo that says everything."""

BARE = Picture(exif={0x9003: "2026:04:01 13:00:00"})
"""A photo that says when, and not where on earth that hour was."""
