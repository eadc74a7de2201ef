"""Labels and key derivation: every key says what it is for.

docs/formats/shv1.md 2: label(t, ctx) = "SHV1 " t 0x00 ctx, and
KDF(k, t, ctx) = HMAC-SHA256(k, label(t, ctx) 0x01), which is HKDF-Expand of one block.
"""

import hmac

KEY_SIZE = 32


def label(kind: str, context: bytes = b"") -> bytes:
    """Bind a use and its context into bytes; `kind` is ASCII without a zero."""
    return b"SHV1 " + kind.encode("ascii") + b"\x00" + context


def derive(key: bytes, kind: str, context: bytes = b"") -> bytes:
    """Derive a 32-byte key from a uniform 32-byte key (RFC 5869 2.3, L=32)."""
    return hmac.digest(key, label(kind, context) + b"\x01", "sha256")
