"""That she was shown a notice, point by point, before she could choose.

docs/consent.md 4. A grant names the hash of the words, and when they change, or the request
does, she sees them again. A draft is shown with its reviewed words, and counts as both.
"""

from collections.abc import Collection

from consent.amending import versions
from consent.errors import IncompleteRequest, StaleNotice, WrongState
from consent.notice_words import Notice, beside, is_current, notice_of, points_of
from consent.repository import Connection, rows
from consent.request import route_of
from consent.rows import NoticeShown, RequestRow
from vault.canonical import parse_object
from vault.ids import Uid
from vault.statement import digest

READ, SPOKEN = "read", "spoken"


def acknowledge(
    connection: Connection,
    uid: Uid,
    *,
    sha256: bytes,
    matter: str,
    points: Collection[str],
    how: str,
    now_ms: int,
    document: bytes,
) -> None:
    """Note that she was shown every point of a notice, `read` or `spoken`; twice is once.

    A draft was shown with its reviewed words beside it, and both are noted. `document` is
    SHA-256 of the request as she saw it.

    Raises:
        StaleNotice: these are not the words of today for the request's route, or the request
            changed since she saw it.
        IncompleteRequest: a point was not ticked; it lists each with its section.
        WrongState: no such request reached her.
    """
    asked = _request(connection, uid, matter)
    route = route_of(parse_object(asked.document))
    shown = notice_of(sha256)
    if shown is None or not is_current(sha256, route):
        raise StaleNotice("the notice changed since it was shown, or is of another route")
    if document != digest(asked.document):
        raise StaleNotice("the request changed since it was shown")
    if how not in (READ, SPOKEN):
        raise IncompleteRequest({"how": "read or spoken"})
    if len(set(points)) != len(points) or set(points) - set(points_of(route)):
        raise IncompleteRequest({"points": "each of the notice's own, once"})
    missing = {point.id: point.section for point in shown.points if point.id not in points}
    if missing:
        raise IncompleteRequest(missing)
    now = _now(connection, asked)
    for each in _hashes(shown):
        if shown_at(connection, uid, each, now) is None:
            rows.add(connection, NoticeShown(uid, each, now, how, now_ms))


def require_shown(connection: Connection, uid: Uid, sha256: bytes | None, matter: str) -> None:
    """Want an acknowledgement of today's notice for a request as it is now.

    Raises:
        StaleNotice: the words are not today's, or were not shown for this request.
    """
    try:
        asked = _request(connection, uid, matter)
    except WrongState:
        raise StaleNotice("the notice was not shown for this matter") from None
    if sha256 is None or not is_current(sha256, route_of(parse_object(asked.document))):
        raise StaleNotice("the grant does not name the notice of today for this route")
    now, words = _now(connection, asked), notice_of(sha256)
    wanted = () if words is None else _hashes(words)
    if not wanted or any(shown_at(connection, uid, each, now) is None for each in wanted):
        raise StaleNotice("the notice was not shown for this matter")


def shown_for(connection: Connection, uid: Uid, matter: str) -> list[NoticeShown]:
    """List what she was shown for a request, earlier words included, oldest first."""
    found = rows.find_all(connection, NoticeShown, "at", uid=uid)
    return [each for each in found if each.matter.partition(".")[0] == matter]


def last_shown(connection: Connection, uid: Uid, matter: str) -> Notice | None:
    """Give the words that she was last shown for a request: a draft before its English."""
    found = [
        (each.at, words.draft_of is not None, words)
        for each in shown_for(connection, uid, matter)
        if (words := notice_of(each.sha256)) is not None
    ]
    return max(found, key=lambda each: each[:2])[2] if found else None


def shown_at(connection: Connection, uid: Uid, sha256: bytes, matter: str) -> int | None:
    """Give when she was shown a notice for a matter, in milliseconds."""
    found = rows.find(connection, NoticeShown, uid=uid, sha256=sha256, matter=matter)
    return None if found is None else found.at


def _hashes(shown: Notice) -> tuple[bytes, ...]:
    """Name the words that were on her screen: a draft's reviewed ones too."""
    reviewed = beside(shown)
    return (shown.sha256,) if reviewed is None else (reviewed.sha256, shown.sha256)


def _request(connection: Connection, uid: Uid, matter: str) -> RequestRow:
    try:
        qid = bytes.fromhex(matter)
    except ValueError:
        raise WrongState("no such request reached her") from None
    found = rows.find(connection, RequestRow, qid=qid, uid=uid)
    if found is None:
        raise WrongState("no such request reached her")
    return found


def _now(connection: Connection, asked: RequestRow) -> str:
    """Name the request as it is now: what she ticked before an amendment does not count."""
    number = versions(connection, asked.qid)
    return asked.qid.hex() if number == 0 else f"{asked.qid.hex()}.{number}"
