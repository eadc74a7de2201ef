"""Scratch folders: what a run needs on disk for a while, below its own private folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from vault.durable import reporting

WRITING = "write scratch files"


@contextmanager
def scratch_below(scratch: Path, what: str) -> Iterator[Path]:
    """Give a new folder inside `scratch`; it goes with everything in it at the end.

    Raises:
        StoreUnavailable: there is no room for it.
    """
    with reporting(WRITING):
        folder = TemporaryDirectory(prefix=f"{what}-", dir=scratch)
    with folder as name:
        yield Path(name)
