"""Talking about a request, and the papers about it: amend, ask, reply, copies, receipts.

docs/api.md 4 and 6. Her copies are made by the vault from what it logged; a receipt is
signed by the vault's organisation, so that it holds without the vault.
"""

import hashlib
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict

from api.answers import answered
from api.auth import CallerDep, ServicesDep, SharedDep, allowed, uid_of
from api.given import given
from api.listing import log_listing
from api.problems import NotFound
from api.services import Services
from consent import amending, requests
from consent.asking import Caller
from consent.editions import ASKERS
from consent.errors import WrongState
from consent.fhir import consent_resource, marks_on
from consent.notice import last_shown
from consent.notice_words import Notice, notice
from consent.papers import notice_page, receipt_page
from consent.receipt import Matter, matter_of, receipt_of
from consent.repository import Connection
from consent.request import parse_request, route_of
from consent.roles import SUPERVISOR
from consent.rows import RequestQuestion, RequestRow
from vault.canonical import b64, parse_object
from vault.custody import marshal_certs
from vault.ids import parse_gid
from vault.statement import digest, sign

VAULT = APIRouter()
GATEWAY = APIRouter()
RECEIPT = "consentreceipt"
# A page that holds others' words: it may do nothing but be read.
_ALONE = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "Content-Disposition": 'attachment; filename="copy.html"',
}


def counselling_host(request: Request) -> bool:
    """Tell whether this vault's host provides counselling services."""
    return request.app.state.counselling_host is True


HostDep = Annotated[bool, Depends(counselling_host)]


class Said(BaseModel):
    """A question or a reply."""

    model_config = ConfigDict(extra="forbid")
    text: str


class Amended(BaseModel):
    """The request as it is to be from now on, whole."""

    model_config = ConfigDict(extra="forbid")
    request: dict[str, Any]


@VAULT.get("/v1/requests/{qid}/questions")
@allowed("survivor")
def her_questions(qid: str, caller: CallerDep, services: ServicesDep) -> list[dict[str, object]]:
    """List what she asked about a request, and what they replied."""
    found = parse_gid(qid)

    def query(connection: Connection) -> list[dict[str, object]]:
        _hers(connection, caller, found)
        return [question_of(each) for each in amending.questions(connection, found)]

    return services.database.read(query)


@VAULT.post("/v1/requests/{qid}/questions")
@allowed("survivor")
def ask(qid: str, body: Said, caller: CallerDep, services: ServicesDep) -> dict[str, int]:
    """Ask about a request that waits for her; they see the words."""
    found = parse_gid(qid)
    number = services.database.write(
        lambda db: amending.ask(
            *(db, caller, uid_of(caller), found, body.text),
            now_ms=services.now_ms(),
            random=services.random,
        )
    )
    return {"number": number}


@VAULT.get("/v1/requests/{qid}/earlier")
@allowed("survivor")
def earlier(qid: str, caller: CallerDep, services: ServicesDep) -> list[dict[str, object]]:
    """List what a request said before it was amended."""
    found = parse_gid(qid)

    def query(connection: Connection) -> list[dict[str, object]]:
        _hers(connection, caller, found)
        return [
            {"document": parse_object(each.document), "until_ms": each.until}
            for each in amending.earlier(connection, found)
        ]

    return services.database.read(query)


@VAULT.get("/v1/requests/{qid}/copy", **answered("text/html"))
@allowed("survivor")
def copy(qid: str, caller: CallerDep, services: ServicesDep) -> HTMLResponse:
    """Give her copy of the notice with the request: what she was shown, or would be today."""
    found = parse_gid(qid)

    def query(connection: Connection) -> tuple[RequestRow, Notice]:
        row = _hers(connection, caller, found)
        words = last_shown(connection, uid_of(caller), found.hex())
        return row, words or notice(route_of(parse_object(row.document)))

    row, words = services.database.read(query)
    page = notice_page(words, parse_object(row.document), digest(row.document).hex())
    return HTMLResponse(page, headers=_ALONE)


