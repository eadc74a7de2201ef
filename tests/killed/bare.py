"""A vault's processes without the supervisor, which would wait longer before each start."""

import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import httpx

from tests.conftest import ROOT
from tests.integration.conftest import System, eventually

JOB = "SELECT state, attempt FROM job WHERE subject = ?"


class Bare:
    """A vault and its witness, and with `own_worker` a `safehold worker` instead of its own."""

    def __init__(self, system: System, *, own_worker: bool = False) -> None:
        self.system = system
        self.own_worker = own_worker
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self._known = self._stored()
        self.start_witness()
        self.start_vault()
        if own_worker:
            self.start_worker()

    def start_witness(self) -> None:
        """Start the witness and wait until it answers."""
        self._start("witness", "-m", "api.process", "witness", *self._place())
        eventually(lambda: self._answers(2))

    def stop_witness(self) -> None:
        """End the witness well."""
        self._end("witness")

    def start_vault(self) -> None:
        """Start the vault and wait until both its apps answer."""
        without = ("--without", "worker") if self.own_worker else ()
        self._start("vault", "-m", "api.process", "vault", *self._place(), *without)
        eventually(lambda: self._answers(0))
        eventually(lambda: self._answers(1))

    def start_worker(self) -> None:
        """Start the worker; it takes what is due once it is up."""
        witness = ("--witness", f"http://127.0.0.1:{self.system.port + 2}")
        data = ("--data", str(self.system.data))
        self._start("worker", "-m", "api.cli", "worker", *data, *witness)

    def kill_vault(self) -> None:
        """Kill the vault outright."""
        self._kill("vault")

    def kill_selecting(self) -> None:
        """Kill whichever process selects, outright."""
        self._kill("worker" if self.own_worker else "vault")

    def start_selecting(self) -> None:
        """Start it again."""
        if self.own_worker:
            self.start_worker()
        else:
            self.start_vault()

    def stop(self) -> None:
        """End all of them well."""
        for which in [*self.processes][::-1]:
            self._end(which)

    def end(self) -> None:
        """End all of them in any way."""
        for process in self.processes.values():
            process.kill()
            process.wait()

    def job(self, gid: str) -> tuple[str, int]:
        """Give the state of a grant's job and its attempt, as a reader beside the vault sees it."""
        with closing(self._database()) as database:
            state, attempt = database.execute(JOB, (bytes.fromhex(gid),)).fetchone()
        return str(state), int(attempt)

    def states(self) -> set[str]:
        """Give the states that jobs are in."""
        with closing(self._database()) as database:
            return {str(state) for (state,) in database.execute("SELECT DISTINCT state FROM job")}

    def unlisted(self) -> set[str]:
        """List what was stored since the start and no release's row names."""
        with closing(self._database()) as database:
            rows = {str(box) for (box,) in database.execute("SELECT box FROM release")}
        return self._stored() - self._known - rows

    def await_job(self, gid: str, state: str, seconds: float) -> bool:
        """Wait a while for a grant's job to be in a state, or past it."""
        limit = time.monotonic() + seconds
        while (found := self.job(gid)[0]) not in {state, "done"} and time.monotonic() < limit:
            time.sleep(0.005)
        return found in {state, "done"}

    def _stored(self) -> set[str]:
        objects = self.system.data / "objects"
        return {
            path.relative_to(objects).as_posix() for path in objects.rglob("*") if path.is_file()
        }

    def _database(self) -> sqlite3.Connection:
        path = f"file:{self.system.data / 'vault.db'}?mode=ro"
        return sqlite3.connect(path, uri=True, timeout=30)

    def _place(self) -> tuple[str, ...]:
        data, port = str(self.system.data), str(self.system.port)
        return "--host", "127.0.0.1", "--data", data, "--port", port

    def _start(self, which: str, *words: str) -> None:
        with self.system.output.open("ab") as file:
            self.processes[which] = subprocess.Popen(
                [sys.executable, *words], cwd=ROOT, stdout=file, stderr=subprocess.STDOUT
            )

    def _kill(self, which: str) -> None:
        self.processes[which].send_signal(signal.SIGKILL)
        self.processes[which].wait()

    def _end(self, which: str) -> None:
        self.processes[which].terminate()
        assert self.processes[which].wait(30) == 0, self.system.output.read_text()[-2000:]

    def _answers(self, offset: int) -> bool:
        url = f"http://127.0.0.1:{self.system.port + offset}/healthz"
        try:
            return httpx.get(url).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False


def write_line(line: str) -> None:
    """Say how it goes, where the output is not captured."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
