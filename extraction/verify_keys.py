"""Verification steps about keys and signatures: 1 to 8, and 15.

docs/formats/release.md 4. Each function is one step: it returns what it found, or
raises; the caller turns what is raised into a failed step of that number.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from extraction.errors import NotVerified
from extraction.package import COVER, INGEST, RELEASE
from extraction.release import parse_approval
from extraction.verify_documents import Documents
from extraction.verify_policy import VerifyPolicy
from vault.certificate import check_self_issued, find_chain
from vault.ids import Fingerprint
from vault.revocation import Revoked
from vault.revoking import gather_revoked
from vault.statement import check_both_signatures, check_signatures, digest
from vault.visit import POINTS, check_named

PASS, ABSENT, NOT_PINNED = "pass", "absent", "not pinned"
NOBODY = "she added it herself and nobody vouches for her key"
Outcome = tuple[str, str]
"""A step's status and what it found."""


@dataclass(frozen=True, slots=True)
class Moments:
    """When the ingest and the release statement count as made.

    By the log's entries where step 16 passes (`by_log`), else by what their signers wrote.
    """

    ingest: datetime
    release: datetime
    by_log: bool


def check_keys(documents: Documents, policy: VerifyPolicy | None, moments: Moments) -> Outcome:
    """(1) Certificates chain to a pinned root, in role, at their time, and none was revoked."""
    _check_issuers(documents)
    if policy is None:
        return NOT_PINNED, "no policy given: whose keys these are was not checked"
    known = (*documents.certificates, *policy.certs)
    revoked = gather_revoked(policy.revoked, known, policy.roots)

    def chain(subject: Fingerprint, role: str, at: datetime) -> None:
        find_chain(
            documents.certificates, subject, role, at=at, roots=policy.roots, revoked=revoked
        )

    guardian = documents.ingest.guardian
    if guardian is not None:
        chain(guardian, "guardian", moments.ingest)
    _check_worker_pinned(documents, policy, revoked, moments)
    if documents.worker_key is not None:
        chain(documents.worker_key.organisation, "worker", moments.release)
    lists = len(policy.revoked)
    said = f"; {lists} revocation lists checked" if lists else "; no revocation list given"
    if guardian is None:
        return PASS, f"every other signer's key leads to a pinned root; {NOBODY}{said}"
    return PASS, f"every signer's key leads to a pinned root{said}"


def _check_worker_pinned(
    documents: Documents, policy: VerifyPolicy, revoked: Revoked, moments: Moments
) -> None:
    key, worker = documents.worker_key, documents.grant.worker
    if key is None and worker not in policy.workers:
        raise NotVerified(1, "the worker's key is not listed in the policy")
    issuer = worker if key is None else key.organisation
    if revoked.at(worker, issuer, moments.release):
        raise NotVerified(1, "the worker's key was revoked")


def _check_issuers(documents: Documents) -> None:
    bundles = {item.subject: item.bundle for item in documents.certificates}
    for certificate in documents.certificates:
        if certificate.issuer == certificate.subject:
            check_self_issued(certificate)
        elif certificate.issuer in bundles:
            check_signatures(certificate.statement, bundles[certificate.issuer])


def check_ingest_statement(documents: Documents) -> Outcome:
    """(2) Both signatures of the guardian, on her visit statement too; hers of what she added."""
    ingest = documents.ingest
    if ingest.bundle is not None:
        check_signatures(documents.ingest_statement, ingest.bundle)
        if documents.visit is not None:
            raise NotVerified(2, "there is no guardian, and a visit statement is in the package")
        return PASS, "signed by the survivor: she added it herself, no guardian extracted it"
    guardian = None if ingest.guardian is None else documents.bundle_of(ingest.guardian)
    if guardian is None:
        raise NotVerified(2, "the guardian's certificate is not in the package")
    check_both_signatures(documents.ingest_statement, guardian)
    shown = documents.visit
    if shown is None:
        if ingest.visit is not None:
            raise NotVerified(2, "the guardian's visit statement is not in the package")
        return PASS, "signed by the guardian"
    check_named(shown, ingest, documents.certificates)
    said = f"{len(shown.openings)} of {len(POINTS)} points are shown"
    return PASS, f"signed by the guardian; of her visit statement {said}"


def check_receipt(documents: Documents) -> Outcome:
    """(3) The survivor countersigned this very statement, if a receipt is there."""
    added = documents.ingest.guardian is None
    if documents.receipt is None:
        if added:
            return ABSENT, "she added it herself, so there is nothing to countersign"
        return ABSENT, "the survivor did not countersign the intake"
    if added:
        raise NotVerified(3, "what she added herself has no receipt")
    receipt, statement = documents.receipt
    check_signatures(statement, documents.survivor)
    same = (
        receipt.eid == documents.ingest.eid
        and receipt.root == documents.ingest.root
        and receipt.guardian == documents.ingest.guardian
        and receipt.statement == digest(documents.package.documents[INGEST])
    )
    if not same:
        raise NotVerified(3, "the receipt is for another intake")
    return PASS, "countersigned by the survivor"


