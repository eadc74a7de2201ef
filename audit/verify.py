"""Verifying a copy of the log, offline, in numbered steps.

docs/formats/audit-entry.md 5. A copy is a folder: `entries.jsonl` (base64 of each entry,
one a line), `checkpoint.txt` and, for a survivor, her case key.
"""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from audit.checkpoint import parse_checkpoint
from audit.cosignature import check_cosignatures
from audit.entry import Entry, case_tag, commitment, parse_entry
from audit.errors import AuditError, MalformedEntry, NotProven
from audit.merkle import leaf_hash, root_of, verify_inclusion
from audit.note import check_note, parse_note
from audit.policy import LogPolicy
from audit.proof import parse_proof

ENTRIES = "entries.jsonl"
CHECKPOINT = "checkpoint.txt"
PASS, FAIL, ABSENT = "pass", "fail", "absent"
NAMES = ("entries", "clock", "checkpoint", "tree", "case numbers", "outcomes")
_ACCESSES = frozenset(
    {
        *("envelope.handout", "catalogue.handout", "release.collect", "draft.open"),
        *("own.unlock", "own.open", "export.case", "subject.copy"),
    }
)


@dataclass(frozen=True, slots=True)
class Step:
    """One numbered step's outcome."""

    number: int
    name: str
    status: str
    detail: str


def marshal_entries(entries: Sequence[bytes]) -> bytes:
    """Spell entries as entries.jsonl."""
    return b"".join(base64.b64encode(entry) + b"\n" for entry in entries)


def read_copy(folder: Path) -> tuple[list[bytes], str]:
    """Read a copy's entries and checkpoint, or raise MalformedEntry."""
    try:
        lines = (folder / ENTRIES).read_bytes().splitlines()
        entries = [base64.b64decode(line, validate=True) for line in lines]
        return entries, (folder / CHECKPOINT).read_text("utf-8")
    except (OSError, binascii.Error, ValueError):
        raise MalformedEntry("the folder holds no readable copy of a log") from None


def verify_copy(
    entries: Sequence[bytes],
    checkpoint: str,
    policy: LogPolicy | None,
    *,
    now_seconds: int,
    k_case: bytes | None = None,
) -> list[Step]:
    """Verify a copy; one failing step does not stop the others."""
    try:
        parsed = [parse_entry(data) for data in entries]
    except MalformedEntry as error:
        return [Step(1, NAMES[0], FAIL, str(error))]
    leaves = [leaf_hash(data) for data in entries]
    return [
        Step(1, NAMES[0], PASS, f"{len(parsed)} entries, each as it should be"),
        _step(2, lambda: _clock(parsed)),
        _step(3, lambda: _signed(checkpoint, policy, now_seconds)),
        _step(4, lambda: _tree(checkpoint, leaves)),
        _step(5, lambda: _numbers(parsed, k_case)),
        _step(6, lambda: _outcomes(parsed)),
    ]


def check_section(
    entry_data: bytes, r: bytes, proof_text: str, document: bytes, policy: LogPolicy, now: int
) -> int:
    """Check one log proof of a release; give the entry's index.

    Args:
        document: SHA-256 of the signed document that the entry commits to.
        now: seconds since 1970.

    Raises:
        AuditError: the entry, its commitment, the path, the log's signature or the quorum fails.
    """
    entry = parse_entry(entry_data)
    if commitment("doc", r, document).hex() != entry.doc:
        raise NotProven("the log entry is about another document")
    proof = parse_proof(proof_text)
    note = parse_note(proof.checkpoint)
    checkpoint = parse_checkpoint(note.text)
    signers = check_note(note, policy.logs)
    if all(key.name != checkpoint.origin for key in signers):
        raise NotProven("the checkpoint is of another log than its signer's")
    seen = check_cosignatures(note, list(policy.witnesses.values()), now_seconds=now)
    if not policy.satisfied(seen.keys()):
        raise NotProven("too few witnesses cosigned the checkpoint")
    verify_inclusion(
        leaf_hash(entry_data), proof.index, checkpoint.size, proof.path, checkpoint.root
    )
    return proof.index


def _step(number: int, check: Callable[[], tuple[str, str]]) -> Step:
    try:
        status, detail = check()
    except AuditError as error:
        status, detail = FAIL, str(error)
    return Step(number, NAMES[number - 1], status, detail)


def _clock(entries: Sequence[Entry]) -> tuple[str, str]:
    for index in range(1, len(entries)):
        if entries[index].t < entries[index - 1].t:
            raise NotProven(f"the clock runs back at entry {index}")
    return PASS, "time never runs back"


def _signed(text: str, policy: LogPolicy | None, now_seconds: int) -> tuple[str, str]:
    if policy is None:
        return ABSENT, "no policy given: whose log this is was not checked"
    note = parse_note(text)
    check_note(note, policy.logs)
    seen = check_cosignatures(note, list(policy.witnesses.values()), now_seconds=now_seconds)
    if not policy.satisfied(seen.keys()):
        raise NotProven("too few witnesses cosigned the checkpoint")
    return PASS, f"signed by the log and {len(seen)} witnesses"


def _tree(text: str, leaves: Sequence[bytes]) -> tuple[str, str]:
    checkpoint = parse_checkpoint(parse_note(text).text)
    if checkpoint.size > len(leaves):
        raise NotProven(f"the checkpoint covers {checkpoint.size} entries, {len(leaves)} are here")
    if root_of(leaves[: checkpoint.size]) != checkpoint.root:
        raise NotProven("the entries do not give the checkpoint's root")
    newer = len(leaves) - checkpoint.size
    return PASS, f"{checkpoint.size} entries give the root; {newer} are newer"


def _numbers(entries: Sequence[Entry], k_case: bytes | None) -> tuple[str, str]:
    tags = [entry.tag for entry in entries if entry.tag]
    if len(set(tags)) != len(tags):
        raise NotProven("two entries have one case number")
    if k_case is None:
        return PASS, f"{len(tags)} case numbers, each once"
    here, number = set(tags), 0
    while case_tag(k_case, number).hex() in here:
        number += 1
    later = [case_tag(k_case, ahead).hex() for ahead in range(number + 1, number + 1000)]
    if here & set(later):
        raise NotProven(f"line {number} of the case is missing")
    return PASS, f"lines 0 to {number - 1} of the case, each once"


def _outcomes(entries: Sequence[Entry]) -> tuple[str, str]:
    """Check that no access has two outcomes, and count those that have none yet."""
    granted = {
        index
        for index, entry in enumerate(entries)
        if entry.out == "granted" and entry.act in _ACCESSES
    }
    closed: set[int] = set()
    for index, entry in enumerate(entries):
        if entry.act != "outcome":
            continue
        if entry.ref is None or entry.ref in closed or entry.ref not in granted:
            raise NotProven(f"entry {index} closes no access, or one that is closed")
        closed.add(entry.ref)
    return PASS, f"{len(closed)} accesses closed, {len(granted - closed)} still open"
