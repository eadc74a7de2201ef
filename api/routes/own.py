"""The survivor's own things: her extractions, codes, requests, grants, drafts, withdrawals.

docs/api.md 4. Everything here is decided by ownership; a thing of somebody else answers
as one that does not exist.
"""

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel, ConfigDict

from api.answers import OCTETS, OCTETS_ANSWERED
from api.auth import CallerDep, ServicesDep, allowed, uid_of
from api.given import given
from api.problems import Invalid, NotFound
from api.services import Services
from consent.asking import Caller
from consent.decision import Refusal
from consent.entries import log_change
from consent.repository import Connection
from vault import accounts, holdings
from vault.canonical import MAX_INTEGER, b64, unb64
from vault.custody import marshal_certs
from vault.identity import parse_bundle
from vault.ids import Eid, parse_eid
from vault.ingest import parse_ingest, parse_receipt
from vault.rows import ExtractionRow
from vault.statement import check_signatures, digest

ROUTES = APIRouter()
MAX_RANGE = 64 * 1024 * 1024


class ReceiptBody(BaseModel):
    """Her countersignature of an intake."""

    model_config = ConfigDict(extra="forbid")
    receipt: str


@ROUTES.get("/v1/extractions")
@allowed("survivor")
def extractions(caller: CallerDep, services: ServicesDep) -> list[dict[str, object]]:
    """List her extractions; `guardian` is null for what she added herself."""

    def query(connection: Connection) -> tuple[list[ExtractionRow], bytes | None]:
        account = accounts.account_of(connection, uid_of(caller))
        fp = None if account is None else account.fp
        return holdings.extractions_of(connection, uid_of(caller)), fp

    found, fp = services.database.read(query)
    return [
        {
            "eid": row.eid.hex(),
            "state": row.state,
            "root": row.root.hex(),
            "guardian": None if row.guardian == fp else row.guardian.hex(),
            "created_ms": row.created_at,
            "log_index": row.log_index,
            "receipt": row.receipt is not None,
        }
        for row in found
        if row.state != "uploading" and not holdings.is_given_up(row)
    ]


@ROUTES.post("/v1/extractions/{eid}/open")
@allowed("survivor")
def open_extraction(eid: str, caller: CallerDep, services: ServicesDep) -> dict[str, object]:
    """Hand out the wrap of her extraction, with what its client checks first; logged."""
    found = parse_eid(eid)
    wrap = services.access.open_own(caller, found)
    if isinstance(wrap, Refusal):
        raise NotFound("there is no such extraction")
    row = _row(services, caller, found)
    return {
        "wrap": b64(wrap),
        "ingest": b64(row.ingest),
        "certs": b64(row.certs),
        # An intake may hold the guardian's certificate alone, and nobody's above it.
        "above": b64(marshal_certs(services.keyring.certs)),
        "receipt": None if row.receipt is None else b64(row.receipt),
    }


@ROUTES.get("/v1/extractions/{eid}/files/{kind}", **OCTETS_ANSWERED)
@allowed("survivor")
def read_file(eid: str, kind: str, caller: CallerDep, services: ServicesDep) -> Response:
    """Give the sealed catalogue or the leaves of an extraction that this session opened."""
    row = _opened(services, caller, parse_eid(eid))
    name = {"catalogue": row.catalogue, "leaves": row.leaves}.get(kind)
    if name is None:
        raise NotFound("there is no such file")
    return StreamingResponse(services.stores.custody.read(name), media_type=OCTETS)


@ROUTES.get("/v1/extractions/{eid}/packs/{pack}", **OCTETS_ANSWERED)
@allowed("survivor")
def read_pack(
    eid: str,
    pack: str,
    offset: Annotated[int, Query(ge=0, le=MAX_INTEGER)],
    length: Annotated[int, Query(ge=1, le=MAX_RANGE)],
    caller: CallerDep,
    services: ServicesDep,
) -> Response:
    """Give a range of a pack of an extraction that this session opened."""
    row = _opened(services, caller, parse_eid(eid))
    return StreamingResponse(_read(services, row, pack, offset, length), media_type=OCTETS)


@ROUTES.get("/v1/extractions/{eid}/objects/{name}", **OCTETS_ANSWERED)
@allowed("survivor")
def read_object(eid: str, name: str, caller: CallerDep, services: ServicesDep) -> Response:
    """Give a sealed object of an extraction that this session opened."""
    row = _opened(services, caller, parse_eid(eid))
    return StreamingResponse(_read(services, row, name), media_type=OCTETS)


@ROUTES.post("/v1/extractions/{eid}/receipt")
@allowed("survivor")
def countersign(
    eid: str, body: ReceiptBody, caller: CallerDep, services: ServicesDep
) -> dict[str, int]:
    """Keep her receipt of an intake; it must be of this very statement."""
    row = _row(services, caller, parse_eid(eid))
    if parse_ingest(row.ingest)[0].guardian is None:
        raise Invalid("you added this yourself, so there is nothing to countersign")
    with given():
        raw = unb64(body.receipt)
        receipt, statement = parse_receipt(raw)
    account = services.database.read(lambda db: accounts.account_of(db, uid_of(caller)))
    assert account is not None
    bundle = parse_bundle(account.bundle)
    with given():
        check_signatures(statement, bundle)
    if receipt.eid != row.eid or receipt.statement != digest(row.ingest):
        raise Invalid("the receipt is for another intake")

    def act(connection: Connection) -> int:
        if not holdings.set_receipt(connection, row.eid, raw):
            raise Invalid("the intake is countersigned already")
        return log_change(
            connection,
            caller,
            "receipt",
            uid=uid_of(caller),
            item=row.eid,
            doc=digest(raw),
            now_ms=services.now_ms(),
            random=services.random,
        ).index

    return {"log_index": services.database.write(act)}


def _read(
    services: Services, row: ExtractionRow, name: str, offset: int = 0, length: int | None = None
) -> Iterator[bytes]:
    """Read a file that the statement names, or raise NotFound; any other name is nothing."""
    ingest, _ = parse_ingest(row.ingest)
    lengths = {pack.pack: pack.length for pack in ingest.packs} | dict(ingest.objects)
    if offset + (length or 0) > lengths.get(name, -1):
        raise NotFound("there is no such file, or it is shorter")
    return services.stores.custody.read(f"x/{row.eid.hex()}/{name}", offset, length)


def _row(services: Services, caller: Caller, eid: Eid) -> ExtractionRow:
    row = services.database.read(lambda db: holdings.extraction_of(db, eid))
    if row is None or row.uid != uid_of(caller) or row.state != "sealed":
        raise NotFound("there is no such extraction")
    return row


def _opened(services: Services, caller: Caller, eid: Eid) -> ExtractionRow:
    """Want an extraction of hers that this session opened: one entry covers its packs."""
    if not services.access.may_read_own(caller, eid):
        raise NotFound("there is no such extraction, or it was not opened in this session")
    return _row(services, caller, eid)
