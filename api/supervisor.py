"""The supervisor: starts the processes, restarts what dies, ends all of it cleanly.

docs/operations.md 1. Children are in sessions of their own, so Ctrl-C reaches the
supervisor alone and it ends them in order: the vault first, then the witness.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx

from api.settings import Settings

GRACE = 12.0
READY = 60.0
_FIRST_DELAY, _LONGEST_DELAY = 0.5, 15.0
_STEADY = 30.0


@dataclass(slots=True)
class Child:
    """One process: what starts it, and how it has fared."""

    which: str
    arguments: list[str]
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    delay: float = field(default=_FIRST_DELAY)
    due: float = 0.0


class Supervisor:
    """Runs the witness and the vault until it is told to stop."""

    def __init__(self, settings: Settings, say: Callable[[str], None]) -> None:
        self._settings = settings
        self._say = say
        arguments = ["--data", str(settings.data), "--host", settings.host]
        arguments += ["--port", str(settings.port)]
        if settings.tls_cert is not None and settings.tls_key is not None:
            arguments += ["--tls-cert", str(settings.tls_cert)]
            arguments += ["--tls-key", str(settings.tls_key)]
        if settings.without:
            arguments += ["--without", ",".join(sorted(settings.without))]
        if settings.witness is not None:
            arguments += ["--witness", settings.witness]
        if settings.database is not None:
            arguments += ["--database", settings.database.address]
            if settings.database.secret is not None:
                arguments += ["--database-password-file", str(settings.database.secret)]
        if settings.objects is not None:
            arguments += settings.objects.words()
        if settings.broker is not None:
            arguments += settings.broker.words()
        self._vault = Child("vault", arguments)
        self._witness = None if "witness" in settings.without else Child("witness", arguments)
        self.children = [child for child in (self._witness, self._vault) if child is not None]

    def start(self) -> bool:
        """Start them and wait until their addresses answer; False when they do not."""
        if self._witness is not None:
            self._spawn(self._witness)
            if not self._answers(self._settings.local_witness(), self._witness):
                return False
        self._spawn(self._vault)
        offsets = [0] if "gateway" in self._settings.without else [0, 1]
        return all(self._answers(self._settings.own_url(offset), self._vault) for offset in offsets)

    def watch(self, ended: Callable[[], bool]) -> None:
        """Restart whatever dies, with growing delays, until `ended` says so."""
        while not ended():
            now = time.monotonic()
            for child in self.children:
                self._look(child, now)
            time.sleep(0.2)

    def stop(self) -> None:
        """End everything; whoever does not end in time is killed, and loses nothing durable."""
        for child in reversed(self.children):
            process = child.process
            if process is None or process.poll() is not None:
                continue
            process.terminate()
            try:
                process.wait(GRACE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _look(self, child: Child, now: float) -> None:
        process = child.process
        if process is not None and process.poll() is None:
            if now - child.started > _STEADY:
                child.delay = _FIRST_DELAY
            return
        if process is not None:
            self._say(f"{child.which} ended (code {process.returncode}); starting it again")
            child.process = None
            child.due = now + child.delay
            child.delay = min(child.delay * 2, _LONGEST_DELAY)
        if now >= child.due:
            self._spawn(child)

    def _spawn(self, child: Child) -> None:
        child.process = subprocess.Popen(  # noqa: S603 our own program, fixed arguments
            [sys.executable, "-m", "api.process", child.which, *child.arguments],
            start_new_session=True,
        )
        child.started = time.monotonic()

    def _answers(self, url: str, child: Child) -> bool:
        limit = time.monotonic() + READY
        while time.monotonic() < limit:
            if child.process is None or child.process.poll() is not None:
                return False
            try:
                # Only whether it answers is asked here, so its certificate need not be known.
                answer = httpx.get(f"{url}/healthz", timeout=1.0, verify=False)  # noqa: S501 our own process
                if answer.status_code == httpx.codes.OK:
                    return True
            except httpx.HTTPError:
                pass
            time.sleep(0.1)
        return False
