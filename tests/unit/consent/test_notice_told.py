"""A notice as it is handed out: taken in only as what it says it is, a draft with its English."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest

from consent.errors import StaleNotice
from consent.notice_told import check_told, told
from consent.notice_words import LANGUAGES, notice
from tests.unit.consent.asked import ROUTES
from vault.canonical import marshal

Change = Callable[[dict[str, Any]], object]


def taken(route: str = "vir", language: str = "cy") -> dict[str, Any]:
    """Give a notice as it comes over the wire, the policy's hash beside it."""
    found: dict[str, Any] = json.loads(json.dumps(told(notice(route, language))))
    return {**found, "policy": "ab" * 32}


def rehashed(words: dict[str, Any]) -> None:
    """Give changed words the hash that they now have, as a lying vault would."""
    kept = {"draft_of", "language", "points", "route", "version"}
    body = {key: value for key, value in words.items() if key in kept}
    words["sha256"] = hashlib.sha256(marshal(body)).hexdigest()


def renamed(found: dict[str, Any]) -> None:
    """Have the draft name what now stands beside it."""
    rehashed(found["beside"])
    found["draft_of"] = found["beside"]["sha256"]
    rehashed(found)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("route", ROUTES)
def test_what_is_told_is_taken_in_whole(route: str, language: str) -> None:
    ours, english = notice(route, language), notice(route)
    found = check_told(taken(route, language), route)
    assert [text for text, _ in found] == [point.text for point in ours.points]
    expected = None if language == "en" else [point.text for point in english.points]
    if expected is None:
        assert {other for _, other in found} == {None}
    else:
        assert [other for _, other in found] == expected


WRONG: dict[str, Change] = {
    "no English": lambda found: found.update(beside=None),
    "none at all": lambda found: found.pop("beside"),
    "another English": lambda found: found.update(beside=taken("court", "en")),
    "a draft beside a draft": lambda found: found.update(beside=taken("vir", "ar")),
    "changed words": lambda found: found["points"][4].update(text="You must say yes."),
    "changed English": lambda found: found["beside"]["points"][4].update(text="Say yes."),
    "changed English, hashed anew": lambda found: (
        found["beside"]["points"][4].update(text="Say yes."),
        rehashed(found["beside"]),
    ),
    "no draft": lambda found: (found.pop("draft_of"), rehashed(found)),
    "English that is a draft": lambda found: (found.update(language="en"), rehashed(found)),
    "beside it another language": lambda found: (
        found["beside"].update(language="fr"),
        renamed(found),
    ),
    "points left out beside it": lambda found: (found["beside"]["points"].pop(), renamed(found)),
    "no points": lambda found: (found.update(points=None), rehashed(found)),
    "a point without words": lambda found: (found["points"][0].pop("text"), rehashed(found)),
    "no hash": lambda found: found.pop("sha256"),
    "no version": lambda found: found.pop("version"),
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG.keys())
def test_what_is_not_what_it_says_is_refused(change: Change) -> None:
    found = taken()
    change(found)
    with pytest.raises(StaleNotice):
        check_told(found, "vir")


def test_a_notice_of_another_route_is_refused() -> None:
    for language in ("en", "cy"):
        with pytest.raises(StaleNotice):
            check_told(taken("court", language), "vir")
