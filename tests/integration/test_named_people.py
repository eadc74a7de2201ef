"""Who is named besides who asks: a reviewer for the defence, a disclosure officer, over HTTP."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from api.problems import Forbidden, NotFound
from api.remote import Remote
from tests.attacks.office import Case, Granted, Office
from tests.cli.running import done, run
from tests.integration.conftest import System, free_ports, running
from tests.unit.consent.asked import asked
from vault.errors import NotAuthentic
from vault.identity_file import marshal_identity
from vault.statement import show_time

pytestmark = pytest.mark.integration
NAMED = ("defence", "disclosure")


def refused(*words: object) -> dict[str, str]:
    """Run one command that the vault must refuse as incomplete; give what it says."""
    code, document = run(*words)
    assert code == 2, document
    found: dict[str, str] = document["error"]
    return found


@dataclass
class Shared:
    """A release that names the investigator, a reviewer for the defence, a disclosure officer."""

    system: System
    office: Office
    hers: Case
    grant: Granted
    rid: str

    def enter(self, login: str) -> Remote:
        return self.office.staff(self.system, login, gateway=True)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    office = Office(tmp_path_factory.mktemp("named"))
    office.add("defence", "defence-reviewer", "chambers", "others & co")
    office.add("defence-2", "defence-reviewer", "chambers", "others & co")
    office.add("disclosure", "disclosure-officer", "disclosure")
    office.add("disclosure-2", "disclosure-officer", "disclosure", "elsewhere")
    office.add("supervisor", "supervisor")
    office.add("auditor", "auditor")
    with running(office.data, free_ports(), "--without", "worker") as system:
        hers = office.intake(system, "hers", 2)
        grant = office.grant(system, hers, (0, 1), also=NAMED)
        rid = office.finish(system, hers, grant, also=NAMED)
        yield Shared(system, office, hers, grant, rid)


def test_a_reviewer_for_the_defence_opens_what_names_them_and_nothing_else(
    place: Shared, tmp_path: Path
) -> None:
    defence = place.enter("defence")
    assert place.rid in {row["rid"] for row in defence.call("GET", "/v1/releases")}
    release = tmp_path / "release"
    release.write_bytes(b"".join(defence.stream("POST", f"/v1/releases/{place.rid}/collect")))
    opened = done(
        *("open", release, "--identity", place.office.desk.key("defence")),
        *("--out", tmp_path / "package"),
    )
    assert opened["rid"] == place.rid
    for path in ("/v1/requests", "/v1/disclosures"):
        with pytest.raises(Forbidden):
            defence.call("GET", path)
    with pytest.raises(Forbidden):
        defence.call("POST", "/v1/requests", {"code": "00" * 16, "request": {}})


@pytest.mark.parametrize("login", ["defence-2", "disclosure-2", "supervisor"])
def test_who_is_not_named_gets_nothing_and_the_refusal_is_logged(place: Shared, login: str) -> None:
    """Also somebody of the same team or organisation as who is named."""
    caller = place.enter(login)
    assert caller.call("GET", "/v1/releases") == []
    before = len(place.system.entries())
    with pytest.raises(NotFound):
        b"".join(caller.stream("POST", f"/v1/releases/{place.rid}/collect"))
    denied = [each for each in place.system.entries()[before:] if each["out"] == "denied"]
    role = {"defence-2": "defence-reviewer", "disclosure-2": "disclosure-officer"}
    assert [(each["act"], each["role"]) for each in denied] == [
        ("release.collect", role.get(login, login))
    ]


def test_a_disclosure_officer_sees_what_the_organisation_has_and_who_received_it(
    place: Shared,
) -> None:
    before = len(place.system.entries())
    found = place.enter("disclosure").call("GET", "/v1/disclosures")
    (row,) = [each for each in found if each["rid"] == place.rid]
    people = {person["name"]: person for person in row["to"]}
    # Of another organisation nobody is named.
    assert set(people) == {"investigator", "disclosure"}
    assert people["investigator"]["collected_ms"] is not None
    listed = [each for each in place.system.entries()[before:] if each["act"] == "release.list"]
    assert [each["role"] for each in listed] == ["disclosure-officer"] * len(found)
    assert all("tag" in each for each in listed)
    assert place.enter("disclosure-2").call("GET", "/v1/disclosures") == []


def test_a_disclosure_officer_who_is_named_collects_and_asks_for_nothing(place: Shared) -> None:
    officer = place.enter("disclosure")
    assert b"".join(officer.stream("POST", f"/v1/releases/{place.rid}/collect"))
    for method, path in (
        ("GET", "/v1/requests"),
        ("POST", "/v1/requests"),
        ("POST", f"/v1/requests/{'00' * 16}/withdraw"),
    ):
        with pytest.raises(Forbidden):
            officer.call(method, path, {} if method == "POST" else None)
    lines = place.hers.enter(place.system).remote.call("GET", "/v1/log")["lines"]
    assert "disclosure-officer" in {each["role"] for each in lines if each["act"] != "outcome"}


def test_she_finds_whom_she_may_name_by_their_fingerprint_alone(place: Shared) -> None:
    me = place.hers.enter(place.system).remote
    for login, role in (("defence", "defence-reviewer"), ("supervisor", "supervisor")):
        found = me.call("GET", f"/v1/people/{place.office.person(login).fp.hex()}")
        assert found["role"] == role
        assert found["certs"] is not None
    for nobody in (
        place.office.person("auditor").fp,
        place.office.person("guardian").fp,
        place.hers.enrolled.identity.fp,
        bytes(32),
    ):
        with pytest.raises(NotFound):
            me.call("GET", f"/v1/people/{nobody.hex()}")


def test_a_grant_names_nobody_who_cannot_receive(place: Shared) -> None:
    """Her own client wants the chain; the vault wants the role."""
    with pytest.raises(NotAuthentic):
        place.office.grant(place.system, place.hers, (0, 1), also=("auditor",))


def test_the_command_line_keeps_a_key_and_lists_what_was_shared(
    place: Shared, tmp_path: Path
) -> None:
    session, url = tmp_path / "officer.session", place.system.gateway
    done(
        *("staff", "login", url, "--login", "disclosure", "--session", session),
        *("--passphrase-file", place.office.secret),
    )
    listed = done("disclosures", "--session", session)["disclosures"]
    assert place.rid in {row["rid"] for row in listed}
    out = tmp_path / "release"
    assert done("collect", place.rid, "--out", out, "--session", session)["file"] == str(out)
    me = place.hers.enter(place.system)
    mine, key = place.system.session_file(me, tmp_path / "hers.session"), tmp_path / "hers.key"
    key.write_bytes(
        marshal_identity(place.hers.enrolled.identity, passphrase=None, random=os.urandom)
    )
    fp = place.office.person("defence").fp.hex()
    kept = done(
        *("person", fp, "--session", mine, "--identity", key),
        *("--key", tmp_path / "defence.pub"),
    )
    assert (kept["role"], kept["name"]) == ("defence-reviewer", "defence, others & co")
    assert (tmp_path / "defence.pub").read_bytes() == place.office.desk.public(
        "defence"
    ).read_bytes()


def test_what_was_withdrawn_stays_on_the_officers_list_and_goes_to_nobody(place: Shared) -> None:
    grant = place.office.grant(place.system, place.hers, (0, 1), also=("defence",))
    rid = place.office.finish(place.system, place.hers, grant, also=("defence",))
    defence = place.enter("defence")
    assert rid in {row["rid"] for row in defence.call("GET", "/v1/releases")}
    me = place.hers.enter(place.system)
    me.remote.call("POST", f"/v1/grants/{grant.gid.hex()}/withdraw")
    found = place.enter("disclosure").call("GET", "/v1/disclosures")
    (row,) = [each for each in found if each["rid"] == rid]
    assert (row["state"], row["ended_ms"] is not None) == ("withdrawn", True)
    # Whoever was named is told that it ended, and whether they have a copy.
    told = {each["rid"]: each for each in defence.call("GET", "/v1/releases")}
    assert told[rid]["state"] == "withdrawn"
    assert told[rid]["ended_ms"] == row["ended_ms"]
    assert told[rid]["collected_ms"] is None
    assert told[place.rid]["ended_ms"] is None
    with pytest.raises(NotFound):
        b"".join(defence.stream("POST", f"/v1/releases/{rid}/collect"))


def test_a_supervisor_approves_before_a_counselling_request_can_be_sent(
    place: Shared, tmp_path: Path
) -> None:
    """Over the command line: proposed, refused without, approved by these words, sent once."""
    expires = show_time(datetime.now(UTC).replace(microsecond=0) + timedelta(days=30))
    approver = {"name": "supervisor", "rank": "inspector", "at": "2026-02-28T09:00:00Z"}
    file, code = tmp_path / "request.json", tmp_path / "code"
    file.write_text(json.dumps(asked("counselling", expires=expires, approver=approver)))
    me = place.hers.enter(place.system).remote
    code.write_text(me.call("POST", "/v1/request-codes")["code"])
    sessions = {}
    for login in ("investigator", "supervisor"):
        sessions[login] = ("--session", tmp_path / f"{login}.session")
        done(
            *("staff", "login", place.system.gateway, "--login", login, *sessions[login]),
            *("--passphrase-file", place.office.secret),
        )
    send = ("request", "submit", file, "--code-file", code, *sessions["investigator"])
    assert "approver" in refused(*send)["detail"]
    pid = done("request", "propose", file, *sessions["investigator"])["pid"]
    assert "approver" in refused(*send)["detail"]
    (row,) = done("request", "proposals", *sessions["supervisor"])["proposals"]
    assert (row["pid"], row["by"], row["state"]) == (pid, "investigator", "waiting")
    done("request", "approve", pid, "--read", *sessions["supervisor"])
    qid = done(*send)["qid"]
    assert qid in {each["qid"] for each in me.call("GET", "/v1/requests")}
    assert "approver" in refused(*send)["detail"]
    # A supervisor sees the team's requests, and what is said about them.
    boss = place.enter("supervisor")
    assert qid in {each["qid"] for each in boss.call("GET", "/v1/requests")}
    before = len(place.system.entries())
    assert boss.call("GET", f"/v1/requests/{qid}/questions") == []
    (read,) = place.system.entries()[before:]
    assert (read["act"], read["role"], "tag" in read) == ("request.read", "supervisor", True)
