"""An administrator enrols and ends staff over HTTP, and reaches nothing else."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.problems import Forbidden, Invalid, NotFound, Unauthenticated
from api.remote import Remote
from api.staff import CERTIFIED
from consent.errors import WrongState
from consent.roles import ENROLLED
from tests.attacks.office import Office
from tests.cli.running import done, run
from tests.integration.conftest import System, free_ports, running
from vault.canonical import b64, unb64
from vault.certificate import parse_certificate

pytestmark = pytest.mark.integration
Place = tuple[Office, System]
SECRET = "a made password of staff"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    office = Office(tmp_path_factory.mktemp("staffing"))
    office.add("administrator", "administrator")
    office.add("auditor", "auditor")
    with running(office.data, free_ports(), "--without", "worker") as system:
        yield office, system


def body(office: Office, login: str, role: str) -> dict[str, str]:
    done("keys", "new", "--kind", "person", "--no-passphrase", office.desk.key(login))
    return {
        "login": login,
        "name": login,
        "role": role,
        "organisation": "made",
        "team": "made",
        "password": SECRET,
        "bundle": b64(office.person(login).bundle.marshal()),
    }


@pytest.mark.parametrize("role", ENROLLED)
def test_who_is_enrolled_works_and_who_is_ended_does_not(place: Place, role: str) -> None:
    office, system = place
    login, admin = f"new-{role}", office.staff(system, "administrator")
    before = len(system.entries())
    answer = admin.call("POST", "/v1/staff", body(office, login, role))
    certificate = parse_certificate(unb64(answer["certificate"]))
    assert certificate.roles == (CERTIFIED[role],)
    member = Remote(system.vault).call(
        "POST", "/v1/staff/sessions", {"login": login, "password": SECRET}
    )
    assert member["role"] == role
    own = {"guardian": "/v1/me", "advocate": "/v1/beside", "court-expert": "/v1/audit-grants"}
    path, method = own.get(role, "/v1/releases"), "GET"
    there = Remote(system.vault if role in own else system.gateway, member["token"])
    assert there.call(method, path) is not None
    admin.call("POST", f"/v1/staff/{answer['sid']}/end")
    for call in (
        lambda: there.call(method, path),
        lambda: Remote(system.vault).call(
            "POST", "/v1/staff/sessions", {"login": login, "password": SECRET}
        ),
    ):
        with pytest.raises(Unauthenticated):
            call()
    acts = [(each["act"], each["out"], each["role"]) for each in system.entries()[before:]]
    assert ("role.add", "done", "administrator") in acts
    assert ("role.end", "done", "administrator") in acts


@pytest.mark.parametrize("role", ["administrator", "auditor"])
def test_nobody_is_enrolled_who_lets_in_or_watches(place: Place, role: str) -> None:
    office, system = place
    before = len(system.entries())
    wanted = {**body(office, f"no-{role}", "guardian"), "role": role}
    with pytest.raises(Forbidden):
        office.staff(system, "administrator").call("POST", "/v1/staff", wanted)
    denied = [each for each in system.entries()[before:] if each["out"] == "denied"]
    # Of several in one minute the first has an entry by itself.
    assert {each["act"] for each in denied} <= {"role.add"}
    assert ("role.add", "denied") in {(each["act"], each["out"]) for each in system.entries()}


def test_a_call_that_is_not_the_roles_own_has_an_entry_and_its_repeats_are_counted(
    place: Place,
) -> None:
    office, system = place
    before = len(system.entries())
    admin = office.staff(system, "administrator")
    begun = time.time() // 60
    for path in ("/v1/requests", "/v1/me", "/v1/requests"):
        with pytest.raises(Forbidden):
            admin.call("GET", path)
    found = [
        (each["out"], each["rc"], each["role"])
        for each in system.entries()
        if each["act"] == "role.call" and "n" not in each
    ]
    assert ("denied", "not-this-role", "administrator") in found
    # Three tries are one entry, or none after another of this minute.
    new = [each for each in system.entries()[before:] if each["act"] == "role.call"]
    assert time.time() // 60 > begun or len(new) <= 1


@pytest.mark.parametrize("who", ["auditor", "administrator"])
def test_who_watches_is_not_ended_nor_who_does_it(place: Place, who: str) -> None:
    office, system = place
    admin = office.staff(system, "administrator")
    (row,) = [each for each in admin.call("GET", "/v1/staff") if each["login"] == who]
    with pytest.raises(Forbidden):
        admin.call("POST", f"/v1/staff/{row['sid']}/end")
    assert office.staff(system, who)
    denied = [each for each in system.entries() if each["act"] == "role.end"]
    assert "denied" in {each["out"] for each in denied}


def test_a_login_or_a_key_is_nobody_elses_and_bad_words_are_refused(place: Place) -> None:
    office, system = place
    admin = office.staff(system, "administrator")
    wanted = body(office, "twice", "guardian")
    admin.call("POST", "/v1/staff", wanted)
    for again in (wanted, {**wanted, "login": "another"}):
        with pytest.raises((WrongState, Invalid)):
            admin.call("POST", "/v1/staff", again)
    wanted = body(office, "bad", "guardian")
    for change in (
        {"team": ""},
        {"team": "*"},
        {"organisation": " "},
        {"name": "a\nb"},
        {"password": "short"},
        {"bundle": "AAAA"},
        {"role": ""},
        {"role": "survivor"},
        {"role": "worker"},
        {"role": "system"},
        {"more": "x"},
    ):
        with pytest.raises((Invalid, Forbidden, WrongState)):
            admin.call("POST", "/v1/staff", {**wanted, **change})
    assert "bad" not in {row["login"] for row in admin.call("GET", "/v1/staff")}
    with pytest.raises(NotFound):
        admin.call("POST", f"/v1/staff/{'00' * 16}/end")


def test_an_administrator_sees_nothing_of_a_case(place: Place) -> None:
    office, system = place
    token = office.staff(system, "administrator")
    for path in ("/v1/requests", "/v1/grants", "/v1/extractions", "/v1/log", "/v1/audit/entries"):
        with pytest.raises(Forbidden):
            token.call("GET", path)
    listed = token.call("GET", "/v1/staff")
    assert {"password", "password_hash"}.isdisjoint({key for row in listed for key in row})


def test_the_command_line_enrols_lists_and_ends(place: Place, tmp_path: Path) -> None:
    office, system = place
    session = ("--session", tmp_path / "session")
    done(
        *("staff", "login", system.vault, "--login", "administrator", *session),
        *("--passphrase-file", office.secret),
    )
    done("keys", "new", "--kind", "person", "--no-passphrase", tmp_path / "key")
    done(
        *("staff", "enrol", "--login", "typed", "--name", "typed", "--organisation", "made"),
        *("--team", "made", "--role", "defence-reviewer", "--key", tmp_path / "key.pub"),
        *("--cert-out", tmp_path / "cert", "--passphrase-file", office.secret, *session),
    )
    assert parse_certificate((tmp_path / "cert").read_bytes()).name == "typed, made"
    listed = {row["login"]: row for row in done("staff", "list", *session)["staff"]}
    assert (listed["typed"]["role"], listed["typed"]["ended_ms"]) == ("defence-reviewer", None)
    done("staff", "end", "typed", *session)
    listed = {row["login"]: row for row in done("staff", "list", *session)["staff"]}
    assert listed["typed"]["ended_ms"] is not None
    code, document = run("staff", "end", "typed", *session)
    assert code != 0
    assert document["error"]["type"] == "not-found"
