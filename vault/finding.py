"""Findings: what of the log did not match, as a survivor's client remembers it.

docs/formats/finding.md. Nothing is checked here but the spelling; what a finding proves is for
whoever has the log's policy to say (audit/finding.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from vault.canonical import Json, b64, marshal, parse_object, unb64
from vault.document import Document, text_of
from vault.errors import Malformed
from vault.ids import HASH_SIZE

KINDS = ("witness", "growth", "receipt", "lines")
MOST = 8
MAX_NOTE = 32_768
MAX_WHOM = 200
_MOST_NOTES = 2
_MOST_PATH = 63
_MOST_RECEIPTS = 16


@dataclass(frozen=True, slots=True)
class Told:
    """Whom she says she talked to, and when, in seconds since 1970."""

    at: int
    whom: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that did not match; `at` is in seconds since 1970."""

    at: int
    kind: str
    name: str
    notes: tuple[str, ...]
    path: tuple[bytes, ...] = ()
    receipts: tuple[str, ...] = ()
    told: Told | None = None


def finding_json(finding: Finding) -> dict[str, Json]:
    """Spell a finding."""
    told = finding.told
    return {
        "v": 1,
        "at": finding.at,
        "kind": finding.kind,
        "name": finding.name,
        "notes": list(finding.notes),
        "path": [b64(step) for step in finding.path],
        "receipts": list(finding.receipts),
        "told": None if told is None else {"at": told.at, "whom": told.whom},
    }


def parse_finding(value: Json) -> Finding:
    """Read a finding, or raise Malformed."""
    fields = {"v", "at", "kind", "name", "notes", "path", "receipts", "told"}
    body = Document(value, fields)
    body.version()
    kind, name = body.text("kind", *KINDS), body.text("name")
    if (kind == "witness") != bool(name):
        raise Malformed("name: want a witness's where one was asked, and else none")
    notes = _texts(body, "notes", _MOST_NOTES)
    if any(len(note) > MAX_NOTE for note in notes):
        raise Malformed(f"notes: want at most {MAX_NOTE} characters")
    path = tuple(unb64(step, HASH_SIZE) for step in _texts(body, "path", _MOST_PATH))
    receipts = _texts(body, "receipts", _MOST_RECEIPTS)
    return Finding(body.count("at"), kind, name, notes, path, receipts, _told(body))


def parse_findings(values: Sequence[Json]) -> tuple[Finding, ...]:
    """Read findings, 1 to 8, or raise Malformed: a list of none is left out."""
    if not 1 <= len(values) <= MOST:
        raise Malformed(f"findings: want 1 to {MOST}")
    return tuple(map(parse_finding, values))


def with_finding(findings: tuple[Finding, ...], new: Finding) -> tuple[Finding, ...]:
    """Add a finding as docs/formats/finding.md 3 wants it."""
    if any((each.kind, each.name, each.told) == (new.kind, new.name, None) for each in findings):
        return findings
    kept = list(findings)
    if len(kept) == MOST:
        done = next((each for each in kept if each.told is not None), None)
        if done is None:
            return findings
        kept.remove(done)
    return (*kept, new)


def marshal_file(findings: Sequence[Finding], policy: str) -> bytes:
    """Spell the file that is given to somebody."""
    rows: list[Json] = [finding_json(each) for each in findings]
    return marshal({"v": 1, "findings": rows, "policy": policy}) + b"\n"


def parse_file(data: bytes) -> tuple[tuple[Finding, ...], str]:
    """Read the file, findings and her policy, or raise Malformed."""
    if not data.endswith(b"\n"):
        raise Malformed("the file does not end")
    body = Document(parse_object(data[:-1]), {"v", "findings", "policy"})
    body.version()
    return parse_findings(body.items("findings")), body.text("policy")


def _texts(body: Document, key: str, most: int) -> tuple[str, ...]:
    values = body.items(key)
    if len(values) > most:
        raise Malformed(f"{key}: want at most {most}")
    return tuple(text_of(value, key) for value in values)


def _told(body: Document) -> Told | None:
    if body.raw("told") is None:
        return None
    told = body.part("told", {"at", "whom"})
    whom = told.text("whom")
    if not 1 <= len(whom) <= MAX_WHOM:
        raise Malformed(f"whom: want 1 to {MAX_WHOM} characters")
    return Told(told.count("at"), whom)
