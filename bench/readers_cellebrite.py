"""A made UFED report of 115 MB: our reading of it beside a bare lxml iterparse, in one run.

Prints JSON: ratios of wall and processor time (absent without lxml), seconds, peak memory.
The chat of tests/data/readers/cellebrite/report.xml is repeated, each time with other ids.
"""

import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from extraction.reader import ReadContext, read_all  # noqa: E402
from extraction.readers.cellebrite import CellebriteReader  # noqa: E402
from extraction.source import find_source  # noqa: E402

SIZE = 115_000_000
ROUNDS = 3


class Nowhere:
    def take(self, chunks: Iterable[bytes], mime: str) -> tuple[str, int]:
        del mime
        return "00" * 32, sum(map(len, chunks))


def write_report(path: Path, size: int = SIZE) -> None:
    """Write a report of about so many bytes: one made chat after another."""
    whole = (ROOT / "tests/data/readers/cellebrite/report.xml").read_bytes()
    start = whole.index(b'<model type="Chat"')
    chat = whole[start : whole.index(b"</modelType>", start)]
    with path.open("wb") as file:
        file.write(b'<?xml version="1.0" encoding="utf-8"?>\n<project id="x" name="made" ')
        file.write(b'reportVersion="8.5" xmlns="http://pa.cellebrite.com/report/2.0">\n')
        file.write(b'<decodedData><modelType type="Chat">\n')
        number = 0
        while file.tell() < size:
            number += 1
            file.write(chat.replace(b"-0000-4000-8000-", b"-%04x-4000-8000-" % (number % 65_536)))
        file.write(b"</modelType></decodedData></project>\n")


@dataclass(frozen=True, slots=True)
class Spent:
    """Wall and processor seconds."""

    wall: float
    cpu: float


def spent(begun: tuple[float, float]) -> Spent:
    return Spent(time.monotonic() - begun[0], time.process_time() - begun[1])


def ours(path: Path) -> Spent:
    begun = time.monotonic(), time.process_time()
    with tempfile.TemporaryDirectory() as scratch:
        context = ReadContext("00" * 32, Nowhere(), Path(scratch))
        for _ in read_all(CellebriteReader(), find_source(path), context):
            pass
    return spent(begun)


def bare(path: Path) -> Spent | None:
    try:
        from lxml import etree  # noqa: PLC0415 a peer that may not be there
    except ImportError:
        return None
    begun = time.monotonic(), time.process_time()
    for _, element in etree.iterparse(str(path)):
        element.clear()
    return spent(begun)


def best(rounds: list[Spent]) -> Spent:
    return Spent(min(each.wall for each in rounds), min(each.cpu for each in rounds))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.xml"
        write_report(path)
        ours(path)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        # In turns, so that what else the machine does takes from both.
        rounds = [(ours(path), bare(path)) for _ in range(ROUNDS)]
        mine = best([one for one, _ in rounds])
        found = {"read_ufed_s": mine.wall, "peak_rss_mb_read_ufed": peak}
        timed = [one for _, one in rounds if one is not None]
        if timed:
            peer = best(timed)
            found["lxml_ufed_s"] = peer.wall
            found["read_ufed_wall_ratio_lxml"] = mine.wall / peer.wall
            # What else the machine does is in the first ratio, and hardly in this one.
            found["read_ufed_cpu_ratio_lxml"] = mine.cpu / peer.cpu
        print(json.dumps(found))


if __name__ == "__main__":
    main()
