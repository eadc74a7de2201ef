"""What one witness says of itself, beside what the vault shows: both must be one history.

docs/formats/audit-entry.md 7. The witness's key is the pinned policy's, so whoever answers in
its place can at most say something old.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from audit.checkpoint import Checkpoint, parse_checkpoint
from audit.cosignature import check_cosignatures
from audit.errors import AuditError, NotProven
from audit.merkle import verify_consistency
from audit.note import parse_note
from audit.policy import LogPolicy
from audit.trust import check_log


@dataclass(frozen=True, slots=True)
class Seen:
    """What a witness saw last, and when, in seconds since 1970."""

    checkpoint: Checkpoint
    seen_at: int


def read_witness(policy: LogPolicy, name: str, text: str, *, now_seconds: int) -> Seen | None:
    """Read a witness's newest note; None where it is none of that witness and this log.

    Then nothing is known: anybody between here and the witness can send other bytes.
    """
    key = policy.witnesses[name]
    try:
        note = parse_note(text)
        checkpoint = parse_checkpoint(note.text)
        check_log(note, checkpoint.origin, policy, now_seconds=now_seconds)
        at = check_cosignatures(note, [key], now_seconds=now_seconds).get(key)
    except AuditError:
        return None
    return None if at is None else Seen(checkpoint, at)


def check_both_ways(one: Checkpoint, other: Checkpoint, path: Sequence[bytes]) -> None:
    """Check that two checkpoints are of one history; `path` leads from the smaller.

    Raises:
        NotProven: they are of two, or of two logs.
    """
    if one.origin != other.origin:
        raise NotProven("the witness speaks of another log")
    old, new = sorted((one, other), key=lambda each: each.size)
    verify_consistency(old.size, new.size, path, old.root, new.root)
