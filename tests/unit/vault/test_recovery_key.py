"""The recovery wrap, the card's keys and the boxes: each opens for one use, place and set."""

import os
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from vault import recovery_key
from vault.account import NewSlot, new_params
from vault.canonical import marshal
from vault.errors import (
    Malformed,
    MalformedEnvelope,
    MalformedStatement,
    NoIdentityMatches,
    NotAuthentic,
)
from vault.identity import Kind, new_identity
from vault.ids import Fingerprint, Uid
from vault.recovery import HeldSaid, Holder, RecoverySet, parse_held, parse_set, sign_held, sign_set
from vault.recovery_asked import (
    Asked,
    Ended,
    HandedOver,
    parse_asked,
    parse_ended,
    parse_handed,
    sign_asked,
    sign_ended,
    sign_handed,
)
from vault.recovery_key import (
    HeldShare,
    asking_identity,
    card_identity,
    check_card,
    open_handover,
    open_recovery,
    open_share,
    seal_handover,
    seal_recovery,
    seal_share,
    start_key,
)
from vault.shares import read_share, split
from vault.statement import sign

NOW = datetime(2026, 3, 1, tzinfo=UTC)
UID, SET, REC = Uid(b"u" * 16), b"s" * 16, b"r" * 16
HER = new_identity(Kind.PERSON, random=os.urandom)
HOLDER = new_identity(Kind.PERSON, random=os.urandom)
KEY = os.urandom(32)
SHARES = split(KEY)
MINE = read_share(SHARES.hers)
CARD = card_identity(MINE, SET)


def held(place: int = 1, wait: int = 3600) -> HeldShare:
    return HeldShare(SET, UID, place, CARD.fp, wait, read_share(SHARES.holders[place]))


def the_set(**changes: object) -> RecoverySet:
    holders = tuple(Holder(at, Fingerprint(bytes([at]) * 32), b"b" * 32) for at in range(3))
    values: dict[str, object] = {
        "set_id": SET,
        "uid": UID,
        "fp": HER.fp,
        "card": CARD.fp,
        "wait": 3600,
        "created": NOW,
        "start": b"h" * 32,
        "wrap": b"w" * 32,
        "holders": holders,
        **changes,
    }
    return RecoverySet(**values)  # type: ignore[arg-type]  # the tests' own values


def test_the_wrap_opens_with_its_key_for_its_account_set_and_fingerprint_alone() -> None:
    wrap = seal_recovery(KEY, UID, SET, HER, os.urandom)
    assert len(wrap) == 104
    assert open_recovery(KEY, UID, SET, HER.fp, wrap).root == HER.root
    for given in (
        (os.urandom(32), UID, SET, HER.fp),
        (KEY, Uid(b"x" * 16), SET, HER.fp),
        (KEY, UID, b"x" * 16, HER.fp),
        (KEY, UID, SET, HOLDER.fp),
    ):
        with pytest.raises(NotAuthentic):
            open_recovery(*given, wrap)
    with pytest.raises(NotAuthentic):
        open_recovery(KEY, UID, SET, HER.fp, wrap[:-1] + bytes([wrap[-1] ^ 1]))


def test_a_wrap_of_another_root_under_her_fingerprint_is_refused() -> None:
    class Lying:
        fp, root = HER.fp, HOLDER.root

    wrap = seal_recovery(KEY, UID, SET, Lying(), os.urandom)  # type: ignore[arg-type]
    with pytest.raises(NotAuthentic, match="another than the account's"):
        open_recovery(KEY, UID, SET, HER.fp, wrap)


def test_the_keys_of_a_card_are_of_its_set_and_recovery() -> None:
    found = {
        start_key(MINE, SET),
        start_key(MINE, b"x" * 16),
        CARD.root,
        card_identity(MINE, b"x" * 16).root,
        asking_identity(MINE, SET, REC).root,
        asking_identity(MINE, SET, b"x" * 16).root,
    }
    assert len(found) == 6
    check_card(MINE, the_set())
    with pytest.raises(NotAuthentic):
        check_card(MINE, the_set(card=HOLDER.fp))


