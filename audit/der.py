"""DER read strictly: one value, its parts, and nothing behind it (X.690 section 10).

Time stamps and what they hold are spelt in it. Lengths are definite and minimal, tags have one
byte, and every byte is read. Each reader of a type refuses what DER would spell otherwise.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from audit.errors import MalformedNote

BOOLEAN, INTEGER, BITS, OCTETS, NULL, OID = 0x01, 0x02, 0x03, 0x04, 0x05, 0x06
UTF8, GENERAL_TIME, UTC_TIME = 0x0C, 0x18, 0x17
SEQUENCE, SET = 0x30, 0x31
_LONG = 0x80
_MULTI_BYTE = 0x1F
_CONSTRUCTED = 0x20
_MAX_LENGTH_BYTES = 3
_TIME = re.compile(r"([0-9]{14})(?:\.([0-9]{0,8}[1-9]))?Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Node:
    """One value: its tag, what is inside, and all of its bytes."""

    tag: int
    body: bytes
    raw: bytes

    def parts(self, tag: int | None = None) -> tuple["Node", ...]:
        """Give what a constructed value holds; with `tag`, it must be of that kind itself."""
        if tag is not None:
            want(self, tag)
        if not self.tag & _CONSTRUCTED:
            raise MalformedNote("DER: want a value that holds others")
        return tuple(_all(self.body))


def read(data: bytes) -> Node:
    """Read one value that is all of `data`, or raise MalformedNote."""
    found = _all(data)
    if len(found) != 1:
        raise MalformedNote("DER: want one value and nothing behind it")
    return found[0]


def sequence(node: Node, least: int = 0) -> tuple[Node, ...]:
    """Give what a SEQUENCE holds, at least so many values, or raise MalformedNote."""
    parts = node.parts(SEQUENCE)
    if len(parts) < least:
        raise MalformedNote("DER: a sequence breaks off")
    return parts


def exactly(parts: Sequence[Node], count: int) -> Sequence[Node]:
    """Give so many values, or raise MalformedNote where there are more or fewer."""
    if len(parts) != count:
        raise MalformedNote(f"DER: {len(parts)} values stand where {count} must")
    return parts


def single(parts: Sequence[Node]) -> Node:
    """Give the one value that is there, or raise MalformedNote."""
    return exactly(parts, 1)[0]


def want(node: Node, tag: int) -> bytes:
    """Give the inside of a value of this kind, or raise MalformedNote."""
    if node.tag != tag:
        raise MalformedNote("DER: a value is of another kind")
    return node.body


def integer(node: Node) -> int:
    """Read an INTEGER in its shortest form."""
    body = want(node, INTEGER)
    spare = len(body) > 1 and (body[0], body[1] >> 7) in ((0, 0), (0xFF, 1))
    if not body or spare:
        raise MalformedNote("DER: a number is not in its shortest form")
    return int.from_bytes(body, signed=True)


def boolean(node: Node) -> bool:
    """Read a BOOLEAN, which DER spells 0 or 255."""
    body = want(node, BOOLEAN)
    if body not in (b"\x00", b"\xff"):
        raise MalformedNote("DER: a truth value is neither 0 nor 255")
    return body == b"\xff"


def octets(node: Node) -> bytes:
    """Read an OCTET STRING that is in one piece."""
    return want(node, OCTETS)


def bits(node: Node) -> bytes:
    """Read a BIT STRING of whole bytes."""
    body = want(node, BITS)
    if not body or body[0] != 0:
        raise MalformedNote("DER: want bits that are whole bytes")
    return body[1:]


def oid(node: Node) -> str:
    """Read an OBJECT IDENTIFIER as numbers with dots."""
    body = want(node, OID)
    numbers: list[int] = []
    value, begun = 0, False
    for byte in body:
        if not begun and byte == _LONG:
            raise MalformedNote("DER: an identifier is not in its shortest form")
        value, begun = value << 7 | byte & 0x7F, bool(byte & _LONG)
        if not begun:
            numbers.append(value)
            value = 0
    if begun or not numbers:
        raise MalformedNote("DER: an identifier breaks off")
    first = min(numbers[0] // 40, 2)
    return ".".join(map(str, (first, numbers[0] - 40 * first, *numbers[1:])))


def algorithm(node: Node) -> str:
    """Read an AlgorithmIdentifier whose parameters are absent or NULL."""
    parts = node.parts(SEQUENCE)
    bare = len(parts) == 1 or (len(parts) == 2 and parts[1].raw == b"\x05\x00")  # noqa: PLR2004 both
    if not bare:
        raise MalformedNote("DER: an algorithm has parameters, want none")
    return oid(parts[0])


def moment(node: Node) -> datetime:
    """Read a GeneralizedTime in UTC, with a fraction of a second or without."""
    found = _TIME.fullmatch(want(node, GENERAL_TIME).decode("latin-1"))
    if found is None:
        raise MalformedNote("DER: a time is not in its one form")
    return date_of(found[1]).replace(microsecond=int(f"{found[2] or '':0<9}"[:6]))


def date_of(digits: str) -> datetime:
    """Give the moment at YYYYMMDDHHMMSS in UTC, or raise MalformedNote where that is no date."""
    try:
        return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        raise MalformedNote("DER: a time is no date") from None


def sorted_set(parts: Sequence[Node]) -> None:
    """Refuse the parts of a SET OF that are not in DER's order."""
    spelt = [part.raw for part in parts]
    if spelt != sorted(spelt):
        raise MalformedNote("DER: a set is not in its order")


def _all(data: bytes) -> list[Node]:
    found, at = [], 0
    while at < len(data):
        node = _one(data, at)
        found.append(node)
        at += len(node.raw)
    return found


def _one(data: bytes, at: int) -> Node:
    head = data[at : at + 2]
    if len(head) < 2 or head[0] & _MULTI_BYTE == _MULTI_BYTE:  # noqa: PLR2004 tag and length
        raise MalformedNote("DER: a value breaks off, or has a tag of several bytes")
    begin, length = at + 2, head[1]
    if length >= _LONG:
        count = length - _LONG
        spelt = data[begin : begin + count]
        length = int.from_bytes(spelt)
        minimal = 1 <= count <= _MAX_LENGTH_BYTES and len(spelt) == count and spelt[0] != 0
        if not minimal or length < _LONG:
            raise MalformedNote("DER: a length is not in its shortest form")
        begin += count
    if begin + length > len(data):
        raise MalformedNote("DER: a value breaks off")
    return Node(head[0], data[begin : begin + length], data[at : begin + length])
