"""Audit grants: she leaves one in the vault, and its expert collects it.

docs/api.md 10, docs/formats/grant.md 7. What is collected opens a list, and no contents.
"""

from dataclasses import replace

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict

from api.answers import OCTETS_ANSWERED
from api.auth import CallerDep, ServicesDep, allowed, key_of, uid_of
from api.given import given
from api.listing import log_listing
from api.problems import NotFound
from api.sending import Delivered
from api.services import Services
from consent.decision import Refusal
from consent.examining import Held, audit_grants_for, audit_grants_of, store_audit_grant
from consent.granting import grant_of
from consent.repository import Connection
from consent.roles import COURT_EXPERT
from consent.states import grant_state
from vault import accounts, holdings
from vault.canonical import unb64
from vault.catalogue_handout import CatalogueHead
from vault.errors import Missing
from vault.ids import Fingerprint, Gid, parse_gid

ROUTES = APIRouter()


class AuditGrantBody(BaseModel):
    """A signed audit grant and its sealed envelope."""

    model_config = ConfigDict(extra="forbid")
    statement: str
    envelope: str


@ROUTES.post("/v1/audit-grants")
@allowed("survivor")
def give(body: AuditGrantBody, caller: CallerDep, services: ServicesDep) -> dict[str, object]:
    """Leave an audit grant for its expert; logged."""
    with given():
        raw, envelope = unb64(body.statement), unb64(body.envelope)
        stored = services.database.write(
            lambda db: store_audit_grant(
                *(db, caller, uid_of(caller), raw, envelope),
                now=services.clock(),
                random=services.random,
            )
        )
    return {"gid": stored.gid.hex(), "log_index": stored.index}


@ROUTES.get("/v1/audit-grants")
@allowed("survivor", COURT_EXPERT)
def listed(caller: CallerDep, services: ServicesDep) -> list[dict[str, object]]:
    """List her own; to an expert those that name their key, which is logged in each case."""

    def act(connection: Connection) -> list[Held]:
        if caller.role == "survivor":
            return audit_grants_of(connection, uid_of(caller))
        fp = key_of(connection, caller)
        found = [] if fp is None else audit_grants_for(connection, fp)
        lines = [(each.row.uid, each.row.gid) for each in found]
        log_listing(services, connection, caller, "catalogue.list", lines)
        return found

    found = services.database.write(act)
    now_ms = services.now_ms()
    return [
        {
            "gid": each.row.gid.hex(),
            "state": grant_state(each.row, now_ms),
            "to": each.grant.worker.hex(),
            "expires_ms": each.row.expires_at,
        }
        for each in found
    ]


@ROUTES.post("/v1/audit-grants/{gid}/collect", **OCTETS_ANSWERED)
@allowed(COURT_EXPERT)
def collect(gid: str, caller: CallerDep, services: ServicesDep) -> Response:
    """Collect an audit grant with what it opens: decided, logged and witnessed before a byte."""
    found = parse_gid(gid)
    fp = services.database.read(lambda db: key_of(db, caller)) or Fingerprint(bytes(32))
    try:
        delivery = services.access.collect_catalogue(caller, found, fp)
    except Missing:
        raise NotFound("there is no such audit grant") from None
    if isinstance(delivery, Refusal):
        raise NotFound("there is no such audit grant")
    try:
        head = _head(services, found, delivery.handed.cover).marshal()
    except Exception:
        delivery.stop("error")
        raise
    return Delivered(delivery.chunks(head, services.stores.custody))


def _head(services: Services, gid: Gid, envelope: bytes) -> CatalogueHead:
    """Gather what stands before the catalogue, or raise Missing."""

    def query(connection: Connection) -> tuple[CatalogueHead, str]:
        row = grant_of(connection, gid)
        extraction = None if row is None else holdings.extraction_of(connection, row.eid)
        account = None if row is None else accounts.account_of(connection, row.uid)
        if row is None or extraction is None or extraction.leaves is None or account is None:
            raise Missing(f"what audit grant {gid.hex()} opens is gone")
        head = CatalogueHead(
            row.statement, envelope, account.bundle, extraction.ingest, extraction.certs, b""
        )
        return head, extraction.leaves

    head, name = services.database.read(query)
    return replace(head, leaves=b"".join(services.stores.custody.read(name)))
