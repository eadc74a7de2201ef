/**
 * The steps that her client runs over a draft before it wraps a key: 0 and 2 to 14.
 *
 * docs/formats/release.md 4. The numbers are part of the interface.
 */

import { Malformed, NotAuthentic, NotVerified } from "./errors.ts";
import type { Documents } from "./package.ts";
import * as keys from "./verify_keys.ts";
import type { Outcome } from "./verify_keys.ts";
import * as records from "./verify_records.ts";

/** One numbered step's outcome. */
export interface Step extends Outcome {
  readonly step: number;
  readonly name: string;
}

type Check = (documents: Documents) => Outcome | Promise<Outcome>;

const CHECKS: readonly (readonly [step: number, name: string, check: Check])[] = [
  [2, "ingest statement", keys.checkIngestStatement],
  [3, "receipt", keys.checkReceipt],
  [4, "grant", keys.checkGrant],
  [5, "worker key", keys.checkWorkerKey],
  [6, "release statement", keys.checkRelease],
  [7, "identity", keys.checkIdentity],
  [8, "validity", keys.checkValidity],
  [9, "records", records.checkRecords],
  [10, "counts", records.checkCounts],
  [11, "scope", records.checkScope],
  [12, "completeness", records.checkCompleteness],
  [13, "selection", records.checkSelection],
  [14, "media", records.checkMedia],
];

/** Runs every step; throws NotVerified with the number of the first that does not pass. */
export async function verifyDraft(
  documents: Documents,
  progress: (done: number, total: number) => void,
): Promise<Step[]> {
  const shape = `${documents.digests.size} files, all known`;
  const steps: Step[] = [{ step: 0, name: "shape", status: "pass", detail: shape }];
  for (const [done, [step, name, check]] of CHECKS.entries()) {
    steps.push({ step, name, ...(await run(step, check, documents)) });
    progress(done + 1, CHECKS.length);
  }
  return steps;
}

async function run(step: number, check: Check, documents: Documents): Promise<Outcome> {
  try {
    return await check(documents);
  } catch (error) {
    if (error instanceof NotAuthentic || error instanceof Malformed) {
      throw new NotVerified(step, error.message);
    }
    throw error;
  }
}
