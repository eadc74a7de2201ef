"""Runs commands in forked children that lose their disk or their life at the N-th file change.

A program of its own, so that a child is a fork of a process that has everything loaded and
no threads. It reads one JSON order a line and answers with one JSON line:

    {"words", "scratch", "at": N, "act": "none" | "kill" | "full" | "hang up"}
    {"code", "changes", "out", "err"}

A change is: opening a file for writing, every raw write, fsync, mkdir, rename, link, chmod,
remove, rmdir. `kill` ends the child by SIGKILL before the N-th change, in the middle of it
when it is a write. `full` makes the N-th change and every later one that needs room fail
with ENOSPC, as a disk does that stays full. `hang up` ends the child by SIGKILL once its N-th
exchange over HTTP is answered.
"""

import builtins
import errno
import io
import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from typing import IO, Any

import httpx

import extraction.spool
import vault.durable
from api.cli import main, parser_for
from api.tool import this_tool
from extraction.intake import seal_source

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
# Removing frees room, so a full disk does not stop it.
NEEDS_ROOM = {"open", "write", "fsync", "os.mkdir", "os.rename", "os.link"}
CHANGES = NEEDS_ROOM | {"os.remove", "os.rmdir", "os.chmod", "os.truncate"}
SPOOL_BUDGET = 20_000


class Faults:
    """Counts the changes of this process and strikes at the N-th."""

    def __init__(self, at: int, act: str) -> None:
        self.at, self.act, self.changes = at, act, 0

    def change(self, what: str, dying: Callable[[], object] = lambda: None) -> None:
        if self.act == "full" and self.at <= self.changes + 1 and what not in NEEDS_ROOM:
            return
        self.changes += 1
        if self.act == "kill" and self.changes == self.at:
            dying()
            os.kill(os.getpid(), signal.SIGKILL)
        if self.act == "full" and self.changes >= self.at:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def hear(self, event: str, given: tuple[Any, ...]) -> None:
        """Be the audit hook."""
        if event == "open":
            path, _, flags = given
            if flags & WRITING and not isinstance(path, int) and os.fspath(path) != os.devnull:
                self.change(event)
        elif event in CHANGES:
            self.change(event)


def install(faults: Faults) -> None:
    """Put the faults under everything that this process writes with."""
    real_open, real_fsync = io.open, os.fsync

    class Raw(io.FileIO):
        def write(self, data: Any) -> int:  # noqa: ANN401 any buffer
            held = bytes(data)
            faults.change("write", lambda: io.FileIO.write(self, held[: len(held) // 2]))
            return super().write(held)

    def opened(
        file: Any,  # noqa: ANN401 a path or a descriptor
        mode: str = "r",
        buffering: int = -1,
        encoding: str | None = None,
        errors: str | None = None,
        newline: str | None = None,
        closefd: bool = True,  # noqa: FBT001, FBT002
        opener: Any = None,  # noqa: ANN401
    ) -> IO[Any]:
        if not set(mode) & set("wax+"):
            return real_open(file, mode, buffering, encoding, errors, newline, closefd, opener)
        raw = Raw(file, mode.replace("b", "").replace("t", ""), closefd, opener)
        if buffering == 0:
            return raw  # type: ignore[return-value]  # raw is what open gives unbuffered
        size = buffering if buffering > 1 else io.DEFAULT_BUFFER_SIZE
        buffered: Any = (io.BufferedRandom if "+" in mode else io.BufferedWriter)(raw, size)
        return buffered if "b" in mode else io.TextIOWrapper(buffered, encoding, errors, newline)

    def fsync(handle: int) -> None:
        faults.change("fsync")
        real_fsync(handle)

    io.open = builtins.open = opened  # type: ignore[assignment]
    os.fsync = fsync  # type: ignore[assignment]
    vault.durable.FileIO = extraction.spool.FileIO = Raw  # type: ignore[misc]
    # sendfile is no write that could be counted.
    shutil._USE_CP_SENDFILE = False  # type: ignore[attr-defined]
    sys.addaudithook(faults.hear)


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
