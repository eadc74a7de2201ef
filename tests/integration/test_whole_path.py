"""The ten steps through the real processes, from enrolment to withdrawal and the log."""

import json
import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from api.demo import made_request
from api.problems import Forbidden, Invalid, NotFound, Unauthenticated
from api.remote import Remote
from api.remote_survivor import (
    Decision,
    SignedIn,
    approve,
    decide,
    grant_state,
    open_extraction,
)
from audit.entry import parse_entry
from audit.log_copy import open_copy
from audit.policy import parse_log_policy
from audit.verify import verify_copy
from consent.errors import InvalidScope, WrongState
from consent.scope import parse_scope
from extraction.client import open_release
from extraction.verify import verify_path
from extraction.verify_policy import parse_policy
from tests.integration.conftest import System, eventually, free_ports, running
from vault.account import audit_tag_key
from vault.canonical import unb64
from vault.identity import Bundle, Identity, parse_bundle
from vault.identity_file import parse_identity
from vault.ids import parse_eid

pytestmark = pytest.mark.integration


def investigator_key(system: System) -> Identity:
    return parse_identity((system.data / "demo" / "investigator.key").read_bytes(), passphrase=None)


def new_request(system: System, me: SignedIn, now: datetime) -> dict[str, Any]:
    """Hand out a code, have the investigator use it, and find the request at her side."""
    code = me.remote.call("POST", "/v1/request-codes")["code"]
    officer = system.staff("investigator")
    sent = officer.call("POST", "/v1/requests", {"code": code, "request": made_request(now)})
    found = [row for row in me.remote.call("GET", "/v1/requests") if row["qid"] == sent["qid"]]
    assert len(found) == 1
    return found[0]


def grant(
    system: System, me: SignedIn, request: dict[str, Any], now: datetime, approval: str = "ask"
) -> tuple[Any, dict[str, Any]]:
    eid = system.logins()["eid"]
    opened = open_extraction(me, parse_eid(eid))
    scope = parse_scope({**request["document"]["sought"], "x": [eid]})
    person: Bundle = parse_bundle(unb64(request["recipient"]))
    assert person.fp == investigator_key(system).fp
    decision = Decision(
        request["qid"],
        scope,
        (person,),
        now.replace(microsecond=0) + timedelta(days=3),
        approval,
        {},
    )
    return decide(me, opened, decision, now=now, random=os.urandom, progress=lambda *_: None)


def collect(remote: Remote, rid: str) -> bytes:
    return b"".join(remote.stream("POST", f"/v1/releases/{rid}/collect"))


def unpack(container: bytes, identity: Identity, folder: Path) -> None:
    opened = open_release(lambda: iter([container]), identity)
    folder.mkdir()
    for name, _, chunks in opened.files():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"".join(chunks))
    (folder / "cover.json").write_bytes(opened.head.cover.marshal())


def policy_of(system: System, *require: int) -> bytes:
    found = Remote(system.vault).call("GET", "/v1/policy")
    body = {"roots": found["roots"], "log": found["log"], "require": list(require)}
    return json.dumps(body).encode()


def released(me: SignedIn, gid: str, state: str) -> dict[str, Any]:
    return eventually(lambda: ((row := grant_state(me, gid))["release"] == state and row) or None)


def test_the_path_from_request_to_verified_release_and_withdrawal(
    system: System, tmp_path: Path, now: datetime
) -> None:
    me = system.survivor()
    request = new_request(system, me, now)
    found, stored = grant(system, me, request, now)
    assert found.records > 50

    row = released(me, stored["gid"], "draft")
    officer = system.staff("investigator")
    with pytest.raises(NotFound):
        collect(officer, row["rid"])

    approve(me, row["rid"], [investigator_key(system).bundle], now)
    container = collect(officer, row["rid"])
    package = tmp_path / "package"
    unpack(container, investigator_key(system), package)
    policy = parse_policy(policy_of(system, 1, 3, 16))
    report = verify_path(package, policy, now_seconds=int(now.timestamp()) + 60)
    assert report.ok, report.verdict
    by_number = {step.number: step.status for step in report.steps}
    assert by_number == {**dict.fromkeys(range(19), "pass"), 17: "absent"}
    disclosed = sum(
        "r" in item
        for segment in json.loads((package / "segments.json").read_bytes())
        for item in segment["records"]
    )
    assert disclosed == found.records

    receipt = me.remote.call("POST", f"/v1/grants/{stored['gid']}/withdraw")
    assert [each["to"] for each in receipt["left"]] == [investigator_key(system).fp.hex()]
    with pytest.raises(NotFound):
        collect(officer, row["rid"])
    with pytest.raises(WrongState):
        me.remote.call("POST", f"/v1/grants/{stored['gid']}/withdraw")


def test_an_automatic_release_needs_no_second_yes(
    system: System, tmp_path: Path, now: datetime
) -> None:
    me = system.survivor()
    found, stored = grant(system, me, new_request(system, me, now), now, approval="auto")
    row = released(me, stored["gid"], "approved")
    unpack(
        collect(system.staff("investigator"), row["rid"]),
        investigator_key(system),
        tmp_path / "package",
    )
    report = verify_path(tmp_path / "package", None, now_seconds=int(now.timestamp()) + 60)
    assert report.ok
    assert str(found.records) in report.verdict


