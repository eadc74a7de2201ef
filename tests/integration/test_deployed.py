"""Each task in a process of its own: the whole path, who may run, and processes that die."""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

import httpx
import pytest

from api.problems import NotFound
from api.remote_survivor import SignedIn, approve
from audit.log_copy import open_copy
from audit.policy import parse_log_policy
from audit.verify import verify_copy
from tests.cli.running import run
from tests.conftest import ROOT
from tests.integration.conftest import System, eventually, free_ports, running
from tests.integration.test_whole_path import (
    collect,
    grant,
    investigator_key,
    new_request,
    released,
    unpack,
)

pytestmark = pytest.mark.integration
PARTS = "gateway,publisher,witness,worker"


@contextmanager
def process(data: Path, task: str, *words: object) -> Iterator["subprocess.Popen[str]"]:
    """Run one deployed process once it says that it does its task; end it as TERM does."""
    command = [sys.executable, "-m", "api.cli", task, "--data", str(data), *map(str, words)]
    started = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    with started:
        assert started.stdout is not None
        line = started.stdout.readline()
        assert task in line, line + started.stdout.read()
        try:
            yield started
        finally:
            if started.poll() is None:
                started.send_signal(signal.SIGCONT)
                started.terminate()
            code = started.wait(30)
    assert code in (0, -signal.SIGKILL), code


