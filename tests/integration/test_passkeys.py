"""A passkey is a further slot: it signs her in, ends for good, and never replaces a passphrase."""

import os
import statistics
import time
from typing import Any

import httpx
import pytest

from tests.integration.conftest import System
from vault.account import auth_key_prf, open_root_prf, seal_root_prf
from vault.accounts import MOST_PASSKEYS, hash_of
from vault.canonical import b64, unb64
from vault.ids import Uid

pytestmark = pytest.mark.integration

UNKNOWN = Uid(b"\x07" * 16)


def _body(uid: Uid, root: bytes, prf: bytes, credential: bytes) -> dict[str, str]:
    return {
        "credential": b64(credential),
        "auth_hash": b64(hash_of(auth_key_prf(prf, uid, credential))),
        "wrap": b64(seal_root_prf(prf, uid, credential, root, random=os.urandom)),
    }


def _try(system: System, uid: Uid, auth: bytes) -> httpx.Response:
    return httpx.post(
        f"{system.vault}/v1/sign-in", json={"uid": uid.hex(), "auth": b64(auth)}, timeout=30
    )


def test_a_passkey_signs_in_beside_both_passphrase_slots_until_it_ends(system: System) -> None:
    me = system.survivor()
    prf, credential = os.urandom(32), os.urandom(32)
    me.remote.call("POST", "/v1/passkeys", _body(me.uid, me.identity.root, prf, credential))
    auth = auth_key_prf(prf, me.uid, credential)
    answer = _try(system, me.uid, auth).json()
    assert len(answer["slots"]) == 2
    (kept,) = [each for each in answer["passkeys"] if unb64(each["credential"]) == credential]
    opened = open_root_prf(prf, me.uid, credential, unb64(kept["wrap"]))
    assert opened == me.identity.root
    headers = {"Authorization": f"Bearer {answer['token']}"}
    lines = httpx.get(f"{system.vault}/v1/log", headers=headers).json()["lines"]
    assert "account.passkey" in [line["act"] for line in lines]
    ended = httpx.post(
        f"{system.vault}/v1/passkeys/end", json={"credential": b64(credential)}, headers=headers
    )
    assert ended.status_code == 200
    refused = _try(system, me.uid, auth)
    assert refused.status_code == 401
    # The passphrase opens as before, and no wrap of the passkey is given to anybody.
    again = system.survivor()
    assert again.identity.root == me.identity.root
    assert again.remote.call("GET", "/v1/passkeys") == []
    twice = _ask(again.token, system, _body(me.uid, me.identity.root, prf, credential))
    assert twice.status_code == 409, "an id that ended is never used again"


def _ask(token: str, system: System, body: dict[str, Any]) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.post(f"{system.vault}/v1/passkeys", json=body, headers=headers, timeout=30)


def test_what_is_no_passkey_is_not_kept(system: System) -> None:
    me = system.survivor()
    good = _body(me.uid, me.identity.root, bytes(32), os.urandom(16))
    for change in (
        {"credential": b64(bytes(15))},
        {"credential": b64(bytes(1024))},
        {"wrap": b64(bytes(103))},
        {"auth_hash": b64(bytes(31))},
        {"more": "x"},
    ):
        assert _ask(me.token, system, good | change).status_code == 422
    for _ in range(MOST_PASSKEYS):
        body = _body(me.uid, me.identity.root, bytes(32), os.urandom(16))
        assert _ask(me.token, system, body).status_code == 200
    assert _ask(me.token, system, good).status_code == 422
    for each in me.remote.call("GET", "/v1/passkeys"):
        me.remote.call("POST", "/v1/passkeys/end", {"credential": each["credential"]})


def test_signing_in_with_a_passkey_does_not_tell_whether_the_account_is_there(
    system: System,
) -> None:
    me = system.survivor()
    me.remote.call("POST", "/v1/passkeys", _body(me.uid, me.identity.root, bytes(32), bytes(20)))
    answers: dict[Uid, tuple[int, Any, str]] = {}
    times: dict[Uid, list[float]] = {me.uid: [], UNKNOWN: []}
    for _ in range(30):
        for uid in (me.uid, UNKNOWN):
            begun = time.perf_counter()
            answer = _try(system, uid, os.urandom(32))
            times[uid].append(time.perf_counter() - begun)
            answers[uid] = (answer.status_code, answer.json(), answer.headers["content-type"])
    assert answers[me.uid] == answers[UNKNOWN]
    assert answers[UNKNOWN][0] == 401
    medians = [statistics.median(times[uid]) for uid in (me.uid, UNKNOWN)]
    assert max(medians) < 3 * min(medians) + 0.02
    system.survivor().remote.call("POST", "/v1/passkeys/end", {"credential": b64(bytes(20))})
