"""Accesses: an entry before, the gate, fresh rules at every piece, one outcome after."""

# ruff: noqa: ANN401 what the tests put together by hand has no closer type

from collections import Counter
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import text

from audit.errors import Pushback
from consent.access import CHUNK, Caller, Delivery, Held, Refusal
from consent.asking import Wanted
from vault import accounts, acts, holdings
from vault.errors import Missing, NotAuthentic, StoreUnavailable
from vault.ids import Eid, Fingerprint, Gid, Rid

EID, GID, RID = Eid(b"e" * 16), Gid(b"g" * 16), Rid(b"r" * 16)
World = Any


def collect(world: World, **changes: Any) -> Delivery | Refusal:
    given = {"caller": world.officer, "rid": RID, "fp": world.person.fp, **changes}
    found: Delivery | Refusal = world.access.collect(**given)
    return found


def outcomes(world: World) -> None:
    """Every granted entry has exactly one outcome, and outcomes close granted ones only."""
    entries = world.entries()
    granted = [index for index, each in enumerate(entries) if each["out"] == "granted"]
    closed = Counter(each["ref"] for each in entries if each["act"] == "outcome")
    assert closed == Counter(granted)


@pytest.fixture
def shared(world: World) -> World:
    world.store()
    world.publish()
    return world


def test_a_release_is_collected_with_an_entry_before_and_an_outcome_after(shared: World) -> None:
    before = len(shared.entries())
    delivery = collect(shared)
    assert isinstance(delivery, Delivery)
    assert shared.acts()[before:] == ["release.collect granted"]
    assert delivery.handed.cover == b"approved"
    assert (shared.person.fp, b"for the officer") in delivery.handed.wraps
    pieces = list(delivery.chunks())
    assert b"".join(pieces) == shared.boxes.kept["x/box"]
    assert len(pieces) == 3
    assert shared.acts()[before:] == ["release.collect granted", "outcome completed"]
    assert shared.entries()[-1]["n"] == 3
    outcomes(shared)


def test_an_envelope_is_taken_and_the_release_published_with_the_outcome(world: World) -> None:
    world.store()
    held = world.access.take_envelope(world.worker, GID)
    assert isinstance(held, Held)
    assert held.envelope == b"the sealed envelope"
    with held.batch() as refused:
        assert refused is None
    assert held.publish(7, lambda _db: "published") == "published"
    assert world.acts()[-2:] == ["envelope.handout granted", "outcome completed"]
    assert world.entries()[-1]["n"] == 7
    outcomes(world)


def test_a_worker_that_stops_leaves_one_outcome(world: World) -> None:
    world.store()
    held = world.access.take_envelope(world.worker, GID)
    assert isinstance(held, Held)
    assert held.stop("mismatch", 2)
    assert not held.stop("error", 2)
    assert world.acts()[-1] == "outcome mismatch"
    outcomes(world)


def test_a_draft_goes_to_its_survivor_only(world: World) -> None:
    world.store()
    world.publish(approved=False)
    delivery = world.access.open_draft(world.her, RID)
    assert isinstance(delivery, Delivery)
    assert delivery.handed.wraps == ((world.survivor.fp, b"for her"),)
    list(delivery.chunks())
    other = Caller("survivor", b"z" * 32, b"\x09" * 16, "", "", "passkey")
    for caller in (other, world.officer, Caller("worker", b"z" * 32, b"\x01" * 16, "", "", "x")):
        assert isinstance(world.access.open_draft(caller, RID), Refusal)
        assert world.acts()[-1] == "draft.open denied"
    outcomes(world)


def test_a_draft_that_was_not_approved_is_not_collected(world: World) -> None:
    world.store()
    world.publish(approved=False)
    assert isinstance(collect(world), Refusal)


def test_root_wraps_need_the_right_auth_key_and_each_try_is_logged(world: World) -> None:
    wraps = world.access.unlock(world.her, world.her.holder, b"auth key")
    assert [slot.wrap for slot in wraps.slots] == [b"w" * 104, b"x" * 104]
    assert wraps.params == b"params"
    refused = world.access.unlock(world.her, world.her.holder, b"wrong")
    assert isinstance(refused, Refusal)
    assert refused.reason == "wrong-key"
    unknown = world.access.unlock(world.her, b"\x0f" * 16, b"auth key")
    assert unknown == refused
    assert world.acts()[-4:] == [
        *("own.unlock granted", "outcome completed", "own.unlock denied", "own.unlock denied")
    ]
    outcomes(world)


