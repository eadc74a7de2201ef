"""The expert of a court collects an audit grant over HTTP, examines it, and gets nothing else."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from api.problems import Forbidden, Invalid, NotFound
from api.remote import HttpCustody, Remote
from api.remote_survivor import SignedIn
from extraction.audit_grant import make_audit_grant
from extraction.client import open_own
from tests.attacks.office import Case, Office
from tests.cli.running import done, run
from tests.integration.conftest import System, free_ports, running
from vault.canonical import b64
from vault.catalogue_handout import read_handout
from vault.identity_file import marshal_identity
from vault.ids import Gid

pytestmark = pytest.mark.integration


@dataclass
class Court:
    """A survivor with a sealed copy, an expert, and another expert whom nothing names."""

    office: Office
    system: System
    hers: Case

    def session(self, folder: Path) -> tuple[SignedIn, Path, Path]:
        """Sign her in; give her session and key as files."""
        me, key = self.hers.enter(self.system), folder / "hers.key"
        session = self.system.session_file(me, folder / "hers.session")
        identity = self.hers.enrolled.identity
        key.write_bytes(marshal_identity(identity, passphrase=None, random=os.urandom))
        return me, session, key

    def give(self, folder: Path, *more: object) -> tuple[int, dict[str, Any], SignedIn]:
        me, session, key = self.session(folder)
        code, answer = run(
            *("audit-grant", self.system.vault, "--identity", key, "--session", session),
            *("--to", self.office.desk.public("court-expert"), "--until", "2026-12-31"),
            *("--give", "--out", folder / "given"),
            *more,
        )
        return code, answer, me

    def enter(self, login: str = "court-expert") -> Remote:
        return self.office.staff(self.system, login)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Court]:
    office = Office(tmp_path_factory.mktemp("court"))
    office.add("court-expert", "court-expert", "experts", "An institute")
    office.add("court-expert-2", "court-expert", "experts", "An institute")
    with running(office.data, free_ports(), "--without", "worker") as system:
        yield Court(office, system, office.intake(system, "hers", 2))


def test_an_expert_collects_and_examines_what_she_left(place: Court, tmp_path: Path) -> None:
    code, answer, me = place.give(tmp_path)
    assert code == 0, answer
    gid = answer["gid"]
    assert gid in {row["gid"] for row in me.remote.call("GET", "/v1/audit-grants")}
    # It answers no request, and is no line of what she shares.
    assert gid not in {row["gid"] for row in me.remote.call("GET", "/v1/grants")}
    theirs = ("--session", tmp_path / "expert.session")
    done(
        *("staff", "login", place.system.vault, "--login", "court-expert", *theirs),
        *("--passphrase-file", place.office.secret),
    )
    assert gid in {row["gid"] for row in done("expert", "list", *theirs)["grants"]}
    before, out = len(place.system.entries()), tmp_path / "collected"
    done("expert", "collect", gid, "--out", out, *theirs)
    fresh = place.system.entries()[before:]
    (granted,) = [each for each in fresh if each["act"] == "catalogue.handout"]
    (ended,) = [each for each in fresh if each["act"] == "outcome"]
    assert (granted["out"], granted["role"], granted["why"]) == (
        *("granted", "court-expert", "examination"),
    )
    assert (ended["out"], "con" in granted, "pol" in granted) == ("completed", True, True)
    found = done(
        *("examine", out, "--from", out / "sealed"),
        *("--identity", place.office.desk.key("court-expert")),
    )
    assert len(found["groups"]) == answer["groups"] > 1
    assert not (out / "sealed" / "packs").exists()


def test_nobody_else_collects_it_and_each_refusal_is_logged(place: Court, tmp_path: Path) -> None:
    _, answer, _ = place.give(tmp_path)
    path = f"/v1/audit-grants/{answer['gid']}/collect"
    other = place.enter("court-expert-2")
    assert answer["gid"] not in {row["gid"] for row in other.call("GET", "/v1/audit-grants")}
    before = len(place.system.entries())
    for gid in (answer["gid"], "00" * 16):
        with pytest.raises(NotFound) as refused:
            b"".join(other.stream("POST", f"/v1/audit-grants/{gid}/collect"))
        assert str(refused.value) == "there is no such audit grant"
    denied = [each for each in place.system.entries()[before:] if each["out"] == "denied"]
    assert {(each["act"], each["role"]) for each in denied} == {
        ("catalogue.handout", "court-expert")
    }
    assert len(denied) == 2
    with pytest.raises(Forbidden):
        b"".join(place.enter("guardian").stream("POST", path))


def test_an_expert_reaches_nothing_else(place: Court) -> None:
    eid, expert = place.hers.eid.hex(), place.enter()
    for method, path in (
        ("GET", "/v1/extractions"),
        ("POST", f"/v1/extractions/{eid}/open"),
        ("GET", f"/v1/extractions/{eid}/files/catalogue"),
        ("GET", "/v1/grants"),
        ("POST", "/v1/audit-grants"),
        ("GET", "/v1/log"),
    ):
        with pytest.raises(Forbidden):
            expert.call(method, path, {} if method == "POST" else None)
    gateway = place.office.staff(place.system, "court-expert", gateway=True)
    for path in ("/v1/requests", "/v1/releases", "/v1/disclosures", "/v1/proposals"):
        with pytest.raises(Forbidden):
            gateway.call("GET", path)


def test_it_is_withdrawn_as_any_grant_is_and_the_receipt_says_who_had_it(
    place: Court, tmp_path: Path
) -> None:
    _, answer, me = place.give(tmp_path)
    gid, expert = answer["gid"], place.enter()
    head, catalogue = read_handout(expert.stream("POST", f"/v1/audit-grants/{gid}/collect"))
    assert head.leaves
    assert catalogue
    receipt = me.remote.call("POST", f"/v1/grants/{gid}/withdraw")
    fp = place.office.person("court-expert").fp.hex()
    assert ([each["to"] for each in receipt["left"]], receipt["not_left"]) == ([fp], [])
    with pytest.raises(NotFound):
        b"".join(expert.stream("POST", f"/v1/audit-grants/{gid}/collect"))
    assert gid not in {row["gid"] for row in expert.call("GET", "/v1/audit-grants")}


def test_a_mark_keeps_the_whole_list(place: Court, tmp_path: Path) -> None:
    """It names everybody and every day; one who never leaves is among them."""
    (tmp_path / "first").mkdir()
    (tmp_path / "second").mkdir()
    _, before, _ = place.give(tmp_path / "first")
    me = place.hers.enter(place.system)
    mark = me.remote.call("POST", "/v1/marks", {"person": "+447700900123"})["id"]
    with pytest.raises(NotFound):
        b"".join(place.enter().stream("POST", f"/v1/audit-grants/{before['gid']}/collect"))
    code, answer, me = place.give(tmp_path / "second")
    assert (code, answer["error"]["type"]) == (2, "invalid")
    me.remote.call("DELETE", f"/v1/marks/{mark}")
    assert b"".join(place.enter().stream("POST", f"/v1/audit-grants/{before['gid']}/collect"))


def test_what_is_no_audit_grant_for_an_expert_here_is_not_taken(
    place: Court, tmp_path: Path
) -> None:
    stranger = place.office.desk.public("investigator")
    code, answer, me = place.give(tmp_path, "--to", stranger)
    assert (code, answer["error"]["type"]) == (2, "invalid")
    identity, now = place.hers.enrolled.identity, datetime.now(UTC).replace(microsecond=0)
    opened = open_own(HttpCustody(me.remote, place.hers.eid), identity)

    def made(to: str, **changes: Any) -> dict[str, str]:  # noqa: ANN401 a grant's own
        times = {"created": now, "expires": now + timedelta(days=3), **changes}
        found = make_audit_grant(
            *(opened, identity, place.office.person(to).bundle, Gid(os.urandom(16))),
            **times,
            random=os.urandom,
        )
        return {"statement": b64(found.statement), "envelope": b64(found.envelope)}

    body = made("court-expert")
    sent = me.remote.call("POST", "/v1/audit-grants", body)
    # The same again is the same; another envelope is not.
    assert me.remote.call("POST", "/v1/audit-grants", body) == sent
    for to, changes in (
        ("investigator", {}),
        ("court-expert", {"expires": now + timedelta(days=400)}),
        ("court-expert", {"created": now - timedelta(9), "expires": now - timedelta(1)}),
    ):
        with pytest.raises(Invalid):
            me.remote.call("POST", "/v1/audit-grants", made(to, **changes))
    for path, change in (("/v1/audit-grants", {"envelope": b64(b"other")}), ("/v1/grants", {})):
        with pytest.raises(Invalid):
            me.remote.call("POST", path, {**made("court-expert"), **change})
