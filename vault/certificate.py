"""Certificates: an issuer says which key belongs to whom, in which role, from when to when.

docs/formats/shv1.md 3. A chain runs from a pinned root over an organisation (`ca`) to a
member or service, at most three long. Whether it holds is judged at the time of what was
signed, not at reading time.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from vault.canonical import Json, b64
from vault.document import Document, text_of
from vault.errors import Malformed, MalformedIdentity, NotAuthentic
from vault.identity import Bundle, Identity, parse_bundle
from vault.ids import HASH_SIZE, Fingerprint
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
    revoked: Mapping[Fingerprint, datetime],
) -> tuple[Certificate, ...]:
    """Find a chain from `subject`, in a role, to a pinned root; nearest certificate first.

    The root's own self-signed certificate ends the chain and carries the root's bundle. A
    key that is itself pinned, and says its role of itself, needs no other.

    Raises:
        NotAuthentic: there is none that holds at that time.
    """
    wanted, current, chain = role, subject, list[Certificate]()
    while len(chain) <= MAX_DEPTH:
        found = _of(certificates, current, wanted, at)
        if found is None or (current in revoked and revoked[current] <= at):
            break
        chain.append(found)
        if found.issuer in roots and found.issuer == found.subject:
            check_self_issued(found)
            return tuple(chain)
        if found.issuer in roots:
            _check_chain(certificates, chain, at)
            return tuple(chain)
        if found.issuer == current:
            break
        current, wanted = found.issuer, "ca"
    raise NotAuthentic(f"no certificate chain gives the role {role} at that time")


def check_self_issued(certificate: Certificate) -> None:
    """Check a certificate that its subject issued to itself, or raise NotAuthentic."""
    if certificate.issuer != certificate.subject:
        raise NotAuthentic("certificate was issued by another key")
    check_signatures(certificate.statement, certificate.bundle)


def _of(
    certificates: Sequence[Certificate], subject: Fingerprint, role: str, at: datetime
) -> Certificate | None:
    return next(
        (item for item in certificates if item.subject == subject and item.holds(role, at)), None
    )


def _check_chain(
    certificates: Sequence[Certificate], chain: Sequence[Certificate], at: datetime
) -> None:
    for place, certificate in enumerate(chain):
        if place + 1 < len(chain):
            issuer = chain[place + 1].bundle
        else:
            root = _of(certificates, certificate.issuer, "ca", at)
            if root is None:
                raise NotAuthentic("the pinned root's own certificate is not at hand")
            issuer = root.bundle
        check_signatures(certificate.statement, issuer)
