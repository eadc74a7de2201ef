"""Ids and the kinds of bytes that must not be mixed up.

An id is 16 random bytes; a fingerprint or digest is 32. In JSON all of them are
lower-case hex (docs/formats/shv1.md 1). An `Eid` was checked; plain bytes were not.
"""

from collections.abc import Callable
from datetime import datetime
from typing import NewType

from vault.errors import MalformedId

ID_SIZE = 16
HASH_SIZE = 32

Eid = NewType("Eid", bytes)
Gid = NewType("Gid", bytes)
Rid = NewType("Rid", bytes)
Uid = NewType("Uid", bytes)
Fingerprint = NewType("Fingerprint", bytes)

Random = Callable[[int], bytes]
"""Chance, by argument: gives as many bytes as asked (os.urandom outside tests)."""

Clock = Callable[[], datetime]
"""Time, by argument: gives the present moment in UTC."""


def _hex(text: str, size: int) -> bytes:
    try:
        value = bytes.fromhex(text)
    except ValueError:
        raise MalformedId(f"want {2 * size} lower-case hex digits") from None
    # fromhex() also takes spaces and capitals; there is one spelling.
    if len(value) != size or value.hex() != text:
        raise MalformedId(f"want {2 * size} lower-case hex digits")
    return value


def parse_eid(text: str) -> Eid:
    """Read an extraction id, or raise MalformedId."""
    return Eid(_hex(text, ID_SIZE))


def parse_gid(text: str) -> Gid:
    """Read a grant id, or raise MalformedId."""
    return Gid(_hex(text, ID_SIZE))


def parse_rid(text: str) -> Rid:
    """Read a release id, or raise MalformedId."""
    return Rid(_hex(text, ID_SIZE))


def parse_uid(text: str) -> Uid:
    """Read an account id, or raise MalformedId."""
    return Uid(_hex(text, ID_SIZE))


def parse_fp(text: str) -> Fingerprint:
    """Read a fingerprint, or raise MalformedId."""
    return Fingerprint(_hex(text, HASH_SIZE))


def parse_digest(text: str) -> bytes:
    """Read a SHA-256 value or root, or raise MalformedId."""
    return _hex(text, HASH_SIZE)


def show_fp(fp: Fingerprint) -> str:
    """Spell a fingerprint's first 16 bytes for people: 8 groups of 4 hex digits."""
    digits = fp.hex()
    return " ".join(digits[at : at + 4] for at in range(0, 32, 4))
