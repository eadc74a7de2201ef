"""What two notes prove that somebody says do not match, by a policy that the reader has.

docs/formats/finding.md 4. One signed history cannot have two roots at one size; whoever signed
both signed two. Of other sizes a missing proof shows only that none was given.
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

PROVEN, SHOWN, TOLD = "proven", "shown", "told"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a finding is, and why, in words without names."""

    status: str
    why: str


def judge(
    notes: Sequence[str],
    path: Sequence[bytes],
    policy: LogPolicy,
    *,
    witness: str = "",
    now_seconds: int,
) -> Verdict:
    """Say what two notes prove; `witness` names who must have signed the second, if anybody."""
    # (1) Two notes, or there is nothing to compare.
    if len(notes) != 2:  # noqa: PLR2004 this and that
        return Verdict(TOLD, "there are not two notes to compare")
    # (2) Both bear the log's own keys, and the witness's where it is one's.
    try:
        one = _signed(notes[0], policy, "", now_seconds)
        other = _signed(notes[1], policy, witness, now_seconds)
    except AuditError as error:
        return Verdict(TOLD, f"a note is not what the policy wants: {error}")
    if one.origin != other.origin:
        return Verdict(TOLD, "the notes are of two logs")
    # (3) Of one size there is one root.
    if one.size == other.size:
        if one.root == other.root:
            return Verdict(TOLD, "both notes say the same")
        return Verdict(PROVEN, f"the log's key signed two roots of {one.size} entries")
    # (4) Of two sizes the proof must lead from the smaller to the larger.
    old, new = sorted((one, other), key=lambda each: each.size)
    try:
        verify_consistency(old.size, new.size, path, old.root, new.root)
    except NotProven:
        return Verdict(SHOWN, f"no proof that {old.size} entries became {new.size} was given")
    return Verdict(TOLD, "both notes are of one history")


def _signed(text: str, policy: LogPolicy, witness: str, now_seconds: int) -> Checkpoint:
    note = parse_note(text)
    checkpoint = parse_checkpoint(note.text)
    check_log(note, checkpoint.origin, policy, now_seconds=now_seconds)
    if witness:
        key = policy.witnesses.get(witness)
        if key is None or key not in check_cosignatures(note, [key], now_seconds=now_seconds):
            raise NotProven("the witness that is named did not sign it")
    return checkpoint
