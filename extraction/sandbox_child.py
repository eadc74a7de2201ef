"""The process that reads a source: it parses, and says what it finds; it holds no key.

docs/readers.md 7. Started by extraction/sandbox.py with nothing but two pipes. It hears which
file to read, gives up what it does not need (extraction/confinement.py), and only then looks
at the first byte.
"""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

from extraction.confinement import Limits, Rooms, confine, program_paths
from extraction.errors import ExtractionError
from extraction.frames import Frame, Kind, marshal_rows, read_frames, write_body, write_frame
from extraction.ledger import Ledger, Line
from extraction.ledger_news import Teller
from extraction.reader import ReadContext, Reader, choose_reader, read_items
from extraction.record import marshal_record
from extraction.registry import READERS
from extraction.source import PIECE, Source, find_source
from vault.document import Document, count_of, text_of
from vault.errors import StoreUnavailable

START_FIELDS = (
    *("source_id", "zone", "region", "password", "sensitive", "accept_damaged", "now_us"),
    *("over", "delivered", "careful"),
)
_BATCH = 256 * 1024
_BATCH_ITEMS = 1024


def main() -> None:
    """Read the source that the first frame names, and leave."""
    given, out = _pipes()
    try:
        frames = read_frames(given)
        source, reader, scratch = _find(next(frames), out)
        _read(next(frames), source, reader, scratch, out)
        write_frame(out, Kind.END, b"")
        out.flush()
    except (ExtractionError, StoreUnavailable) as error:
        write_body(out, Kind.FAILURE, {"type": type(error).__name__, "detail": str(error)})
    except (BrokenPipeError, StopIteration):
        # Whoever asked has gone.
        return
    except Exception as error:  # noqa: BLE001 a fault of ours; what it says may hold content
        write_body(out, Kind.FAILURE, {"type": type(error).__name__, "detail": ""})


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """Take the two pipes away from standard input and output, which anything may use."""
    given, out = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    os.close(nothing)
    return os.fdopen(given, "rb"), os.fdopen(out, "wb", buffering=_BATCH)


def _find(frame: Frame, out: BinaryIO) -> tuple[Source, Reader, Path]:
    """Give up what is not needed, find the source and its reader, and say which it is."""
    job = Document(frame.body(), ("path", "scratch", "memory", "seconds", "file"))
    path = job.text("path")
    limits = Limits(job.count("memory"), job.count("seconds"), job.count("file"))
    rooms = Rooms((*program_paths(), path), job.text("scratch"))
    missing = confine(limits, rooms)
    source = find_source(Path(path))
    reader = choose_reader(source, READERS)
    write_body(out, Kind.HELLO, {"format": reader.name, "missing": [*missing]})
    return source, reader, Path(rooms.scratch)


def _read(frame: Frame, source: Source, reader: Reader, scratch: Path, out: BinaryIO) -> None:
    start = Document(frame.body(), START_FIELDS)
    ledger = Ledger(over=frozenset(map(count_of, start.items("over"))))
    telling = _Telling(
        out,
        Teller(ledger, [count_of(each) for each in start.items("delivered")]),
        careful=start.raw("careful") is True,
    )
    ledger.begun = telling.begun
    zone = start.raw("zone")
    sensitive = {key: text_of(kind) for key, kind in start.mapping("sensitive").items()}
    context = ReadContext(
        source_id=start.text("source_id"),
        blobs=_Sending(out),
        scratch=scratch,
        ledger=ledger,
        zone=None if zone is None else ZoneInfo(text_of(zone)),
        region=_optional(start.raw("region")),
        password=_optional(start.raw("password")),
        sensitive=sensitive,
        accept_damaged=start.raw("accept_damaged") is True,
        now_us=None if start.raw("now_us") is None else start.count("now_us"),
    )
    try:
        for line, record in read_items(reader, source, context):
            telling.add(line, None if record is None else marshal_record(record))
    finally:
        # What was read before a fault is as good as what was read before the end.
        telling.flush(whole=True)


def _optional(value: object) -> str | None:
    return value if isinstance(value, str) else None


class _Telling:
    """Gathers records and the ledger's news into frames."""

    def __init__(self, out: BinaryIO, teller: Teller, *, careful: bool) -> None:
        self._out = out
        self._teller = teller
        self._careful = careful
        self._records: list[bytes] = []
        self._length = 0
        self._items = 0
        self._at: Line | None = None

    def begun(self, line: Line) -> None:
        """Tell of a new line at once: if this process ends there, it is known where."""
        self._at = line
        self.flush()

    def add(self, line: Line, record: bytes | None) -> None:
        """Take an item; with care every one that is news goes out by itself."""
        self._at = line
        news = self._teller.count(line)
        self._items += 1
        if record is not None and news:
            self._records.append(record)
            self._length += len(record)
        full = self._length > _BATCH or self._items >= _BATCH_ITEMS
        if full or (self._careful and news):
            self.flush()

    def flush(self, *, whole: bool = False) -> None:
        """Send what was gathered, and what the ledger says of it."""
        news = self._teller.news(self._at, whole=whole)
        write_frame(self._out, Kind.ROWS, marshal_rows(news, self._records))
        self._out.flush()
        self._records = []
        self._length = self._items = 0


class _Sending:
    """A blob sink that hands media to the other side."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out

    def take(self, chunks: Iterable[bytes], mime: str) -> tuple[str, int]:
        write_body(self._out, Kind.MEDIUM, {"mime": mime})
        hashed, length = hashlib.sha256(), 0
        try:
            for chunk in chunks:
                hashed.update(chunk)
                length += len(chunk)
                for start in range(0, len(chunk), PIECE):
                    write_frame(self._out, Kind.PIECE, chunk[start : start + PIECE])
        except BaseException:
            write_frame(self._out, Kind.MEDIUM_LOST, b"")
            raise
        found = hashed.hexdigest()
        write_body(self._out, Kind.MEDIUM_END, {"sha256": found, "size": length})
        return found, length