def check_grant(documents: Documents) -> Outcome:
    """(4) The survivor's signature, by the key that the intake names."""
    if documents.survivor.fp != documents.ingest.survivor:
        raise NotVerified(4, "the survivor's key is not the one that the intake names")
    check_signatures(documents.grant_statement, documents.survivor)
    if documents.grant.kind != "release":
        raise NotVerified(4, "the grant is not for a release")
    return PASS, "signed by the survivor"


def check_worker_key(documents: Documents, moments: Moments) -> Outcome:
    """(5) The worker's one-time key is certified for this grant, or named by her alone."""
    grant, key = documents.grant, documents.worker_key
    if key is None:
        if grant.worker_cert is not None or documents.bundle_of(grant.worker) is None:
            raise NotVerified(5, "the worker key's certificate is missing")
        return PASS, "named by the survivor; no organisation vouches for it"
    organisation = documents.bundle_of(key.organisation)
    held = _held(documents, key.organisation, "worker", moments.release)
    if organisation is None or not held:
        raise NotVerified(5, "no organisation that had the role worker is in the package")
    check_signatures(key.statement, organisation)
    cert = hashlib.sha256(key.statement.raw).digest()
    if key.gid != grant.gid or key.bundle.fp != grant.worker or cert != grant.worker_cert:
        raise NotVerified(5, "the worker key is for another grant")
    return PASS, "certified for this grant"


def check_release(documents: Documents) -> Outcome:
    """(6) The worker's signatures, and the hash of every file."""
    worker = documents.worker()
    if worker is None or worker.fp != documents.grant.worker:
        raise NotVerified(6, "the worker's key is not at hand")
    check_both_signatures(documents.release_statement, worker)
    listed = documents.release.files
    present = set(documents.package.digests) - {COVER, RELEASE}
    if present != set(listed):
        raise NotVerified(6, f"{len(present ^ set(listed))} files are unlisted or missing")
    for name in sorted(listed):
        if documents.package.digests[name][0] != listed[name]:
            raise NotVerified(6, f"{name} is not what the worker signed")
    return PASS, f"{len(listed)} files are as signed"


def check_identity(documents: Documents) -> Outcome:
    """(7) Ingest, grant and release speak of one extraction, grant and filter."""
    ingest, grant, release = documents.ingest, documents.grant, documents.release
    same = (
        ingest.eid == grant.eid == release.eid
        and ingest.root == grant.root == release.root
        and grant.gid == release.gid
        and grant.filter == release.filter
        and grant.eid.hex() in grant.scope.x
    )
    if not same:
        raise NotVerified(7, "the statements speak of different extractions or grants")
    return PASS, "one extraction, one grant"


def check_validity(documents: Documents, moments: Moments) -> Outcome:
    """(8) The release was made inside the grant's time, with keys that held then."""
    grant, key = documents.grant, documents.worker_key
    # What the worker wrote must hold too: it says of itself when it used the grant.
    for moment in (documents.release.created, moments.release):
        if not grant.not_before <= moment < grant.expires:
            raise NotVerified(8, "the release was made outside the grant's time")
        if key is not None and not key.not_before <= moment < key.not_after:
            raise NotVerified(8, "the worker key did not hold when the release was made")
    guardian = documents.ingest.guardian
    if guardian is not None and not _held(documents, guardian, "guardian", moments.ingest):
        raise NotVerified(8, "the guardian's certificate did not hold at the intake")
    by = "by the log's time" if moments.by_log else "by the time that the signers wrote"
    return PASS, f"made while the grant and the keys held, {by}"


def _held(documents: Documents, subject: Fingerprint, role: str, at: datetime) -> bool:
    return any(item.holds(role, at) for item in documents.certificates if item.subject == subject)


def check_approval(documents: Documents) -> Outcome:
    """(15) She approved this release for people that her grant names, or said it needs none."""
    cover, grant = documents.cover, documents.grant
    if cover is not None and (cover.rid, cover.eid) != (documents.release.rid, grant.eid):
        raise NotVerified(15, "the cover is of another release")
    if cover is None or cover.approval is None:
        if grant.approval != "auto":
            raise NotVerified(15, "the survivor has not approved this release")
        return PASS, "the grant says that she need not be asked again"
    approval, statement = parse_approval(cover.approval)
    check_signatures(statement, documents.survivor)
    named = {fp for fp, _ in approval.wraps} - {documents.survivor.fp}
    same = (
        approval.release == digest(documents.package.documents[RELEASE])
        and approval.rid == documents.release.rid
        and (approval.gid, approval.eid) == (grant.gid, grant.eid)
        and named <= set(grant.release_to)
        and approval.created < min(approval.expires, grant.expires)
    )
    if not same:
        raise NotVerified(15, "the approval is for another release, or for others than she named")
    return PASS, f"approved by the survivor for {len(named)} named"
