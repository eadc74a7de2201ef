"""Requests, notices, grants, drafts, approval and withdrawal: the survivor decides.

docs/api.md 4. A grant is stored with its rule, envelope, job and entry in one transaction;
an approval adds wraps to a draft; a withdrawal returns once nothing is on its way.
"""

import hashlib
from datetime import timedelta

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict

from api.answers import OCTETS_ANSWERED
from api.approving import check_approval
from api.auth import CallerDep, ServicesDep, allowed, uid_of
from api.containers import approved_head, head_of
from api.given import given
from api.problems import Invalid, NotFound
from api.sending import Delivered
from api.services import Services
from api.staff import certified_organisation
from api.unused_keys import make_key, take_key
from consent import requests
from consent.asking import Caller
from consent.decision import POLICY_SHA256, Refusal
from consent.entries import log_change
from consent.grant import parse_grant
from consent.granting import grants_of, store_grant
from consent.notice import acknowledge
from consent.notice_told import told
from consent.notice_words import notice
from consent.repository import Connection
from consent.rows import GrantRow, RequestRow
from consent.states import grant_state, release_state, request_state
from extraction import repository as jobs
from vault import accounts, holdings
from vault.canonical import b64, parse, unb64
from vault.custody import marshal_certs
from vault.errors import Missing
from vault.ids import ID_SIZE, Gid, Rid, parse_fp, parse_gid, parse_rid
from vault.rows import ReleaseRow
from vault.statement import digest
from vault.worker_key import LONGEST, issue_worker_key

ROUTES = APIRouter()
CODE_SIZE = 16
CLOCKS_APART = timedelta(minutes=10)
CODE_MS = 30 * 24 * 3600 * 1000


class NoticeShown(BaseModel):
    """Which words she was shown for a request, the points she ticked, and what it said."""

    model_config = ConfigDict(extra="forbid")
    sha256: str
    points: list[str]
    how: str
    document: str


class GrantBody(BaseModel):
    """A signed grant and its sealed envelope."""

    model_config = ConfigDict(extra="forbid")
    statement: str
    envelope: str


class ApprovalBody(BaseModel):
    """Her approval of a draft, and the wraps it names."""

    model_config = ConfigDict(extra="forbid")
    approval: str
    wraps: list[tuple[str, str]]


@ROUTES.post("/v1/request-codes")
@allowed("survivor")
def new_request_code(caller: CallerDep, services: ServicesDep) -> dict[str, str]:
    """Make a single-use code by which one request can reach her; logged."""
    code, uid = services.random(CODE_SIZE), uid_of(caller)
    hashed = hashlib.sha256(code).digest()

    def act(connection: Connection) -> None:
        now_ms, random = services.now_ms(), services.random
        requests.add_code(connection, uid, hashed, now_ms=now_ms, expires_ms=now_ms + CODE_MS)
        log_change(
            connection, caller, "request.code", uid=uid, item=None, now_ms=now_ms, random=random
        )

    services.database.write(act)
    return {"code": code.hex()}


@ROUTES.get("/v1/requests")
@allowed("survivor")
def requests_to_her(caller: CallerDep, services: ServicesDep) -> list[dict[str, object]]:
    """List the requests that reached her, each with the certificates of who asks."""
    return services.database.read(
        lambda db: [_request(db, services, row) for row in requests.requests_to(db, uid_of(caller))]
    )


def _request(connection: Connection, services: Services, row: RequestRow) -> dict[str, object]:
    """Show a request; its recipient's key comes with the chain by which her client trusts it."""
    member = accounts.staff_of(connection, row.sid)
    bundle = certs = organisation = None
    if member is not None and member.bundle is not None and member.certificate is not None:
        bundle = b64(member.bundle)
        certs = b64(marshal_certs([member.certificate, *services.keyring.certs]))
        organisation = certified_organisation(member)
    return {
        "qid": row.qid.hex(),
        "state": row.state,
        "standing": request_state(row, services.now_ms()),
        "document": parse(row.document),
        "document_sha256": digest(row.document).hex(),
        "recipient": bundle,
        "certs": certs,
        "organisation": organisation,
        "expires_ms": row.expires_at,
    }


