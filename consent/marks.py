"""Marks: what a process shows of what it is doing, so that others see it, and its end.

docs/access.md 4. `AnyMarks` is what a withdrawal needs of them; a database server's are in
api/postgres_marks.py. Here a mark is a file that its process holds locked. The kernel lets
go of a lock however its process ends. A mark appears under its name locked already, so one
that somebody else can lock is a dead process's. The folder must be on a local disk: what
several machines share may not lock.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Protocol

from vault.durable import make_folder, reporting

_HIDDEN = "."
_PROCESS = "process"


class AnyMark(Protocol):
    """One mark; whoever set it takes it away, in whatever thread."""

    def take_away(self) -> None:
        """Take the mark away."""


class AnyMarks(Protocol):
    """A process's marks among those of others that share them."""

    @property
    def holder(self) -> bytes:
        """The process's random id of 16 bytes."""

    def set(self, kind: str) -> AnyMark:
        """Set a mark of a kind, or raise StoreUnavailable."""

    def live(self, kind: str) -> list[str]:
        """Name the live marks of a kind, of all processes, or raise StoreUnavailable."""

    def is_live(self, name: str) -> bool:
        """Tell whether a mark is still there and held; what cannot be found out counts as live."""

    def lives(self, holder: bytes) -> bool:
        """Tell whether a process lives that has marks here."""

    def close(self) -> None:
        """Say that this process has ended all that it was doing."""


class Mark:
    """One mark of this process; whoever set it takes it away, in whatever thread."""

    __slots__ = ("_handle", "_path")

    def __init__(self, path: Path, handle: int) -> None:
        self._path = path
        self._handle = handle

    def take_away(self) -> None:
        """Take the mark away; the name goes before the lock does."""
        self._path.unlink(missing_ok=True)
        os.close(self._handle)


class Marks:
    """This process's marks in a folder that several processes share.

    `holder` is the process's random id of 16 bytes; as long as this object is open, others
    see that the process lives.
    """

    __slots__ = ("_folder", "_numbers", "_own", "holder")

    def __init__(self, folder: Path, holder: bytes) -> None:
        """Say that this process lives.

        Raises:
            StoreUnavailable: the folder cannot be written.
        """
        make_folder(folder)
        self._folder = folder
        self._numbers = count()
        self.holder = holder
        self._own = self._set(f"{_PROCESS}.{holder.hex()}")

    def set(self, kind: str) -> Mark:
        """Set a mark of a kind, or raise StoreUnavailable."""
        return self._set(f"{kind}.{self.holder.hex()}.{next(self._numbers)}")

    def live(self, kind: str) -> list[str]:
        """Name the live marks of a kind, of all processes, or raise StoreUnavailable."""
        with reporting("read the marks"):
            names = list(self._names(f"{kind}."))
        return [name for name in names if self.is_live(name)]

    def lives(self, holder: bytes) -> bool:
        """Tell whether a process lives that has marks in this folder."""
        return self.is_live(f"{_PROCESS}.{holder.hex()}")

    def is_live(self, name: str) -> bool:
        """Tell whether a mark is still there and held; a dead one is taken away.

        What cannot be found out counts as live: whoever asks must wait, not go ahead.
        """
        path = self._folder / name
        try:
            handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            return False
        except OSError:
            return True
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
        finally:
            os.close(handle)
        path.unlink(missing_ok=True)
        return False

    def close(self) -> None:
        """Say that this process has ended all that it was doing."""
        self._own.take_away()

    def _set(self, name: str) -> Mark:
        hidden, final = self._folder / f"{_HIDDEN}{name}", self._folder / name
        with reporting("write a mark"):
            handle = os.open(hidden, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                hidden.rename(final)
            except OSError:
                os.close(handle)
                raise
        return Mark(final, handle)

    def _names(self, beginning: str) -> Iterator[str]:
        with os.scandir(self._folder) as found:
            for entry in found:
                if entry.name.startswith(beginning):
                    yield entry.name


def clear_marks(folder: Path) -> None:
    """Remove what dead processes left; only while no other process runs over the folder."""
    make_folder(folder)
    for path in folder.iterdir():
        with suppress(FileNotFoundError):
            path.unlink()
