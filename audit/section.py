"""One log proof of a release: the entry, what it commits to, its path, and who signed.

docs/formats/audit-entry.md 8. Apart from copies of the log, so that checking a release
loads no database.
"""

from dataclasses import dataclass

from audit.entry import commitment, parse_entry
from audit.errors import NotProven
from audit.merkle import leaf_hash, verify_inclusion
from audit.policy import LogPolicy
from audit.proof import parse_proof
from audit.trust import check_checkpoint

CLOCK_SLACK_MS = 5_000


@dataclass(frozen=True, slots=True)
class Logged:
    """A proven entry: its index, and its time in milliseconds since 1970."""

    index: int
    t: int


def check_section(
    entry_data: bytes,
    r: bytes,
    proof_text: str,
    document: bytes,
    policy: LogPolicy,
    now: int,
    *,
    act: str,
) -> Logged:
    """Check one log proof of a release; give the entry's index and time.

    Args:
        entry_data: the entry's bytes.
        r: the randomness of the entry's commitment.
        proof_text: the tlog-proof.
        document: SHA-256 of the signed document that the entry commits to.
        policy: the pinned log policy.
        now: seconds since 1970.
        act: what the entry must tell of, as done; one of another act proves something else.

    Raises:
        AuditError: the entry, its act, its commitment, the path, the log's signature, the
            quorum or the entry's time fails.
    """
    entry = parse_entry(entry_data)
    if (entry.act, entry.out) != (act, "done"):
        raise NotProven(f"the log entry does not say that {act} was done")
    if commitment("doc", r, document).hex() != entry.doc:
        raise NotProven("the log entry is about another document")
    proof = parse_proof(proof_text)
    trusted = check_checkpoint(proof.checkpoint, policy, now_seconds=now)
    checkpoint = trusted.checkpoint
    verify_inclusion(
        leaf_hash(entry_data), proof.index, checkpoint.size, proof.path, checkpoint.root
    )
    # Who cosigned had the entry before them; the vault's clock may not run ahead of theirs.
    if any(entry.t > seen * 1000 + 999 + CLOCK_SLACK_MS for seen in trusted.seen.values()):
        raise NotProven("the log entry is dated after the witnesses saw it")
    return Logged(proof.index, entry.t)
