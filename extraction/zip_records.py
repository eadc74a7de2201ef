"""The records of a ZIP file as bytes: end records, directory entries, local headers.

docs/readers.md 5, after APPNOTE 6.3 sections 4.3 to 4.5. Nothing here decides whether a
file is safe to read; extraction/preflight.py compares the records with each other.
"""

import stat
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from extraction.errors import AmbiguousSource, CorruptSource

LOCAL_SIGNATURE = b"PK\x03\x04"
DIRECTORY_SIGNATURE = b"PK\x01\x02"
END_SIGNATURE = b"PK\x05\x06"
WIDE_END_SIGNATURE = b"PK\x06\x06"
LOCATOR_SIGNATURE = b"PK\x06\x07"
DESCRIPTOR_SIGNATURE = b"PK\x07\x08"
SIGNATURES = (
    *(LOCAL_SIGNATURE, DIRECTORY_SIGNATURE, END_SIGNATURE),
    *(WIDE_END_SIGNATURE, LOCATOR_SIGNATURE),
)

END = struct.Struct("<4sHHHHIIH")
WIDE_END = struct.Struct("<4sQHHIIQQQQ")
LOCATOR = struct.Struct("<4sIQI")
LOCAL = struct.Struct("<4sHHHHHIIIHH")
DIRECTORY = struct.Struct("<4sHHHHHHIIIHHHHHII")

WIDE_16, WIDE_32 = 0xFFFF, 0xFFFFFFFF
STORED, DEFLATED, AES = 0, 8, 99
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_DESCRIPTOR = 0x8
_UTF8 = 0x800
_WIDE_EXTRA, _UNICODE_PATH, _TIMES, _NTFS = 0x0001, 0x7075, 0x5455, 0x000A
_UNIX_HOSTS = (3, 19)
_NTFS_EPOCH = 116_444_736_000_000_000


@dataclass(frozen=True, slots=True)
class Header:
    """What the directory or a local header says of one member; lengths in bytes."""

    raw_name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int
    length: int
    odd_sizes: bool
    kind: str = "file"
    dos: int = 0
    modified_s: int | None = None

    @property
    def encrypted(self) -> bool:
        """Whether a password is needed."""
        return bool(self.flags & _ENCRYPTED) or self.method == AES

    @property
    def described(self) -> bool:
        """Whether checksum and lengths follow the data instead of standing here."""
        return bool(self.flags & _DESCRIPTOR)

    @property
    def name(self) -> str:
        """The name as text: UTF-8 where it says or is so, else the PC's code page."""
        try:
            return self.raw_name.decode("utf-8")
        except UnicodeDecodeError:
            return self.raw_name.decode("cp437")


def parse_directory(data: bytes, count: int) -> tuple[list[Header], int]:
    """Read `count` directory entries; give them and where they end.

    Raises:
        CorruptSource: an entry or its extra fields do not parse.
        AmbiguousSource: lengths or names are given twice and differ.
    """
    headers: list[Header] = []
    at = 0
    for _ in range(count):
        if len(data) - at < DIRECTORY.size or data[at : at + 4] != DIRECTORY_SIGNATURE:
            raise CorruptSource(f"the directory breaks off after {len(headers)} entries")
        fields = DIRECTORY.unpack_from(data, at)
        names, extras, comment = fields[10:13]
        start = at + DIRECTORY.size
        end = start + names + extras + comment
        if end > len(data):
            raise CorruptSource(f"the directory breaks off after {len(headers)} entries")
        extra = data[start + names : start + names + extras]
        headers.append(_directory_header(fields, data[start : start + names], extra, end - at))
        at = end
    return headers, at


def _directory_header(
    fields: tuple[int, ...], raw_name: bytes, extra: bytes, length: int
) -> Header:
    made, _, flags, method, time, date, crc, packed, size = fields[1:10]
    outer, offset = fields[15:17]
    size, packed, offset, odd = _wide_sizes(extra, size, packed, offset)
    _check_unicode_path(extra, raw_name, flags)
    return Header(
        *(raw_name, flags, method, crc, packed, size, offset, length, odd),
        kind=_kind(made >> 8, outer, raw_name),
        dos=date << 16 | time,
        modified_s=_modified(extra),
    )


