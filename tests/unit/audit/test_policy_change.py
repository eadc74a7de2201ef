"""Which policy is in force, how another one comes into force, and the gate at the start."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from nacl.signing import SigningKey
from sqlalchemy import text as sql

from api.log_policy import (
    IN_FORCE,
    NEXT,
    policy_in_force,
    propose,
    start_gate,
    take_up,
    words_of,
)
from api.settings import Unsafe
from audit import repository
from audit.checkpoint import parse_checkpoint
from audit.entry import parse_entry
from audit.errors import BadSignature, NotProven, Pushback
from audit.log_key import LogKey
from audit.note import COSIGNATURE, VerifierKey, parse_note
from audit.policy import parse_log_policy
from audit.publisher import Publisher
from audit.trust import check_checkpoint
from tests.unit.audit.conftest import Nearby, World


@dataclass
class Seen:
    """A witness as the start gate asks it."""

    name: str
    note: str | None
    away: bool = False

    def latest(self, _origin: str) -> str | None:
        if self.away:
            raise Pushback("away")
        return self.note


def seen(world: World, **changes: Any) -> list[Any]:  # noqa: ANN401 Seen, told by name
    found = {name: Seen(name, w.latest(world.log.origin)) for name, w in world.witnesses.items()}
    return list((found | changes).values())


def gate(world: World, witnesses: list[Any]) -> None:
    start_gate(world.database, world.policy, witnesses, world.log.verifiers()[0])


def restore(world: World, kept: int) -> None:
    """Put yesterday's backup back: so many entries, and no checkpoint beyond them."""
    told = {"kept": kept}
    world.database.write(
        lambda db: [
            db.execute(sql("DELETE FROM audit_entry WHERE log_index >= :kept"), told),
            db.execute(sql("DELETE FROM audit_checkpoint WHERE size > :kept"), told),
            db.execute(sql("DELETE FROM audit_tile")),
            db.execute(sql("UPDATE audit_head SET size = :kept"), told),
        ]
    )


# The start gate.


def test_a_log_that_every_witness_knows_starts(world: World) -> None:
    gate(world, seen(world))
    world.append()
    gate(world, seen(world))
    world.publish()
    gate(world, seen(world))
    world.append()
    gate(world, seen(world))


def test_a_restored_backup_does_not_start(world: World) -> None:
    world.fill(5)
    world.publish()
    restore(world, 3)
    with pytest.raises(NotProven):
        gate(world, seen(world))
    for name in world.witnesses:
        # One witness that saw more is enough.
        only = [Seen(other, None) for other in world.witnesses if other != name]
        with pytest.raises(NotProven):
            gate(world, [*only, Seen(name, world.witnesses[name].latest(world.log.origin))])


def test_it_starts_only_if_those_who_are_silent_are_no_quorum(world: World) -> None:
    """The policy wants the body and one other: whoever answers must have been in any quorum."""
    world.fill(5)
    world.publish()
    away = {name: Seen(name, None, away=True) for name in world.witnesses}
    for silent in (["body"], ["ngo1"], ["net2"], ["ngo1", "net2"]):
        gate(world, seen(world, **{name: away[name] for name in silent}))
    for silent in (["body", "ngo1"], ["body", "net2"], ["body", "ngo1", "net2"]):
        with pytest.raises(Pushback):
            gate(world, seen(world, **{name: away[name] for name in silent}))
    with pytest.raises(Pushback):
        gate(world, [])


def test_a_witness_that_shows_what_the_log_never_signed_is_silent(world: World) -> None:
    world.fill(2)
    world.publish()
    honest = world.witnesses["body"].latest(world.log.origin)
    assert honest is not None
    for lie in ("junk", honest.replace("\n2\n", "\n9\n"), honest.replace("vault.", "other.")):
        gate(world, seen(world, body=Seen("body", lie)))
        with pytest.raises(Pushback):
            gate(world, seen(world, body=Seen("body", lie), ngo1=Seen("ngo1", None, away=True)))


# Proposing a policy.


def with_urls(world: World, names: tuple[str, ...] = ("body", "ngo1", "net2")) -> str:
    lines = [
        f"{line} http://127.0.0.1:1" if line.split(" ")[1] in names and "witness" in line else line
        for line in world.policy_text.splitlines()
    ]
    return "\n".join(lines) + "\n"


def test_a_proposed_policy_is_kept_until_it_is_taken_up(world: World, tmp_path: Path) -> None:
    text = with_urls(world)
    assert propose(tmp_path, text, world.log.verifiers(), "quorum none\n")
    assert (tmp_path / NEXT).read_text() == text
    assert policy_in_force(tmp_path, "the default") == "the default"
    (tmp_path / IN_FORCE).write_text(text)
    assert not propose(tmp_path, text, world.log.verifiers(), "")
    assert not (tmp_path / NEXT).exists()


