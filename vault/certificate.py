"""Certificates: an issuer says which key belongs to whom, in which role, from when to when.

docs/formats/shv1.md 3. A chain runs from a pinned root over an organisation (`ca`) to a
member or service: three keys at most, the root's among them. Whether it holds is judged at
the time of what was signed, not at reading time.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from vault.canonical import Json, b64
from vault.document import Document, text_of
from vault.errors import Malformed, MalformedIdentity, NotAuthentic
from vault.identity import Bundle, Identity, parse_bundle
from vault.ids import HASH_SIZE, Fingerprint
from vault.revocation import NONE_REVOKED, Revoked
from vault.statement import Statement, check_signatures, parse_statement, show_time, sign

ROLES = ("ca", "guardian", "worker", "recipient", "service", "auditor")
MAX_DEPTH = 3
MAX_NAME = 200


@dataclass(frozen=True, slots=True)
class Certificate:
    """One certificate; its signature is checked as part of a chain."""

    issuer: Fingerprint
    bundle: Bundle
    name: str
    roles: tuple[str, ...]
    not_before: datetime
    not_after: datetime
    statement: Statement

    @property
    def subject(self) -> Fingerprint:
        """Whose it is."""
        return self.bundle.fp

    def holds(self, role: str, at: datetime) -> bool:
        """Tell whether it gives a role at a time."""
        return role in self.roles and self.not_before <= at < self.not_after


def issue_certificate(
    issuer: Identity,
    *,
    subject: Bundle,
    name: str,
    roles: Sequence[str],
    not_before: datetime,
    not_after: datetime,
) -> bytes:
    """Sign a certificate; give its bytes."""
    body: dict[str, Json] = {
        "v": 1,
        "issuer": issuer.fp.hex(),
        "subject": subject.fp.hex(),
        "bundle": b64(subject.marshal()),
        "name": name,
        "roles": list(roles),
        "not_before": show_time(not_before),
        "not_after": show_time(not_after),
    }
    raw = sign(issuer, "cert", body)
    parse_certificate(raw)
    return raw


def parse_certificate(raw: bytes) -> Certificate:
    """Read a certificate, or raise MalformedIdentity; the signature is not checked."""
    statement = parse_statement(raw, "cert")
    try:
        certificate = _certificate(statement)
    except Malformed as error:
        raise MalformedIdentity(f"certificate: {error}") from None
    return certificate


def _certificate(statement: Statement) -> Certificate:
    body = Document(
        statement.body,
        {"v", "issuer", "subject", "bundle", "name", "roles", "not_before", "not_after"},
    )
    body.version()
    bundle = parse_bundle(body.b64("bundle"))
    roles = tuple(text_of(role, "role") for role in body.items("roles"))
    if not roles or len(set(roles)) != len(roles) or not set(roles) <= set(ROLES):
        raise MalformedIdentity("want known roles, each once")
    if body.hex("subject", HASH_SIZE) != bundle.fp:
        raise MalformedIdentity("subject is not the bundle's fingerprint")
    if len(body.text("name")) > MAX_NAME or body.time("not_before") >= body.time("not_after"):
        raise MalformedIdentity("name is too long, or it ends before it begins")
    return Certificate(
        Fingerprint(body.hex("issuer", HASH_SIZE)),
        bundle,
        body.text("name"),
        roles,
        body.time("not_before"),
        body.time("not_after"),
        statement,
    )


def find_chain(
    certificates: Sequence[Certificate],
    subject: Fingerprint,
    role: str,
    *,
    at: datetime,
    roots: Collection[Fingerprint],
    revoked: Revoked = NONE_REVOKED,
) -> tuple[Certificate, ...]:
    """Find a chain from `subject`, in a role, to a pinned root; nearest certificate first.

    A key may have several certificates, and each is tried. The root itself ends the chain
    and is no part of what is given, unless `subject` is pinned and says its role of itself.

    Raises:
        NotAuthentic: there is none that holds at that time.
    """
    chain = _Search(certificates, at, frozenset(roots), revoked).chain(subject, role, MAX_DEPTH)
    if chain is None:
        raise NotAuthentic(f"no certificate chain gives the role {role} at that time")
    return chain


def check_self_issued(certificate: Certificate) -> None:
    """Check a certificate that its subject issued to itself, or raise NotAuthentic."""
    if certificate.issuer != certificate.subject:
        raise NotAuthentic("certificate was issued by another key")
    check_signatures(certificate.statement, certificate.bundle)


class _Search:
    """One search. A key is asked once for each depth and a signature checked once.

    So the work grows with the number of certificates, whatever they say of each other.
    """

    def __init__(
        self,
        certificates: Sequence[Certificate],
        at: datetime,
        roots: frozenset[Fingerprint],
        revoked: Revoked,
    ) -> None:
        self.at, self.roots, self.revoked = at, roots, revoked
        self.of: dict[Fingerprint, list[Certificate]] = {}
        for certificate in certificates:
            self.of.setdefault(certificate.subject, []).append(certificate)
        self.above: dict[tuple[Fingerprint, int], tuple[Certificate, ...] | None] = {}

    def chain(self, subject: Fingerprint, role: str, depth: int) -> tuple[Certificate, ...] | None:
        """Give a chain of at most `depth` keys, or None."""
        for certificate in self._holding(subject, role):
            # A pinned key says its role of itself; any other key may say what it likes.
            if certificate.issuer == subject and subject not in self.roots:
                continue
            upper = self._upper(certificate.issuer, subject, depth - 1)
            if upper is not None and self._signed(certificate):
                return (certificate, *upper)
        return None

    def _upper(
        self, issuer: Fingerprint, subject: Fingerprint, depth: int
    ) -> tuple[Certificate, ...] | None:
        """Give the chain above a certificate: nothing above one that a pinned root issued."""
        if issuer == subject:
            return ()
        if depth < 1:
            return None
        if issuer in self.roots:
            return () if next(self._holding(issuer, "ca"), None) is not None else None
        place = (issuer, depth)
        if place not in self.above:
            self.above[place] = None
            self.above[place] = self.chain(issuer, "ca", depth)
        return self.above[place]

    def _holding(self, subject: Fingerprint, role: str) -> Iterator[Certificate]:
        for certificate in self.of.get(subject, []):
            revoked = self.revoked.at(certificate.subject, certificate.issuer, self.at)
            if certificate.holds(role, self.at) and not revoked:
                yield certificate

    def _signed(self, certificate: Certificate) -> bool:
        try:
            check_signatures(certificate.statement, self.of[certificate.issuer][0].bundle)
        except NotAuthentic:
            return False
        return True
