"""Who puts a key of their own in another's place: at intake, of who asks, of the worker.

The vault is in between, and its folder was stolen: in the embedded edition the root's secret lies
in it, so who has the folder can certify. What stands against that is said, and is no mathematics.
"""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from api.demo import made_request
from api.remote_asker import check_asker, find_request
from api.remote_survivor import Decision, SignedIn, decide, enrol, open_extraction, worker_key
from consent.scope import parse_scope
from extraction.made import write_made_source
from tests.adversaries.between import Answer, between
from tests.adversaries.place import Live
from tests.adversaries.told import Told
from tests.cli.running import done, run
from tests.conftest import seeded_random
from vault.canonical import b64, unb64
from vault.certificate import issue_certificate
from vault.custody import marshal_certs, parse_certs
from vault.errors import NotAuthentic
from vault.identity import Identity, Kind, new_identity
from vault.identity_file import marshal_identity, parse_identity
from vault.ids import Eid, Gid
from vault.worker_key import issue_worker_key

WHO = "who exchanges keys"
HAS = "the vault's answers to her, and keys of their own"
ATTACKER = new_identity(Kind.PERSON, random=os.urandom)
OFFICE = new_identity(Kind.ORGANISATION, random=os.urandom)
Certify = Callable[[datetime], dict[str, str]]


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def certificate(issuer: Identity, subject: Identity, name: str, role: str) -> bytes:
    return issue_certificate(
        issuer,
        subject=subject.bundle,
        name=name,
        roles=[role],
        not_before=now() - timedelta(days=1),
        not_after=now() + timedelta(days=1),
    )


def asked(live: Live) -> tuple[SignedIn, str]:
    """Have the investigator ask her something; give her session, and the request's id."""
    me = live.hers.enter(live.system)
    code = me.remote.call("POST", "/v1/request-codes")["code"]
    officer = live.office.staff(live.system, "investigator")
    sent = officer.call("POST", "/v1/requests", {"code": code, "request": made_request(now())})
    return me, str(sent["qid"])


def decision(qid: str, eid: Eid, person: Identity) -> Decision:
    scope = parse_scope({"c": ["message"], "x": [eid.hex()]})
    return Decision(qid, scope, (person.bundle,), now() + timedelta(days=1), "ask", {})


def test_a_key_in_the_place_of_who_asks_gets_nothing(live: Live, told: Told) -> None:
    _, qid = asked(live)
    own = {
        "no certificate": None,
        "the real one": "kept",
        "its own": b64(marshal_certs([certificate(OFFICE, ATTACKER, "DC Demo", "recipient")])),
    }
    for how, certs in own.items():

        def lie(answer: Answer, certs: str | None = certs) -> object:
            if answer.path.startswith("/v1/people/"):
                return {"recipient": b64(ATTACKER.bundle.marshal()), "certs": certs, "role": "x"}
            if answer.path != "/v1/requests" or answer.method != "GET":
                return None
            changed = {"recipient": b64(ATTACKER.bundle.marshal())}
            changed |= {} if certs == "kept" else {"certs": certs}
            return [{**row, **changed} for row in answer.json()]

        with between(live.system, lie) as place:
            me = live.hers.enter_at(place.url)
            opened = open_extraction(me, live.hers.eid)
            with pytest.raises(NotAuthentic):
                decide(
                    *(me, opened, decision(qid, live.hers.eid, ATTACKER)),
                    now=datetime.now(UTC),
                    random=os.urandom,
                    progress=lambda *_: None,
                )
            # No notice, no worker's key and no grant went out.
            sent = [path for path in place.posts() if not path.endswith("/open")]
            assert sent == ["/v1/sign-in/params", "/v1/sign-in"], how
    told(("a key of its own in the place of who asks", "nothing is sealed to it"))


def test_a_worker_key_that_nobody_certified_gets_nothing(live: Live, told: Told) -> None:
    gid = Gid(os.urandom(16))
    raw = issue_worker_key(
        OFFICE,
        gid=gid,
        bundle=new_identity(Kind.ORGANISATION, random=os.urandom).bundle,
        not_before=now() - timedelta(hours=1),
        not_after=now() + timedelta(days=1),
    )

    def lie(answer: Answer) -> object:
        if answer.path != "/v1/worker-keys":
            return None
        real = parse_certs(unb64(answer.json()["certs"]))
        own = certificate(OFFICE, OFFICE, "A vault", "worker")
        return {"worker_key": b64(raw), "certs": b64(marshal_certs([own, *real]))}

    with between(live.system, lie) as place, pytest.raises(NotAuthentic):
        worker_key(live.hers.enter_at(place.url), datetime.now(UTC))
    told(("a worker's key that its own organisation certified", "nothing is sealed to it"))


