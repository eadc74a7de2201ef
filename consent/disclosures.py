"""What has been shared with an organisation, for its disclosure officer.

docs/policy.md 4. A list of releases and of who received them, so that what is held can be
scheduled: no contents, no request, and nobody outside the organisation.
"""

from dataclasses import dataclass

from consent.repository import Connection
from vault import accounts, holdings
from vault.rows import ReleaseRow, StaffRow


@dataclass(frozen=True, slots=True)
class Disclosed:
    """A release to somebody of the organisation: to whom, and when each received it."""

    release: ReleaseRow
    people: tuple[tuple[StaffRow, int | None], ...]


def disclosures(connection: Connection, organisation: str) -> list[Disclosed]:
    """List the releases that name somebody of an organisation, ended ones too, newest first."""
    members = {
        member.fp: member
        for member in accounts.staff_of_organisation(connection, organisation)
        if member.fp is not None
    }
    return [
        Disclosed(
            release,
            tuple(
                (members[fp], at)
                for fp, at in holdings.collected_by(connection, release.rid)
                if fp in members
            ),
        )
        for release in holdings.releases_ever_for(connection, members)
    ]
