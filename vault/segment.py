"""Segments: the records of one group and day, sealed together and committed one by one.

docs/formats/extraction.md 2. The plaintext is

    u32(|P|) u32(|z|) z zeros        P = each record and a newline, z = raw DEFLATE(P)

padded to PADME. Each record has a salted leaf; the leaves' root and the segment's
group, day and descriptor make its own leaf in the extraction's tree, so that any record,
or any field, can be shown without the rest.
"""

import hashlib
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from audit.merkle import Tree
from vault import deflate
from vault.canonical import Json, marshal
from vault.document import Document, count_of, text_of
from vault.errors import MalformedSegment
from vault.ids import Eid
from vault.kdf import label
from vault.padme import padme

MAX_RECORD = 1024 * 1024
MAX_PLAIN = 8 * 1024 * 1024
MAX_RECORDS = 65_536
MAX_SEGMENTS = 2**24
SALT_SIZE = 32
UNDATED = "0000-00-00"
SENSITIVITIES = ("intimate", "health", "legal", "counselling", "child", "third_party")
SEVERAL = "several"
"""What touches two classes: one field holds one value, and no scope can name this one."""
CLASSES = (*SENSITIVITIES, SEVERAL)

_RECORD = b"\x00SHV1 record\x00"
_FIELD = b"SHV1 field\x00"
_SEGMENT = b"\x00SHV1 segment\x00"
_SALTS = label("salts")
_HEADER = struct.Struct(">II")


@dataclass(frozen=True, slots=True)
class Fields:
    """The four committed facts of a segment: group, day, descriptor, content."""

    f1: bytes
    f2: bytes
    f3: bytes
    f4: bytes


def marshal_segment(records: Sequence[bytes]) -> bytes:
    """Pack records into a segment's plaintext.

    Raises:
        MalformedSegment: no record, too many, too long, or one that holds a newline.
    """
    plain = b"\n".join((*records, b""))
    if not 1 <= len(records) <= MAX_RECORDS or len(plain) > MAX_PLAIN:
        raise MalformedSegment(f"{len(records)} records of {len(plain)} bytes do not fit")
    # One scan of the whole instead of one for each record.
    if plain.count(b"\n") != len(records) or max(map(len, records)) > MAX_RECORD:
        raise MalformedSegment("a record is too long or holds a newline")
    packed = deflate.compress(plain)
    used = _HEADER.size + len(packed)
    return b"".join((_HEADER.pack(len(plain), len(packed)), packed, bytes(padme(used) - used)))


def parse_segment(plaintext: bytes) -> list[bytes]:
    """Read a segment's records, or raise MalformedSegment."""
    if len(plaintext) < _HEADER.size:
        raise MalformedSegment("segment is cut short")
    size, packed_size = _HEADER.unpack_from(plaintext)
    end = _HEADER.size + packed_size
    if size > MAX_PLAIN or end > len(plaintext) or len(plaintext) != padme(end):
        raise MalformedSegment("lengths do not agree")
    if plaintext.count(0, end) != len(plaintext) - end:
        raise MalformedSegment("padding is not zero")
    plain = _inflate(plaintext[_HEADER.size : end], size)
    # Counted before it is cut up: eight million newlines are eight million objects.
    if not 1 <= plain.count(b"\n") <= MAX_RECORDS:
        raise MalformedSegment(f"want 1 to {MAX_RECORDS} records")
    records = plain.split(b"\n")
    if records.pop():
        raise MalformedSegment("want a newline after every record")
    if max(map(len, records)) > MAX_RECORD:
        raise MalformedSegment(f"a record is longer than {MAX_RECORD} bytes")
    return records


def _inflate(packed: bytes, size: int) -> bytes:
    inflater = zlib.decompressobj(-15)
    try:
        # One byte of room more than is claimed shows a longer stream at once.
        plain = inflater.decompress(packed, size + 1)
    except zlib.error:
        raise MalformedSegment("records do not inflate") from None
    if len(plain) != size or not inflater.eof or inflater.unused_data:
        raise MalformedSegment("records inflate to another length")
    return plain


def record_salts(salt_key: bytes, count: int) -> list[bytes]:
    """Derive every record's salt, 32 bytes each, in one call."""
    stream = hashlib.shake_256(_SALTS + salt_key).digest(SALT_SIZE * count)
    return [stream[at : at + SALT_SIZE] for at in range(0, len(stream), SALT_SIZE)]


def record_leaf(salt: bytes, record: bytes) -> bytes:
    """Commit to one record."""
    return hashlib.sha256(_RECORD + salt + record).digest()


def record_leaves(salts: Sequence[bytes], records: Sequence[bytes]) -> list[bytes]:
    """Commit to every record."""
    sha256 = hashlib.sha256
    return [
        sha256(_RECORD + salt + record).digest()
        for salt, record in zip(salts, records, strict=True)
    ]


def field_hash(number: int, salt: bytes, value: bytes) -> bytes:
    """Commit to field `number` (1 to 4) under its salt."""
    return hashlib.sha256(_FIELD + bytes([number]) + salt + value).digest()


def content_value(count: int, root: bytes) -> bytes:
    """Give the value of field 4: how many records, and their root."""
    return count.to_bytes(4) + root


def fields_of(
    salts: Sequence[bytes], *, tag: bytes, day: str, desc: bytes, count: int, root: bytes
) -> Fields:
    """Commit to a segment's four fields; `salts` are its field salts in order."""
    return Fields(
        field_hash(1, salts[0], tag),
        field_hash(2, salts[1], day.encode("ascii")),
        field_hash(3, salts[2], desc),
        field_hash(4, salts[3], content_value(count, root)),
    )


def index_of(value: Json) -> int:
    """Want a segment's index, or raise Malformed."""
    index = count_of(value, "index")
    if index >= MAX_SEGMENTS:
        raise MalformedSegment(f"index is {index}, want less than {MAX_SEGMENTS}")
    return index


def day_of(value: Json) -> str:
    """Want a day as YYYY-MM-DD, `0000-00-00` when unknown, or raise MalformedSegment."""
    if isinstance(value, str) and (value == UNDATED or _is_day(value)):
        return value
    raise MalformedSegment("want a day as YYYY-MM-DD")


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def desc_of(value: Json) -> bytes:
    """Give a group descriptor's canonical bytes, or raise Malformed (extraction.md 1)."""
    desc = Document(value, {"category", "thread"}, {"app", "parties", "class"})
    desc.text("category")
    desc.text("thread")
    if desc.has("app"):
        desc.text("app")
    if desc.has("class"):
        desc.text("class", *CLASSES)
    if desc.has("parties"):
        parties = [text_of(party, "party") for party in desc.items("parties")]
        if not parties or parties != sorted(set(parties)):
            raise MalformedSegment("want parties sorted, each once")
    return marshal(value)


def segment_leaf(eid: Eid, index: int, fields: Fields) -> bytes:
    """Give the segment's leaf in the extraction's tree."""
    return hashlib.sha256(
        b"".join((_SEGMENT, eid, index.to_bytes(4), fields.f1, fields.f2, fields.f3, fields.f4))
    ).digest()


def records_root(leaves: Sequence[bytes]) -> bytes:
    """Give the root over a segment's record leaves."""
    return Tree(leaves).root()
