"""The outer part of an Android backup (`.ab`): its header, its key, its compression.

docs/readers.md 13. Tried on versions 1 and 5, plain and with AES-256. The password's check sum
runs over the master key as Java spells it in UTF-8; old phones summed the bytes themselves.
"""

import hashlib
import hmac
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from extraction.errors import CorruptSource, LimitExceeded, LockedSource
from extraction.readers.cbc_stream import BLOCK

MAGIC = b"ANDROID BACKUP\n"
MAX_HEADER = 4096
MAX_ROUNDS = 20_000_000
MAX_BYTES = 200 * 10**9
_KEY = 32
_PIECE = 256 * 1024
_RATIO, _RATIO_FROM = 1000, 64 * 1024 * 1024
_PLAIN_LINES, _LOCKED_LINES = 4, 9


@dataclass(frozen=True, slots=True)
class Outer:
    """What the header says. `lines` are those of the encryption, in hex."""

    version: str
    compressed: bool
    lines: tuple[bytes, ...]
    start: int


def parse_outer(head: bytes) -> Outer:
    """Read the header.

    Raises:
        CorruptSource: it is none, or of an encryption that is not known.
    """
    lines = head[:MAX_HEADER].split(b"\n")
    if not head.startswith(MAGIC) or len(lines) <= _PLAIN_LINES:
        raise CorruptSource("the header of the backup does not parse")
    version, compressed, encryption = lines[1:4]
    count = {b"none": _PLAIN_LINES, b"AES-256": _LOCKED_LINES}.get(encryption.strip())
    if count is None or len(lines) <= count or compressed not in (b"0", b"1"):
        raise CorruptSource("the header of the backup does not parse")
    start = sum(len(line) + 1 for line in lines[:count])
    return Outer(
        version[:10].decode("ascii", "replace"), compressed == b"1", tuple(lines[4:count]), start
    )


def master_key(outer: Outer, password: str | None) -> tuple[bytes, bytes] | None:
    """Give (key, starting value) of the data; None for a backup that is not encrypted.

    Raises:
        LockedSource: there is no password, or it is wrong.
        LimitExceeded: the header asks for more work than any phone's.
        CorruptSource: the header does not parse.
    """
    if not outer.lines:
        return None
    if not password:
        raise LockedSource("the backup is encrypted; give its password (--password-file)")
    try:
        salt, check_salt, rounds_text, vector, blob = outer.lines
        rounds = int(rounds_text)
        parts = [bytes.fromhex(part.decode("ascii")) for part in (salt, check_salt, vector, blob)]
    except ValueError:
        raise CorruptSource("the header of the backup does not parse") from None
    if not 0 < rounds <= MAX_ROUNDS:
        raise LimitExceeded("the backup asks for too many rounds")
    if len(parts[2]) != BLOCK or not parts[3] or len(parts[3]) % BLOCK:
        raise CorruptSource("the header of the backup does not parse")
    key = hashlib.pbkdf2_hmac("sha1", password.encode("utf-8"), parts[0], rounds, _KEY)
    opener = Cipher(AES(key), CBC(parts[2])).decryptor()
    fields = _fields(opener.update(parts[3]) + opener.finalize())
    if fields is None:
        raise LockedSource("the password does not open the backup")
    start, master, told = fields
    sums = (_check_sum(spelt, parts[1], rounds) for spelt in (java_spelling(master), master))
    if not any(hmac.compare_digest(told, found) for found in sums):
        raise LockedSource("the password does not open the backup")
    return master, start


def _fields(opened: bytes) -> tuple[bytes, bytes, bytes] | None:
    """Cut the opened blob into starting value, key and check sum, each after its length."""
    found: list[bytes] = []
    at = 0
    for wanted in (BLOCK, _KEY, _KEY):
        if at >= len(opened) or opened[at] != wanted:
            return None
        found.append(opened[at + 1 : at + 1 + wanted])
        at += 1 + wanted
    padding = opened[at:]
    whole = 0 < len(padding) <= BLOCK and set(padding) == {len(padding)}
    return (found[0], found[1], found[2]) if whole else None


def java_spelling(key: bytes) -> bytes:
    """Spell a key as Java does: each byte a character, those of 0x80 and above from 0xFF80."""
    return "".join(chr(byte if byte < 0x80 else 0xFF00 | byte) for byte in key).encode("utf-8")  # noqa: PLR2004 the sign bit


def _check_sum(key: bytes, salt: bytes, rounds: int) -> bytes:
    return hashlib.pbkdf2_hmac("sha1", key, salt, rounds, _KEY)


def inflated(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Inflate the data in pieces.

    Raises:
        CorruptSource: it does not inflate, or is cut short.
        LimitExceeded: it expands beyond every limit.
    """
    inflater = zlib.decompressobj()
    taken = given = 0
    for packed in pieces:
        taken += len(packed)
        data = packed
        while data and not inflater.eof:
            piece = _inflate(inflater, data)
            data = inflater.unconsumed_tail
            given += len(piece)
            if given > MAX_BYTES or (given > _RATIO_FROM and given > _RATIO * taken):
                raise LimitExceeded("the backup expands beyond every limit")
            yield piece
    while not inflater.eof:
        piece = _inflate(inflater, b"")
        if not piece:
            raise CorruptSource("the backup is cut short")
        yield piece


def _inflate(inflater: "zlib._Decompress", data: bytes) -> bytes:
    try:
        return inflater.decompress(data, _PIECE)
    except zlib.error:
        raise CorruptSource("the backup does not inflate") from None
