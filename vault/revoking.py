"""Whose revocation lists count: a pinned root's, and those of organisations under one.

docs/formats/shv1.md 3. A list by anybody else is refused, not passed over: whoever was
given it relies on it. Of one issuer the newest list counts.
"""

from collections.abc import Collection, Mapping, Sequence

from vault.certificate import Certificate, find_chain
from vault.errors import NotAuthentic
from vault.ids import Fingerprint
from vault.revocation import (
    NONE_REVOKED,
    Revocations,
    Revoked,
    check_revocations,
    parse_revocations,
)

_NO_SEEN: Mapping[Fingerprint, int] = {}


def gather_revoked(
    lists: Sequence[bytes],
    certificates: Sequence[Certificate],
    roots: Collection[Fingerprint],
    *,
    seen: Mapping[Fingerprint, int] = _NO_SEEN,
) -> Revoked:
    """Check lists and put them together.

    Args:
        lists: signed lists, in any order.
        certificates: what the issuers' keys and chains are found in.
        roots: the pinned roots.
        seen: the highest number that the reader has met from each issuer.

    Raises:
        MalformedIdentity: one is not a list.
        NotAuthentic: one is by an unknown issuer or by one who may not revoke, does not
            verify, is older than what was seen, or two differ under one number.
    """
    newest = _newest([parse_revocations(raw) for raw in lists])
    by_roots = dict(NONE_REVOKED.by_roots)
    for found in newest:
        if found.issuer in roots:
            _check(found, certificates, seen)
            for fp, since in found.revoked.items():
                by_roots[fp] = min(since, by_roots.get(fp, since))
    by_issuers = {}
    for found in newest:
        if found.issuer not in roots:
            # A list by an organisation that a root had revoked by then says nothing.
            find_chain(
                certificates,
                found.issuer,
                "ca",
                at=found.issued,
                roots=roots,
                revoked=Revoked(by_roots, {}),
            )
            _check(found, certificates, seen)
            by_issuers[found.issuer] = found.revoked
    return Revoked(by_roots, by_issuers)


def numbers_of(
    lists: Sequence[bytes], seen: Mapping[Fingerprint, int] = _NO_SEEN
) -> dict[Fingerprint, int]:
    """Give each issuer's highest number, for a reader to remember; raises MalformedIdentity."""
    numbers = dict(seen)
    for found in map(parse_revocations, lists):
        numbers[found.issuer] = max(found.seq, numbers.get(found.issuer, found.seq))
    return numbers


def _newest(lists: Sequence[Revocations]) -> list[Revocations]:
    newest: dict[Fingerprint, Revocations] = {}
    for found in lists:
        kept = newest.setdefault(found.issuer, found)
        if kept.seq == found.seq and kept.statement.payload != found.statement.payload:
            raise NotAuthentic(f"two lists of revocations have the number {found.seq}")
        if found.seq > kept.seq:
            newest[found.issuer] = found
    return list(newest.values())


def _check(
    found: Revocations,
    certificates: Sequence[Certificate],
    seen: Mapping[Fingerprint, int],
) -> None:
    issuer = next((item.bundle for item in certificates if item.subject == found.issuer), None)
    if issuer is None:
        raise NotAuthentic("a list of revocations is by an unknown issuer")
    check_revocations(found, issuer, seen=seen.get(found.issuer, -1))
