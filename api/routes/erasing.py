"""Holds and erasure: what keeps her things, and how she has them destroyed.

docs/api.md 7, docs/consent.md 7. The receipt of an erasure is signed by the vault's organisation.
"""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.auth import CallerDep, ServicesDep, allowed, uid_of
from api.problems import NotFound
from api.services import Services
from consent import erasing, holding
from consent.asking import Caller
from consent.erasure_receipt import receipt_of
from consent.repository import Connection
from consent.rows import Erasure, Hold
from vault import holdings
from vault.canonical import b64
from vault.custody import marshal_certs
from vault.ids import Eid, parse_eid, parse_gid
from vault.rows import ExtractionRow
from vault.statement import digest, sign

ROUTES = APIRouter()
RECEIPT = "erasurereceipt"


class Wish(BaseModel):
    """In how many days it is to be erased; 0 is at once."""

    model_config = ConfigDict(extra="forbid")
    days: int = Field(ge=0, le=erasing.MAX_DAYS)


class HoldBody(BaseModel):
    """What a hold rests on."""

    model_config = ConfigDict(extra="forbid")
    basis: str
    court: str
    number: str


@ROUTES.get("/v1/extractions/{eid}/erasure")
@allowed("survivor")
def state(eid: str, caller: CallerDep, services: ServicesDep) -> dict[str, object]:
    """Tell whether it is held, when it is to be erased, and the receipt once it is."""
    found = _hers(services, caller, parse_eid(eid))

    def query(connection: Connection) -> dict[str, object]:
        waiting = erasing.waiting(connection, found.eid)
        return {
            "eid": found.eid.hex(),
            "state": found.state,
            "holds": [_hold(row) for row in holding.holds_on(connection, found.eid)],
            "asked": None if waiting is None else waiting.asked_at,
            "due": None if waiting is None else waiting.due_at,
            "receipt": _receipt(services, connection, found),
        }

    return services.database.read(query)


@ROUTES.post("/v1/extractions/{eid}/erasure")
@allowed("survivor")
def ask(eid: str, body: Wish, caller: CallerDep, services: ServicesDep) -> dict[str, object]:
    """Ask for it to be erased; while a hold is on it, it waits."""
    found = _hers(services, caller, parse_eid(eid))

    def act(connection: Connection) -> tuple[Erasure, list[Hold]]:
        row = erasing.ask(
            *(connection, caller, uid_of(caller), found.eid),
            days=body.days,
            now_ms=services.now_ms(),
            random=services.random,
        )
        return row, holding.holds_on(connection, found.eid)

    row, holds = services.database.write(act)
    if not holds and body.days == 0:
        services.withdrawals.erase(caller, uid_of(caller), found.eid)
    return {"due": row.due_at, "holds": [_hold(hold) for hold in holds]}


@ROUTES.post("/v1/extractions/{eid}/erasure/cancel")
@allowed("survivor")
def cancel(eid: str, caller: CallerDep, services: ServicesDep) -> dict[str, str]:
    """Keep it after all."""
    found = _hers(services, caller, parse_eid(eid))
    services.database.write(
        lambda db: erasing.cancel(
            *(db, caller, uid_of(caller), found.eid),
            now_ms=services.now_ms(),
            random=services.random,
        )
    )
    return {"eid": found.eid.hex()}


@ROUTES.get("/v1/holds")
@allowed("administrator")
def holds(services: ServicesDep, caller: CallerDep) -> list[dict[str, object]]:
    """List the holds that are in force."""
    del caller
    return [_hold(row) for row in services.database.read(holding.all_holds)]


@ROUTES.post("/v1/extractions/{eid}/holds")
@allowed("administrator")
def hold(eid: str, body: HoldBody, caller: CallerDep, services: ServicesDep) -> dict[str, object]:
    """Place a hold; she is told."""
    row = services.database.write(
        lambda db: holding.place(
            *(db, caller, parse_eid(eid)),
            basis=body.basis,
            court=body.court,
            number=body.number,
            now_ms=services.now_ms(),
            random=services.random,
        )
    )
    return _hold(row)


@ROUTES.post("/v1/holds/{hid}/lift")
@allowed("administrator")
def lift(hid: str, caller: CallerDep, services: ServicesDep) -> dict[str, object]:
    """End a hold; she is told, and what waited for it is erased."""
    found = parse_gid(hid)
    row = services.database.write(
        lambda db: holding.lift(
            *(db, caller, found), now_ms=services.now_ms(), random=services.random
        )
    )
    return _hold(row)


def _hers(services: Services, caller: Caller, eid: Eid) -> ExtractionRow:
    row = services.database.read(lambda db: holdings.extraction_of(db, eid))
    if (
        row is None
        or row.uid != caller.holder
        or row.state == "uploading"
        or holdings.is_given_up(row)
    ):
        raise NotFound("there is no such extraction")
    return row


def _hold(row: Hold) -> dict[str, object]:
    return {
        "hid": row.hid.hex(),
        "eid": row.eid.hex(),
        "basis": row.basis,
        "court": row.court,
        "number": row.number,
        "placed": row.placed_at,
        "lifted": row.lifted_at,
    }


def _receipt(
    services: Services, connection: Connection, found: ExtractionRow
) -> dict[str, object] | None:
    """Sign what was destroyed, and what was not."""
    erasure = erasing.erased(connection, found.eid)
    # Until the files are gone as well there is nothing to certify.
    if erasure is None or erasure.done_at is None:
        return None
    signed = sign(services.keyring.organisation, RECEIPT, receipt_of(connection, found, erasure))
    return {
        "receipt": b64(signed),
        "certs": b64(marshal_certs(services.keyring.certs)),
        "sha256": digest(signed).hex(),
    }