@ROUTES.post("/v1/requests/{qid}/refuse")
@allowed("survivor")
def refuse(qid: str, caller: CallerDep, services: ServicesDep) -> dict[str, int]:
    """Refuse a request; no reason is asked."""
    found = parse_gid(qid)
    index = services.database.write(
        lambda db: requests.refuse(
            db,
            caller,
            uid_of(caller),
            found,
            now_ms=services.now_ms(),
            random=services.random,
        )
    )
    return {"log_index": index}


@ROUTES.get("/v1/notice")
@allowed("survivor", "guardian")
def current_notice(
    _caller: CallerDep, language: str = "en", route: str = "vir"
) -> dict[str, object]:
    """Give the words that she must be shown before she can agree, with the English of a draft."""
    return {**told(notice(route, language)), "policy": POLICY_SHA256}


@ROUTES.post("/v1/requests/{qid}/notice")
@allowed("survivor")
def acknowledge_notice(
    qid: str, body: NoticeShown, caller: CallerDep, services: ServicesDep
) -> dict[str, str]:
    """Note that she was shown every point of the notice for this request."""
    if body.how not in ("read", "spoken"):
        raise Invalid("how: want read or spoken")
    with given():
        sha256 = parse_fp(body.sha256)
        # What she saw, so that words that changed meanwhile are not taken as shown.
        document = bytes(parse_fp(body.document))
    services.database.write(
        lambda db: acknowledge(
            db,
            uid_of(caller),
            sha256=sha256,
            matter=parse_gid(qid).hex(),
            points=body.points,
            how=body.how,
            now_ms=services.now_ms(),
            document=document,
        )
    )
    return {"status": "noted"}


@ROUTES.post("/v1/worker-keys")
@allowed("survivor")
def new_worker_key(caller: CallerDep, services: ServicesDep) -> dict[str, str]:
    """Mint a grant id and a one-time worker key, certified by the vault's organisation."""
    gid, identity = make_key(services, uid_of(caller))
    # Her clock may be behind the vault's.
    begin = services.clock().replace(microsecond=0) - CLOCKS_APART
    certificate = issue_worker_key(
        services.keyring.organisation,
        gid=gid,
        bundle=identity.bundle,
        not_before=begin,
        not_after=begin + LONGEST,
    )
    services.worker_keys.keep_certificate(gid, certificate)
    return {
        "worker_key": b64(certificate),
        "certs": b64(marshal_certs(services.keyring.certs)),
    }


@ROUTES.post("/v1/grants")
@allowed("survivor")
def grant(body: GrantBody, caller: CallerDep, services: ServicesDep) -> dict[str, object]:
    """Store a grant; its work is queued in the same transaction."""
    now_ms = services.now_ms()

    def queue(connection: Connection, gid: Gid, begins_ms: int) -> None:
        take_key(services, connection, gid, uid_of(caller))
        jid, due_ms = services.random(ID_SIZE), max(now_ms, begins_ms)
        jobs.enqueue(connection, jid, "select", gid, now_ms, due_ms=due_ms)

    with given():
        raw, envelope = unb64(body.statement), unb64(body.envelope)
        stored = services.database.write(
            lambda db: store_grant(
                db,
                caller,
                uid_of(caller),
                raw,
                envelope,
                now=services.clock(),
                random=services.random,
                enqueue=queue,
            )
        )
    return {"gid": stored.gid.hex(), "log_index": stored.index}


@ROUTES.get("/v1/grants")
@allowed("survivor")
def grants(caller: CallerDep, services: ServicesDep) -> list[dict[str, object]]:
    """List her grants with the state of their work and release."""
    return services.database.read(
        lambda db: [_grant(db, row, services.now_ms()) for row in grants_of(db, uid_of(caller))]
    )


