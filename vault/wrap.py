"""Wraps: a few bytes, mostly a key, encrypted to somebody's bundle.

docs/formats/shv1.md 2: HPKE (RFC 9180) in base mode, one shot, with KEM 0x647A
(X-Wing: ML-KEM-768 and X25519), HKDF-SHA256 and AES-256-GCM; the info binds use and
context. Wraps lie on servers for decades, so both halves of the KEM must fall.

The library draws its own randomness for the encapsulation.
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from vault.errors import MalformedIdentity, NotAuthentic
from vault.identity import MLKEM_SIZE, Bundle, Identity
from vault.kdf import label

OVERHEAD = 1120 + 16
"""A wrap is so many bytes longer than what it holds."""

_SUITE = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


def seal_to(bundle: Bundle, kind: str, context: bytes, plaintext: bytes) -> bytes:
    """Encrypt to a bundle for one use and context.

    Raises:
        MalformedIdentity: the bundle's key is not one.
    """
    try:
        public = hpke.MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(bundle.xwing[:MLKEM_SIZE]),
            X25519PublicKey.from_public_bytes(bundle.xwing[MLKEM_SIZE:]),
        )
        return _SUITE.encrypt(plaintext, public, label(kind, context))
    except ValueError:
        raise MalformedIdentity("bundle holds no usable key") from None


def open_from(identity: Identity, kind: str, context: bytes, sealed: bytes) -> bytes:
    """Decrypt what was sealed to this identity.

    Raises:
        NotAuthentic: changed, cut short, or sealed to another key, use or context.
    """
    if len(sealed) < OVERHEAD:
        raise NotAuthentic("wrap is cut short")
    mlkem, x25519 = identity.kem_keys
    private = hpke.MLKEM768X25519PrivateKey(mlkem, x25519)
    try:
        return _SUITE.decrypt(sealed, private, label(kind, context))
    except (InvalidTag, ValueError):
        raise NotAuthentic("wrap does not open: changed, or sealed to another key") from None
