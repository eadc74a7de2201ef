"""Requests on their way: submitted, answered, refused, withdrawn.

docs/consent.md 3. A request reaches a survivor by a single-use code that she handed out.
A code that is valid, unknown or used gets the same answer after the same work: the
request is stored either way, and one that reached nobody is simply never answered.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass

from audit import repository as log
from consent.asking import Caller
from consent.entries import log_change
from consent.errors import IncompleteRequest, WrongState
from consent.proposals import use_approval
from consent.repository import Connection, rows
from consent.request import Request
from consent.request_fields import faults_of_names
from consent.rows import RequestCode, RequestEvent, RequestRow
from vault import accounts
from vault.errors import AlreadyStored
from vault.ids import HASH_SIZE, ID_SIZE, Random, Uid
from vault.statement import digest

SUBMITTED, ANSWERED, REFUSED, WITHDRAWN = "submitted", "answered", "refused", "withdrawn"
MOVES = {
    SUBMITTED: frozenset({ANSWERED, REFUSED, WITHDRAWN}),
    # A grant that she withdraws takes the answer back.
    ANSWERED: frozenset({WITHDRAWN}),
    REFUSED: frozenset[str](),
    WITHDRAWN: frozenset[str](),
}
"""Which state may follow which; nothing ever goes back."""

NOBODY = Uid(bytes(ID_SIZE))
"""Whose case the entries of requests go to that reached nobody: no account has this id."""
_DECOY = bytes(HASH_SIZE)


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
    """Store a request and use its code up; nobody can tell from it whether the code was good.

    Raises:
        IncompleteRequest: who calls may not take this route, approves it themselves, it follows
            none of theirs, or its route wants a supervisor's approval, which it lacks.
    """
    _check_asker(connection, caller, request)
    use_approval(connection, caller, request)
    _prepare_nobody(connection, random)
    qid, nobody = random(ID_SIZE), Uid(random(ID_SIZE))
    owner = _use_code(connection, code_hash, now_ms)
    expires_ms = int(request.expires.timestamp() * 1000)
    document = request.marshal()
    rows.add(
        connection,
        RequestRow(
            *(qid, owner or nobody, caller.holder, caller.team, document),
            *(SUBMITTED, now_ms, expires_ms),
        ),
    )
    rows.add(connection, RequestEvent(qid, 0, SUBMITTED, caller.role, now_ms))
    receipt = log_change(
        connection,
        caller,
        "request.submit",
        uid=owner or NOBODY,
        item=qid,
        doc=digest(document),
        title=request.reference,
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


def asked_request(connection: Connection, caller: Caller, qid: bytes, now_ms: int) -> RequestRow:
    """Give a request of this asker's that is not answered yet, or raise WrongState."""
    found = rows.find(connection, RequestRow, qid=qid, sid=caller.holder, state=SUBMITTED)
    if found is None or now_ms >= found.expires_at:
        raise WrongState("no request of yours waits for an answer")
    return found


def case_of(connection: Connection, row: RequestRow) -> Uid:
    """Give the case that a request's entries belong to: hers, or nobody's."""
    known = accounts.account_of(connection, row.uid) is not None
    return row.uid if known else NOBODY


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
        uid=case_of(connection, found),
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


def check_names(connection: Connection, caller: Caller, request: Request) -> None:
    """Want another to approve it, and to advise her, than who asks: by the vault's own register.

    Raises:
        IncompleteRequest: whatever the request calls who asks, it is they.
    """
    member = accounts.staff_of(connection, caller.holder)
    faults = [] if member is None else faults_of_names(request.body, member.name)
    if faults:
        sections = request.edition.sections
        raise IncompleteRequest({name: sections[name.split(".")[0]] for name in faults})


def _check_asker(connection: Connection, caller: Caller, request: Request) -> None:
    check_names(connection, caller, request)
    if caller.role not in request.edition.roles:
        raise IncompleteRequest({"route": f"{request.edition.law}: not for this role"})
    if request.follows is None:
        return
    before = request_of(connection, bytes.fromhex(request.follows))
    if before is None or before.team != caller.team:
        raise IncompleteRequest({"follows": request.edition.sections["follows"]})


def _prepare_nobody(connection: Connection, random: Random) -> None:
    """Make the decoy code and nobody's case, once: what a bad code is worked on instead."""
    if rows.find(connection, RequestCode, hash=_DECOY) is not None:
        return
    try:
        with connection.begin_nested():
            rows.add(connection, RequestCode(_DECOY, NOBODY, 0, 0))
            log.set_case_key(connection, NOBODY, random(32))
    except AlreadyStored:
        # Another process was first.
        return


def _use_code(connection: Connection, code_hash: bytes, now_ms: int) -> Uid | None:
    """Use a code up; give whose it is. A bad one costs the same: the decoy is written instead."""
    found = rows.find(connection, RequestCode, hash=code_hash)
    kept = _DECOY if found is None else found.hash
    good = (
        found is not None
        and found.used_at is None
        and now_ms < found.expires_at
        and hmac.compare_digest(kept, code_hash)
    )
    target, used_at = (code_hash, now_ms) if good else (_DECOY, None)
    # Of two that use one code at once, the second finds no row without `used_at`.
    changed = rows.change(connection, RequestCode, {"used_at": used_at}, hash=target, used_at=None)
    return found.uid if found is not None and good and changed == 1 else None


def _move(connection: Connection, qid: bytes, state: str, to: str, role: str, now_ms: int) -> None:
    if to not in MOVES[state]:
        raise WrongState(f"a request that is {state} cannot become {to}")
    if rows.change(connection, RequestRow, {"state": to}, qid=qid, state=state) != 1:
        raise WrongState(f"request {qid.hex()} cannot become {to}")
    rows.add(connection, RequestEvent(qid, len(history(connection, qid)), to, role, now_ms))
