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

/** Checks one log proof against the SHA-256 of the document; gives the entry's index. */
export async function checkSection(
  suite: Suite,
  section: Section,
  document: Bytes,
  policy: LogPolicy,
  now: number,
): Promise<bigint> {
  const { sha256 } = suite;
  const entry = parseEntry(section.entry);
  if (commitment(sha256, "doc", section.r, document) !== entry.doc) {
    throw new NotProven("the log entry is about another document");
  }
  const proof = parseProof(section.proof);
  const { checkpoint } = await checkCheckpoint(suite, proof.checkpoint, policy, now);
  const leaf = leafHash(sha256, section.entry);
  verifyInclusion(sha256, leaf, proof.index, checkpoint.size, proof.path, checkpoint.root);
  return proof.index;
}
