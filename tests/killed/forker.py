"""Runs commands in forked children that lose their disk or their life at the N-th file change.

A program of its own, so that a child is a fork of a process that has everything loaded and
no threads. It reads one JSON order a line and answers with one JSON line:

    {"words", "scratch", "reader", "at": N, "act": "none" | "kill" | "full" | "hang up"}
    {"code", "changes", "out", "err"}

A change is: opening a file for writing, every raw write, fsync, mkdir, rename, link, chmod,
remove, rmdir. `kill` ends the child by SIGKILL before the N-th change, in the middle of it
when it is a write. `full` makes the N-th change and every later one that needs room fail
with ENOSPC, as a disk does that stays full; with `reader` it is the process that reads the source
to which either happens. `hang up` ends the child by SIGKILL once its N-th
exchange over HTTP is answered.
"""

import io
import json
import os
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any

import httpx

from api.cli import main, parser_for
from api.tool import this_tool
from extraction import sandbox_process
from extraction.intake import seal_source
from tests.killed.faults import Faults, install

SPOOL_BUDGET = 20_000
ROOT = str(Path(__file__).resolve().parents[2])


def hang_up_after(exchanges: int) -> None:
    """Die when so many exchanges were answered."""
    real, done = httpx.Client.send, [0]

    def send(self: httpx.Client, *given: Any, **named: Any) -> httpx.Response:  # noqa: ANN401
        answer = real(self, *given, **named)
        done[0] += 1
        if done[0] == exchanges:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    httpx.Client.send = send  # type: ignore[method-assign]


def strike_reader(at: int, act: str) -> None:
    """Have the process that reads the source struck, and not this one."""
    started = sandbox_process._START
    path, call = started.split("from extraction.sandbox_child import main;")
    sandbox_process._START = (
        f"{path} sys.path.insert(0, {ROOT!r});"
        f" from tests.killed.faults import Faults, install; install(Faults({at}, {act!r}));"
        f" from extraction.sandbox_child import main;{call}"
    )


def obey(order: dict[str, Any], report: int) -> None:
    """Run one command in this child, and tell what came of it."""
    tempfile.tempdir = order["scratch"]
    # So that a small source makes runs of the spool too.
    assert seal_source.__kwdefaults__ is not None
    seal_source.__kwdefaults__["spool_budget"] = SPOOL_BUDGET
    out, err = io.StringIO(), io.StringIO()
    sys.stdout, sys.stderr = out, err
    if order["act"] == "hang up":
        hang_up_after(order["at"])
    faults = Faults(order["at"], order["act"])
    if order.get("reader"):
        strike_reader(order["at"], order["act"])
    else:
        install(faults)
    code = main([*order["words"], "--json"])
    found = {
        "code": code,
        "changes": faults.changes,
        "out": out.getvalue(),
        "err": err.getvalue(),
    }
    os.write(report, json.dumps(found).encode())


def run(order: dict[str, Any]) -> dict[str, Any]:
    """Run one command in a fork of this process."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            obey(order, writing)
        except BaseException as error:  # noqa: BLE001 a child must never go on as the parent
            os.write(writing, json.dumps({"broke": repr(error)}).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return {"code": -os.WTERMSIG(status)}
    found: dict[str, Any] = json.loads(said)
    return found


def serve() -> None:
    """Obey until there are no more orders."""
    for command in ("keys", "inspect", "grant", "open", "fsck", "account"):
        parser_for([command])
    this_tool()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(run(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve()
