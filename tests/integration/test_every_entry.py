"""Every access has its durable entry: lists, pages, failed sign-ins; unused worker keys end."""

import json
import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from api.cli_receipts import is_signed, service_keys
from api.demo import made_request
from api.problems import Unauthenticated
from api.remote import Remote
from api.remote_asker import find_request
from api.remote_survivor import SignedIn, notice_for, open_extraction, worker_key
from audit.entry import parse_fields
from audit.merkle import leaf_hash
from audit.receipt import HEADER, parse_promise, parse_promises
from consent.errors import WrongState
from consent.scope import parse_scope
from extraction.client import make_grant, preview_scope
from extraction.grant_builder import Terms
from tests.attacks.office import Office
from tests.integration.conftest import System, eventually, free_ports, running
from tests.integration.test_whole_path import grant, new_request
from vault import unused_keys
from vault.account import auth_key, parse_params, stretch
from vault.canonical import b64, marshal, unb64
from vault.custody import parse_certs
from vault.identity import parse_bundle
from vault.ids import parse_eid
from vault.statement import digest
from vault.worker_key import parse_worker_key

pytestmark = pytest.mark.integration


def acts(system: System, since: int) -> list[tuple[str, str]]:
    return [(entry["act"], entry["out"]) for entry in system.entries()[since:]]


def lines(me: SignedIn, act: str) -> list[dict[str, Any]]:
    return [line for line in me.remote.call("GET", "/v1/log")["lines"] if line["act"] == act]


def test_each_page_that_an_auditor_reads_has_its_entry(system: System) -> None:
    auditor = system.staff("auditor")
    before = len(system.entries())
    for start in (0, 1, 2, 10_000):
        auditor.call("GET", f"/v1/audit/entries?start={start}")
    assert acts(system, before).count(("log.read", "done")) == 4


def test_a_code_by_which_somebody_can_reach_her_or_join_has_its_entry(system: System) -> None:
    me, before = system.survivor(), len(system.entries())
    me.remote.call("POST", "/v1/request-codes")
    system.staff("guardian").call("POST", "/v1/enrolments")
    told = [act for act, out in acts(system, before) if out == "done"]
    assert (told.count("request.code"), told.count("account.code")) == (1, 1)
    assert [line["role"] for line in lines(me, "request.code")][-1] == "survivor"


def test_what_a_team_lists_is_told_to_whom_it_names(system: System, now: datetime) -> None:
    me = system.survivor()
    _, stored = grant(system, me, new_request(system, me, now), now, approval="auto")
    gid = stored["gid"]
    eventually(
        lambda: any(row["gid"] == gid and row["rid"] for row in me.remote.call("GET", "/v1/grants"))
    )
    officer = system.staff("investigator")
    hers = {row["qid"] for row in me.remote.call("GET", "/v1/requests")}
    for path, act in (("/v1/requests", "request.read"), ("/v1/releases", "release.list")):
        seen = len(lines(me, act))
        # A request that reached nobody is on the officer's list and is no line of hers.
        listed = [row for row in officer.call("GET", path) if row.get("qid", "") in {"", *hers}]
        assert len(lines(me, act)) - seen == len(listed) > 0
        assert {line["role"] for line in lines(me, act)} == {"investigator"}


def test_a_request_that_reached_nobody_is_listed_with_an_entry_like_any_other(
    system: System, now: datetime
) -> None:
    officer = system.staff("investigator")
    officer.call("POST", "/v1/requests", {"code": "00" * 16, "request": made_request(now)})
    before = len(system.entries())
    listed = officer.call("GET", "/v1/requests")
    new = [entry for entry in system.entries()[before:] if entry["act"] == "request.read"]
    assert len(new) == len(listed)
    assert {frozenset(entry) for entry in new} == {frozenset(new[0])}


def test_a_list_of_nothing_is_an_access_too(tmp_path_factory: pytest.TempPathFactory) -> None:
    office = Office(tmp_path_factory.mktemp("nothing"))
    with running(office.data, free_ports(), "--without", "worker") as system:
        officer = office.staff(system, "investigator")
        for path, act in (("/v1/requests", "request.read"), ("/v1/releases", "release.list")):
            before = len(system.entries())
            assert officer.call("GET", path) == []
            assert acts(system, before) == [(act, "done")]


