"""Requests on their way: submitted, answered, refused, withdrawn.

docs/consent.md 1. A request reaches a survivor by a single-use code that she handed out.
A code that is valid, unknown or used gets the same answer after the same work: the
request is stored either way, and one that reached nobody is simply never answered.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass

from consent.asking import Caller
from consent.entries import log_change
from consent.errors import WrongState
from consent.repository import Connection, rows
from consent.request import Request
from consent.rows import RequestCode, RequestEvent, RequestRow
from vault.ids import ID_SIZE, Random, Uid
from vault.statement import digest

SUBMITTED, ANSWERED, REFUSED, WITHDRAWN = "submitted", "answered", "refused", "withdrawn"


@dataclass(frozen=True, slots=True)
class Submitted:
    """What the asker is told, whatever the code was: the request's id and the log index."""

    qid: bytes
    index: int


def add_code(
    connection: Connection, uid: Uid, code_hash: bytes, *, now_ms: int, expires_ms: int
) -> None:
    """Keep SHA-256 of a request code that she made, or raise AlreadyStored."""
    rows.add(connection, RequestCode(code_hash, uid, now_ms, expires_ms))


def submit(
    connection: Connection,
    caller: Caller,
    code_hash: bytes,
    request: Request,
    *,
    now_ms: int,
    random: Random,
) -> Submitted:
    """Store a request and use its code up; nobody can tell from it whether the code was good."""
    qid, nobody = random(ID_SIZE), Uid(random(ID_SIZE))
    found = rows.find(connection, RequestCode, hash=code_hash)
    kept = b"\x00" * 32 if found is None else found.hash
    same = hmac.compare_digest(kept, code_hash)
    fresh = found is not None and found.used_at is None and now_ms < found.expires_at
    rows.change(connection, RequestCode, {"used_at": now_ms}, hash=code_hash, used_at=None)
    good = found is not None and same and fresh
    uid = found.uid if found is not None and good else nobody
    expires_ms = int(request.expires.timestamp() * 1000)
    document = request.marshal()
    rows.add(
        connection,
        RequestRow(
            *(qid, uid, caller.holder, caller.team, document, SUBMITTED, now_ms, expires_ms)
        ),
    )
    rows.add(connection, RequestEvent(qid, 0, SUBMITTED, caller.role, now_ms))
    receipt = log_change(
        connection,
        caller,
        "request.submit",
        uid=uid if good else None,
        item=qid,
        doc=digest(document),
        now_ms=now_ms,
        random=random,
    )
    return Submitted(qid, receipt.index)


def request_of(connection: Connection, qid: bytes) -> RequestRow | None:
    """Find a request."""
    return rows.find(connection, RequestRow, qid=qid)


def requests_to(connection: Connection, uid: Uid) -> list[RequestRow]:
    """List the requests to a survivor, newest first."""
    return rows.find_all(connection, RequestRow, "created_at", newest_first=True, uid=uid)


def requests_by(connection: Connection, team: str) -> list[RequestRow]:
    """List a team's requests, newest first."""
    return rows.find_all(connection, RequestRow, "created_at", newest_first=True, team=team)


def history(connection: Connection, qid: bytes) -> Sequence[RequestEvent]:
    """List the changes of a request's state, in order."""
    return rows.find_all(connection, RequestEvent, "number", qid=qid)


def open_request(connection: Connection, uid: Uid, qid: bytes, now_ms: int) -> RequestRow:
    """Give a request to this survivor that waits for her, or raise WrongState."""
    found = rows.find(connection, RequestRow, qid=qid, uid=uid, state=SUBMITTED)
    if found is None or now_ms >= found.expires_at:
        raise WrongState("no request waits for this answer")
    return found


def answer(connection: Connection, qid: bytes, role: str, now_ms: int) -> None:
    """Note that a request was answered by a grant."""
    _move(connection, qid, SUBMITTED, ANSWERED, role, now_ms)


def refuse(
    connection: Connection, caller: Caller, uid: Uid, qid: bytes, *, now_ms: int, random: Random
) -> int:
    """Refuse as the survivor, no reasons demanded; give the entry's index, or raise WrongState."""
    open_request(connection, uid, qid, now_ms)
    _move(connection, qid, SUBMITTED, REFUSED, caller.role, now_ms)
    return log_change(
        connection,
        caller,
        "request.amend",
        uid=uid,
        item=qid,
        reason=REFUSED,
        now_ms=now_ms,
        random=random,
    ).index


def withdraw(
    connection: Connection, caller: Caller, qid: bytes, *, now_ms: int, random: Random
) -> int:
    """Take a request back as its asker; give the entry's index, or raise WrongState."""
    found = rows.find(connection, RequestRow, qid=qid, sid=caller.holder, state=SUBMITTED)
    if found is None:
        raise WrongState("this request cannot be taken back")
    _move(connection, qid, SUBMITTED, WITHDRAWN, caller.role, now_ms)
    return log_change(
        connection,
        caller,
        "request.withdraw",
        uid=None,
        item=qid,
        now_ms=now_ms,
        random=random,
    ).index


def close_for_grant(connection: Connection, matter: str, role: str, now_ms: int) -> None:
    """Answer `withdrawn` on the request of a grant that was withdrawn."""
    qid = bytes.fromhex(matter)
    found = request_of(connection, qid)
    if found is not None and found.state == ANSWERED:
        _move(connection, qid, ANSWERED, WITHDRAWN, role, now_ms)


def _move(connection: Connection, qid: bytes, state: str, to: str, role: str, now_ms: int) -> None:
    if rows.change(connection, RequestRow, {"state": to}, qid=qid, state=state) != 1:
        raise WrongState(f"request {qid.hex()} cannot become {to}")
    rows.add(connection, RequestEvent(qid, len(history(connection, qid)), to, role, now_ms))
