"""Small files of a command's that only their owner can read: sessions, notes, receipts."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from api.cli_io import UsageError, sync_file
from vault.durable import NO_ROOM, reporting, sync_folder


def write_private(path: Path, data: bytes) -> None:
    """Write a new file for the owner alone, or replace it; durable once this returns.

    Raises:
        StoreUnavailable: the disk is full; what was there before is there still.
    """
    fresh = path.with_name(path.name + ".new")
    with _writing(path):
        fresh.unlink(missing_ok=True)
        try:
            handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                sync_file(file)
            fresh.rename(path)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def append_private(path: Path, data: bytes) -> None:
    """Write on at the end of a file of the owner's; durable once this returns.

    Raises:
        StoreUnavailable: the disk is full; what was there before is there still.
    """
    with _writing(path):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "ab") as file:
            file.write(data)
            sync_file(file)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Say what hinders writing a file as one of our errors."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            with reporting("write"):
                raise
        raise UsageError(f"cannot write {path} ({error.strerror})") from None