def test_a_share_box_opens_for_its_holder_place_and_set_alone() -> None:
    box = seal_share(held(), HOLDER.bundle, random=os.urandom)
    assert open_share(HOLDER, UID, SET, 1, box) == held()
    for given in ((Uid(b"x" * 16), SET, 1), (UID, b"x" * 16, 1), (UID, SET, 2)):
        with pytest.raises(NotAuthentic):
            open_share(HOLDER, *given, box)
    with pytest.raises(NoIdentityMatches):
        open_share(HER, UID, SET, 1, box)


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"wait": 10}, NotAuthentic),
        ({"place": 2}, NotAuthentic),
        ({"share": MINE}, NotAuthentic),
    ],
)
def test_a_share_box_that_says_something_else_inside_is_refused(
    wrong: dict[str, object], error: type[Exception]
) -> None:
    told = replace(held(), **wrong)  # type: ignore[arg-type]
    body = {
        "v": 1,
        "set": told.set_id.hex(),
        "uid": told.uid.hex(),
        "place": told.place,
        "card": told.card.hex(),
        "wait": told.wait,
        "words": told.share.words,
    }
    box = recovery_key.seal_file(
        "recovery share", UID + SET + b"\x01", marshal(body), [HOLDER.bundle], random=os.urandom
    )
    with pytest.raises(error):
        open_share(HOLDER, UID, SET, 1, box)
    empty = recovery_key.seal_file(
        "recovery share", UID + SET + b"\x01", b"{}", [HOLDER.bundle], random=os.urandom
    )
    with pytest.raises(MalformedEnvelope):
        open_share(HOLDER, UID, SET, 1, empty)


def test_a_handover_opens_with_the_key_of_this_recovery_alone() -> None:
    share, asking = read_share(SHARES.holders[2]), asking_identity(MINE, SET, REC)
    sealed = seal_handover(share, SET, REC, asking.bundle, random=os.urandom)
    assert open_handover(asking, SET, REC, 2, sealed) == share
    with pytest.raises(NoIdentityMatches):
        open_handover(asking_identity(MINE, SET, b"x" * 16), SET, REC, 2, sealed)
    for given in ((b"x" * 16, REC, 2), (SET, b"x" * 16, 2), (SET, REC, 1)):
        with pytest.raises(NotAuthentic):
            open_handover(asking, *given, sealed)
    with pytest.raises(NotAuthentic):
        seal_handover(MINE, SET, REC, asking.bundle, random=os.urandom)


def test_statements_come_back_as_they_were_signed() -> None:
    made = the_set()
    assert parse_set(sign_set(HER, made))[0] == made
    said = HeldSaid(SET, 2, b"b" * 32, NOW)
    assert parse_held(sign_held(HOLDER, said))[0] == said
    asked = Asked(SET, REC, CARD.bundle, asking_identity(MINE, SET, REC).bundle, NOW)
    assert parse_asked(sign_asked(CARD, asked)) == asked
    handed = HandedOver(SET, REC, 0, asked.key.fp, b"b" * 32, NOW)
    assert parse_handed(sign_handed(HOLDER, handed))[0] == handed
    slots = (NewSlot(b"a" * 32, b"w" * 104), NewSlot(b"b" * 32, b"v" * 104))
    ended = Ended(SET, REC, UID, HER.fp, new_params(os.urandom), slots, b"l" * 32, NOW)
    assert parse_ended(sign_ended(HER, ended))[0] == ended


def test_what_is_asked_must_be_signed_by_the_card_that_it_names() -> None:
    key = asking_identity(MINE, SET, REC).bundle
    with pytest.raises(NotAuthentic):
        sign_asked(HER, Asked(SET, REC, CARD.bundle, key, NOW))


@pytest.mark.parametrize(
    "changes",
    [
        {"wait": 3599},
        {"wait": 72 * 3600 + 1},
        {"holders": the_set().holders[:2]},
        {"holders": the_set().holders[::-1]},
        {"holders": (*the_set().holders[:2], Holder(2, Fingerprint(bytes(32)), b"b" * 32))},
    ],
)
def test_a_set_of_another_form_is_none(changes: dict[str, object]) -> None:
    with pytest.raises(MalformedStatement):
        sign_set(HER, the_set(**changes))


def test_a_statement_of_another_kind_or_with_a_field_more_is_none() -> None:
    raw = sign_held(HOLDER, HeldSaid(SET, 2, b"b" * 32, NOW))
    with pytest.raises(MalformedStatement):
        parse_handed(raw)
    body = {**parse_held(raw)[1].body, "more": 1}
    with pytest.raises(Malformed):
        parse_held(sign(HOLDER, "recoveryheld", body))
    with pytest.raises(Malformed):
        parse_held(sign(HOLDER, "recoveryheld", {**parse_held(raw)[1].body, "place": 3}))
