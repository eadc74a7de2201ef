/**
 * The steps that her client runs over a draft before it wraps a key: 0 and 2 to 14. The whole
 * verification is in verify_package.ts.
 *
 * docs/formats/release.md 4. The numbers are part of the interface.
 */

import { Malformed, NotAuthentic, NotVerified } from "./errors.ts";
import type { Documents } from "./package.ts";
import { readGiven } from "./verify_given.ts";
import type { Given } from "./verify_given.ts";
import * as keys from "./verify_keys.ts";
import { momentsSigned } from "./verify_keys.ts";
import type { Moments, Outcome } from "./verify_keys.ts";
import * as records from "./verify_records.ts";

/** One numbered step's outcome. */
export interface Step extends Outcome {
  readonly step: number;
  readonly name: string;
}

/** What the steps are told: when documents count as made, and what was disclosed. */
export interface Told {
  readonly documents: Documents;
  readonly moments: Moments;
  readonly given: Given;
}

type Check = (told: Told) => Outcome | Promise<Outcome>;

/** The steps that need no policy, in order. */
export const CHECKS: readonly (readonly [step: number, name: string, check: Check])[] = [
  [2, "ingest statement", ({ documents }) => keys.checkIngestStatement(documents)],
  [3, "receipt", ({ documents }) => keys.checkReceipt(documents)],
  [4, "grant", ({ documents }) => keys.checkGrant(documents)],
  [5, "worker key", ({ documents, moments }) => keys.checkWorkerKey(documents, moments)],
  [6, "release statement", ({ documents }) => keys.checkRelease(documents)],
  [7, "identity", ({ documents }) => keys.checkIdentity(documents)],
  [8, "validity", ({ documents, moments }) => keys.checkValidity(documents, moments)],
  [9, "records", ({ documents, given }) => records.checkRecords(documents, given)],
  [10, "counts", ({ documents, given }) => records.checkCounts(documents, given)],
  [11, "scope", ({ documents, given }) => records.checkScope(documents, given)],
  [12, "completeness", ({ documents }) => records.checkCompleteness(documents)],
  [13, "selection", ({ documents, given }) => records.checkSelection(documents, given)],
  [14, "media", ({ documents, given }) => records.checkMedia(documents, given)],
];

/** Runs every step; throws NotVerified with the number of the first that does not pass. */
export async function verifyDraft(
  documents: Documents,
  progress: (done: number, total: number) => void,
): Promise<Step[]> {
  const shape = `${documents.digests.size} files, all known`;
  const steps: Step[] = [{ step: 0, name: "shape", status: "pass", detail: shape }];
  const told = { documents, moments: momentsSigned(documents), given: readGiven(documents) };
  for (const [done, [step, name, check]] of CHECKS.entries()) {
    steps.push({ step, name, ...(await run(step, check, told)) });
    progress(done + 1, CHECKS.length);
  }
  return steps;
}

async function run(step: number, check: Check, told: Told): Promise<Outcome> {
  try {
    return await check(told);
  } catch (error) {
    if (error instanceof NotAuthentic || error instanceof Malformed) {
      throw new NotVerified(step, error.message);
    }
    throw error;
  }
}
