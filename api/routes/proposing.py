"""Requests that a supervisor approves before they can be submitted.

docs/api.md 6. A proposal names no survivor: the code stays with who asks.
"""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from api.auth import CallerDep, SharedDep, allowed
from api.given import given
from api.listing import log_listing
from api.routes.asking import HostDep
from consent import proposals
from consent.editions import ASKERS
from consent.repository import Connection
from consent.request import parse_request
from consent.roles import SUPERVISOR
from consent.rows import Proposal
from vault import accounts
from vault.canonical import parse_object
from vault.ids import parse_fp, parse_gid
from vault.statement import digest

ROUTES = APIRouter()


class Proposed(BaseModel):
    """A request, whole, without a code."""

    model_config = ConfigDict(extra="forbid")
    request: dict[str, Any]


class Read(BaseModel):
    """SHA-256 of the words that were read, so that no others are approved."""

    model_config = ConfigDict(extra="forbid")
    document: str


@ROUTES.post("/v1/proposals")
@allowed(*ASKERS)
def propose(
    body: Proposed, caller: CallerDep, services: SharedDep, host: HostDep
) -> dict[str, str]:
    """Put a request before the supervisors of the caller's organisation."""
    with given():
        request = parse_request(body.request, now=services.clock(), counselling_host=host)
    row = services.database.write(
        lambda db: proposals.propose(
            db, caller, request, now_ms=services.now_ms(), random=services.random
        )
    )
    return {"pid": row.pid.hex(), "state": row.state}


@ROUTES.get("/v1/proposals")
@allowed(*ASKERS, SUPERVISOR)
def listed(caller: CallerDep, services: SharedDep) -> list[dict[str, object]]:
    """List the caller's own, to a supervisor those of the organisation; logged, each of them."""

    def act(connection: Connection) -> list[dict[str, object]]:
        found = proposals.proposals_for(connection, caller)
        lines = [(None, row.pid) for row in found]
        log_listing(services, connection, caller, "request.read", lines)
        return [_proposal(connection, row) for row in found]

    return services.database.write(act)


def _proposal(connection: Connection, row: Proposal) -> dict[str, object]:
    asker = accounts.staff_of(connection, row.sid)
    return {
        "pid": row.pid.hex(),
        "state": row.state,
        "by": None if asker is None else asker.name,
        "asked_ms": row.asked_at,
        "answered_ms": row.answered_at,
        "document": parse_object(row.document),
        "document_sha256": digest(row.document).hex(),
    }


@ROUTES.post("/v1/proposals/{pid}/approve")
@allowed(SUPERVISOR)
def approve(pid: str, body: Read, caller: CallerDep, services: SharedDep) -> dict[str, int]:
    """Approve the words that were read; they can be submitted once."""
    with given():
        read = parse_fp(body.document)
    found = parse_gid(pid)
    index = services.database.write(
        lambda db: proposals.approve(
            *(db, caller, found, read), now_ms=services.now_ms(), random=services.random
        )
    )
    return {"log_index": index}


@ROUTES.post("/v1/proposals/{pid}/decline")
@allowed(SUPERVISOR)
def decline(pid: str, body: Read, caller: CallerDep, services: SharedDep) -> dict[str, int]:
    """Decline them; no reason is kept."""
    with given():
        read = parse_fp(body.document)
    found = parse_gid(pid)
    index = services.database.write(
        lambda db: proposals.decline(
            *(db, caller, found, read), now_ms=services.now_ms(), random=services.random
        )
    )
    return {"log_index": index}