@pytest.mark.parametrize("who", ["known", "unknown"])
def test_a_wrong_password_has_an_entry_and_its_repeats_none_of_their_own(
    system: System, who: str
) -> None:
    staff = json.loads((system.data / "demo" / "staff.json").read_text())
    login = staff["guardian"]["login"] if who == "known" else "somebody who is not there"
    # Both apps let staff in, and both log.
    for url in (system.vault, system.gateway):
        before = len(system.entries())
        for _ in range(4):
            with pytest.raises(Unauthenticated):
                Remote(url).call("POST", "/v1/staff/sessions", {"login": login, "password": "x"})
        # The second app may find what the first one counted in this minute.
        assert acts(system, before).count(("role.login", "denied")) <= 2
    denied = [each for each in system.entries() if each["act"] == "role.login"]
    mine = [
        each for each in denied if each["out"] == "denied" and ("obj" in each) == (who == "known")
    ]
    assert mine
    assert {each["role"] for each in mine} == {"guardian" if who == "known" else "system"}


def denied_tries(system: System, me: SignedIn) -> int:
    """Count her failed sign-ins: those that lines tell, and those of this minute."""
    mine = "SELECT sum(repeats) FROM denial WHERE act = 'own.unlock' AND uid = ?"

    def told() -> list[int]:
        found = [line for line in lines(me, "own.unlock") if line["out"] == "denied"]
        return [parse_fields(unb64(line["entry"])).get("n", 1) for line in found]

    while True:
        before = told()
        with closing(sqlite3.connect(system.data / "vault.db", timeout=20)) as database:
            waiting = int(database.execute(mine, (bytes(me.uid),)).fetchone()[0] or 0)
        # When a minute ends in between, what was counted is a line by now.
        if told() == before:
            return sum(before) + waiting


def test_failed_tries_of_hers_are_folded_and_none_is_lost(system: System) -> None:
    me = system.survivor()
    before = denied_tries(system, me)
    known = len(lines(me, "own.unlock"))
    for _ in range(5):
        with pytest.raises(Unauthenticated):
            Remote(system.vault).call(
                "POST", "/v1/sign-in", {"uid": me.uid.hex(), "auth": "A" * 43}
            )
    assert denied_tries(system, me) - before == 5
    # One for each minute that began, none where another test's try began it, one for its count.
    assert len(lines(me, "own.unlock")) - known <= 4


def keys_of(system: System) -> set[str]:
    return {path.name for path in (system.data / "worker").iterdir() if path.suffix == ""}


def test_unused_worker_keys_are_few_and_the_oldest_goes_first(system: System) -> None:
    me = system.survivor()
    made = []
    for _ in range(unused_keys.MOST + 3):
        answer = me.remote.call("POST", "/v1/worker-keys")
        made.append(parse_worker_key(unb64(answer["worker_key"])).gid.hex())
    left = keys_of(system) & set(made)
    assert left == set(made[3:])
    destroyed = lines(me, "key.destroy")
    assert len(destroyed) >= 3
    assert {line["reason"] for line in destroyed} <= {"replaced", "unused"}


def test_a_key_that_no_grant_came_for_is_destroyed_and_a_grant_for_it_refused(
    system: System, now: datetime
) -> None:
    me = system.survivor()
    raw, worker = worker_key(me, now)
    gid = parse_worker_key(raw).gid
    assert gid.hex() in keys_of(system)
    hours = 2 * unused_keys.LIFE_MS
    with closing(sqlite3.connect(system.data / "vault.db", timeout=20)) as database, database:
        late = "UPDATE asked_key SET asked_at = asked_at - ? WHERE gid = ?"
        assert database.execute(late, (hours, gid)).rowcount == 1
    eventually(lambda: gid.hex() not in keys_of(system))
    assert not list((system.data / "worker").glob(f"{gid.hex()}*"))
    assert "unused" in {line["reason"] for line in lines(me, "key.destroy")}
    with pytest.raises(WrongState, match="worker key"):
        grant_with(system, me, raw, worker, now)


