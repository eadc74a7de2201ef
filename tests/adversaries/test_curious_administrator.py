"""An administrator of the vault, by the routes that the role has: enrols staff, keeps holds."""

import os

import pytest

from api.problems import Forbidden, NotFound
from api.remote import Remote
from tests.adversaries.place import Live, refusals
from tests.adversaries.told import Told
from vault.canonical import b64, unb64
from vault.certificate import parse_certificate
from vault.identity import Kind, new_identity

WHO = "curious administrator"
HAS = "an administrator's login"


def test_the_role_reaches_no_record_no_log_and_no_case(live: Live, told: Told) -> None:
    admin = live.office.staff(live.system, "administrator")
    said = refusals(live, admin, "administrator")
    assert len(said) > 50
    assert not {route for route, status in said.items() if status != 403}
    people = {row["login"] for row in admin.call("GET", "/v1/staff")}
    assert "investigator" in people
    assert admin.call("GET", "/v1/holds") == []
    told(
        (
            "every route of the vault, with her ids",
            "the list of staff, and holds; nothing of a case: 403, and a line",
        ),
    )


def test_who_enrols_an_officer_of_their_own_still_gets_no_release(live: Live, told: Told) -> None:
    admin = live.office.staff(live.system, "administrator")
    own = new_identity(Kind.PERSON, random=os.urandom)
    body = {
        "login": "dc-nobody",
        "name": "DC Somebody Else",
        "role": "investigator",
        "organisation": "made",
        "team": "made",
        "password": "a made password of staff",
        "bundle": b64(own.bundle.marshal()),
    }
    before = len(live.system.entries())
    answer = admin.call("POST", "/v1/staff", body)
    # The vault certifies the name as it was typed.
    certificate = parse_certificate(unb64(answer["certificate"]))
    assert certificate.bundle == own.bundle
    assert "DC Somebody Else" in certificate.name
    login = {"login": body["login"], "password": body["password"]}
    token = Remote(live.system.gateway).call("POST", "/v1/staff/sessions", login)["token"]
    officer = Remote(live.system.gateway, token)
    assert officer.call("GET", "/v1/releases") == []
    with pytest.raises(NotFound):
        b"".join(officer.stream("POST", f"/v1/releases/{live.stolen.rid}/collect"))
    added = [entry for entry in live.system.entries()[before:] if entry["act"] == "role.add"]
    assert [entry["role"] for entry in added] == ["administrator"]
    seen = officer.call("GET", "/v1/requests")
    admin.call("POST", f"/v1/staff/{answer['sid']}/end")
    told(
        (
            "enrolling an officer of their own, and collecting as that one",
            "a certified key in the name that was typed, with a line in the log; no release",
        ),
        ("reading as that one what the team asked", "that team's requests: ids, states, times"),
    )
    assert seen


def test_what_a_court_wants_kept_is_all_that_it_can_decide(live: Live, told: Told) -> None:
    admin = live.office.staff(live.system, "administrator")
    eid = live.stolen.other.eid.hex()
    body = {"basis": "court-order", "court": "A made court", "number": "1/26"}
    held = admin.call("POST", f"/v1/extractions/{eid}/holds", body)
    hers = live.stolen.other.enter(live.system).remote
    state = hers.call("GET", f"/v1/extractions/{eid}/erasure")
    assert [row["hid"] for row in state["holds"]] == [held["hid"]]
    admin.call("POST", f"/v1/holds/{held['hid']}/lift")
    with pytest.raises(Forbidden):
        admin.call("POST", f"/v1/extractions/{eid}/erasure", {"days": 0})
    told(
        (
            "placing a hold without a court behind it",
            "her copy is kept against her wish; she is told, and reads nothing less",
        ),
    )
