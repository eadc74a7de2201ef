"""Proposals: a request that a supervisor approves before it can be submitted.

docs/consent.md 3. Where the law wants an approver (s 44D(2), the counselling route), a request is
taken only if a supervisor of the asker's organisation approved these very words, and each approval
is good for one request. No code is part of it: whose case it is, nobody knows yet.
"""

from consent.asking import Caller
from consent.entries import log_change
from consent.errors import IncompleteRequest, WrongState
from consent.repository import Connection, rows
from consent.request import Request
from consent.roles import SUPERVISOR
from consent.rows import Proposal
from vault import accounts
from vault.canonical import parse_object
from vault.ids import ID_SIZE, Random
from vault.statement import digest

WAITING, APPROVED, DECLINED, USED = "waiting", "approved", "declined", "used"
MAX_WAITING = 50


def propose(
    connection: Connection, caller: Caller, request: Request, *, now_ms: int, random: Random
) -> Proposal:
    """Put a request before the supervisors of the asker's organisation.

    Raises:
        IncompleteRequest: who calls may not take this route.
        WrongState: too many of the asker's wait already.
    """
    if caller.role not in request.edition.roles:
        raise IncompleteRequest({"route": f"{request.edition.law}: not for this role"})
    if len(rows.find_all(connection, Proposal, "pid", sid=caller.holder, state=WAITING)) >= (
        MAX_WAITING
    ):
        raise WrongState(f"at most {MAX_WAITING} of your requests wait for approval at once")
    pid = random(ID_SIZE)
    row = Proposal(pid, caller.holder, caller.org, request.marshal(), WAITING, now_ms)
    rows.add(connection, row)
    _log(connection, caller, "request.propose", row, now_ms, random)
    return row


def proposals_for(connection: Connection, caller: Caller) -> list[Proposal]:
    """List the caller's own, newest first; to a supervisor, those of the organisation."""
    if caller.role == SUPERVISOR:
        return rows.find_all(
            connection, Proposal, "asked_at", newest_first=True, organisation=caller.org
        )
    return rows.find_all(connection, Proposal, "asked_at", newest_first=True, sid=caller.holder)


def approve(
    connection: Connection,
    caller: Caller,
    pid: bytes,
    sha256: bytes,
    *,
    now_ms: int,
    random: Random,
) -> int:
    """Approve as a supervisor the words with this hash; give the entry's index.

    Raises:
        WrongState: nothing of the organisation waits under this id with these words, or it is
            the caller's own.
        IncompleteRequest: it names somebody else as its approver.
    """
    row = _answerable(connection, caller, pid, sha256)
    member = accounts.staff_of(connection, caller.holder)
    named = parse_object(row.document).get("approver")
    if member is None or not isinstance(named, dict) or named.get("name") != member.name:
        raise IncompleteRequest({"approver": "s 44D: want the name of who approves it"})
    _answer(connection, caller, row, APPROVED, now_ms)
    return _log(connection, caller, "request.approve", row, now_ms, random)


def decline(
    connection: Connection,
    caller: Caller,
    pid: bytes,
    sha256: bytes,
    *,
    now_ms: int,
    random: Random,
) -> int:
    """Decline as a supervisor; give the entry's index, or raise WrongState as approve()."""
    row = _answerable(connection, caller, pid, sha256)
    _answer(connection, caller, row, DECLINED, now_ms)
    return _log(connection, caller, "request.decline", row, now_ms, random)


def use_approval(connection: Connection, caller: Caller, request: Request) -> None:
    """Use up the approval that a request's route needs; nothing happens where it needs none.

    Raises:
        IncompleteRequest: no supervisor who is still there approved these very words.
    """
    if not request.edition.approved:
        return
    document = request.marshal()
    found = rows.find_all(
        connection, Proposal, "asked_at", sid=caller.holder, document=document, state=APPROVED
    )
    for row in found:
        # Who has left, or moved to another organisation, approves nothing any more.
        by = accounts.staff_of(connection, row.answered_by or b"")
        if by is None or (by.role, by.organisation) != (SUPERVISOR, caller.org):
            continue
        if rows.change(connection, Proposal, {"state": USED}, pid=row.pid, state=APPROVED) == 1:
            return
    section = request.edition.sections["approver"]
    raise IncompleteRequest({"approver": f"{section}: no supervisor approved these words"})


def _answerable(connection: Connection, caller: Caller, pid: bytes, sha256: bytes) -> Proposal:
    row = rows.find(connection, Proposal, pid=pid, organisation=caller.org, state=WAITING)
    asker = None if row is None else accounts.staff_of(connection, row.sid)
    wrong = (
        row is None
        or asker is None
        or caller.role != SUPERVISOR
        or row.sid == caller.holder
        or asker.organisation != caller.org
        or digest(row.document) != sha256
    )
    if wrong or row is None:
        raise WrongState("no request of somebody else waits here with these words")
    return row


def _answer(connection: Connection, caller: Caller, row: Proposal, state: str, now_ms: int) -> None:
    values = {"state": state, "answered_by": caller.holder, "answered_at": now_ms}
    if rows.change(connection, Proposal, values, pid=row.pid, state=WAITING) != 1:
        raise WrongState("it was answered meanwhile")


def _log(
    connection: Connection, caller: Caller, act: str, row: Proposal, now_ms: int, random: Random
) -> int:
    return log_change(
        connection, caller, act, uid=None, item=row.pid, now_ms=now_ms, random=random
    ).index
