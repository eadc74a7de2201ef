"""The rarer turns: no quorum wanted, a spoilt checkpoint, a long log, empty trees."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, delete, text

from audit import repository, tables
from audit.entry import Entry
from audit.errors import MalformedEntry, NotProven
from audit.lines import check_lines, lines_for
from audit.log_copy import open_copy, write_copy
from audit.merkle import EMPTY_ROOT, Tree, leaf_hash, verify_consistency
from audit.policy import parse_log_policy
from audit.publisher import Publisher, check_start
from audit.verify import FAIL, verify_copy

HER, K_CASE = b"u" * 16, b"k" * 32
World = Any


def forget(connection: Connection, kept: int) -> None:
    """Cut the log back to its first entries, and its tree and checkpoints to nothing."""
    connection.execute(delete(tables.tile))
    connection.execute(delete(tables.checkpoint))
    connection.execute(delete(tables.entry).where(tables.entry.c.log_index >= kept))


def test_a_policy_without_a_quorum_needs_no_witness(world: World) -> None:
    world.append()
    keys = "".join(f"log {key.marshal()}\n" for key in world.log.verifiers())
    policy = parse_log_policy(keys + "quorum none\n")
    with closing(Publisher(world.database, world.log, policy, [], lambda: world.now_ms)) as made:
        assert made.publish_once()
        assert made.wait_covered(0, 0)
    path = world.folder / "copy"
    write_copy(world.database, path, keys + "quorum none\n")
    steps = verify_copy(open_copy(path), policy, now_seconds=world.now_s)
    assert FAIL not in {step.status for step in steps}
    assert "no witness time" in steps[1].detail


def test_a_spoilt_checkpoint_fails_its_own_steps_only(world: World) -> None:
    world.fill(3)
    world.publish()
    write_copy(world.database, world.folder / "copy", world.policy_text)
    copy = replace(open_copy(world.folder / "copy"), checkpoint="nothing\n")
    steps = verify_copy(copy, world.policy, now_seconds=world.now_s)
    assert {step.name for step in steps if step.status == FAIL} == {"checkpoint", "tree"}


def test_a_log_longer_than_a_batch_is_published_whole(world: World) -> None:
    world.fill(2001)
    assert world.publisher.publish_once()
    assert world.publisher.wait_covered(2000, 0)


def test_a_long_log_is_read_back_at_the_start(world: World) -> None:
    world.fill(2001)
    world.publish()
    note = world.witnesses["body"].latest(world.log.origin)
    world.database.write(lambda db: db.execute(text("DELETE FROM audit_tile")))
    check_start(world.database, [note], world.log.verifiers()[0])


def test_a_witness_that_is_ahead_of_the_log_is_not_asked_again(world: World) -> None:
    """It saw a longer log than this one: it can only refuse."""
    world.fill(5)
    world.publish()
    world.database.write(lambda db: forget(db, 3))
    with closing(world.make_publisher()) as made:
        before = [len(client.asked) for client in world.clients]
        assert not made.publish_once()
        assert not made.publish_once()
        after = [len(client.asked) for client in world.clients]
    assert [new - old for old, new in zip(before, after, strict=True)] == [1, 1, 1]


def test_lines_under_two_checkpoints_are_confirmed_by_the_larger(world: World) -> None:
    world.append()
    world.publisher.publish_once()
    older = world.database.read(lambda db: lines_for(db, HER))
    world.append()
    world.publisher.publish_once()
    newer = world.database.read(lambda db: lines_for(db, HER))
    world.append(case=None)
    world.publisher.publish_once()
    newest = world.database.read(lambda db: lines_for(db, HER))
    for mixed, size in (([older[0], newer[1]], 2), (newer, 2), ([newest[0], newer[1]], 3)):
        checked = check_lines(mixed, K_CASE, world.policy, now_seconds=world.now_s)
        assert checked.checkpoint is not None
        assert checked.checkpoint.size == size
    bare = replace(newer[1], proof=None)
    found = check_lines([older[0], bare], K_CASE, world.policy, now_seconds=world.now_s)
    assert found.unconfirmed == 1
    with pytest.raises(NotProven):
        check_lines([newer[0], bare], K_CASE, world.policy, now_seconds=world.now_s)


def test_an_entry_beyond_the_limit_is_never_made(monkeypatch: pytest.MonkeyPatch) -> None:
    small = Entry("ab" * 16, 5, "grant", "done", "survivor")
    monkeypatch.setattr("audit.entry.LIMIT", 511)
    with pytest.raises(MalformedEntry):
        small.marshal()


@pytest.mark.parametrize(
    "ask",
    [
        lambda: Tree([leaf_hash(b"")]).path(1),
        lambda: Tree([leaf_hash(b"")]).path(-1),
        lambda: Tree([leaf_hash(b"")]).consistency(2),
        lambda: verify_consistency(0, 1, [], bytes(32), bytes(32)),
        lambda: verify_consistency(1, 1, [], bytes(32), EMPTY_ROOT),
        lambda: verify_consistency(1, 1, [bytes(32)], bytes(32), bytes(32)),
        lambda: verify_consistency(2, 1, [], bytes(32), bytes(32)),
        lambda: verify_consistency(1, 2, [], bytes(32), bytes(32)),
    ],
)
def test_trees_give_and_take_no_impossible_proof(ask: Callable[[], object]) -> None:
    with pytest.raises(NotProven):
        ask()


def test_the_head_is_made_once(world: World) -> None:
    world.append()
    world.database.write(repository.prepare)
    assert world.append().index == 1


def test_a_case_without_entries_can_be_erased(world: World) -> None:
    world.database.write(lambda db: repository.erase_case(db, HER))
    with pytest.raises(NotProven):
        world.append()


def test_start_is_refused_over_another_log_of_the_same_size(world: World, tmp_path: Path) -> None:
    world.append()
    world.publish()
    note = world.witnesses["body"].latest(world.log.origin)
    (tmp_path / "other").mkdir()
    other = type(world)(tmp_path / "other", world.random)
    other.append()
    with pytest.raises(NotProven, match="another log of 1"):
        check_start(other.database, [note], world.log.verifiers()[0])
    other.publisher.close()
    other.database.engine.dispose()


def test_evidence_is_bounded(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audit.witnessing.MAX_EVIDENCE", 0)
    world.append()
    world.publish()
    world.database.write(lambda db: forget(db, 0))
    world.database.write(
        lambda db: db.execute(text("UPDATE audit_head SET size = 0, chain = zeroblob(32)"))
    )
    world.append()
    with closing(world.make_publisher()) as made:
        assert not made.publish_once()
    assert list((world.folder / "body" / "evidence").iterdir()) == []