def _grant(connection: Connection, row: GrantRow, now_ms: int) -> dict[str, object]:
    job = jobs.job_of(connection, "select", row.gid)
    release = holdings.release_of_grant(connection, row.gid)
    return {
        "gid": row.gid.hex(),
        "request": row.matter,
        "state": grant_state(row, now_ms),
        "eid": row.eid.hex(),
        "created_ms": row.created_at,
        "expires_ms": row.expires_at,
        "approval": row.approval,
        "records": parse_grant(row.statement)[0].records,
        "withdrawn": row.withdrawn_at is not None,
        "withdrawn_ms": row.withdrawn_at,
        "left": _left(connection, release),
        "job": None if job is None else job.state,
        "reason": None if job is None else job.reason,
        "rid": None if release is None else release.rid.hex(),
        "release": None if release is None else release_state(row, release),
    }


def _left(connection: Connection, release: ReleaseRow | None) -> list[dict[str, object]]:
    """List who has collected a release, and when."""
    if release is None:
        return []
    found = holdings.collected_by(connection, release.rid)
    return [{"to": fp.hex(), "at_ms": at} for fp, at in found if at is not None]


@ROUTES.get("/v1/releases/{rid}/draft", **OCTETS_ANSWERED)
@allowed("survivor")
def draft(rid: str, caller: CallerDep, services: ServicesDep) -> Response:
    """Hand out a draft, sealed to her; logged."""
    try:
        delivery = services.access.open_draft(caller, parse_rid(rid))
    except Missing:
        raise NotFound("there is no such draft") from None
    if isinstance(delivery, Refusal):
        raise NotFound("there is no such draft")
    delivery.await_store()
    head = head_of(delivery.handed)
    return Delivered(delivery.chunks(head))


@ROUTES.post("/v1/releases/{rid}/approval")
@allowed("survivor")
def approve(
    rid: str, body: ApprovalBody, caller: CallerDep, services: ServicesDep
) -> dict[str, int]:
    """Let a draft go to the people that her approval names."""
    found = parse_rid(rid)
    with given():
        raw = unb64(body.approval)
        wraps = {parse_fp(fp): unb64(wrap) for fp, wrap in body.wraps}
    if len(wraps) != len(body.wraps):
        raise Invalid("wraps: want each person once")
    row = _draft_row(services, caller, found)
    with given():
        check_approval(services, row, raw, wraps)
    cover = approved_head(row, raw)

    def act(connection: Connection) -> int:
        if not holdings.approve_release(connection, found, cover, services.now_ms()):
            raise NotFound("there is no such draft")
        known = {fp for fp, _ in holdings.collected_by(connection, found)}
        fresh = [(fp, wrap) for fp, wrap in wraps.items() if fp not in known]
        holdings.add_release_wraps(connection, row, fresh, random=services.random)
        # Her approval names a new wrap of her own; the draft's would not open after it.
        for fp in known & set(wraps):
            holdings.renew_release_wrap(connection, row, fp, wraps[fp], random=services.random)
        return log_change(
            connection,
            caller,
            "approval",
            uid=row.uid,
            item=found,
            doc=digest(raw),
            con=row.gid,
            now_ms=services.now_ms(),
            random=services.random,
        ).index

    return {"log_index": services.database.write(act)}


def _draft_row(services: Services, caller: Caller, rid: Rid) -> ReleaseRow:
    row = services.database.read(lambda db: holdings.release_of(db, rid))
    if row is None or row.uid != uid_of(caller) or row.state != "draft":
        raise NotFound("there is no such draft")
    return row


@ROUTES.post("/v1/grants/{gid}/withdraw")
@allowed("survivor")
def withdraw(gid: str, caller: CallerDep, services: ServicesDep) -> dict[str, object]:
    """Take a grant back; says what had already left, and to whom."""
    done = services.withdrawals.withdraw(caller, uid_of(caller), parse_gid(gid))
    services.worker_keys.destroy(done.gid)
    return {
        "gid": gid,
        "at_ms": done.at_ms,
        "log_index": done.index,
        "left": [{"to": fp.hex(), "at_ms": at} for fp, at in done.left],
        "not_left": [fp.hex() for fp in done.not_left],
        "draining": done.draining,
    }
