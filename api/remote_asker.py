"""Who asks: a request's recipient, believed only as far as the pinned root's chain reaches.

docs/api.md 4. The vault that hands out a public key could hand out another: whatever were
sealed to it, the vault would read. So nothing is sealed to a key, nor is its fingerprint
shown, before its certificate leads to the root that this client pinned when it enrolled.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.problems import NotFound
from api.remote import Remote
from vault.canonical import unb64
from vault.certificate import find_chain, parse_certificate
from vault.custody import parse_certs
from vault.errors import NotAuthentic
from vault.identity import Bundle, parse_bundle
from vault.ids import Fingerprint
from vault.revoking import gather_revoked


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, as certified: the key, the name with it, and the name of who certified it.

    `organisation` is part of the certified name; None when the certificate names none.
    """

    bundle: Bundle
    name: str
    organisation: str | None
    certified_by: str


def find_request(remote: Remote, qid: str) -> dict[str, Any]:
    """Find a request that reached this survivor, or raise NotFound."""
    for row in remote.call("GET", "/v1/requests"):
        if row["qid"] == qid:
            found: dict[str, Any] = row
            return found
    raise NotFound(f"no request {qid} reached you")


def check_asker(
    row: Mapping[str, Any],
    root: Fingerprint,
    now: datetime,
    revoked: Sequence[bytes] = (),
) -> Asker | None:
    """Check who asks by the chain to the pinned root; None if they have no key in this vault.

    Args:
        row: the request, as the vault gives it.
        root: the pinned root.
        now: the present moment.
        revoked: the signed revocation lists that are heeded.

    Raises:
        NotAuthentic: the key has no chain to the root in the role of a recipient, or one that
            was revoked; or the vault says another organisation than the certificate.
        MalformedIdentity: the key or a certificate is not one.
    """
    if row.get("recipient") is None:
        return None
    bundle = parse_bundle(unb64(row["recipient"]))
    if row.get("certs") is None:
        raise NotAuthentic("the vault gives no certificate for the key of who asks")
    certificates = [parse_certificate(raw) for raw in parse_certs(unb64(row["certs"]))]
    gone = gather_revoked(revoked, certificates, {root})
    chain = find_chain(certificates, bundle.fp, "recipient", at=now, roots={root}, revoked=gone)
    own, organisation = chain[0], row.get("organisation")
    if organisation is not None and not own.name.endswith(f", {organisation}"):
        raise NotAuthentic("the vault says another organisation than the certificate of who asks")
    issuers = (item for item in certificates if item.subject == own.issuer)
    return Asker(own.bundle, own.name, organisation, next(issuers).name)
