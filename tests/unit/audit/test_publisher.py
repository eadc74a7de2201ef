"""The publisher: what was appended becomes a tree, a checkpoint, and cosignatures."""

import threading
from contextlib import closing
from typing import Any

import pytest
from nacl.signing import SigningKey
from sqlalchemy import text

from audit import repository
from audit.checkpoint import parse_checkpoint
from audit.cosignature import cosign
from audit.errors import BadSignature, NotProven, Pushback
from audit.log_key import LogKey
from audit.merkle import leaf_hash, root_of, verify_consistency, verify_inclusion
from audit.note import Note, parse_note
from audit.proof import parse_proof
from audit.publisher import Publisher, check_start, prove, prove_growth
from audit.trust import check_checkpoint
from audit.witnessing import Asked

World = Any


def latest(world: World) -> Any:  # noqa: ANN401 a stored checkpoint or None
    return world.database.read(lambda db: repository.latest_checkpoint(db, witnessed=True))


def test_an_empty_log_has_nothing_to_publish(world: World) -> None:
    assert world.publisher.publish_once()
    assert latest(world) is None
    with pytest.raises(Pushback):
        prove(world.database, 0)
    with pytest.raises(Pushback):
        prove_growth(world.database, 0)


def test_every_entry_is_provable_under_a_cosigned_checkpoint(world: World) -> None:
    for _ in range(7):
        world.append()
    assert world.publisher.publish_once()
    leaves = [leaf_hash(data) for data in world.entries()]
    for index, leaf in enumerate(leaves):
        proof = parse_proof(prove(world.database, index).marshal())
        trusted = check_checkpoint(proof.checkpoint, world.policy, now_seconds=world.now_s)
        assert trusted.checkpoint.root == root_of(leaves)
        assert world.policy.satisfied(trusted.seen)
        verify_inclusion(leaf, index, 7, proof.path, trusted.checkpoint.root)
    with pytest.raises(Pushback):
        prove(world.database, 7)


def test_checkpoints_grow_out_of_each_other(world: World) -> None:
    world.append()
    world.publisher.publish_once()
    before = parse_checkpoint(parse_note(latest(world).note).text)
    world.fill(300)
    world.publisher.publish_once()
    path, note = prove_growth(world.database, before.size)
    after = parse_checkpoint(parse_note(note).text)
    verify_consistency(before.size, after.size, path, before.root, after.root)
    assert (before.size, after.size) == (1, 301)
    with pytest.raises(NotProven):
        prove_growth(world.database, 302)


def test_both_keys_of_the_log_sign(world: World) -> None:
    world.append()
    world.publisher.publish_once()
    lines = parse_note(latest(world).note).signatures
    log = [key.key_id for key in world.log.verifiers()]
    assert [line.key_id for line in lines[:2]] == log


def test_without_a_quorum_nothing_is_covered_and_nothing_is_lost(world: World) -> None:
    world.append()
    world.clients[0].away = True
    assert not world.publisher.publish_once()
    assert not world.publisher.wait_covered(0, 0.01)
    with pytest.raises(Pushback):
        prove(world.database, 0)
    world.append()
    world.clients[0].away = False
    assert world.publisher.publish_once()
    assert world.publisher.wait_covered(1, 0)
    assert latest(world).size == 2


def test_one_witness_of_others_suffices(world: World) -> None:
    world.append()
    world.clients[1].away = True
    assert world.publisher.publish_once()
    world.append()
    world.clients[1].away, world.clients[2].away = False, True
    assert world.publisher.publish_once()


def test_a_slow_witness_holds_nothing_up(world: World) -> None:
    class Slow:
        name = "slow"

        def __init__(self) -> None:
            self.go = threading.Event()

        def add_checkpoint(self, asked: Asked) -> tuple[int, str]:
            del asked
            self.go.wait(10)
            return 500, ""

    slow = Slow()
    clients = [slow, *world.clients]
    made = Publisher(world.database, world.log, world.policy, clients, lambda: world.now_ms)
    with closing(made):
        for index in range(3):
            world.append()
            assert made.publish_once()
            assert made.wait_covered(index, 0)
        slow.go.set()


def test_an_answer_for_an_older_checkpoint_does_not_spoil_a_newer_one(world: World) -> None:
    go = threading.Event()

    class Late:
        def __init__(self, inner: Any) -> None:  # noqa: ANN401 another client
            self.name, self.inner = inner.name, inner

        def add_checkpoint(self, asked: Asked) -> tuple[int, str]:
            answer: tuple[int, str] = self.inner.add_checkpoint(asked)
            assert go.wait(60)
            return answer

    class Freeing(Late):
        """Lets the late one go when it is asked a second time itself."""

        asked = 0

        def add_checkpoint(self, asked: Asked) -> tuple[int, str]:
            self.asked += 1
            if self.asked == 2:
                go.set()
            answer: tuple[int, str] = self.inner.add_checkpoint(asked)
            return answer

    first, second, third = world.clients
    # The late one is looked at before the one that frees it is asked.
    clients = [Late(third), Freeing(first), second]
    made = Publisher(world.database, world.log, world.policy, clients, lambda: world.now_ms)
    with closing(made):
        world.append()
        assert made.publish_once()
        world.append()
        second.away = True
        assert not made.publish_once()
        assert made.publish_once()
        assert latest(world).size == 2


