"""Advocates: named and taken back by her, and what they do beside her.

docs/api.md 9. An advocate knows her by the id of what she gave them, and by nothing else.
"""

import hashlib
from collections.abc import Callable
from typing import TypeVar

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from api.auth import CallerDep, ServicesDep, allowed, uid_of
from api.given import given
from api.problems import NotFound
from api.routes.asking import Said, question_of
from api.services import Services
from consent import advocacy, amending, requests
from consent.advocacy import Beside
from consent.asking import Caller
from consent.decision import Refusal
from consent.entries import log_change
from consent.repository import Connection
from consent.roles import ADVOCATE
from consent.rows import Advocacy
from consent.states import request_state
from vault import accounts
from vault.canonical import parse_object
from vault.ids import parse_gid
from vault.statement import digest

ROUTES = APIRouter()
T = TypeVar("T")
CODE_SIZE = 16
CODE_MS = 30 * 24 * 3600 * 1000
HIDDEN = "there is no such thing, or she does not let you see it"


class Named(BaseModel):
    """The advocate's own id, which they tell her."""

    model_config = ConfigDict(extra="forbid")
    advocate: str


@ROUTES.post("/v1/advocates")
@allowed("survivor")
def name(body: Named, caller: CallerDep, services: ServicesDep) -> dict[str, str]:
    """Let an advocate act beside her; logged."""
    with given():
        sid = parse_gid(body.advocate)
    row = services.database.write(
        lambda db: advocacy.name_advocate(
            *(db, caller, uid_of(caller), sid), now_ms=services.now_ms(), random=services.random
        )
    )
    return {"lid": row.lid.hex()}


@ROUTES.get("/v1/advocates")
@allowed("survivor")
def named(caller: CallerDep, services: ServicesDep) -> list[dict[str, object]]:
    """List whom she named, and which requests each of them sees."""

    def query(connection: Connection) -> list[dict[str, object]]:
        found = advocacy.advocates_of(connection, uid_of(caller))
        return [_advocate(connection, row) for row in found]

    return services.database.read(query)


def _advocate(connection: Connection, row: Advocacy) -> dict[str, object]:
    member = accounts.staff_of(connection, row.sid)
    return {
        "lid": row.lid.hex(),
        "name": None if member is None else member.name,
        "organisation": None if member is None else member.organisation,
        "named_ms": row.named_at,
        "ended_ms": row.ended_at,
        "requests": [qid.hex() for qid in advocacy.shown(connection, row)],
    }


@ROUTES.post("/v1/advocates/{lid}/end")
@allowed("survivor")
def end(lid: str, caller: CallerDep, services: ServicesDep) -> dict[str, int]:
    """Take everything back from an advocate, at once; logged."""
    found = parse_gid(lid)
    index = services.database.write(
        lambda db: advocacy.end_advocacy(
            *(db, caller, uid_of(caller), found), now_ms=services.now_ms(), random=services.random
        )
    )
    return {"log_index": index}


@ROUTES.put("/v1/advocates/{lid}/requests/{qid}")
@allowed("survivor")
def show(lid: str, qid: str, caller: CallerDep, services: ServicesDep) -> dict[str, int]:
    """Let an advocate see a request; logged."""
    who, what = parse_gid(lid), parse_gid(qid)
    index = services.database.write(
        lambda db: advocacy.show_request(
            *(db, caller, uid_of(caller), who, what),
            now_ms=services.now_ms(),
            random=services.random,
        )
    )
    return {"log_index": index}


@ROUTES.delete("/v1/advocates/{lid}/requests/{qid}")
@allowed("survivor")
def hide(lid: str, qid: str, caller: CallerDep, services: ServicesDep) -> dict[str, int]:
    """Take a request back from an advocate; logged."""
    who, what = parse_gid(lid), parse_gid(qid)
    index = services.database.write(
        lambda db: advocacy.hide_request(
            *(db, caller, uid_of(caller), who, what),
            now_ms=services.now_ms(),
            random=services.random,
        )
    )
    return {"log_index": index}


@ROUTES.get("/v1/beside")
@allowed(ADVOCATE)
def beside(caller: CallerDep, services: ServicesDep) -> list[dict[str, object]]:
    """List those whom the caller acts beside; logged, for each."""

    def act(connection: Connection) -> list[Advocacy]:
        found = advocacy.beside(connection, caller.holder)
        for row in found:
            _log(services, connection, caller, "role.list", row, row.lid, None)
        return found

    found = services.database.write(act)
    return [{"lid": row.lid.hex(), "named_ms": row.named_at} for row in found]


