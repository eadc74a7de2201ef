/**
 * Verification steps about the log and about time: 16 and 17.
 *
 * docs/formats/release.md 4. The cover carries an entry and a proof for each of ingest, grant
 * and release; they prove themselves against a pinned log policy, and say when each was made.
 */

import { parseLogPolicy } from "../log/policy.ts";
import { checkSection } from "../log/section.ts";
import type { Logged } from "../log/section.ts";
import { unb64 } from "./canonical.ts";
import { NotVerified } from "./errors.ts";
import { HASH_SIZE } from "./ids.ts";
import { SUITE } from "./log_suite.ts";
import { GRANT, INGEST, RELEASE } from "./package.ts";
import type { Documents } from "./package.ts";
import { sha256 } from "./sodium.ts";
import { momentsSigned } from "./verify_keys.ts";
import type { Moments, Outcome } from "./verify_keys.ts";
import type { VerifyPolicy } from "./verify_policy.ts";

const LOGGED = [
  ["ingest", INGEST, "ingest"],
  ["grant", GRANT, "grant"],
  ["release", RELEASE, "release.publish"],
] as const;
/** What the log says was done where she added something herself. */
const ADDED = "ingest.added";
const FIRST_MS_AFTER_9999 = 253_402_300_800_000;

/** What step 16 found, and when the documents count as made. */
export interface LogFound {
  readonly outcome: Outcome;
  readonly moments: Moments;
}

/** (16) Ingest, grant and release are in the witnessed log, in this order. */
export async function checkLog(
  documents: Documents,
  policy: VerifyPolicy | null,
  now: number,
): Promise<LogFound> {
  const moments = momentsSigned(documents);
  const { cover } = documents;
  if (cover === null || cover.log.size === 0) {
    return { outcome: { status: "absent", detail: "the release carries no log proofs" }, moments };
  }
  if (cover.log.size !== LOGGED.length) {
    throw new NotVerified(16, "want log proofs of ingest, grant and release");
  }
  if (policy === null || policy.log === null) {
    const detail = "log proofs are there; no log policy was given to check them by";
    return { outcome: { status: "not pinned", detail }, moments };
  }
  const entries = await provenEntries(documents, cover.log, policy.log, now);
  const indexes = entries.map(({ index }) => index);
  if (indexes.some((index, at) => at > 0 && index <= (indexes[at - 1] ?? -1n))) {
    throw new NotVerified(16, "ingest, grant and release are not logged in this order");
  }
  const [ingest, , release] = entries.map(momentOf);
  const detail = `logged as entries ${indexes.join(", ")}, witnessed`;
  return {
    outcome: { status: "pass", detail },
    moments: { ingest: ingest ?? 0, release: release ?? 0, byLog: true },
  };
}

/** (17) A pinned authority stamped the very checkpoint that the release is proven under. */
export async function checkTime(
  documents: Documents,
  policy: VerifyPolicy | null,
  log: LogFound,
  now: number,
): Promise<Outcome> {
  const { cover } = documents;
  if (cover === null || cover.time.length === 0) {
    return { status: "absent", detail: "the release carries no time stamp" };
  }
  if (policy === null || policy.tsa.length === 0) {
    const detail = "time stamps are there; no authority was given to check them by";
    return { status: "not pinned", detail };
  }
  if (log.outcome.status !== "pass") {
    throw new NotVerified(17, "what the time stamps are over is not proven: see step 16");
  }
  const { checkStamps } = await import("./verify_time.ts");
  const proof = cover.log.get("release")?.proof ?? "";
  return checkStamps(cover.time, proof, policy.tsa, log.moments.release, now);
}

async function provenEntries(
  documents: Documents,
  proofs: NonNullable<Documents["cover"]>["log"],
  policy: string,
  now: number,
): Promise<Logged[]> {
  const log = parseLogPolicy(SUITE, policy);
  const entries: Logged[] = [];
  for (const [name, file, usual] of LOGGED) {
    const added = name === "ingest" && documents.ingest.body.guardian === null;
    const act = added ? ADDED : usual;
    const proof = proofs.get(name);
    const data = documents.files.get(file);
    if (proof === undefined || data === undefined) {
      throw new NotVerified(16, "want log proofs of ingest, grant and release");
    }
    const section = {
      entry: unb64(proof.entry),
      r: unb64(proof.r, HASH_SIZE),
      proof: proof.proof,
    };
    entries.push(await checkSection(SUITE, section, sha256(data), log, now, act));
  }
  return entries;
}

function momentOf(logged: Logged): number {
  if (logged.t >= FIRST_MS_AFTER_9999) throw new NotVerified(16, "a log entry's time is no date");
  return logged.t / 1000;
}
