"""Audit grants: an expert sees what an extraction lists, proven, and none of its contents.

docs/formats/grant.md 7. Completeness of a release is proven for the groups that a grant lists;
which groups exist, only a catalogue shows. The survivor alone can open it to somebody.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from consent.grant import Grant, parse_grant, selection_digest, sign_grant
from consent.scope import CATEGORIES, Scope
from extraction.client import OpenedExtraction
from extraction.derived import Derived
from extraction.filter import FILTER
from extraction.granted import check_in_force, check_signed
from vault.canonical import Json, parse_object
from vault.catalogue import Catalogue, open_catalogue
from vault.catalogue_grant import (
    catalogue_grant_of,
    check_rows,
    open_catalogue_grant,
    seal_catalogue_grant,
)
from vault.custody import Custody
from vault.errors import NoIdentityMatches, NotAuthentic, WeakParameters
from vault.identity import Bundle, Identity
from vault.ids import Gid, Random
from vault.ingest import check_ingest
from vault.segment import UNDATED


@dataclass(frozen=True, slots=True)
class AuditGrant:
    """The two files of an audit grant: what she signed, and the envelope for the expert."""

    statement: bytes
    envelope: bytes


@dataclass(frozen=True, slots=True)
class Group:
    """One group of an extraction: what its descriptor says, and what the catalogue counts.

    `days` are the first and last day that have one, None where none has; `undated` tells
    whether it also holds records without a day. `records` is the guardian's claim.
    """

    tag: bytes
    desc: dict[str, Json]
    segments: int
    records: int
    days: tuple[str, str] | None
    undated: bool

    def people(self) -> list[str]:
        """Give the normalised ids of those in it; none where they are not known."""
        parties = self.desc.get("parties")
        return [str(party) for party in parties] if isinstance(parties, list) else []

    def names(self, person: str) -> bool:
        """Tell whether it is known to be with somebody, by a normalised id."""
        return person in self.people()


@dataclass(frozen=True, slots=True)
class Examined:
    """What an expert found: the grant, and every group of the extraction in order of tag."""

    grant: Grant
    groups: tuple[Group, ...]

    def missing_from(self, release: Grant, person: str | None) -> list[Group]:
        """List groups with somebody that another grant of this extraction does not list.

        Without a person, every group that is inside the other grant's categories.

        Raises:
            NotAuthentic: the other grant is for another extraction.
        """
        if (release.eid, release.root) != (self.grant.eid, self.grant.root):
            raise NotAuthentic("the release is of another extraction than the audit grant")
        return [
            group
            for group in self.groups
            if group.tag not in release.groups
            and group.desc["category"] in release.scope.c
            and (person is None or group.names(person))
        ]


def make_audit_grant(
    opened: OpenedExtraction,
    survivor: Identity,
    expert: Bundle,
    gid: Gid,
    *,
    created: datetime,
    expires: datetime,
    request: str = "",
    random: Random,
) -> AuditGrant:
    """Seal the catalogue's key to an expert and sign what that is."""
    plain = catalogue_grant_of(opened.keys, gid, len(opened.catalogue.segments))
    sealed = seal_catalogue_grant(plain, expert, random=random)
    grant = Grant(
        kind="catalogue",
        gid=gid,
        request=request,
        consent="",
        eid=opened.eid,
        root=opened.checked.ingest.root,
        worker=expert.fp,
        worker_cert=None,
        scope=Scope(frozenset({opened.eid.hex()}), frozenset(CATEGORIES)),
        groups=(),
        segments=0,
        objects=0,
        selection_records=0,
        selection=selection_digest(opened.eid, ()),
        derived_records=0,
        derived=hashlib.sha256(Derived((), ()).marshal()).digest(),
        filter=FILTER,
        release_to=(expert.fp,),
        approval="ask",
        created=created,
        not_before=created,
        expires=expires,
        policy=None,
        notice=None,
        envelope=hashlib.sha256(sealed).digest(),
    )
    return AuditGrant(sign_grant(survivor, grant), sealed)


def examine(
    files: AuditGrant, custody: Custody, expert: Identity, survivor: Bundle, *, now: datetime
) -> Examined:
    """Open a catalogue as the expert and prove it, in the steps X1 to X6.

    Raises:
        NotAuthentic, NoIdentityMatches: something is not what was signed, or not for this key.
        WeakParameters: the grant is of another kind.
        MalformedCatalogue: the catalogue is out of order, or splits a conversation.
    """
    grant, statement = parse_grant(files.statement)
    if grant.kind != "catalogue":
        raise WeakParameters("this grant is for a release; an audit grant opens a catalogue")
    # (X1) the guardian's signatures, and that the leaves give the root
    checked = check_ingest(custody)
    # (X2) the survivor that it names signed the grant, for this extraction
    check_signed(grant, statement, checked, survivor)
    # (X3) for this expert
    if grant.release_to != (expert.fp,):
        raise NoIdentityMatches("the audit grant is for somebody else's key")
    # (X4) inside its time, (X5) with the envelope that she signed
    check_in_force(grant, files.envelope, now)
    opened = open_catalogue_grant(files.envelope, expert, grant.gid, grant.eid)
    catalogue = open_catalogue(custody.catalogue(), opened.key, grant.eid)
    # (X6) order, groups and days of every segment, against the leaves
    check_rows(catalogue, opened.salts, checked.leaves)
    return Examined(grant, tuple(_groups(catalogue)))


def _groups(catalogue: Catalogue) -> Iterator[Group]:
    rows: dict[bytes, list[tuple[str, int]]] = {tag: [] for tag in catalogue.groups}
    for row in catalogue.segments:
        rows[row.tag].append((row.day, row.count))
    for tag, found in sorted(rows.items()):
        days = sorted(day for day, _ in found if day != UNDATED)
        yield Group(
            tag=tag,
            desc=parse_object(catalogue.groups[tag]),
            segments=len(found),
            records=sum(count for _, count in found),
            days=(days[0], days[-1]) if days else None,
            undated=any(day == UNDATED for day, _ in found),
        )


def with_person(groups: Sequence[Group], person: str | None) -> list[Group]:
    """List the groups with somebody, or all where nobody is named."""
    return [group for group in groups if person is None or group.names(person)]
