/**
 * What one witness says of itself, beside what the vault shows: both must be one history.
 *
 * docs/formats/audit-entry.md 7. The witness's key is the pinned policy's, so whoever answers in
 * its place can at most say something old.
 */

import type { Bytes } from "../bytes.ts";
import { parseCheckpoint } from "./checkpoint.ts";
import { checkCosignatures } from "./cosignature.ts";
import { NotProven } from "./errors.ts";
import { verifyConsistency } from "./merkle.ts";
import { parseNote } from "./note.ts";
import type { LogPolicy } from "./policy.ts";
import type { Suite } from "./suite.ts";
import { checkLog } from "./trust.ts";

/** What a witness saw last: how many entries, and when, in seconds since 1970. */
export interface Seen {
  readonly size: number;
  readonly seenAt: number;
}

/**
 * Reads a witness's newest note, or gives null where it is none of that witness and this log.
 *
 * Then nothing is known: anybody between here and the witness can send other bytes.
 */
export async function readWitness(
  suite: Suite,
  policy: LogPolicy,
  name: string,
  text: string,
  now: number,
): Promise<Seen | null> {
  const key = policy.witnesses.get(name);
  if (key === undefined) return null;
  try {
    const note = parseNote(text);
    const checkpoint = parseCheckpoint(note.text);
    await checkLog(suite, note, checkpoint.origin, policy, now);
    const at = (await checkCosignatures(suite, note, [key], now)).get(key);
    return at === undefined ? null : { size: Number(checkpoint.size), seenAt: Number(at) };
  } catch {
    return null;
  }
}

/**
 * Checks that two notes of one log, both verified, are one history; `path` leads from the smaller.
 *
 * Throws NotProven: they are two, or of two logs.
 */
export function checkBothWays(
  suite: Suite,
  one: string,
  other: string,
  path: readonly Bytes[],
): void {
  const [first, second] = [one, other].map((text) => parseCheckpoint(parseNote(text).text));
  if (first === undefined || second === undefined || first.origin !== second.origin) {
    throw new NotProven("the witness speaks of another log");
  }
  const [old, fresh] = first.size <= second.size ? [first, second] : [second, first];
  verifyConsistency(suite.sha256, old.size, fresh.size, path, old.root, fresh.root);
}
