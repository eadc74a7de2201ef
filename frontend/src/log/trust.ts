/**
 * When a checkpoint is trusted: signed by the pinned log, cosigned by the pinned quorum.
 *
 * docs/formats/witness.md 5.
 */

import { parseCheckpoint } from "./checkpoint.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { checkCosignatures } from "./cosignature.ts";
import { BadSignature, NotProven } from "./errors.ts";
import { ED25519, checkNote, parseNote } from "./note.ts";
import type { Note, VerifierKey } from "./note.ts";
import { satisfied } from "./policy.ts";
import type { LogPolicy } from "./policy.ts";
import type { Suite } from "./suite.ts";

/** A trusted checkpoint, and when its newest and first witness saw it (seconds since 1970). */
export interface Trusted {
  readonly checkpoint: Checkpoint;
  readonly seenAt: number | null;
  readonly firstSeenAt: number | null;
}

/**
 * Checks a checkpoint's note against a policy.
 *
 * Throws MalformedNote, MalformedCheckpoint: it is none; BadSignature: a known key's line does
 * not verify, or a key of the log did not sign; NotProven: the policy knows no log of this
 * origin, or too few witnesses cosigned.
 */
export async function checkCheckpoint(
  suite: Suite,
  text: string,
  policy: LogPolicy,
  now: number,
): Promise<Trusted> {
  const note = parseNote(text);
  const checkpoint = parseCheckpoint(note.text);
  await checkLog(suite, note, checkpoint.origin, policy, now);
  const seen = await checkCosignatures(suite, note, [...policy.witnesses.values()], now);
  if (!satisfied(policy, new Set(seen.keys()))) {
    throw new NotProven("too few witnesses cosigned the checkpoint");
  }
  const times = [...seen.values()].map(Number);
  const none = times.length === 0;
  return {
    checkpoint,
    seenAt: none ? null : Math.max(...times),
    firstSeenAt: none ? null : Math.min(...times),
  };
}

/** Every key that the policy names for an origin must have signed. */
export async function checkLog(
  suite: Suite,
  note: Note,
  origin: string,
  policy: LogPolicy,
  now: number,
): Promise<void> {
  const keys = policy.logs.filter((key) => key.name === origin);
  if (keys.length === 0) {
    throw new NotProven("the policy knows no log of the checkpoint's origin");
  }
  const cosigned = await checkCosignatures(suite, note, keys, now);
  const signed = new Set<VerifierKey>(cosigned.keys());
  if (keys.some((key) => key.algorithm === ED25519)) {
    for (const key of checkNote(suite, note, keys)) signed.add(key);
  }
  if (signed.size !== keys.length) {
    throw new BadSignature("a key of the log did not sign the checkpoint");
  }
}
