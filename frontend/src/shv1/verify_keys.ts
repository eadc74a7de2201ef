/**
 * Verification steps about keys and signatures: 1 to 8, and 15.
 *
 * docs/formats/release.md 4. Each function is one step: it gives what it found, or throws; the
 * caller turns what is thrown into a failed step of that number.
 */

import { hex } from "../bytes.ts";
import { checkSelfIssued, findChain, holds } from "./certificate.ts";
import { NotVerified } from "./errors.ts";
import { sameFilter } from "./filter.ts";
import { COVER, INGEST, RELEASE, bundleOf } from "./package.ts";
import type { Documents } from "./package.ts";
import { parseApproval } from "./release.ts";
import { gatherRevoked } from "./revocation.ts";
import { isRevoked } from "./revoked.ts";
import { checkBothSignatures, checkSignatures, digest } from "./statement.ts";
import type { VerifyPolicy } from "./verify_policy.ts";
import { POINTS, checkNamed } from "./visit.ts";

const NOBODY = "she added it herself and nobody vouches for her key";

export type Status = "pass" | "fail" | "absent" | "not pinned";

/** What a step found: `absent` when there was nothing to check. */
export interface Outcome {
  readonly status: Status;
  readonly detail: string;
}

/**
 * When the ingest and the release statement count as made, in seconds since 1970: by the log's
 * entries where step 16 passes (`byLog`), else by what their signers wrote.
 */
export interface Moments {
  readonly ingest: number;
  readonly release: number;
  readonly byLog: boolean;
}

/** Gives the times that the signers wrote themselves: without a log there are no others. */
export function momentsSigned(documents: Documents): Moments {
  const { ingest, release } = documents;
  return { ingest: ingest.body.created, release: release.body.created, byLog: false };
}

function pass(detail: string): Outcome {
  return { status: "pass", detail };
}

/** (1) Certificates chain to a pinned root, in role, at their time, and none was revoked. */
export async function checkKeys(
  documents: Documents,
  policy: VerifyPolicy | null,
  moments: Moments,
): Promise<Outcome> {
  await checkIssuers(documents);
  if (policy === null) {
    const detail = "no policy given: whose keys these are was not checked";
    return { status: "not pinned", detail };
  }
  const { roots } = policy;
  const certificates = documents.certificates;
  const revoked = await gatherRevoked(policy.revoked, [...certificates, ...policy.certs], roots);
  const { guardian } = documents.ingest.body;
  if (guardian !== null) {
    await findChain(certificates, guardian, "guardian", moments.ingest, roots, revoked);
  }
  const { worker } = documents.grant.body;
  const key = documents.workerKey;
  if (key === null && !policy.workers.includes(worker)) {
    throw new NotVerified(1, "the worker's key is not listed in the policy");
  }
  if (isRevoked(revoked, worker, key?.organisation ?? worker, moments.release)) {
    throw new NotVerified(1, "the worker's key was revoked");
  }
  if (key !== null) {
    await findChain(certificates, key.organisation, "worker", moments.release, roots, revoked);
  }
  const lists = policy.revoked.length;
  const said = lists > 0 ? `${lists} revocation lists checked` : "no revocation list given";
  return pass(
    guardian === null
      ? `every other signer's key leads to a pinned root; ${NOBODY}; ${said}`
      : `every signer's key leads to a pinned root; ${said}`,
  );
}

async function checkIssuers(documents: Documents): Promise<void> {
  const bundles = new Map(documents.certificates.map((item) => [item.subject, item.bundle]));
  for (const certificate of documents.certificates) {
    if (certificate.issuer === certificate.subject) {
      await checkSelfIssued(certificate);
      continue;
    }
    const issuer = bundles.get(certificate.issuer);
    if (issuer !== undefined) await checkSignatures(certificate.statement, issuer);
  }
}

/** (2) Both signatures of the guardian, on her visit statement too; hers of what she added. */
export async function checkIngestStatement(documents: Documents): Promise<Outcome> {
  const { ingest } = documents;
  const { bundle, guardian: fp } = ingest.body;
  if (bundle !== null) {
    await checkSignatures(ingest.statement, bundle);
    if (documents.visit !== null) {
      throw new NotVerified(2, "there is no guardian, and a visit statement is in the package");
    }
    return pass("signed by the survivor: she added it herself, no guardian extracted it");
  }
  const guardian = fp === null ? undefined : bundleOf(documents, fp);
  if (guardian === undefined) {
    throw new NotVerified(2, "the guardian's certificate is not in the package");
  }
  await checkBothSignatures(ingest.statement, guardian);
  const shown = documents.visit;
  if (shown === null) {
    if (ingest.body.visit !== null) {
      throw new NotVerified(2, "the guardian's visit statement is not in the package");
    }
    return pass("signed by the guardian");
  }
  await checkNamed(shown, ingest.body, documents.certificates);
  const said = `${shown.openings.size} of ${POINTS.length} points are shown`;
  return pass(`signed by the guardian; of her visit statement ${said}`);
}

/** (3) The survivor countersigned this very statement, if a receipt is there. */
export async function checkReceipt(documents: Documents): Promise<Outcome> {
  const { receipt, ingest } = documents;
  const added = ingest.body.guardian === null;
  if (receipt === null) {
    const detail = added
      ? "she added it herself, so there is nothing to countersign"
      : "the survivor did not countersign the intake";
    return { status: "absent", detail };
  }
  if (added) throw new NotVerified(3, "what she added herself has no receipt");
  await checkSignatures(receipt.statement, documents.survivor);
  const same =
    receipt.body.eid === ingest.body.eid &&
    receipt.body.root === ingest.body.root &&
    receipt.body.guardian === ingest.body.guardian &&
    receipt.body.statement === documents.digests.get(INGEST);
  if (!same) throw new NotVerified(3, "the receipt is for another intake");
  return pass("countersigned by the survivor");
}

