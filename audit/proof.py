"""Proof files (C2SP tlog-proof): an entry's place in the log, provable offline.

docs/formats/checkpoint.md 4:

    c2sp.org/tlog-proof@v1
    index 5
    <inclusion hashes, base64, one a line>

    <a signed checkpoint>
"""

import base64
from dataclasses import dataclass

from audit.errors import MalformedNote
from audit.merkle import HASH_SIZE
from audit.note import unb64

HEADER = "c2sp.org/tlog-proof@v1"
MAX_HASHES = 63
_MAX_LINE = 65_535
_MAX_DIGITS = 19


@dataclass(frozen=True, slots=True)
class LogProof:
    """An index, the inclusion path, and the checkpoint's note."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: str
    extra: bytes | None = None

    def marshal(self) -> str:
        """Spell the proof."""
        extra = [] if self.extra is None else [f"extra {_b64(self.extra)}"]
        lines = [HEADER, *extra, f"index {self.index}", *map(_b64, self.path)]
        return "\n".join(lines) + "\n\n" + self.checkpoint


def parse_proof(text: str) -> LogProof:
    """Read a proof, or raise MalformedNote."""
    head, gap, checkpoint = text.partition("\n\n")
    lines = head.split("\n")
    if not gap or lines[0] != HEADER or any(len(line) > _MAX_LINE for line in lines):
        raise MalformedNote("not a log proof")
    rest = lines[1:]
    extra = None
    if rest and rest[0].startswith("extra "):
        extra = unb64(rest.pop(0).removeprefix("extra "))
    if not rest or not rest[0].startswith("index "):
        raise MalformedNote("a log proof names its index")
    number = rest[0].removeprefix("index ")
    if not number.isascii() or not number.isdigit() or len(number) > _MAX_DIGITS:
        raise MalformedNote("index: want a number")
    path = tuple(unb64(line) for line in rest[1:])
    if len(path) > MAX_HASHES or any(len(step) != HASH_SIZE for step in path):
        raise MalformedNote("want at most 63 hashes of 32 bytes")
    proof = LogProof(int(number), path, checkpoint, extra)
    if proof.marshal() != text:
        raise MalformedNote("proof is not in canonical form")
    return proof


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
