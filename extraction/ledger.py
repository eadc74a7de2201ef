"""The coverage ledger: what became of every row that a reader saw.

docs/formats/record.md 4. For each artefact (a table, an element type, a file):

    rows seen = records + quarantined + unknown + withheld

and nothing is dropped outside this count. The ledger is sealed with the extraction and
its hash is in the ingest statement.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from extraction.errors import CorruptSource
from vault.canonical import Json, b64, marshal

MAX_QUARANTINE = 10_000
_RAW_KEPT = 4096


@dataclass(slots=True)
class Line:
    """One artefact's count. The reader that owns it counts up; nobody counts down."""

    artefact: str
    member: str
    reader: str
    version: str
    declared: int | None = None
    seen: int = 0
    records: int = 0
    quarantined: int = 0
    unknown: int = 0
    withheld: int = 0
    repairs: int = 0
    first_error: str = ""

    def balanced(self) -> bool:
        """Tell whether every row seen is accounted for."""
        return self.seen == self.records + self.quarantined + self.unknown + self.withheld

    def body(self) -> dict[str, Json]:
        """Give the line as JSON."""
        return {
            "artefact": self.artefact,
            "member": self.member,
            "reader": self.reader,
            "version": self.version,
            "declared": self.declared,
            "rows_seen": self.seen,
            "records": self.records,
            "quarantined": self.quarantined,
            "unknown": self.unknown,
            "withheld": self.withheld,
            "repairs": self.repairs,
            "first_error": self.first_error,
        }


@dataclass(slots=True)
class Ledger:
    """The lines of one reading, with what was quarantined and what was noticed."""

    lines: list[Line] = field(default_factory=list)
    quarantine: list[dict[str, Json]] = field(default_factory=list)
    unread: list[dict[str, Json]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def line(
        self, artefact: str, *, member: str, reader: str, version: str, declared: int | None = None
    ) -> Line:
        """Begin an artefact's line."""
        line = Line(artefact, member, reader, version, declared)
        self.lines.append(line)
        return line

    def set_aside(self, line: Line, *, position: int, reason: str, raw: bytes) -> None:
        """Quarantine a row: keep its first 4 KiB, where it stood and why."""
        line.quarantined += 1
        line.first_error = line.first_error or reason
        if len(self.quarantine) < MAX_QUARANTINE:
            self.quarantine.append(
                {
                    "artefact": line.artefact,
                    "position": position,
                    "reason": reason,
                    "raw": b64(raw[:_RAW_KEPT]),
                }
            )

    def check(self) -> None:
        """Check that no row was lost.

        Raises:
            CorruptSource: a line does not balance.
        """
        for line in self.lines:
            if not line.balanced():
                raise CorruptSource(f"artefact {line.artefact}: rows seen are not accounted for")

    def found_against_declared(self) -> Iterator[str]:
        """Say where a source declares another number of rows than it holds."""
        for line in self.lines:
            if line.declared is not None and line.declared != line.seen:
                yield f"{line.artefact} declares {line.declared} rows and holds {line.seen}"

    def body(self) -> dict[str, Json]:
        """Give the ledger as JSON."""
        return {
            "v": 1,
            "artefacts": [line.body() for line in self.lines],
            "quarantine": [*self.quarantine],
            "unread": [*self.unread],
            "missing": [*self.missing],
            "warnings": [*self.warnings, *self.found_against_declared()],
        }

    def marshal(self) -> bytes:
        """Give the canonical bytes that are sealed."""
        return marshal(self.body())
