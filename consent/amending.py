"""Amending a request, and the questions about it.

docs/consent.md 3. An asker may say less than before, never more: a wider ask is a request
of its own, by a code of its own. She asks, the asker replies; nobody can write to her who
was not asked. What a request said before is kept, and the notice is shown anew.
"""

from collections.abc import Sequence
from dataclasses import replace

from consent import requests
from consent.asking import Caller
from consent.entries import log_change
from consent.errors import IncompleteRequest, InvalidScope, WrongState
from consent.proposals import use_approval
from consent.repository import Connection, rows
from consent.request import Request, sought_of
from consent.request_fields import is_text
from consent.rows import RequestQuestion, RequestRow, RequestVersion
from consent.scope import Scope, covers
from vault.canonical import parse_object
from vault.ids import Random, Uid
from vault.statement import digest, parse_time

MAX_VERSIONS = 20
MAX_QUESTIONS = 50
MAX_QUESTION = 2_000
_FIXED = ("route", "reference", "stage", "follows", "made")


def amend(
    connection: Connection,
    caller: Caller,
    qid: bytes,
    request: Request,
    *,
    now_ms: int,
    random: Random,
) -> int:
    """Put a narrower request in the place of one that waits; give the entry's index.

    Raises:
        WrongState: no request of the caller's waits, nothing changed, or it was amended
            too often.
        IncompleteRequest: route, reference, stage or day of making are others, the asker
            approves it, or the route wants a supervisor's approval, which these words lack.
        InvalidScope: it seeks more than before, or for longer.
    """
    found = requests.asked_request(connection, caller, qid, now_ms)
    requests.check_names(connection, caller, request)
    before, document = parse_object(found.document), request.marshal()
    other = {
        name: request.edition.sections.get(name, "the same as before")
        for name in _FIXED
        if request.body.get(name) != before.get(name)
    }
    if other:
        raise IncompleteRequest(other)
    if document == found.document:
        raise WrongState("the amendment says what the request says")
    if request.expires > parse_time(before["expires"]) or not _within(
        sought_of(before), request.sought
    ):
        raise InvalidScope("an amendment seeks no more than before, and no longer")
    number = versions(connection, qid)
    if number >= MAX_VERSIONS:
        raise WrongState(f"a request is amended at most {MAX_VERSIONS} times")
    use_approval(connection, caller, request)
    rows.add(connection, RequestVersion(qid, number, found.document, now_ms))
    values = {
        "document": document,
        "expires_at": int(request.expires.timestamp() * 1000),
    }
    # Whoever amended or answered it meanwhile was first.
    was, state = found.document, requests.SUBMITTED
    if rows.change(connection, RequestRow, values, qid=qid, document=was, state=state) != 1:
        raise WrongState("the request changed meanwhile")
    return _log(connection, caller, found, "request.change", now_ms, random, digest(document))


def versions(connection: Connection, qid: bytes) -> int:
    """Count how often a request was amended."""
    return len(rows.find_all(connection, RequestVersion, "number", qid=qid))


def earlier(connection: Connection, qid: bytes) -> Sequence[RequestVersion]:
    """List what a request said before, oldest first."""
    return rows.find_all(connection, RequestVersion, "number", qid=qid)


def ask(
    connection: Connection,
    caller: Caller,
    uid: Uid,
    qid: bytes,
    text: str,
    *,
    now_ms: int,
    random: Random,
    pol: bytes | None = None,
) -> int:
    """Ask as the survivor about a request that waits for her; give the question's number.

    `pol` is the hash of the rules by which somebody asks beside her.

    Raises:
        WrongState: no such request waits, or there are too many questions.
        IncompleteRequest: nothing is asked.
    """
    found = requests.open_request(connection, uid, qid, now_ms)
    number = len(questions(connection, qid))
    if number >= MAX_QUESTIONS:
        raise WrongState(f"want at most {MAX_QUESTIONS} questions about a request")
    rows.add(connection, RequestQuestion(qid, number, _said(text), now_ms))
    _log(connection, caller, found, "request.ask", now_ms, random, pol=pol)
    return number


def reply(
    connection: Connection,
    caller: Caller,
    qid: bytes,
    number: int,
    text: str,
    *,
    now_ms: int,
    random: Random,
) -> int:
    """Reply as the asker to one question, once; give the entry's index, or raise as ask()."""
    found = requests.asked_request(connection, caller, qid, now_ms)
    values = {"reply": _said(text), "replied_at": now_ms}
    if rows.change(connection, RequestQuestion, values, qid=qid, number=number, reply=None) != 1:
        raise WrongState("no such question waits for a reply")
    return _log(connection, caller, found, "request.reply", now_ms, random)


def questions(connection: Connection, qid: bytes) -> Sequence[RequestQuestion]:
    """List the questions about a request, oldest first."""
    return rows.find_all(connection, RequestQuestion, "number", qid=qid)


def _within(before: Scope, after: Scope) -> bool:
    """Tell whether a scope without extractions lies inside another."""
    anybody = frozenset({"-"})
    return covers(replace(before, x=anybody), replace(after, x=anybody))


def _said(text: str) -> str:
    if not is_text(text) or len(text) > MAX_QUESTION:
        raise IncompleteRequest({"text": f"want 1 to {MAX_QUESTION} characters of plain text"})
    return text


def _log(
    connection: Connection,
    caller: Caller,
    row: RequestRow,
    act: str,
    now_ms: int,
    random: Random,
    doc: bytes | None = None,
    pol: bytes | None = None,
) -> int:
    return log_change(
        connection,
        caller,
        act,
        uid=requests.case_of(connection, row),
        item=row.qid,
        doc=doc,
        pol=pol,
        now_ms=now_ms,
        random=random,
    ).index
