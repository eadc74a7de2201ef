/**
 * What can go wrong between page and key worker: closed names, so that screens choose words
 * by name and nobody matches on a text. The first group has the names of vault/errors.py,
 * consent/errors.py and extraction/errors.py; the second is of this side alone.
 */

import type { Mismatch } from "./log_messages.ts";

export const ERROR_NAMES = [
  "Malformed",
  "MalformedSegment",
  "MalformedCatalogue",
  "MalformedEnvelope",
  "MalformedIdentity",
  "MalformedStatement",
  "NotAuthentic",
  "NoIdentityMatches",
  "WeakParameters",
  "InvalidScope",
  "NotVerified",
  "MalformedEntry",
  "MalformedNote",
  "MalformedCheckpoint",
  "NotProven",
  "BadSignature",
  // The worker was asked for something that needs a key it does not hold.
  "Locked",
  // The message is not one of keys/messages.ts.
  "BadMessage",
  // Named by the message and unknown to the worker: an extraction, a preview, a draft.
  "Unknown",
  // The page could not fetch what the worker asked for.
  "Missing",
  // A full copy is larger than a browser should hold.
  "TooLarge",
  // A file that she adds changed, or cannot be read any more.
  "FileGone",
  // The device has too little memory to stretch the passphrase; another device may have it.
  "NoMemory",
  // WebAssembly or WebCrypto is blocked or missing in this browser.
  "NoEngine",
  // No sign of life within the time limit; the worker was ended.
  "TimedOut",
  // The worker stopped or could not be started.
  "WorkerGone",
  // A fault of ours; nothing about it is told.
  "Internal",
] as const;

export type ErrorName = (typeof ERROR_NAMES)[number];

/** A failure as it travels: a name, ids and numbers, never content. */
export interface Failure {
  readonly name: ErrorName;
  readonly message: string;
  /** For NotVerified: the number of the step that failed (docs/formats/release.md 4). */
  readonly step?: number;
  /** Where her lines or a checker's word do not hold: which check. */
  readonly mismatch?: Mismatch;
}

/** What the page's promises reject with. */
export class KeyError extends Error {
  override readonly name: ErrorName;
  readonly step: number | undefined;
  readonly mismatch: Mismatch | undefined;

  constructor(failure: Failure) {
    super(failure.message);
    this.name = failure.name;
    this.step = failure.step;
    this.mismatch = failure.mismatch;
  }
}
