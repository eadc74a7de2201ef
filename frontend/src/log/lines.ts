/**
 * Who looked at her things: the entries of her case, checked as her client checks them.
 *
 * docs/formats/audit-entry.md 7. Her key makes the same tags that the log has, so a line left
 * out is a gap and a line of another case does not fit. That no line follows the last one is
 * not shown by this: only a mirror can say so.
 */

import type { Bytes } from "../bytes.ts";
import { parseCheckpoint } from "./checkpoint.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { caseTag, parseEntry } from "./entry.ts";
import type { Entry } from "./entry.ts";
import { NotProven } from "./errors.ts";
import { leafHash, verifyConsistency, verifyInclusion } from "./merkle.ts";
import { parseNote } from "./note.ts";
import type { LogPolicy } from "./policy.ts";
import { parseProof } from "./proof.ts";
import { brokenReceipts } from "./receipt.ts";
import type { Receipt } from "./receipt.ts";
import type { Suite } from "./suite.ts";
import { checkCheckpoint } from "./trust.ts";
import type { Trusted } from "./trust.ts";

/** One entry of a case; `proof` is a tlog-proof, null while nothing covers the entry. */
export interface Line {
  readonly index: number;
  readonly entry: Bytes;
  readonly proof: string | null;
}

/** What her client may say: the lines read, how many unconfirmed, by which checkpoint. */
export interface Checked {
  readonly entries: readonly Entry[];
  readonly unconfirmed: number;
  readonly newest: { readonly text: string; readonly trusted: Trusted } | null;
}

/**
 * Checks lines.
 *
 * Throws MalformedEntry: a line is not an entry; NotProven: one is missing, out of order, of
 * another case or not in the log, or has no proof under a checkpoint that covers it, or a
 * receipt is not honoured; and what checkCheckpoint throws.
 */
export async function checkLines(
  suite: Suite,
  lines: readonly Line[],
  kCase: Bytes,
  policy: LogPolicy,
  now: number,
  receipts: readonly Receipt[],
): Promise<Checked> {
  const { sha256 } = suite;
  const entries = lines.map((line) => parseEntry(line.entry));
  const tags = new Map(entries.map((entry, at) => [entry.tag, (lines[at] as Line).index]));
  if (tags.size !== lines.length || countCase(suite, kCase, tags) !== lines.length) {
    throw new NotProven("the lines are not all of this case, each once");
  }
  const leaves = new Map(lines.map((line) => [line.index, leafHash(sha256, line.entry)]));
  const [broken] = brokenReceipts(suite, lines, receipts);
  if (broken !== undefined) {
    throw new NotProven(`entry ${broken.index} is not the one of the receipt`);
  }
  const known = new Map<string, Trusted>();
  for (const { index, proof: text } of lines) {
    if (text === null) continue;
    const proof = parseProof(text);
    const trusted =
      known.get(proof.checkpoint) ??
      (await checkCheckpoint(suite, proof.checkpoint, policy, now));
    known.set(proof.checkpoint, trusted);
    if (proof.index !== BigInt(index)) {
      throw new NotProven(`the proof is of entry ${proof.index}, not of ${index}`);
    }
    const { size, root } = trusted.checkpoint;
    verifyInclusion(sha256, leaves.get(index) as Bytes, index, size, proof.path, root);
  }
  const newest = newestOf(known);
  const bare = lines.filter((line) => line.proof === null);
  // Else a line could be changed at will, its proof withheld, and pass for a new one.
  if (newest !== null && bare.some(({ index }) => index < newest.trusted.checkpoint.size)) {
    throw new NotProven("a line lies under the newest checkpoint, and no proof of it was given");
  }
  return { entries, unconfirmed: bare.length, newest };
}

function newestOf(known: ReadonlyMap<string, Trusted>): Checked["newest"] {
  let newest: Checked["newest"] = null;
  for (const [text, trusted] of known) {
    if (newest === null || trusted.checkpoint.size > newest.trusted.checkpoint.size) {
      newest = { text, trusted };
    }
  }
  return newest;
}

/** Counts a case's entries up to the first gap; throws NotProven where one is out of order. */
function countCase(suite: Suite, kCase: Bytes, tags: ReadonlyMap<string, number>): number {
  let number = 0;
  let before = -1;
  for (;;) {
    const index = tags.get(caseTag(suite.sha256, kCase, number));
    if (index === undefined) break;
    if (index <= before) throw new NotProven(`line ${number} of the case is out of order`);
    before = index;
    number++;
  }
  return number;
}

/**
 * Checks that the log only grew since the checkpoint that her client remembers.
 *
 * `remembered` is its note, as it was trusted then. Throws NotProven: it did not, or it is
 * another log.
 */
export function checkGrowth(
  suite: Suite,
  remembered: string,
  fresh: Checkpoint,
  path: readonly Bytes[],
): void {
  const old = parseCheckpoint(parseNote(remembered).text);
  if (old.origin !== fresh.origin) {
    throw new NotProven("the remembered checkpoint is of another log");
  }
  verifyConsistency(suite.sha256, old.size, fresh.size, path, old.root, fresh.root);
}
