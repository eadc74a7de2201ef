"""Notices: every point of every route, shown before a choice, in today's words."""

# ruff: noqa: ANN401 what the tests put together by hand has no closer type

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import consent.notice_words
from consent.amending import amend
from consent.errors import IncompleteRequest, StaleNotice, WrongState
from consent.notice import acknowledge, last_shown, require_shown, shown_for
from consent.notice_words import (
    LANGUAGES,
    POINTS,
    REVIEWED,
    beside,
    is_current,
    notice,
    notice_of,
    points_of,
    read_notice,
)
from consent.repository import rows
from consent.request import parse_request
from consent.requests import request_of
from consent.rows import NoticeShown
from tests.unit.consent.asked import ROUTES, asked
from vault.ids import Uid
from vault.statement import digest, show_time

World = Any
STRANGER = Uid(b"\x09" * 16)
WRONG: list[dict[str, Any]] = [
    {"sha256": b"\0" * 32},
    {"sha256": notice("court").sha256},
    {"document": b"\0" * 32},
]


@pytest.fixture
def fresh(world: World) -> World:
    """A world in which the request waits and nothing was shown yet."""
    world.tick = lambda _db, _qid: None
    world.ask()
    return world


def saw(world: World) -> bytes:
    row = world.database.read(lambda db: request_of(db, world.qid))
    return digest(row.document)


def tick(world: World, **changes: Any) -> None:
    given: dict[str, Any] = {
        "sha256": notice().sha256,
        "matter": world.qid.hex(),
        "points": POINTS,
        "how": "read",
        "now_ms": 5,
        "document": saw(world),
    }
    uid = changes.pop("uid", world.her.holder)
    world.database.write(lambda db: acknowledge(db, uid, **{**given, **changes}))


def want(world: World, sha256: bytes | None, **changes: Any) -> None:
    uid, matter = changes.get("uid", world.her.holder), changes.get("matter", world.qid.hex())
    world.database.read(lambda db: require_shown(db, uid, sha256, matter))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("route", ROUTES)
def test_every_point_is_there_with_words_and_law(route: str, language: str) -> None:
    found = notice(route, language)
    assert (found.route, found.language) == (route, language)
    assert tuple(point.id for point in found.points) == points_of(route)
    # The fourteen that nobody may be asked without.
    assert set(POINTS) <= set(points_of(route))
    assert len(POINTS) == 14
    assert all(point.text and point.section for point in found.points)


@pytest.mark.parametrize("route", ROUTES)
def test_the_words_are_plain(route: str) -> None:
    for point in notice(route).points:
        for sentence in point.text.rstrip(".").split(". "):
            assert len(sentence.split()) <= 22, sentence


@pytest.mark.parametrize("route", ROUTES)
def test_the_words_do_not_promise_what_we_cannot_do(route: str) -> None:
    words = " ".join(point.text.lower() for point in notice(route).points)
    for claim in ("guarantee", "never be able", "deleted everywhere", "100%"):
        assert claim not in words


def test_a_notice_is_told_whole() -> None:
    body = notice("court").body()
    assert (body["route"], body["language"], body["version"]) == ("court", "en", 1)
    assert body["points"][0] == {  # type: ignore[index, call-overload]
        "id": "ordered",
        "section": "1965 Act s 2",
        "text": notice("court").points[0].text,
    }


def test_no_two_routes_share_a_notice() -> None:
    hashes = {notice(route, language).sha256 for route in ROUTES for language in LANGUAGES}
    assert len(hashes) == len(ROUTES) * len(LANGUAGES)
    for route in ROUTES:
        assert notice_of(notice(route).sha256) == notice(route)
        assert [each for each in ROUTES if is_current(notice(route).sha256, each)] == [route]
    assert notice_of(b"\0" * 32) is None


def test_a_court_s_order_is_said_to_be_one_before_anything_else() -> None:
    assert points_of("court")[0] == "ordered"
    words = {point.id: point.text for point in notice("court").points}
    assert "does not need your yes" in words["ordered"]
    assert "You can say no." not in " ".join(words.values())
    for route in ("vir", "counselling", "agreement", "civil"):
        assert "You can say no." in {p.id: p.text for p in notice(route).points}["refuse"]


