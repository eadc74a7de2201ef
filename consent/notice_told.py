"""A notice as it is handed out and taken in: its words, their hash, and the English beside a draft.

docs/consent.md 4. Whoever shows a notice makes its hash anew from the words, so that what is
acknowledged is what was on the screen, and never a draft alone.
"""

import hashlib
from collections.abc import Mapping

from consent.errors import StaleNotice
from consent.notice_words import REVIEWED, Notice, beside
from vault.canonical import Json, marshal
from vault.document import Document
from vault.errors import Malformed

_WORDS = {"language", "points", "route", "version"}


def told(shown: Notice) -> dict[str, Json]:
    """Give a notice with its hash, and under `beside` the reviewed words of a draft.

    Raises:
        StaleNotice: a draft's reviewed words are not there.
    """
    reviewed = beside(shown)
    english = None if reviewed is None else _hashed(reviewed)
    return {**_hashed(shown), "beside": english}


def check_told(value: Mapping[str, Json], route: str) -> list[tuple[str, str | None]]:
    """Check a notice that was handed out; give each point's words, with the English of a draft.

    1. It is a notice of the route, and its hash is of its words.
    2. Words in another language than English say that they are a draft.
    3. A draft has beside it the English that it names, whose hash is of its words.
    4. Both have the same points in the same order.

    Raises:
        StaleNotice: one of these does not hold.
    """
    try:
        shown = _words(value, route)
        english = value.get("beside")
        if shown.has("draft_of") == (shown.text("language") == REVIEWED):
            raise StaleNotice("another language than English is a draft, and English is none")
        if not shown.has("draft_of"):
            return [(text, None) for _, text in _points(shown)]
        if not isinstance(english, dict) or english.get("sha256") != shown.raw("draft_of"):
            raise StaleNotice("a draft without the English that it names")
        reviewed = _words(english, route)
        reviewed.text("language", REVIEWED)
        ours, theirs = _points(shown), _points(reviewed)
    except Malformed:
        raise StaleNotice("what was handed out is no notice of this route") from None
    if reviewed.has("draft_of") or [name for name, _ in ours] != [name for name, _ in theirs]:
        raise StaleNotice("a draft whose English has other points")
    return [(text, other) for (_, text), (_, other) in zip(ours, theirs, strict=True)]


def _hashed(shown: Notice) -> dict[str, Json]:
    return {**shown.body(), "sha256": shown.sha256.hex()}


def _words(value: Mapping[str, Json], route: str) -> Document:
    """Read the part of a notice that its hash covers, and check the hash."""
    covered = {key: value[key] for key in (*_WORDS, "draft_of") if key in value}
    words = Document(covered, _WORDS, {"draft_of"})
    words.text("route", route)
    if hashlib.sha256(marshal(covered)).hexdigest() != value.get("sha256"):
        raise StaleNotice("the hash of a notice is not of its words")
    return words


def _points(words: Document) -> list[tuple[str, str]]:
    points = [Document(item, {"id", "section", "text"}) for item in words.items("points")]
    return [(point.text("id"), point.text("text")) for point in points]