/** (4) The survivor's signature, by the key that the intake names. */
export async function checkGrant(documents: Documents): Promise<Outcome> {
  const { grant, survivor, ingest } = documents;
  if (survivor.fp !== ingest.body.survivor) {
    throw new NotVerified(4, "the survivor's key is not the one that the intake names");
  }
  await checkSignatures(grant.statement, survivor);
  if (grant.body.kind !== "release") throw new NotVerified(4, "the grant is not for a release");
  return pass("signed by the survivor");
}

/** (5) The worker's one-time key is certified for this grant, or named by her alone. */
export async function checkWorkerKey(
  documents: Documents,
  moments: Moments,
): Promise<Outcome> {
  const { workerKey: key } = documents;
  const grant = documents.grant.body;
  if (key === null) {
    if (grant.workerCert !== null || bundleOf(documents, grant.worker) === undefined) {
      throw new NotVerified(5, "the worker key's certificate is missing");
    }
    return pass("named by the survivor; no organisation vouches for it");
  }
  const organisation = bundleOf(documents, key.organisation);
  if (organisation === undefined || !held(documents, key.organisation, "worker", moments.release)) {
    throw new NotVerified(5, "no organisation that had the role worker is in the package");
  }
  await checkSignatures(key.statement, organisation);
  const cert = hex(digest(key.statement.raw));
  if (key.gid !== grant.gid || key.bundle.fp !== grant.worker || cert !== grant.workerCert) {
    throw new NotVerified(5, "the worker key is for another grant");
  }
  return pass("certified for this grant");
}

/** (6) The worker's signatures, and the hash of every file. */
export async function checkRelease(documents: Documents): Promise<Outcome> {
  const { grant, release, digests } = documents;
  const worker = documents.workerKey?.bundle ?? bundleOf(documents, grant.body.worker);
  if (worker === undefined || worker.fp !== grant.body.worker) {
    throw new NotVerified(6, "the worker's key is not at hand");
  }
  await checkBothSignatures(release.statement, worker);
  const listed = release.body.files;
  const present = [...digests.keys()].filter((name) => name !== COVER && name !== RELEASE);
  if (present.length !== listed.size || present.some((name) => !listed.has(name))) {
    throw new NotVerified(6, "files are unlisted or missing");
  }
  for (const [name, hash] of listed) {
    if (digests.get(name) !== hash) throw new NotVerified(6, `${name} is not what the worker signed`);
  }
  return pass(`${listed.size} files are as signed`);
}

/** (7) Ingest, grant and release speak of one extraction, grant and filter. */
export function checkIdentity(documents: Documents): Outcome {
  const [ingest, grant, release] = [
    documents.ingest.body,
    documents.grant.body,
    documents.release.body,
  ];
  const same =
    ingest.eid === grant.eid &&
    grant.eid === release.eid &&
    ingest.root === grant.root &&
    grant.root === release.root &&
    grant.gid === release.gid &&
    sameFilter(grant.filter, release.filter) &&
    grant.scope.x.has(grant.eid);
  if (!same) throw new NotVerified(7, "the statements speak of different extractions or grants");
  return pass("one extraction, one grant");
}

/** (8) The release was made inside the grant's time, with keys that held then. */
export function checkValidity(documents: Documents, moments: Moments): Outcome {
  const grant = documents.grant.body;
  const key = documents.workerKey;
  // What the worker wrote must hold too: it says of itself when it used the grant.
  for (const moment of [documents.release.body.created, moments.release]) {
    if (moment < grant.notBefore || moment >= grant.expires) {
      throw new NotVerified(8, "the release was made outside the grant's time");
    }
    if (key !== null && (moment < key.notBefore || moment >= key.notAfter)) {
      throw new NotVerified(8, "the worker key did not hold when the release was made");
    }
  }
  const { guardian } = documents.ingest.body;
  if (guardian !== null && !held(documents, guardian, "guardian", moments.ingest)) {
    throw new NotVerified(8, "the guardian's certificate did not hold at the intake");
  }
  const by = moments.byLog ? "by the log's time" : "by the time that the signers wrote";
  return pass(`made while the grant and the keys held, ${by}`);
}

/** (15) She approved this release for people that her grant names, or said it needs none. */
export async function checkApproval(documents: Documents): Promise<Outcome> {
  const { cover } = documents;
  const [grant, release] = [documents.grant.body, documents.release.body];
  if (cover !== null && (cover.rid !== release.rid || cover.eid !== grant.eid)) {
    throw new NotVerified(15, "the cover is of another release");
  }
  if (cover === null || cover.approval === null) {
    if (grant.approval !== "auto") {
      throw new NotVerified(15, "the survivor has not approved this release");
    }
    return pass("the grant says that she need not be asked again");
  }
  const [approval, statement] = parseApproval(cover.approval);
  await checkSignatures(statement, documents.survivor);
  const named = approval.wraps.map(([fp]) => fp).filter((fp) => fp !== documents.survivor.fp);
  const same =
    approval.release === documents.digests.get(RELEASE) &&
    approval.rid === release.rid &&
    approval.gid === grant.gid &&
    approval.eid === grant.eid &&
    named.every((fp) => grant.releaseTo.includes(fp)) &&
    approval.created < Math.min(approval.expires, grant.expires);
  if (!same) {
    const detail = "the approval is for another release, or for others than she named";
    throw new NotVerified(15, detail);
  }
  return pass(`approved by the survivor for ${named.length} named`);
}

function held(documents: Documents, subject: string, role: string, at: number): boolean {
  return documents.certificates.some((item) => item.subject === subject && holds(item, role, at));
}
