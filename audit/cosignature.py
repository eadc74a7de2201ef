"""Cosignatures (C2SP tlog-cosignature v1): a witness says when it saw a checkpoint.

docs/formats/witness.md 2. What is signed is

    cosignature/v1
    time <seconds since 1970>
    <the checkpoint's text>

and the line holds the time as eight bytes before the Ed25519 signature.
"""

from collections.abc import Sequence

from nacl.signing import SigningKey

from audit.errors import BadSignature, MalformedNote
from audit.note import COSIGNATURE, Note, Signature, VerifierKey, check_ed25519, find_key

_TIME = 8
FUTURE_SECONDS = 300


def cosign(text: str, name: str, key: SigningKey, seconds: int) -> Signature:
    """Cosign a checkpoint's text at a time."""
    verifier = VerifierKey(name, COSIGNATURE, bytes(key.verify_key))
    signed = key.sign(_message(text, seconds)).signature
    return Signature(name, verifier.key_id, seconds.to_bytes(_TIME) + signed)


def check_cosignatures(
    note: Note, keys: Sequence[VerifierKey], *, now_seconds: int
) -> dict[VerifierKey, int]:
    """Check the cosignatures of known witnesses; give each one's time.

    Raises:
        BadSignature: a known witness's line does not verify, or lies in the future.
    """
    found: dict[VerifierKey, int] = {}
    for signature in note.signatures:
        key = find_key(keys, signature)
        if key is None or key.algorithm != COSIGNATURE:
            continue
        if len(signature.value) <= _TIME:
            raise MalformedNote("cosignature is too short")
        seconds = int.from_bytes(signature.value[:_TIME])
        check_ed25519(key, signature.value[_TIME:], _message(note.text, seconds))
        if seconds > now_seconds + FUTURE_SECONDS:
            raise BadSignature(f"the cosignature of {key.key_id.hex()} lies in the future")
        found[key] = max(seconds, found.get(key, 0))
    return found


def _message(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()
