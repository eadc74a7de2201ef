"""A custody record from a running vault: each line about an extraction, and no other."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from api.demo import made_request
from api.remote import Remote
from tests.cli.running import done, run
from tests.cli.test_custody_record import check
from tests.integration.conftest import System, eventually
from tests.integration.test_command_line import People, draft_of, made, scope_file, sealed

pytestmark = pytest.mark.integration


@pytest.fixture
def people(system: System, tmp_path: Path) -> People:
    return People(system, tmp_path)


def test_the_log_says_what_was_done_with_an_extraction_and_who_was_refused(
    people: People, tmp_path: Path
) -> None:
    hers, vault = people.survivor(), people.system.vault
    officer = people.staff_in("investigator")
    where = ("--vault", vault, "--session", people.session("guardian"))
    intake = done(*sealed(people, made(tmp_path, "one"), *where, "--outbox", tmp_path / "one.out"))
    other = done(*sealed(people, made(tmp_path, "two"), *where, "--outbox", tmp_path / "two.out"))
    eid = intake["eid"]
    url = f"{vault}/v1/extractions/{eid}"
    done("receipt", eid, *hers)
    single_use = people.code(done("request-code", "--session", people.session("survivor"))["code"])
    (tmp_path / "request.json").write_text(json.dumps(made_request(datetime.now(UTC))))
    asked = done("request", "submit", tmp_path / "request.json", *single_use, "--session", officer)
    to = tmp_path / "officer.pub"
    survivor = ("--session", people.session("survivor"))
    done("request", "show", asked["qid"], *survivor, "--key", to)
    until = (datetime.now(UTC) + timedelta(days=2)).strftime("%Y-%m-%d")
    agreed = done(
        *("grant", url, *hers, "--scope", scope_file(tmp_path), "--request", asked["qid"]),
        *("--to", to, "--until", until, "--notice-read"),
    )
    draft = draft_of(people.session("survivor"), agreed["gid"])
    refused = run("collect", draft["rid"], "--session", officer, "--out", tmp_path / "too-early")
    assert refused[0] == 1
    done("withdraw", agreed["gid"], *survivor)

    pinned = Remote(vault).call("GET", "/v1/policy")
    policy = tmp_path / "policy.json"
    # The intake has the guardian's certificate alone; who certified her key certifies here.
    keys = people.system.data / "keys"
    above = [json.loads((keys / f"{name}.cert").read_bytes()) for name in ("root", "organisation")]
    words = {"roots": pinned["roots"], "log": pinned["log"]}
    policy.write_text(json.dumps({**words, "certs": above}))
    asked_for = ("custody", url, *hers, "--policy", policy, "--log-policy", policy)
    bare = tmp_path / "bare.json"
    bare.write_text(json.dumps(words))
    code, document = run("custody", url, *hers, "--policy", bare)
    assert (code, document["error"]["type"]) == (1, "integrity")
    # What was done last waits a moment for its checkpoint.
    record = eventually(lambda: _confirmed(done(*asked_for)), 30)
    facts = check(record)
    assert facts["extraction"]["value"] == eid
    assert facts["guardian.role"]["state"] == "signed"
    assert facts["original.sha256"]["state"] == facts["time.log"]["state"] == "proven"
    assert facts["countersignature"]["state"] == "signed"
    assert record["log"]["origin"]

    events = record["events"]
    told = {(event["act"], event["out"]) for event in events}
    assert {
        *(("ingest", "done"), ("receipt", "done"), ("grant", "done")),
        *(("envelope.handout", "granted"), ("release.publish", "done")),
        *(("outcome", "completed"), ("withdraw", "done")),
    } <= told, told
    assert ("release.collect", "denied") in told, told
    assert {event["about"].get("extraction", eid) for event in events} == {eid}
    assert {event["about"].get("grant", agreed["gid"]) for event in events} == {agreed["gid"]}
    # The same person's other phone has a record of its own, and neither has the other's lines.
    beside = done("custody", f"{vault}/v1/extractions/{other['eid']}", *hers)
    ours = {event["index"] for event in events}
    theirs = {event["index"] for event in beside["events"]}
    assert theirs
    assert not ours & theirs
    for event in events:
        assert "447700900" not in json.dumps(event)


def _confirmed(record: dict[str, object]) -> dict[str, object] | None:
    events = record["events"]
    assert isinstance(events, list)
    return record if all(event["state"] == "proven" for event in events) else None
