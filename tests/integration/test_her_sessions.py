"""Her sessions and her list of grants, as her pages need them."""

import json
import os
import stat
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest

from api.problems import Forbidden, NotFound, Unauthenticated
from api.remote_survivor import Decision, approve, decide, open_extraction
from consent.scope import parse_scope
from tests.cli.running import done, run
from tests.integration.conftest import System, eventually
from tests.integration.test_command_line import People
from vault.canonical import marshal, unb64
from vault.finding import parse_file
from vault.identity import parse_bundle
from vault.ids import parse_eid

pytestmark = pytest.mark.integration


def test_signing_in_elsewhere_ends_this_session_and_is_a_line_of_her_log(system: System) -> None:
    first = system.survivor()
    second = system.survivor()
    with pytest.raises(Unauthenticated):
        first.remote.call("GET", "/v1/requests")
    lines = second.remote.call("GET", "/v1/log")["lines"]
    assert [line["act"] for line in lines].count("own.unlock") >= 2


def test_after_leaving_the_session_is_dead(system: System) -> None:
    me = system.survivor()
    me.remote.call("DELETE", "/v1/session")
    with pytest.raises(Unauthenticated):
        me.remote.call("GET", "/v1/requests")
    answer = httpx.get(f"{system.vault}/exit", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["clear-site-data"] == '"cache", "cookies", "storage"'
    assert "set-cookie" not in answer.headers


def test_her_grants_say_what_was_agreed_and_what_has_left(system: System, now: datetime) -> None:
    me = system.survivor()
    request = me.remote.call("GET", "/v1/requests")[0]
    eid = system.logins()["eid"]
    person = parse_bundle(unb64(request["recipient"]))
    decision = Decision(
        request["qid"],
        parse_scope({**request["document"]["sought"], "x": [eid]}),
        (person,),
        now.replace(microsecond=0) + timedelta(days=3),
        "ask",
        {},
    )
    found, stored = decide(
        me,
        open_extraction(me, parse_eid(eid)),
        decision,
        now=now,
        random=os.urandom,
        progress=lambda *_: None,
    )
    (row,) = me.remote.call("GET", "/v1/grants")
    assert (row["records"], row["approval"], row["eid"]) == (found.records, "ask", eid)
    assert (row["left"], row["withdrawn_ms"]) == ([], None)

    def draft() -> str | None:
        (now_row,) = me.remote.call("GET", "/v1/grants")
        return now_row["rid"] if now_row["release"] == "draft" else None

    rid = eventually(draft)
    approve(me, rid, [person], now)
    officer = system.staff("investigator")
    assert b"".join(officer.stream("POST", f"/v1/releases/{rid}/collect"))
    (row,) = me.remote.call("GET", "/v1/grants")
    assert [each["to"] for each in row["left"]] == [person.fp.hex()]
    receipt = me.remote.call("POST", f"/v1/grants/{stored['gid']}/withdraw")
    (row,) = me.remote.call("GET", "/v1/grants")
    assert row["left"] == receipt["left"]
    assert row["withdrawn_ms"] == receipt["at_ms"]


def test_a_guardian_finds_her_key_by_its_fingerprint_and_nobody_else_does(system: System) -> None:
    me = system.survivor()
    fp = me.identity.fp.hex()
    guardian = system.staff("guardian")
    found = parse_bundle(unb64(guardian.call("GET", f"/v1/bundles/{fp}")["bundle"]))
    assert found.fp == me.identity.fp
    with pytest.raises(NotFound):
        guardian.call("GET", f"/v1/bundles/{'00' * 32}")
    for remote, refusal in ((me.remote, Forbidden), (system.staff("auditor"), Forbidden)):
        with pytest.raises(refusal):
            remote.call("GET", f"/v1/bundles/{fp}")


def test_what_was_promised_and_is_not_in_the_list_or_the_copy_is_told(
    system: System, tmp_path: Path
) -> None:
    people = People(system, tmp_path)
    hers = people.survivor()
    checked = done("log", *hers)["checked"]
    assert checked["receipts"] == {"honoured": 2, "signed": 2}
    kept = tmp_path / "survivor.session.receipts"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    whose, index, leaf, chain, signature = kept.read_text().splitlines()[-1].split(" ")
    copy = tmp_path / "log.zip"
    done("audit", "export", "--session", people.staff_in("auditor"), "--out", copy)
    for name in ("survivor", "auditor"):
        words = ("--receipts", tmp_path / f"{name}.session.receipts")
        assert done("audit", "verify", copy, *words)["steps"][8]["status"] == "pass"
    # Another leaf at the last index: an entry that was exchanged before a checkpoint came.
    # One beyond the last entry: the newest ones were cut off.
    for broken in (
        f"{whose} {index} {leaf[::-1]} {chain} {signature}\n",
        f"{whose} 100000 {leaf} {chain} {signature}\n",
    ):
        kept.write_text(broken)
        code, document = run("log", *hers)
        assert (code, document["error"]["type"]) == (1, "integrity")
        assert run("audit", "verify", copy, "--receipts", kept)[0] == 1
    # What nobody signed is wanted all the same, and said to be no evidence for others.
    kept.write_text(f"{whose} {index} {leaf} {chain}\n")
    checked = done("log", *hers, "--talked", "somebody")["checked"]
    assert checked["receipts"] == {"honoured": 1, "signed": 0}
    # Another account's receipts in the file are not hers, and signing in again adds to them.
    kept.write_text(f"{'00' * 16} 100000 {leaf} {chain} {signature}\n")
    secret = ("--passphrase-file", people.secret)
    done(
        "account", "login", tmp_path / "login", "--session", tmp_path / "survivor.session", *secret
    )
    assert done("log", *hers)["checked"]["receipts"] == {"honoured": 2, "signed": 2}
    kept.write_text("something else\n")
    assert run("audit", "verify", copy, "--receipts", kept)[0] == 2


def test_what_did_not_match_is_said_at_every_run_until_she_names_somebody(
    system: System, tmp_path: Path
) -> None:
    people = People(system, tmp_path)
    hers = people.survivor()
    first = done("log", *hers)
    assert first["findings"] == []
    assert len(first["checked"]["words"].split()) == 6
    seen = tmp_path / "survivor.session.seen"
    assert stat.S_IMODE(seen.stat().st_mode) == 0o600
    # The vault's history is rewritten behind what an earlier run remembers: another root there.
    memory = json.loads(seen.read_text())
    (account,) = memory["accounts"].values()
    good = account["checkpoint"]
    origin, size, root, *rest = good.split("\n")
    other = ("A" if root[0] != "A" else "B") + root[1:]
    account["checkpoint"] = "\n".join((origin, size, other, *rest))
    seen.write_bytes(marshal(memory))
    evidence = tmp_path / "notes.json"
    code, document = run("log", *hers, "--evidence", evidence)
    assert (code, document["error"]["type"]) == (1, "integrity")
    findings, policy = parse_file(evidence.read_bytes())
    assert [each.kind for each in findings] == ["growth"]
    assert findings[0].notes[0] == account["checkpoint"]
    assert policy == first["policy"]
    # All matches again: what was seen is said all the same, and the exit code says it too.
    memory = json.loads(seen.read_text())
    next(iter(memory["accounts"].values()))["checkpoint"] = good
    seen.write_bytes(marshal(memory))
    for _ in range(2):
        code, document = run("log", *hers)
        assert code == 1
        assert document["checked"]["lines"] == len(document["lines"])
        assert [each["told"] for each in document["findings"]] == [None]
    told = done("log", *hers, "--talked", "Rhian of the helpline")["findings"]
    assert told[0]["told"]["whom"] == "Rhian of the helpline"
    assert done("log", *hers)["findings"] == told
    seen.write_text("something else")
    assert run("log", *hers)[0] == 2
