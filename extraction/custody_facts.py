"""What a custody record is made of: facts, events, changes and gaps, each with where it is from.

docs/formats/custody-record.md. A fact is proven (computed here from bytes that are at hand),
signed (a signer's word, the signature holds), given (by whoever makes the record) or unknown;
an unknown one says why. Nothing else is in a record, and nothing of what the phone held.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from vault.canonical import Json
from vault.errors import NotAuthentic

PROVEN, SIGNED, GIVEN, UNKNOWN = "proven", "signed", "given", "unknown"
NO_LINE = "That nobody looked without a line in the log is not shown by any line."
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Fact:
    """One point: its stable name, words for people, the value, its state, and whose word it is.

    `value` is None where the state is unknown, and `by` then says why.
    """

    point: str
    label: str
    value: str | None
    state: str
    by: str

    def body(self) -> dict[str, Json]:
        """Give it as JSON."""
        return {
            "point": self.point,
            "label": self.label,
            "value": self.value,
            "state": self.state,
            "by": self.by,
        }


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that was done, allowed or refused.

    `act`, `out` and `role` are words of audit-entry.md 1; `at` is a time in UTC or "" where
    nobody signed one; `about` are ids by kind; `more` holds hashes and codes by name; `index`
    is the entry's place in the log, None where none was proven.
    """

    act: str
    out: str
    role: str
    at: str
    state: str
    by: str
    index: int | None
    about: Mapping[str, str]
    more: Mapping[str, str]

    def body(self) -> dict[str, Json]:
        """Give it as JSON."""
        return {
            "act": self.act,
            "out": self.out,
            "role": self.role,
            "at": self.at or None,
            "state": self.state,
            "by": self.by,
            "index": self.index,
            "about": dict(self.about),
            "more": dict(self.more),
        }


@dataclass(frozen=True, slots=True)
class Change:
    """One transformation: what was made from what, both by hash."""

    step: str
    source: str
    result: str
    state: str
    by: str

    def body(self) -> dict[str, Json]:
        """Give it as JSON."""
        return {
            "step": self.step,
            "from": self.source,
            "to": self.result,
            "state": self.state,
            "by": self.by,
        }


@dataclass(frozen=True, slots=True)
class Withholding:
    """Neighbouring records of one segment that stay for one reason; places from 0, both in it."""

    segment: int
    group: str
    day: str
    first: int
    last: int
    reason: str

    def body(self) -> dict[str, Json]:
        """Give it as JSON."""
        return {
            "segment": self.segment,
            "group": self.group,
            "day": self.day,
            "first": self.first,
            "last": self.last,
            "records": self.last - self.first + 1,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class LogHead:
    """The checkpoint that covers the events: its size and root, and who cosigned it when."""

    origin: str
    size: int
    root: str
    witnesses: tuple[tuple[str, str], ...]

    def body(self) -> dict[str, Json]:
        """Give it as JSON."""
        return {
            "origin": self.origin,
            "size": self.size,
            "root": self.root,
            "witnesses": [{"name": name, "at": at} for name, at in self.witnesses],
        }


@dataclass(frozen=True, slots=True)
class CustodyRecord:
    """A whole record: of an extraction or of a release, made at a time, with what was checked.

    `checks` are (number, name, status); `caveats` say in sentences what it does not show.
    """

    of: str
    made: str
    verdict: str
    checks: tuple[tuple[int, str, str], ...]
    facts: tuple[Fact, ...]
    events: tuple[Event, ...]
    changes: tuple[Change, ...]
    withheld: tuple[Withholding, ...]
    log: LogHead | None
    caveats: tuple[str, ...]

    def body(self) -> dict[str, Json]:
        """Give it as JSON."""
        return {
            "v": 1,
            "of": self.of,
            "made": self.made,
            "verdict": self.verdict,
            "checks": [
                {"step": step, "name": name, "status": status} for step, name, status in self.checks
            ],
            "facts": [fact.body() for fact in self.facts],
            "events": [event.body() for event in self.events],
            "changes": [change.body() for change in self.changes],
            "withheld": [gap.body() for gap in self.withheld],
            "log": None if self.log is None else self.log.body(),
            "caveats": list(self.caveats),
        }


def unknown(point: str, label: str, why: str) -> Fact:
    """State that something is not known, and why."""
    return Fact(point, label, None, UNKNOWN, why)


def exhibit_fact(exhibit: str) -> Fact:
    """State the exhibit reference, or that none was given."""
    if not exhibit:
        return unknown("exhibit", "Exhibit", "no exhibit reference was given")
    return Fact("exhibit", "Exhibit", exhibit, GIVEN, "whoever made this record")


def moment_of(milliseconds: int) -> datetime:
    """Give the time that a log entry says, or raise NotAuthentic where it is no date."""
    try:
        return _EPOCH + timedelta(milliseconds=milliseconds)
    except OverflowError:
        raise NotAuthentic("a log entry's time is no date") from None
