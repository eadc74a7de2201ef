"""Her lines: in order, proven where a checkpoint covers them, and said so where not."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event

from audit import repository
from audit.checkpoint import parse_checkpoint
from audit.entry import parse_entry
from audit.errors import NotProven
from audit.lines import check_growth, check_lines, growth_since, lines_for
from audit.note import parse_note
from audit.publisher import prove_growth

HER, K_CASE = b"u" * 16, b"k" * 32
World = Any


def test_a_case_without_entries_has_no_lines(world: World) -> None:
    world.append(case=None)
    assert world.database.read(lambda db: lines_for(db, HER)) == []
    checked = check_lines([], K_CASE, world.policy, now_seconds=world.now_s)
    assert (checked.lines, checked.checkpoint, checked.seen_at) == (0, None, None)


def test_lines_are_hers_alone_in_order_and_confirmed(world: World) -> None:
    for case in (HER, b"o" * 16, None, HER, HER):
        world.append(case=case)
    world.publisher.publish_once()
    lines = world.database.read(lambda db: lines_for(db, HER))
    assert [line.index for line in lines] == [0, 3, 4]
    checked = check_lines(lines, K_CASE, world.policy, now_seconds=world.now_s)
    assert (checked.lines, checked.unconfirmed, checked.seen_at) == (3, 0, world.now_s)
    assert checked.checkpoint is not None
    assert checked.checkpoint.size == 5


def test_the_newest_line_may_be_unconfirmed(world: World) -> None:
    world.append()
    world.publisher.publish_once()
    world.append()
    lines = world.database.read(lambda db: lines_for(db, HER))
    assert [line.proof is None for line in lines] == [False, True]
    checked = check_lines(lines, K_CASE, world.policy, now_seconds=world.now_s)
    assert (checked.lines, checked.unconfirmed) == (2, 1)


def test_an_older_line_whose_proof_is_withheld_does_not_pass_for_a_new_one(world: World) -> None:
    """Its bytes were changed: only the proof would tell, so a proof must be there."""
    for _ in range(3):
        world.append()
    world.publisher.publish_once()
    lines = world.database.read(lambda db: lines_for(db, HER))
    for at, line in enumerate(lines):
        other = replace(parse_entry(line.entry), role="support").marshal()
        spoilt = [*lines[:at], replace(line, entry=other, proof=None), *lines[at + 1 :]]
        with pytest.raises(NotProven, match="no proof of it was given"):
            check_lines(spoilt, K_CASE, world.policy, now_seconds=world.now_s)


def test_a_remembered_checkpoint_is_extended(world: World) -> None:
    world.append()
    world.publisher.publish_once()
    note = world.database.read(repository.latest_checkpoint).note
    remembered = parse_checkpoint(parse_note(note).text)
    world.fill(20)
    world.publisher.publish_once()
    path, newer = prove_growth(world.database, remembered.size)
    now = parse_checkpoint(parse_note(newer).text)
    check_growth(remembered, now, path)
    check_growth(now, now, [])
    for old, new in ((now, remembered), (type(now)("else", 1, remembered.root), now)):
        with pytest.raises(NotProven):
            check_growth(old, new, path)


def test_growth_is_proven_from_what_she_remembers_and_from_nothing_larger(world: World) -> None:
    assert world.database.read(lambda db: growth_since(db, 0)) == []
    world.append()
    world.publisher.publish_once()
    remembered = parse_checkpoint(
        parse_note(world.database.read(repository.latest_checkpoint).note).text
    )
    world.fill(20)
    world.publisher.publish_once()
    path = world.database.read(lambda db: growth_since(db, remembered.size))
    lines = world.database.read(lambda db: lines_for(db, HER))
    now = check_lines(lines, K_CASE, world.policy, now_seconds=world.now_s).checkpoint
    assert now is not None
    assert path
    check_growth(remembered, now, path)
    assert world.database.read(lambda db: growth_since(db, now.size + 1)) == []


def test_an_entry_missing_from_the_log_is_said_and_not_skipped(world: World) -> None:
    world.append()
    world.append()
    world.database.write(lambda db: db.exec_driver_sql("DELETE FROM audit_entry WHERE log_index=0"))
    with pytest.raises(NotProven):
        world.database.read(lambda db: lines_for(db, HER))


def test_an_erased_case_has_no_lines_any_more(world: World) -> None:
    world.append()
    world.database.write(lambda db: repository.erase_case(db, HER))
    with pytest.raises(NotProven):
        world.database.read(lambda db: lines_for(db, HER))
    assert len([parse_entry(data) for data in world.entries()]) == 1


def test_pages_are_the_lines_in_the_same_order(world: World) -> None:
    for number in range(11):
        world.append(case=HER if number % 3 else None)
    world.publisher.publish_once()
    world.append()
    whole = world.database.read(lambda db: lines_for(db, HER))
    assert len(whole) == 8
    for limit in (1, 3, 8, 20):
        pages = [
            world.database.read(
                lambda db, at=at, limit=limit: lines_for(db, HER, start=at, limit=limit)
            )
            for at in range(0, 12, limit)
        ]
        assert [line for page in pages for line in page] == whole
        assert max(map(len, pages)) <= limit


def test_a_page_takes_as_many_queries_whatever_it_holds(world: World) -> None:
    """Lines that lie far apart in a log of three levels' tiles cost no queries of their own."""
    for _ in range(150):
        world.append()
        world.fill(5)
    world.publisher.publish_once()
    counted = [0]
    event.listen(world.database.engine, "before_cursor_execute", lambda *_: _count(counted))

    def queries(**page: int) -> int:
        counted[0] = 0
        lines = world.database.read(lambda db: lines_for(db, HER, **page))
        assert all(line.proof is not None for line in lines)
        return counted[0]

    assert queries(limit=1) == queries(limit=50) == queries() == queries(start=149) <= 8


def _count(counted: list[int]) -> None:
    counted[0] += 1
