"""The chain: it orders entries that no checkpoint covers yet.

docs/formats/audit-entry.md 4. chain_i = SHA-256(0x02 || chain_{i-1} || leaf_i), and
before the first entry stand 32 zero bytes.
"""

import hashlib
from collections.abc import Iterable

CHAIN_START = bytes(32)


def chain_step(before: bytes, leaf: bytes) -> bytes:
    """Give the chain value of a leaf, from the one before it."""
    return hashlib.sha256(b"\x02" + before + leaf).digest()


def chain_of(leaves: Iterable[bytes], before: bytes = CHAIN_START) -> bytes:
    """Give the chain value after these leaves."""
    sha256 = hashlib.sha256
    for leaf in leaves:
        before = sha256(b"\x02" + before + leaf).digest()
    return before
