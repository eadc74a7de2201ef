"""A recovery: who may do what when, and each wrong thing refused and in her log."""

# ruff: noqa: ANN401 what the tests put together by hand has no closer type

from dataclasses import replace
from typing import Any

import pytest

from consent import recovering, recovery_asked
from consent.access import Caller
from consent.decision import Refusal
from consent.errors import WrongState
from tests.unit.consent.conftest import HER
from tests.unit.consent.recovery_case import ROLES, Bodies, Card
from vault import accounts, recoveries
from vault.errors import AlreadyStored, Malformed, NotAuthentic
from vault.identity import Kind, new_identity
from vault.ids import Uid
from vault.recovery_asked import Asked, sign_asked
from vault.recovery_key import card_identity, open_share
from vault.shares import read_share

World = Any


@pytest.fixture
def bodies(world: World) -> Bodies:
    return Bodies(world)


@pytest.fixture
def card(bodies: Bodies) -> Card:
    made = bodies.new_card()
    bodies.store(made)
    return made


def test_two_of_three_after_the_wait_give_her_root_back_and_a_new_passphrase(
    world: World, bodies: Bodies, card: Card
) -> None:
    row = bodies.ask(card)
    world.pass_time(hours=72)
    bodies.hand(card, row, 0)
    bodies.hand(card, row, 2)
    found = bodies.recovered(card, row)
    assert found.root == world.survivor.root
    before = world.database.read(lambda db: accounts.auth_hashes(db, HER))
    bodies.end(card, row, found)
    after = world.database.read(lambda db: accounts.auth_hashes(db, HER))
    assert not set(before) & set(after)
    assert world.database.read(lambda db: recoveries.live_set(db, HER)) is None
    acts = world.acts()
    assert acts[-6:] == [
        *("account.recover done", "key.hand done", "key.hand done"),
        *("own.recover granted", "outcome completed", "account.change done"),
    ]


def test_once_it_is_done_nothing_of_the_set_is_left(
    world: World, bodies: Bodies, card: Card
) -> None:
    row = bodies.ask(card)
    world.pass_time(hours=72)
    for at in (0, 1, 2):
        bodies.hand(card, row, at)
    bodies.end(card, row, bodies.recovered(card, row))
    assert isinstance(bodies.take(card, row), Refusal)
    with world.database.engine.connect() as raw:
        for column, table in (
            ("wrap", "recovery_set"),
            ("box", "recovery_share"),
            ("sealed", "recovery_handover"),
        ):
            left = raw.exec_driver_sql(
                f"SELECT count(*) FROM {table} WHERE {column} IS NOT NULL"  # noqa: S608 our names
            ).scalar()
            assert left == 0


def test_it_waits_and_neither_a_holder_nor_the_card_is_served_before(
    world: World, bodies: Bodies, card: Card
) -> None:
    row = bodies.ask(card)
    world.pass_time(hours=71, minutes=59)
    with pytest.raises(WrongState, match="wait"):
        bodies.hand(card, row, 0)
    assert bodies.take(card, row).reason == "too-early"
    world.pass_time(minutes=1)
    bodies.hand(card, row, 0)
    assert bodies.take(card, row).reason == "too-few"
    bodies.hand(card, row, 1)
    assert bodies.recovered(card, row).root == world.survivor.root


def test_a_wait_that_she_shortened_is_shorter(world: World, bodies: Bodies) -> None:
    card = bodies.new_card(wait=3600)
    bodies.store(card)
    row = bodies.ask(card)
    assert row.ready_at - row.asked_at == 3_600_000
    world.pass_time(minutes=61)
    bodies.hand(card, row, 1)


def test_she_stops_it_with_her_passphrase_and_it_stays_stopped(
    world: World, bodies: Bodies, card: Card
) -> None:
    row = bodies.ask(card)
    world.pass_time(hours=72)
    bodies.hand(card, row, 0)
    bodies.hand(card, row, 1)
    bodies.do(recovering.stop, world.her, HER)
    assert bodies.take(card, row).reason == "stopped"
    for act in (
        lambda: bodies.hand(card, row, 2),
        lambda: bodies.end(card, row, world.survivor),
        lambda: bodies.do(recovering.stop, world.her, HER),
    ):
        with pytest.raises(WrongState):
            act()
    assert "account.stop done" in world.acts()
    # The set goes on, and so does whoever has the card: from the beginning.
    again = bodies.ask(card, b"\x52" * 16)
    assert again.ready_at > world.now_ms


def test_it_expires_after_fourteen_days_and_gives_way(
    world: World, bodies: Bodies, card: Card
) -> None:
    row = bodies.ask(card)
    world.pass_time(hours=72)
    bodies.hand(card, row, 0)
    bodies.hand(card, row, 1)
    world.pass_time(days=11)
    assert bodies.take(card, row).reason == "expired"
    with pytest.raises(WrongState, match="expired"):
        bodies.hand(card, row, 2)
    with pytest.raises(WrongState):
        bodies.end(card, row, world.survivor)
    assert bodies.ask(card, b"\x52" * 16).state == "asked"


