"""Made ZIP files for tests, byte by byte, so that each fault is one change."""

import struct
import zlib
from dataclasses import dataclass, field, replace

LOCAL = "<4sHHHHHIIIHH"
DIRECTORY = "<4sHHHHHHIIIHHHHHII"


@dataclass(frozen=True)
class Member:
    """A member; what is given beside name and data overrules what would be right."""

    name: bytes
    data: bytes = b"hello"
    method: int = 0
    flags: int = 0
    local_name: bytes | None = None
    local_method: int | None = None
    local_flags: int | None = None
    local_crc: int | None = None
    local_size: int | None = None
    crc: int | None = None
    size: int | None = None
    extra: bytes = b""
    local_extra: bytes = b""
    descriptor: bytes = b""
    made_by: int = 20
    outer: int = 0
    comment: bytes = b""

    @property
    def packed(self) -> bytes:
        if self.method != 8:
            return self.data
        squeezed = zlib.compressobj(9, zlib.DEFLATED, -15)
        return squeezed.compress(self.data) + squeezed.flush()

    @property
    def true_crc(self) -> int:
        return zlib.crc32(self.data) if self.crc is None else self.crc

    @property
    def true_size(self) -> int:
        return len(self.data) if self.size is None else self.size

    def local(self) -> bytes:
        name = self.name if self.local_name is None else self.local_name
        flags = self.flags if self.local_flags is None else self.local_flags
        described = bool(flags & 8)
        crc = self.true_crc if self.local_crc is None else self.local_crc
        size = self.true_size if self.local_size is None else self.local_size
        method = self.method if self.local_method is None else self.local_method
        sizes = (0, 0, 0) if described else (crc, len(self.packed), size)
        lengths = (len(name), len(self.local_extra))
        head = struct.pack(LOCAL, b"PK\x03\x04", 20, flags, method, 0, 33, *sizes, *lengths)
        return head + name + self.local_extra + self.packed + self.descriptor

    def entry(self, offset: int) -> bytes:
        sizes = (self.true_crc, len(self.packed), self.true_size)
        lengths = (len(self.name), len(self.extra), len(self.comment))
        head = struct.pack(
            DIRECTORY,
            *(b"PK\x01\x02", self.made_by, 20, self.flags, self.method, 0, 33),
            *sizes,
            *lengths,
            *(0, 0, self.outer, offset),
        )
        return head + self.name + self.extra + self.comment

    def described(self, *, signature: bool = True, wide: bool = False, **wrong: int) -> "Member":
        """Let its lengths follow its data."""
        values = {"crc": self.true_crc, "packed": len(self.packed), "size": self.true_size, **wrong}
        form = "<IQQ" if wide else "<III"
        data = (b"PK\x07\x08" if signature else b"") + struct.pack(form, *values.values())
        return replace(self, flags=self.flags | 8, descriptor=data)


@dataclass
class Made:
    """A whole file; `between` are bytes before the member of that number."""

    members: list[Member]
    prefix: bytes = b""
    between: dict[int, bytes] = field(default_factory=dict)
    before_directory: bytes = b""
    after_directory: bytes = b""
    comment: bytes = b""
    trailing: bytes = b""
    offsets: dict[int, int] = field(default_factory=dict)
    count: int | None = None
    size_more: int = 0
    disk: int = 0
    wide: bool = False
    wide_count: int | None = None
    wide_length: int = 44
    locator_offset: int = 0
    drop_wide: bool = False

    def marshal(self) -> bytes:
        body = b""
        places = []
        for number, member in enumerate(self.members):
            body += self.between.get(number, b"")
            places.append(self.offsets.get(number, len(body)))
            body += member.local()
        body += self.before_directory
        start = len(body)
        directory = b"".join(
            member.entry(place) for member, place in zip(self.members, places, strict=True)
        )
        count = len(self.members) if self.count is None else self.count
        out = body + directory + self.after_directory
        size = len(directory) + self.size_more
        numbers = (count, count, size, start)
        if self.wide:
            at = len(out)
            wide_count = count if self.wide_count is None else self.wide_count
            if not self.drop_wide:
                numbers_wide = (wide_count, wide_count, size, start)
                out += struct.pack(
                    "<4sQHHIIQQQQ",
                    *(b"PK\x06\x06", self.wide_length, 45, 45, 0, 0),
                    *numbers_wide,
                )
                out += struct.pack("<4sIQI", b"PK\x06\x07", 0, at + self.locator_offset, 1)
            numbers = (0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF)
        disks = (self.disk, self.disk)
        out += struct.pack("<4sHHHHIIH", b"PK\x05\x06", *disks, *numbers, len(self.comment))
        return self.prefix + out + self.comment + self.trailing


def wide_extra(*values: int) -> bytes:
    """Give the field of 64-bit lengths."""
    return struct.pack(f"<HH{len(values)}Q", 1, 8 * len(values), *values)


def make_zip(*members: Member) -> bytes:
    """Give a ZIP file as any program writes it."""
    return Made(list(members)).marshal()
