"""Who runs over a data folder: one vault and whatever joins it, or one who needs it stopped.

docs/operations.md 1. Locks of the operating system: they end with their process.

    lock             held alone by `safehold up`, and by who needs a stopped vault
    running          shared by every process over the folder; held alone by the latter
    <task>.lock      held alone by the one process that does a task
"""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from vault.errors import StoreUnavailable

_LOCK, _RUNNING = "lock", "running"


@contextmanager
def stopped(data: Path) -> Iterator[None]:
    """Hold the data folder while nothing runs over it, or raise StoreUnavailable."""
    with _opened(data, _LOCK) as lock, _opened(data, _RUNNING) as running:
        for file in (lock, running):
            if not _taken(file, fcntl.LOCK_EX):
                raise StoreUnavailable("another safehold runs over this data folder")
        yield


@contextmanager
def one_vault(data: Path, tidy: Callable[[], None]) -> Iterator[None]:
    """Be the one vault over the data folder; `tidy` runs first if nothing else runs over it.

    Raises:
        StoreUnavailable: another vault runs, or somebody needs it stopped.
    """
    with _opened(data, _LOCK) as lock, _opened(data, _RUNNING) as running:
        if not _taken(lock, fcntl.LOCK_EX):
            raise StoreUnavailable("another safehold runs over this data folder")
        if _taken(running, fcntl.LOCK_EX):
            tidy()
        # Waits for nobody: who holds it alone holds the other lock before.
        fcntl.flock(running, fcntl.LOCK_SH)
        yield


@contextmanager
def joined(data: Path) -> Iterator[None]:
    """Run over the data folder together with others, or raise StoreUnavailable."""
    with _opened(data, _RUNNING) as running:
        if not _taken(running, fcntl.LOCK_SH):
            raise StoreUnavailable("the data folder is in use by a command that needs it alone")
        yield


@contextmanager
def only(data: Path, task: str) -> Iterator[None]:
    """Be the one process that does a task, or raise StoreUnavailable."""
    with _opened(data, f"{task}.lock") as file:
        if not _taken(file, fcntl.LOCK_EX):
            raise StoreUnavailable(f"another {task} runs over this data folder; up has --without")
        yield


@contextmanager
def _opened(data: Path, name: str) -> Iterator[IO[str]]:
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = (data / name).open("w")
    except OSError as error:
        raise StoreUnavailable(f"the data folder cannot be used ({error.strerror})") from error
    with file:
        yield file


def _taken(file: IO[str], kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