def parse_local(data: bytes) -> tuple[Header, int]:
    """Read a local header; give it and its whole length.

    Raises:
        CorruptSource: it does not parse.
        AmbiguousSource: there is none here, or its lengths are given twice and differ.
    """
    if data[:4] != LOCAL_SIGNATURE or len(data) < LOCAL.size:
        raise AmbiguousSource("a directory entry has no local header")
    _, _, flags, method, time, date, crc, packed, size, names, extras = LOCAL.unpack_from(data)
    end = LOCAL.size + names + extras
    if end > len(data):
        raise CorruptSource("a local header is cut short")
    raw_name = data[LOCAL.size : LOCAL.size + names]
    extra = data[LOCAL.size + names : end]
    size, packed, _, odd = _wide_sizes(extra, size, packed, 0)
    dos = date << 16 | time
    return Header(raw_name, flags, method, crc, packed, size, 0, end, odd, dos=dos), end


def extras_of(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Give (id, bytes) of each extra field, or raise CorruptSource."""
    at = 0
    while at < len(data):
        if len(data) - at < 4:  # noqa: PLR2004 an id and a length
            raise CorruptSource("an extra field is cut short")
        kind, length = struct.unpack_from("<HH", data, at)
        at += 4 + length
        if at > len(data):
            raise CorruptSource("an extra field is cut short")
        yield kind, data[at - length : at]


def _wide_sizes(extra: bytes, size: int, packed: int, offset: int) -> tuple[int, int, int, bool]:
    """Resolve the 64-bit lengths; the last value says whether they contradict the others.

    The wide field holds, in this order, only what is all ones in the record.
    """
    values = [size, packed, offset]
    wanted = [place for place, value in enumerate(values) if value == WIDE_32]
    fields = [body for kind, body in extras_of(extra) if kind == _WIDE_EXTRA]
    if len(fields) > 1:
        raise AmbiguousSource("a member has two fields of 64-bit lengths")
    body = fields[0] if fields else b""
    if not wanted:
        return size, packed, offset, _surplus_differs(body, values)
    if len(body) < 8 * len(wanted):
        raise AmbiguousSource("a 64-bit length is announced and missing")
    order = wanted
    if len(body) != 8 * len(wanted):
        # Some writers give every length, also those that fit; then they must agree.
        order = [0, 1, 2][: len(body) // 8]
        if not set(wanted) <= set(order) or _surplus_differs(body, values):
            raise AmbiguousSource("64-bit lengths contradict the others")
    for place, value in zip(order, struct.unpack_from(f"<{len(order)}Q", body), strict=True):
        values[place] = value
    return values[0], values[1], values[2], False


def _surplus_differs(body: bytes, values: list[int]) -> bool:
    given = struct.unpack_from(f"<{min(3, len(body) // 8)}Q", body)
    pairs = zip(given, values, strict=False)
    return any(value not in (found, WIDE_32) for found, value in pairs)


def _check_unicode_path(extra: bytes, raw_name: bytes, flags: int) -> None:
    for kind, body in extras_of(extra):
        # One version byte and a checksum stand before the name.
        if kind != _UNICODE_PATH or len(body) < 5 or body[5:] == raw_name:  # noqa: PLR2004
            continue
        same = not flags & _UTF8 and _text(body[5:]) == raw_name.decode("cp437")
        if not same:
            raise AmbiguousSource("a member has two names")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "backslashreplace")


def _kind(host: int, outer: int, raw_name: bytes) -> str:
    mode = outer >> 16 if host in _UNIX_HOSTS else 0
    if stat.S_ISLNK(mode):
        return "link"
    if raw_name.endswith((b"/", b"\\")) or stat.S_ISDIR(mode):
        return "folder"
    return "file" if not stat.S_IFMT(mode) or stat.S_ISREG(mode) else "special"


def _modified(extra: bytes) -> int | None:
    """Give the UTC second of modification, where the member says one."""
    for kind, body in extras_of(extra):
        if kind == _TIMES and len(body) >= 5 and body[0] & 1:  # noqa: PLR2004 flags and a time
            return int(struct.unpack_from("<i", body, 1)[0])
        if kind == _NTFS and len(body) >= 16 and body[4:8] == b"\x01\x00\x18\x00":  # noqa: PLR2004
            return int((struct.unpack_from("<Q", body, 8)[0] - _NTFS_EPOCH) // 10_000_000)
    return None