@ROUTES.post("/v1/beside/{lid}/request-codes")
@allowed(ADVOCATE)
def code(lid: str, caller: CallerDep, services: ServicesDep) -> dict[str, str]:
    """Make a single-use code by which one request can reach her; logged."""
    made, who = services.random(CODE_SIZE), parse_gid(lid)

    def act(connection: Connection, may: Beside) -> str:
        now_ms, uid = services.now_ms(), may.row.uid
        hashed = hashlib.sha256(made).digest()
        requests.add_code(connection, uid, hashed, now_ms=now_ms, expires_ms=now_ms + CODE_MS)
        _log(services, connection, caller, "request.code", may.row, who, may.digest)
        return made.hex()

    return {"code": _do(services, caller, "request.code", who, who, act)}


@ROUTES.get("/v1/beside/{lid}/requests")
@allowed(ADVOCATE)
def requests_shown(lid: str, caller: CallerDep, services: ServicesDep) -> list[dict[str, object]]:
    """List the requests that she lets the caller see; logged, each."""
    who = parse_gid(lid)

    def act(connection: Connection, may: Beside) -> list[dict[str, object]]:
        found = []
        for qid in advocacy.shown(connection, may.row):
            said = _decide(services, connection, caller, "request.read", who, qid)
            if not isinstance(said, Refusal):
                _log(services, connection, caller, "request.read", said.row, qid, said.digest)
                found.append(_request(connection, services, qid))
        return found

    return _do(services, caller, "request.read", who, who, act)


def _request(connection: Connection, services: Services, qid: bytes) -> dict[str, object]:
    row = requests.request_of(connection, qid)
    assert row is not None
    return {
        "qid": qid.hex(),
        "standing": request_state(row, services.now_ms()),
        "document": parse_object(row.document),
        "document_sha256": digest(row.document).hex(),
        "expires_ms": row.expires_at,
    }


@ROUTES.get("/v1/beside/{lid}/requests/{qid}/questions")
@allowed(ADVOCATE)
def questions(
    lid: str, qid: str, caller: CallerDep, services: ServicesDep
) -> list[dict[str, object]]:
    """List what was asked about a request that she lets the caller see; logged."""
    who, what = parse_gid(lid), parse_gid(qid)

    def act(connection: Connection, may: Beside) -> list[dict[str, object]]:
        _log(services, connection, caller, "request.read", may.row, what, may.digest)
        return [question_of(each) for each in amending.questions(connection, what)]

    return _do(services, caller, "request.read", who, what, act)


@ROUTES.post("/v1/beside/{lid}/requests/{qid}/questions")
@allowed(ADVOCATE)
def ask(lid: str, qid: str, body: Said, caller: CallerDep, services: ServicesDep) -> dict[str, int]:
    """Ask about a request beside her; she and who asked see the words."""
    who, what = parse_gid(lid), parse_gid(qid)

    def act(connection: Connection, may: Beside) -> int:
        return amending.ask(
            *(connection, caller, may.row.uid, what, body.text),
            now_ms=services.now_ms(),
            random=services.random,
            pol=may.digest,
        )

    return {"number": _do(services, caller, "request.ask", who, what, act)}


def _do(
    services: Services,
    caller: Caller,
    act: str,
    lid: bytes,
    matter: bytes,
    permitted: Callable[[Connection, Beside], T],
) -> T:
    """Decide, and do what is permitted in the same transaction.

    Raises:
        NotFound: it was refused; the transaction, with the refusal's entry, is kept.
    """

    def work(connection: Connection) -> T | Refusal:
        said = _decide(services, connection, caller, act, lid, matter)
        return said if isinstance(said, Refusal) else permitted(connection, said)

    done = services.database.write(work)
    if isinstance(done, Refusal):
        raise NotFound(HIDDEN)
    return done


def _decide(
    services: Services, connection: Connection, caller: Caller, act: str, lid: bytes, matter: bytes
) -> Beside | Refusal:
    return advocacy.decide_beside(
        *(connection, caller, act, lid, matter), now_ms=services.now_ms(), random=services.random
    )


def _log(
    services: Services,
    connection: Connection,
    caller: Caller,
    act: str,
    row: Advocacy,
    item: bytes,
    pol: bytes | None,
) -> None:
    log_change(
        connection,
        caller,
        act,
        uid=row.uid,
        item=item,
        pol=pol,
        now_ms=services.now_ms(),
        random=services.random,
    )