@pytest.mark.parametrize("language", ["xx", "", "EN", "../../x", "cy\0", "vir-en"])
def test_a_language_without_a_notice_gets_english(language: str) -> None:
    assert notice("vir", language) == notice("vir", "en")


@pytest.mark.parametrize("language", ["en", "cy", "xx"])
def test_a_route_without_a_notice_is_refused(language: str) -> None:
    with pytest.raises(StaleNotice):
        notice("other", language)


def test_what_was_ticked_is_found_again_and_twice_is_once(fresh: World) -> None:
    tick(fresh)
    tick(fresh, now_ms=9, how="spoken")
    want(fresh, notice().sha256)
    [found] = fresh.database.read(lambda db: shown_for(db, fresh.her.holder, fresh.qid.hex()))
    assert (found.at, found.how) == (5, "read")


@pytest.mark.parametrize("left_out", POINTS)
def test_a_point_that_was_not_ticked_is_named(fresh: World, left_out: str) -> None:
    with pytest.raises(IncompleteRequest) as raised:
        tick(fresh, points=[point for point in POINTS if point != left_out])
    assert set(raised.value.missing) == {left_out}


@pytest.mark.parametrize("changes", WRONG)
def test_other_words_or_another_request_than_she_saw_are_not_acknowledged(
    fresh: World, changes: dict[str, Any]
) -> None:
    with pytest.raises(StaleNotice):
        tick(fresh, **changes)


@pytest.mark.parametrize(
    "changes",
    [{"points": [*POINTS, "who"]}, {"points": [*POINTS, "more"]}, {"how": ""}, {"how": "seen"}],
)
def test_what_is_no_acknowledgement_is_refused(fresh: World, changes: dict[str, Any]) -> None:
    with pytest.raises(IncompleteRequest):
        tick(fresh, **changes)


@pytest.mark.parametrize("changes", [{"uid": STRANGER}, {"matter": "ab" * 16}, {"matter": "x"}])
def test_only_a_request_that_reached_her_is_acknowledged(
    fresh: World, changes: dict[str, Any]
) -> None:
    with pytest.raises(WrongState):
        tick(fresh, **changes)


def test_the_request_as_she_saw_it_is_acknowledged_and_no_later_one(fresh: World) -> None:
    before = saw(fresh)
    ends = show_time(fresh.now + timedelta(days=50))
    less = parse_request(asked(expires=ends, necessity="other words"), now=fresh.now)
    fresh.database.write(
        lambda db: amend(
            *(db, fresh.officer, fresh.qid, less), now_ms=fresh.now_ms, random=fresh.random
        )
    )
    with pytest.raises(StaleNotice):
        tick(fresh, document=before)
    with pytest.raises(StaleNotice):
        want(fresh, notice().sha256)
    tick(fresh)
    want(fresh, notice().sha256)


def test_nothing_shown_is_no_agreement(fresh: World) -> None:
    with pytest.raises(StaleNotice):
        want(fresh, notice().sha256)
    tick(fresh)
    want(fresh, notice().sha256)
    for sha256, changes in (
        (None, {}),
        (b"\0" * 32, {}),
        (notice("agreement").sha256, {}),
        (notice().sha256, {"uid": STRANGER}),
        (notice().sha256, {"matter": "ab" * 16}),
        (notice().sha256, {"matter": "another"}),
        (notice().sha256, {"matter": ""}),
    ):
        with pytest.raises(StaleNotice):
            want(fresh, sha256, **changes)


