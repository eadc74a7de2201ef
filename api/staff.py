"""Adding a member of staff: login, password, role, and a certified key."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from api.databases import OpenDatabase
from api.keyring import Keyring
from audit import repository as log
from consent.asking import Caller
from consent.entries import log_change
from consent.repository import Connection
from consent.roles import ADVOCATE, COURT_EXPERT, RECEIVERS
from vault import accounts
from vault.certificate import issue_certificate, parse_certificate
from vault.identity import Bundle
from vault.ids import ID_SIZE, Random
from vault.password import hash_password
from vault.rows import StaffRow

CERTIFIED = {
    "guardian": "guardian",
    **dict.fromkeys(RECEIVERS, "recipient"),
    COURT_EXPERT: "recipient",
    # A key of theirs opens nothing, and is certified for nothing that does.
    ADVOCATE: "service",
    "auditor": "auditor",
    "administrator": "service",
}
YEARS = 2
CLOCKS_APART = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class NewStaff:
    """Who is added."""

    login: str
    password: str = field(repr=False)
    role: str
    name: str
    organisation: str
    team: str


def add_staff_member(
    database: OpenDatabase,
    keyring: Keyring,
    member: NewStaff,
    bundle: Bundle,
    *,
    random: Random,
    now: datetime,
    by: Caller | None = None,
) -> tuple[bytes, bytes]:
    """Add a member with a key that the organisation certifies; give their id and certificate.

    `by` is the administrator who does it; without one it is the operator, at a stopped vault.

    Raises:
        AlreadyStored: the login or the key is taken.
    """
    # Whoever checks it may have a clock that is behind.
    begin = now.replace(microsecond=0) - CLOCKS_APART
    certificate = issue_certificate(
        keyring.organisation,
        subject=bundle,
        name=f"{member.name}, {member.organisation}",
        roles=[CERTIFIED[member.role]],
        not_before=begin,
        not_after=begin + timedelta(days=365 * YEARS),
    )
    now_ms = int(now.timestamp() * 1000)
    sid = random(ID_SIZE)

    def act(connection: Connection) -> None:
        log.prepare(connection)
        accounts.add_staff(
            connection,
            StaffRow(
                sid=sid,
                login=member.login,
                password_hash=hash_password(member.password),
                role=member.role,
                name=member.name,
                organisation=member.organisation,
                team=member.team,
                fp=bundle.fp,
                bundle=bundle.marshal(),
                certificate=certificate,
                created_at=now_ms,
            ),
        )
        caller = by or Caller("system", b"", bytes(ID_SIZE), "", "vault", "service")
        log_change(connection, caller, "role.add", uid=None, item=sid, now_ms=now_ms, random=random)

    database.write(act)
    return sid, certificate


def certified_organisation(member: StaffRow) -> str | None:
    """Give a member's organisation if their certificate names it; those of before may not."""
    if member.certificate is None:
        return None
    name = parse_certificate(member.certificate).name
    return member.organisation if name.endswith(f", {member.organisation}") else None
