"""The log's own keys: Ed25519 for every reader of today, ML-DSA-44 for the years after.

docs/formats/checkpoint.md 3. Both sign every checkpoint; a policy that names both wants
both. An Ed25519 log key alone still makes whole checkpoints.
"""

import hashlib
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey
from nacl.signing import SigningKey

from audit.checkpoint import Checkpoint
from audit.cosignature import cosign_mldsa, mldsa_verifier
from audit.note import ED25519, Note, VerifierKey, sign_note

_MLDSA_SEED = b"safehold-audit-log-mldsa44\x00"


@dataclass(frozen=True, slots=True)
class LogKey:
    """A log's origin and signing keys."""

    origin: str
    key: SigningKey = field(repr=False)
    mldsa: MLDSA44PrivateKey | None = field(default=None, repr=False)

    @classmethod
    def of_seed(cls, origin: str, seed: bytes) -> "LogKey":
        """Make both keys from one secret of 32 bytes, so that one file keeps them."""
        inner = hashlib.sha256(_MLDSA_SEED + seed).digest()
        return cls(origin, SigningKey(seed), MLDSA44PrivateKey.from_seed_bytes(inner))

    def verifiers(self) -> list[VerifierKey]:
        """Give the public keys, Ed25519 first; a policy has a `log` line for each."""
        keys = [VerifierKey(self.origin, ED25519, bytes(self.key.verify_key))]
        if self.mldsa is not None:
            keys.append(mldsa_verifier(self.origin, self.mldsa))
        return keys

    def sign(self, checkpoint: Checkpoint, *, seconds: int) -> Note:
        """Sign a checkpoint at a time (seconds since 1970) with every key."""
        text = checkpoint.marshal()
        lines = [sign_note(text, self.origin, self.key)]
        if self.mldsa is not None:
            lines.append(cosign_mldsa(text, self.origin, self.mldsa, seconds))
        return Note(text, tuple(lines))
