"""The whole drill over a running vault, by the command line: made, rehearsed, asked, stopped, done.

Nobody waits 72 hours: what the vault and each holder noted is put back by hand, as if it was then.
"""

import itertools
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from api.cli_login_files import login_file
from api.problems import Forbidden, NotFound, Unauthenticated
from api.recovery_card import PrintedCard, read_card
from api.remote import Remote
from api.remote_recovery import shown_by
from api.remote_survivor import countersign, sign_in
from tests.attacks.office import PASSPHRASE, Case, Office
from tests.cli.running import done, run
from tests.integration.conftest import System, free_ports, running
from vault.canonical import b64, unb64
from vault.ids import parse_fp

pytestmark = pytest.mark.integration
BODIES = {"guardian": "made", "advocate": "A charity", "auditor": "An office"}
NEW = "seven other made words for the time after"


@dataclass
class Drill:
    """A survivor with an extraction, and three offices."""

    office: Office
    system: System
    case: Case
    folder: Path
    count: Iterator[int] = field(default_factory=itertools.count)

    def path(self, name: str) -> Path:
        return self.folder / f"{next(self.count)}-{name}"

    def hers(self, *, passphrase: str = PASSPHRASE, code: str | None = None) -> tuple[Any, ...]:
        """Sign her in; give the options of her session."""
        found = self.case.enrolled
        me = sign_in(
            *(self.system.vault, code or found.login_code, passphrase, found.root), verify=True
        )
        return ("--session", self.system.session_file(me, self.path("session")))

    def identity(self) -> tuple[Any, ...]:
        found, secret = self.path("key"), self.path("passphrase")
        secret.write_text(PASSPHRASE)
        login = self.path("login")
        enrolled = self.case.enrolled
        login.write_bytes(login_file(self.system.vault, enrolled.login_code, enrolled.root, ""))
        session = self.path("session")
        given = ("--passphrase-file", secret)
        done("account", "login", login, "--session", session, "--identity-out", found, *given)
        return ("--session", session, "--identity", found, *given)

    def theirs(self, login: str) -> tuple[Any, ...]:
        session = self.path("session")
        done(
            *("staff", "login", self.system.vault, "--login", login, "--session", session),
            *("--passphrase-file", self.office.secret),
        )
        return ("--session", session, "--identity", self.office.desk.key(login))

    def notes(self, login: str) -> Path:
        return self.folder / f"{login}.notes"

    def set_up(self, mine: tuple[Any, ...], *more: str) -> Path:
        card = self.path("card")
        fps = [self.office.person(login).fp.hex() for login in BODIES]
        chosen = [word for fp in fps for word in ("--holder", fp)]
        done("recovery", "set-up", *chosen, "--card", card, *mine, *more)
        return card

    def pass_hours(self, hours: float) -> None:
        """Put back what the vault and the holders noted, as if so much time had passed."""
        ms = int(hours * 3_600_000)
        with closing(sqlite3.connect(self.system.data / "vault.db", timeout=20)) as database:
            database.execute(
                "UPDATE recovery SET asked_at = asked_at - ?, ready_at = ready_at - ?,"
                " expires_at = expires_at - ? WHERE ended_at IS NULL",
                (ms, ms, ms),
            )
            database.commit()
        for path in map(self.notes, BODIES):
            if path.exists():
                moved = {
                    name: (datetime.fromisoformat(seen) - timedelta(hours=hours)).isoformat()
                    for name, seen in json.loads(path.read_text()).items()
                }
                path.write_text(json.dumps(moved))

    def look_in(self, login: str, words: tuple[Any, ...]) -> Any:  # noqa: ANN401 the answer
        return done("shares", "asked", *words, "--notes", self.notes(login))

    def hand(self, login: str, words: tuple[Any, ...], recovery: str) -> tuple[int, Any]:
        return run("shares", "hand-over", recovery, "--met", *words, "--notes", self.notes(login))


