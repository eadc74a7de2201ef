"""Who has her phone, or her papers, or makes her say the passphrase."""

import os

import pytest

from api.problems import Unauthenticated
from api.remote import HttpCustody, Remote
from api.remote_survivor import open_extraction, own_lines, sign_in
from tests.adversaries.place import Live
from tests.adversaries.told import Told
from tests.attacks.office import PASSPHRASE
from vault.errors import NoIdentityMatches
from vault.identity import Kind, new_identity
from vault.opening import open_extraction as open_sealed

WHO = "abuser with her phone"
HAS = "her phone, locked again"


def test_without_the_passphrase_every_guess_is_a_line(live: Live, told: Told) -> None:
    """The printed login code finds the account; it opens nothing."""
    found = live.stolen.other.enrolled
    before = len(own_lines(live.stolen.other.enter(live.system).remote)["lines"])
    for guess in ("password", "her name 1987", PASSPHRASE + "s"):
        with pytest.raises(Unauthenticated):
            sign_in(live.system.vault, found.login_code, guess, found.root, verify=True)
    lines = own_lines(live.stolen.other.enter(live.system).remote)["lines"]
    said = [(line["act"], line["out"]) for line in lines[before:]]
    assert ("own.unlock", "denied") in said
    told(
        (
            "guessing the passphrase at the vault",
            "nothing, unless it can be guessed; she sees in her log that somebody tried",
        ),
        has="her printed login code",
    )


def test_a_session_left_open_lists_and_stops_but_opens_and_shares_nothing(
    live: Live, told: Told
) -> None:
    case = live.stolen.other
    granted = case.enter(live.system)
    thief = Remote(live.system.vault, granted.token)
    # What needs no key: lists, her log, and stopping what she shares.
    assert [row["eid"] for row in thief.call("GET", "/v1/extractions")] == [case.eid.hex()]
    assert thief.call("GET", "/v1/grants") == []
    assert own_lines(thief)["lines"]
    due = thief.call("POST", f"/v1/extractions/{case.eid.hex()}/erasure", {"days": 7})
    assert due["due"] is not None
    thief.call("POST", f"/v1/extractions/{case.eid.hex()}/erasure/cancel")
    # What needs one: opening, and agreeing.
    stranger = new_identity(Kind.PERSON, random=os.urandom)
    with pytest.raises(NoIdentityMatches):
        open_sealed(HttpCustody(thief, case.eid), stranger)
    told(
        (
            "using it without the passphrase",
            "lists and her log; stopping what she shares; asking that her copy be erased",
        ),
        ("opening anything, agreeing to anything", "nothing: both need the key that is locked"),
        has="a session that she left open, up to thirty minutes",
    )


def test_whoever_signs_in_ends_her_session_and_leaves_a_line(live: Live, told: Told) -> None:
    case = live.stolen.other
    me = case.enter(live.system)
    before = len(own_lines(me.remote)["lines"])
    forced = case.enter(live.system)
    opened = open_extraction(forced, case.eid)
    assert opened.read_segment(0).records
    with pytest.raises(Unauthenticated):
        me.remote.call("GET", "/v1/extractions")
    acts = [line["act"] for line in own_lines(case.enter(live.system).remote)["lines"][before:]]
    assert acts.count("own.unlock") >= 1
    assert "own.open" in acts
    told(
        (
            "signing in as her",
            "everything of hers; her own session ends, and each opening is a line that stays",
        ),
        has="her login code, and the passphrase under force",
    )


def test_lines_and_grants_cannot_be_taken_away_again(live: Live, told: Told) -> None:
    case = live.stolen.other
    me = case.enter(live.system)
    before = [line["entry"] for line in own_lines(me.remote)["lines"]]
    for method, path in (
        ("DELETE", "/v1/log"),
        ("POST", "/v1/log"),
        ("PUT", "/v1/log"),
        ("DELETE", f"/v1/extractions/{case.eid.hex()}"),
    ):
        answer = me.remote._client.request(method, path, json={})
        assert answer.status_code in (404, 405)
    after = [line["entry"] for line in own_lines(me.remote)["lines"]]
    assert after[: len(before)] == before
    told(
        ("hiding from her log that they were there", "nothing"),
        has="her login code, and the passphrase under force",
    )