def test_who_has_the_root_can_certify_and_she_can_only_compare(live: Live, told: Told) -> None:
    """The embedded edition keeps the root's secret beside the vault."""
    root = parse_identity((live.stolen.whole / "keys" / "root.key").read_bytes(), passphrase=None)
    assert root.fp == live.hers.enrolled.root
    me, qid = asked(live)
    row = dict(find_request(me.remote, qid))
    real = check_asker(row, me.root, datetime.now(UTC))
    row["recipient"] = b64(ATTACKER.bundle.marshal())
    forged = certificate(root, ATTACKER, f"DC Demo, {row['organisation']}", "recipient")
    above = parse_certs(unb64(row["certs"]))[1:]
    row["certs"] = b64(marshal_certs([forged, *above]))
    found = check_asker(row, me.root, datetime.now(UTC))
    assert found is not None
    assert real is not None
    # What she is shown differs from the officer's own in one thing alone.
    assert found.bundle.fp == ATTACKER.fp != real.bundle.fp
    told(
        (
            "a key in the place of who asks, certified with the root's secret",
            "what she agrees to for that request, unless she compares the key's eight groups with "
            "the officer's own",
        ),
        has="the vault's folder, in which its root's secret lies",
    )


def test_on_her_very_first_visit_the_root_is_the_one_that_is_shown(live: Live, told: Told) -> None:
    guardian = live.office.staff(live.system, "guardian")
    code = guardian.call("POST", "/v1/enrolments")["code"]

    def lie(answer: Answer) -> object:
        if answer.path == "/v1/policy":
            return {**answer.json(), "roots": [OFFICE.fp.hex()]}
        return None

    with between(live.system, lie) as place:
        made = enrol(place.url, code, "six made words of hers", random=os.urandom, verify=True)
    assert made.root == OFFICE.fp
    own = [certificate(OFFICE, ATTACKER, "DC Demo", "recipient")]
    row: dict[str, Any] = {
        "recipient": b64(ATTACKER.bundle.marshal()),
        "certs": b64(marshal_certs([*own, certificate(OFFICE, OFFICE, "A root", "ca")])),
    }
    assert check_asker(row, made.root, datetime.now(UTC)) is not None
    with pytest.raises(NotAuthentic):
        check_asker(row, live.hers.enrolled.root, datetime.now(UTC))
    told(
        (
            "a root of its own, to who comes for the first time",
            "it is pinned: whatever it certifies is believed from then on",
        ),
        ("a root of its own, to who came before", "nothing: the first one is pinned"),
    )


def test_a_phone_that_was_sealed_for_another_key_is_not_taken(live: Live, told: Told) -> None:
    """At intake the guardian's station is given a key that is not hers."""
    folder = live.office.folder / "exchanged"
    folder.mkdir()
    (folder / "attacker.pub").write_bytes(ATTACKER.bundle.marshal())
    (folder / "attacker.key").write_bytes(
        marshal_identity(ATTACKER, passphrase=None, random=os.urandom)
    )
    (folder / "hers.key").write_bytes(
        marshal_identity(live.hers.enrolled.identity, passphrase=None, random=os.urandom)
    )
    (folder / "scope.json").write_text('{"c":["message"]}')
    source = write_made_source(folder / "phone", random=seeded_random("swap"), days=1)
    sealed = folder / "sealed"
    done(
        *("seal", source, "--for", folder / "attacker.pub"),
        *("--as", live.office.desk.key("guardian"), "--out", sealed),
    )
    words = ("preview", sealed, "--scope", folder / "scope.json", "--identity")
    code, document = run(*words, folder / "hers.key")
    assert (code, document["error"]["type"]) == (1, "no-key")
    assert done(*words, folder / "attacker.key")["count"] > 0
    told(
        (
            "a key of its own in the place of hers, where the station is given it",
            "everything sealed for it: hers does not open it, so she cannot sign for it, and the "
            "fingerprint to compare differs",
        ),
        has="the way between her device and the station",
    )
