"""One log proof of a release: the entry, what it commits to, its path, and who signed.

docs/formats/audit-entry.md 6. Apart from copies of the log, so that checking a release
loads no database.
"""

from audit.entry import commitment, parse_entry
from audit.errors import NotProven
from audit.merkle import leaf_hash, verify_inclusion
from audit.policy import LogPolicy
from audit.proof import parse_proof
from audit.trust import check_checkpoint


def check_section(
    entry_data: bytes, r: bytes, proof_text: str, document: bytes, policy: LogPolicy, now: int
) -> int:
    """Check one log proof of a release; give the entry's index.

    Args:
        entry_data: the entry's bytes.
        r: the randomness of the entry's commitment.
        proof_text: the tlog-proof.
        document: SHA-256 of the signed document that the entry commits to.
        policy: the pinned log policy.
        now: seconds since 1970.

    Raises:
        AuditError: the entry, its commitment, the path, the log's signature or the quorum fails.
    """
    entry = parse_entry(entry_data)
    if commitment("doc", r, document).hex() != entry.doc:
        raise NotProven("the log entry is about another document")
    proof = parse_proof(proof_text)
    checkpoint = check_checkpoint(proof.checkpoint, policy, now_seconds=now).checkpoint
    verify_inclusion(
        leaf_hash(entry_data), proof.index, checkpoint.size, proof.path, checkpoint.root
    )
    return proof.index
