"""A reader of a made format whose rows say what to do; it runs in a real reading process.

A row is `artefact|act|words`. Acts are those of readers that go wrong, and of somebody who has
taken one over.
"""

import ctypes
import errno
import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from extraction import sandbox_child
from extraction.errors import CorruptSource, LockedSource
from extraction.ledger import Line
from extraction.reader import Found, Item, Quarantined, ReadContext, Unknown, absent_blob
from extraction.record import Blob, Provenance, Record, Text, record_id
from extraction.source import Source
from vault.errors import StoreUnavailable

FIRST = b"made format"
# Looked up before the process is confined, as whoever takes it over would find them.
_LIBC = ctypes.CDLL(None, use_errno=True)
_OPEN, _SOCKET, _CONNECT, _EXEC = _LIBC.open, _LIBC.socket, _LIBC.connect, _LIBC.execve


class MadeReader:
    """Reads a file of rows."""

    name = "made"
    version = "1"
    about = "made rows"

    def recognises(self, source: Source) -> bool:
        if b"locked" in source.head(source.members[0])[:40]:
            raise LockedSource("a password is needed")
        return source.head(source.members[0]).startswith(FIRST)

    def read(self, source: Source, context: ReadContext) -> Iterator[Item]:
        (member,) = source.members
        first, *rows = member.path.read_text("utf-8").splitlines()
        lines: dict[str, Line] = {}
        for number, row in enumerate(rows, start=1):
            artefact, act, words = row.split("|", 2)
            if artefact not in lines:
                lines[artefact] = context.ledger.line(
                    artefact, member=member.name, reader="made", version="1", size=member.length
                )
            line = lines[artefact]
            if line.over and "leaves out" in first:
                continue
            line.seen += 1
            yield _item(line, number, act, words, context)


def _item(line: Line, number: int, act: str, words: str, context: ReadContext) -> Item:
    if act == "quarantine":
        return Quarantined(line, number, "no date", words.encode())
    if act == "unknown":
        return Unknown(line, 1)
    blobs: tuple[Blob, ...] = ()
    if act == "medium":
        blobs = (context.take_blob([words.encode(), b"more"], "a.txt", "text/plain"),)
        words = words[:20]
    elif act == "broken medium":
        context.take_blob(_broken(), "a.txt", "text/plain")
    elif act == "miss":
        context.ledger.miss(words)
        blobs = (absent_blob("a.txt", ""),)
    elif act != "say":
        words = str(ACTS[act](words or str(context.scratch)))
    return Found(
        line,
        Record(
            record_id(context.source_id, f"{line.artefact}/{number}"),
            "message",
            Provenance("made", "made", "1", row=number),
            text=(Text("body", words),),
            blobs=blobs,
        ),
    )


def _broken() -> Iterator[bytes]:
    yield b"x" * 100
    raise CorruptSource("a medium breaks off")


def _die(_: str) -> None:
    ctypes.string_at(0)


def _fail(words: str) -> None:
    raise ValueError(words)


def _damage(words: str) -> None:
    raise CorruptSource(words)


def _full(words: str) -> None:
    raise StoreUnavailable(words)


def _eat(_: str) -> int:
    return len([bytearray(1024**2) for _ in range(100_000)])


def _spin(_: str) -> None:
    while True:
        pass


def _sleep(words: str) -> None:
    time.sleep(float(words))


def _outcome(code: int) -> str:
    return "done" if code >= 0 else errno.errorcode[ctypes.get_errno()]


def _fill(scratch: str) -> str:
    """Write to the scratch folder for as long as it is let, and say how far that is."""
    path, length = Path(scratch) / "large", 0
    try:
        with path.open("wb", buffering=0) as file:
            while length < 10**8:
                length += file.write(bytes(1000))
    except OSError as error:
        return f"{errno.errorcode[error.errno or 0]} after {path.stat().st_size}"
    finally:
        path.unlink()
    return f"done after {length}"


def _many(scratch: str) -> str:
    """Open files for as long as it is let."""
    path, held = Path(scratch) / "one", []
    path.write_bytes(b"")
    try:
        while len(held) < 10_000:
            held.append(path.open("rb"))
    except OSError as error:
        return errno.errorcode[error.errno or 0]
    finally:
        for each in held:
            each.close()
        path.unlink()
    return "done"


def _open_below(words: str) -> str:
    return _outcome(_OPEN(words.encode(), os.O_RDONLY))


def _connect_below(words: str) -> str:
    handle = _SOCKET(socket.AF_INET, socket.SOCK_STREAM, 0)
    address = int(socket.AF_INET).to_bytes(2, "little") + int(words).to_bytes(2)
    return _outcome(_CONNECT(handle, address + bytes([127, 0, 0, 1]) + bytes(8), 16))


def _run_below(words: str) -> str:
    arguments = (ctypes.c_char_p * 2)(words.encode(), None)
    return _outcome(_EXEC(words.encode(), arguments, None))


def _refused(act: Callable[[str], object]) -> Callable[[str], str]:
    def tried(words: str) -> str:
        try:
            act(words)
        except (OSError, MemoryError) as error:
            return type(error).__name__
        return "done"

    return tried


def _handles(_: str) -> list[int]:
    """List what is open, by asking for each number in turn."""
    found = []
    for number in range(200):
        try:
            os.fstat(number)
        except OSError:
            continue
        found.append(number)
    return found


ACTS: Mapping[str, Callable[[str], object]] = {
    "die": _die,
    "fail": _fail,
    "damage": _damage,
    "full": _full,
    "eat": _eat,
    "spin": _spin,
    "sleep": _sleep,
    "print": lambda words: print(words, flush=True),  # noqa: T201 what a careless library does
    "handles": _handles,
    "fill": _fill,
    "many": _many,
    "environment": lambda _: sorted(os.environ),
    "open": _refused(lambda words: Path(words).read_bytes()),
    "write": _refused(lambda words: Path(words).write_text("x")),
    "connect": _refused(lambda words: socket.create_connection(("127.0.0.1", int(words)))),
    "run": _refused(lambda words: subprocess.run([words], check=False)),
    "open below": _open_below,
    "connect below": _connect_below,
    "run below": _run_below,
}


def main() -> None:
    """Be a reading process that knows this format alone."""
    sandbox_child.READERS = (MadeReader(),)
    sandbox_child.main()
