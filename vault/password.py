"""Passwords of staff: Argon2id, with the same work for a login that does not exist.

RFC 9106 through libsodium. Survivors have no password here; their passphrase never
reaches the server (docs/formats/shv1.md 5).
"""

import nacl.exceptions
from nacl.pwhash import argon2id

# Nobody's password: verifying against it costs what a real one costs.
_NOBODY = (
    "$argon2id$v=19$m=65536,t=2,p=1$c2FmZWhvbGQgbm9ib2R5IQ"
    "$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
)


def hash_password(password: str) -> str:
    """Give the text to keep for a password: parameters, salt and hash."""
    return argon2id.str(
        password.encode(), argon2id.OPSLIMIT_INTERACTIVE, argon2id.MEMLIMIT_INTERACTIVE
    ).decode("ascii")


def check_password(stored: str | None, password: str) -> bool:
    """Tell whether it is the password; with None, work as hard and say no."""
    try:
        same = argon2id.verify((stored or _NOBODY).encode("ascii"), password.encode())
    except nacl.exceptions.CryptoError:
        return False
    return same and stored is not None
