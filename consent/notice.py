"""Notices: the exact words she was shown before she could choose.

docs/consent.md 2 lists the fourteen points and the law behind each. A notice is versioned
and hashed; a grant names the hash, and when the words change she sees them again.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from consent.errors import IncompleteRequest, StaleNotice
from consent.repository import Connection, rows
from consent.rows import NoticeShown
from vault.canonical import Json, marshal, parse_plain
from vault.document import Document, text_of
from vault.ids import Uid

POINTS = (
    *("who", "what", "why", "handling", "refuse", "not_ended", "part"),
    *("defence", "cannot_undo", "take_back", "court", "others", "whom_to_ask", "no_pressure"),
)
CURRENT = {"en": 1}
_FOLDER = Path(__file__).parent / "notices"


@dataclass(frozen=True, slots=True)
class Point:
    """One thing she must be told, and where the law says so."""

    id: str
    section: str
    text: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice in one language; `sha256` is of its canonical JSON."""

    language: str
    version: int
    points: tuple[Point, ...]
    sha256: bytes

    def body(self) -> dict[str, Json]:
        """Give the notice as JSON."""
        points: list[Json] = [
            {"id": point.id, "section": point.section, "text": point.text} for point in self.points
        ]
        return {"language": self.language, "points": points, "version": self.version}


@lru_cache
def notice(language: str = "en") -> Notice:
    """Give the notice that is current in a language, English where there is none."""
    known = language if language in CURRENT else "en"
    value = parse_plain((_FOLDER / f"{known}-{CURRENT[known]}.json").read_bytes())
    body = Document(value, {"language", "version", "points"})
    points = tuple(_point(item) for item in body.items("points"))
    assert tuple(point.id for point in points) == POINTS
    sha256 = hashlib.sha256(marshal(value)).digest()
    return Notice(body.text("language", known), body.count("version"), points, sha256)


def is_current(sha256: bytes) -> bool:
    """Tell whether these are the words of today, in any language."""
    return any(notice(language).sha256 == sha256 for language in CURRENT)


def acknowledge(
    connection: Connection,
    uid: Uid,
    *,
    sha256: bytes,
    matter: str,
    points: Collection[str],
    how: str,
    now_ms: int,
) -> None:
    """Note that she was shown every point of a notice, `read` or `spoken`; twice is once.

    Raises:
        StaleNotice: these are not the words of today.
        IncompleteRequest: a point was not ticked; it lists each with its section.
    """
    if not is_current(sha256):
        raise StaleNotice("the notice changed since it was shown")
    missing = {point.id: point.section for point in notice().points if point.id not in points}
    if missing:
        raise IncompleteRequest(missing)
    if not _found(connection, uid, sha256, matter):
        rows.add(connection, NoticeShown(uid, sha256, matter, how, now_ms))


def require_shown(connection: Connection, uid: Uid, sha256: bytes | None, matter: str) -> None:
    """Want an acknowledgement of today's notice for a matter, or raise StaleNotice."""
    if sha256 is None or not is_current(sha256):
        raise StaleNotice("the grant does not name the notice of today")
    if not _found(connection, uid, sha256, matter):
        raise StaleNotice("the notice was not shown for this matter")


def _found(connection: Connection, uid: Uid, sha256: bytes, matter: str) -> bool:
    found = rows.find(connection, NoticeShown, uid=uid, sha256=sha256, matter=matter)
    return found is not None


def _point(value: Json) -> Point:
    body = Document(value, {"id", "section", "text"})
    return Point(*(text_of(body.raw(key)) for key in ("id", "section", "text")))
