"""A release as a CASE/UCO graph, for other forensic programs.

docs/exports.md 8, docs/formats/case.md. The source that the graph names is the release: its
records, where each one's proof is, what was checked, and how many were withheld and why.
"""

from collections.abc import Callable
from datetime import datetime

from extraction.case_export import CaseGraph, Read
from extraction.exports.rows import proven_records
from extraction.exports.stamp import Stamp
from extraction.package import RELEASE
from extraction.verify_documents import Documents

_EVERY = 100


def write_case(
    write: Callable[[bytes], object],
    stamp: Stamp,
    documents: Documents,
    tool: tuple[str, str],
    now: datetime,
    progress: Callable[[int, int], None],
) -> None:
    """Write the graph; `tool` is the name and version of the program that writes it."""
    graph = CaseGraph(write)
    records = proven_records(documents)
    for number, (record, proof) in enumerate(records):
        if number % _EVERY == 0:
            progress(number, len(records))
        graph.add_record(record, (proof,))
    length = len(documents.package.documents[RELEASE])
    name, form = RELEASE, f"release {stamp.rid}"
    graph.finish(
        Read(name, form, stamp.release_sha256, length, False, _said(stamp), *tool, now, now)  # noqa: FBT003 a file
    )


def _said(stamp: Stamp) -> list[str]:
    return [
        stamp.line(),
        f"extraction {stamp.eid}, grant {stamp.gid}, released {stamp.released}",
        f"{stamp.disclosed} records and {stamp.media} files were released",
        *(f"{count} records were withheld: {reason}" for reason, count in stamp.withheld.items()),
        f"verified: {stamp.verdict}",
        *(
            f"step {number} {name}: {status} {detail}"
            for number, name, status, detail in stamp.steps
        ),
    ]