@pytest.fixture
def changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A second version of the words of route vir; the first is kept."""
    folder = Path(consent.notice_words.__file__).parent / "notices"
    for path in folder.glob("*.json"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    body = json.loads((folder / "vir-en-1.json").read_text())
    body["version"] = 2
    body["points"][4]["text"] += " Really."
    (tmp_path / "vir-en-2.json").write_text(json.dumps(body))
    monkeypatch.setattr(consent.notice_words, "_FOLDER", tmp_path)
    monkeypatch.setattr(
        consent.notice_words, "CURRENT", {**consent.notice_words.CURRENT, ("vir", "en"): 2}
    )
    notice.cache_clear()
    read_notice.cache_clear()
    yield
    notice.cache_clear()
    read_notice.cache_clear()


def test_changed_words_are_shown_again(fresh: World, request: pytest.FixtureRequest) -> None:
    before = notice().sha256
    tick(fresh)
    request.getfixturevalue("changed")
    assert notice().sha256 != before
    assert not is_current(before, "vir")
    # What the old words were can still be shown.
    found = notice_of(before)
    assert found is not None
    assert found.version == 1
    with pytest.raises(StaleNotice):
        want(fresh, before)
    with pytest.raises(StaleNotice):
        tick(fresh, sha256=before)
    with pytest.raises(StaleNotice):
        fresh.store(fresh.grant(notice=before))
    tick(fresh)
    fresh.store(fresh.grant(notice=notice().sha256))


# Drafts.


def test_every_notice_that_is_kept_is_one_that_can_be_found() -> None:
    folder = Path(consent.notice_words.__file__).parent / "notices"
    known = {
        f"{route}-{language}-{version}.json"
        for (route, language), newest in consent.notice_words.CURRENT.items()
        for version in range(1, newest + 1)
    }
    assert {path.name for path in folder.iterdir()} == known


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != REVIEWED])
@pytest.mark.parametrize("route", ROUTES)
def test_a_draft_says_that_it_is_one_and_of_which_english(route: str, language: str) -> None:
    draft, english = notice(route, language), notice(route)
    assert draft.body()["draft_of"] == english.sha256.hex()
    assert beside(draft) == english
    assert (beside(english), "draft_of" in english.body()) == (None, False)
    for ours, theirs in zip(draft.points, english.points, strict=True):
        assert (ours.id, ours.section) == (theirs.id, theirs.section)
        assert ours.text != theirs.text


def test_a_draft_that_was_ticked_was_ticked_in_english_too(fresh: World) -> None:
    draft, english = notice("vir", "cy").sha256, notice().sha256
    tick(fresh, sha256=draft)
    want(fresh, draft)
    want(fresh, english)
    found = fresh.database.read(lambda db: shown_for(db, fresh.her.holder, fresh.qid.hex()))
    assert {each.sha256 for each in found} == {draft, english}
    assert fresh.database.read(
        lambda db: last_shown(db, fresh.her.holder, fresh.qid.hex())
    ) == notice("vir", "cy")
    # Another draft was not on her screen.
    with pytest.raises(StaleNotice):
        want(fresh, notice("vir", "ar").sha256)
    fresh.store(fresh.grant(notice=draft))


def test_english_alone_is_no_acknowledgement_of_a_draft(fresh: World) -> None:
    tick(fresh)
    with pytest.raises(StaleNotice):
        fresh.store(fresh.grant(notice=notice("vir", "cy").sha256))


def test_a_draft_whose_english_was_never_noted_is_no_agreement(fresh: World) -> None:
    draft = notice("vir", "cy").sha256
    row = NoticeShown(fresh.her.holder, draft, fresh.qid.hex(), "read", 5)
    fresh.database.write(lambda db: rows.add(db, row))
    with pytest.raises(StaleNotice):
        want(fresh, draft)


def test_a_draft_of_older_english_is_refused(fresh: World, request: pytest.FixtureRequest) -> None:
    draft = notice("vir", "cy").sha256
    tick(fresh, sha256=draft)
    request.getfixturevalue("changed")
    # She is shown today's English until somebody drafts it anew.
    assert notice("vir", "cy") == notice("vir") != notice("court", "cy")
    assert not is_current(draft, "vir")
    for act in (want, lambda world, sha256: tick(world, sha256=sha256)):
        with pytest.raises(StaleNotice):
            act(fresh, draft)
    with pytest.raises(StaleNotice):
        fresh.store(fresh.grant(notice=draft))
    # What it was, and what stood beside it, can still be shown.
    found = notice_of(draft)
    assert found is not None
    assert beside(found) == read_notice("vir", "en", 1)


@pytest.mark.parametrize("of", [b"\0" * 32, notice("court").sha256, notice("vir", "ar").sha256])
def test_a_draft_without_its_english_is_refused(of: bytes) -> None:
    with pytest.raises(StaleNotice):
        beside(replace(notice("vir", "cy"), draft_of=of))
