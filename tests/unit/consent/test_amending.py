"""Amending a request, and asking about it."""

# ruff: noqa: ANN401 what the tests put together by hand has no closer type

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from consent import amending, requests
from consent.errors import IncompleteRequest, InvalidScope, WrongState
from consent.request import parse_request
from tests.unit.consent.asked import asked
from vault.canonical import Json, parse
from vault.statement import show_time

World = Any
NARROWER: Json = {"c": ["message"], "p": ["p1"]}


def said(world: World, days: int = 60, **changes: Json) -> Any:
    ends = show_time(world.now + timedelta(days=days))
    return parse_request(asked(expires=ends, **changes), now=world.now)


def amend(world: World, request: Any, caller: Any = None, qid: bytes | None = None) -> int:
    index: int = world.database.write(
        lambda db: amending.amend(
            *(db, caller or world.officer, qid or world.qid, request),
            now_ms=world.now_ms,
            random=world.random,
        )
    )
    return index


def row(world: World) -> Any:
    return world.database.read(lambda db: requests.request_of(db, world.qid))


def ask(world: World, text: str = "which day?", uid: bytes | None = None) -> int:
    number: int = world.database.write(
        lambda db: amending.ask(
            *(db, world.her, uid or world.her.holder, world.qid, text),
            now_ms=world.now_ms,
            random=world.random,
        )
    )
    return number


def reply(world: World, number: int, text: str = "the third", caller: Any = None) -> None:
    world.database.write(
        lambda db: amending.reply(
            *(db, caller or world.officer, world.qid, number, text),
            now_ms=world.now_ms,
            random=world.random,
        )
    )


def test_a_narrower_request_takes_the_place_and_the_wider_one_is_kept(world: World) -> None:
    before = row(world)
    index = amend(world, said(world, sought=NARROWER))
    after = row(world)
    assert parse(after.document)["sought"] == NARROWER
    assert after.state == "submitted"
    [kept] = world.database.read(lambda db: amending.earlier(db, world.qid))
    assert (kept.number, kept.document) == (0, before.document)
    entry = world.entries()[index]
    assert (entry["act"], entry["role"]) == ("request.change", "investigator")
    assert "tag" in entry
    assert "doc" in entry


@pytest.mark.parametrize(
    "sought",
    [
        {"c": ["message", "call", "media"], "p": ["p1", "p2"]},
        {"c": ["message", "call"], "p": ["p1", "p3"]},
        {"c": ["message"], "t": ["t1"]},
    ],
)
def test_a_wider_request_is_no_amendment(world: World, sought: Json) -> None:
    with pytest.raises(InvalidScope):
        amend(world, said(world, sought=sought))
    assert world.database.read(lambda db: amending.versions(db, world.qid)) == 0


def test_nor_is_a_longer_one_an_other_matter_or_the_same_words(world: World) -> None:
    with pytest.raises(InvalidScope):
        amend(world, said(world, days=61))
    for changes in ({"reference": "EX/9"}, {"made": "2026-02-28"}):
        given: Json = {"text": "we ask", "given": "2026-02-27"}
        with pytest.raises(IncompleteRequest) as raised:
            amend(world, said(world, notice=given, **changes))
        assert set(raised.value.missing) == set(changes)
    ends = show_time(world.now + timedelta(days=60))
    other = parse_request(asked("counselling", expires=ends), now=world.now)
    with pytest.raises(IncompleteRequest):
        amend(world, other)
    with pytest.raises(WrongState):
        amend(world, said(world))


def test_only_its_asker_amends_and_only_while_it_waits(world: World) -> None:
    narrower = said(world, sought=NARROWER)
    for caller in (
        replace(world.officer, holder=b"\x05" * 16),
        world.her,
    ):
        with pytest.raises(WrongState):
            amend(world, narrower, caller)
    with pytest.raises(WrongState):
        amend(world, narrower, qid=b"\x09" * 16)
    world.database.write(
        lambda db: requests.withdraw(
            db, world.officer, world.qid, now_ms=world.now_ms, random=world.random
        )
    )
    with pytest.raises(WrongState):
        amend(world, narrower)


def test_a_request_that_reached_nobody_is_amended_alike(world: World) -> None:
    lost = world.database.write(
        lambda db: requests.submit(
            *(db, world.officer, b"\x01" * 32, said(world)),
            now_ms=world.now_ms,
            random=world.random,
        )
    ).qid
    amend(world, said(world, sought=NARROWER))
    amend(world, said(world, sought=NARROWER), qid=lost)
    good, bad = world.entries()[-2:]
    assert set(good) == set(bad)


def test_an_expired_request_is_not_amended_nor_asked_about(world: World) -> None:
    number = ask(world)
    narrower = said(world, sought=NARROWER)
    world.pass_time(days=61)
    for act in (lambda: amend(world, narrower), lambda: ask(world), lambda: reply(world, number)):
        with pytest.raises(WrongState):
            act()


def test_an_amended_request_is_not_answered_before_the_notice_is_shown_anew(world: World) -> None:
    from consent.errors import StaleNotice  # noqa: PLC0415 one test

    amend(world, said(world, sought=NARROWER))
    scope = replace(world.scope(), p=frozenset({"p1"}))
    with pytest.raises(StaleNotice):
        world.store(world.grant(scope=scope))
    world.database.write(lambda db: world.tick(db, world.qid))
    with pytest.raises(InvalidScope):
        world.store(world.grant(scope=replace(scope, p=frozenset({"p2"}))))
    world.store(world.grant(scope=scope))


def test_amendments_and_questions_have_an_end(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(amending, "MAX_VERSIONS", 1)
    monkeypatch.setattr(amending, "MAX_QUESTIONS", 1)
    amend(world, said(world, sought=NARROWER))
    with pytest.raises(WrongState):
        amend(world, said(world, days=50, sought=NARROWER))
    ask(world)
    with pytest.raises(WrongState):
        ask(world)


def test_she_asks_and_its_asker_replies_once(world: World) -> None:
    assert ask(world) == 0
    assert ask(world, "and why the calls?") == 1
    reply(world, 1, "to see who rang")
    found = world.database.read(lambda db: amending.questions(db, world.qid))
    assert [(each.question, each.reply) for each in found] == [
        ("which day?", None),
        ("and why the calls?", "to see who rang"),
    ]
    with pytest.raises(WrongState):
        reply(world, 1)
    assert world.acts()[-3:] == ["request.ask done", "request.ask done", "request.reply done"]
    assert all("which day" not in str(entry) for entry in world.entries())


def test_nobody_writes_to_her_who_was_not_asked(world: World) -> None:
    with pytest.raises(WrongState):
        reply(world, 0)
    ask(world)
    with pytest.raises(WrongState):
        reply(world, 0, caller=replace(world.officer, holder=b"\x05" * 16))
    with pytest.raises(WrongState):
        ask(world, uid=b"\x09" * 16)


@pytest.mark.parametrize("text", ["", " ", "x" * 2001, "a\x00", "e\u0301"])
def test_what_is_no_text_is_no_question_and_no_reply(world: World, text: str) -> None:
    with pytest.raises(IncompleteRequest):
        ask(world, text)
    ask(world)
    with pytest.raises(IncompleteRequest):
        reply(world, 0, text)


def test_of_two_amendments_at_once_the_first_holds(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = row(world)
    amend(world, said(world, sought=NARROWER))
    # The second read the request before the first wrote it, as two connections can.
    monkeypatch.setattr(requests, "asked_request", lambda *_args: before)
    with pytest.raises(WrongState):
        amend(world, said(world, days=50))
    assert parse(row(world).document)["sought"] == NARROWER
