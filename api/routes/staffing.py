"""Members of staff: enrolled, listed and ended by an administrator.

docs/api.md 8. An administrator enrols neither administrators nor auditors, and ends neither:
whoever can let others in must not choose who watches them. Those are the operator's to add, with
`safehold staff add`. Nothing of any case is reachable from here.
"""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.auth import CallerDep, ServicesDep, allowed, log_denied
from api.given import given
from api.problems import Forbidden, Invalid, NotFound
from api.staff import NewStaff, add_staff_member
from consent.entries import log_change
from consent.repository import Connection
from consent.roles import ENROLLED, STAFF
from vault import accounts
from vault.canonical import b64, unb64
from vault.identity import parse_bundle
from vault.ids import parse_gid
from vault.rows import StaffRow

ROUTES = APIRouter()
OPERATORS = "administrators and auditors are the operator's to add and end"
Word = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^\S(?:[^\x00-\x1f]*\S)?$")]


class Enrolled(BaseModel):
    """Who is enrolled: `bundle` is their public key, the password their first one."""

    model_config = ConfigDict(extra="forbid")
    login: Word
    password: Annotated[str, Field(min_length=12, max_length=1024)]
    role: Word
    name: Word
    organisation: Word
    team: Word
    bundle: str


@ROUTES.post("/v1/staff")
@allowed("administrator")
def enrol(body: Enrolled, caller: CallerDep, services: ServicesDep) -> dict[str, str]:
    """Enrol a member of staff; gives the certificate of their key."""
    if body.role not in STAFF:
        raise Invalid("role: want one of the staff's")
    if body.role not in ENROLLED:
        log_denied(services, caller, "role.add", "role")
        raise Forbidden(OPERATORS)
    member = NewStaff(
        *(body.login, body.password, body.role, body.name, body.organisation, body.team)
    )
    with given():
        bundle = parse_bundle(unb64(body.bundle))
        sid, certificate = add_staff_member(
            *(services.database, services.keyring, member, bundle),
            random=services.random,
            now=services.clock(),
            by=caller,
        )
    return {"sid": sid.hex(), "certificate": b64(certificate)}


@ROUTES.get("/v1/staff")
@allowed("administrator")
def listed(caller: CallerDep, services: ServicesDep) -> list[dict[str, object]]:
    """List everybody on the staff, those who left too; logged."""

    def act(connection: Connection) -> list[StaffRow]:
        found = accounts.all_staff(connection)
        log_change(
            connection,
            caller,
            "role.list",
            uid=None,
            item=None,
            count=len(found),
            now_ms=services.now_ms(),
            random=services.random,
        )
        return found

    return [
        {
            "sid": member.sid.hex(),
            "login": member.login,
            "role": member.role,
            "name": member.name,
            "organisation": member.organisation,
            "team": member.team,
            "fp": None if member.fp is None else member.fp.hex(),
            "created_ms": member.created_at,
            "ended_ms": member.disabled_at,
        }
        for member in services.database.write(act)
    ]


@ROUTES.post("/v1/staff/{sid}/end")
@allowed("administrator")
def end(sid: str, caller: CallerDep, services: ServicesDep) -> dict[str, int]:
    """End a member's work at once: their sessions end, and nothing more reaches them."""
    found = parse_gid(sid)
    member = services.database.read(lambda db: accounts.staff_of(db, found))
    if member is None:
        log_denied(services, caller, "role.end", "not-there", found)
        raise NotFound("nobody on the staff has this id")
    if member.role not in ENROLLED:
        log_denied(services, caller, "role.end", "role", found)
        raise Forbidden(OPERATORS)

    def act(connection: Connection) -> int:
        now_ms = services.now_ms()
        accounts.disable_staff(connection, found, now_ms)
        return log_change(
            connection,
            caller,
            "role.end",
            uid=None,
            item=found,
            now_ms=now_ms,
            random=services.random,
        ).index

    return {"log_index": services.database.write(act)}
