"""The coverage ledger: what became of every row that a reader saw.

docs/formats/record.md 4. For each artefact (a table, an element type, a file):

    rows seen = records + quarantined + unknown + withheld

A reader counts the rows that it meets; what it gives for them is counted by read_all
(extraction/reader.py). The two counts have different authors, so a row that is dropped
between them shows. The ledger is sealed with the extraction and its hash is in the ingest
statement.
"""

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from extraction.errors import CorruptSource
from vault.canonical import MAX_INTEGER, Json, b64, marshal

MAX_LISTED = 10_000
"""How many rows, files and warnings are listed one by one; the rest are counted."""

_RAW_KEPT = 4096


@dataclass(slots=True)
class Line:
    """One artefact's count. `bytes` is the artefact's length where it is known.

    `place` is its place in the ledger, `items` counts what a reader gave for it. With `over` an
    earlier reading of the same source stopped inside it: it has those rows, and a reader that
    can leave the artefact out does.
    """

    artefact: str
    member: str
    reader: str
    version: str
    declared: int | None = None
    bytes: int | None = None
    seen: int = 0
    records: int = 0
    quarantined: int = 0
    unknown: int = 0
    withheld: int = 0
    nested: int = 0
    repairs: int = 0
    first_error: str = ""
    place: int = 0
    items: int = 0
    over: bool = False

    def balanced(self) -> bool:
        """Tell whether every row seen is accounted for."""
        return self.unaccounted() == 0

    def unaccounted(self) -> int:
        """Give how many rows were seen and have not become anything."""
        return self.seen - self.records - self.quarantined - self.unknown - self.withheld

    def body(self) -> dict[str, Json]:
        """Give the line as JSON."""
        return {
            "artefact": self.artefact,
            "member": self.member,
            "reader": self.reader,
            "version": self.version,
            "declared": self.declared,
            "bytes": self.bytes,
            "rows_seen": self.seen,
            "records": self.records,
            "quarantined": self.quarantined,
            "unknown": self.unknown,
            "withheld": self.withheld,
            "nested": self.nested,
            "repairs": self.repairs,
            "first_error": self.first_error,
        }


@dataclass(slots=True)
class Ledger:
    """The lines of one reading, with what was quarantined and what was noticed.

    `over` are the places of lines that an earlier reading stopped in; `begun` hears of a new
    line.
    """

    lines: list[Line] = field(default_factory=list)
    quarantine: list[dict[str, Json]] = field(default_factory=list)
    unread: list[dict[str, Json]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    left_off: dict[str, int] = field(default_factory=dict)
    over: AbstractSet[int] = frozenset()
    begun: Callable[[Line], None] | None = None

    def line(
        self,
        artefact: str,
        *,
        member: str,
        reader: str,
        version: str,
        declared: int | None = None,
        size: int | None = None,
    ) -> Line:
        """Begin an artefact's line; `size` is its length in bytes."""
        if declared is not None and not -MAX_INTEGER <= declared <= MAX_INTEGER:
            declared = None
            self.warn(f"{artefact} declares a number of rows that is none")
        line = Line(artefact, member, reader, version, declared, size)
        line.place = len(self.lines)
        line.over = line.place in self.over
        self.lines.append(line)
        if self.begun is not None:
            self.begun(line)
        return line

    def set_aside(self, line: Line, *, position: int, reason: str, raw: bytes) -> None:
        """Quarantine a row: keep its first 4 KiB, where it stood and why."""
        line.quarantined += 1
        line.first_error = line.first_error or reason
        if self._room("quarantine", len(self.quarantine)):
            self.quarantine.append(
                {
                    "artefact": line.artefact,
                    # As text: a row id may be larger than a canonical number.
                    "position": str(position),
                    "reason": reason,
                    "raw": b64(raw[:_RAW_KEPT]),
                }
            )

    def leave_unread(
        self, member: str, *, offset: int, size: int, reason: str, sha256: str = ""
    ) -> None:
        """Note bytes that nothing looked into: from where, how many, and why."""
        if self._room("unread", len(self.unread)):
            self.unread.append(
                {
                    "member": member,
                    "offset": offset,
                    "bytes": size,
                    "reason": reason,
                    "sha256": sha256,
                }
            )

    def miss(self, what: str) -> None:
        """Note something that the source names and does not hold."""
        if self._room("missing", len(self.missing)):
            self.missing.append(what)

    def warn(self, what: str) -> None:
        """Note what a guardian should know; each sentence once."""
        if what not in self.warnings[-100:] and self._room("warnings", len(self.warnings)):
            self.warnings.append(what)

    def check(self) -> None:
        """Check that no row was lost.

        Raises:
            CorruptSource: a line does not balance.
        """
        for line in self.lines:
            if not line.over and not line.balanced():
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
            "left_off": {**self.left_off},
        }

    def marshal(self) -> bytes:
        """Give the canonical bytes that are sealed."""
        return marshal(self.body())

    def _room(self, name: str, length: int) -> bool:
        if length < MAX_LISTED:
            return True
        self.left_off[name] = self.left_off.get(name, 0) + 1
        return False
