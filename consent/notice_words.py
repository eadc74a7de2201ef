"""The words of notices: every version of every route in every language, and which is today's.

docs/consent.md 4 lists the points of each route and the law behind each. A notice is
versioned and hashed. A translation that nobody reviewed is a draft: it names the reviewed
English that it stands beside, and is of today only while that is.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from consent.editions import ROUTES
from consent.errors import StaleNotice
from vault.canonical import Json, marshal, parse_plain
from vault.document import Document, text_of

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
REVIEWED = "en"
"""The language whose words were checked; every other notice is a draft."""
LANGUAGES = (REVIEWED, "cy", "ar", "pl", "ro", "pt", "so", "ur", "bn", "pa")
CURRENT: Mapping[tuple[str, str], int] = {
    (route, language): 1 for route in ROUTES for language in LANGUAGES
}
"""Which version holds, for each route and language."""
NOT_CHECKED = "No translator has checked the other language yet. The English beside it counts."
"""What her copy of a draft says first, and a terminal that shows one."""
_FOLDER = Path(__file__).parent / "notices"


@dataclass(frozen=True, slots=True)
class Point:
    """One thing she must be told, and where the law says so."""

    id: str
    section: str
    text: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice for one route in one language; `sha256` is of its canonical JSON.

    `draft_of` is the hash of the reviewed words that a draft stands beside, None where the
    words themselves were reviewed.
    """

    route: str
    language: str
    version: int
    points: tuple[Point, ...]
    sha256: bytes
    draft_of: bytes | None = None

    def body(self) -> dict[str, Json]:
        """Give the notice as JSON."""
        points: list[Json] = [
            {"id": point.id, "section": point.section, "text": point.text} for point in self.points
        ]
        beside: dict[str, Json] = {}
        if self.draft_of is not None:
            beside["draft_of"] = self.draft_of.hex()
        return {
            **beside,
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
def notice(route: str = "vir", language: str = REVIEWED) -> Notice:
    """Give a route's notice that is current in a language, English where there is none.

    A draft of English words that are no longer today's is none.

    Raises:
        StaleNotice: there is no notice for the route.
    """
    if (route, REVIEWED) not in CURRENT:
        raise StaleNotice("there is no notice for this route")
    reviewed = read_notice(route, REVIEWED, CURRENT[route, REVIEWED])
    version = CURRENT.get((route, language))
    if version is None or language == REVIEWED:
        return reviewed
    draft = read_notice(route, language, version)
    return draft if draft.draft_of == reviewed.sha256 else reviewed


@lru_cache
def read_notice(route: str, language: str, version: int) -> Notice:
    """Read one version's words; what was shown once is kept for ever."""
    value = parse_plain((_FOLDER / f"{route}-{language}-{version}.json").read_bytes())
    body = Document(value, {"language", "points", "route", "version"}, {"draft_of"})
    body.text("route", route)
    points = tuple(_point(item) for item in body.items("points"))
    assert tuple(point.id for point in points) == points_of(route)
    assert body.count("version") == version
    # What nobody reviewed says so itself, under its hash.
    assert body.has("draft_of") == (language != REVIEWED)
    draft_of = body.hex("draft_of", 32) if body.has("draft_of") else None
    sha256 = hashlib.sha256(marshal(value)).digest()
    return Notice(route, body.text("language", language), version, points, sha256, draft_of)


def notice_of(sha256: bytes) -> Notice | None:
    """Find the words that a hash names, among all versions that there are."""
    found = (
        read_notice(route, language, version)
        for (route, language), newest in CURRENT.items()
        for version in range(1, newest + 1)
    )
    return next((each for each in found if each.sha256 == sha256), None)


def beside(shown: Notice) -> Notice | None:
    """Give the reviewed words that a draft is shown with; None where it is no draft.

    Raises:
        StaleNotice: a draft's reviewed words are not there, or are of another route.
    """
    if shown.draft_of is None:
        return None
    found = notice_of(shown.draft_of)
    if found is None or (found.route, found.language) != (shown.route, REVIEWED):
        raise StaleNotice("the reviewed words of a draft are not there")
    return found


def is_current(sha256: bytes, route: str) -> bool:
    """Tell whether these are the words of today for a route, in any language.

    A draft is, while the reviewed words that it stands beside are today's.
    """
    return any(notice(route, language).sha256 == sha256 for language in LANGUAGES)


def _point(value: Json) -> Point:
    body = Document(value, {"id", "section", "text"})
    return Point(*(text_of(body.raw(key)) for key in ("id", "section", "text")))