def test_a_killed_vault_comes_back_and_the_work_goes_on(system: System, now: datetime) -> None:
    me = system.survivor()
    _, stored = grant(system, me, new_request(system, me, now), now)
    system.kill_vault()
    again = system.survivor()
    row = released(again, stored["gid"], "draft")
    assert row["job"] == "done"


def test_a_code_that_is_unknown_or_used_gets_the_same_answer(system: System, now: datetime) -> None:
    me = system.survivor()
    officer = system.staff("investigator")
    good = me.remote.call("POST", "/v1/request-codes")["code"]
    answers = [
        officer.call("POST", "/v1/requests", {"code": code, "request": made_request(now)})
        for code in (good, good, "00" * 16, "not hex")
    ]
    assert {tuple(sorted(answer)) for answer in answers} == {("log_index", "qid", "state")}
    assert {answer["state"] for answer in answers} == {"submitted"}
    qids = {row["qid"] for row in me.remote.call("GET", "/v1/requests")}
    assert [answer["qid"] in qids for answer in answers] == [True, False, False, False]


def test_nobody_else_reads_her_extraction(system: System) -> None:
    eid = system.logins()["eid"]
    for remote in (Remote(system.vault), system.staff("guardian"), system.staff("auditor")):
        for method, path in (
            ("POST", f"/v1/extractions/{eid}/open"),
            ("GET", f"/v1/extractions/{eid}/files/leaves"),
            ("GET", "/v1/requests"),
        ):
            with pytest.raises((Unauthenticated, Forbidden, NotFound)):
                remote.call(method, path)


def test_packs_come_only_after_the_extraction_was_opened(system: System) -> None:
    me = system.survivor()
    eid = system.logins()["eid"]
    with pytest.raises(NotFound):
        me.remote.fetch(f"/v1/extractions/{eid}/files/leaves")
    me.remote.call("POST", f"/v1/extractions/{eid}/open")
    assert len(me.remote.fetch(f"/v1/extractions/{eid}/files/leaves")) % 32 == 0


def test_a_wrong_passphrase_and_an_unknown_code_look_alike(system: System) -> None:
    logins = system.logins()
    remote = Remote(system.vault)
    known = remote.call("POST", "/v1/sign-in/params", {"login_code": logins["login_code"]})
    unknown = remote.call("POST", "/v1/sign-in/params", {"login_code": "ab" * 16})
    again = remote.call("POST", "/v1/sign-in/params", {"login_code": "ab" * 16})
    assert {name: len(value) for name, value in known.items()} == {
        name: len(value) for name, value in unknown.items()
    }
    assert unknown == again
    for uid in (known["uid"], unknown["uid"]):
        with pytest.raises(Unauthenticated):
            remote.call("POST", "/v1/sign-in", {"uid": uid, "auth": "A" * 43})


def test_she_and_an_auditor_can_check_the_log(
    system: System, tmp_path: Path, now: datetime
) -> None:
    me = system.survivor()
    auditor = system.staff("auditor")
    path = tmp_path / "copy.zip"
    path.write_bytes(auditor.fetch("/v1/audit/copy"))
    policy = parse_log_policy(Remote(system.vault).call("GET", "/v1/policy")["log"])
    copy = open_copy(path)
    steps = verify_copy(
        copy,
        policy,
        now_seconds=int(now.timestamp()) + 60,
        k_case=audit_tag_key(me.identity.root, me.uid),
    )
    assert {step.status for step in steps} <= {"pass", "absent"}, steps
    assert [step.status for step in steps[:7]] == ["pass"] * 7, steps
    lines = me.remote.call("GET", "/v1/log")["lines"]
    assert {"account.create", "ingest", "receipt", "request.submit"} <= {
        line["act"] for line in lines
    }
    assert [parse_entry(entry).act for entry in copy.entries()].count("ingest") == 1


def test_a_second_start_keeps_everything(tmp_path: Path) -> None:
    port = free_ports()
    with running(tmp_path / "data", port) as first:
        before = first.survivor().remote.call("GET", "/v1/extractions")
    with running(tmp_path / "data", port) as second:
        me = second.survivor()
        assert me.remote.call("GET", "/v1/extractions") == before
        assert len(me.remote.call("GET", "/v1/requests")) == 1


def test_a_grant_that_names_a_person_twice_is_refused_here_and_by_the_vault(
    system: System, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    me = system.survivor()
    request = new_request(system, me, now)
    eid = system.logins()["eid"]
    person = parse_bundle(unb64(request["recipient"]))
    decision = Decision(
        request["qid"],
        parse_scope({**request["document"]["sought"], "x": [eid]}),
        (person, person),
        now.replace(microsecond=0) + timedelta(days=3),
        "ask",
        {},
    )
    opened = open_extraction(me, parse_eid(eid))
    with pytest.raises(InvalidScope):
        decide(me, opened, decision, now=now, random=os.urandom, progress=lambda *_: None)
    # A client that does not look sends it, and it is its fault.
    monkeypatch.setattr("api.remote_survivor.set", lambda people: people, raising=False)
    with pytest.raises(Invalid):
        decide(me, opened, decision, now=now, random=os.urandom, progress=lambda *_: None)
