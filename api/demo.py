"""The demonstration: made people, a made phone sealed for one of them, and a request.

docs/operations.md 3. It goes the real path: the staff are added before the start, all
else over HTTP. Its passphrases are random and kept in `demo/logins.json` for the owner.
"""

import json
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from api.databases import open_database
from api.keyring import Keyring
from api.remote import Remote
from api.remote_survivor import countersign, enrol, sign_in
from api.remote_upload import upload
from api.settings import Settings
from api.staff import NewStaff, add_staff_member
from api.tool import this_tool
from extraction.intake import Parties, SourceOptions, seal_source
from extraction.made import write_made_source
from vault.custody import FolderSink
from vault.identity import Bundle, Kind, new_identity
from vault.identity_file import marshal_identity, parse_identity
from vault.ids import Clock, Random, parse_eid
from vault.passphrase import new_passphrase
from vault.statement import show_time

LOGINS = "logins.json"
STAFF = {
    "guardian": Kind.ORGANISATION,
    "investigator": Kind.PERSON,
    "supervisor": Kind.PERSON,
    "auditor": Kind.PERSON,
    "administrator": Kind.PERSON,
}


def add_staff(settings: Settings, keyring: Keyring, *, random: Random, now: datetime) -> None:
    """Add the demonstration's staff, once, while nothing else has the database."""
    folder = settings.data / "demo"
    if (folder / "staff.json").exists():
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    passwords = {}
    database = open_database(settings.data, settings.where())
    try:
        for role, kind in STAFF.items():
            identity = new_identity(kind, random=random)
            password = new_passphrase(random, 4)
            login = f"demo-{role}-{random(3).hex()}"
            member = NewStaff(login, password, role, f"Demo {role}", "demo", "demo-team")
            _, raw = add_staff_member(
                database, keyring, member, identity.bundle, random=random, now=now
            )
            _write(
                folder / f"{role}.key",
                marshal_identity(identity, passphrase=None, random=random),
            )
            (folder / f"{role}.key.pub").write_bytes(identity.bundle.marshal())
            (folder / f"{role}.cert").write_bytes(raw)
            passwords[role] = {"login": login, "password": password}
    finally:
        database.close()
    _write(folder / "staff.json", json.dumps(passwords, indent=1).encode())


def load(settings: Settings, *, random: Random, clock: Clock) -> dict[str, object]:
    """Load the demonstration, once; give its logins in words."""
    folder = settings.data / "demo"
    staff = json.loads((folder / "staff.json").read_text("utf-8"))
    if not (folder / LOGINS).exists():
        survivor = _load(settings, folder, staff, random=random, clock=clock)
        _write(folder / LOGINS, json.dumps(survivor, indent=1).encode())
    survivor = json.loads((folder / LOGINS).read_text("utf-8"))
    words: dict[str, object] = {
        role: f"login {each['login']}  password {each['password']}" for role, each in staff.items()
    }
    words["survivor"] = f"login code {survivor['login_code']}  passphrase {survivor['passphrase']}"
    words["keys"] = f"in {folder}"
    return words


def _load(
    settings: Settings, folder: Path, staff: dict[str, Any], *, random: Random, clock: Clock
) -> dict[str, str]:
    verify: str | bool = True if settings.tls_cert is None else str(settings.tls_cert)
    guardian = _staff_session(settings.own_url(0), staff["guardian"], verify=verify)
    code = guardian.call("POST", "/v1/enrolments")["code"]
    passphrase = new_passphrase(random)
    enrolled = enrol(settings.own_url(0), code, passphrase, random=random, verify=verify)
    _seal_and_upload(folder, guardian, enrolled.identity.bundle, random=random, clock=clock)
    me = sign_in(settings.own_url(0), enrolled.login_code, passphrase, enrolled.root, verify=verify)
    eid = me.remote.call("GET", "/v1/extractions")[0]["eid"]
    countersign(me, parse_eid(eid), lambda *_: None)
    request_code = me.remote.call("POST", "/v1/request-codes")["code"]
    investigator = _staff_session(settings.own_url(1), staff["investigator"], verify=verify)
    investigator.call(
        "POST", "/v1/requests", {"code": request_code, "request": made_request(clock())}
    )
    return {
        "login_code": enrolled.login_code,
        "passphrase": passphrase,
        "root": enrolled.root.hex(),
        "eid": eid,
    }


def _seal_and_upload(
    folder: Path,
    guardian: Remote,
    survivor: Bundle,
    *,
    random: Random,
    clock: Clock,
) -> None:
    identity = parse_identity((folder / "guardian.key").read_bytes(), passphrase=None)
    certs = [(folder / "guardian.cert").read_bytes()]
    with tempfile.TemporaryDirectory(prefix="safehold-", dir=folder) as scratch:
        source = write_made_source(Path(scratch) / "made", random=random)
        sealed = Path(scratch) / "sealed"
        seal_source(
            source,
            FolderSink(sealed, random=random),
            Parties(survivor, identity, certs, this_tool()),
            SourceOptions(),
            scratch=Path(scratch),
            random=random,
            clock=clock,
            progress=lambda *_: None,
        )
        upload(guardian, sealed, lambda *_: None, random=random)


def _staff_session(url: str, login: dict[str, str], *, verify: str | bool) -> Remote:
    answer = Remote(url, verify=verify).call("POST", "/v1/staff/sessions", login)
    return Remote(url, answer["token"], verify=verify)


def made_request(now: datetime) -> dict[str, Any]:
    """Give a complete made request: one conversation, one month."""
    return {
        "v": 1,
        "requester": {
            "name": "DC Demo",
            "organisation": "Demo Police",
            "team": "demo-team",
            "limb": "constable",
            "contact": "desk 1",
        },
        "reference": "DEMO/0001/26",
        "route": "vir",
        "made": now.strftime("%Y-%m-%d"),
        "belief": "she told the officer that her phone was copied into this vault",
        "sought": {
            "c": ["message"],
            "t": ["whatsapp:447700900101@s.whatsapp.net"],
            "d": [[1_775_001_600, 1_777_593_600]],
            "u": False,
        },
        "line_of_enquiry": "what was said between the two in April",
        "relevance": "the messages show what was agreed and what was refused",
        "necessity": "no other source holds both sides of the conversation",
        "alternatives": "the other phone was asked for and is not available",
        "excess": "none expected: one conversation and one month",
        "confidential": None,
        "approver": {
            "name": "DI Demo",
            "rank": "inspector",
            "at": show_time(now - timedelta(hours=1)),
        },
        "proxy": None,
        "handling": {
            "people": "the officer in the case and the disclosure officer",
            "storage": "the force's evidence system",
            "retention": "until the case ends",
            "defence": "what is relevant is disclosed as the law says",
        },
        "notice": {
            "text": "a written notice is shown with this request",
            "given": now.strftime("%Y-%m-%d"),
        },
        "stage": "first",
        "grounds": {},
        "follows": None,
        "expires": show_time(now + timedelta(days=60)),
    }


def _write(path: Path, data: bytes) -> None:
    fresh = path.with_name(path.name + ".new")
    fresh.touch(mode=0o600)
    fresh.write_bytes(data)
    fresh.rename(path)
