"""Chains of certificates: three keys at most, every certificate tried, bounded work."""

import os
from datetime import UTC, datetime, timedelta

import pytest

from vault import certificate as module
from vault.certificate import Certificate, find_chain, issue_certificate, parse_certificate
from vault.errors import NotAuthentic
from vault.identity import Bundle, Identity, Kind, new_identity
from vault.revocation import Revoked
from vault.statement import Statement, check_signatures

NOW = datetime(2026, 6, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def person() -> Identity:
    """Make a key; people's sign faster, and a chain does not ask what kind a key is."""
    return new_identity(Kind.PERSON, random=os.urandom)


ROOT, ORGANISATION, MEMBER, OTHER = (person() for _ in range(4))


def certify(
    issuer: Identity, subject: Identity, *roles: str, begins: int = -1, ends: int = 1
) -> Certificate:
    raw = issue_certificate(
        issuer,
        subject=subject.bundle,
        name="somebody",
        roles=roles,
        not_before=NOW + begins * DAY,
        not_after=NOW + ends * DAY,
    )
    return parse_certificate(raw)


SELF = certify(ROOT, ROOT, "ca")
ABOVE = certify(ROOT, ORGANISATION, "ca")
OWN = certify(ORGANISATION, MEMBER, "guardian")


def chain(*certificates: Certificate, revoked: Revoked | None = None) -> tuple[Certificate, ...]:
    return find_chain(
        certificates,
        MEMBER.fp,
        "guardian",
        at=NOW,
        roots={ROOT.fp},
        revoked=revoked or Revoked({}, {}),
    )


def test_a_chain_of_three_keys_is_found_in_any_order() -> None:
    for given in ((SELF, ABOVE, OWN), (OWN, ABOVE, SELF)):
        assert chain(*given) == (OWN, ABOVE)


def test_a_chain_of_four_keys_is_none() -> None:
    middle = certify(ORGANISATION, OTHER, "ca")
    with pytest.raises(NotAuthentic):
        chain(SELF, ABOVE, middle, certify(OTHER, MEMBER, "guardian"))


def test_every_certificate_of_a_key_is_tried() -> None:
    useless = (
        certify(OTHER, MEMBER, "guardian"),
        certify(ORGANISATION, MEMBER, "worker"),
        certify(ORGANISATION, MEMBER, "guardian", begins=-3, ends=-2),
        certify(OTHER, ORGANISATION, "ca"),
        certify(ROOT, ORGANISATION, "worker"),
    )
    assert chain(*useless, SELF, ABOVE, OWN) == (OWN, ABOVE)


def test_a_forged_certificate_is_passed_over() -> None:
    forged = certify(OTHER, MEMBER, "guardian")
    statement = Statement(
        "cert",
        forged.statement.body,
        forged.statement.payload,
        forged.statement.raw,
        OWN.statement.signatures,
    )
    lying = Certificate(
        *(ORGANISATION.fp, forged.bundle, forged.name, forged.roles),
        *(forged.not_before, forged.not_after, statement),
    )
    assert chain(lying, SELF, ABOVE, OWN) == (OWN, ABOVE)
    with pytest.raises(NotAuthentic):
        chain(lying, SELF, ABOVE)


def test_without_the_root_s_own_certificate_there_is_none() -> None:
    with pytest.raises(NotAuthentic):
        chain(ABOVE, OWN)


def test_a_key_may_not_say_its_own_role_unless_it_is_pinned() -> None:
    own = certify(MEMBER, MEMBER, "guardian")
    with pytest.raises(NotAuthentic):
        chain(SELF, own)
    with pytest.raises(NotAuthentic):
        chain(SELF, own, certify(ROOT, MEMBER, "ca"))
    assert find_chain([own], MEMBER.fp, "guardian", at=NOW, roots={MEMBER.fp}) == (own,)


def test_a_pinned_key_may_be_certified_by_another_pinned_one() -> None:
    given = [SELF, certify(ROOT, MEMBER, "guardian")]
    assert find_chain(given, MEMBER.fp, "guardian", at=NOW, roots={ROOT.fp, MEMBER.fp})


@pytest.mark.parametrize("who", [ROOT, ORGANISATION, MEMBER])
def test_whoever_in_a_chain_was_revoked_by_a_root_before_breaks_it(who: Identity) -> None:
    assert chain(SELF, ABOVE, OWN, revoked=Revoked({who.fp: NOW + DAY}, {}))
    with pytest.raises(NotAuthentic):
        chain(SELF, ABOVE, OWN, revoked=Revoked({who.fp: NOW}, {}))


def test_an_organisation_revokes_what_it_certified_and_nothing_else() -> None:
    ours = Revoked({}, {ORGANISATION.fp: {MEMBER.fp: NOW}})
    with pytest.raises(NotAuthentic):
        chain(SELF, ABOVE, OWN, revoked=ours)
    elsewhere = certify(ROOT, MEMBER, "guardian")
    assert chain(SELF, ABOVE, OWN, elsewhere, revoked=ours) == (elsewhere,)


def test_a_hostile_set_costs_no_more_signatures_than_twice_its_size(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keys = [person() for _ in range(16)]
    hostile = [certify(one, other, "ca") for one in keys for other in keys if one is not other]
    hostile += [certify(one, MEMBER, "guardian") for one in keys]
    hostile += [certify(ROOT, one, "ca", begins=-3, ends=-2) for one in keys]
    checked = []

    def counted(statement: Statement, bundle: Bundle) -> None:
        checked.append(statement)
        check_signatures(statement, bundle)

    monkeypatch.setattr(module, "check_signatures", counted)
    with pytest.raises(NotAuthentic):
        chain(SELF, *hostile)
    assert len(checked) <= 2 * len(hostile)
