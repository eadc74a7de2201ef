"""Reading a source in a process of its own, and what becomes of it when that process dies.

docs/readers.md 7. The other process parses; this one holds the keys, takes records and media
and checks them, and keeps the ledger. When the other dies, the source is read once more, row
by row, to know where; then without the artefact that it died in. Without leave to accept a
damaged source, a death refuses the source, as damage does.
"""

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Self

from extraction.errors import CorruptSource, LimitExceeded
from extraction.frames import Frame, Kind, parse_rows
from extraction.ledger import Ledger, Line
from extraction.ledger_news import Keeper
from extraction.reader import BlobSink
from extraction.received import Received, check_received
from extraction.sandbox_process import Child, Ended
from extraction.source import Source
from extraction.source_options import SourceOptions
from vault.document import Document
from vault.errors import Malformed

MAX_DEATHS = 64
"""Artefacts of one source that may end the reading process."""

MEMORY = 4 * 1024**3
FILE = 16 * 1024**3
_SECONDS = 900
_MB = 1_000_000


class Reading:
    """One source, read by a process of its own; a context that ends it.

    `format` is the reader's name; `ledger` says what became of every row once all records
    were taken.
    """

    def __init__(self, source: Source, scratch: Path) -> None:
        """Start the process and let it find out what the source is.

        Args:
            source: the source; its files are opened by the other process.
            scratch: a folder private to this run, where copies of databases go for a while.

        Raises:
            ExtractionError: the source is unknown, locked or no sound container.
        """
        self._source = source
        self._scratch = scratch.resolve()
        self._media: set[str] = set()
        self._taken = 0
        self.ledger = Ledger()
        self._keeper = Keeper(self.ledger)
        self._child = Child(self._scratch)
        try:
            self.format = self._hello()
        except Malformed as error:
            self._child.stop()
            raise _distrust(error) from error
        except BaseException:
            self._child.stop()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._child.stop()

    def records(
        self, source_id: str, options: SourceOptions, media: BlobSink
    ) -> Iterator[Received]:
        """Give every record; media go into the sink before the records that cite them.

        Raises:
            ExtractionError: as the reader; CorruptSource also when the other process dies and a
                damaged source is not accepted, or when it says what cannot be.
            StoreUnavailable: there is no room for its scratch files.
        """
        over: set[int] = set()
        careful = False
        try:
            while True:
                self._start(source_id, options, over, careful=careful)
                ended = yield from self._run(media)
                if ended is None:
                    break
                if options.accept_damaged and not ended.reported and not careful:
                    # It died with records in its hands: once more, each row by itself.
                    careful = True
                else:
                    careful = False
                    if not self._settle(ended, options, over):
                        break
                self._again()
        except Malformed as error:
            raise _distrust(error) from error
        self.ledger.check()
        if sum(line.records + line.nested for line in self.ledger.lines) != self._taken:
            raise CorruptSource("the ledger counts other records than there are")

    def _hello(self) -> str:
        seconds = _SECONDS + self._source.length // _MB
        self._child.tell(
            Kind.JOB,
            {
                "path": str(_one_spelling(self._source.path)),
                "scratch": str(self._scratch),
                "memory": MEMORY,
                "seconds": seconds,
                "file": max(FILE, self._source.length),
            },
        )
        frame = next(self._child.frames, None)
        if frame is None or frame.kind is not Kind.HELLO:
            ended = self._child.heard(frame)
            raise ended.error or CorruptSource(f"{ended.how} before it read anything")
        told = Document(frame.body(), ("format", "missing"))
        if missing := [str(name) for name in told.items("missing")]:
            self.ledger.warn(f"the reading process is not confined in: {', '.join(missing)}")
        return told.text("format")

    def _start(
        self, source_id: str, options: SourceOptions, over: set[int], *, careful: bool
    ) -> None:
        zone = None if options.zone is None else options.zone.key
        self._child.tell(
            Kind.START,
            {
                "source_id": source_id,
                "zone": zone,
                "region": options.region,
                "password": options.password,
                "sensitive": {**options.sensitive},
                "accept_damaged": options.accept_damaged,
                "now_us": options.now_us,
                "over": [*sorted(over)],
                "delivered": [*self._keeper.delivered()],
                "careful": careful,
            },
        )

    def _again(self) -> None:
        """Begin to read the source once more, with a new process."""
        self._child.stop()
        self._child = Child(self._scratch)
        self._keeper.again()
        if self._hello() != self.format:
            raise Malformed("the source changed its format")

    def _run(self, media: BlobSink) -> Generator[Received, None, Ended | None]:
        """Give one process's records; return how it ended, None when it read everything."""
        for frame in self._child.frames:
            if frame.kind is Kind.ROWS:
                news, rows = parse_rows(frame.payload)
                self._keeper.keep(news)
                self._taken += len(rows)
                for row in rows:
                    yield check_received(row, self._media)
            elif frame.kind is Kind.MEDIUM:
                self._take_medium(frame, media)
            elif frame.kind is Kind.END:
                return None
            elif frame.kind is Kind.FAILURE:
                return self._child.heard(frame)
            else:
                raise Malformed("a frame out of turn")
        return self._child.heard(None)

    def _take_medium(self, first: Frame, media: BlobSink) -> None:
        """Hand a medium on as it comes; one that breaks off is nobody's."""
        said: list[tuple[str, int]] = []

        def pieces() -> Iterator[bytes]:
            for frame in self._child.frames:
                if frame.kind is Kind.PIECE:
                    yield frame.payload
                elif frame.kind is Kind.MEDIUM_END:
                    told = Document(frame.body(), ("sha256", "size"))
                    said.append((told.text("sha256"), told.count("size")))
                    return
                elif frame.kind is Kind.MEDIUM_LOST:
                    raise _Lost
                else:
                    raise Malformed("a frame out of turn")
            raise _Lost

        mime = Document(first.body(), ("mime",)).text("mime")
        try:
            found = media.take(pieces(), mime)
        except _Lost:
            return
        if said != [found]:
            raise Malformed("a medium has other bytes than it says")
        self._media.add(found[0])

    def _settle(self, ended: Ended, options: SourceOptions, over: set[int]) -> bool:
        """Note where the reading ended; tell whether to go on without that artefact.

        Raises:
            ExtractionError, StoreUnavailable: the source is refused.
        """
        line = None if self._keeper.at is None else self.ledger.lines[self._keeper.at]
        damage = ended.error is None or isinstance(ended.error, CorruptSource | LimitExceeded)
        if line is None or not damage or not options.accept_damaged:
            raise ended.error or CorruptSource(_place(ended, line))
        what = _place(ended, line)
        self.ledger.warn(what)
        again = line.place in over
        if not again:
            line.first_error = line.first_error or ended.how
            self.ledger.leave_unread(line.member, offset=0, size=line.bytes or 0, reason=what)
        for counted in self.ledger.lines:
            # Rows that were seen and did not come.
            counted.unknown += max(0, counted.unaccounted())
        if again or len(over) == MAX_DEATHS:
            self.ledger.warn(f"what follows {line.artefact} in the source was not read")
            return False
        over.add(line.place)
        return True


def _one_spelling(path: Path) -> Path:
    """Give a path without `..` or a link before its last name, which says what the source is."""
    if path.name in ("", ".."):
        return path.resolve()
    return path.parent.resolve() / path.name


def _distrust(error: Malformed) -> CorruptSource:
    # Whoever takes over a reader may say anything, and is not heard any further.
    return CorruptSource(f"the reading process said what cannot be: {error}")


class _Lost(Exception):
    """A medium broke off."""


def _place(ended: Ended, line: Line | None) -> str:
    if line is None:
        return f"{ended.how}, before the first artefact"
    return f"{line.artefact}: {ended.how}, after row {line.seen}"
