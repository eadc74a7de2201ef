"""Identities: one random root gives a person's or an organisation's keys.

docs/formats/shv1.md 3. A root of 32 bytes derives an X-Wing key (to receive), an
Ed25519 key (to sign) and, for organisations, an ML-DSA-65 key, because an
organisation's signature of today must stand in twenty years.
"""

import hashlib
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property

from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from nacl.signing import SigningKey

from vault.errors import MalformedIdentity
from vault.ids import Fingerprint, Random
from vault.kdf import derive, label

ROOT_SIZE = 32
XWING_SIZE = 1216
MLKEM_SIZE = 1184
ED25519_SIZE = 32
MLDSA65_SIZE = 1952


class Kind(IntEnum):
    """Who an identity belongs to; the number is the bundle's first byte."""

    ORGANISATION = 1
    PERSON = 2


@dataclass(frozen=True, slots=True)
class Bundle:
    """The public end of an identity."""

    kind: Kind
    xwing: bytes
    ed25519: bytes
    mldsa65: bytes | None

    def marshal(self) -> bytes:
        """Give the bundle's bytes: 3201 for an organisation, 1249 for a person."""
        return bytes([self.kind]) + self.xwing + self.ed25519 + (self.mldsa65 or b"")

    @property
    def fp(self) -> Fingerprint:
        """The fingerprint: what people compare and documents name."""
        return Fingerprint(hashlib.sha256(label("identity", self.marshal())).digest())


def parse_bundle(data: bytes) -> Bundle:
    """Read a bundle, or raise MalformedIdentity."""
    wanted = {
        Kind.ORGANISATION: 1 + XWING_SIZE + ED25519_SIZE + MLDSA65_SIZE,
        Kind.PERSON: 1 + XWING_SIZE + ED25519_SIZE,
    }
    try:
        kind = Kind(data[0])
    except (IndexError, ValueError):
        raise MalformedIdentity("bundle is of no known kind") from None
    if len(data) != wanted[kind]:
        raise MalformedIdentity(f"bundle has {len(data)} bytes, want {wanted[kind]}")
    xwing = data[1 : 1 + XWING_SIZE]
    ed25519 = data[1 + XWING_SIZE : 1 + XWING_SIZE + ED25519_SIZE]
    rest = data[1 + XWING_SIZE + ED25519_SIZE :]
    return Bundle(kind, xwing, ed25519, rest if kind is Kind.ORGANISATION else None)


@dataclass(frozen=True)
class Identity:
    """The secret end. It is never shown, logged or compared."""

    kind: Kind
    root: bytes = field(repr=False)

    @cached_property
    def bundle(self) -> Bundle:
        """The public end."""
        mlkem, x25519 = self.kem_keys
        return Bundle(
            self.kind,
            mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw(),
            bytes(self.ed25519.verify_key),
            None if self.mldsa65 is None else self.mldsa65.public_key().public_bytes_raw(),
        )

    @property
    def fp(self) -> Fingerprint:
        """The bundle's fingerprint."""
        return self.bundle.fp

    @cached_property
    def kem_keys(self) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
        """The two halves of the X-Wing key (draft-connolly-cfrg-xwing-kem 5.2)."""
        seed = hashlib.shake_256(derive(self.root, "id kem")).digest(96)
        return (
            MLKEM768PrivateKey.from_seed_bytes(seed[:64]),
            X25519PrivateKey.from_private_bytes(seed[64:]),
        )

    @cached_property
    def ed25519(self) -> SigningKey:
        """The signing key that everybody has."""
        return SigningKey(derive(self.root, "id ed25519"))

    @cached_property
    def mldsa65(self) -> MLDSA65PrivateKey | None:
        """The second signing key, which organisations have."""
        if self.kind is Kind.PERSON:
            return None
        return MLDSA65PrivateKey.from_seed_bytes(derive(self.root, "id mldsa65"))


def identity_of(root: bytes, kind: Kind) -> Identity:
    """Rebuild the identity of a root, or raise MalformedIdentity."""
    if len(root) != ROOT_SIZE:
        raise MalformedIdentity(f"root has {len(root)} bytes, want {ROOT_SIZE}")
    return Identity(kind, root)


def new_identity(kind: Kind, *, random: Random) -> Identity:
    """Make an identity from fresh chance."""
    return Identity(kind, random(ROOT_SIZE))
