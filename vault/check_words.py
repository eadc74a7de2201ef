"""Check words: six words that two people compare over the telephone.

docs/formats/check-words.md. They are stretched as a passphrase is, because 66 bits are few: each
try at another checkpoint with the same words costs what a try at a passphrase costs.
"""

import hashlib

from vault.account import FLOOR_MEMORY_KIB, FLOOR_TIME, Params, stretch_bytes
from vault.ids import HASH_SIZE, Eid, Fingerprint
from vault.passphrase import listed

WORDS = 6
_BITS = 11
_SALT = b"safehold-words-1"
_COSTS = Params(FLOOR_TIME, FLOOR_MEMORY_KIB, _SALT)


def checkpoint_words(text: str) -> str:
    """Give the words of a checkpoint, of which `text` is its three lines."""
    return _words("checkpoint", text.encode())


def extraction_words(eid: Eid, root: bytes, guardian: Fingerprint | None, log_index: int) -> str:
    """Give the words of a sealed extraction and of its `ingest` entry's place in the log."""
    sealer = bytes(HASH_SIZE) if guardian is None else guardian
    return _words("extraction", eid + root + sealer + log_index.to_bytes(8))


def same_words(one: str, other: str) -> bool:
    """Tell whether two people read the same words, however they were typed."""
    return one.lower().split() == other.lower().split()


def _words(kind: str, data: bytes) -> str:
    digest = hashlib.sha256(f"safehold-check-words-v1\0{kind}\0".encode() + data).digest()
    number = int.from_bytes(stretch_bytes(digest, _COSTS))
    shifts = (256 - _BITS * (at + 1) for at in range(WORDS))
    return " ".join(listed()[number >> shift & (1 << _BITS) - 1] for shift in shifts)
