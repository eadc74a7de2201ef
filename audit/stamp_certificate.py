"""An X.509 certificate, as far as a time stamp's chain needs it (RFC 5280).

docs/formats/checkpoint.md 6.1. Read by ourselves, so that three verifiers read the same bytes the
same way: what is spelt otherwise than here is refused, and so is what is critical and unknown.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from audit import der
from audit.der import SEQUENCE, Node
from audit.errors import MalformedNote

_EXPLICIT_0, _EXPLICIT_3, _UNIQUE_1, _UNIQUE_2 = 0xA0, 0xA3, 0x81, 0x82
_CONSTRAINTS, _USAGE, _EXTENDED = "2.5.29.19", "2.5.29.15", "2.5.29.37"
_KNOWN = frozenset({_CONSTRAINTS, _USAGE, _EXTENDED, "2.5.29.32"})
"""Critical extensions that may be there; the last is the certificate's policies."""
_SIGNS, _COMMITS, _CERTIFIES = 0x80, 0x40, 0x04
_SHORT_TIME = re.compile(r"[0-9]{12}Z", re.ASCII)
_CENTURY = 50
"""UTCTime's years from here on are of the last century (RFC 5280 4.1.2.5.1)."""


@dataclass(frozen=True, slots=True)
class StampCertificate:
    """A certificate: whose, by whom, when, which key, and for what.

    `issuer`, `subject` and `key` are DER; `usage` is the first octet of the key usage's bits, None
    where it does not say; `extended` the extended usages and whether they are critical.
    """

    raw: bytes
    signed: bytes
    serial: int
    issuer: bytes
    subject: bytes
    begins: datetime
    ends: datetime
    key: bytes
    signed_by: str
    signature: bytes
    is_ca: bool
    path_length: int | None
    usage: int | None
    extended: tuple[bool, tuple[str, ...]] | None

    @property
    def signs(self) -> bool:
        """Whether its key may sign what is not a certificate."""
        return self.usage is None or bool(self.usage & (_SIGNS | _COMMITS))

    @property
    def certifies(self) -> bool:
        """Whether its key may sign certificates."""
        return self.is_ca and (self.usage is None or bool(self.usage & _CERTIFIES))


def parse_stamp_certificate(raw: bytes) -> StampCertificate:
    """Read a certificate of version 3, or raise MalformedNote."""
    # Named otherwise than what reads them: in the single file these stand beside each other.
    body, named, signed = der.exactly(der.sequence(der.read(raw)), 3)
    version, serial, inner, issuer, times, subject, key, *more = der.sequence(body, 7)
    if der.integer(der.single(version.parts(_EXPLICIT_0))) != 2:  # noqa: PLR2004 the third version
        raise MalformedNote("a certificate is not of version 3")
    if inner.raw != named.raw:
        raise MalformedNote("a certificate names two algorithms")
    begins, ends = der.exactly(der.sequence(times), 2)
    for each in (issuer, subject, key):
        der.want(each, SEQUENCE)
    found = _extensions([each for each in more if each.tag not in (_UNIQUE_1, _UNIQUE_2)])
    is_ca, path_length = _constraints(found.get(_CONSTRAINTS))
    return StampCertificate(
        raw=raw,
        signed=body.raw,
        serial=der.integer(serial),
        issuer=issuer.raw,
        subject=subject.raw,
        begins=_moment(begins),
        ends=_moment(ends),
        key=key.raw,
        signed_by=der.algorithm(named),
        signature=der.bits(signed),
        is_ca=is_ca,
        path_length=path_length,
        usage=_usage(found.get(_USAGE)),
        extended=_extended(found.get(_EXTENDED)),
    )


def _extensions(rest: list[Node]) -> dict[str, tuple[bool, Node]]:
    """Read the extensions that this page knows; others may be there unless they are critical."""
    found: dict[str, tuple[bool, Node]] = {}
    if not rest:
        return found
    listed = der.single(der.single(rest).parts(_EXPLICIT_3))
    seen: set[str] = set()
    for each in der.sequence(listed):
        kind, *flag, value = der.sequence(each, 2)
        name = der.oid(kind)
        critical = bool(flag) and der.boolean(der.single(flag))
        if name in seen or (flag and not critical):
            raise MalformedNote("a certificate has an extension twice, or spells a default")
        if critical and name not in _KNOWN:
            raise MalformedNote("a certificate has a critical extension that nobody here knows")
        seen.add(name)
        if name in _KNOWN:
            found[name] = (critical, der.read(der.octets(value)))
    return found


def _constraints(found: tuple[bool, Node] | None) -> tuple[bool, int | None]:
    parts = list(der.sequence(found[1])) if found else []
    is_ca = bool(parts) and parts[0].tag == der.BOOLEAN and der.boolean(parts.pop(0))
    length = der.integer(parts.pop(0)) if parts else None
    if parts or (length is not None and (length < 0 or not is_ca)):
        raise MalformedNote("a certificate's constraints cannot be read")
    return is_ca, length


def _usage(found: tuple[bool, Node] | None) -> int | None:
    if found is None:
        return None
    body = der.want(found[1], der.BITS)
    if len(body) < 2 or body[0] > 7:  # noqa: PLR2004 spare bits, then bits
        raise MalformedNote("a certificate's key usage cannot be read")
    return body[1]


def _extended(found: tuple[bool, Node] | None) -> tuple[bool, tuple[str, ...]] | None:
    if found is None:
        return None
    return found[0], tuple(der.oid(each) for each in der.sequence(found[1]))


def _moment(node: Node) -> datetime:
    if node.tag != der.UTC_TIME:
        return der.moment(node)
    text = node.body.decode("latin-1")
    if not _SHORT_TIME.fullmatch(text):
        raise MalformedNote("DER: a time is not in its one form")
    century = "19" if int(text[:2]) >= _CENTURY else "20"
    return der.date_of(century + text[:-1])
