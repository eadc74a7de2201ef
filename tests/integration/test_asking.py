"""Talking about a request through the real processes: amend, ask, reply, copies, receipts."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.consent import Consent

from api.cli import main
from api.demo import made_request
from api.problems import Forbidden, Invalid, NotFound
from api.remote import Remote
from consent.errors import WrongState
from consent.notice_words import notice
from tests.cli.running import run
from tests.integration.conftest import System, eventually
from tests.integration.test_whole_path import grant, new_request, released
from tests.unit.consent.asked import ROUTES, asked
from vault.canonical import marshal, unb64
from vault.certificate import find_chain, parse_certificate
from vault.custody import parse_certs
from vault.statement import check_signatures, digest, parse_statement, show_time

pytestmark = pytest.mark.integration


def row_of(me: Any, qid: str) -> dict[str, Any]:  # noqa: ANN401 a signed-in survivor
    (found,) = [row for row in me.remote.call("GET", "/v1/requests") if row["qid"] == qid]
    return dict(found)


def test_an_amended_request_is_read_and_ticked_anew(system: System, now: datetime) -> None:
    me, officer = system.survivor(), system.staff("investigator")
    before = new_request(system, me, now)
    qid, path = before["qid"], f"/v1/requests/{before['qid']}"
    document = before["document"]
    ticks = {
        "sha256": notice().sha256.hex(),
        "points": [point.id for point in notice().points],
        "how": "read",
    }
    me.remote.call("POST", f"{path}/notice", {**ticks, "document": before["document_sha256"]})
    wider = {**document, "sought": {**document["sought"], "c": ["message", "call"]}}
    with pytest.raises(Invalid):
        officer.call("PUT", path, {"request": wider})
    begin, end = document["sought"]["d"][0]
    sought = {**document["sought"], "d": [[begin, end - 86_400]]}
    officer.call("PUT", path, {"request": {**document, "sought": sought}})
    after = row_of(me, qid)
    assert after["document"]["sought"] == sought
    assert after["document_sha256"] == digest(marshal(after["document"])).hex()
    assert [each["document"] for each in me.remote.call("GET", f"{path}/earlier")] == [document]
    # The ticks were for other words.
    with pytest.raises(WrongState):
        me.remote.call("POST", f"{path}/notice", {**ticks, "document": before["document_sha256"]})
    found, stored = grant(system, me, after, now)
    assert found.records > 0
    released(me, stored["gid"], "draft")


def test_she_asks_and_they_reply(system: System, now: datetime) -> None:
    me, officer = system.survivor(), system.staff("investigator")
    path = f"/v1/requests/{new_request(system, me, now)['qid']}/questions"
    assert me.remote.call("POST", path, {"text": "why April?"}) == {"number": 0}
    (asked,) = officer.call("GET", path)
    assert (asked["question"], asked["reply"]) == ("why April?", None)
    officer.call("POST", f"{path}/0/reply", {"text": "he was there then"})
    (replied,) = me.remote.call("GET", path)
    assert replied["reply"] == "he was there then"
    with pytest.raises(WrongState):
        officer.call("POST", f"{path}/0/reply", {"text": "again"})
    with pytest.raises(Invalid):
        me.remote.call("POST", path, {"text": " "})
    guardian = system.staff("guardian")
    with pytest.raises(Forbidden):
        guardian.call("GET", path)
    acts = [line["entry"] for line in me.remote.call("GET", "/v1/log?start=0&limit=500")["lines"]]
    told = b"".join(unb64(entry) for entry in acts)
    assert b'"request.ask"' in told
    assert b'"request.reply"' in told
    assert b"April" not in told


def test_what_is_not_hers_is_not_there(system: System) -> None:
    me, officer = system.survivor(), system.staff("investigator")
    nobody = "ab" * 16
    for path in ("questions", "earlier", "copy"):
        with pytest.raises(NotFound):
            me.remote.call("GET", f"/v1/requests/{nobody}/{path}")
    for path in ("receipt", "receipt/page", "fhir"):
        with pytest.raises(NotFound):
            me.remote.call("GET", f"/v1/grants/{nobody}/{path}")
        with pytest.raises(Invalid):
            me.remote.call("GET", f"/v1/grants/{nobody.upper()}/{path}")
    with pytest.raises(NotFound):
        officer.call("GET", f"/v1/requests/{nobody}/questions")


def test_each_route_has_its_notice_and_an_unknown_one_none(system: System) -> None:
    me = system.survivor()
    for route in ROUTES:
        found = me.remote.call("GET", f"/v1/notice?route={route}")
        assert (found["route"], found["sha256"]) == (route, notice(route).sha256.hex())
    with pytest.raises(WrongState):
        me.remote.call("GET", "/v1/notice?route=other")


def test_a_draft_is_told_and_kept_with_its_english(system: System, now: datetime) -> None:
    me = system.survivor()
    asked = new_request(system, me, now)
    draft, english = notice("vir", "ar"), notice("vir")
    found = me.remote.call("GET", "/v1/notice?route=vir&language=ar")
    assert (found["language"], found["draft_of"]) == ("ar", english.sha256.hex())
    assert (found["sha256"], found["beside"]["sha256"]) == (
        draft.sha256.hex(),
        english.sha256.hex(),
    )
    for language in ("xx", "", "en"):
        plain = me.remote.call("GET", f"/v1/notice?route=vir&language={language}")
        assert (plain["language"], plain["beside"]) == ("en", None)
    path = f"/v1/requests/{asked['qid']}"
    points = [point["id"] for point in found["points"]]
    shown = {"sha256": found["sha256"], "points": points, "how": "read"}
    # Without the request that she saw, it says too little.
    with pytest.raises(Invalid):
        me.remote.call("POST", f"{path}/notice", shown)
    saw = row_of(me, asked["qid"])["document_sha256"]
    me.remote.call("POST", f"{path}/notice", {**shown, "document": saw})
    page = me.remote.fetch(f"{path}/copy").decode()
    for words in (draft, english):
        assert words.sha256.hex() in page
        assert escape(words.points[4].text) in page


def test_a_request_under_another_law_is_refused_by_its_section(
    system: System, now: datetime
) -> None:
    officer = system.staff("investigator")
    body = {**made_request(now), "made": "2026-01-11"}
    body["notice"] = {"text": "words", "given": "2026-01-11"}
    with pytest.raises(Invalid, match="in force from 12 January 2026"):
        officer.call("POST", "/v1/requests", {"code": "ab" * 16, "request": body})
    civil = {**made_request(now), "route": "civil"}
    with pytest.raises(Invalid, match="route civil"):
        officer.call("POST", "/v1/requests", {"code": "ab" * 16, "request": civil})


def test_a_receipt_is_signed_by_the_vault_s_organisation(
    system: System, tmp_path: Path, now: datetime
) -> None:
    me = system.survivor()
    _, stored = grant(system, me, new_request(system, me, now), now)
    answer = me.remote.call("GET", f"/v1/grants/{stored['gid']}/receipt")
    statement = parse_statement(unb64(answer["signed"]), "consentreceipt")
    assert statement.body == answer["receipt"]
    certificates = [parse_certificate(raw) for raw in parse_certs(unb64(answer["certs"]))]
    signer = max(certificates, key=lambda each: "worker" in each.roles)
    check_signatures(statement, signer.bundle)
    assert find_chain(certificates, signer.bundle.fp, signer.roles[0], at=now, roots={me.root})
    assert answer["receipt"]["evidence"]["log_index"] == stored["log_index"]
    Consent.model_validate(me.remote.call("GET", f"/v1/grants/{stored['gid']}/fhir"))
    page = me.remote.fetch(f"/v1/grants/{stored['gid']}/receipt/page").decode()
    assert stored["gid"] in page
    assert "<script" not in page
    session = system.session_file(me, tmp_path / "session")
    out = tmp_path / "papers"
    words = ("grants", stored["gid"], "--out", out, "--session", session)
    assert run(*words)[0] == 0
    assert sorted(path.name for path in out.iterdir()) == [
        *("certs.json", "consent.fhir.json", "receipt.dsse.json", "receipt.html")
    ]
    assert parse_statement((out / "receipt.dsse.json").read_bytes(), "consentreceipt")
    copy = tmp_path / "copy.html"
    qid = answer["receipt"]["evidence"]["request"]
    assert run("request", "copy", qid, "--out", copy, "--session", session)[0] == 0
    assert notice().sha256.hex() in copy.read_text("utf-8")
    assert main(["request", "copy", qid, "--out", str(copy), "--session", str(session)]) == 2


def approved(system: System, officer: Remote, body: dict[str, object]) -> None:
    pid = officer.call("POST", "/v1/proposals", {"request": body})["pid"]
    boss = system.staff("supervisor")
    (row,) = [each for each in boss.call("GET", "/v1/proposals") if each["pid"] == pid]
    words = {"document": digest(marshal(row["document"])).hex()}
    boss.call("POST", f"/v1/proposals/{pid}/approve", words)


@pytest.mark.parametrize("route", ["counselling", "agreement", "court"])
def test_every_route_goes_the_whole_way_under_its_own_notice(
    system: System, now: datetime, route: str
) -> None:
    me, officer = system.survivor(), system.staff("investigator")
    code = me.remote.call("POST", "/v1/request-codes")["code"]
    body = asked(
        route,
        made=f"{now:%Y-%m-%d}",
        sought=made_request(now)["sought"],
        expires=show_time(now + timedelta(days=30)),
    )
    if route == "court":
        order = body["order"]
        assert isinstance(order, dict)
        body["order"] = {**order, "deadline": show_time(now + timedelta(days=20))}
    if route == "counselling":
        body["approver"] = {"name": "Demo supervisor", "rank": "inspector", "at": show_time(now)}
        approved(system, officer, body)
    qid = officer.call("POST", "/v1/requests", {"code": code, "request": body})["qid"]
    row = row_of(me, qid)
    assert row["document"]["route"] == route
    # The words of another route do not do.
    wrong = {
        "sha256": notice().sha256.hex(),
        "points": [point.id for point in notice().points],
        "how": "read",
        "document": row["document_sha256"],
    }
    with pytest.raises(WrongState):
        me.remote.call("POST", f"/v1/requests/{qid}/notice", wrong)
    _, stored = grant(system, me, row, now)
    receipt = me.remote.call("GET", f"/v1/grants/{stored['gid']}/receipt")["receipt"]
    assert receipt["processing"]["privacy_notice"]["sha256"] == notice(route).sha256.hex()
    assert receipt["processing"]["purposes"][0]["purpose_type"] == route


def test_a_request_is_checked_before_anything_is_sent(tmp_path: Path) -> None:
    path = tmp_path / "request.json"
    now = datetime.now(UTC)
    path.write_text(json.dumps(made_request(now)))
    code, document = run("request", "check", path)
    assert (code, document["route"], document["rules"]) == (0, "vir", "vir-2026-01-12")
    code, document = run("request", "check", path, "--counselling-host")
    assert (code, document["error"]["type"]) == (2, "invalid")
    assert "s 44A(4)-(5)" in document["error"]["detail"]
    late = {**made_request(now), "expires": show_time(now - timedelta(days=1)), "belief": ""}
    path.write_text(json.dumps(late))
    code, document = run("request", "check", path)
    assert code == 2
    assert "belief (s 44A(3)(a))" in document["error"]["detail"]
    assert "expires (Bater-James" in document["error"]["detail"]


def test_a_mark_stops_what_is_agreed_to_until_it_is_lifted(
    system: System, tmp_path: Path, now: datetime
) -> None:
    me = system.survivor()
    session = system.session_file(me, tmp_path / "session")
    day = ("marks", "day", "2026-04-03", "--zone", "Europe/London", "--session", session)
    code, marked = run(*day)
    assert code == 0
    (listed,) = run("marks", "list", "--session", session)[1]["marks"]
    assert (listed["id"], listed["day"]) == (marked["id"], [1_775_170_800, 1_775_257_200])
    _, stored = grant(system, me, new_request(system, me, now), now)

    def work() -> str | None:
        (row,) = [g for g in me.remote.call("GET", "/v1/grants") if g["gid"] == stored["gid"]]
        return str(row["job"]) if row["job"] not in ("queued", "running") else None

    assert eventually(work) == "failed"
    assert run("marks", "lift", marked["id"], "--session", session)[0] == 0
    assert run("marks", "lift", marked["id"], "--session", session)[0] == 1
    _, again = grant(system, me, new_request(system, me, now), now)
    released(me, again["gid"], "draft")
    for body in ({}, {"person": "a", "day": [1, 2]}, {"person": " "}, {"day": [2, 1]}, {"x": 1}):
        with pytest.raises((Invalid, WrongState)):
            me.remote.call("POST", "/v1/marks", body)


def test_what_a_grant_opened_is_destroyed_once_its_time_is_over(
    system: System, now: datetime
) -> None:
    me, officer = system.survivor(), system.staff("investigator")
    _, stored = grant(system, me, new_request(system, me, now), now, approval="auto")
    gid = stored["gid"]
    rid = released(me, gid, "approved")["rid"]
    with closing(sqlite3.connect(system.data / "vault.db", timeout=20)) as database, database:
        (name,) = database.execute(
            "SELECT box FROM release WHERE rid = ?", (bytes.fromhex(rid),)
        ).fetchone()
        box = system.data / "objects" / name
        assert box.exists()
        # Its time is over, as if the clock had gone on.
        ended = (int(now.timestamp() * 1000) - 1000, bytes.fromhex(gid))
        for change in (
            "UPDATE consent_grant SET not_before = 1, expires_at = ? WHERE gid = ?",
            "UPDATE consent_rule SET nbf = 1, exp = ? WHERE gid = ?",
        ):
            assert database.execute(change, ended).rowcount == 1

    def mine() -> dict[str, Any]:
        (row,) = [each for each in me.remote.call("GET", "/v1/grants") if each["gid"] == gid]
        return dict(row)

    eventually(lambda: mine()["release"] == "expired")
    assert (mine()["state"], mine()["withdrawn"]) == ("expired", False)
    eventually(lambda: not box.exists())
    told = {each["rid"]: each for each in officer.call("GET", "/v1/releases")}
    assert (told[rid]["state"], told[rid]["collected_ms"]) == ("expired", None)
    with pytest.raises(NotFound):
        b"".join(officer.stream("POST", f"/v1/releases/{rid}/collect"))
    lines = me.remote.call("GET", "/v1/log")["lines"]
    assert [each["role"] for each in lines if each["act"] == "expire"] == ["system"]


def test_every_code_gets_one_answer_over_http(system: System, now: datetime) -> None:
    me, officer = system.survivor(), system.staff("investigator")
    good = me.remote.call("POST", "/v1/request-codes")["code"]
    body = made_request(now)
    answers = [
        officer.call("POST", "/v1/requests", {"code": code, "request": body})
        for code in (good, good, "ab" * 16, "no hex", "", good.upper())
    ]
    assert {frozenset(answer) for answer in answers} == {frozenset({"qid", "log_index", "state"})}
    assert {answer["state"] for answer in answers} == {"submitted"}
    reached = {row["qid"] for row in me.remote.call("GET", "/v1/requests")}
    assert [answer["qid"] in reached for answer in answers] == [True, *[False] * 5]
    mine = officer.call("GET", "/v1/requests")
    assert {row["state"] for row in mine if row["qid"] in {a["qid"] for a in answers}} == {
        "submitted"
    }
