"""The custody record of a release, from a package that verifies, offline.

docs/formats/custody-record.md. Everything comes from the package's signed statements, its log
proofs where a policy checked them, and its records' places; a package that does not hold has no
record.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from audit.entry import Entry, parse_entry
from audit.policy import parse_log_policy
from audit.proof import parse_proof
from audit.trust import check_checkpoint
from extraction.custody_facts import (
    NO_LINE,
    PROVEN,
    SIGNED,
    Change,
    CustodyRecord,
    Event,
    Fact,
    LogHead,
    Withholding,
    exhibit_fact,
    moment_of,
    unknown,
)
from extraction.custody_intake import Intake, chain_of, intake_facts
from extraction.custody_visit import NOT_MADE, Visits, check_visits
from extraction.errors import NotVerified
from extraction.package import GRANT, INGEST, RELEASE
from extraction.release import parse_approval
from extraction.verify import Report
from extraction.verify_documents import Documents
from extraction.verify_keys import PASS
from extraction.verify_log import ADDED
from extraction.verify_policy import VerifyPolicy
from vault.canonical import marshal, unb64
from vault.certificate import Certificate
from vault.grant_envelope import Withheld
from vault.statement import show_time
from vault.visit import ShownVisit

NOT_SEEN = (
    (
        "A package does not show what happened after it was made: who collected, opened or copied"
        " it. The vault's log holds that."
    ),
    NO_LINE,
    "How many records were withheld is proven. Why is the worker's word.",
)


def release_record(
    documents: Documents,
    report: Report,
    policy: VerifyPolicy | None,
    *,
    exhibit: str,
    visits: Sequence[ShownVisit],
    now: datetime,
) -> CustodyRecord:
    """Make the record of a package; `visits` show more of the visit than the package does.

    Raises:
        NotVerified: its verification did not hold; step 18 of the report says why.
        NotAuthentic: a visit statement is of another extraction or guardian, or was changed.
    """
    if not report.ok:
        raise NotVerified(18, report.verdict)
    statuses = {step.number: step.status for step in report.steps}
    entries = _entries(documents) if statuses[16] == PASS else {}
    sha256 = documents.package.digests[INGEST][0]
    intake = Intake(
        documents.ingest,
        sha256,
        None if policy is None else _chain(documents, policy, entries),
        statuses[3] == PASS,
        opened=None,
        visits=_visits(documents, visits, sha256),
    )
    return CustodyRecord(
        of="release",
        made=show_time(now),
        verdict=report.verdict,
        checks=tuple((step.number, step.name, step.status) for step in report.steps),
        facts=(
            exhibit_fact(exhibit),
            *_ids(documents),
            *intake_facts(intake),
            *_times(report, entries),
        ),
        events=tuple(_events(documents, entries)),
        changes=tuple(_changes(documents)),
        withheld=tuple(withheld_ranges(documents)),
        log=_head(documents, policy, int(now.timestamp())) if entries else None,
        caveats=NOT_SEEN,
    )


def _visits(documents: Documents, given: Sequence[ShownVisit], sha256: bytes) -> Visits:
    """Put together what the package shows of the visit and what came beside it."""
    known = [*given, *([] if documents.visit is None else [documents.visit])]
    return Visits(check_visits(known, documents.ingest, sha256, documents.certificates), NOT_MADE)


def withheld_ranges(documents: Documents) -> Iterator[Withholding]:
    """Give every run of neighbouring records that stay for one reason, in order."""
    for shown in documents.shown:
        excerpt = shown.excerpt
        first, reason = 0, ""
        reasons = [item.reason if isinstance(item, Withheld) else "" for item in excerpt.items]
        for place, found in enumerate([*reasons, ""]):
            if found == reason:
                continue
            if reason:
                tag = excerpt.tag.hex()
                yield Withholding(excerpt.index, tag, excerpt.day, first, place - 1, reason)
            first, reason = place, found


def _ids(documents: Documents) -> list[Fact]:
    grant, release = documents.grant, documents.release
    request = unknown("matter", "Request", "the grant names no request of a vault")
    if grant.request:
        request = Fact("matter", "Request", grant.request, SIGNED, "grant")
    sha256 = documents.package.digests[RELEASE][0].hex()
    given, media = str(release.disclosed), str(release.objects)
    return [
        Fact("extraction", "Extraction", release.eid.hex(), SIGNED, "ingest statement"),
        request,
        Fact("grant", "Grant", release.gid.hex(), SIGNED, "grant"),
        Fact("release", "Release", release.rid.hex(), SIGNED, "release statement"),
        Fact("release.sha256", "SHA-256 of its statement", sha256, PROVEN, "release statement"),
        Fact("release.given", "Records given as they are", given, PROVEN, "package"),
        Fact("release.media", "Media given as they are", media, PROVEN, "package"),
    ]


def _chain(
    documents: Documents, policy: VerifyPolicy, entries: Mapping[str, tuple[int, Entry]]
) -> tuple[Certificate, ...] | None:
    """Follow the guardian's certificate as step 1 did: at the log's time where that is proven."""
    at = documents.ingest.created
    if entries:
        at = moment_of(entries["ingest"][1].t)
    return chain_of(documents.certificates, documents.ingest, policy, at)


def _times(report: Report, entries: Mapping[str, tuple[int, Entry]]) -> list[Fact]:
    step = {step.number: step for step in report.steps}
    logged = unknown("time.log", "Time by the log", step[16].detail)
    if entries:
        index, entry = entries["release"]
        value = f"{show_time(moment_of(entry.t))}, entry {index}"
        logged = Fact("time.log", "Time by the log", value, PROVEN, "log entry, witnessed")
    stamped = unknown("time.stamp", "Time by an independent authority", step[17].detail)
    if step[17].status == PASS:
        by = "time stamp of a pinned authority"
        stamped = Fact("time.stamp", stamped.label, step[17].detail, PROVEN, by)
    return [logged, stamped]


def _entries(documents: Documents) -> dict[str, tuple[int, Entry]]:
    """Give the log's entries of ingest, grant and release, which step 16 has proven."""
    assert documents.cover is not None
    return {
        name: (parse_proof(section["proof"]).index, parse_entry(unb64(section["entry"])))
        for name, section in documents.cover.log.items()
    }


