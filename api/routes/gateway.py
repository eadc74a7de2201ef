"""The gateway's routes: who asks follows requests; who is named collects, and nobody else.

docs/api.md 6. Nothing here tells whether a person or an extraction exists: a code that is
good, unknown or used gets one answer, and a release that is not granted is not there.
"""

import hashlib
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict

from api.answers import OCTETS_ANSWERED
from api.auth import CallerDep, SharedDep, allowed, key_of
from api.containers import head_with_proofs
from api.given import given
from api.listing import log_listing
from api.problems import NotFound
from api.routes.asking import HostDep
from api.sending import Delivered
from consent import requests
from consent.decision import Refusal
from consent.disclosures import Disclosed, disclosures
from consent.editions import ASKERS
from consent.granting import grant_of
from consent.repository import Connection
from consent.request import parse_request
from consent.roles import DISCLOSURE, RECEIVERS, SUPERVISOR
from consent.rows import RequestRow
from consent.states import release_state, request_state
from vault import holdings
from vault.errors import Missing
from vault.ids import Fingerprint, parse_gid, parse_rid
from vault.rows import ReleaseRow

ROUTES = APIRouter()
TOLD_MS = 31 * 24 * 3600 * 1000
"""So long who was named sees that a release ended."""


class RequestBody(BaseModel):
    """A request code and the request, in the form that the law demands."""

    model_config = ConfigDict(extra="forbid")
    code: str
    request: dict[str, Any]


@ROUTES.post("/v1/requests")
@allowed(*ASKERS)
def submit(
    body: RequestBody, caller: CallerDep, services: SharedDep, host: HostDep
) -> dict[str, object]:
    """Submit a request; the answer is the same whatever the code was."""
    with given():
        request = parse_request(body.request, now=services.clock(), counselling_host=host)
    try:
        code = bytes.fromhex(body.code)
    except ValueError:
        code = b""
    hashed = hashlib.sha256(code).digest()
    submitted = services.database.write(
        lambda db: requests.submit(
            db, caller, hashed, request, now_ms=services.now_ms(), random=services.random
        )
    )
    return {"qid": submitted.qid.hex(), "log_index": submitted.index, "state": "submitted"}


@ROUTES.get("/v1/requests")
@allowed(*ASKERS, SUPERVISOR)
def own_requests(caller: CallerDep, services: SharedDep) -> list[dict[str, object]]:
    """List the team's requests with their states; logged, for each case that it names."""

    def act(connection: Connection) -> list[RequestRow]:
        found = requests.requests_by(connection, caller.team)
        lines = [(requests.case_of(connection, row), row.qid) for row in found]
        log_listing(services, connection, caller, "request.read", lines)
        return found

    found = services.database.write(act)
    now_ms = services.now_ms()
    return [
        {
            "qid": row.qid.hex(),
            "state": row.state,
            "standing": request_state(row, now_ms),
            "at_ms": row.created_at,
        }
        for row in found
    ]


@ROUTES.post("/v1/requests/{qid}/withdraw")
@allowed(*ASKERS)
def take_back(qid: str, caller: CallerDep, services: SharedDep) -> dict[str, int]:
    """Take a request back."""
    found = parse_gid(qid)
    index = services.database.write(
        lambda db: requests.withdraw(
            db, caller, found, now_ms=services.now_ms(), random=services.random
        )
    )
    return {"log_index": index}


@ROUTES.get("/v1/releases")
@allowed(*RECEIVERS)
def releases(caller: CallerDep, services: SharedDep) -> list[dict[str, object]]:
    """List the releases that are addressed to this person's key; logged, for each case.

    What ended stays on it for a while, so that whoever received it is told.
    """

    def act(connection: Connection) -> list[dict[str, object]]:
        fp = key_of(connection, caller)
        ever = [] if fp is None else holdings.releases_ever_for(connection, {fp})
        since = services.now_ms() - TOLD_MS
        found = [row for row in ever if row.ended_at is None or row.ended_at >= since]
        lines = [(row.uid, row.rid) for row in found]
        log_listing(services, connection, caller, "release.list", lines)
        return [_addressed(connection, row, fp) for row in found]

    return services.database.write(act)


def _addressed(
    connection: Connection, row: ReleaseRow, fp: Fingerprint | None
) -> dict[str, object]:
    grant = grant_of(connection, row.gid)
    people = holdings.collected_by(connection, row.rid)
    collected = next((at for each, at in people if each == fp), None)
    return {
        "rid": row.rid.hex(),
        "state": row.state if grant is None else release_state(grant, row),
        "bytes": row.box_length,
        "collected_ms": collected,
        "ended_ms": row.ended_at,
    }


@ROUTES.get("/v1/disclosures")
@allowed(DISCLOSURE)
def disclosed(caller: CallerDep, services: SharedDep) -> list[dict[str, object]]:
    """List what the caller's organisation was given, and who received it; logged, for each case."""

    def act(connection: Connection) -> list[Disclosed]:
        found = disclosures(connection, caller.org)
        lines = [(each.release.uid, each.release.rid) for each in found]
        log_listing(services, connection, caller, "release.list", lines)
        return found

    return [_disclosed(each) for each in services.database.write(act)]


def _disclosed(found: Disclosed) -> dict[str, object]:
    release = found.release
    return {
        "rid": release.rid.hex(),
        "state": release.state,
        "bytes": release.box_length,
        "statement_sha256": release.statement_sha256.hex(),
        "approved_ms": release.approved_at,
        "ended_ms": release.ended_at,
        "to": [
            {"name": member.name, "role": member.role, "team": member.team, "collected_ms": at}
            for member, at in found.people
        ],
    }


@ROUTES.post("/v1/releases/{rid}/collect", **OCTETS_ANSWERED)
@allowed(*RECEIVERS)
def collect(rid: str, caller: CallerDep, services: SharedDep) -> Response:
    """Collect a release: decided, logged and witnessed before a byte leaves."""
    found = parse_rid(rid)
    fp = services.database.read(lambda db: key_of(db, caller)) or Fingerprint(bytes(32))
    try:
        delivery = services.access.collect(caller, found, fp)
    except Missing:
        raise NotFound("there is no such release") from None
    row = services.database.read(lambda db: holdings.release_of(db, found))
    if isinstance(delivery, Refusal) or row is None:
        raise NotFound("there is no such release")
    delivery.await_store()
    try:
        head = head_with_proofs(services, delivery.handed, row)
    except Exception:
        delivery.stop("error")
        raise
    return Delivered(delivery.chunks(head))
