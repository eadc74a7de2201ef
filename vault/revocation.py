"""Revocations: a root or organisation says from when a key no longer counts.

docs/formats/shv1.md 3. The list's number only grows; a client that saw a higher one
refuses a lower one. Whose lists count is in vault/revoking.py.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from vault.document import Document
from vault.errors import Malformed, MalformedIdentity, NotAuthentic
from vault.identity import Bundle, Identity
from vault.ids import HASH_SIZE, Fingerprint
from vault.statement import (
    Statement,
    check_signatures,
    parse_statement,
    parse_time,
    show_time,
    sign,
)

REASONS = ("superseded", "lost", "compromised", "left")


@dataclass(frozen=True, slots=True)
class Revocations:
    """One issuer's list; its signature is checked by who relies on it."""

    issuer: Fingerprint
    seq: int
    issued: datetime
    revoked: Mapping[Fingerprint, datetime]
    statement: Statement = field(repr=False)


@dataclass(frozen=True, slots=True)
class Revoked:
    """What is revoked from when: a root's word holds for any key, an issuer's for its own."""

    by_roots: Mapping[Fingerprint, datetime]
    by_issuers: Mapping[Fingerprint, Mapping[Fingerprint, datetime]]

    def at(self, subject: Fingerprint, issuer: Fingerprint, moment: datetime) -> bool:
        """Tell whether what `issuer` certified of `subject` no longer counts at a moment."""
        said = (self.by_roots.get(subject), self.by_issuers.get(issuer, {}).get(subject))
        return any(since is not None and since <= moment for since in said)


NONE_REVOKED = Revoked({}, {})


def issue_revocations(
    issuer: Identity,
    *,
    seq: int,
    issued: datetime,
    revoked: Iterable[tuple[Fingerprint, datetime, str]],
) -> bytes:
    """Sign a list of (fingerprint, from when, reason); give its bytes."""
    return sign(
        issuer,
        "revoked",
        {
            "v": 1,
            "issuer": issuer.fp.hex(),
            "seq": seq,
            "issued": show_time(issued),
            "list": [
                {"fp": fp.hex(), "from": show_time(since), "reason": reason}
                for fp, since, reason in revoked
            ],
        },
    )


def parse_revocations(raw: bytes) -> Revocations:
    """Read a list, or raise MalformedIdentity; the signature is not checked."""
    statement = parse_statement(raw, "revoked")
    try:
        body = Document(statement.body, {"v", "issuer", "seq", "issued", "list"})
        body.version()
        revoked: dict[Fingerprint, datetime] = {}
        for item in body.items("list"):
            row = Document(item, {"fp", "from", "reason"})
            row.text("reason", *REASONS)
            fp = Fingerprint(row.hex("fp", HASH_SIZE))
            if fp in revoked:
                raise MalformedIdentity("revocations: want each key once")
            revoked[fp] = parse_time(row.raw("from"))
        return Revocations(
            Fingerprint(body.hex("issuer", HASH_SIZE)),
            body.count("seq"),
            body.time("issued"),
            revoked,
            statement,
        )
    except MalformedIdentity:
        raise
    except Malformed as error:
        raise MalformedIdentity(f"revocations: {error}") from None


def check_revocations(found: Revocations, issuer: Bundle, *, seen: int = -1) -> None:
    """Check a list.

    Args:
        found: the list.
        issuer: who must have signed it.
        seen: the highest number that the reader has met from this issuer.

    Raises:
        NotAuthentic: not signed by the issuer, or older than what was seen.
    """
    if found.issuer != issuer.fp:
        raise NotAuthentic("revocations are by another issuer")
    check_signatures(found.statement, issuer)
    if found.seq < seen:
        raise NotAuthentic(f"revocations number {found.seq} are older than number {seen}")