@VAULT.get("/v1/grants/{gid}/receipt")
@allowed("survivor")
def receipt(gid: str, caller: CallerDep, services: ServicesDep) -> dict[str, object]:
    """Give the receipt of a grant, signed by the vault's organisation."""
    body = receipt_of(_matter(services, caller, gid)[0], services.now_ms())
    signed = sign(services.keyring.organisation, RECEIPT, body)
    return {
        "receipt": body,
        "signed": b64(signed),
        "sha256": hashlib.sha256(signed).hexdigest(),
        "certs": b64(marshal_certs(services.keyring.certs)),
    }


@VAULT.get("/v1/grants/{gid}/receipt/page", **answered("text/html"))
@allowed("survivor")
def receipt_to_print(gid: str, caller: CallerDep, services: ServicesDep) -> HTMLResponse:
    """Give the receipt of a grant as a page to print."""
    body = receipt_of(_matter(services, caller, gid)[0], services.now_ms())
    return HTMLResponse(receipt_page(body), headers=_ALONE)


@VAULT.get("/v1/grants/{gid}/fhir")
@allowed("survivor")
def fhir(gid: str, caller: CallerDep, services: ServicesDep) -> dict[str, object]:
    """Give a grant as a FHIR R5 Consent."""
    _, resource = _matter(services, caller, gid)
    return resource


@GATEWAY.put("/v1/requests/{qid}")
@allowed(*ASKERS)
def amend(
    qid: str, body: Amended, caller: CallerDep, services: SharedDep, host: HostDep
) -> dict[str, int]:
    """Put a narrower request in the place of one that waits."""
    with given():
        request = parse_request(body.request, now=services.clock(), counselling_host=host)
    found = parse_gid(qid)
    index = services.database.write(
        lambda db: amending.amend(
            *(db, caller, found, request), now_ms=services.now_ms(), random=services.random
        )
    )
    return {"log_index": index}


@GATEWAY.get("/v1/requests/{qid}/questions")
@allowed(*ASKERS, SUPERVISOR)
def questions(qid: str, caller: CallerDep, services: SharedDep) -> list[dict[str, object]]:
    """List the questions about a request of the caller's team; logged in its case."""
    found = parse_gid(qid)

    def query(connection: Connection) -> list[dict[str, object]]:
        row = requests.request_of(connection, found)
        if row is None or row.team != caller.team:
            raise NotFound("there is no such request")
        line = (requests.case_of(connection, row), row.qid)
        log_listing(services, connection, caller, "request.read", [line])
        return [question_of(each) for each in amending.questions(connection, found)]

    return services.database.write(query)


@GATEWAY.post("/v1/requests/{qid}/questions/{number}/reply")
@allowed(*ASKERS)
def reply(
    qid: str, number: int, body: Said, caller: CallerDep, services: SharedDep
) -> dict[str, int]:
    """Reply to a question, once."""
    found = parse_gid(qid)
    index = services.database.write(
        lambda db: amending.reply(
            *(db, caller, found, number, body.text),
            now_ms=services.now_ms(),
            random=services.random,
        )
    )
    return {"log_index": index}


def _hers(connection: Connection, caller: Caller, qid: bytes) -> RequestRow:
    row = requests.request_of(connection, qid)
    if row is None or row.uid != uid_of(caller):
        raise NotFound("there is no such request")
    return row


def _matter(services: Services, caller: Caller, gid: str) -> tuple[Matter, dict[str, Any]]:
    """Gather a grant of hers with its FHIR form, or raise NotFound."""
    found, uid = parse_gid(gid), uid_of(caller)

    def query(connection: Connection) -> tuple[Matter, dict[str, Any]]:
        matter = matter_of(connection, uid, found)
        denies = marks_on(connection, uid, matter.grant.scope)
        return matter, dict(consent_resource(matter, denies, services.now_ms()))

    try:
        return services.database.read(query)
    except WrongState:
        raise NotFound("there is no such grant") from None


def question_of(row: RequestQuestion) -> dict[str, object]:
    """Show a question with its reply."""
    return {
        "number": row.number,
        "question": row.question,
        "asked_ms": row.asked_at,
        "reply": row.reply,
        "replied_ms": row.replied_at,
    }
