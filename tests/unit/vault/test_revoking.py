"""Revocation lists: who may sign one, which of several counts, what is remembered."""

import os
from datetime import UTC, datetime, timedelta

import pytest

from vault.certificate import Certificate, issue_certificate, parse_certificate
from vault.errors import MalformedIdentity, NotAuthentic
from vault.identity import Identity, Kind, new_identity
from vault.revocation import Revoked, issue_revocations, parse_revocations
from vault.revoking import gather_revoked, numbers_of
from vault.statement import sign

NOW = datetime(2026, 6, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def person() -> Identity:
    """Make a key; people's sign faster."""
    return new_identity(Kind.PERSON, random=os.urandom)


ROOT, OFFICE, MEMBER, STRANGER = (person() for _ in range(4))


def certify(issuer: Identity, subject: Identity, *roles: str) -> Certificate:
    raw = issue_certificate(
        issuer,
        subject=subject.bundle,
        name="somebody",
        roles=roles,
        not_before=NOW - 30 * DAY,
        not_after=NOW + 30 * DAY,
    )
    return parse_certificate(raw)


KNOWN = [
    certify(ROOT, ROOT, "ca"),
    certify(ROOT, OFFICE, "ca"),
    certify(OFFICE, MEMBER, "guardian"),
    certify(STRANGER, STRANGER, "ca"),
]


def listed(issuer: Identity, *whose: Identity, seq: int = 1, since: datetime = NOW) -> bytes:
    people = [(each.fp, since, "lost") for each in whose]
    return issue_revocations(issuer, seq=seq, issued=NOW, revoked=people)


def gather(*lists: bytes, seen: dict[Identity, int] | None = None) -> Revoked:
    numbers = {identity.fp: number for identity, number in (seen or {}).items()}
    return gather_revoked(lists, KNOWN, {ROOT.fp}, seen=numbers)


def test_a_root_revokes_anybody_s_key_from_a_moment_on() -> None:
    found = gather(listed(ROOT, MEMBER))
    assert found.at(MEMBER.fp, OFFICE.fp, NOW)
    assert not found.at(MEMBER.fp, OFFICE.fp, NOW - DAY)
    assert not found.at(OFFICE.fp, ROOT.fp, NOW)


def test_an_organisation_revokes_only_what_it_certified() -> None:
    found = gather(listed(OFFICE, MEMBER, ROOT))
    assert found.at(MEMBER.fp, OFFICE.fp, NOW)
    assert not found.at(MEMBER.fp, ROOT.fp, NOW)
    assert not found.at(ROOT.fp, ROOT.fp, NOW)


@pytest.mark.parametrize("who", [STRANGER, MEMBER, person()])
def test_a_list_by_anybody_else_is_refused(who: Identity) -> None:
    with pytest.raises(NotAuthentic):
        gather(listed(who, MEMBER))


def test_a_list_by_a_revoked_organisation_is_refused() -> None:
    with pytest.raises(NotAuthentic):
        gather(listed(ROOT, OFFICE), listed(OFFICE, MEMBER))


def test_of_one_issuer_the_newest_list_counts() -> None:
    for lists in ((1, 2), (2, 1)):
        found = gather(*(listed(ROOT, *[MEMBER] * (seq == 1), seq=seq) for seq in lists))
        assert not found.at(MEMBER.fp, OFFICE.fp, NOW)


def test_two_lists_of_one_number_are_refused_unless_they_are_one() -> None:
    assert gather(listed(ROOT, MEMBER), listed(ROOT, MEMBER)).at(MEMBER.fp, OFFICE.fp, NOW)
    with pytest.raises(NotAuthentic):
        gather(listed(ROOT, MEMBER), listed(ROOT))


def test_a_list_older_than_what_was_seen_is_refused() -> None:
    assert gather(listed(ROOT, MEMBER, seq=3), seen={ROOT: 3})
    with pytest.raises(NotAuthentic, match="older"):
        gather(listed(ROOT, MEMBER, seq=3), seen={ROOT: 4})


def test_the_highest_number_of_each_issuer_is_remembered() -> None:
    lists = [listed(ROOT, seq=3), listed(OFFICE, seq=1), listed(ROOT, seq=2)]
    assert numbers_of(lists, {OFFICE.fp: 5}) == {ROOT.fp: 3, OFFICE.fp: 5}


def test_a_list_signed_by_another_key_is_refused() -> None:
    body = parse_revocations(listed(ROOT, MEMBER)).statement.body
    with pytest.raises(NotAuthentic):
        gather(sign(STRANGER, "revoked", body))


@pytest.mark.parametrize(
    "change",
    [
        {"list": [{"fp": "00", "from": "2026-06-01T00:00:00Z", "reason": "lost"}]},
        {"list": [{"fp": "00" * 32, "from": "2026-06-01", "reason": "lost"}]},
        {"list": [{"fp": "00" * 32, "from": "2026-06-01T00:00:00Z", "reason": "because"}]},
        {"list": [{"fp": "00" * 32, "from": "2026-06-01T00:00:00Z", "reason": "lost"}] * 2},
        {"seq": -1},
        {"v": 2},
        {"more": 1},
    ],
)
def test_what_is_no_list_is_malformed(change: dict[str, object]) -> None:
    body = parse_revocations(listed(ROOT, MEMBER)).statement.body
    with pytest.raises(MalformedIdentity):
        parse_revocations(sign(ROOT, "revoked", body | change))  # type: ignore[arg-type, operator] # on purpose