@pytest.fixture(scope="module")
def drill(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drill]:
    office = Office(tmp_path_factory.mktemp("recovering"))
    for login, organisation in BODIES.items():
        if login != "guardian":
            office.add(login, login, "desk", organisation)
    with running(office.data, free_ports(), "--without", "worker") as system:
        yield Drill(office, system, office.intake(system, "hers", 2), office.folder)


def read(path: Path) -> PrintedCard:
    return read_card(path.read_text())


def test_the_whole_drill(drill: Drill) -> None:  # noqa: PLR0915 one story from end to end
    case = drill.case
    me = case.enter(drill.system)
    countersign(me, case.eid, lambda *_: None)
    receipt = drill.path("receipt")
    raw = me.remote.call("POST", f"/v1/extractions/{case.eid.hex()}/open")["receipt"]
    receipt.write_bytes(unb64(raw))
    mine = drill.identity()
    session = mine[:2]

    # Set up, and every office shows that its share opens.
    listed = done("recovery", "holders", *session)["holders"]
    assert {row["organisation"] for row in listed} >= set(BODIES.values())
    card = drill.set_up(mine)
    offices = {login: drill.theirs(login) for login in BODIES}
    for words in offices.values():
        assert len(done("shares", "held", *words)["held"]) == 1
    shown = done("recovery", "show", *session)
    assert (shown["wait_hours"], shown["rehearsal_due"], shown["going_on"]) == (72, False, None)
    assert all(each["held_ms"] and each["there"] for each in shown["holders"])
    found = done("recovery", "rehearse", "--card", card, *mine)
    assert (found["gone"], found["not_shown"]) == ([], [])

    # Asked; nothing before the wait, by the vault or by an office.
    live = done("recovery", "begin", "--card", card)
    recovery = live["recovery"]
    assert run("recovery", "begin", "--card", card)[0] == 1
    for login, words in offices.items():
        (asked,) = drill.look_in(login, words)["asked"]
        assert asked["recovery"] == recovery
        code, refused = drill.hand(login, words, recovery)
        assert (code, refused["error"]["type"]) == (1, "conflict")
    out = drill.path("login")
    finish = ("recovery", "finish", "--card", card, "--out", out, "--receipt", receipt)
    assert run(*finish)[1]["error"]["type"] == "not-found"
    assert done("recovery", "show", *session)["going_on"]["state"] == "asked"

    # She stops it; it begins again, and now the wait passes.
    done("recovery", "stop", *session)
    assert done("recovery", "look", "--card", card)["going_on"]["state"] == "stopped"
    assert drill.hand("guardian", offices["guardian"], recovery)[0] != 0
    recovery = done("recovery", "begin", "--card", card)["recovery"]
    for login, words in offices.items():
        drill.look_in(login, words)
    drill.pass_hours(71.9)
    assert drill.hand("guardian", offices["guardian"], recovery)[0] == 1
    drill.pass_hours(0.2)
    assert drill.hand("guardian", offices["guardian"], recovery)[0] == 0
    assert drill.hand("guardian", offices["guardian"], recovery)[0] == 1
    assert "too-few" in run(*finish)[1]["error"]["detail"]
    assert drill.hand("auditor", offices["auditor"], recovery)[0] == 0

    # Another key on her papers: nothing changes. Then the right one.
    other = ("--fingerprint", drill.office.person("advocate").fp.hex())
    code, refused = run(*finish[:-2], *other)
    assert (code, refused["error"]["type"], out.exists()) == (1, "integrity", False)
    secret = drill.path("new")
    secret.write_text(NEW)
    back = done(*finish, "--passphrase-file", secret)
    assert back["fp"] == case.enrolled.identity.fp.hex()
    with pytest.raises(Unauthenticated):
        drill.hers()
    again = drill.hers(passphrase=NEW, code=back["login_code"])
    root = case.enrolled.root
    me = sign_in(drill.system.vault, back["login_code"], NEW, root, verify=True)
    assert me.identity.root == case.enrolled.identity.root
    lines = me.remote.call("GET", "/v1/log")["lines"]
    acts = [line["act"] for line in lines]
    for act in ("key.split", "key.held", "key.rehearse", "account.recover", "account.stop"):
        assert act in acts, act
    assert acts.count("key.hand") == 2
    assert {"own.share", "own.recover", "account.change"} <= set(acts)
    assert "denied" in {line["out"] for line in lines if line["act"] == "own.recover"}
    assert again

    # The card is used up, and nothing of the set is left in the vault.
    assert run("recovery", "begin", "--card", card)[1]["error"]["type"] == "unauthenticated"
    with closing(sqlite3.connect(drill.system.data / "vault.db", timeout=20)) as database:
        left = database.execute(
            "SELECT (SELECT count(wrap) FROM recovery_set),"
            " (SELECT count(box) FROM recovery_share),"
            " (SELECT count(sealed) FROM recovery_handover)"
        ).fetchone()
    assert left == (0, 0, 0)
    done(*("account", "logout"), "--session", again[1])