def test_a_witness_that_answers_nonsense_spoils_nothing(world: World) -> None:
    class Liar:
        name = "liar"

        def __init__(self, *answers: tuple[int, str]) -> None:
            self.answers = list(answers)

        def add_checkpoint(self, asked: Asked) -> tuple[int, str]:
            del asked
            return self.answers.pop(0) if self.answers else (500, "")

    world.append()
    world.publisher.publish_once()
    stale = parse_note(latest(world).note).signatures[-1].line()
    strange = cosign("text\n", "strange.example", SigningKey(b"\x09" * 32), 5).line()
    answers = [
        (200, strange),
        (200, "junk"),
        (200, stale),
        (409, "many"),
        (409, "999"),
        (404, ""),
        (200, ""),
    ]
    clients = [Liar(*answers), *world.clients]
    made = Publisher(world.database, world.log, world.policy, clients, lambda: world.now_ms)
    with closing(made):
        for _ in answers:
            world.append()
            assert made.publish_once()
            check_checkpoint(latest(world).note, world.policy, now_seconds=world.now_s)


def test_a_new_publisher_asks_a_witness_where_it_stands(world: World) -> None:
    world.append()
    world.publisher.publish_once()
    world.append()
    with closing(world.make_publisher()) as made:
        assert made.wait_covered(0, 0)
        assert made.publish_once()
    assert [asked.old for asked in world.clients[0].asked] == [0, 0, 1]


def test_waiting_ends_when_the_checkpoint_comes(world: World) -> None:
    world.append()
    came: list[bool] = []
    waiting = threading.Thread(target=lambda: came.append(world.publisher.wait_covered(0, 10)))
    waiting.start()
    world.publisher.publish_once()
    waiting.join(10)
    assert came == [True]


def test_cosignatures_are_renewed_after_ten_quiet_minutes(world: World) -> None:
    world.append()
    world.publisher.publish_once()
    first = latest(world)
    world.now_ms += 599_000
    world.publisher.publish_once()
    assert latest(world) == first
    world.now_ms += 2000
    assert world.publisher.publish_once()
    renewed = check_checkpoint(latest(world).note, world.policy, now_seconds=world.now_s)
    # The quorum needs the body's; a slower one's may be from before.
    assert renewed.seen[world.policy.witnesses["body"]] == world.now_s
    own = parse_note(first.note).signatures[:2]
    assert parse_note(latest(world).note).signatures[:2] == own
    world.now_ms += 601_000
    for client in world.clients:
        client.away = True
    assert world.publisher.publish_once()


def test_a_policy_that_wants_another_key_stops_the_publisher(world: World) -> None:
    for log in (LogKey(world.log.origin, world.log.key), LogKey.of_seed("else", b"\x05" * 32)):
        with pytest.raises(NotProven):
            Publisher(world.database, log, world.policy, [], lambda: 0)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_entry SET entry = zeroblob(512) WHERE log_index = 3",
        "UPDATE audit_entry SET leaf = zeroblob(32) WHERE log_index = 3",
        "UPDATE audit_entry SET chain = zeroblob(32) WHERE log_index = 3",
        "DELETE FROM audit_entry WHERE log_index = 3",
    ],
)
def test_an_entry_that_changed_before_it_was_published_is_never_signed(
    world: World, change: str
) -> None:
    for _ in range(3):
        world.access()
    assert world.database.write(lambda db: db.execute(text(change)).rowcount) == 1
    with pytest.raises(NotProven):
        world.publisher.publish_once()
    assert world.database.read(repository.latest_checkpoint) is None


def test_a_tree_that_changed_under_a_signed_root_is_never_signed_again(world: World) -> None:
    world.fill(3)
    world.publisher.publish_once()
    world.append()
    world.database.write(
        lambda db: repository.put_tile(db, 0, 0, b"".join([b"x" * 32, b"y" * 32, b"z" * 32]))
    )
    with pytest.raises(NotProven):
        world.publisher.publish_once()


def test_start_is_refused_when_a_witness_saw_more_or_other_entries(world: World) -> None:
    key = world.log.verifiers()[0]
    world.append()
    world.append()
    check_start(world.database, [], key)
    world.publish()
    notes = [witness.latest(world.log.origin) for witness in world.witnesses.values()]
    check_start(world.database, notes, key)
    # Yesterday's backup: the last entry is gone.
    world.database.write(
        lambda db: [
            db.execute(text("DELETE FROM audit_entry WHERE log_index = 1")),
            db.execute(text("DELETE FROM audit_tile")),
        ]
    )
    with pytest.raises(NotProven):
        check_start(world.database, notes, key)
    world.database.write(
        lambda db: repository.put_tile(db, 0, 0, b"x" * 32 + b"y" * 32),
    )
    with pytest.raises(NotProven):
        check_start(world.database, notes, key)


def test_start_is_not_held_up_by_notes_that_the_log_never_signed(world: World) -> None:
    world.append()
    world.publisher.publish_once()
    note = parse_note(latest(world).note)
    forged = Note(note.text.replace("\n1\n", "\n9\n"), note.signatures)
    with pytest.raises(BadSignature):
        check_start(world.database, [forged.marshal()], world.log.verifiers()[0])
    other = Note(note.text.replace("vault", "other"), note.signatures)
    check_start(world.database, [other.marshal()], world.log.verifiers()[0])
