"""The vault, the guardian, the police and workers who put together everything that they have.

And the three bodies that hold shares of a recovery key, with and without her card.
"""

import itertools
import os

import pytest

from tests.adversaries.place import Stolen, check
from tests.adversaries.thief import Thief
from tests.adversaries.told import Told
from vault.errors import NotAuthentic
from vault.identity_file import parse_identity
from vault.recovery_key import open_recovery, seal_recovery
from vault.shares import KEY_SIZE, combine, split

WHO = "organisations that collude"
HAS = "the vault's folder, a kept worker key, the guardian's and the investigator's keys"


def test_together_they_open_what_she_agreed_to_and_nothing_else(
    at_work: Thief, stolen: Stolen, told: Told
) -> None:
    keys = [
        parse_identity(stolen.office.desk.key(name).read_bytes(), passphrase=None).root
        for name in ("guardian", "investigator")
    ]
    thief = at_work.another().also(stolen.finished.worker, *keys)
    check(thief, stolen, stolen.finished, stolen.waiting, releases=True)
    told(
        (
            "every key on everything sealed in the vault",
            "the grants she made and the release that names the investigator; nothing else, if "
            "the guardian kept nothing of the phone",
        ),
    )


def test_all_who_hold_shares_need_her_card_too(stolen: Stolen, told: Told) -> None:
    key, uid, set_id = os.urandom(KEY_SIZE), stolen.hers.enrolled.uid, os.urandom(16)
    hers = stolen.hers.enrolled.identity
    wrap = seal_recovery(key, uid, set_id, hers, os.urandom)
    shares = split(key)
    with pytest.raises(NotAuthentic):
        open_recovery(os.urandom(KEY_SIZE), uid, set_id, hers.fp, wrap)
    forged = split(os.urandom(KEY_SIZE)).hers
    for count in (1, 2, 3):
        for held in itertools.combinations(shares.holders, count):
            for card in (forged, held[0]):
                with pytest.raises(NotAuthentic):
                    combine(card, held)
    told(
        ("recovering her root without her card", "nothing: her own share is always needed"),
        has="all three holders' shares, and her recovery wrap",
    )


def test_with_her_card_two_of_them_need_no_vault(stolen: Stolen, told: Told) -> None:
    key, uid, set_id = os.urandom(KEY_SIZE), stolen.hers.enrolled.uid, os.urandom(16)
    hers = stolen.hers.enrolled.identity
    wrap = seal_recovery(key, uid, set_id, hers, os.urandom)
    shares = split(key)
    for pair in itertools.combinations(shares.holders, 2):
        found = open_recovery(combine(shares.hers, pair), uid, set_id, hers.fp, wrap)
        assert found.root == hers.root
    told(
        ("recovering her root", "everything of hers, without the wait that the vault keeps"),
        has="her card, two holders' shares, and her recovery wrap",
    )
