"""Records as one CSV file, safe to open in a spreadsheet.

docs/exports.md 5. UTF-8 with a byte order mark, CRLF, every cell quoted. A cell that a
spreadsheet could take for a formula begins with an apostrophe, which is not part of the value.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TextIO

from extraction.exports.rows import Gap, Row
from extraction.exports.stamp import Stamp

COLUMNS = (
    *("exhibit", "release", "release_sha256", "kind", "number", "when", "from_utc", "to_utc"),
    *("category", "subtype", "app", "direction", "sender", "others", "conversation"),
    *("conversation_name", "text", "media_sha256", "media_names", "place", "state", "flags"),
    *("other_fields", "source", "record_id", "segment", "position", "proof", "withheld"),
    *("reason",),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a cell that a spreadsheet computes can begin with, full-width forms among them."""


def safe_cell(text: str) -> str:
    """Keep a spreadsheet from computing a cell (OWASP, CSV injection)."""
    # Leading blanks are cut by some programs before they look for a formula.
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_FORMULA) else text


def write_csv(
    file: TextIO,
    stamp: Stamp,
    rows: Sequence[Row],
    gaps: Iterable[Gap],
    progress: Callable[[int, int], None],
) -> None:
    """Write a line for each record, then one for each withheld count."""
    out = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    out.writerow(COLUMNS)
    for line in _lines(stamp, rows, gaps, progress):
        out.writerow([safe_cell(line.get(name, "")) for name in COLUMNS])


def _lines(
    stamp: Stamp,
    rows: Sequence[Row],
    gaps: Iterable[Gap],
    progress: Callable[[int, int], None],
) -> Iterator[dict[str, str]]:
    same = {
        "exhibit": stamp.exhibit,
        "release": stamp.rid,
        "release_sha256": stamp.release_sha256,
    }
    for row in rows:
        yield {**same, **cells_of(row)}
        progress(row.number, len(rows))
    for gap in gaps:
        yield {
            **same,
            "kind": "withheld",
            "when": gap.day,
            "category": gap.category,
            "conversation": gap.thread,
            "segment": str(gap.segment),
            "withheld": str(gap.records),
            "reason": gap.reason,
        }


def cells_of(row: Row) -> dict[str, str]:
    """Give a record's cells by column."""
    return {
        "kind": "record",
        "number": str(row.number),
        "when": row.when,
        "from_utc": row.lo,
        "to_utc": row.hi,
        "category": row.category,
        "subtype": row.subtype,
        "app": row.app,
        "direction": row.direction,
        "sender": row.sender,
        "others": row.others,
        "conversation": row.thread,
        "conversation_name": row.thread_name,
        "text": row.words(),
        "media_sha256": " ".join(blob.sha256 for blob in row.media if blob.sha256),
        "media_names": "; ".join(blob.name for blob in row.media if blob.name),
        "place": row.place,
        "state": row.state,
        "flags": row.flags,
        "other_fields": "; ".join(f"{name}: {value}" for name, value in row.extra),
        "source": row.source,
        "record_id": row.record_id,
        "segment": str(row.segment),
        "position": str(row.position),
        "proof": row.proof,
    }
