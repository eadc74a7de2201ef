"""A time-stamp authority for the vectors: its keys come of their names, and so does each signature.

RFC 3161 and RFC 5652, the parts of them that docs/formats/checkpoint.md 6.1 asks for.
"""

import hashlib
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import (
    BasicConstraints,
    Certificate,
    CertificateBuilder,
    ExtendedKeyUsage,
    Name,
    NameAttribute,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_SIGNED_DATA, _TST_INFO = "2a864886f70d010702", "2a864886f70d0109100104"
_CONTENT_TYPE, _DIGEST = "2a864886f70d010903", "2a864886f70d010904"
_SIGNER, _POLICY = "2a864886f70d010910022f", "2a0304"
_SHA256, _ECDSA = "608648016503040201", "2a8648ce3d040302"
_BEGINS, _ENDS = datetime(2020, 1, 1, tzinfo=UTC), datetime(2049, 1, 1, tzinfo=UTC)
_LONG = 0x80


class Stamper:
    """An authority: a root, a certificate for time stamping, and answers."""

    def __init__(self, name: str) -> None:
        """Make both certificates of the authority's name."""
        root, own = _key(f"{name} root"), _key(name)
        self._key = own
        self._root = _certificate(f"{name} root", root, f"{name} root", root)
        self._own = _certificate(name, own, f"{name} root", root)

    @property
    def pem(self) -> str:
        """What a policy pins: its own certificate, then its root."""
        return "".join(each.public_bytes(Encoding.PEM).decode() for each in (self._own, self._root))

    def answer(self, text: str, at: datetime) -> bytes:
        """Stamp a text at a moment, of whole seconds and exact to one."""
        info = _value(
            0x30,
            *(_number(1), _oid(_POLICY), _imprint(text.encode()), _number(7)),
            *(_value(0x18, f"{at:%Y%m%d%H%M%SZ}".encode()), _value(0x30, _number(1))),
        )
        raw = self._own.public_bytes(Encoding.DER)
        named = _value(0x30, _value(0x30, _value(0x30, _octets(_hash(raw)))))
        attributes = sorted(
            (
                _attribute(_CONTENT_TYPE, _oid(_TST_INFO)),
                _attribute(_DIGEST, _octets(_hash(info))),
                _attribute(_SIGNER, named),
            )
        )
        signed = _value(0x31, *attributes)
        signature = self._key.sign(signed, ec.ECDSA(SHA256(), deterministic_signing=True))
        issuer = self._own.issuer.public_bytes()
        signer = _value(
            0x30,
            *(_number(1), _value(0x30, issuer, _number(self._own.serial_number)), _sha256()),
            *(_value(0xA0, *attributes), _value(0x30, _oid(_ECDSA)), _octets(signature)),
        )
        content = _value(0x30, _oid(_TST_INFO), _value(0xA0, _octets(info)))
        data = _value(
            0x30,
            *(_number(3), _value(0x31, _sha256()), content, _value(0xA0, raw)),
            _value(0x31, signer),
        )
        token = _value(0x30, _oid(_SIGNED_DATA), _value(0xA0, data))
        return _value(0x30, _value(0x30, _number(0)), token)


def _key(name: str) -> ec.EllipticCurvePrivateKey:
    secret = int.from_bytes(_hash(f"key of {name}".encode())) >> 1
    return ec.derive_private_key(secret, ec.SECP256R1())


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    above: str,
    signer: ec.EllipticCurvePrivateKey,
) -> Certificate:
    is_ca = name == above
    usage = ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    builder = (
        CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(above))
        .public_key(key.public_key())
        .serial_number(1 + (not is_ca))
        .not_valid_before(_BEGINS)
        .not_valid_after(_ENDS)
        .add_extension(BasicConstraints(ca=is_ca, path_length=None), critical=True)
    )
    if not is_ca:
        builder = builder.add_extension(usage, critical=True)
    return builder.sign(signer, SHA256(), ecdsa_deterministic=True)


def _name(name: str) -> Name:
    organisation = NameAttribute(NameOID.ORGANIZATION_NAME, "Made, for vectors")
    return Name([organisation, NameAttribute(NameOID.COMMON_NAME, name)])


def _hash(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _value(tag: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    if len(body) < _LONG:
        return bytes([tag, len(body)]) + body
    length = len(body).to_bytes((len(body).bit_length() + 7) // 8)
    return bytes([tag, _LONG + len(length)]) + length + body


def _number(value: int) -> bytes:
    return _value(0x02, value.to_bytes(value.bit_length() // 8 + 1, signed=True))


def _octets(data: bytes) -> bytes:
    return _value(0x04, data)


def _oid(body: str) -> bytes:
    return _value(0x06, bytes.fromhex(body))


def _sha256() -> bytes:
    return _value(0x30, _oid(_SHA256), b"\x05\x00")


def _imprint(text: bytes) -> bytes:
    return _value(0x30, _sha256(), _octets(_hash(text)))


def _attribute(kind: str, value: bytes) -> bytes:
    return _value(0x30, _oid(kind), _value(0x31, value))
