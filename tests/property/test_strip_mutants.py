"""Damaged and hostile pictures: stripping never fails, never leaves half, never touches pixels.

The parts that hold the picture are found here a second time, by other code than the
strippers': they must be the same bytes before and after.
"""

import random
import re

import pytest

from extraction.strip import strip
from tests import hidden

ROUNDS = 400
PICTURES = {**hidden.hiding(), **hidden.clean(), "turned": hidden.jpeg(hidden.turned(6))}

# Tables and frames by their marks, and each scan with its coded bytes.
_JPEG_PART = rb"\xff(?:[\xdb\xc0-\xcf]..|\xda\x00.{7}(?:[^\xff]|\xff[\x00\xd0-\xd7])*)"


def shown(data: bytes) -> list[bytes]:
    """Give the parts of a stripped picture that hold what is seen."""
    if data.startswith(b"\xff\xd8"):
        return re.findall(_JPEG_PART, data, re.DOTALL)
    if data.startswith(b"\x89PNG"):
        return [part for kind, part in walk(data, 8, "big") if kind in (b"IDAT", b"fdAT", b"IHDR")]
    if data.startswith(b"RIFF"):
        chunks = walk(data, 12, "little")
        frames = [
            part for kind, body in chunks if kind == b"ANMF" for part in walk(body, 16, "little")
        ]
        return [part for kind, part in chunks + frames if kind in (b"VP8 ", b"VP8L")]
    if data.startswith(b"OggS"):
        return [sound for sound in hidden.SOUND if sound in data]
    if data.startswith(b"#!AMR"):
        return [data]
    # Each picture of a GIF, from its mark to its last block.
    return re.findall(rb"\x2c\x00{4}.{4}.*?\x00(?=[\x21\x2c\x3b])", data, re.DOTALL)


def walk(data: bytes, at: int, order: str) -> list[tuple[bytes, bytes]]:
    """Read (name, body) one after the other."""
    out = []
    while at + 8 <= len(data):
        head = data[at : at + 8]
        size = (
            int.from_bytes(head[:4], "big")
            if order == "big"
            else int.from_bytes(head[4:], "little")
        )
        kind = head[4:] if order == "big" else head[:4]
        out.append((kind, data[at + 8 : at + 8 + size]))
        at += 8 + size + (4 if order == "big" else size % 2)
    return out


@pytest.mark.parametrize("name", PICTURES)
def test_a_damaged_picture_is_stripped_whole_or_not_at_all(name: str) -> None:
    dice = random.Random(name)
    stripped_once = 0
    for mutant in hidden.mutants(PICTURES[name], dice.randrange, ROUNDS):
        stripped = strip(mutant)
        if stripped is None:
            continue
        stripped_once += 1
        # The same container again, with nothing left to take away.
        assert stripped[:2] == mutant[:2]
        assert strip(stripped) == stripped
        for secret in (hidden.TIFF[8:], hidden.WORDS, hidden.XMP):
            assert secret not in stripped
        for part in shown(stripped):
            assert part in mutant
    assert stripped_once > 0


@pytest.mark.parametrize("name", PICTURES)
def test_what_is_seen_stays_byte_for_byte(name: str) -> None:
    stripped = strip(PICTURES[name])
    assert stripped is not None
    parts = shown(stripped)
    assert parts
    for part in parts:
        assert part in PICTURES[name]


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_that_is_cut_off_anywhere_is_stripped_whole_or_not_at_all(name: str) -> None:
    data = PICTURES[name]
    whole = strip(data) or b""
    for end in range(len(data)):
        found = strip(data[:end])
        # Only what stood behind the picture may be missing. Sound may end after any piece.
        sound = found is not None and data.startswith((b"OggS", b"#!AMR"))
        assert found in (None, whole) or (sound and whole.startswith(found))


def test_chance_alone_is_never_taken_for_a_picture() -> None:
    dice = random.Random("chance")
    for start in (b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"RIFF", b"GIF89a", b""):
        for _ in range(2000):
            assert strip(start + dice.randbytes(dice.randrange(200))) is None
