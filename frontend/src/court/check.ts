/**
 * What was given to a court, checked step by step (docs/formats/audit-entry.md 10).
 *
 * The same steps in the same order as audit/court_check.py, which says the same of every bundle.
 */

import { equal, fromUtf8 } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { parseCheckpoint } from "../log/checkpoint.ts";
import { checkCosignatures } from "../log/cosignature.ts";
import { parseEntry } from "../log/entry.ts";
import {
  BadSignature,
  MalformedCheckpoint,
  MalformedEntry,
  MalformedNote,
  NotProven,
} from "../log/errors.ts";
import { readFields } from "../log/fields.ts";
import { leafHash, verifyInclusion } from "../log/merkle.ts";
import { parseNote } from "../log/note.ts";
import type { Note } from "../log/note.ts";
import { satisfied } from "../log/policy.ts";
import type { LogPolicy } from "../log/policy.ts";
import { parseProof } from "../log/proof.ts";
import type { LogProof } from "../log/proof.ts";
import type { Suite } from "../log/suite.ts";
import { checkLog } from "../log/trust.ts";
import type { Authority } from "../stamps/authority.ts";
import { checkToken } from "../stamps/timestamp.ts";
import type { Stamp } from "../stamps/timestamp.ts";

export type Status = "pass" | "fail" | "absent" | "not pinned";

/** One step: of which entry (null: of the bundle), its number, and what was found. */
export interface CourtStep {
  readonly entry: number | null;
  readonly number: number;
  readonly status: Status;
  readonly detail: string;
}

export const NAMES = ["files", "entry", "proof", "log", "witnesses", "fields", "stamped", "time"];
const SLACK = 5;
const ALONE = new Set([
  "README.txt",
  "checkpoint",
  "policy",
  "tsa.pem",
  "verify.html",
  "verify.py",
]);
const N = "(?:0|[1-9][0-9]{0,15})";
const ENTRY = new RegExp(String.raw`^entries/(${N})\.json$`);
const BESIDE = [
  new RegExp(String.raw`^(${N})\.(?:tlog-proof|fields)$`),
  new RegExp(String.raw`^time/(${N})\.(?:tlog-proof|checkpoint|${N}\.tsr)$`),
];
/** When a stamped log was there is the authority's word, not the reader's clock's. */
const NO_CLOCK = 2 ** 52;
const KINDS = [BadSignature, MalformedCheckpoint, MalformedEntry, MalformedNote, NotProven];
const LAST_SECOND = 253_402_300_799;

type Files = ReadonlyMap<string, Bytes>;

/**
 * Checks a bundle.
 *
 * `files` is what lies in it, by path; a file with the bytes of the given policy is passed over.
 * Time stamps of these authorities count.
 */
export async function checkCourt(
  suite: Suite,
  files: Files,
  policy: LogPolicy,
  now: number,
  given: Bytes | null,
  authorities: readonly Authority[],
): Promise<CourtStep[]> {
  const own = new Map([...files].filter(([, data]) => given === null || !equal(data, given)));
  const indexes = [...own.keys()].flatMap((name) => ENTRY.exec(name)?.[1] ?? []);
  const sorted = indexes.map(Number).toSorted((one, other) => one - other);
  const steps = [await step(null, 1, () => filesOf(own, new Set(indexes)))];
  for (const index of sorted) {
    const reading = new Reading(suite, own, index);
    steps.push(
      await step(index, 2, () => spelling(reading)),
      await step(index, 3, () => proof(reading)),
      await step(index, 4, () => log(reading, policy, now)),
      await step(index, 5, () => witnesses(reading, policy, now)),
      await step(index, 6, () => fields(reading)),
      await step(index, 7, () => stamped(reading, policy)),
      await step(index, 8, () => timed(reading, authorities)),
    );
  }
  return steps;
}

/** (1) There are entries and a checkpoint, and nothing that is not known. */
function filesOf(files: Files, indexes: ReadonlySet<string>): string {
  if (indexes.size === 0) throw new NotProven("there are no entries");
  const unknown = [...files.keys()].filter((name) => {
    if (ALONE.has(name) || ENTRY.test(name)) return false;
    return !BESIDE.some((pattern) => indexes.has(pattern.exec(name)?.[1] ?? ""));
  });
  if (unknown.length > 0) {
    throw new NotProven(`${unknown.length} files are not of a bundle, or of no entry in it`);
  }
  if (!files.has("checkpoint")) throw new NotProven("there is no checkpoint");
  return `${indexes.size} entries`;
}

/** One entry of a bundle. */
class Reading {
  readonly suite: Suite;
  readonly files: Files;
  readonly index: number;

  constructor(suite: Suite, files: Files, index: number) {
    this.suite = suite;
    this.files = files;
    this.index = index;
  }

  get data(): Bytes {
    return this.files.get(`entries/${this.index}.json`) as Bytes;
  }

  text(name: string): string {
    const data = this.files.get(name);
    if (data === undefined) throw new NotProven(`there is no ${name}`);
    try {
      return fromUtf8(data);
    } catch {
      throw new MalformedNote(`${name} is not UTF-8`);
    }
  }

  /** Gives the checkpoint under the entry's proof. */
  note(): Note {
    return parseNote(parseProof(this.text(`${this.index}.tlog-proof`)).checkpoint);
  }
}

/** (2) The entry is one, in its one spelling. */
function spelling({ data }: Reading): string {
  const { act, out, role, t } = parseEntry(data);
  return `${act} ${out} by ${role} on ${when(Math.floor(t / 1000))}`;
}

