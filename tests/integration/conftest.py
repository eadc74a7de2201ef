"""A real embedded system on free ports, and what its people do over HTTP."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.cli_session import Session, write_session
from api.remote import Remote
from api.remote_survivor import SignedIn, sign_in
from audit.entry import parse_fields
from vault.ids import parse_fp

ROOT = Path(__file__).resolve().parents[2]
READY = 180.0


@dataclass
class System:
    """A running `safehold up`."""

    process: "subprocess.Popen[bytes]"
    data: Path
    port: int
    output: Path

    @property
    def vault(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def gateway(self) -> str:
        return f"http://127.0.0.1:{self.port + 1}"

    def logins(self) -> dict[str, Any]:
        return json.loads((self.data / "demo" / "logins.json").read_text())

    def staff(self, role: str) -> Remote:
        login = json.loads((self.data / "demo" / "staff.json").read_text())[role]
        url = self.gateway if role in {"investigator", "supervisor"} else self.vault
        token = Remote(url).call("POST", "/v1/staff/sessions", login)["token"]
        return Remote(url, token)

    def survivor(self) -> SignedIn:
        found = self.logins()
        return sign_in(
            self.vault,
            found["login_code"],
            found["passphrase"],
            parse_fp(found["root"]),
            verify=True,
        )

    def session_file(self, me: SignedIn, path: Path) -> Path:
        """Write her session as the command line keeps one."""
        session = Session(self.vault, "survivor", me.token, me.uid.hex(), me.root.hex())
        write_session(path, session)
        return path

    def entries(self) -> list[dict[str, Any]]:
        """Read the log as the file of its rows has it."""
        with closing(sqlite3.connect(self.data / "vault.db", timeout=20)) as database:
            found = database.execute("SELECT entry FROM audit_entry ORDER BY log_index").fetchall()
        return [dict(parse_fields(entry)) for (entry,) in found]

    def vault_pid(self) -> int:
        listed = subprocess.run(
            ["pgrep", "-f", f"api.process vault --data {self.data}"],
            capture_output=True,
            check=True,
        )
        return int(listed.stdout.split()[0])

    def kill_vault(self) -> None:
        """Kill the vault process outright and wait until the supervisor has it back."""
        before = self.vault_pid()
        os.kill(before, signal.SIGKILL)
        self.wait_back(before)

    def wait_back(self, before: int) -> None:
        """Wait until the supervisor has another vault process than this one."""
        eventually(lambda: self._is_back(before))

    def _is_back(self, before: int) -> bool:
        try:
            now = self.vault_pid()
            return now != before and httpx.get(f"{self.vault}/healthz").status_code == 200
        except (subprocess.CalledProcessError, httpx.HTTPError):
            return False


def eventually(check: Callable[[], Any], seconds: float = READY) -> Any:  # noqa: ANN401 whatever it gives
    """Ask until the answer is true; give it."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        found = check()
        if found:
            return found
        time.sleep(0.1)
    pytest.fail("it did not happen in time")


def free_ports() -> int:
    """Find three free ports in a row; give the first.

    They lie below those that a system gives to whoever calls out: one of these may be taken
    between this look and the server's own.
    """
    first = 20_000 + os.getpid() % 12_000
    for start in (*range(first, 32_700, 7), *range(20_000, first, 7)):
        try:
            for offset in range(3):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", start + offset))
        except OSError:
            continue
        return start
    pytest.fail("no free ports")


@contextmanager
def running(data: Path, port: int, *words: str) -> Iterator[System]:
    """Run `safehold up`, by default with its demonstration; end it as Ctrl-C does."""
    output = data.parent / f"{data.name}.out"
    with output.open("ab") as file:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "api.cli", "up", *(words or ("--demo",))),
                *("--data", str(data), "--port", str(port)),
            ],
            cwd=ROOT,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
        before = output.read_text().count("Ctrl-C")
        try:
            eventually(
                lambda: process.poll() is not None or output.read_text().count("Ctrl-C") > before
            )
            assert process.poll() is None, output.read_text()
            yield System(process, data, port, output)
        finally:
            process.send_signal(signal.SIGINT)
            try:
                code = process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
    assert code == 0, output.read_text()


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with running(tmp_path_factory.mktemp("system") / "data", free_ports()) as found:
        yield found


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)
