"""Verification steps about the log and about time: 16 and 17; and when a document counts as made.

docs/formats/release.md 4. The cover carries an entry and a proof for each of ingest,
grant and release; they prove themselves against a pinned log policy.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from audit.note import parse_note
from audit.policy import parse_log_policy
from audit.proof import parse_proof
from audit.section import Logged, check_section
from audit.timestamp import Authority, Stamp, check_token, parse_authority
from extraction.container import LOGGED, parse_log_section, parse_time_section
from extraction.errors import NotVerified
from extraction.package import GRANT, INGEST, RELEASE
from extraction.verify_documents import Documents
from extraction.verify_keys import ABSENT, NOT_PINNED, PASS, Moments, Outcome
from extraction.verify_policy import VerifyPolicy
from vault.statement import digest

_FILES = {"ingest": INGEST, "grant": GRANT, "release": RELEASE}
_ACTS = {"ingest": "ingest", "grant": "grant", "release": "release.publish"}
ADDED = "ingest.added"
"""What the log says was done where she added something herself."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FUTURE, _SLACK = timedelta(seconds=300), timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class LogFound:
    """What step 16 found, and when the documents count as made."""

    outcome: Outcome
    moments: Moments


def check_log(documents: Documents, policy: VerifyPolicy | None, now_seconds: int) -> LogFound:
    """(16) Ingest, grant and release are in the witnessed log, in this order."""
    signed = moments_signed(documents)
    if documents.cover is None or not documents.cover.log:
        return LogFound((ABSENT, "the release carries no log proofs"), signed)
    if set(documents.cover.log) != set(LOGGED):
        raise NotVerified(16, "want log proofs of ingest, grant and release")
    if policy is None or policy.log is None:
        words = "log proofs are there; no log policy was given to check them by"
        return LogFound((NOT_PINNED, words), signed)
    log = parse_log_policy(policy.log)
    entries: dict[str, Logged] = {}
    for name in LOGGED:
        entry, r, proof = parse_log_section(documents.cover.log[name])
        document = digest(documents.package.documents[_FILES[name]])
        act = ADDED if name == "ingest" and documents.ingest.guardian is None else _ACTS[name]
        entries[name] = check_section(entry, r, proof, document, log, now_seconds, act=act)
    indexes = [entries[name].index for name in LOGGED]
    if indexes != sorted(set(indexes)):
        raise NotVerified(16, "ingest, grant and release are not logged in this order")
    words = f"logged as entries {', '.join(map(str, indexes))}, witnessed"
    moments = Moments(_moment(entries["ingest"]), _moment(entries["release"]), by_log=True)
    return LogFound((PASS, words), moments)


def moments_signed(documents: Documents) -> Moments:
    """Give the times that the signers wrote themselves: without a log there are no others."""
    return Moments(documents.ingest.created, documents.release.created, by_log=False)


def check_time(
    documents: Documents, policy: VerifyPolicy | None, log: LogFound, now_seconds: int
) -> Outcome:
    """(17) A pinned authority stamped the very checkpoint that the release is proven under."""
    if documents.cover is None or not documents.cover.time:
        return ABSENT, "the release carries no time stamp"
    if policy is None or not policy.tsa:
        return NOT_PINNED, "time stamps are there; no authority was given to check them by"
    if log.outcome[0] != PASS:
        raise NotVerified(17, "what the time stamps are over is not proven: see step 16")
    proof = parse_proof(documents.cover.log["release"]["proof"])
    proven = parse_note(proof.checkpoint).text
    authorities = [parse_authority(pem) for pem in policy.tsa]
    stamps = [
        _stamp(section, proven, authorities, log.moments, now_seconds)
        for section in documents.cover.time
    ]
    first = min(stamps, key=lambda stamp: stamp.at)
    return PASS, f"logged by {first.at:%Y-%m-%d %H:%M:%S} UTC at the latest, says {first.authority}"


def _stamp(
    section: Mapping[str, str],
    proven: str,
    authorities: Sequence[Authority],
    moments: Moments,
    now_seconds: int,
) -> Stamp:
    note, token = parse_time_section(section)
    if parse_note(note).text != proven:
        raise NotVerified(17, "a time stamp is for another checkpoint than the log proofs'")
    stamp = check_token(token, proven, authorities)
    if stamp.at > datetime.fromtimestamp(now_seconds, UTC) + _FUTURE:
        raise NotVerified(17, "a time stamp lies in the future")
    if stamp.at + stamp.slack + _SLACK < moments.release:
        raise NotVerified(17, "a time stamp is older than what it covers")
    return stamp


def _moment(logged: Logged) -> datetime:
    try:
        return _EPOCH + timedelta(milliseconds=logged.t)
    except OverflowError:
        raise NotVerified(16, "a log entry's time is no date") from None