/** (3) It is in the log of the bundle's checkpoint. */
function proof(of: Reading): string {
  const found = parseProof(of.text(`${of.index}.tlog-proof`));
  if (found.checkpoint !== of.text("checkpoint")) {
    throw new NotProven("the proof leads to another checkpoint than the bundle's");
  }
  return `entry ${of.index} of ${included(of, found)}`;
}

function included({ suite, data, index }: Reading, found: LogProof): bigint {
  if (found.index !== BigInt(index)) throw new NotProven(`the proof is of entry ${found.index}`);
  const { size, root } = parseCheckpoint(parseNote(found.checkpoint).text);
  verifyInclusion(suite.sha256, leafHash(suite.sha256, data), index, size, found.path, root);
  return size;
}

/** (4) The log signed the checkpoint with every key that the policy names for it. */
async function log(of: Reading, policy: LogPolicy, now: number): Promise<string> {
  const note = of.note();
  const { origin } = parseCheckpoint(note.text);
  await checkLog(of.suite, note, origin, policy, now);
  return `signed by ${origin}`;
}

/** (5) Those whose word the policy wants saw it. */
async function witnesses(of: Reading, policy: LogPolicy, now: number): Promise<string> {
  const keys = [...policy.witnesses.values()];
  const seen = await checkCosignatures(of.suite, of.note(), keys, now);
  if (!satisfied(policy, new Set(seen.keys()))) {
    throw new NotProven("too few witnesses cosigned the checkpoint");
  }
  const told = [...seen].map(([key, at]) => `${key.name} at ${when(Number(at))}`);
  return `seen by ${told.toSorted().join(", ") || "no witness"}`;
}

/** (6) What was opened is what the entry commits to. */
function fields({ suite, files, index, data }: Reading): string | null {
  const found = files.get(`${index}.fields`);
  if (found === undefined) return null;
  const opened = Object.entries(readFields(suite.sha256, found, parseEntry(data).x));
  const told = opened.toSorted(([one], [other]) => (one < other ? -1 : 1));
  return told.map(([name, value]) => `${name} ${value}`).join(", ") || "all closed";
}

/** (7) What authorities stamped is a log, signed as such, that holds the entry. */
async function stamped(of: Reading, policy: LogPolicy): Promise<string | null> {
  const before = `time/${of.index}.`;
  const there = [...of.files.keys()].filter((name) => name.startsWith(before));
  if (there.length === 0) return null;
  const found = parseProof(of.text(`${before}tlog-proof`));
  included(of, found);
  const note = parseNote(found.checkpoint);
  await checkLog(of.suite, note, parseCheckpoint(note.text).origin, policy, NO_CLOCK);
  const tokens = there.filter((name) => name.endsWith(".tsr"));
  const numbered = tokens.every((_, at) => of.files.has(`${before}${at}.tsr`));
  if (of.text(`${before}checkpoint`) !== note.text || tokens.length === 0 || !numbered) {
    throw new NotProven("what was stamped is not what the proof leads to");
  }
  return `${tokens.length} time stamps are over it`;
}

/** (8) A pinned authority says when that was there, and the entry is no later. */
function timed(of: Reading, authorities: readonly Authority[]): string | Unpinned | null {
  const before = `time/${of.index}.`;
  const tokens = [...of.files].filter(([name]) => name.startsWith(before) && name.endsWith(".tsr"));
  if (tokens.length === 0) return null;
  if (authorities.length === 0) {
    return new Unpinned("no authority was given; openssl checks the stamps too");
  }
  const text = of.text(`${before}checkpoint`);
  const ordered = tokens.toSorted(([one], [other]) => (one < other ? -1 : 1));
  const found = ordered.flatMap(([, data]) => stampOf(data, text, authorities));
  if (found.length === 0) throw new BadSignature("no pinned authority stamped it");
  const first = found.reduce((one, other) => (latest(other) < latest(one) ? other : one));
  if (latest(first) + SLACK < parseEntry(of.data).t / 1000) {
    throw new NotProven("the entry is later than the stamp over it");
  }
  return `there at ${when(Math.floor(first.at))} at the latest, says ${first.authority}`;
}

function latest({ at, slack }: Stamp): number {
  return at + slack;
}

/** Gives a stamp of a pinned authority, or none of another's or nobody's. */
function stampOf(data: Bytes, text: string, authorities: readonly Authority[]): Stamp[] {
  try {
    return [checkToken(data, text, authorities)];
  } catch (error) {
    if (error instanceof BadSignature) return [];
    throw error;
  }
}

/** What a step says that nothing was given to check by. */
class Unpinned {
  readonly said: string;

  constructor(said: string) {
    this.said = said;
  }
}

async function step(
  entry: number | null,
  number: number,
  check: () => string | Unpinned | null | Promise<string | null>,
): Promise<CourtStep> {
  try {
    const found = await check();
    if (found === null) return { entry, number, status: "absent", detail: "none is given" };
    if (found instanceof Unpinned) {
      return { entry, number, status: "not pinned", detail: found.said };
    }
    return { entry, number, status: "pass", detail: found };
  } catch (error) {
    if (!KINDS.some((kind) => error instanceof kind)) throw error;
    return { entry, number, status: "fail", detail: (error as Error).message };
  }
}

function when(seconds: number): string {
  if (seconds > LAST_SECOND) return `second ${seconds}`;
  const [day, time] = new Date(seconds * 1000).toISOString().slice(0, 19).split("T");
  return `${day} ${time} UTC`;
}
