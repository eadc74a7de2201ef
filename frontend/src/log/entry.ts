/**
 * Entries: one logged event each, in canonical bytes, without a name in them.
 *
 * docs/formats/audit-entry.md 1 to 3. Tags are blinded with the key of her case, which makes
 * the same tags again.
 */

import { concat, fromUtf8, hex, u64, utf8 } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { MalformedEntry } from "./errors.ts";
import type { Sha256 } from "./merkle.ts";

const STEP = 512;
const LIMIT = 2048;
const TAG_SIZE = 16;
const FAMILIES =
  "account|approval|catalogue|cert|client|cover|draft|envelope|erase|expire|export|grant|hold" +
  "|ingest|key|log|outcome|own|policy|receipt|release|request|revoked|role|subject|support" +
  "|system|tsa|upload|withdraw";
const OUTCOMES = "granted|denied|completed|partial|aborted|unknown|error|mismatch|done";
const ROLES =
  "survivor|guardian|worker|investigator|prosecutor|solicitor|supervisor|disclosure-officer" +
  "|defence-reviewer|court-expert|advocate|auditor|administrator" +
  "|support|system";
const CODE = /^[a-z0-9][a-z0-9._-]{0,63}$/;
const TAG = /^[0-9a-f]{32}$/;
const HASH = /^[0-9a-f]{64}$/;
const TEXTS: ReadonlyMap<string, RegExp> = new Map([
  ["id", TAG],
  ["act", new RegExp(String.raw`^(?:${FAMILIES})(?:\.[a-z]{1,20})?$`)],
  ["out", new RegExp(`^(?:${OUTCOMES})$`)],
  ["role", new RegExp(`^(?:${ROLES})$`)],
  ["rc", CODE],
  ["tag", TAG],
  ["obj", TAG],
  ["org", TAG],
  ["why", CODE],
  ["con", TAG],
  ["pol", HASH],
  ["auth", CODE],
  ["doc", HASH],
  ["x", HASH],
  ["pad", /^ {0,511}$/],
]);
const NUMBERS = new Set(["v", "t", "ref", "n"]);
const REQUIRED = ["v", "id", "t", "act", "out", "role", "pad"];

/** One event; empty texts and null are absent in the bytes. `t` is milliseconds since 1970. */
export interface Entry {
  readonly t: number;
  readonly act: string;
  readonly out: string;
  readonly role: string;
  readonly rc: string;
  readonly ref: number | null;
  readonly n: number | null;
  readonly tag: string;
  readonly obj: string;
  readonly org: string;
  readonly why: string;
  readonly con: string;
  readonly auth: string;
  readonly doc: string;
  readonly x: string;
}

/** Reads an entry, or throws MalformedEntry; any other spelling is refused. */
export function parseEntry(data: Uint8Array): Entry {
  if (data.length > LIMIT || data.length % STEP !== 0) {
    throw new MalformedEntry(`entry has ${data.length} bytes`);
  }
  const [text, fields] = decoded(data);
  for (const [name, value] of fields) checkField(name, value);
  if (REQUIRED.some((name) => !fields.has(name))) throw new MalformedEntry("entry lacks a field");
  if (fields.get("v") !== 1) throw new MalformedEntry("entry has an unknown version");
  const sorted = [...fields].toSorted(([one], [other]) => (one < other ? -1 : 1));
  if (JSON.stringify(Object.fromEntries(sorted)) !== text) {
    throw new MalformedEntry("entry is not in canonical form");
  }
  const word = (name: string): string => (fields.get(name) as string | undefined) ?? "";
  const number = (name: string): number | null =>
    (fields.get(name) as number | undefined) ?? null;
  return {
    t: number("t") ?? 0,
    act: word("act"),
    out: word("out"),
    role: word("role"),
    rc: word("rc"),
    ref: number("ref"),
    n: number("n"),
    tag: word("tag"),
    obj: word("obj"),
    org: word("org"),
    why: word("why"),
    con: word("con"),
    auth: word("auth"),
    doc: word("doc"),
    x: word("x"),
  };
}

function decoded(data: Uint8Array): [text: string, fields: Map<string, unknown>] {
  try {
    const text = fromUtf8(data);
    const body: unknown = JSON.parse(text);
    if (typeof body === "object" && body !== null && !Array.isArray(body)) {
      return [text, new Map(Object.entries(body))];
    }
  } catch {
    // Said below, for every way of not being one.
  }
  throw new MalformedEntry("entry is not a JSON object");
}

function checkField(name: string, value: unknown): void {
  const pattern = TEXTS.get(name);
  if (pattern !== undefined) {
    if (typeof value !== "string" || !pattern.test(value)) {
      throw new MalformedEntry(`field ${name} holds no value of its kind`);
    }
  } else if (!NUMBERS.has(name)) {
    throw new MalformedEntry("entry has an unknown field");
  } else if (!Number.isSafeInteger(value) || (value as number) < 0) {
    throw new MalformedEntry(`field ${name} is no number from 0 to 2^53-1`);
  }
}

/** Commits to a value under a name and 32 random bytes; in hex. */
export function commitment(sha256: Sha256, name: string, r: Bytes, value: Bytes): string {
  return hex(sha256(concat(utf8(`safehold-audit-commit-v1\0${name}\0`), r, value)));
}

/** Blinds the number of a case's entry; in hex. */
export function caseTag(sha256: Sha256, kCase: Bytes, number: number): string {
  return tagOf(sha256, "tag", kCase, u64(number));
}

/** Blinds the id of a thing of a case; in hex. */
export function objectTag(sha256: Sha256, kCase: Bytes, item: Bytes): string {
  return tagOf(sha256, "obj", kCase, item);
}

/** Blinds an organisation's name; in hex. */
export function organisationTag(sha256: Sha256, kCase: Bytes, organisation: string): string {
  return tagOf(sha256, "org", kCase, utf8(organisation));
}

function tagOf(sha256: Sha256, kind: string, kCase: Bytes, value: Bytes): string {
  const hash = sha256(concat(utf8(`safehold-audit-${kind}\0`), kCase, value));
  return hex(hash.subarray(0, TAG_SIZE));
}