class Deployed:
    """A vault whose every task is done by another process."""

    def __init__(self, data: Path, port: int) -> None:
        self.data = data
        self.port = port
        self.stack = ExitStack()
        self.processes: dict[str, subprocess.Popen[str]] = {}
        self.witness = ("--witness", f"http://127.0.0.1:{port + 2}")

    def stop(self, task: str) -> None:
        """Let a process stand still, as long as it is not its turn at writing the file.

        A file lock knows no frozen holder: everybody else would wait for it for ever.
        """
        pid = self.processes[task].pid
        turn = os.open(self.data / "vault.db-turn", os.O_RDWR)
        try:
            fcntl.flock(turn, fcntl.LOCK_EX)
            os.kill(pid, signal.SIGSTOP)
            eventually(lambda: "State:\tT" in Path(f"/proc/{pid}/status").read_text())
        finally:
            os.close(turn)

    def start(self, task: str) -> None:
        words: dict[str, tuple[object, ...]] = {
            "gateway": ("--port", self.port + 1, *self.witness),
            "witness": ("--port", self.port + 2),
        }
        more = words.get(task, self.witness)
        self.processes[task] = self.stack.enter_context(process(self.data, task, *more))

    def kill(self, task: str) -> None:
        self.processes[task].kill()
        self.processes[task].wait()


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two data folders with a demonstration: one to run, one that nothing runs over."""
    folder = tmp_path_factory.mktemp("deployed")
    with running(folder / "data", free_ports()):
        pass
    shutil.copytree(folder / "data", folder / "idle")
    return folder / "data", folder / "idle"


@contextmanager
def deploying(data: Path) -> Iterator[tuple[Deployed, System]]:
    """Run a vault over a folder that has one, each task in a process of its own."""
    port = free_ports()
    found = Deployed(data, port)
    with found.stack:
        found.start("witness")
        with running(data, port, "--without", PARTS) as system:
            for task in ("publisher", "gateway", "worker"):
                found.start(task)
            yield found, system


@pytest.fixture(scope="module")
def deployed(loaded: tuple[Path, Path]) -> Iterator[tuple[Deployed, System]]:
    """Whoever stops a process starts it again."""
    with deploying(loaded[0]) as found:
        yield found


@pytest.fixture
def data(loaded: tuple[Path, Path]) -> Path:
    return loaded[1]


def outcomes(me: SignedIn, act: str) -> list[str]:
    """How her accesses of one kind ended."""
    lines = me.remote.call("GET", "/v1/log")["lines"]
    granted = {line["index"] for line in lines if line["act"] == act and line["out"] == "granted"}
    return [line["out"] for line in lines if line["ref"] in granted]


def test_the_whole_path_goes_through_five_processes(
    deployed: tuple[Deployed, System], tmp_path: Path, now: datetime
) -> None:
    system = deployed[1]
    me = system.survivor()
    found, stored = grant(system, me, new_request(system, me, now), now)
    assert found.records > 50
    row = released(me, stored["gid"], "draft")
    approve(me, row["rid"], [investigator_key(system).bundle], now)
    officer = system.staff("investigator")
    unpack(collect(officer, row["rid"]), investigator_key(system), tmp_path / "package")

    me.remote.call("POST", f"/v1/grants/{stored['gid']}/withdraw")
    with pytest.raises(NotFound):
        collect(officer, row["rid"])

    path = tmp_path / "copy.zip"
    path.write_bytes(system.staff("auditor").fetch("/v1/audit/copy"))
    policy = parse_log_policy(httpx.get(f"{system.vault}/v1/policy").json()["log"])
    seconds = int(now.timestamp()) + 120
    steps = verify_copy(open_copy(path), policy, now_seconds=seconds)
    assert {step.status for step in steps} <= {"pass", "absent"}, steps


def test_a_killed_gateway_leaves_no_access_open(
    deployed: tuple[Deployed, System], now: datetime
) -> None:
    """It dies between its decision and the delivery; the vault, still running, settles it."""
    processes, system = deployed
    me = system.survivor()
    _, stored = grant(system, me, new_request(system, me, now), now, approval="auto")
    row = released(me, stored["gid"], "approved")
    officer = system.staff("investigator")
    before = outcomes(me, "release.collect")
    # Without checkpoints what is strict waits, so the access stays open.
    processes.stop("publisher")
    failed = []

    def trying() -> None:
        try:
            collect(officer, row["rid"])
        except Exception as error:  # noqa: BLE001 whatever a killed gateway looks like
            failed.append(error)

    thread = threading.Thread(target=trying)
    thread.start()
    eventually(lambda: _open(me))
    processes.kill("gateway")
    thread.join(20)
    assert failed
    vault = system.vault_pid()
    assert eventually(lambda: outcomes(me, "release.collect")[len(before) :], 20) == ["unknown"]
    assert system.vault_pid() == vault
    processes.processes["publisher"].send_signal(signal.SIGCONT)
    processes.start("gateway")
    again = system.staff("investigator")
    assert collect(again, row["rid"])
    assert outcomes(me, "release.collect")[len(before) :] == ["unknown", "completed"]


def _open(me: SignedIn) -> bool:
    lines = me.remote.call("GET", "/v1/log")["lines"]
    closed = {line["ref"] for line in lines}
    collecting = [each for each in lines if each["act"] == "release.collect"]
    return any(each["out"] == "granted" and each["index"] not in closed for each in collecting)


def test_without_a_publisher_nothing_strict_is_handed_out(
    deployed: tuple[Deployed, System], now: datetime
) -> None:
    processes, system = deployed
    me = system.survivor()
    processes.processes["publisher"].terminate()
    assert processes.processes["publisher"].wait(20) == 0
    _, stored = grant(system, me, new_request(system, me, now), now)
    time.sleep(12)
    found = next(
        each for each in me.remote.call("GET", "/v1/grants") if each["gid"] == stored["gid"]
    )
    assert found["release"] is None
    processes.start("publisher")
    assert released(me, stored["gid"], "draft")["job"] == "done"


def test_a_worker_that_is_killed_hands_its_work_to_another(
    deployed: tuple[Deployed, System], now: datetime
) -> None:
    processes, system = deployed
    me = system.survivor()
    processes.stop("worker")
    _, stored = grant(system, me, new_request(system, me, now), now)
    processes.kill("worker")
    processes.start("worker")
    assert released(me, stored["gid"], "draft")["job"] == "done"


@pytest.mark.parametrize("task", ["publisher", "witness"])
def test_there_is_one_of_each(deployed: tuple[Deployed, System], task: str) -> None:
    processes = deployed[0]
    words: tuple[object, ...] = (*processes.witness,)
    if task == "witness":
        words = ("--port", free_ports() + 2)
    code, document = run(task, "--data", processes.data, *words)
    assert (code, document["error"]["type"]) == (4, "busy")


def test_what_needs_a_stopped_vault_is_refused_while_any_process_runs(
    data: Path, tmp_path: Path
) -> None:
    port = free_ports()
    secret = tmp_path / "secret"
    secret.write_text("a password")
    add = (
        *("staff", "add", "--data", data, "--login", "new", "--name", "New", "--team", "team"),
        *("--organisation", "org", "--role", "guardian", "--cert-out", tmp_path / "cert"),
        *("--key", data / "demo" / "guardian.key.pub", "--passphrase-file", secret),
    )
    with process(data, "witness", "--port", port + 2):
        witness = ("--witness", f"http://127.0.0.1:{port + 2}")
        for task, words in (
            ("gateway", ("--port", port + 1, *witness)),
            ("worker", witness),
            ("publisher", witness),
        ):
            with process(data, task, *words):
                for refused in (add, ("fsck", data)):
                    code, document = run(*refused)
                    assert (code, document["error"]["type"]) == (4, "busy"), (task, refused)
        assert run("fsck", data)[0] == 4
    assert not (tmp_path / "cert").exists()
    assert run("fsck", data)[0] == 0


def test_a_gateway_needs_no_file_of_keys(data: Path) -> None:
    port = free_ports()
    away = data.with_name("keys-elsewhere")
    with process(data, "witness", "--port", port + 2):
        (data / "keys").rename(away)
        try:
            witness = ("--witness", f"http://127.0.0.1:{port + 2}")
            with process(data, "gateway", "--port", port + 1, *witness):
                answer = httpx.get(f"http://127.0.0.1:{port + 1}/healthz")
                assert answer.json() == {"status": "ok"}
                assert not (data / "keys").exists()
        finally:
            away.rename(data / "keys")


@pytest.mark.parametrize("task", ["gateway", "worker", "publisher"])
def test_a_witness_that_is_away_ends_the_start(data: Path, task: str) -> None:
    port = free_ports()
    words: tuple[object, ...] = ("--witness", f"http://127.0.0.1:{port + 2}")
    if task == "gateway":
        words = (*words, "--port", port + 1)
    code, document = run(task, "--data", data, *words)
    assert (code, document["error"]["type"]) == (4, "busy")


@pytest.mark.parametrize("task", ["gateway", "worker", "publisher", "witness"])
def test_a_folder_without_a_vault_is_refused(tmp_path: Path, task: str) -> None:
    code, document = run(task, "--data", tmp_path)
    assert (code, document["error"]["type"]) == (2, "invalid")
    assert list(tmp_path.iterdir()) == []


def test_a_killed_supervisors_vault_still_keeps_others_out(data: Path) -> None:
    port = free_ports()
    words = ("up", "--data", str(data), "--port", str(port))
    supervisor = subprocess.Popen([sys.executable, "-m", "api.cli", *words], cwd=ROOT)
    with supervisor:
        eventually(lambda: _answers(f"http://127.0.0.1:{port}/healthz"))
        supervisor.kill()
    code, document = run("fsck", data)
    assert (code, document["error"]["type"]) == (4, "busy")
    listed = subprocess.run(
        ["pgrep", "-f", f"api.process .*--data {data} "], capture_output=True, check=True
    )
    pids = [int(pid) for pid in listed.stdout.split()]
    assert len(pids) == 2
    for pid in pids:
        os.kill(pid, signal.SIGTERM)
    eventually(lambda: run("fsck", data)[0] == 0)


def _answers(url: str) -> bool:
    try:
        return httpx.get(url).is_success
    except httpx.HTTPError:
        return False
