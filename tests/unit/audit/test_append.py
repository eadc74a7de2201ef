"""Appending: one order, one clock, counted tags, and a whole transaction or nothing."""

import threading
from typing import Any

import pytest
from sqlalchemy import Connection

from audit import repository
from audit.chain import CHAIN_START, chain_of
from audit.entry import Draft, case_tag, commitment, object_tag, organisation_tag, parse_entry
from audit.errors import MalformedEntry, NotProven
from audit.merkle import leaf_hash

HER, K_CASE = b"u" * 16, b"k" * 32
DRAFT = Draft(act="grant", out="done", role="survivor", case=HER)
World = Any


def test_index_leaf_and_chain_follow_from_the_bytes(world: World) -> None:
    receipts = [world.append() for _ in range(5)]
    leaves = [leaf_hash(data) for data in world.entries()]
    assert [receipt.index for receipt in receipts] == [0, 1, 2, 3, 4]
    assert [receipt.leaf for receipt in receipts] == leaves
    assert [receipt.chain for receipt in receipts] == [chain_of(leaves[: n + 1]) for n in range(5)]
    assert chain_of([]) == CHAIN_START == bytes(32)


def test_case_numbers_count_per_case(world: World) -> None:
    for case in (HER, b"o" * 16, HER, None, HER):
        world.append(case=case)
    tags = [parse_entry(data).tag for data in world.entries()]
    assert [tags[0], tags[2], tags[4]] == [case_tag(K_CASE, n).hex() for n in range(3)]
    assert tags[1] == case_tag(b"q" * 32, 0).hex()
    assert tags[3] == ""
    assert world.database.read(lambda db: repository.case_count(db, HER)) == 3


def test_things_grants_and_organisations_are_blinded_with_the_cases_key(world: World) -> None:
    world.append(obj=b"thing", con=b"grant", org="West Police")
    (entry,) = [parse_entry(data) for data in world.entries()]
    assert entry.obj == object_tag(K_CASE, b"thing").hex()
    assert entry.con == object_tag(K_CASE, b"grant").hex()
    assert entry.org == organisation_tag(K_CASE, "West Police").hex()
    assert b"West" not in world.entries()[0]


def test_without_a_case_an_organisations_name_stays_out(world: World) -> None:
    world.append(case=None, org="West Police", obj=b"thing")
    (entry,) = [parse_entry(data) for data in world.entries()]
    assert (entry.tag, entry.org) == ("", "")
    assert entry.obj == object_tag(bytes(32), b"thing").hex()


def test_a_document_is_committed_to_and_its_randomness_kept_apart(world: World) -> None:
    receipt = world.append(doc=b"d" * 32)
    without = world.append()
    r = world.database.read(lambda db: repository.read_opening(db, receipt.index))
    entry = parse_entry(world.entries()[0])
    assert entry.doc == commitment("doc", r, b"d" * 32).hex()
    with pytest.raises(NotProven):
        world.database.read(lambda db: repository.read_opening(db, without.index))


def test_the_logs_clock_never_runs_back(world: World) -> None:
    world.append()
    world.now_ms -= 3_600_000
    world.append()
    world.now_ms += 7_200_000
    world.append()
    times = [parse_entry(data).t for data in world.entries()]
    assert times[1] == times[0]
    assert times[2] > times[1]


def test_an_action_that_fails_leaves_no_entry_and_no_gap(world: World) -> None:
    def act(db: Connection) -> None:
        repository.append(db, DRAFT, now_ms=world.now_ms, random=world.random)
        raise KeyError

    world.append()
    with pytest.raises(KeyError):
        world.database.write(act)
    assert world.append().index == 1
    tags = [parse_entry(data).tag for data in world.entries()]
    assert tags == [case_tag(K_CASE, n).hex() for n in range(2)]


def test_a_draft_that_would_be_malformed_is_refused_with_its_action(world: World) -> None:
    with pytest.raises(MalformedEntry):
        world.append(rc="Free text, a name even")
    assert world.database.read(repository.size_of) == 0


def test_an_unknown_case_gets_no_entry(world: World) -> None:
    with pytest.raises(NotProven):
        world.append(case=b"nobody.nobody.no")
    assert world.entries() == []


def test_writers_at_once_get_each_index_and_number_once(world: World) -> None:
    def work() -> None:
        for _ in range(20):
            world.database.write(
                lambda db: repository.append(db, DRAFT, now_ms=5, random=world.random)
            )

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    entries = [parse_entry(data) for data in world.entries()]
    assert [each.tag for each in entries] == [case_tag(K_CASE, n).hex() for n in range(80)]


def test_erasing_a_case_takes_key_and_openings_and_leaves_the_chain(world: World) -> None:
    hers = world.append(doc=b"d" * 32)
    other = world.append(case=b"o" * 16, doc=b"e" * 32)
    before = world.entries()
    world.database.write(lambda db: repository.erase_case(db, HER))
    assert world.entries() == before
    assert world.database.read(lambda db: repository.read_opening(db, other.index))
    for gone in (
        lambda db: repository.case_key(db, HER),
        lambda db: repository.read_opening(db, hers.index),
    ):
        with pytest.raises(NotProven):
            world.database.read(gone)
    with pytest.raises(NotProven):
        world.append(case=HER)


def test_tags_are_found_many_at_a_time(world: World) -> None:
    world.fill(3)
    for _ in range(4):
        world.append()
    tags = [case_tag(K_CASE, number) for number in range(900)]
    found = world.database.read(lambda db: repository.find_tags(db, tags))
    assert sorted(stored.index for stored in found.values()) == [3, 4, 5, 6]
    assert world.database.read(lambda db: repository.find_tag(db, tags[7])) is None
