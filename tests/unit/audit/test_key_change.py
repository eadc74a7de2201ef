"""A log of one key goes on with two: said in an entry, trusted by the old policy and the new."""

import hashlib
from typing import Any

import orjson
import pytest

from audit import repository
from audit.entry import commitment
from audit.errors import BadSignature
from audit.key_change import note_new_keys
from audit.log_copy import open_copy, write_copy
from audit.log_key import LogKey
from audit.policy import parse_log_policy
from audit.proof import parse_proof
from audit.publisher import check_start, prove
from audit.trust import check_checkpoint
from audit.verify import PASS, verify_copy
from tests.unit.audit.conftest import ORIGIN

World = Any


@pytest.fixture
def old(world: World) -> World:
    """A log that was kept with an Ed25519 key alone, with three entries."""
    world.both, world.log = world.log, LogKey(ORIGIN, world.log.key)
    world.old_policy = world.policy_text = world.make_policy(world.log)
    world.publisher = world.make_publisher()
    for _ in range(3):
        world.append()
    world.publish()
    return world


def take_up(world: World) -> bool:
    """Start the log again with both keys, as the vault does."""
    world.log = world.both
    world.policy_text = world.make_policy(world.log)
    world.publisher = world.make_publisher()
    return note_new_keys(
        world.database, world.log, world.policy_text, now_ms=world.now_ms, random=world.random
    )


def newest(world: World) -> str:
    found = world.database.read(lambda db: repository.latest_checkpoint(db, witnessed=True))
    return str(found.note)


def test_the_new_key_is_an_entry_that_both_policies_trust(old: World) -> None:
    with pytest.raises(BadSignature):
        check_checkpoint(newest(old), parse_log_policy(old.make_policy(old.both)), now_seconds=1)
    assert take_up(old)
    assert old.publisher.publish_once()
    for policy in (old.old_policy, old.policy_text):
        trusted = check_checkpoint(newest(old), parse_log_policy(policy), now_seconds=old.now_s)
        assert trusted.checkpoint.size == 4
    entry = orjson.loads(old.entries()[-1])
    assert (entry["act"], entry["out"], entry["role"]) == ("policy.change", "done", "system")
    r = old.database.read(lambda db: repository.read_opening(db, 3))
    document = hashlib.sha256(old.policy_text.encode()).digest()
    assert commitment("doc", r, document).hex() == entry["doc"]


def test_it_is_said_once(old: World) -> None:
    assert take_up(old)
    old.publisher.publish_once()
    assert not take_up(old)
    assert len(old.entries()) == 4


def test_a_new_log_has_nothing_to_say(world: World) -> None:
    world.both = world.log
    assert not take_up(world)
    world.append()
    assert not take_up(world)
    assert len(world.entries()) == 1


def test_entries_of_before_are_proven_under_both_keys(old: World) -> None:
    take_up(old)
    old.publisher.publish_once()
    proof = parse_proof(prove(old.database, 0).marshal())
    check_checkpoint(proof.checkpoint, old.policy, now_seconds=old.now_s)
    # The witnesses know the log by its Ed25519 key, so what they saw still holds.
    note = old.witnesses["body"].latest(ORIGIN)
    check_start(old.database, [note], old.log.verifiers()[0])


def test_a_copy_of_the_whole_log_verifies_by_the_new_policy(old: World) -> None:

    take_up(old)
    old.publisher.publish_once()
    write_copy(old.database, old.folder / "copy", old.policy_text)
    steps = verify_copy(open_copy(old.folder / "copy"), old.policy, now_seconds=old.now_s)
    assert {step.status for step in steps[:8]} == {PASS}
