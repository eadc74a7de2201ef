"""Key files of logs and witnesses: one secret of 32 bytes, for its owner alone.

docs/formats/witness.md 6. Canonical JSON, mode 0600:

    {"alg":"ed25519","name":"witness.example/w1","seed":"<base64url>"}
"""

import base64
import binascii
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import orjson
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey
from nacl.signing import SigningKey

from audit.errors import MalformedNote
from audit.note import is_name

ED25519_NAME, MLDSA44_NAME = "ed25519", "ml-dsa-44"
SEED_SIZE = 32
_OTHERS = 0o077


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A secret key: its algorithm, its name in notes, and its seed."""

    alg: str
    name: str
    seed: bytes = field(repr=False)

    def marshal(self) -> bytes:
        """Give the file's bytes."""
        seed = base64.urlsafe_b64encode(self.seed).rstrip(b"=").decode("ascii")
        body = {"alg": self.alg, "name": self.name, "seed": seed}
        return orjson.dumps(body, option=orjson.OPT_SORT_KEYS)

    def ed25519(self) -> SigningKey:
        """Give the Ed25519 key, or raise MalformedNote for a key of another kind."""
        if self.alg != ED25519_NAME:
            raise MalformedNote(f"the key is {self.alg}, want {ED25519_NAME}")
        return SigningKey(self.seed)

    def mldsa(self) -> MLDSA44PrivateKey:
        """Give the ML-DSA-44 key, or raise MalformedNote for a key of another kind."""
        if self.alg != MLDSA44_NAME:
            raise MalformedNote(f"the key is {self.alg}, want {MLDSA44_NAME}")
        return MLDSA44PrivateKey.from_seed_bytes(self.seed)


def parse_key_file(data: bytes) -> KeyFile:
    """Read a key file's bytes, or raise MalformedNote."""
    try:
        body = orjson.loads(data)
        key = KeyFile(body["alg"], body["name"], base64.urlsafe_b64decode(body["seed"] + "="))
    except (ValueError, TypeError, KeyError, binascii.Error):
        raise MalformedNote("not a key file") from None
    if key.alg not in (ED25519_NAME, MLDSA44_NAME) or len(key.seed) != SEED_SIZE:
        raise MalformedNote("the key is of no known algorithm, or of another length")
    if type(key.name) is not str or not is_name(key.name) or key.marshal() != data:
        raise MalformedNote("the key file is not in canonical form")
    return key


def read_key_file(path: Path) -> KeyFile:
    """Read a key file, or raise MalformedNote, also when others may read it."""
    if path.stat().st_mode & _OTHERS:
        raise MalformedNote("others may read the key file; want mode 0600")
    return parse_key_file(path.read_bytes())


def make_key_file(path: Path, alg: str, name: str, random: Callable[[int], bytes]) -> KeyFile:
    """Make a key and its file; return once that is durable.

    Raises:
        FileExistsError: a file is there; a key is never replaced.
        MalformedNote: the name cannot name a key.
    """
    key = parse_key_file(KeyFile(alg, name, random(SEED_SIZE)).marshal())
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(key.marshal())
        file.flush()
        os.fsync(file.fileno())
    return key
