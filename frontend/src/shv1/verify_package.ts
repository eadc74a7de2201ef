/**
 * The verifier: numbered steps over a package, offline, for anyone (extraction/verify.py).
 *
 * docs/formats/release.md 4. A step is `pass`, `fail`, `absent` or `not pinned`; the policy says
 * which must pass, and without one these are 0 and 2 to 15, of which 3 may be absent.
 */

import {
  BadSignature,
  MalformedCheckpoint,
  MalformedEntry,
  MalformedNote,
  NotProven,
} from "../log/errors.ts";
import { InvalidScope, Malformed, NotAuthentic, NotVerified } from "./errors.ts";
import { readFiles } from "./package.ts";
import type { Documents } from "./package.ts";
import { CHECKS } from "./verify.ts";
import type { Step, Told } from "./verify.ts";
import { readGiven } from "./verify_given.ts";
import { checkApproval, checkKeys, momentsSigned } from "./verify_keys.ts";
import type { Outcome, Status } from "./verify_keys.ts";
import { checkLog, checkTime } from "./verify_log.ts";
import type { LogFound } from "./verify_log.ts";
import type { VerifyPolicy } from "./verify_policy.ts";
import { summaryOf, verdictOf } from "./verify_verdict.ts";
import type { Entry } from "./zip_stored.ts";

const REQUIRED = new Set([0, ...Array.from({ length: 14 }, (_, at) => at + 2)]);
const MAY_BE_ABSENT = 3;
const FAILURES = [
  NotVerified,
  NotAuthentic,
  Malformed,
  InvalidScope,
  BadSignature,
  MalformedCheckpoint,
  MalformedEntry,
  MalformedNote,
  NotProven,
];

/** All steps, whether the package holds, the verdict in a line and in plain sentences. */
export interface Report {
  readonly steps: readonly Step[];
  readonly ok: boolean;
  readonly verdict: string;
  readonly summary: readonly string[];
}

/** Runs every step over a package's files; one that fails does not stop the others. */
export async function verifyPackage(
  files: Iterable<Entry>,
  policy: VerifyPolicy | null,
  now: number,
): Promise<Report> {
  let documents: Documents;
  try {
    documents = readFiles(files);
  } catch (error) {
    if (!isFailure(error)) throw error;
    return refusedAtShape(error.message);
  }
  // Step 16 comes first: the log's times are what the others judge by.
  const log = await logFound(documents, policy, now);
  const { moments } = log;
  const told: Told = { documents, moments, given: readGiven(documents) };
  const shape = `${documents.digests.size} files, all known`;
  const steps: Step[] = [{ step: 0, name: "shape", status: "pass", detail: shape }];
  const add = async (
    step: number,
    name: string,
    check: () => Outcome | Promise<Outcome>,
  ): Promise<void> => {
    steps.push({ step, name, ...(await run(check)) });
  };
  await add(1, "keys", () => checkKeys(documents, policy, moments));
  for (const [step, name, check] of CHECKS) await add(step, name, () => check(told));
  await add(15, "approval", () => checkApproval(documents));
  await add(16, "log", () => log.outcome);
  await add(17, "time", () => checkTime(documents, policy, log, now));
  return concluded(steps, told, policy);
}

async function run(check: () => Outcome | Promise<Outcome>): Promise<Outcome> {
  try {
    return await check();
  } catch (error) {
    if (!isFailure(error)) throw error;
    return { status: "fail", detail: error.message };
  }
}

async function logFound(
  documents: Documents,
  policy: VerifyPolicy | null,
  now: number,
): Promise<LogFound> {
  try {
    return await checkLog(documents, policy, now);
  } catch (error) {
    if (!isFailure(error)) throw error;
    const outcome: Outcome = { status: "fail", detail: error.message };
    return { outcome, moments: momentsSigned(documents) };
  }
}

function isFailure(error: unknown): error is Error {
  return FAILURES.some((kind) => error instanceof kind);
}

function concluded(steps: readonly Step[], told: Told, policy: VerifyPolicy | null): Report {
  const failed = steps.find(({ status }) => status === "fail");
  if (failed !== undefined) {
    return notVerified(steps, `step ${failed.step} (${failed.name}) fails: ${failed.detail}`);
  }
  const named = new Set(policy?.require ?? []);
  const unmet = steps.find(
    ({ step, status }) =>
      status !== "pass" &&
      (named.has(step) || (REQUIRED.has(step) && !(step === MAY_BE_ABSENT && status === "absent"))),
  );
  if (unmet !== undefined) {
    const why = `step ${unmet.step} (${unmet.name}) was required and did not pass`;
    return notVerified(steps, why);
  }
  const statuses = new Map<number, Status>(steps.map(({ step, status }) => [step, status]));
  const verdict = verdictOf(told, statuses);
  const last: Step = { step: 18, name: "verdict", status: "pass", detail: verdict };
  return { steps: [...steps, last], ok: true, verdict, summary: summaryOf(told, statuses) };
}

function notVerified(steps: readonly Step[], why: string): Report {
  const verdict = `not verified: ${why}`;
  const last: Step = { step: 18, name: "verdict", status: "fail", detail: verdict };
  const summary = [
    "This package does NOT hold: do not rely on anything in it.",
    `What failed: ${why}.`,
  ];
  return { steps: [...steps, last], ok: false, verdict, summary };
}

/** Gives the report of what is no package: no other step is run. */
export function refusedAtShape(detail: string): Report {
  const shape: Step = { step: 0, name: "shape", status: "fail", detail };
  return notVerified([shape], `step 0 (shape) fails: ${detail}`);
}
