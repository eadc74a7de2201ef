"""Requests on their way: one answer for every code, and states that only go forward."""

# ruff: noqa: ANN401 what the tests put together by hand has no closer type

from typing import Any

import pytest
from sqlalchemy import event

from consent import requests
from consent.errors import WrongState
from consent.request import parse_request
from vault import accounts

World = Any


@pytest.fixture
def body(world: World) -> Any:
    found = world.database.read(lambda db: requests.request_of(db, world.qid))
    from vault.canonical import parse  # noqa: PLC0415 read back as stored

    return parse_request(parse(found.document), now=world.now)


def submit(world: World, body: Any, code: bytes) -> tuple[requests.Submitted, list[str]]:
    """Submit with a code; give the answer and the statements that were run."""
    ran: list[str] = []

    def note(_c: Any, _k: Any, statement: str, *_rest: Any) -> None:
        ran.append(statement)

    event.listen(world.database.engine, "before_cursor_execute", note)
    try:
        submitted = world.database.write(
            lambda db: requests.submit(
                db,
                world.officer,
                accounts.hash_of(code),
                body,
                now_ms=world.now_ms,
                random=world.random,
            )
        )
    finally:
        event.remove(world.database.engine, "before_cursor_execute", note)
    return submitted, ran


def test_valid_unknown_and_used_codes_get_the_same_answer_after_the_same_work(
    world: World, body: Any
) -> None:
    code = accounts.hash_of(b"good")
    world.database.write(
        lambda db: requests.add_code(
            db, world.her.holder, code, now_ms=5, expires_ms=world.now_ms + 9
        )
    )
    good, good_work = submit(world, body, b"good")
    used, used_work = submit(world, body, b"good")
    unknown, unknown_work = submit(world, body, b"unknown")
    mine = world.database.read(lambda db: requests.requests_to(db, world.her.holder))
    assert good.qid in [each.qid for each in mine]
    assert used.qid not in [each.qid for each in mine]
    theirs = world.database.read(lambda db: requests.requests_by(db, "team-1"))
    states = {each.qid: each.state for each in theirs}
    assert states[good.qid] == states[used.qid] == states[unknown.qid] == "submitted"
    ours = [[line for line in work if "audit" not in line] for work in (good_work, used_work)]
    assert ours[0] == ours[1] == [line for line in unknown_work if "audit" not in line]


def test_an_expired_code_reaches_nobody(world: World, body: Any) -> None:
    code = accounts.hash_of(b"old")
    world.database.write(
        lambda db: requests.add_code(db, world.her.holder, code, now_ms=5, expires_ms=world.now_ms)
    )
    late, _ = submit(world, body, b"old")
    mine = world.database.read(lambda db: requests.requests_to(db, world.her.holder))
    assert late.qid not in [each.qid for each in mine]


def test_she_refuses_without_a_reason_and_only_once(world: World) -> None:
    def refuse(uid: bytes = world.her.holder) -> None:
        world.database.write(
            lambda db: requests.refuse(
                db, world.her, uid, world.qid, now_ms=world.now_ms, random=world.random
            )
        )

    with pytest.raises(WrongState):
        refuse(b"\x09" * 16)
    refuse()
    assert world.entries()[-1]["rc"] == "refused"
    assert world.database.read(lambda db: requests.request_of(db, world.qid)).state == "refused"
    with pytest.raises(WrongState):
        refuse()
    with pytest.raises(WrongState):
        world.store()


def test_its_asker_takes_it_back(world: World) -> None:
    from dataclasses import replace  # noqa: PLC0415 one other caller

    def withdraw(caller: Any) -> None:
        world.database.write(
            lambda db: requests.withdraw(
                db, caller, world.qid, now_ms=world.now_ms, random=world.random
            )
        )

    with pytest.raises(WrongState):
        withdraw(replace(world.officer, holder=b"\x05" * 16))
    withdraw(world.officer)
    assert world.acts()[-1] == "request.withdraw done"
    with pytest.raises(WrongState):
        world.store()
    steps = world.database.read(lambda db: requests.history(db, world.qid))
    assert [(step.number, step.state) for step in steps] == [(0, "submitted"), (1, "withdrawn")]
