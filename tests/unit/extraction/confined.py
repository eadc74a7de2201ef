"""Reading a source by the process of its own, for tests."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from extraction.ledger import Ledger
from extraction.sandbox import Reading
from extraction.source import find_source
from extraction.source_options import SourceOptions
from tests.unit.extraction.reading import SOURCE_ID, KeptBlobs

MADE = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]);"
    " from tests.unit.extraction.made_reader import main; main()"
)
FIRST = "made format"


@dataclass
class Confined:
    """What came: records as bytes, media, the ledger."""

    records: list[bytes]
    blobs: dict[str, bytes]
    ledger: Ledger
    format: str


def read_confined(path: Path, options: SourceOptions | None = None) -> Confined:
    """Read a source whole, as intake does."""
    sink = KeptBlobs()
    with TemporaryDirectory() as folder:
        with Reading(find_source(path), Path(folder)) as reading:
            found = reading.records(SOURCE_ID, options or SourceOptions(), sink)
            records = [each.data for each in found]
        assert not list(Path(folder).iterdir()), "scratch is left empty"
    return Confined(records, sink.kept, reading.ledger, reading.format)


def made_source(folder: Path, rows: Sequence[str], *, first: str = FIRST) -> Path:
    """Write a file of the made format."""
    path = folder / "rows.txt"
    path.write_text("\n".join((first, *rows)))
    return path
