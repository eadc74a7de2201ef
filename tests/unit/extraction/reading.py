"""Reading a source whole, for tests: its records, its media, its ledger."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from extraction.ledger import Ledger, Line
from extraction.reader import ReadContext, choose_reader, read_all
from extraction.record import Record, marshal_record
from extraction.record_parse import parse_record
from extraction.registry import READERS
from extraction.source import find_source

DATA = Path(__file__).resolve().parents[2] / "data" / "readers"
SOURCE_ID = "ab" * 32


@dataclass
class KeptBlobs:
    """A sink that keeps every medium by its SHA-256."""

    kept: dict[str, bytes] = field(default_factory=dict)

    def take(self, chunks: Iterable[bytes], mime: str) -> tuple[str, int]:
        del mime
        data = b"".join(chunks)
        name = hashlib.sha256(data).hexdigest()
        self.kept[name] = data
        return name, len(data)


@dataclass
class Reading:
    records: list[Record]
    ledger: Ledger
    blobs: dict[str, bytes]
    format: str

    def line(self, artefact: str) -> Line:
        (line,) = [line for line in self.ledger.lines if line.artefact == artefact]
        return line

    @property
    def one(self) -> Record:
        (record,) = self.records
        return record

    @property
    def words(self) -> list[str]:
        return ["|".join(text.value for text in record.text) for record in self.records]


def read(
    path: Path,
    *,
    zone: str | None = None,
    region: str | None = None,
    sensitive: Mapping[str, str] | None = None,
    accept_damaged: bool = False,
    now_us: int | None = None,
    password: str | None = None,
) -> Reading:
    """Read a source to its end; every record goes through its bytes and back."""
    source = find_source(path)
    reader = choose_reader(source, READERS)
    sink = KeptBlobs()
    with TemporaryDirectory() as folder:
        context = ReadContext(
            SOURCE_ID,
            sink,
            Path(folder),
            zone=None if zone is None else ZoneInfo(zone),
            region=region,
            sensitive=sensitive or {},
            accept_damaged=accept_damaged,
            now_us=now_us,
            password=password,
        )
        records = list(read_all(reader, source, context))
        assert not list(Path(folder).iterdir()), "scratch is left empty"
    for record in records:
        assert parse_record(marshal_record(record)) == record
    assert len({record.record_id for record in records}) == len(records)
    context.ledger.marshal()
    return Reading(records, context.ledger, sink.kept, reader.name)
