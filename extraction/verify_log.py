"""Verification steps about the log and about time: 16 and 17.

docs/formats/release.md 4. The cover carries an entry and a proof for each of ingest,
grant and release; they prove themselves against a pinned log policy.
"""

from extraction.errors import NotVerified
from extraction.verify_documents import Documents
from extraction.verify_keys import ABSENT, Outcome
from extraction.verify_policy import VerifyPolicy


def check_log(documents: Documents, policy: VerifyPolicy | None) -> Outcome:
    """(16) Ingest, grant and release are in the witnessed log, in this order."""
    if documents.cover is None or not documents.cover.log:
        return ABSENT, "the release carries no log proofs"
    raise NotVerified(16, f"{policy is not None}")


def check_time(documents: Documents) -> Outcome:
    """(17) An independent time stamp covers the log entries."""
    if documents.cover is None or not documents.cover.time:
        return ABSENT, "the release carries no time stamp"
    raise NotVerified(17, "this version cannot check time stamps, so it does not take them")