def test_her_own_extraction_opens_once_and_its_packs_follow_in_that_session(world: World) -> None:
    assert not world.access.may_read_own(world.her, EID)
    assert world.access.open_own(world.her, EID) == b"the wrap"
    assert world.access.may_read_own(world.her, EID)
    elsewhere = Caller("survivor", b"q" * 32, world.her.holder, "", "", "passkey")
    stranger = Caller("survivor", world.her.session, b"\x09" * 16, "", "", "passkey")
    assert not world.access.may_read_own(elsewhere, EID)
    assert not world.access.may_read_own(stranger, EID)
    assert isinstance(world.access.open_own(stranger, EID), Refusal)
    outcomes(world)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"rid": Rid(b"\x0f" * 16)}, "no-rule"),
        ({"fp": Fingerprint(b"\x0f" * 32)}, "no-rule"),
        (
            {"caller": Caller("investigator", b"o" * 32, b"\x02" * 16, "team-2", "p", "s")},
            "no-rule",
        ),
        (
            {"caller": Caller("investigator", b"o" * 32, b"\x05" * 16, "team-1", "p", "s")},
            "no-rule",
        ),
        ({"use": "print"}, "action"),
    ],
)
def test_others_are_refused_and_the_refusal_is_logged(
    shared: World, changes: dict[str, Any], reason: str
) -> None:
    # A repeat within a minute would be counted, and have its entry later.
    shared.pass_time(minutes=1)
    before = len(shared.entries())
    refused = collect(shared, **changes)
    assert isinstance(refused, Refusal)
    assert refused.reason == reason
    assert shared.acts()[before:] == ["release.collect denied"]
    assert shared.entries()[-1]["rc"] == reason


def test_the_end_of_a_grant_is_a_comparison(shared: World) -> None:
    shared.now = shared.grant().expires
    assert isinstance(collect(shared), Refusal)


def test_before_its_beginning_a_grant_gives_nothing(world: World) -> None:
    grant = world.grant()
    later = grant.not_before.replace(day=10)
    world.store(world.grant(not_before=later))
    refused = world.access.take_envelope(world.worker, GID)
    assert isinstance(refused, Refusal)
    assert refused.reason == "not-yet"


def test_leaving_the_team_is_as_immediate_as_a_withdrawal(shared: World) -> None:
    delivery = collect(shared)
    assert isinstance(delivery, Delivery)
    shared.database.write(lambda db: accounts.move_staff(db, b"\x02" * 16, "team-2"))
    assert list(delivery.chunks()) == []
    assert shared.acts()[-1] == "outcome aborted"
    assert isinstance(collect(shared), Refusal)
    outcomes(shared)


def test_an_envelope_waits_for_every_team_that_is_named(world: World) -> None:
    world.store()
    world.database.write(lambda db: accounts.disable_staff(db, b"\x02" * 16, world.now_ms))
    assert isinstance(world.access.take_envelope(world.worker, GID), Refusal)


def test_nobody_but_a_worker_takes_an_envelope(world: World) -> None:
    world.store()
    for caller in (world.her, world.officer):
        assert isinstance(world.access.take_envelope(caller, GID), Refusal)


def test_without_a_cosigned_checkpoint_nothing_strict_leaves(shared: World) -> None:
    asked: list[int] = []
    shared.covered = lambda index: asked.append(index) or False  # type: ignore[func-returns-value]
    with pytest.raises(Pushback):
        collect(shared)
    assert asked == [len(shared.entries()) - 2]
    assert shared.acts()[-2:] == ["release.collect granted", "outcome aborted"]
    assert shared.entries()[-1]["rc"] == "uncovered"
    with pytest.raises(Pushback):
        shared.access.take_envelope(shared.worker, GID)
    assert not isinstance(shared.access.open_own(shared.her, EID), Refusal)
    outcomes(shared)


def test_a_publisher_that_fails_lets_nothing_out(shared: World) -> None:
    def fails(_index: int) -> bool:
        raise OSError

    shared.covered = fails
    with pytest.raises(OSError):  # noqa: PT011 the publisher's own
        collect(shared)
    outcomes(shared)


def test_the_entry_is_committed_before_the_wait(shared: World) -> None:
    seen: list[str] = []
    shared.covered = lambda _index: seen.append(shared.acts()[-1]) is None
    collect(shared)
    assert seen == ["release.collect granted"]


def test_a_reader_that_goes_away_is_a_partial_delivery(shared: World) -> None:
    delivery = collect(shared)
    assert isinstance(delivery, Delivery)
    pieces = delivery.chunks()
    assert len(next(pieces)) == CHUNK
    pieces.close()  # type: ignore[attr-defined]
    assert shared.acts()[-1] == "outcome partial"
    assert shared.drain.wait(shared.her.holder, 0) == 0
    outcomes(shared)


@pytest.mark.parametrize(
    ("error", "said"), [(StoreUnavailable("no answer"), True), (Missing("gone"), False)]
)
def test_a_store_that_is_away_is_said_before_anything_is_sent(
    shared: World, error: Exception, *, said: bool
) -> None:
    def read(*_: object) -> None:
        raise error

    shared.access = replace(shared.access, store=SimpleNamespace(read=read))
    delivery = collect(shared)
    assert isinstance(delivery, Delivery)
    if said:
        with pytest.raises(StoreUnavailable):
            delivery.await_store()
        assert shared.acts()[-1] == "outcome error"
        outcomes(shared)
        assert list(delivery.chunks(b"head")) == []
    else:
        # A withdrawal may have removed it: then the rules refuse, piece by piece.
        delivery.await_store()
        assert shared.acts()[-1] == "release.collect granted"