def test_two_at_once_are_one(bodies: Bodies, card: Card) -> None:
    bodies.ask(card)
    with pytest.raises(WrongState, match="another recovery"):
        bodies.ask(card, b"\x52" * 16)


def test_an_id_is_used_once(world: World, bodies: Bodies, card: Card) -> None:
    bodies.ask(card)
    bodies.do(recovering.stop, world.her, HER)
    with pytest.raises(AlreadyStored):
        bodies.ask(card)


def test_a_wrong_card_an_ended_set_and_none_are_one_answer_and_each_is_logged(
    world: World, bodies: Bodies, card: Card
) -> None:
    def start(set_id: bytes, shown: bytes) -> Any:
        return bodies.do(recovery_asked.check_start, set_id, shown)

    assert not isinstance(start(card.set_id, card.start), Refusal)
    refused = [start(card.set_id, b"x" * 32), start(b"n" * 16, card.start)]
    bodies.do(recovering.drop_set, world.her, HER)
    refused.append(start(card.set_id, card.start))
    assert refused[0] == refused[1] == refused[2]
    assert isinstance(refused[0], Refusal)
    assert world.acts().count("account.recover denied") >= 2


def test_what_is_asked_is_signed_by_the_card_of_the_set(
    world: World, bodies: Bodies, card: Card
) -> None:
    other = bodies.new_card()
    foreign = card_identity(read_share(other.hers), other.set_id)
    key = card.asking(b"\x51" * 16).bundle
    for set_id, signer in ((card.set_id, foreign), (other.set_id, foreign)):
        raw = sign_asked(signer, Asked(set_id, b"\x51" * 16, signer.bundle, key, world.now))
        with pytest.raises(NotAuthentic):
            bodies.do(recovery_asked.ask, bodies.row(card), card.start, raw)


def test_the_start_key_alone_takes_nothing_of_another_and_a_wrong_one_nothing(
    world: World, bodies: Bodies, card: Card
) -> None:
    row = bodies.ask(card)
    world.pass_time(hours=72)
    bodies.hand(card, row, 0)
    bodies.hand(card, row, 1)
    assert bodies.take(card, row, b"x" * 32).reason == "wrong-key"
    stranger = replace(recovery_asked.card_caller(HER, card.start), holder=b"\x09" * 16)
    assert isinstance(world.access.recover(stranger, row.recovery_id, card.start), Refusal)
    nobody = recovery_asked.card_caller(HER, card.start)
    assert isinstance(world.access.recover(nobody, b"\x61" * 16, card.start), Refusal)


def test_one_holder_hands_over_once_and_for_nobody_else(
    world: World, bodies: Bodies, card: Card
) -> None:
    row = bodies.ask(card)
    world.pass_time(hours=72)
    bodies.hand(card, row, 0)
    with pytest.raises(AlreadyStored):
        bodies.hand(card, row, 0)
    with pytest.raises(WrongState, match="no such share"):
        bodies.hand(card, row, 1, by=2)
    with pytest.raises(NotAuthentic):
        bodies.hand(card, row, 1, to=world.person.bundle)
    with pytest.raises(WrongState, match="no such recovery"):
        bodies.hand(card, replace(row, recovery_id=b"\x62" * 16), 1)
    assert bodies.take(card, row).reason == "too-few"


def test_a_holder_who_left_or_whose_key_is_another_now_is_served_nothing(
    world: World, bodies: Bodies, card: Card
) -> None:
    row = bodies.ask(card)
    world.pass_time(hours=72)
    assert not isinstance(world.access.open_share(bodies.caller(0), card.set_id), Refusal)
    world.database.write(lambda db: accounts.disable_staff(db, bodies.sids[0], world.now_ms))
    other = new_identity(Kind.PERSON, random=world.random)
    world.database.write(
        lambda db: accounts.set_staff_key(
            db, bodies.sids[1], other.fp, other.bundle.marshal(), None
        )
    )
    for at in (0, 1):
        assert isinstance(world.access.open_share(bodies.caller(at), card.set_id), Refusal)
        with pytest.raises(WrongState):
            bodies.hand(card, row, at)


def test_a_share_box_goes_to_who_holds_it_and_is_in_her_log(
    world: World, bodies: Bodies, card: Card
) -> None:
    found = world.access.open_share(bodies.caller(1), card.set_id)
    held = open_share(bodies.keys[1], HER, card.set_id, 1, found.box)
    assert held.share.words == card.shares[1]
    assert held.card == card.made.card
    assert world.acts()[-2:] == ["own.share granted", "outcome completed"]
    stranger = Caller("guardian", b"s" * 32, b"\x0e" * 16, "t", "o", "session")
    for caller, set_id in ((stranger, card.set_id), (bodies.caller(1), b"n" * 16)):
        assert world.access.open_share(caller, set_id).reason == "no-rule"
    assert "own.share denied" in world.acts()


def test_a_holders_word_that_its_share_opens_is_kept_and_another_box_is_not(
    world: World, bodies: Bodies, card: Card
) -> None:
    bodies.held(card, 2)
    shares = world.database.read(lambda db: recoveries.shares_of(db, card.set_id))
    assert [share.held_at for share in shares] == [None, None, world.now_ms]
    with pytest.raises(NotAuthentic):
        bodies.held(card, 1, b"another box")


