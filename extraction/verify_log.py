"""Verification steps about the log and about time: 16 and 17.

docs/formats/release.md 4. The cover carries an entry and a proof for each of ingest,
grant and release; they prove themselves against a pinned log policy.
"""

from audit.policy import parse_log_policy
from audit.section import check_section
from extraction.container import LOGGED, parse_log_section
from extraction.errors import NotVerified
from extraction.package import GRANT, INGEST, RELEASE
from extraction.verify_documents import Documents
from extraction.verify_keys import ABSENT, NOT_PINNED, PASS, Outcome
from extraction.verify_policy import VerifyPolicy
from vault.statement import digest

_FILES = {"ingest": INGEST, "grant": GRANT, "release": RELEASE}


def check_log(documents: Documents, policy: VerifyPolicy | None, now_seconds: int) -> Outcome:
    """(16) Ingest, grant and release are in the witnessed log, in this order."""
    if documents.cover is None or not documents.cover.log:
        return ABSENT, "the release carries no log proofs"
    if set(documents.cover.log) != set(LOGGED):
        raise NotVerified(16, "want log proofs of ingest, grant and release")
    if policy is None or policy.log is None:
        return NOT_PINNED, "log proofs are there; no log policy was given to check them by"
    log = parse_log_policy(policy.log)
    indexes = []
    for name in LOGGED:
        entry, r, proof = parse_log_section(documents.cover.log[name])
        document = digest(documents.package.documents[_FILES[name]])
        indexes.append(check_section(entry, r, proof, document, log, now_seconds))
    if indexes != sorted(set(indexes)):
        raise NotVerified(16, "ingest, grant and release are not logged in this order")
    return PASS, f"logged as entries {', '.join(map(str, indexes))}, witnessed"


def check_time(documents: Documents) -> Outcome:
    """(17) An independent time stamp covers the log entries."""
    if documents.cover is None or not documents.cover.time:
        return ABSENT, "the release carries no time stamp"
    raise NotVerified(17, "this version cannot check time stamps, so it does not take them")
