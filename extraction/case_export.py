"""A CASE/UCO 1.5 graph of a reading, written as the records come.

docs/formats/case.md. The graph says what was read, of which source, by which program, and what
could not be read: the coverage ledger is in it, in words. Memory stays flat but for the names
of people, conversations and media, which are written once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from extraction.case_record import write_record
from extraction.case_shared import Shared
from extraction.case_terms import (
    CONTEXT,
    CORE,
    OBSERVABLE,
    Node,
    annotation,
    date_time,
    facet,
    name_of,
    record_name,
    sha256_of,
    to,
)
from extraction.record import Record
from extraction.record_parse import parse_record
from vault.canonical import Json, marshal

BATCH = 1000
"""How many records one provenance record names."""

_COUNTS = ("records", "quarantined", "unknown", "withheld")


@dataclass(frozen=True, slots=True)
class Read:
    """What was read, from when to when; `said` is what is to be said of the reading."""

    name: str
    format: str
    sha256: str
    length: int
    folder: bool
    said: Sequence[str]
    tool: str
    tool_version: str
    begun: datetime
    ended: datetime


class CaseGraph:
    """Writes one graph: add each record, then finish."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._out = write
        self._first = True
        self._scope = ""
        self._shared: Shared | None = None
        self._batch: list[Json] = []
        self._batches: list[Json] = []
        self._out(b'{"@context":' + marshal(CONTEXT) + b',\n"@graph":[\n')

    def add(self, data: bytes) -> None:
        """Add a record by its canonical bytes.

        Raises:
            Malformed: it is no record in its one spelling.
        """
        self.add_record(parse_record(data))

    def add_record(self, record: Record, more: Sequence[str] = ()) -> None:
        """Add a record, and what else is to be said of it."""
        if self._shared is None:
            # The first record's id is made of the source's hash, so no other source has it.
            self._scope = record.record_id
            self._shared = Shared(self._scope, self._node)
        write_record(record, self._shared, self._node, more)
        self._batch.append(to(record_name(record.record_id)))
        if len(self._batch) == BATCH:
            self._close_batch()

    def finish(self, read: Read) -> None:
        """Say what was read and by whom, and end the graph."""
        self._scope = self._scope or read.sha256
        self._close_batch()
        source = name_of(self._scope, "source")
        tool = name_of(self._scope, "tool")
        action = name_of(self._scope, "reading")
        self._node(_source(source, read))
        self._node(
            {
                "@id": tool,
                "@type": "uco-tool:Tool",
                CORE + "name": read.tool,
                "uco-tool:version": read.tool_version,
                "uco-tool:toolType": "extraction reader",
            }
        )
        node: Node = {
            "@id": action,
            "@type": "case-investigation:InvestigativeAction",
            CORE + "name": f"read as {read.format}",
            "uco-action:instrument": to(tool),
            "uco-action:object": to(source),
            "uco-action:startTime": date_time(read.begun),
            "uco-action:endTime": date_time(read.ended),
        }
        if self._batches:
            node["uco-action:result"] = self._batches
        self._node(node)
        self._node(annotation(action, [*read.said]))
        self._out(b"\n]}\n")

    def _close_batch(self) -> None:
        if not self._batch:
            return
        name = name_of(self._scope, "provenance", str(len(self._batches)))
        self._node(
            {
                "@id": name,
                "@type": "case-investigation:ProvenanceRecord",
                CORE + "description": "records of one reading",
                CORE + "object": self._batch,
            }
        )
        self._batches.append(to(name))
        self._batch = []

    def _node(self, node: Node) -> None:
        self._out(b"" if self._first else b",\n")
        self._first = False
        self._out(marshal(node))


def _source(name: str, read: Read) -> Node:
    # Of a folder the hash is over the list of its files, so it is no hash of any bytes.
    of_bytes: list[Json] = [] if read.folder else [sha256_of(name, read.sha256)]
    facets = (
        facet(
            name,
            "FileFacet",
            fileName=read.name,
            isDirectory=read.folder,
            sizeInBytes=read.length,
        ),
        facet(name, "ContentDataFacet", hash=of_bytes),
    )
    what = "SHA-256 of the list of its files" if read.folder else "SHA-256"
    return {
        "@id": name,
        "@type": OBSERVABLE + ("Directory" if read.folder else "File"),
        CORE + "description": f"{read.format}; {what}: {read.sha256}",
        CORE + "hasFacet": [part for part in facets if part],
    }


def coverage_in_words(ledger: Mapping[str, Any]) -> list[str]:
    """Say what a coverage ledger says, as JSON, in sentences."""
    found = []
    for line in ledger["artefacts"]:
        counts = ", ".join(f"{line[name]} {name}" for name in _COUNTS)
        found.append(f"{line['artefact']} of {line['member']}: {line['rows_seen']} rows, {counts}")
    found += [f"not looked into: {each['member']} ({each['reason']})" for each in ledger["unread"]]
    found += [f"named and not there: {each}" for each in ledger["missing"]]
    found += [f"warning: {each}" for each in ledger["warnings"]]
    found += [f"{count} more of: {name}" for name, count in sorted(ledger["left_off"].items())]
    return found or ["nothing was found in the source"]
