"""Statements: canonical JSON that somebody signed, in a DSSE envelope.

docs/formats/shv1.md 2, after DSSE v1 (secure-systems-lab/dsse). What is signed is

    DSSEv1 <length of type> <type> <length of body> <body>

A person signs with Ed25519; an organisation with Ed25519 and ML-DSA-65, and both must
verify. Readers hash the envelope as delivered and never spell it anew.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PublicKey
from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from vault.canonical import Json, b64, marshal, parse_object, unb64
from vault.errors import Malformed, MalformedStatement, NotAuthentic
from vault.identity import Bundle, Identity

MLDSA_CONTEXT = b"SHV1"
MAX_STATEMENT = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Statement:
    """A parsed envelope; nothing about its signatures is known yet."""

    kind: str
    body: dict[str, Json]
    payload: bytes
    raw: bytes
    signatures: tuple[tuple[str, bytes], ...]


def sign(identity: Identity, kind: str, body: Mapping[str, Json]) -> bytes:
    """Sign a body with every key that the identity's kind requires; give the envelope's bytes."""
    payload = marshal(dict(body))
    signed = _signed_bytes(_type_of(kind), payload)
    fp = b64(identity.fp)
    signatures = [{"keyid": f"ed25519:{fp}", "sig": b64(identity.ed25519.sign(signed).signature)}]
    if identity.mldsa65 is not None:
        second = identity.mldsa65.sign(signed, MLDSA_CONTEXT)
        signatures.append({"keyid": f"mldsa65:{fp}", "sig": b64(second)})
    return marshal(
        {"payload": b64(payload), "payloadType": _type_of(kind), "signatures": signatures}
    )


def parse_statement(raw: bytes, *kinds: str) -> Statement:
    """Read an envelope of one of these kinds, or raise MalformedStatement.

    Signatures are not checked.
    """
    wanted = " or ".join(kinds)
    if len(raw) > MAX_STATEMENT:
        raise MalformedStatement("statement is too long")
    try:
        envelope = parse_object(raw)
        if set(envelope) != {"payload", "payloadType", "signatures"}:
            raise MalformedStatement("want payload, payloadType and signatures")
        kind = next((each for each in kinds if envelope["payloadType"] == _type_of(each)), None)
        if kind is None:
            raise MalformedStatement(f"statement is not of type {wanted}")
        payload = unb64(envelope["payload"])
        return Statement(
            kind, parse_object(payload), payload, raw, _signatures(envelope["signatures"])
        )
    except MalformedStatement:
        raise
    except Malformed as error:
        raise MalformedStatement(f"statement of type {wanted}: {error}") from None


def check_signatures(statement: Statement, bundle: Bundle) -> None:
    """Check every signature that the bundle's kind requires.

    Raises:
        NotAuthentic: one is missing, is by another key, or does not verify.
    """
    fp = b64(bundle.fp)
    wanted = [f"ed25519:{fp}"] + ([f"mldsa65:{fp}"] if bundle.mldsa65 is not None else [])
    if [keyid for keyid, _ in statement.signatures] != wanted:
        raise NotAuthentic(f"{statement.kind} statement is not signed by the key it should be")
    signed = _signed_bytes(_type_of(statement.kind), statement.payload)
    try:
        VerifyKey(bundle.ed25519).verify(signed, statement.signatures[0][1])
        if bundle.mldsa65 is not None:
            second = MLDSA65PublicKey.from_public_bytes(bundle.mldsa65)
            second.verify(statement.signatures[1][1], signed, MLDSA_CONTEXT)
    except (BadSignatureError, InvalidSignature, ValueError, TypeError):
        raise NotAuthentic(f"a signature of the {statement.kind} statement fails") from None


def check_both_signatures(statement: Statement, bundle: Bundle) -> None:
    """Check what an organisation must have signed; a person's key gives one signature alone.

    Raises:
        NotAuthentic: the bundle is a person's, or as check_signatures.
    """
    if bundle.mldsa65 is None:
        raise NotAuthentic(f"the {statement.kind} statement is signed by a person's key alone")
    check_signatures(statement, bundle)


def digest(raw: bytes) -> bytes:
    """Hash an envelope's bytes as delivered (SHA-256), the name others cite it by."""
    return hashlib.sha256(raw).digest()


def show_time(moment: datetime) -> str:
    """Spell a moment as statements do: whole seconds, UTC."""
    # Not strftime(): on Linux its %Y spells the year 1 in one digit.
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def parse_time(text: object) -> datetime:
    """Read a statement's time, or raise Malformed."""
    if not isinstance(text, str):
        raise Malformed("want a time")
    try:
        moment = datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise Malformed("want a time as YYYY-MM-DDTHH:MM:SSZ") from None
    # strptime() also takes single digits.
    if show_time(moment) != text:
        raise Malformed("want a time as YYYY-MM-DDTHH:MM:SSZ")
    return moment


def _type_of(kind: str) -> str:
    return f"application/vnd.shv1.{kind}+json"


def _signed_bytes(payload_type: str, payload: bytes) -> bytes:
    return b"DSSEv1 %d %s %d %s" % (
        len(payload_type),
        payload_type.encode("ascii"),
        len(payload),
        payload,
    )


def _signatures(value: Json) -> tuple[tuple[str, bytes], ...]:
    if not isinstance(value, list) or not 1 <= len(value) <= 2:  # noqa: PLR2004 one or two keys
        raise MalformedStatement("want one or two signatures")
    found = []
    for item in value:
        if not isinstance(item, dict) or set(item) != {"keyid", "sig"}:
            raise MalformedStatement("want keyid and sig in a signature")
        keyid = item["keyid"]
        if not isinstance(keyid, str):
            raise MalformedStatement("want a text as keyid")
        found.append((keyid, unb64(item["sig"])))
    return tuple(found)