@pytest.mark.parametrize(
    "fault",
    ["not a policy", "another log", "one key", "no quorum", "no address", "none"],
)
def test_an_unsafe_policy_is_refused(world: World, tmp_path: Path, fault: str) -> None:
    text = with_urls(world)
    other = LogKey.of_seed("other.example", b"\x09" * 32).verifiers()
    match fault:
        case "not a policy":
            text = text.replace("quorum", "quorums")
        case "another log":
            text = "".join(f"log {key.marshal()}\n" for key in other) + text
        case "one key":
            text = text.split("\n", 1)[1]
        case "no quorum":
            text = text.replace("quorum both\n", "")
        case "no address":
            text = with_urls(world, ("body", "ngo1"))
        case "none":
            text = text.replace("quorum both", "quorum none")
    with pytest.raises(Unsafe):
        propose(tmp_path, text, world.log.verifiers(), "")
    assert not (tmp_path / NEXT).exists()


def test_the_vaults_own_witness_never_passes_for_another(world: World) -> None:
    local = VerifierKey("local.not-independent", COSIGNATURE, b"l" * 32).marshal()
    assert words_of(world.policy) == "body, ngo1, net2"
    alone = f"witness local.not-independent {local}\n"
    told = "local, not independent"
    assert words_of(parse_log_policy(f"{alone}quorum local.not-independent\n")) == told
    beside = world.policy_text.replace("quorum both", "")
    either = f"{beside}{alone}group either any both local.not-independent\nquorum either\n"
    assert words_of(parse_log_policy(either)) == told
    both = f"{beside}{alone}group too all both local.not-independent\nquorum too\n"
    assert words_of(parse_log_policy(both)) == "body, ngo1, net2"


# Taking it up.


class Change:
    """A log whose witnesses are three, and a policy of one other witness beside the body."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.data = world.folder / "data"
        self.data.mkdir()
        world.witness_keys["new"] = SigningKey(b"\x44" * 32)
        self.client = Nearby("new", world.open_witness("new"))
        public = VerifierKey(
            "new.example/w", COSIGNATURE, bytes(world.witness_keys["new"].verify_key)
        )
        logs = "".join(f"log {key.marshal()}\n" for key in world.log.verifiers())
        self.old = world.policy_text
        self.new = f"{logs}witness new {public.marshal()} http://127.0.0.1:1\nquorum new\n"
        propose(self.data, self.new, world.log.verifiers(), self.old)

    def publisher_for(self, text: str) -> Publisher:
        world = self.world
        clients = [self.client] if text == self.new else world.clients
        return Publisher(
            world.database, world.log, parse_log_policy(text), clients, lambda: world.now_ms
        )

    def take_up(self) -> str:
        return take_up(
            self.data,
            self.world.database,
            self.old,
            self.publisher_for,
            now_ms=self.world.now_ms,
            random=self.world.random,
        )


def newest(world: World) -> str:
    found = world.database.read(lambda db: repository.latest_checkpoint(db, witnessed=True))
    return str(found.note)


def test_a_change_is_seen_by_the_old_witnesses_before_it_is_in_force(world: World) -> None:
    world.append()
    world.publish()
    change = Change(world)
    assert change.take_up() == change.new
    assert policy_in_force(change.data, "") == change.new
    entry = parse_entry(world.entries()[-1])
    assert (entry.act, entry.out) == ("policy.change", "done")
    trusted = check_checkpoint(newest(world), world.policy, now_seconds=world.now_s)
    assert trusted.checkpoint.size == 2
    with pytest.raises((NotProven, BadSignature)):
        check_checkpoint(newest(world), parse_log_policy(change.new), now_seconds=world.now_s)
    # The new witnesses cosign the same checkpoint, so that readers of both policies trust it.
    with closing(change.publisher_for(change.new)) as publisher:
        assert not publisher.wait_covered(1, 0)
        assert publisher.publish_once()
        assert publisher.wait_covered(1, 0)
    for policy in (world.policy, parse_log_policy(change.new)):
        found = check_checkpoint(newest(world), policy, now_seconds=world.now_s)
        assert found.checkpoint.size == 2
    assert change.take_up() == change.new
    assert len(world.entries()) == 2


def test_without_the_old_witnesses_nothing_changes(world: World) -> None:
    world.append()
    world.publish()
    change = Change(world)
    world.clients[0].away = True
    with pytest.raises(Pushback):
        change.take_up()
    assert policy_in_force(change.data, change.old) == change.old
    assert (change.data / NEXT).exists()
    world.clients[0].away = False
    assert change.take_up() == change.new


def test_a_new_log_takes_its_first_policy_without_asking(world: World) -> None:
    change = Change(world)
    assert change.take_up() == change.new
    assert world.entries() == []


def test_after_a_change_only_the_new_witnesses_count(world: World) -> None:
    world.append()
    world.publish()
    change = Change(world)
    change.take_up()
    world.append()
    with closing(change.publisher_for(change.new)) as publisher:
        change.client.away = True
        assert not publisher.publish_once()
        change.client.away = False
        assert publisher.publish_once()
    found = parse_note(newest(world))
    assert parse_checkpoint(found.text).size == 3
    assert [line.name for line in found.signatures][2:] == ["new.example/w"]
