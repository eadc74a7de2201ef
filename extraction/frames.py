"""Frames between the process that reads a source and the one that seals it.

docs/readers.md 7:

    kind[1] u32(length) payload

A payload is canonical JSON, bytes of a medium, or rows: `u32(length)`, the ledger's news as
canonical JSON, then records one a line (a record holds no newline). Rows and their news are
one frame, so that whatever was taken was accounted for.
"""

import struct
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import IO, NamedTuple

from vault.canonical import Json, marshal, parse_object
from vault.errors import Malformed

MAX_FRAME = 8 * 1024 * 1024
_HEAD = struct.Struct(">cI")
_LENGTH = struct.Struct(">I")


class Kind(Enum):
    """What a frame is. A job, the reading's start; who reads; rows; media; how it ended."""

    JOB = b"J"
    START = b"S"
    HELLO = b"H"
    ROWS = b"R"
    MEDIUM = b"M"
    PIECE = b"P"
    MEDIUM_END = b"E"
    MEDIUM_LOST = b"L"
    FAILURE = b"F"
    END = b"Z"


class Frame(NamedTuple):
    """One frame."""

    kind: Kind
    payload: bytes

    def body(self) -> dict[str, Json]:
        """Give the payload as a JSON object, or raise Malformed."""
        return parse_object(self.payload)


def write_frame(file: IO[bytes], kind: Kind, payload: bytes) -> None:
    """Write one frame."""
    file.write(_HEAD.pack(kind.value, len(payload)))
    file.write(payload)


def write_body(file: IO[bytes], kind: Kind, body: dict[str, Json]) -> None:
    """Write one frame of JSON, and let the other side have it."""
    write_frame(file, kind, marshal(body))
    file.flush()


def read_frames(file: IO[bytes]) -> Iterator[Frame]:
    """Give whole frames until the other side is gone; a frame that is cut short is not given.

    Raises:
        Malformed: what comes is no frame.
    """
    while len(head := file.read(_HEAD.size)) == _HEAD.size:
        mark, length = _HEAD.unpack(head)
        if length > MAX_FRAME:
            raise Malformed(f"a frame has {length} bytes, want at most {MAX_FRAME}")
        try:
            kind = Kind(mark)
        except ValueError:
            raise Malformed("a frame of no known kind") from None
        payload = file.read(length)
        if len(payload) < length:
            return
        yield Frame(kind, payload)


def marshal_rows(news: dict[str, Json], records: Sequence[bytes]) -> bytes:
    """Give the payload of a frame of rows."""
    told = marshal(news)
    return b"".join((_LENGTH.pack(len(told)), told, b"\n".join(records)))


def parse_rows(payload: bytes) -> tuple[dict[str, Json], list[bytes]]:
    """Read a frame of rows: the ledger's news and the records, or raise Malformed."""
    if len(payload) < _LENGTH.size:
        raise Malformed("a frame of rows is cut short")
    end = _LENGTH.size + int(_LENGTH.unpack_from(payload)[0])
    if end > len(payload):
        raise Malformed("a frame of rows is cut short")
    news = parse_object(payload[_LENGTH.size : end])
    records = payload[end:].split(b"\n") if len(payload) > end else []
    return news, records