def test_a_wrong_card_and_an_unknown_set_are_one_answer(drill: Drill) -> None:
    remote = Remote(drill.system.vault)
    answers = set()
    for path in ("", "/look", "/take", "/end"):
        for set_id in (os.urandom(16), os.urandom(16)):
            body = {"set": set_id.hex(), "start": b64(os.urandom(32))}
            more = {"statement": b64(b"{}")} if path in ("", "/end") else {}
            with pytest.raises(Unauthenticated) as refused:
                remote.call("POST", f"/v1/recoveries{path}", {**body, **more})
            answers.add(str(refused.value))
    assert len(answers) == 1


def test_only_a_holder_opens_a_share_and_nobody_a_strangers(drill: Drill) -> None:
    for login in BODIES:
        remote = drill.office.staff(drill.system, login)
        with pytest.raises(NotFound):
            remote.call("POST", "/v1/recovery-shares/open", {"set": "00" * 16})
        with pytest.raises(Forbidden):
            remote.call("GET", "/v1/recovery")


def test_a_card_that_was_mistyped_is_not_sent(drill: Drill, tmp_path: Path) -> None:
    code = drill.office.staff(drill.system, "guardian").call("POST", "/v1/enrolments")["code"]
    given, out = tmp_path / "code", tmp_path / "login"
    given.write_text(code)
    made = done("account", "enrol", drill.system.vault, "--code-file", given, "--out", out)
    secret, session = tmp_path / "passphrase", tmp_path / "session"
    secret.write_text(made["passphrase"])
    mine = ("--passphrase-file", secret)
    done("account", "login", out, "--session", session, *mine)
    words = ("--session", session, "--identity", tmp_path / "login.key", *mine)
    card = drill.set_up(words, "--wait-hours", "1")
    printed = read(card)
    assert printed.fp == parse_fp(made["fp"])
    text = card.read_text()
    first, second = printed.hers.words.split()[:2]
    for wrong in (
        text.replace(f" 1 {first}", f" 1 {second}", 1),
        text.replace("Set:", "Sat:"),
        text.replace(" 2 ", " 99 ", 1),
    ):
        assert wrong != text
        card.write_text(wrong)
        code_, refused = run("recovery", "begin", "--card", card)
        assert (code_, refused["error"]["type"]) == (2, "invalid")
        assert first not in refused["error"]["detail"]
    other = drill.set_up(words)
    assert run("recovery", "rehearse", "--card", other, *words)[0] == 0
    card.write_text(text)
    # The set that it was of has ended.
    assert run("recovery", "rehearse", "--card", card, *words)[1]["error"]["type"] == "integrity"
    with pytest.raises(Unauthenticated):
        Remote(drill.system.vault).call("POST", "/v1/recoveries/look", shown_by(printed))
    for hours in ("0", "73"):
        fps = [word for fp in range(3) for word in ("--holder", "00" * 32)]
        more = ("--card", tmp_path / "c", "--wait-hours", hours)
        assert run("recovery", "set-up", *fps, *more, *words)[0] == 2
    done("recovery", "drop", *words[:2])
    assert done("recovery", "show", *words[:2])["set"] is None