def _head(documents: Documents, policy: VerifyPolicy | None, now_seconds: int) -> LogHead:
    assert documents.cover is not None
    assert policy is not None
    assert policy.log is not None
    note = parse_proof(documents.cover.log["release"]["proof"]).checkpoint
    trusted = check_checkpoint(note, parse_log_policy(policy.log), now_seconds=now_seconds)
    seen = sorted((key.name, show_time(moment_of(at * 1000))) for key, at in trusted.seen.items())
    checkpoint = trusted.checkpoint
    return LogHead(checkpoint.origin, checkpoint.size, checkpoint.root.hex(), tuple(seen))


def _events(documents: Documents, entries: Mapping[str, tuple[int, Entry]]) -> Iterator[Event]:
    ingest, grant, release = documents.ingest, documents.grant, documents.release
    eid, gid = {"extraction": release.eid.hex()}, {"grant": release.gid.hex()}
    rid = {"release": release.rid.hex()}
    by = ("ingest", "guardian") if ingest.guardian is not None else (ADDED, "survivor")
    yield _event(*by, show_time(ingest.created), entries.get("ingest"), eid, {})
    decided = {
        "consent": grant.consent,
        "policy": "" if grant.policy is None else grant.policy.hex(),
        "notice": "" if grant.notice is None else grant.notice.hex(),
        "not_before": show_time(grant.not_before),
        "expires": show_time(grant.expires),
        "approval": grant.approval,
        "worker": grant.worker.hex(),
        "filter": f"{grant.filter.name} {grant.filter.version} {grant.filter.sha256.hex()}",
        "release_to": ", ".join(fp.hex() for fp in grant.release_to),
        "scope_sha256": hashlib.sha256(_scope(documents)).hexdigest(),
        "statement_sha256": documents.package.digests[GRANT][0].hex(),
    }
    at = show_time(grant.created)
    yield _event("grant", "survivor", at, entries.get("grant"), {**eid, **gid}, decided)
    made = {"statement_sha256": documents.package.digests[RELEASE][0].hex()}
    at = show_time(release.created)
    yield _event("release.publish", "worker", at, entries.get("release"), {**gid, **rid}, made)
    if documents.cover is not None and documents.cover.approval is not None:
        approval, _ = parse_approval(documents.cover.approval)
        people = sorted(fp.hex() for fp, _ in approval.wraps)
        more = {"to": ", ".join(people), "expires": show_time(approval.expires)}
        yield _event("approval", "survivor", show_time(approval.created), None, rid, more)


def _scope(documents: Documents) -> bytes:
    """Give her scope's canonical bytes; the record has their hash, since they name people."""
    return marshal(documents.grant.scope.marshal())


def _event(
    act: str,
    role: str,
    signed_at: str,
    entry: tuple[int, Entry] | None,
    about: Mapping[str, str],
    more: Mapping[str, str],
) -> Event:
    """Tell of a signed statement; where its log entry is proven, by the log's time."""
    kept = {name: value for name, value in more.items() if value}
    if entry is None:
        return Event(act, "done", role, signed_at, SIGNED, "its signer", None, about, kept)
    index, logged = entry
    kept |= {"signed_at": signed_at}
    kept |= {name: value for name, value in (("pol", logged.pol), ("why", logged.why)) if value}
    at, by = show_time(moment_of(logged.t)), "log entry, witnessed"
    return Event(act, logged.out, logged.role, at, PROVEN, by, index, about, kept)


def _changes(documents: Documents) -> Iterator[Change]:
    """List what left in another form than it was read: record copies and stripped media."""
    leaves = {
        (shown.excerpt.index, place): item.leaf()
        for shown in documents.shown
        for place, item in enumerate(shown.excerpt.items)
    }
    word = "the worker; she signed the result"
    for copy in documents.derived.records:
        source = leaves[copy.segment, copy.place].hex()
        result = hashlib.sha256(copy.record).hexdigest()
        yield Change("place", f"record leaf {source}", f"SHA-256 {result}", SIGNED, word)
    for medium in documents.derived.media:
        made = "not given" if medium.copy is None else f"SHA-256 {medium.copy[0].hex()}"
        yield Change("metadata", f"SHA-256 {medium.original.hex()}", made, SIGNED, word)