def test_a_thing_that_is_gone_is_an_error_with_its_outcome(world: World) -> None:
    world.store()
    world.database.write(lambda db: holdings.destroy_envelope(db, GID, world.now_ms))
    with pytest.raises(Missing):
        world.access.take_envelope(world.worker, GID)
    assert world.acts()[-1] == "outcome error"
    outcomes(world)


def test_a_rule_that_no_longer_equals_the_signed_words_refuses(shared: World) -> None:
    shared.database.write(
        lambda db: db.exec_driver_sql(
            'update consent_rule set scope = replace(scope, \'["p1"]\', \'["p1","p2"]\')'
        )
    )
    refused = collect(shared)
    assert isinstance(refused, Refusal)
    assert refused.reason == "scope"


# The gate, one fault at a time.


def granted(world: World) -> tuple[int, Any]:
    """Decide an envelope hand-out, and stop before it is delivered."""
    found = world.access._decide(world.worker, Wanted(acts.ENVELOPE, GID))
    return found.index, found


def deliver(world: World, found: Any) -> object:
    from vault import handout  # noqa: PLC0415 the gate is asked directly here alone

    return world.access._deliver(found, lambda db, shown: handout.envelope(db, shown, GID))


@pytest.mark.parametrize(
    "fault",
    [
        "update audit_entry set leaf = :zeros where log_index = :index",
        "update audit_entry set entry = :empty where log_index = :index",
        "update ticket set session = :zeros where log_index = :index",
        "update ticket set item = :zeros where log_index = :index",
        "update ticket set kind = 'release.collect' where log_index = :index",
        "update ticket set issued_at = issued_at - 60000 where log_index = :index",
        "update ticket set issued_at = issued_at + 1 where log_index = :index",
        "update ticket set used_at = issued_at where log_index = :index",
        "update ticket set closed_at = issued_at where log_index = :index",
        "delete from ticket where log_index = :index",
    ],
)
def test_the_gate_refuses_one_fault_at_a_time(world: World, fault: str) -> None:
    world.store()
    index, found = granted(world)
    given = {"index": index, "zeros": bytes(32), "empty": b"{}"}
    named = {name: value for name, value in given.items() if f":{name}" in fault}
    world.database.write(lambda db: db.execute(text(fault), named))
    with pytest.raises(NotAuthentic):
        deliver(world, found)


@pytest.mark.parametrize("swap", ["denied", "act", "obj"])
def test_the_gate_reads_the_entry_itself(world: World, swap: str) -> None:
    """Entries whose leaf is right but which say something else."""
    world.store()
    index, found = granted(world)
    old, new = {
        "denied": ('"out":"granted"', '"out":"partial"'),
        "act": ("envelope.handout", "envelope.handouz"),
        "obj": ('"obj":"', '"obj":"0'),
    }[swap]

    def act(connection: Any) -> None:
        from audit.merkle import leaf_hash  # noqa: PLC0415 one test forges

        asked = text("select entry from audit_entry where log_index = :index")
        entry = connection.execute(asked, {"index": index}).scalar_one()
        forged = entry.replace(old.encode(), new.encode())
        assert forged != entry
        changed = text(
            "update audit_entry set entry = :entry, leaf = :leaf where log_index = :index"
        )
        values = {"entry": forged, "leaf": leaf_hash(forged), "index": index}
        connection.execute(changed, values)

    world.database.write(act)
    with pytest.raises(NotAuthentic):
        deliver(world, found)


def test_one_entry_lets_one_delivery_through(world: World) -> None:
    world.store()
    _, found = granted(world)
    assert deliver(world, found) == b"the sealed envelope"
    with pytest.raises(NotAuthentic):
        deliver(world, found)


def test_an_entry_that_is_not_committed_yet_opens_nothing(world: World) -> None:
    """Decided and delivered in one transaction: the gate's own reader does not see the entry."""
    world.store()

    def act(connection: Any) -> None:
        from audit import repository  # noqa: PLC0415 one test plays the writer
        from audit.entry import Draft  # noqa: PLC0415 one test plays the writer
        from audit.errors import NotProven  # noqa: PLC0415 one test plays the writer
        from consent.entries import proof_of  # noqa: PLC0415 one test plays the writer

        draft = Draft("envelope.handout", "granted", "worker", case=world.her.holder, obj=GID)
        receipt = repository.append(connection, draft, now_ms=world.now_ms, random=world.random)
        with pytest.raises(NotProven):
            world.database.read(lambda db: proof_of(db, receipt.index, world.her.holder, GID))

    world.database.write(act)
