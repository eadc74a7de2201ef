"""What a run is still writing, and what a run that was killed left behind.

Whatever is not whole yet has a name that ends in 16 hex digits and is locked (flock) by the
run that writes it. The lock ends with the process, so the next run can tell the one from
the other: it removes what nobody holds, and leaves alone what another run is writing. Where
a file system has no such locks, nothing is removed.
"""

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from vault.durable import sync_folder
from vault.ids import Random

_DIGITS = 16
_CLOSED = -1


class Unfinished:
    """A file or folder of this run alone; `handle` is open, and holds its lock."""

    __slots__ = ("handle", "path")

    def __init__(self, path: Path, handle: int) -> None:
        self.path = path
        self.handle = handle

    def finish(self, final: Path) -> None:
        """Give what is whole its final name, durably; when that fails, nothing has it.

        Raises:
            OSError: the system cannot do it.
        """
        self.path.rename(final)
        try:
            sync_folder(final.parent)
        except OSError:
            _remove(final)
            raise

    def remove(self) -> None:
        """Remove what is not finished, and end the claim; any number of times."""
        _remove(self.path)
        self.let_go()

    def let_go(self) -> None:
        """End the claim; what still has an unfinished name is removed by the next run."""
        handle, self.handle = self.handle, _CLOSED
        if handle != _CLOSED:
            os.close(handle)


def new_file(beginning: Path, *, random: Random) -> Unfinished:
    """Make a file that is not whole yet, open for writing, for the owner alone.

    Raises:
        OSError: it cannot be made.
    """
    while True:
        path = _named(beginning, random)
        with _gone_on_failure(path):
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            if _claimed(handle, path):
                return Unfinished(path, handle)


def new_folder(beginning: Path, *, random: Random) -> Unfinished:
    """Make a folder that is not whole yet, for the owner alone.

    Raises:
        OSError: it cannot be made.
    """
    while True:
        path = _named(beginning, random)
        with _gone_on_failure(path):
            path.mkdir(mode=0o700)
            # Another run may have taken it for a leftover by now.
            with suppress(FileNotFoundError):
                handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
                if _claimed(handle, path):
                    return Unfinished(path, handle)


def remove_leftovers(beginning: Path) -> None:
    """Remove what killed runs of this user left under such names; what cannot go, stays."""
    wanted = re.compile(re.escape(beginning.name) + f"[0-9a-f]{{{_DIGITS}}}")
    with suppress(OSError):
        for path in list(beginning.parent.iterdir()):
            if wanted.fullmatch(path.name):
                _remove_unheld(path)


@contextmanager
def _gone_on_failure(path: Path) -> Iterator[None]:
    """Remove what was just made when something, as Ctrl-C, comes before it is anybody's."""
    try:
        yield
    except FileExistsError:
        # Somebody else's.
        raise
    except BaseException:
        _remove(path)
        raise


def _named(beginning: Path, random: Random) -> Path:
    return beginning.with_name(f"{beginning.name}{random(_DIGITS // 2).hex()}")


def _claimed(handle: int, path: Path) -> bool:
    """Lock what was just made; False when another run took it for a leftover meanwhile."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.samestat(os.fstat(handle), path.lstat()):
            return True
    except (BlockingIOError, FileNotFoundError):
        pass
    except OSError:
        # No locks here: nobody can take it for a leftover either.
        return True
    os.close(handle)
    return False


def _remove_unheld(path: Path) -> None:
    with suppress(OSError):
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            found = os.fstat(handle)
            if found.st_uid != os.geteuid():
                return
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _remove(path)
        finally:
            os.close(handle)


def _remove(path: Path) -> None:
    """Remove a file or a folder with all in it, as far as it goes."""
    with suppress(OSError):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
