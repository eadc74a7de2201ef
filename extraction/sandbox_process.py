"""Starting and ending the process that reads a source, and hearing what it says.

docs/readers.md 7. It gets two pipes, an empty environment and a session of its own: no
terminal, no key, no other open file. Whatever ends it, ends as a word here.
"""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from extraction.errors import (
    AmbiguousSource,
    CorruptSource,
    ExtractionError,
    ForbiddenXml,
    LimitExceeded,
    LockedSource,
    UnknownSource,
)
from extraction.frames import Frame, Kind, read_frames, write_body
from vault.canonical import Json
from vault.document import Document
from vault.errors import Malformed, StoreUnavailable, VaultError

_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]);"
    " from extraction.sandbox_child import main; main()"
)
_TOLD: Mapping[str, type[ExtractionError | VaultError]] = {
    kind.__name__: kind
    for kind in (
        *(AmbiguousSource, CorruptSource, ForbiddenXml, LimitExceeded, LockedSource),
        *(UnknownSource, StoreUnavailable),
    )
}
_PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Ended:
    """How the process ended before it was done.

    With `reported` it said so itself, and what it had read before is all here; `error` is
    what it reported, unless that is a fault of the reader.
    """

    how: str
    reported: bool = False
    error: ExtractionError | VaultError | None = None


class Child:
    """A reading process."""

    def __init__(self, scratch: Path) -> None:
        """Start it; it waits for its job."""
        paths = [path for path in sys.path if Path(path).is_absolute()]
        self._process = subprocess.Popen(  # noqa: S603 this interpreter, with a fixed program
            [sys.executable, "-I", "-c", _START, json.dumps(paths)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=1024 * 1024,
            cwd="/",
            env={"TMPDIR": str(scratch), "LC_ALL": "C.UTF-8"},
            start_new_session=True,
        )
        given, out = self._process.stdin, self._process.stdout
        assert given is not None
        assert out is not None
        self._given, self._out = given, out
        self.frames: Iterator[Frame] = read_frames(self._out)

    def tell(self, kind: Kind, body: dict[str, Json]) -> None:
        """Give it a frame; that it is gone shows when it is heard."""
        with suppress(BrokenPipeError):
            write_body(self._given, kind, body)

    def heard(self, frame: Frame | None) -> Ended:
        """Give how it ended, by its last frame or by the system's word."""
        if frame is None:
            return Ended(self._word())
        if frame.kind is not Kind.FAILURE:
            raise Malformed("a frame out of turn")
        told = Document(frame.body(), ("type", "detail"))
        kind, detail = told.text("type"), told.text("detail")
        if kind in _TOLD:
            return Ended(detail, reported=True, error=_TOLD[kind](detail))
        return Ended(f"the reader failed ({kind[:80]})", reported=True)

    def _word(self) -> str:
        """Say how the system saw it end."""
        try:
            code = self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            return "the reading process fell silent"
        if code == -signal.SIGXCPU:
            return "reading took too much processor time"
        if code < 0:
            return f"the reading process was ended by signal {-code}"
        return f"the reading process ended early ({code})"

    def stop(self) -> None:
        """End it now, whatever it does."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._given, self._out):
            with suppress(BrokenPipeError):
                pipe.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
