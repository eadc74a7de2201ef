"""Faults under everything that a process writes with; see forker.py for what they do."""

import builtins
import errno
import io
import os
import shutil
import signal
import stat
import sys
from collections.abc import Callable
from typing import IO, Any

import extraction.spool
import vault.durable

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
# Removing frees room, so a full disk does not stop it.
NEEDS_ROOM = {"open", "write", "fsync", "os.mkdir", "os.rename", "os.link"}
CHANGES = NEEDS_ROOM | {"os.remove", "os.rmdir", "os.chmod", "os.truncate"}


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
            # Not os.kill, which a reading process has given up.
            signal.raise_signal(signal.SIGKILL)
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
        if not set(mode) & set("wax+") or is_pipe(file):
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


def is_pipe(file: object) -> bool:
    """Tell whether an open descriptor is no file on a disk."""
    return isinstance(file, int) and not stat.S_ISREG(os.fstat(file).st_mode)
