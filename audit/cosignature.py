"""Cosignatures (C2SP tlog-cosignature): a witness says when it saw a checkpoint.

docs/formats/witness.md 2. With Ed25519 what is signed is

    cosignature/v1
    time <seconds since 1970>
    <the checkpoint's text>

and with ML-DSA-44 a binary structure that also names the cosigner. A line holds the time
as eight bytes before the signature. The log signs its own checkpoints in this form too.
"""

from collections.abc import Sequence

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey, MLDSA44PublicKey
from nacl.signing import SigningKey

from audit.checkpoint import Checkpoint, parse_checkpoint
from audit.errors import BadSignature, MalformedNote
from audit.note import COSIGNATURE, MLDSA44, Note, Signature, VerifierKey, check_ed25519, find_key

FUTURE_SECONDS = 300
MAX_SECONDS = 2**63 - 1
MAX_NAME = 255
_TIME = 8
_SIZES = {COSIGNATURE: _TIME + 64, MLDSA44: _TIME + 2420}
_LABEL = b"subtree/v1\n\x00"


def cosign(text: str, name: str, key: SigningKey, seconds: int) -> Signature:
    """Cosign a checkpoint's text at a time, with Ed25519."""
    verifier = VerifierKey(name, COSIGNATURE, bytes(key.verify_key))
    signed = key.sign(_message(text, seconds)).signature
    return Signature(name, verifier.key_id, seconds.to_bytes(_TIME) + signed)


def cosign_mldsa(text: str, name: str, key: MLDSA44PrivateKey, seconds: int) -> Signature:
    """Cosign a checkpoint's text at a time, with ML-DSA-44.

    Raises:
        MalformedNote: the name or the origin is longer than 255 bytes.
    """
    verifier = mldsa_verifier(name, key)
    signed = key.sign(_mldsa_message(parse_checkpoint(text), name, seconds))
    return Signature(name, verifier.key_id, seconds.to_bytes(_TIME) + signed)


def mldsa_verifier(name: str, key: MLDSA44PrivateKey) -> VerifierKey:
    """Give the public half of an ML-DSA-44 key."""
    return VerifierKey(name, MLDSA44, key.public_key().public_bytes_raw())


def check_cosignatures(
    note: Note, keys: Sequence[VerifierKey], *, now_seconds: int
) -> dict[VerifierKey, int]:
    """Check the cosignatures of known keys; give each one's time in seconds since 1970.

    Raises:
        BadSignature: a known key's line does not verify, or lies in the future.
        MalformedNote: a known key's line has another length than its kind's.
        MalformedCheckpoint: a known ML-DSA key signed what is not a checkpoint.
    """
    found: dict[VerifierKey, int] = {}
    for signature in note.signatures:
        key = find_key(keys, signature)
        if key is None or key.algorithm not in _SIZES:
            continue
        if len(signature.value) != _SIZES[key.algorithm]:
            raise MalformedNote("cosignature has another length than its kind's")
        seconds = int.from_bytes(signature.value[:_TIME])
        _check(key, note.text, seconds, signature.value[_TIME:])
        if seconds > min(now_seconds + FUTURE_SECONDS, MAX_SECONDS):
            raise BadSignature(f"the cosignature of {key.key_id.hex()} lies in the future")
        found[key] = max(seconds, found.get(key, 0))
    return found


def _check(key: VerifierKey, text: str, seconds: int, value: bytes) -> None:
    if key.algorithm == COSIGNATURE:
        check_ed25519(key, value, _message(text, seconds))
        return
    message = _mldsa_message(parse_checkpoint(text), key.name, seconds)
    try:
        MLDSA44PublicKey.from_public_bytes(key.public).verify(value, message)
    except (InvalidSignature, ValueError):
        raise BadSignature(f"the signature of {key.key_id.hex()} does not verify") from None


def _message(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def _mldsa_message(checkpoint: Checkpoint, name: str, seconds: int) -> bytes:
    cosigner, origin = name.encode(), checkpoint.origin.encode()
    if not cosigner or len(cosigner) > MAX_NAME or len(origin) > MAX_NAME:
        raise MalformedNote(f"a name or origin is longer than {MAX_NAME} bytes")
    return b"".join(
        (
            *(_LABEL, bytes([len(cosigner)]), cosigner, seconds.to_bytes(_TIME)),
            *(bytes([len(origin)]), origin, bytes(_TIME)),
            *(checkpoint.size.to_bytes(_TIME), checkpoint.root),
        )
    )
