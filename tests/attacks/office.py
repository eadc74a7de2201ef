"""People of a running vault that has no demonstration: staff that its operator added, survivors."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from api.demo import made_request
from api.keyring import WorkerKeys
from api.remote import Remote
from api.remote_survivor import (
    Decision,
    Enrolled,
    SignedIn,
    approve,
    decide,
    enrol,
    grant_state,
    open_extraction,
    sign_in,
)
from api.remote_upload import upload
from consent.scope import parse_scope
from extraction.made import write_made_source
from extraction.preview import Preview
from tests.attacks.conftest import APRIL, CHAT
from tests.cli.running import Desk, done
from tests.conftest import seeded_random
from tests.integration.conftest import System, eventually
from tests.integration.test_deployed import process
from vault.canonical import unb64
from vault.identity import Identity, parse_bundle
from vault.identity_file import parse_identity
from vault.ids import Eid, Gid, parse_eid, parse_gid

PASSPHRASE = "six made words for one attack"
DAY = 86_400
Record = tuple[Eid, int, int]


@dataclass
class Case:
    """One survivor with one extraction in the vault."""

    enrolled: Enrolled
    eid: Eid

    def enter(self, system: System) -> SignedIn:
        return self.enter_at(system.vault)

    def enter_at(self, url: str) -> SignedIn:
        found = self.enrolled
        return sign_in(url, found.login_code, PASSPHRASE, found.root, verify=True)


@dataclass
class Granted:
    """One grant: what she saw when she signed it, and its worker's private key."""

    gid: Gid
    seen: Preview
    worker: bytes

    def segments(self) -> set[tuple[Eid, int]]:
        """Give the segments that it gives by key: every record of them leaves."""
        return {
            (self.seen.eid, each.index) for each in self.seen.chosen if set(each.reasons) == {None}
        }

    def records(self) -> set[Record]:
        return {
            (self.seen.eid, each.index, place)
            for each in self.seen.chosen
            for place, reason in enumerate(each.reasons)
            if reason is None
        }


class Office:
    """The staff of a vault, added by its operator, and what they do over HTTP."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data = folder, folder / "data"
        self.desk = Desk(folder)
        self.secret = folder / "secret"
        self.secret.write_text("a made password of staff\n")
        for role in ("guardian", "investigator"):
            self.add(role, role)

    def add(self, login: str, role: str, team: str = "made", organisation: str = "made") -> None:
        """Add a member of staff; their login is their key's name at the desk."""
        if not self.desk.key(login).exists():
            kind = "organisation" if role == "guardian" else "person"
            done("keys", "new", "--kind", kind, "--no-passphrase", self.desk.key(login))
        done(
            *("staff", "add", "--data", self.data, "--login", login, "--name", login),
            *("--organisation", organisation, "--team", team, "--role", role),
            *("--key", self.desk.public(login), "--cert-out", self.folder / f"{login}.cert"),
            *("--passphrase-file", self.secret),
        )

    def staff(self, system: System, role: str, *, gateway: bool = False) -> Remote:
        """Sign a member of staff in by their login."""
        url = system.gateway if gateway or role.startswith("investigator") else system.vault
        login = {"login": role, "password": self.secret.read_text().strip()}
        return Remote(url, Remote(url).call("POST", "/v1/staff/sessions", login)["token"])

    def intake(self, system: System, seed: str, days: int) -> Case:
        """Enrol a survivor, seal a made phone for her, and bring it to the vault."""
        guardian = self.staff(system, "guardian")
        code = guardian.call("POST", "/v1/enrolments")["code"]
        enrolled = enrol(system.vault, code, PASSPHRASE, random=os.urandom, verify=True)
        public = self.folder / f"{seed}.pub"
        public.write_bytes(enrolled.identity.bundle.marshal())
        source = write_made_source(self.folder / seed, random=seeded_random(seed), days=days)
        sealed = self.folder / f"{seed}.sealed"
        eid = done(
            *("seal", source, "--for", public, "--as", self.desk.key("guardian")),
            *("--cert", self.folder / "guardian.cert", "--out", sealed),
        )["eid"]
        upload(guardian, sealed, lambda *_: None, random=os.urandom)
        return Case(enrolled, parse_eid(eid))

    def person(self, login: str) -> Identity:
        """Read a member's own key."""
        return parse_identity(self.desk.key(login).read_bytes(), passphrase=None)

    def grant(
        self, system: System, case: Case, days: tuple[int, int], *, also: Sequence[str] = ()
    ) -> Granted:
        """Have the investigator ask, and the survivor agree to some days of one conversation.

        `also` are the logins of those she names besides who asks.
        """
        me, now = case.enter(system), datetime.now(UTC)
        code = me.remote.call("POST", "/v1/request-codes")["code"]
        officer = self.staff(system, "investigator")
        sent = officer.call("POST", "/v1/requests", {"code": code, "request": made_request(now)})
        (row,) = [
            each for each in me.remote.call("GET", "/v1/requests") if each["qid"] == sent["qid"]
        ]
        # Half a day in and half a day out: the segments at the ends become excerpts.
        begin, end = (APRIL + day * DAY + 40_000 for day in days)
        scope = {"c": ["message"], "t": [CHAT], "d": [[begin, end]], "u": False}
        decision = Decision(
            sent["qid"],
            parse_scope({**scope, "x": [case.eid.hex()]}),
            (
                parse_bundle(unb64(row["recipient"])),
                *(self.person(login).bundle for login in also),
            ),
            now.replace(microsecond=0) + timedelta(days=3),
            "ask",
            {},
        )
        seen, stored = decide(
            me,
            open_extraction(me, case.eid),
            decision,
            now=now,
            random=os.urandom,
            progress=lambda *_: None,
        )
        gid = parse_gid(stored["gid"])
        secret = (self.data / "keys" / "worker.secret").read_bytes()
        keys = WorkerKeys(self.data / "worker", secret, os.urandom)
        return Granted(gid, seen, keys.open(gid).root)

    def finish(
        self, system: System, case: Case, granted: Granted, *, also: Sequence[str] = ()
    ) -> str:
        """Let a worker select, her approve, and the investigator collect; give the release's id."""
        address = ("--witness", f"http://127.0.0.1:{system.port + 2}")
        me = case.enter(system)
        with process(self.data, "worker", *address):
            row = eventually(
                lambda: (
                    (found := grant_state(me, granted.gid.hex()))["release"] == "draft" and found
                )
            )
        named = [self.person(login).bundle for login in ("investigator", *also)]
        approve(me, row["rid"], named, datetime.now(UTC))
        officer = self.staff(system, "investigator")
        assert b"".join(officer.stream("POST", f"/v1/releases/{row['rid']}/collect"))
        return str(row["rid"])
