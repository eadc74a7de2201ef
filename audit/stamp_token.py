"""What is inside a time stamp: who signed which bytes, and what they say (RFC 3161, RFC 5652).

docs/formats/checkpoint.md 6.1, steps T1 to T4. Read with Python and nothing else, so that a
court's single file can; `audit.timestamp` asks a library of its own as well.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from audit import der
from audit.der import SEQUENCE, SET, Node
from audit.errors import MalformedNote, NotProven

MAX_TOKEN = 64 * 1024
_CONTENT_0, _IMPLICIT_0, _IMPLICIT_1 = 0xA0, 0xA0, 0xA1
_SECONDS, _MILLIS, _MICROS = der.INTEGER, 0x80, 0x81
_SIGNED_DATA = "1.2.840.113549.1.7.2"
_TST_INFO = "1.2.840.113549.1.9.16.1.4"
_CONTENT_TYPE, _DIGEST = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"
_SIGNER_V1, _SIGNER_V2 = "1.2.840.113549.1.9.16.2.12", "1.2.840.113549.1.9.16.2.47"
HASHES: dict[str, str] = {
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}


@dataclass(frozen=True, slots=True)
class Info:
    """What the authority says (TSTInfo): of which hash, when, and how exactly."""

    hash_name: str
    imprint: bytes
    at: datetime
    slack: timedelta


@dataclass(frozen=True, slots=True)
class Token:
    """A time stamp, taken apart and consistent in itself; its signature is not checked yet.

    `issuer` (DER) and `serial` name the signer's certificate, and `holder` tells whether given
    bytes are that certificate. `signature` is over `signed`, by the algorithm `signed_by`.
    """

    info: Info
    issuer: bytes
    serial: int
    holder: Callable[[bytes], bool]
    hash_name: str
    signed_by: str
    signature: bytes
    signed: bytes
    certificates: tuple[bytes, ...]


def parse_token(answer: bytes) -> Token:
    """Take an authority's answer (TimeStampResp, DER) apart.

    Raises:
        MalformedNote: not DER, or not a granted time stamp with one signer.
        NotProven: what was signed is not what the token holds.
    """
    # (T1) an answer that grants
    if len(answer) > MAX_TOKEN:
        raise MalformedNote(f"a time stamp has {len(answer)} bytes, want at most {MAX_TOKEN}")
    status, *tokens = der.sequence(der.read(answer), 1)
    _granted(status)
    content = der.single(tokens).parts(SEQUENCE)
    if len(content) != 2 or der.oid(content[0]) != _SIGNED_DATA:  # noqa: PLR2004 type, value
        raise MalformedNote("a time stamp is no signed data")
    return _signed_data(der.single(content[1].parts(_CONTENT_0)))


def check_imprint(info: Info, text: str) -> None:
    """(T3) The hash is the text's, or raise NotProven."""
    if info.imprint != hashlib.new(info.hash_name, text.encode()).digest():
        raise NotProven("the time stamp is for another checkpoint")


def _granted(status: Node) -> None:
    code, *more = der.sequence(status, 1)
    for text in more:
        for line in text.parts(SEQUENCE):
            try:
                der.want(line, der.UTF8).decode()
            except UnicodeDecodeError:
                raise MalformedNote("a time stamp's status is no text") from None
    if der.integer(code) != 0 or len(more) > 1:
        raise MalformedNote("the answer is not a time stamp that was granted")


def _signed_data(node: Node) -> Token:
    """(T2) One signer, over a TSTInfo that lies in it."""
    parts = list(node.parts(SEQUENCE))
    if len(parts) < 4:  # noqa: PLR2004 version, hashes, content, signers
        raise MalformedNote("a time stamp's signed data breaks off")
    if der.integer(parts[0]) != 3:  # noqa: PLR2004 as RFC 5652 5.1 counts it for a time stamp
        raise MalformedNote("a time stamp's signed data is of another version")
    hashed = _hash_of(der.single(parts[1].parts(SET)))
    kind, *values = der.sequence(parts[2], 1)
    if der.oid(kind) != _TST_INFO:
        raise MalformedNote("what was signed is no time stamp")
    explicit = der.single(values).parts(_CONTENT_0)
    content = der.octets(der.single(explicit))
    certificates: tuple[bytes, ...] = ()
    if parts[3].tag == _IMPLICIT_0:
        listed = parts.pop(3).parts()
        der.sorted_set(listed)
        certificates = tuple(each.raw for each in listed)
    signers = der.single(parts[3:]).parts(SET)
    found = _signer(der.single(signers), content, certificates)
    if found.hash_name != hashed:
        raise MalformedNote("a time stamp names two hashes for one signer")
    return found


