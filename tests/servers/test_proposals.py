"""The gateway's own role proposes, approves and uses an approval; it sees no advocate."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from api.postgres import PostgresDatabase, Where
from audit import repository as log
from consent import proposals
from consent.asking import Caller
from consent.errors import IncompleteRequest
from consent.request import parse_request
from tests.servers.conftest import Server
from tests.unit.consent.asked import asked
from vault import accounts
from vault.repository import Connection
from vault.rows import StaffRow
from vault.statement import digest

ASKER, BOSS = b"\x02" * 16, b"\x05" * 16
NOW = datetime(2026, 3, 1, tzinfo=UTC)
NOW_MS = int(NOW.timestamp() * 1000)


def staff(sid: bytes, role: str, name: str) -> StaffRow:
    return StaffRow(*(sid, name, "hash", role, name, "Police", "team-1", None, None, None, 5))


def as_caller(sid: bytes, role: str) -> Caller:
    return Caller(role, sid * 2, sid, "team-1", "Police", "session")


@pytest.fixture
def gateway(server: Server, where: Where, database: PostgresDatabase) -> Callable[[], Where]:
    def add(db: Connection) -> None:
        log.prepare(db)
        accounts.add_staff(db, staff(ASKER, "investigator", "A"))
        accounts.add_staff(db, staff(BOSS, "supervisor", "B. Senior"))

    database.write(add)
    return lambda: server.at(where.url().database or "", server.roles()["gateway"])


def test_the_gateway_proposes_approves_and_uses(
    gateway: Callable[[], Where], seeded: Callable[[int], bytes]
) -> None:
    request = parse_request(asked("counselling"), now=NOW)
    asker, boss = as_caller(ASKER, "investigator"), as_caller(BOSS, "supervisor")
    database = PostgresDatabase(gateway())
    try:
        with pytest.raises(IncompleteRequest):
            database.write(lambda db: proposals.use_approval(db, asker, request))
        row = database.write(
            lambda db: proposals.propose(db, asker, request, now_ms=NOW_MS, random=seeded)
        )
        (seen,) = database.read(lambda db: proposals.proposals_for(db, boss))
        assert seen.pid == row.pid
        database.write(
            lambda db: proposals.approve(
                db, boss, row.pid, digest(row.document), now_ms=NOW_MS, random=seeded
            )
        )
        database.write(lambda db: proposals.use_approval(db, asker, request))
        with pytest.raises(IncompleteRequest):
            database.write(lambda db: proposals.use_approval(db, asker, request))
    finally:
        database.close()
