"""An advocate beside a survivor, over HTTP: as far as she lets them, until she takes it back."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from api.demo import made_request
from api.problems import Forbidden, NotFound
from api.remote import Remote
from api.remote_survivor import Enrolled, SignedIn, enrol, sign_in
from consent.errors import WrongState
from tests.attacks.office import PASSPHRASE, Office
from tests.cli.running import done, run
from tests.integration.conftest import System, free_ports, running

pytestmark = pytest.mark.integration


@dataclass
class Beside:
    """A survivor who named an advocate, and another advocate whom nobody named."""

    office: Office
    system: System
    hers: Enrolled
    lid: str

    def me(self) -> SignedIn:
        found = self.hers
        return sign_in(self.system.vault, found.login_code, PASSPHRASE, found.root, verify=True)

    def advocate(self, login: str = "advocate") -> Remote:
        return self.office.staff(self.system, login)

    def ask(self, code: str) -> str:
        officer = self.office.staff(self.system, "investigator")
        body = {"code": code, "request": made_request(datetime.now(UTC))}
        return str(officer.call("POST", "/v1/requests", body)["qid"])

    def lines(self, act: str) -> list[dict[str, Any]]:
        lines = self.me().remote.call("GET", "/v1/log")["lines"]
        return [line for line in lines if line["act"] == act]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Beside]:
    office = Office(tmp_path_factory.mktemp("beside"))
    office.add("advocate", "advocate", "care")
    office.add("advocate-2", "advocate", "care")
    with running(office.data, free_ports(), "--without", "worker") as system:
        code = office.staff(system, "guardian").call("POST", "/v1/enrolments")["code"]
        hers = enrol(system.vault, code, PASSPHRASE, random=os.urandom, verify=True)
        place = Beside(office, system, hers, "")
        sid = place.advocate().call("GET", "/v1/me")["id"]
        place.lid = place.me().remote.call("POST", "/v1/advocates", {"advocate": sid})["lid"]
        yield place


def test_a_code_that_the_advocate_hands_out_reaches_her_and_is_in_her_log(place: Beside) -> None:
    advocate = place.advocate()
    assert place.lid in {row["lid"] for row in advocate.call("GET", "/v1/beside")}
    before = [line["role"] for line in place.lines("request.code")]
    code = advocate.call("POST", f"/v1/beside/{place.lid}/request-codes")["code"]
    qid = place.ask(code)
    assert qid in {row["qid"] for row in place.me().remote.call("GET", "/v1/requests")}
    assert [line["role"] for line in place.lines("request.code")] == [*before, "advocate"]


def test_an_advocate_reads_and_asks_about_what_she_shows_and_nothing_else(place: Beside) -> None:
    me, advocate = place.me().remote, place.advocate()
    shown, hidden = (
        place.ask(me.call("POST", "/v1/request-codes")["code"]) for _ in ("shown", "hidden")
    )
    at = f"/v1/beside/{place.lid}/requests"
    assert not {shown, hidden} & {row["qid"] for row in advocate.call("GET", at)}
    me.call("PUT", f"/v1/advocates/{place.lid}/requests/{shown}")
    listed = {row["qid"]: row for row in advocate.call("GET", at)}
    assert (shown in listed, hidden in listed) == (True, False)
    assert listed[shown]["document"]["reference"]
    body = {"text": "what is it that you seek?"}
    assert advocate.call("POST", f"{at}/{shown}/questions", body) == {"number": 0}
    officer = place.office.staff(place.system, "investigator")
    officer.call("POST", f"/v1/requests/{shown}/questions/0/reply", {"text": "two messages"})
    (row,) = advocate.call("GET", f"{at}/{shown}/questions")
    assert row["reply"] == "two messages"
    assert me.call("GET", f"/v1/requests/{shown}/questions") == [row]
    for method, more in (("GET", None), ("POST", body)):
        with pytest.raises(NotFound):
            advocate.call(method, f"{at}/{hidden}/questions", more)
    me.call("DELETE", f"/v1/advocates/{place.lid}/requests/{shown}")
    for method, more in (("GET", None), ("POST", body)):
        with pytest.raises(NotFound):
            advocate.call(method, f"{at}/{shown}/questions", more)
    assert "denied" in {line["out"] for line in place.lines("request.read")}
    assert "advocate" in {line["role"] for line in place.lines("request.ask")}
    # Each says by which rules it was decided; a list of whom one acts beside asks no rule.
    done = [
        entry
        for entry in place.system.entries()
        if entry["role"] == "advocate" and entry["act"] != "role.list" and "tag" in entry
    ]
    assert {entry["act"] for entry in done} >= {"request.read", "request.ask"}
    assert all("pol" in entry for entry in done)


def test_an_advocate_reaches_no_record_no_release_and_no_grant(place: Beside) -> None:
    advocate, any_id = place.advocate(), "00" * 16
    for method, path in (
        ("GET", "/v1/extractions"),
        ("POST", f"/v1/extractions/{any_id}/open"),
        ("GET", "/v1/grants"),
        ("POST", "/v1/grants"),
        ("POST", f"/v1/grants/{any_id}/withdraw"),
        ("POST", f"/v1/requests/{any_id}/refuse"),
        ("GET", f"/v1/releases/{any_id}/draft"),
        ("GET", "/v1/log"),
        ("POST", "/v1/advocates"),
    ):
        with pytest.raises(Forbidden):
            advocate.call(method, path, {} if method == "POST" else None)
    gateway = place.office.staff(place.system, "advocate", gateway=True)
    for path in ("/v1/releases", "/v1/requests", "/v1/disclosures", "/v1/proposals"):
        with pytest.raises(Forbidden):
            gateway.call("GET", path)


def test_whom_she_did_not_name_gets_one_answer_whatever_is_there(place: Beside) -> None:
    stranger, nobody = place.advocate("advocate-2"), "00" * 16
    assert stranger.call("GET", "/v1/beside") == []
    answers = set()
    for lid in (place.lid, nobody):
        for method, path in (("POST", "request-codes"), ("GET", "requests")):
            with pytest.raises(NotFound) as refused:
                stranger.call(method, f"/v1/beside/{lid}/{path}")
            answers.add(str(refused.value))
    assert len(answers) == 1


def test_it_is_hers_to_take_back_by_the_command_line(place: Beside, tmp_path: Path) -> None:
    found, other = place.me(), place.advocate("advocate-2")
    sid = other.call("GET", "/v1/me")["id"]
    hers = place.system.session_file(found, tmp_path / "hers.session")
    theirs = ("--session", tmp_path / "theirs.session")
    done(
        *("staff", "login", place.system.vault, "--login", "advocate-2", *theirs),
        *("--passphrase-file", place.office.secret),
    )
    mine = ("--session", hers)
    lid = done("advocate", "name", sid, *mine)["lid"]
    qid = place.ask(done("beside", "code", lid, *theirs)["code"])
    done("advocate", "show", lid, qid, *mine)
    assert [row["qid"] for row in done("beside", "requests", lid, *theirs)["requests"]] == [qid]
    said = tmp_path / "said"
    said.write_text("who will see it?\n")
    done("beside", "ask", lid, qid, "--text-file", said, *theirs)
    (row,) = done("beside", "questions", lid, qid, *theirs)["questions"]
    assert row["question"] == "who will see it?"
    named = {row["lid"]: row for row in done("advocate", "list", *mine)["advocates"]}
    assert (named[lid]["name"], named[lid]["requests"]) == ("advocate-2", [qid])
    done("advocate", "hide", lid, qid, *mine)
    done("advocate", "show", lid, qid, *mine)
    done("advocate", "end", lid, *mine)
    for words in (("code", lid), ("requests", lid), ("questions", lid, qid)):
        code, document = run("beside", *words, *theirs)
        assert (code != 0, document["error"]["type"]) == (True, "not-found")
    assert done("beside", "list", *theirs)["beside"] == []
    with pytest.raises(WrongState):
        found.remote.call("POST", f"/v1/advocates/{lid}/end")
