"""Notices: fourteen points, shown before a choice, in today's words."""

import json
from pathlib import Path

import pytest
from sqlalchemy import Connection

import consent.notice
from consent.errors import IncompleteRequest, StaleNotice
from consent.notice import POINTS, acknowledge, is_current, notice, require_shown
from consent.repository import rows
from consent.rows import NoticeShown
from vault.ids import Uid

HER = Uid(b"\x01" * 16)


def tick(connection: Connection, **changes: object) -> None:
    given: dict[str, object] = {
        "sha256": notice().sha256,
        "matter": "m",
        "points": POINTS,
        "how": "read",
        "now_ms": 5,
    }
    acknowledge(connection, HER, **{**given, **changes})  # type: ignore[arg-type]


def test_every_point_is_there_with_words_and_law() -> None:
    assert tuple(point.id for point in notice().points) == POINTS
    assert len(POINTS) == 14
    assert all(point.text and point.section for point in notice().points)


def test_the_words_are_plain() -> None:
    for point in notice().points:
        for sentence in point.text.rstrip(".").split(". "):
            assert len(sentence.split()) <= 22, sentence


def test_the_words_do_not_promise_what_we_cannot_do() -> None:
    words = " ".join(point.text.lower() for point in notice().points)
    for claim in ("guarantee", "never be able", "deleted everywhere", "100%"):
        assert claim not in words


def test_a_language_without_a_notice_gets_english() -> None:
    assert notice("xx") == notice("en")


def test_what_was_ticked_is_found_again_and_twice_is_once(connection: Connection) -> None:
    tick(connection)
    tick(connection, now_ms=9)
    require_shown(connection, HER, notice().sha256, "m")
    found = rows.find(connection, NoticeShown, uid=HER)
    assert found is not None
    assert found.at == 5


@pytest.mark.parametrize("left_out", POINTS)
def test_a_point_that_was_not_ticked_is_named(connection: Connection, left_out: str) -> None:
    with pytest.raises(IncompleteRequest) as raised:
        tick(connection, points=[point for point in POINTS if point != left_out])
    assert set(raised.value.missing) == {left_out}


def test_nothing_shown_is_no_agreement(connection: Connection) -> None:
    with pytest.raises(StaleNotice):
        require_shown(connection, HER, notice().sha256, "m")
    tick(connection)
    for sha256, uid, matter in (
        (None, HER, "m"),
        (b"\0" * 32, HER, "m"),
        (notice().sha256, Uid(b"\x02" * 16), "m"),
        (notice().sha256, HER, "another"),
    ):
        with pytest.raises(StaleNotice):
            require_shown(connection, uid, sha256, matter)


def test_changed_words_are_shown_again(
    connection: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = notice().sha256
    tick(connection)
    source = Path(consent.notice.__file__).parent / "notices" / "en-1.json"
    body = json.loads(source.read_text())
    body["points"][4]["text"] += " Really."
    (tmp_path / "en-1.json").write_text(json.dumps(body))
    monkeypatch.setattr(consent.notice, "_FOLDER", tmp_path)
    notice.cache_clear()
    try:
        assert notice().sha256 != before
        assert not is_current(before)
        with pytest.raises(StaleNotice):
            require_shown(connection, HER, before, "m")
        with pytest.raises(StaleNotice):
            tick(connection, sha256=before)
    finally:
        notice.cache_clear()
