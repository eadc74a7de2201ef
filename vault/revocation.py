"""Revocations: a root or organisation says from when a key no longer counts.

docs/formats/shv1.md 3. The list's number only grows; a client that saw a higher one
refuses a lower one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from vault.document import Document
from vault.errors import Malformed, MalformedIdentity, NotAuthentic
from vault.identity import Bundle, Identity
from vault.ids import HASH_SIZE, Fingerprint
from vault.statement import check_signatures, parse_statement, parse_time, show_time, sign

REASONS = ("superseded", "lost", "compromised", "left")


@dataclass(frozen=True, slots=True)
class Revocations:
    """One issuer's list."""

    issuer: Fingerprint
    seq: int
    issued: datetime
    revoked: Mapping[Fingerprint, datetime]


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


def open_revocations(raw: bytes, issuer: Bundle, *, seen: int = -1) -> Revocations:
    """Read and check a list.

    Args:
        seen: the highest number that the reader has met from this issuer.

    Raises:
        MalformedIdentity: not a list.
        NotAuthentic: not signed by the issuer, or older than what was seen.
    """
    statement = parse_statement(raw, "revoked")
    try:
        body = Document(statement.body, {"v", "issuer", "seq", "issued", "list"})
        body.version()
        revoked: dict[Fingerprint, datetime] = {}
        for item in body.items("list"):
            row = Document(item, {"fp", "from", "reason"})
            row.text("reason", *REASONS)
            revoked[Fingerprint(row.hex("fp", HASH_SIZE))] = parse_time(row.raw("from"))
        found = Revocations(
            Fingerprint(body.hex("issuer", HASH_SIZE)),
            body.count("seq"),
            body.time("issued"),
            revoked,
        )
    except Malformed as error:
        raise MalformedIdentity(f"revocations: {error}") from None
    if found.issuer != issuer.fp:
        raise NotAuthentic("revocations are by another issuer")
    check_signatures(statement, issuer)
    if found.seq < seen:
        raise NotAuthentic(f"revocations number {found.seq} are older than number {seen}")
    return found
