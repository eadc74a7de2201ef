/**
 * Segments: the records of one group and day, sealed together and committed one by one.
 *
 * docs/formats/extraction.md 2. The plaintext is
 *
 *     u32(|P|) u32(|z|) z zeros        P = each record and a newline, z = raw DEFLATE(P)
 *
 * padded to PADME. Each record has a salted leaf; the leaves' root and the segment's group,
 * day and descriptor make its own leaf in the extraction's tree.
 */

import { concat, compareText, readU32, u32, utf8 } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { marshal } from "./canonical.ts";
import type { Json } from "./canonical.ts";
import { inflate } from "./deflate.ts";
import { Document, countOf, textOf } from "./document.ts";
import { Malformed, MalformedSegment } from "./errors.ts";
import { isDay } from "./ids.ts";
import { label } from "./kdf.ts";
import type { FieldSalts } from "./keys.ts";
import { rootOf } from "./merkle.ts";
import { padme } from "./padme.ts";
import { sha256, shake256 } from "./sodium.ts";

export const MAX_RECORD = 1024 * 1024;
export const MAX_PLAIN = 8 * 1024 * 1024;
export const MAX_RECORDS = 65_536;
export const MAX_SEGMENTS = 2 ** 24;
const SALT_SIZE = 32;
const HEADER = 8;
const NEWLINE = 10;
export const UNDATED = "0000-00-00";
export const SENSITIVITIES = [
  "intimate",
  "health",
  "legal",
  "counselling",
  "child",
  "third_party",
] as const;
/** What touches two classes holds the last; no scope can name it. */
export const CLASSES = [...SENSITIVITIES, "several"] as const;

const RECORD = utf8("\0SHV1 record\0");
const FIELD = utf8("SHV1 field\0");
const SEGMENT = utf8("\0SHV1 segment\0");

/** The four committed facts of a segment: group, day, descriptor, content. */
export type Fields = readonly [Bytes, Bytes, Bytes, Bytes];

/** Reads a segment's records, or throws MalformedSegment. */
export async function parseSegment(plaintext: Bytes): Promise<Bytes[]> {
  if (plaintext.length < HEADER) throw new MalformedSegment("segment is cut short");
  const size = readU32(plaintext, 0);
  const end = HEADER + readU32(plaintext, 4);
  if (size > MAX_PLAIN || end > plaintext.length || plaintext.length !== padme(end)) {
    throw new MalformedSegment("lengths do not agree");
  }
  if (plaintext.subarray(end).some((byte) => byte !== 0)) {
    throw new MalformedSegment("padding is not zero");
  }
  return split(await inflated(plaintext.subarray(HEADER, end), size));
}

async function inflated(packed: Bytes, size: number): Promise<Bytes> {
  let plain: Bytes;
  try {
    plain = await inflate(packed, size);
  } catch (error) {
    if (error instanceof Malformed) throw new MalformedSegment(`records: ${error.message}`);
    throw error;
  }
  if (plain.length !== size) throw new MalformedSegment("records inflate to another length");
  return plain;
}

function split(plain: Bytes): Bytes[] {
  if (plain[plain.length - 1] !== NEWLINE) {
    throw new MalformedSegment("want a newline after every record");
  }
  const records: Bytes[] = [];
  let from = 0;
  while (from < plain.length) {
    const end = plain.indexOf(NEWLINE, from);
    if (end - from > MAX_RECORD) throw new MalformedSegment("a record is longer than 1 MiB");
    if (records.length === MAX_RECORDS) throw new MalformedSegment("too many records");
    records.push(plain.subarray(from, end));
    from = end + 1;
  }
  return records;
}

/** Derives every record's salt, 32 bytes each, in one call. */
export function recordSalts(saltKey: Bytes, count: number): Bytes[] {
  const stream = shake256(label("salts", saltKey), SALT_SIZE * count);
  return Array.from({ length: count }, (_, at) =>
    stream.subarray(SALT_SIZE * at, SALT_SIZE * (at + 1)),
  );
}

/** Commits to one record. */
export function recordLeaf(salt: Uint8Array, record: Uint8Array): Bytes {
  return sha256(concat(RECORD, salt, record));
}

/** Commits to field `number` (1 to 4) under its salt. */
export function fieldHash(number: number, salt: Uint8Array, value: Uint8Array): Bytes {
  return sha256(concat(FIELD, Uint8Array.of(number), salt, value));
}

/** What a segment's fields commit to; `root` is the root over its records' leaves. */
export interface Facts {
  readonly tag: Uint8Array;
  readonly day: string;
  readonly desc: Uint8Array;
  readonly count: number;
  readonly root: Uint8Array;
}

/** Commits to a segment's four fields under their salts. */
export function fieldsOf(salts: FieldSalts, facts: Facts): Fields {
  return [
    fieldHash(1, salts[0], facts.tag),
    fieldHash(2, salts[1], utf8(facts.day)),
    fieldHash(3, salts[2], facts.desc),
    fieldHash(4, salts[3], concat(u32(facts.count), facts.root)),
  ];
}

/** Gives the segment's leaf in the extraction's tree. */
export function segmentLeaf(eid: Uint8Array, index: number, fields: Fields): Bytes {
  return sha256(concat(SEGMENT, eid, u32(index), ...fields));
}

/** Gives the root over a segment's record leaves. */
export const recordsRoot = rootOf;

/** Wants a segment's index, or throws Malformed. */
export function indexOf(value: Json | undefined): number {
  const index = countOf(value, "index");
  if (index >= MAX_SEGMENTS) {
    throw new MalformedSegment(`index is ${index}, want less than ${MAX_SEGMENTS}`);
  }
  return index;
}

/** Wants a day as YYYY-MM-DD, `0000-00-00` when unknown, or throws MalformedSegment. */
export function dayOf(value: Json | undefined): string {
  if (typeof value === "string" && (value === UNDATED || isDay(value))) return value;
  throw new MalformedSegment("want a day as YYYY-MM-DD");
}

/** Gives a group descriptor's canonical bytes, or throws Malformed (extraction.md 1). */
export function descOf(value: Json | undefined): Bytes {
  const desc = new Document(value, ["category", "thread"], ["app", "parties", "class"]);
  desc.text("category");
  desc.text("thread");
  if (desc.has("app")) desc.text("app");
  if (desc.has("class")) desc.text("class", CLASSES);
  if (desc.has("parties")) {
    const parties = desc.items("parties").map((party) => textOf(party, "party"));
    const ordered = parties.every(
      (party, at) => at === 0 || compareText(parties[at - 1] as string, party) < 0,
    );
    if (parties.length === 0 || !ordered) {
      throw new MalformedSegment("want parties sorted, each once");
    }
  }
  return marshal(value as Json);
}
