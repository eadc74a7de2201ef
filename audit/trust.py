"""When a checkpoint is trusted: signed by the pinned log, cosigned by the pinned quorum.

docs/formats/witness.md 5. Everybody who relies on a checkpoint asks here: the publisher
before it tells anybody, a release's verifier, the reader of a copy, the survivor.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from audit.checkpoint import Checkpoint, parse_checkpoint
from audit.cosignature import check_cosignatures
from audit.errors import BadSignature, NotProven
from audit.note import ED25519, Note, VerifierKey, check_note, parse_note
from audit.policy import LogPolicy


@dataclass(frozen=True, slots=True)
class Trusted:
    """A trusted checkpoint, and when each known witness saw it (seconds since 1970)."""

    checkpoint: Checkpoint
    seen: Mapping[VerifierKey, int]


def check_checkpoint(text: str, policy: LogPolicy, *, now_seconds: int) -> Trusted:
    """Check a checkpoint's note against a policy.

    Raises:
        MalformedNote: it is not a note.
        MalformedCheckpoint: it is not a checkpoint.
        BadSignature: a known key's line does not verify, or a key of the log did not sign.
        NotProven: the policy knows no log of this origin, or too few witnesses cosigned.
    """
    note = parse_note(text)
    checkpoint = parse_checkpoint(note.text)
    check_log(note, checkpoint.origin, policy, now_seconds=now_seconds)
    seen = check_cosignatures(note, list(policy.witnesses.values()), now_seconds=now_seconds)
    if not policy.satisfied(seen.keys()):
        raise NotProven("too few witnesses cosigned the checkpoint")
    return Trusted(checkpoint, seen)


def check_log(note: Note, origin: str, policy: LogPolicy, *, now_seconds: int) -> None:
    """Check that every key that the policy names for this origin signed.

    C2SP takes any of them. Two kinds of key for one log are there so that breaking one
    kind is not enough, and that needs both.

    Raises:
        BadSignature: a key's line does not verify, or is missing.
        NotProven: the policy knows no log of this origin.
    """
    keys = [key for key in policy.logs if key.name == origin]
    if not keys:
        raise NotProven("the policy knows no log of the checkpoint's origin")
    signed = set(check_cosignatures(note, keys, now_seconds=now_seconds))
    if any(key.algorithm == ED25519 for key in keys):
        signed.update(check_note(note, keys))
    if len(signed) != len(keys):
        raise BadSignature("a key of the log did not sign the checkpoint")
