/** One log proof of a release: the entry, what it commits to, its path, and who signed. */

import type { Bytes } from "../bytes.ts";
import { commitment, parseEntry } from "./entry.ts";
import { NotProven } from "./errors.ts";
import { leafHash, verifyInclusion } from "./merkle.ts";
import type { LogPolicy } from "./policy.ts";
import { parseProof } from "./proof.ts";
import type { Suite } from "./suite.ts";
import { checkCheckpoint } from "./trust.ts";

/** What a release's cover holds of one logged document (docs/formats/checkpoint.md 4). */
export interface Section {
  readonly entry: Bytes;
  readonly r: Bytes;
  readonly proof: string;
}

/** A proven entry: its index, and its time in milliseconds since 1970. */
export interface Logged {
  readonly index: bigint;
  readonly t: number;
}

const CLOCK_SLACK_MS = 5_000;

/**
 * Checks one log proof against the SHA-256 of the document (docs/formats/audit-entry.md 8).
 *
 * `act` is what the entry must tell of, as done; one of another act proves something else.
 */
export async function checkSection(
  suite: Suite,
  section: Section,
  document: Bytes,
  policy: LogPolicy,
  now: number,
  act: string,
): Promise<Logged> {
  const { sha256 } = suite;
  const entry = parseEntry(section.entry);
  if (entry.act !== act || entry.out !== "done") {
    throw new NotProven(`the log entry does not say that ${act} was done`);
  }
  if (commitment(sha256, "doc", section.r, document) !== entry.doc) {
    throw new NotProven("the log entry is about another document");
  }
  const proof = parseProof(section.proof);
  const trusted = await checkCheckpoint(suite, proof.checkpoint, policy, now);
  const { checkpoint, firstSeenAt } = trusted;
  const leaf = leafHash(sha256, section.entry);
  verifyInclusion(sha256, leaf, proof.index, checkpoint.size, proof.path, checkpoint.root);
  // Who cosigned had the entry before them; the vault's clock may not run ahead of theirs.
  if (firstSeenAt !== null && entry.t > firstSeenAt * 1000 + 999 + CLOCK_SLACK_MS) {
    throw new NotProven("the log entry is dated after the witnesses saw it");
  }
  return { index: proof.index, t: entry.t };
}
