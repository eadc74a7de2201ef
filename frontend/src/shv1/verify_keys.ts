/**
 * Verification steps about keys and signatures: 2 to 8.
 *
 * docs/formats/release.md 4. Each function is one step: it gives what it found, or throws; the
 * caller turns what is thrown into a failed step of that number.
 */

import { hex } from "../bytes.ts";
import { holds } from "./certificate.ts";
import { NotVerified } from "./errors.ts";
import { sameFilter } from "./filter.ts";
import { COVER, INGEST, RELEASE, bundleOf } from "./package.ts";
import type { Documents } from "./package.ts";
import { checkSignatures, digest } from "./statement.ts";

/** What a step found: `absent` when there was nothing to check. */
export interface Outcome {
  readonly status: "pass" | "absent";
  readonly detail: string;
}

function pass(detail: string): Outcome {
  return { status: "pass", detail };
}

/** (2) Both signatures of the guardian. */
export async function checkIngestStatement(documents: Documents): Promise<Outcome> {
  const { ingest } = documents;
  const guardian = bundleOf(documents, ingest.body.guardian);
  if (guardian === undefined) {
    throw new NotVerified(2, "the guardian's certificate is not in the package");
  }
  await checkSignatures(ingest.statement, guardian);
  return pass("signed by the guardian");
}

/** (3) The survivor countersigned this very statement, if a receipt is there. */
export async function checkReceipt(documents: Documents): Promise<Outcome> {
  const { receipt, ingest } = documents;
  if (receipt === null) {
    return { status: "absent", detail: "the survivor did not countersign the intake" };
  }
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
export async function checkWorkerKey(documents: Documents): Promise<Outcome> {
  const { workerKey: key } = documents;
  const grant = documents.grant.body;
  if (key === null) {
    if (grant.workerCert !== null || bundleOf(documents, grant.worker) === undefined) {
      throw new NotVerified(5, "the worker key's certificate is missing");
    }
    return pass("named by the survivor; no organisation vouches for it");
  }
  const organisation = bundleOf(documents, key.organisation);
  const roles = documents.certificates
    .filter((item) => item.subject === key.organisation)
    .some((item) => item.roles.includes("worker"));
  if (organisation === undefined || !roles) {
    throw new NotVerified(5, "no organisation with the role worker is in the package");
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
  await checkSignatures(release.statement, worker);
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
export function checkValidity(documents: Documents): Outcome {
  const grant = documents.grant.body;
  const { created } = documents.release.body;
  if (created < grant.notBefore || created >= grant.expires) {
    throw new NotVerified(8, "the release was made outside the grant's time");
  }
  const key = documents.workerKey;
  if (key !== null && (created < key.notBefore || created >= key.notAfter)) {
    throw new NotVerified(8, "the worker key did not hold when the release was made");
  }
  const { guardian, created: sealed } = documents.ingest.body;
  const held = documents.certificates.some(
    (item) => item.subject === guardian && holds(item, "guardian", sealed),
  );
  if (!held) {
    throw new NotVerified(8, "the guardian's certificate did not hold at the intake");
  }
  return pass("made while the grant and the keys held");
}
