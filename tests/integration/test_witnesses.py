"""Three independent witnesses in processes of their own: one killed, two killed, back again.

The policy wants the body and one of two others. Nothing here stands in for anything: the
vault, its publisher and the witnesses are the programs that people run.
"""

import contextlib
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from api.beside import ask_witness, growth_beside
from api.databases import open_database
from api.remote_survivor import approve
from audit import repository
from audit.beside import check_both_ways
from audit.covering import MAX_UNCOVERED
from audit.entry import Draft
from audit.errors import NotProven
from audit.log_copy import open_copy
from audit.note import parse_note
from audit.policy import parse_log_policy
from audit.trust import check_checkpoint
from audit.verify import verify_copy
from tests.conftest import ROOT
from tests.integration.conftest import System, eventually, free_ports, running
from tests.integration.test_whole_path import (
    collect,
    grant,
    investigator_key,
    new_request,
    released,
)

pytestmark = pytest.mark.integration
NAMES = ("body", "ngo", "net")
ORIGIN = "safehold/audit/1"


class Witness:
    """One independent witness: its folder, its process, its address."""

    def __init__(self, folder: Path, name: str, port: int) -> None:
        self.folder, self.name, self.port = folder, name, port
        made = self._safehold("--new", f"{name}.example/w")
        self.vkeys = [line for line in made.stdout.splitlines() if "+" in line][:2]
        self.process: subprocess.Popen[str] | None = None

    def _safehold(self, *words: object) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "api.cli", "witness", "--state", str(self.folder)]
        return subprocess.run(
            [*command, *map(str, words)], cwd=ROOT, capture_output=True, text=True, check=True
        )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def know(self, vkey: str) -> None:
        (self.folder / "logs").write_text(f"{vkey}\n")

    def start(self) -> None:
        command = [sys.executable, "-m", "api.cli", "witness", "--state", str(self.folder)]
        self.process = subprocess.Popen(
            [*command, "--port", str(self.port)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        assert f"knows {ORIGIN}" in self.process.stdout.readline()

    def end(self, number: int) -> None:
        assert self.process is not None
        self.process.send_signal(number)
        self.process.wait(30)
        assert self.process.stdout is not None
        self.process.stdout.close()
        self.process = None

    def kill(self) -> None:
        self.end(signal.SIGKILL)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with its demonstration, and nothing running over it."""
    folder = tmp_path_factory.mktemp("witnesses") / "data"
    with running(folder, free_ports()):
        pass
    return folder


@pytest.fixture(scope="module")
def witnesses(loaded: Path) -> Iterator[list[Witness]]:
    first = free_ports() + 400
    made = [Witness(loaded.parent / name, name, first + at) for at, name in enumerate(NAMES)]
    for witness in made:
        witness.know((loaded / "log.vkey").read_text())
        witness.start()
    yield made
    for witness in made:
        if witness.process is not None:
            witness.end(signal.SIGTERM)


@pytest.fixture(scope="module")
def policy(loaded: Path, witnesses: list[Witness]) -> Path:
    logs = [
        line for line in (loaded / "policy").read_text().splitlines() if line.startswith("log ")
    ]
    lines = [f"witness {each.name} {each.vkeys[0]} {each.url}" for each in witnesses]
    groups = ["group others any ngo net", "group both all body others", "quorum both"]
    path = loaded.parent / "policy.txt"
    path.write_text("\n".join([*logs, *lines, *groups]) + "\n")
    return path


@pytest.fixture(scope="module")
def system(loaded: Path, policy: Path) -> Iterator[System]:
    """The first start under the new policy still needs the vault's own witness; then it goes."""
    before = (loaded / "policy").read_text()
    with running(loaded, free_ports(), "--policy", str(policy)) as first:
        assert first.staff("auditor")
        assert (loaded / "policy").read_text() == policy.read_text() != before
    shutil.copytree(loaded, loaded.parent / "backup")
    with running(loaded, free_ports(), "--without", "witness") as found:
        yield found


def size(system: System) -> int:
    note = httpx.get(f"{system.vault}/v1/checkpoint").text
    policy = parse_log_policy((system.data / "policy").read_text())
    seconds = int(datetime.now(UTC).timestamp())
    return check_checkpoint(note, policy, now_seconds=seconds).checkpoint.size


@contextlib.contextmanager
def killed(*dead: Witness) -> Iterator[None]:
    for witness in dead:
        witness.kill()
    try:
        yield
    finally:
        for witness in dead:
            witness.start()


def ready(system: System, now: datetime) -> str:
    """Bring a release to where the officer may collect it; give its id."""
    me = system.survivor()
    _, stored = grant(system, me, new_request(system, me, now), now)
    row = released(me, stored["gid"], "draft")
    approve(me, row["rid"], [investigator_key(system).bundle], now)
    return str(row["rid"])


def asked(system: System, rid: str) -> httpx.Response:
    """Ask for a release as the officer's client does, without its patience."""
    login = json.loads((system.data / "demo" / "staff.json").read_text())["investigator"]
    with httpx.Client(base_url=system.gateway, timeout=60) as client:
        token = client.post("/v1/staff/sessions", json=login).json()["token"]
        bearer = {"Authorization": f"Bearer {token}"}
        return client.post(f"/v1/releases/{rid}/collect", headers=bearer)


def test_one_goes_and_nobody_notices(
    system: System, witnesses: list[Witness], now: datetime
) -> None:
    for dead in witnesses[1:]:
        with killed(dead):
            before = size(system)
            rid = ready(system, now)
            assert collect(system.staff("investigator"), rid)
            eventually(lambda before=before: size(system) > before)


def test_without_a_quorum_strict_acts_stop_and_go_on_when_it_is_back(
    system: System, witnesses: list[Witness], now: datetime
) -> None:
    rid = ready(system, now)
    body, *others = witnesses
    for dead in ([body], others):
        with killed(*dead):
            refused = asked(system, rid)
            assert refused.status_code == 503
            assert int(refused.headers["retry-after"]) > 0
            assert refused.json()["type"] == "busy"
            assert "cosigned checkpoint" in refused.json()["detail"]
            # What is not strict goes on, and stays durable.
            me = system.survivor()
            lines = me.remote.call("GET", "/v1/log")["lines"]
            aborted = [line for line in lines if line["reason"] == "uncovered"]
            assert aborted
        eventually(lambda: collect(system.staff("investigator"), rid))
    path = system.data.parent / "copy.zip"
    path.write_bytes(system.staff("auditor").fetch("/v1/audit/copy"))
    policy = parse_log_policy((system.data / "policy").read_text())
    seconds = int(datetime.now(UTC).timestamp())
    steps = verify_copy(open_copy(path), policy, now_seconds=seconds)
    assert {step.status for step in steps} <= {"pass", "absent"}, steps


STAFF_READ = {
    "investigator": "/v1/releases",
    "supervisor": "/v1/proposals",
    "guardian": "/v1/me",
    "auditor": "/v1/audit/copy",
    "administrator": "/v1/staff",
}


def test_too_far_ahead_of_its_checkpoints_the_log_lets_no_staff_in(
    system: System, witnesses: list[Witness]
) -> None:
    """Their sign-in gives a session, which then opens nothing and can be ended; she goes on."""
    others = witnesses[1:]
    now_ms = int(datetime.now(UTC).timestamp() * 1000)
    draft = Draft(act="cover", out="done", role="system", auth="service")

    def fill(database: repository.Connection) -> None:
        for _ in range(MAX_UNCOVERED + 1):
            repository.append(database, draft, now_ms=now_ms, random=os.urandom)

    logins = json.loads((system.data / "demo" / "staff.json").read_text())
    reads = {role: url for role, url in STAFF_READ.items() if role in logins}
    assert {"investigator", "guardian", "auditor"} <= set(reads)

    def answers(role: str, url: str, method: str = "GET") -> httpx.Response:
        home = system.gateway if role in {"investigator", "supervisor"} else system.vault
        token = httpx.post(f"{home}/v1/staff/sessions", json=logins[role]).json()["token"]
        bearer = {"Authorization": f"Bearer {token}"}
        return httpx.request(method, f"{home}{url}", headers=bearer, timeout=60)

    for role, url in reads.items():
        assert answers(role, url).status_code == 200, role
    with killed(*others):
        with closing(open_database(system.data, None)) as database:
            database.write(fill)
        for role, url in reads.items():
            refused = answers(role, url)
            assert (refused.status_code, refused.json()["type"]) == (503, "busy"), role
            assert "no checkpoint covers the newest" in refused.json()["detail"]
            assert answers(role, "/v1/session", "DELETE").status_code == 200
        assert system.survivor().remote.call("GET", "/v1/log")["lines"]
    eventually(lambda: answers("investigator", "/v1/releases").status_code == 200)


def test_every_witness_shows_what_it_cosigned(system: System, witnesses: list[Witness]) -> None:
    origin = hashlib.sha256(ORIGIN.encode()).hexdigest()
    for witness in witnesses:
        note = httpx.get(f"{witness.url}/{origin}/checkpoint").text
        names = [line.name for line in parse_note(note).signatures]
        assert names.count(f"{witness.name}.example/w") == 2
    assert size(system) > 0


def test_she_asks_a_witness_herself_and_it_saw_what_the_vault_shows(
    system: System, witnesses: list[Witness], now: datetime
) -> None:
    ready(system, now)
    policy = parse_log_policy((system.data / "policy").read_text())
    seconds = int(datetime.now(UTC).timestamp())
    me = system.survivor()
    for chosen in range(len(witnesses)):
        found = ask_witness(policy, now_seconds=seconds, random=lambda _, at=chosen: bytes([at]))
        assert found is not None
        assert found.name == sorted(policy.urls)[chosen]
        assert found.seen is not None
        shown = httpx.get(f"{system.vault}/v1/checkpoint").text
        trusted = check_checkpoint(shown, policy, now_seconds=seconds).checkpoint
        path = growth_beside(me.remote, trusted, found.seen)
        check_both_ways(trusted, found.seen.checkpoint, path)
        fewer = replace(found.seen.checkpoint, size=trusted.size - 1)
        path = growth_beside(me.remote, trusted, replace(found.seen, checkpoint=fewer))
        with pytest.raises(NotProven):
            check_both_ways(trusted, fewer, path)
    with killed(witnesses[0]):
        silent = ask_witness(policy, now_seconds=seconds, random=lambda _: b"\x00")
        assert silent is not None
        assert silent.seen is None


def test_a_restored_backup_does_not_start(
    system: System, witnesses: list[Witness], tmp_path: Path
) -> None:
    """Yesterday's copy of the vault, its own witness's memory and all."""
    before = size(system)
    system.survivor()
    eventually(lambda: size(system) > before)
    data = tmp_path / "data"
    shutil.copytree(system.data.parent / "backup", data)
    command = [sys.executable, "-m", "api.cli", "up", "--data", str(data), "--without", "witness"]

    def started() -> "subprocess.CompletedProcess[str]":
        words = [*command, "--port", str(free_ports())]
        process = subprocess.Popen(words, cwd=ROOT, stderr=subprocess.PIPE, text=True)
        try:
            _, said = process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            # It started. Its children must not outlive the test.
            process.terminate()
            process.communicate(timeout=60)
            raise
        return subprocess.CompletedProcess(words, process.returncode, "", said)

    found = started()
    assert found.returncode != 0
    assert "a witness saw" in found.stderr
    with killed(*witnesses[:2]):
        found = started()
        assert found.returncode != 0
        assert "a witness saw" in found.stderr or "too few witnesses" in found.stderr
    with killed(*witnesses):
        found = started()
        assert found.returncode != 0
        assert "too few witnesses" in found.stderr