def _signer(node: Node, content: bytes, certificates: tuple[bytes, ...]) -> Token:
    """(T4) The signer's attributes are of this content, and name its certificate."""
    parts = node.parts(SEQUENCE)
    if len(parts) not in (6, 7) or der.integer(parts[0]) != 1:
        raise MalformedNote("a time stamp's signer is not as RFC 3161 wants it")
    issuer, serial = der.exactly(der.sequence(parts[1]), 2)
    hash_name = _hash_of(parts[2])
    attributes = _attributes(parts[3])
    if len(parts) == 7:  # noqa: PLR2004 with attributes that nobody signed
        _attributes(parts[6], tag=_IMPLICIT_1)
    if not {_CONTENT_TYPE, _DIGEST} <= attributes.keys():
        raise MalformedNote("a time stamp does not say what its signer signed")
    if der.oid(attributes[_CONTENT_TYPE]) != _TST_INFO:
        raise NotProven("the signer signed another kind of content")
    if der.octets(attributes[_DIGEST]) != hashlib.new(hash_name, content).digest():
        raise NotProven("the signer signed another content")
    return Token(
        info=_info(content),
        issuer=issuer.raw,
        serial=der.integer(serial),
        holder=_holder(attributes),
        hash_name=hash_name,
        signed_by=der.algorithm(parts[4]),
        signature=der.octets(parts[5]),
        signed=bytes([SET]) + parts[3].raw[1:],
        certificates=certificates,
    )


def _attributes(node: Node, tag: int = _IMPLICIT_0) -> dict[str, Node]:
    """Read attributes, each of which has its kind once and one value."""
    found: dict[str, Node] = {}
    listed = node.parts(tag)
    der.sorted_set(listed)
    for each in listed:
        kind, values = der.exactly(der.sequence(each), 2)
        name = der.oid(kind)
        if name in found:
            raise MalformedNote("a time stamp has an attribute twice")
        found[name] = der.single(values.parts(SET))
    return found


def _holder(attributes: dict[str, Node]) -> Callable[[bytes], bool]:
    """Read which certificate the signer says is its own (RFC 5035, and RFC 2634 with SHA-1)."""
    named: list[tuple[str, bytes]] = []
    if _SIGNER_V2 in attributes:
        name, *rest = der.sequence(_first(_first(attributes[_SIGNER_V2])), 1)
        # The hash's own kind is left out where it is SHA-256.
        kind = "sha256" if name.tag == der.OCTETS else _hash_of(name)
        digest = name if name.tag == der.OCTETS else der.single(rest[:1])
        named.append((kind, der.octets(digest)))
    if _SIGNER_V1 in attributes:
        digest = _first(_first(_first(attributes[_SIGNER_V1])))
        named.append(("sha1", der.octets(digest)))
    if not named:
        raise MalformedNote("a time stamp does not say whose certificate signed it")
    return lambda raw: all(_digest(name, raw) == digest for name, digest in named)


def _digest(name: str, data: bytes) -> bytes:
    # SHA-1 names a certificate here and nothing else; the signature is what proves.
    return hashlib.new(name, data, usedforsecurity=False).digest()


def _info(content: bytes) -> Info:
    """(T3) Read a TSTInfo; what is critical and unknown in it is refused."""
    version, policy, imprint, serial, at, *rest = der.sequence(der.read(content), 5)
    if der.integer(version) != 1:
        raise MalformedNote("a time stamp is of another version")
    der.oid(policy)
    der.integer(serial)
    kind, digest = der.exactly(der.sequence(imprint), 2)
    slack = timedelta()
    if rest and rest[0].tag == SEQUENCE:
        slack = _accuracy(rest.pop(0))
    if rest and rest[0].tag == der.BOOLEAN:
        der.boolean(rest.pop(0))
    if rest and rest[0].tag == der.INTEGER:
        der.integer(rest.pop(0))
    if rest and rest[0].tag == _CONTENT_0:
        der.single(rest.pop(0).parts())
    if rest:
        raise MalformedNote("a time stamp has extensions that nobody here knows")
    return Info(_hash_of(kind), der.octets(digest), der.moment(at), slack)


def _accuracy(node: Node) -> timedelta:
    found = {_SECONDS: 0, _MILLIS: 0, _MICROS: 0}
    seen: list[int] = []
    for each in node.parts(SEQUENCE):
        if each.tag not in found:
            raise MalformedNote("a time stamp's accuracy is of another kind")
        found[each.tag] = der.integer(Node(der.INTEGER, each.body, each.raw))
        seen.append(each.tag)
    small = all(0 <= value < 1000 for value in (found[_MILLIS], found[_MICROS]))  # noqa: PLR2004
    if seen != sorted(set(seen)) or not small or not 0 <= found[_SECONDS] < 2**31:
        raise MalformedNote("a time stamp's accuracy is out of range")
    return timedelta(
        seconds=found[_SECONDS], milliseconds=found[_MILLIS], microseconds=found[_MICROS]
    )


def _hash_of(node: Node) -> str:
    name = HASHES.get(der.algorithm(node))
    if name is None:
        raise NotProven("the time stamp is over a hash of an unknown kind")
    return name


def _first(node: Node) -> Node:
    return der.sequence(node, 1)[0]