def test_the_end_is_signed_by_her_key_and_of_this_recovery(
    world: World, bodies: Bodies, card: Card
) -> None:
    row = bodies.ask(card)
    with pytest.raises(WrongState):
        bodies.end(card, row, world.survivor)
    world.pass_time(hours=72)
    bodies.hand(card, row, 0)
    with pytest.raises(WrongState, match="too few"):
        bodies.end(card, row, world.survivor)
    bodies.hand(card, row, 1)
    with pytest.raises(NotAuthentic):
        bodies.end(card, row, world.person)
    for changes in (
        {"recovery": b"\x63" * 16},
        {"uid": Uid(b"\x64" * 16)},
        {"fp": world.person.fp},
        {"set_id": b"\x65" * 16},
    ):
        with pytest.raises(NotAuthentic):
            bodies.end(card, row, world.survivor, **changes)
    bodies.end(card, row, world.survivor)


def test_a_new_set_ends_the_one_before_and_what_goes_on_with_it(
    world: World, bodies: Bodies, card: Card
) -> None:
    row = bodies.ask(card)
    fresh = bodies.new_card()
    bodies.store(fresh)
    world.pass_time(hours=72)
    with pytest.raises(WrongState):
        bodies.hand(card, row, 0)
    assert isinstance(bodies.take(card, row), Refusal)
    acts = world.acts()
    assert {"account.stop done", "key.drop done"} <= set(acts)
    assert acts.count("key.split done") == 2
    again = bodies.ask(fresh, b"\x53" * 16)
    # Shares of the set before do not fit the new one.
    world.pass_time(hours=72)
    bodies.hand(fresh, again, 0)
    bodies.hand(fresh, again, 1, words=card.shares[1])
    with pytest.raises(NotAuthentic, match="one set"):
        bodies.recovered(fresh, again)


@pytest.mark.parametrize(
    "wrong",
    [
        {"uid": Uid(b"\x0a" * 16)},
        {"wrap": b"w" * 32},
        {"fp": b"\x0b" * 32},
    ],
)
def test_a_set_of_another_account_or_wrap_is_refused(bodies: Bodies, wrong: dict[str, Any]) -> None:
    with pytest.raises(NotAuthentic):
        bodies.store(bodies.new_card(**wrong))


def test_a_set_that_she_did_not_sign_or_whose_boxes_are_others_is_refused(
    world: World, bodies: Bodies
) -> None:
    good = bodies.new_card()
    first, second, third = good.boxes
    for boxes in ((second, first, third), (first, second), (first, second, b"x" * 9000)):
        with pytest.raises((NotAuthentic, Malformed)):
            bodies.store(replace(good, boxes=boxes))
    world.survivor = world.person
    with pytest.raises(NotAuthentic):
        bodies.store(bodies.new_card(fp=good.made.fp))


def test_holders_are_of_three_roles_and_organisations(world: World, bodies: Bodies) -> None:
    good = bodies.new_card()
    kept, bodies.keys[1] = bodies.keys[1], new_identity(Kind.PERSON, random=world.random)
    with pytest.raises(WrongState, match="guardian"):
        bodies.store(bodies.new_card())
    bodies.sids[1] = b"\x3a" * 16
    bodies.add(1, ROLES[1], "body 0")
    with pytest.raises(WrongState, match="three organisations"):
        bodies.store(bodies.new_card())
    bodies.keys[1] = kept
    bodies.store(good)


def test_a_rehearsal_puts_the_next_one_off_by_a_year(
    world: World, bodies: Bodies, card: Card
) -> None:
    made = bodies.row(card)
    assert recovering.rehearse_by(made) == world.now_ms + recovering.REHEARSE_MS
    world.pass_time(days=300)
    due = bodies.do(recovering.rehearsed, world.her, HER)
    assert due == recovering.rehearse_by(bodies.row(card)) == world.now_ms + recovering.REHEARSE_MS


def test_without_a_set_there_is_nothing_to_stop_drop_or_rehearse(
    world: World, bodies: Bodies
) -> None:
    for action in (recovering.stop, recovering.drop_set, recovering.rehearsed):
        with pytest.raises(WrongState):
            bodies.do(action, world.her, HER)


def test_clocks_a_day_off_move_the_wait_of_the_vault_alone(
    world: World, bodies: Bodies, card: Card
) -> None:
    """What a device or a holder writes as the time decides nothing."""
    kept = world.now
    world.pass_time(days=-1)
    signer = card_identity(read_share(card.hers), card.set_id)
    key = card.asking(b"\x51" * 16).bundle
    raw = sign_asked(signer, Asked(card.set_id, b"\x51" * 16, signer.bundle, key, world.now))
    world.now = kept
    row = bodies.do(recovery_asked.ask, bodies.row(card), card.start, raw)
    assert row.ready_at == world.now_ms + 72 * 3_600_000
    # The vault's own clock set back: it waits longer, never less.
    world.pass_time(days=-1)
    assert recoveries.state_of(row, world.now_ms) == "asked"
