"""Who calls: a session token becomes a caller, and the role matrix says what it may call.

docs/api.md 1. Tokens are 32 random bytes; the database holds their SHA-256 alone.
"""

import hashlib
import ipaddress
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Request
from fastapi.routing import APIRoute

from api.given import check_ids
from api.problems import Forbidden, Unauthenticated
from api.services import Services, Shared
from audit.covering import check_covered
from audit.entry import Draft
from consent.asking import Caller
from consent.decision import RoleMatrix
from consent.folding import deny
from consent.repository import Connection
from vault import accounts
from vault.ids import Fingerprint, Uid
from vault.rows import SessionRow

TOKEN_SIZE = 32
STAFF_MS = 8 * 3600 * 1000
SURVIVOR_MS = 30 * 60 * 1000
PUBLIC, SURVIVOR = "public", "survivor"
_LEAVING = "/v1/session"

F = TypeVar("F", bound=Callable[..., object])


def allowed(*roles: str) -> Callable[[F], F]:
    """Declare which roles may call a route; a route without this is refused to everybody."""

    def mark(function: F) -> F:
        function.roles = roles  # type: ignore[attr-defined]  # read by matrix_of
        return function

    return mark


def matrix_of(routers: Sequence[APIRouter]) -> RoleMatrix:
    """Gather the role matrix from what the routes declare."""
    rows = [
        (role, route.path, method)
        for router in routers
        for route in router.routes
        if isinstance(route, APIRoute)
        for role in getattr(route.endpoint, "roles", ())
        for method in route.methods or ()
    ]
    return RoleMatrix(rows)


def services_of(request: Request) -> Services:
    """Give the services of the app that serves this request."""
    services: Services = request.app.state.services
    return services


def shared_of(request: Request) -> Shared:
    """Give what both apps have, whichever serves this request."""
    services: Shared = request.app.state.services
    return services


def signed_in(request: Request) -> Caller:
    """Find who calls, and check that this role may.

    Raises:
        Unauthenticated: no live session.
        Forbidden: the role may not call this route; an entry says so before the answer does.
        Invalid: an id in the path is not spelled as ids are.
        Pushback: checkpoints have not followed the log for too long, and it is staff.
    """
    services = shared_of(request)
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    try:
        hashed = hashlib.sha256(bytes.fromhex(token)).digest()
    except ValueError:
        raise Unauthenticated("sign in first") from None
    now_ms = services.now_ms()
    caller = services.database.read(lambda db: _caller(db, hashed, now_ms))
    if caller is None or scheme.lower() != "bearer":
        raise Unauthenticated("sign in first")
    matrix: RoleMatrix = request.app.state.matrix
    if not matrix.may(caller.role, request.scope["route"].path, request.method):
        log_denied(services, caller, "role.call", "not-this-role")
        raise Forbidden("this role may not do this")
    check_ids(request.path_params)
    # Without witnesses she keeps her own, and whoever else came may leave.
    if caller.role != SURVIVOR and request.scope["route"].path != _LEAVING:
        services.database.read(lambda db: check_covered(db, now_ms))
    return replace(caller, network=network_of(request))


def log_denied(
    services: Shared, caller: Caller, act: str, reason: str, item: bytes | None = None
) -> None:
    """Log that a call of no case was denied; a minute's tries are one entry and a count."""
    draft = Draft(act=act, out="denied", rc=reason, obj=item, role=caller.role, auth=caller.auth)
    now_ms = services.now_ms()
    services.database.write(
        lambda db: deny(db, draft, caller.holder, now_ms=now_ms, random=services.random)
    )


def network_of(request: Request) -> str:
    """Say from where a call comes: loopback, private or public; a proxy's call from its place."""
    try:
        address = ipaddress.ip_address("" if request.client is None else request.client.host)
    except ValueError:
        return ""
    if address.is_loopback:
        return "loopback"
    return "private" if address.is_private else "public"


def _caller(connection: Connection, hashed: bytes, now_ms: int) -> Caller | None:
    session = accounts.session_of(connection, hashed, now_ms)
    if session is None:
        return None
    if session.role == SURVIVOR:
        return Caller(SURVIVOR, hashed, session.holder, "", "", session.auth)
    member = accounts.staff_of(connection, session.holder)
    if member is None:
        return None
    return Caller(member.role, hashed, member.sid, member.team, member.organisation, "session")


def begin_session(
    services: Shared,
    connection: Connection,
    holder: bytes,
    role: str,
    token: bytes,
    auth: str = "session",
) -> None:
    """Begin a session, in the caller's transaction; `auth` says what opened it."""
    now_ms = services.now_ms()
    lasts = SURVIVOR_MS if role == SURVIVOR else STAFF_MS
    hashed = hashlib.sha256(token).digest()
    accounts.add_session(connection, SessionRow(hashed, holder, role, auth, now_ms, now_ms + lasts))


def uid_of(caller: Caller) -> Uid:
    """Give a survivor's account id."""
    return Uid(caller.holder)


def key_of(connection: Connection, caller: Caller) -> Fingerprint | None:
    """Give the fingerprint of a member of staff's own key; None where there is none."""
    member = accounts.staff_of(connection, caller.holder)
    return None if member is None else member.fp


CallerDep = Annotated[Caller, Depends(signed_in)]
ServicesDep = Annotated[Services, Depends(services_of)]
SharedDep = Annotated[Shared, Depends(shared_of)]
