"""From a time stamp's signer up to a pinned root: whose certificate, for what, and valid then.

docs/formats/checkpoint.md 6.1, steps T5 to T8. Certificates that travel in a token may lie
between; they are believed for what certifies them, never for travelling in it.
"""

from collections.abc import Sequence
from datetime import datetime

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from audit.errors import BadSignature
from audit.stamp_certificate import StampCertificate, parse_stamp_certificate
from audit.stamp_token import Token

MAX_CHAIN = 8
RSA_BITS = range(2048, 16_385)
RSA_EXPONENT = 65_537
CURVES = frozenset({"secp256r1", "secp384r1", "secp521r1"})
_STAMPING = "1.3.6.1.5.5.7.3.8"
_RSA = "1.2.840.113549.1.1.1"
_SHA = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}
_ALGORITHMS = {
    "1.2.840.113549.1.1.11": ("rsa", "sha256"),
    "1.2.840.113549.1.1.12": ("rsa", "sha384"),
    "1.2.840.113549.1.1.13": ("rsa", "sha512"),
    "1.2.840.10045.4.3.2": ("ec", "sha256"),
    "1.2.840.10045.4.3.3": ("ec", "sha384"),
    "1.2.840.10045.4.3.4": ("ec", "sha512"),
}


def check_chain(token: Token, pinned: Sequence[bytes], *, owned: bool) -> None:
    """Check that a signer which the pinned root certified for time stamping signed the token.

    Args:
        token: the time stamp, taken apart.
        pinned: certificates in DER, the root last; with `owned` the authority's own first.
        owned: no other certificate than the first may have signed.

    Raises:
        MalformedNote: a certificate cannot be read.
        BadSignature: any of the steps fails.
    """
    travelling = [parse_stamp_certificate(raw) for raw in token.certificates]
    known = [parse_stamp_certificate(raw) for raw in pinned]
    # (T5) its own certificate, found by its name and its hash
    signer = _signer(token, travelling or known)
    if owned and signer.raw != pinned[0]:
        raise BadSignature("another certificate than the pinned one signed the time stamp")
    _want_stamping(signer)
    # (T7) its signature
    kind, hash_name = _ALGORITHMS.get(token.signed_by, ("", ""))
    if token.signed_by == _RSA:
        kind, hash_name = "rsa", token.hash_name
    if hash_name != token.hash_name:
        raise BadSignature("the time stamp is signed over another kind of hash")
    _want_signed(signer, kind, hash_name, token.signature, token.signed)
    _climb(signer, [*reversed(known), *travelling], token.info.at)


def _signer(token: Token, known: Sequence[StampCertificate]) -> StampCertificate:
    for each in known:
        if (each.issuer, each.serial) == (token.issuer, token.serial) and token.holder(each.raw):
            return each
    raise BadSignature("the certificate of the time stamp's signer is not there")


def _want_stamping(signer: StampCertificate) -> None:
    """(T6) For time stamping and nothing else, and said to be critical (RFC 3161 2.3)."""
    if signer.extended != (True, (_STAMPING,)):
        raise BadSignature("the signer's certificate is not for time stamping alone")
    if not signer.signs:
        raise BadSignature("the signer's key is not for signing")


def _climb(signer: StampCertificate, known: Sequence[StampCertificate], at: datetime) -> None:
    """(T8) Each certificate was valid then and is certified by the next, up to `known`'s first."""
    below: StampCertificate | None = signer
    for depth in range(MAX_CHAIN):
        if below is None:
            break
        if not below.begins <= at <= below.ends:
            raise BadSignature("a certificate was not valid when the time stamp was made")
        if below == known[0]:
            return
        below = _above(below, known, depth)
    raise BadSignature("the pinned root certified nobody who certified the time stamp's signer")


def _above(
    below: StampCertificate, known: Sequence[StampCertificate], depth: int
) -> StampCertificate | None:
    """Find who certified `below`, with `depth` authorities between that one and the signer."""
    for above in known:
        short = above.path_length is not None and depth > above.path_length
        if above.subject != below.issuer or not above.certifies or short:
            continue
        try:
            kind, hash_name = _ALGORITHMS.get(below.signed_by, ("", ""))
            _want_signed(above, kind, hash_name, below.signature, below.signed)
        except BadSignature:
            continue
        return above
    return None


def _is_common(key: RSAPublicKey) -> bool:
    return key.key_size in RSA_BITS and key.public_numbers().e == RSA_EXPONENT


def _want_signed(
    signer: StampCertificate, kind: str, hash_name: str, signature: bytes, signed: bytes
) -> None:
    try:
        key = load_der_public_key(signer.key)
        if kind == "rsa" and isinstance(key, RSAPublicKey) and _is_common(key):
            key.verify(signature, signed, PKCS1v15(), _SHA[hash_name])
            return
        if kind == "ec" and isinstance(key, EllipticCurvePublicKey) and key.curve.name in CURVES:
            key.verify(signature, signed, ECDSA(_SHA[hash_name]))
            return
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError):
        raise BadSignature("a signature of a time stamp or its certificates is wrong") from None
    raise BadSignature("a time stamp is signed in a way that nobody here knows")
