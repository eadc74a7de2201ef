"""She lost her passphrase: who can help her, and with what."""

import os

import pytest

from api.problems import NotFound
from api.remote import HttpCustody
from api.remote_survivor import enrol, sign_in
from tests.adversaries.place import Live, Stolen
from tests.adversaries.thief import Thief
from tests.adversaries.told import Told
from vault.errors import NotAuthentic
from vault.opening import open_extraction
from vault.recovery_key import open_recovery, seal_recovery
from vault.shares import KEY_SIZE, combine, split

WHO = "lost passphrase"
HAS = "her login code, and everything that the vault has"


def test_the_vault_cannot_open_it_for_her(at_work: Thief, stolen: Stolen, told: Told) -> None:
    assert stolen.hers.enrolled.identity.root not in at_work.secrets
    for kind in ("slot", "manifest", "wrap", "catalogue"):
        assert not at_work.names(kind), kind
    told(("asking the vault's operator to open her account", "nothing: nobody there can"))


def test_her_card_and_two_holders_give_her_root_back(live: Live, told: Told) -> None:
    key, found, set_id = os.urandom(KEY_SIZE), live.hers.enrolled, os.urandom(16)
    wrap = seal_recovery(key, found.uid, set_id, found.identity, os.urandom)
    shares = split(key)
    for too_few in ((), shares.holders[:1]):
        with pytest.raises(NotAuthentic):
            combine(shares.hers, too_few)
    again = combine(shares.hers, shares.holders[1:])
    recovered = open_recovery(again, found.uid, set_id, found.identity.fp, wrap)
    me = live.hers.enter(live.system)
    opened = open_extraction(HttpCustody(me.remote, live.hers.eid), recovered)
    assert opened.catalogue == live.stolen.maps[live.hers.eid]
    told(
        ("her card alone, or with one holder's share", "nothing"),
        ("her card with two of three holders' shares", "her root, and all of hers with it"),
        has="shares of a recovery key that was made before",
    )


def test_a_new_account_has_nothing_of_the_old_one(live: Live, told: Told) -> None:
    guardian = live.office.staff(live.system, "guardian")
    code = guardian.call("POST", "/v1/enrolments")["code"]
    secret = "six other words made for this"
    new = enrol(live.system.vault, code, secret, random=os.urandom, verify=True)
    me = sign_in(live.system.vault, new.login_code, secret, new.root, verify=True)
    assert me.remote.call("GET", "/v1/extractions") == []
    with pytest.raises(NotFound):
        me.remote.call("POST", f"/v1/extractions/{live.hers.eid.hex()}/open")
    told(
        (
            "enrolling anew",
            "an empty account: what was sealed stays closed, unless the phone is sealed again",
        ),
        has="a new one-time code from a guardian",
    )
