"""Notices: the exact words she was shown before she could choose.

docs/consent.md 4 lists the points of each route and the law behind each. A notice is
versioned and hashed; a grant names the hash, and when the words change, or the request
does, she sees them again.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from consent.amending import versions
from consent.editions import ROUTES
from consent.errors import IncompleteRequest, StaleNotice, WrongState
from consent.repository import Connection, rows
from consent.request import route_of
from consent.rows import NoticeShown, RequestRow
from vault.canonical import Json, marshal, parse_object, parse_plain
from vault.document import Document, text_of
from vault.ids import Uid
from vault.statement import digest

POINTS = (
    *("who", "what", "why", "handling", "refuse", "not_ended", "part"),
    *("defence", "cannot_undo", "take_back", "court", "others", "whom_to_ask", "no_pressure"),
)
"""What she must be told on every route (docs/consent.md 4)."""
ALSO: Mapping[str, tuple[str, ...]] = {
    "counselling": ("private_talks",),
    "agreement": ("your_copy",),
    "court": ("ordered", "be_heard"),
    "civil": ("other_side",),
}
CURRENT: Mapping[tuple[str, str], int] = {(route, "en"): 1 for route in ROUTES}
"""Which version holds, for each route and language."""
LANGUAGES = ("en",)
READ, SPOKEN = "read", "spoken"
_FOLDER = Path(__file__).parent / "notices"


@dataclass(frozen=True, slots=True)
class Point:
    """One thing she must be told, and where the law says so."""

    id: str
    section: str
    text: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice for one route in one language; `sha256` is of its canonical JSON."""

    route: str
    language: str
    version: int
    points: tuple[Point, ...]
    sha256: bytes

    def body(self) -> dict[str, Json]:
        """Give the notice as JSON."""
        points: list[Json] = [
            {"id": point.id, "section": point.section, "text": point.text} for point in self.points
        ]
        return {
            "language": self.language,
            "points": points,
            "route": self.route,
            "version": self.version,
        }


def points_of(route: str) -> tuple[str, ...]:
    """Give the ids of a route's points, in the order in which she reads them."""
    also = ALSO.get(route, ())
    # What a court ordered comes first: it changes what the rest means.
    return (*also, *POINTS) if route == "court" else (*POINTS, *also)


@lru_cache
def notice(route: str = "vir", language: str = "en") -> Notice:
    """Give a route's notice that is current in a language, English where there is none.

    Raises:
        StaleNotice: there is no notice for the route.
    """
    known = language if (route, language) in CURRENT else "en"
    if (route, known) not in CURRENT:
        raise StaleNotice("there is no notice for this route")
    return read_notice(route, known, CURRENT[route, known])


@lru_cache
def read_notice(route: str, language: str, version: int) -> Notice:
    """Read one version's words; what was shown once is kept for ever."""
    value = parse_plain((_FOLDER / f"{route}-{language}-{version}.json").read_bytes())
    body = Document(value, {"language", "points", "route", "version"})
    body.text("route", route)
    points = tuple(_point(item) for item in body.items("points"))
    assert tuple(point.id for point in points) == points_of(route)
    assert body.count("version") == version
    sha256 = hashlib.sha256(marshal(value)).digest()
    return Notice(route, body.text("language", language), version, points, sha256)


def notice_of(sha256: bytes) -> Notice | None:
    """Find the words that a hash names, among all versions that there are."""
    found = (
        read_notice(route, language, version)
        for (route, language), newest in CURRENT.items()
        for version in range(1, newest + 1)
    )
    return next((each for each in found if each.sha256 == sha256), None)


def is_current(sha256: bytes, route: str) -> bool:
    """Tell whether these are the words of today for a route, in any language."""
    return any(notice(route, language).sha256 == sha256 for language in LANGUAGES)


def acknowledge(
    connection: Connection,
    uid: Uid,
    *,
    sha256: bytes,
    matter: str,
    points: Collection[str],
    how: str,
    now_ms: int,
    document: bytes | None = None,
) -> None:
    """Note that she was shown every point of a notice, `read` or `spoken`; twice is once.

    `document` is SHA-256 of the request as she saw it, None where her client did not say.

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
    if document is not None and document != digest(asked.document):
        raise StaleNotice("the request changed since it was shown")
    if how not in (READ, SPOKEN):
        raise IncompleteRequest({"how": "read or spoken"})
    if len(set(points)) != len(points) or set(points) - set(points_of(route)):
        raise IncompleteRequest({"points": "each of the notice's own, once"})
    missing = {point.id: point.section for point in shown.points if point.id not in points}
    if missing:
        raise IncompleteRequest(missing)
    now = _now(connection, asked)
    if shown_at(connection, uid, sha256, now) is None:
        rows.add(connection, NoticeShown(uid, sha256, now, how, now_ms))


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
    if shown_at(connection, uid, sha256, _now(connection, asked)) is None:
        raise StaleNotice("the notice was not shown for this matter")


def shown_for(connection: Connection, uid: Uid, matter: str) -> list[NoticeShown]:
    """List what she was shown for a request, earlier words included, oldest first."""
    found = rows.find_all(connection, NoticeShown, "at", uid=uid)
    return [each for each in found if each.matter.partition(".")[0] == matter]


def shown_at(connection: Connection, uid: Uid, sha256: bytes, matter: str) -> int | None:
    """Give when she was shown a notice for a matter, in milliseconds."""
    found = rows.find(connection, NoticeShown, uid=uid, sha256=sha256, matter=matter)
    return None if found is None else found.at


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


def _point(value: Json) -> Point:
    body = Document(value, {"id", "section", "text"})
    return Point(*(text_of(body.raw(key)) for key in ("id", "section", "text")))