def grant_with(system: System, me: SignedIn, raw: bytes, worker: Any, now: datetime) -> Any:  # noqa: ANN401 JSON
    """Send a grant for a worker key that was asked for before."""
    request = new_request(system, me, now)
    row = find_request(me.remote, request["qid"])
    notice = notice_for(me.remote, row)
    shown = {
        "sha256": notice["sha256"],
        "points": [point["id"] for point in notice["points"]],
        "how": "read",
        "document": digest(marshal(row["document"])).hex(),
    }
    me.remote.call("POST", f"/v1/requests/{request['qid']}/notice", shown)
    eid = system.logins()["eid"]
    opened = open_extraction(me, parse_eid(eid))
    scope = parse_scope({**request["document"]["sought"], "x": [eid]})
    found = preview_scope(opened, scope, excluded={}, progress=lambda *_: None)
    begin = datetime.now(UTC).replace(microsecond=0)
    gid = parse_worker_key(raw).gid
    terms = Terms(
        gid=gid,
        worker=worker,
        worker_cert=digest(raw),
        release_to=(parse_bundle(unb64(request["recipient"])).fp,),
        approval="ask",
        created=begin,
        not_before=begin - timedelta(minutes=10),
        expires=begin + timedelta(days=2),
        request=request["qid"],
        consent=gid.hex(),
        policy=bytes.fromhex(notice["policy"]),
        notice=bytes.fromhex(notice["sha256"]),
    )
    signed = make_grant(opened, found, terms, me.identity, random=os.urandom)
    body = {"statement": b64(signed.statement), "envelope": b64(signed.envelope)}
    return me.remote.call("POST", "/v1/grants", body)


def test_the_same_grant_sent_twice_uses_its_key_once(system: System, now: datetime) -> None:
    me = system.survivor()
    raw, worker = worker_key(me, now)
    first = grant_with(system, me, raw, worker, now)
    with closing(sqlite3.connect(system.data / "vault.db", timeout=20)) as database:
        row = database.execute(
            "SELECT used_at, destroyed_at FROM asked_key WHERE gid = ?",
            (bytes.fromhex(first["gid"]),),
        ).fetchone()
    assert row[0] is not None
    assert row[1] is None
    # Another grant with the same key is another grant with the same id.
    with pytest.raises(WrongState):
        grant_with(system, me, raw, worker, now)


def test_what_she_was_promised_before_a_checkpoint_is_among_her_lines(system: System) -> None:
    found = system.logins()
    headers: list[str] = []

    def ask(method: str, path: str, body: object = None, token: str = "") -> Any:  # noqa: ANN401 JSON
        bearer = {"Authorization": f"Bearer {token}"} if token else {}
        answer = httpx.request(method, f"{system.vault}{path}", json=body, headers=bearer)
        headers.extend(answer.headers.get_list(HEADER))
        return answer.json()

    me = system.survivor()
    params = ask("POST", "/v1/sign-in/params", {"login_code": found["login_code"]})
    stretched = stretch(found["passphrase"], parse_params(unb64(params["params"])))
    wrong = {"uid": me.uid.hex(), "auth": b64(bytes(32))}
    assert ask("POST", "/v1/sign-in", wrong)["type"] == "unauthenticated"
    assert headers == []
    right = {"uid": me.uid.hex(), "auth": b64(auth_key(stretched, me.uid))}
    token = ask("POST", "/v1/sign-in", right)["token"]
    eid = ask("GET", "/v1/extractions", None, token)[0]["eid"]
    ask("POST", f"/v1/extractions/{eid}/open", None, token)
    ask("POST", "/v1/request-codes", None, token)
    promises = [promise for header in headers for promise in parse_promises(header)]
    listed = ask("GET", "/v1/log", None, token)
    leaves = {line["index"]: leaf_hash(unb64(line["entry"])) for line in listed["lines"]}
    bare = [parse_promise(line["receipt"]) for line in listed["lines"] if line["receipt"]]
    assert [line["receipt"] is None for line in listed["lines"]] == [
        line["proof"] is not None for line in listed["lines"]
    ]
    assert len(promises) == 5
    certs = parse_certs(unb64(ask("GET", "/v1/policy")["certs"]))
    keys = service_keys(certs, me.root, datetime.now(UTC))
    for promise in [*promises, *bare]:
        assert is_signed(promise, "safehold/audit/1", keys)
        assert leaves[promise.receipt.index] == promise.receipt.leaf
