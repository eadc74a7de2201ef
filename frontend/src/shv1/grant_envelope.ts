/**
 * The envelope's inside: the keys, excerpts and openings that one grant gives a worker.
 *
 * docs/formats/grant.md 2. A segment comes by key, or as an excerpt when some of its records
 * stay out: then the worker gets the chosen records and hashes of the rest, and no key.
 */

import { fromUtf8, utf8 } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { boundaryBody, parseBoundary } from "./boundary.ts";
import type { Boundary } from "./boundary.ts";
import { b64, isObject, marshal, parseObject, unb64 } from "./canonical.ts";
import type { Json, JsonObject } from "./canonical.ts";
import { Document } from "./document.ts";
import { Malformed, MalformedEnvelope, reading } from "./errors.ts";
import { HASH_SIZE, ID_SIZE } from "./ids.ts";
import type { FieldSalts } from "./keys.ts";
import { MAX_OBJECTS, TAG_SIZE } from "./keys.ts";
import { MAX_RECORD, MAX_RECORDS, dayOf, descOf, indexOf, recordLeaf } from "./segment.ts";
import { shownBody, shownOf } from "./visit.ts";
import type { ShownVisit } from "./visit.ts";

const MAX_ENVELOPE = 64 * 1024 * 1024;

export const REASONS = [
  "out-of-scope",
  "excluded-by-survivor",
  "privileged",
  "third-party",
  "not-relevant",
  "unknown",
  "transformed",
] as const;
export type Reason = (typeof REASONS)[number];

interface Described {
  readonly index: number;
  readonly tag: string;
  readonly day: string;
  readonly desc: Bytes;
}

/** A segment that the worker may open whole. */
export interface KeyedSegment extends Described {
  readonly key: Bytes;
  readonly pack: string;
  readonly offset: number;
  readonly length: number;
}

/** A record that is given, with its salt; or one that stays closed: its leaf and the reason. */
export type Item =
  | { readonly record: Bytes; readonly salt: Bytes }
  | { readonly record: null; readonly hash: Bytes; readonly reason: Reason };

/** Some records of a segment, in their places, and its four field salts. */
export interface Excerpt extends Described {
  readonly salts: FieldSalts;
  readonly items: readonly Item[];
}

/** A medium that a given record cites. */
export interface GrantedObject {
  readonly index: number;
  readonly key: Bytes;
  readonly name: string;
  readonly length: number;
  readonly sha256: string;
}

/** Everything one grant gives its worker. */
export interface Envelope {
  readonly gid: string;
  readonly eid: string;
  readonly segments: readonly (KeyedSegment | Excerpt)[];
  readonly boundary: readonly Boundary[];
  readonly objects: readonly GrantedObject[];
  /** The guardian's visit statement with the points that she opens, where there is one. */
  readonly visit: ShownVisit | null;
}

/** Gives a record's leaf, recomputed or as it stands. */
export function itemLeaf(item: Item): Bytes {
  return item.record === null ? item.hash : recordLeaf(item.salt, item.record);
}

/** Gives the canonical bytes, or throws MalformedEnvelope beyond 64 MiB. */
export function marshalEnvelope(envelope: Envelope): Bytes {
  const data = marshal({
    v: 1,
    gid: envelope.gid,
    eid: envelope.eid,
    segments: envelope.segments.map(segmentBody),
    boundary: envelope.boundary.map(boundaryBody),
    objects: envelope.objects.map(objectBody),
    ...(envelope.visit === null ? {} : { visit: shownBody(envelope.visit) }),
  });
  if (data.length > MAX_ENVELOPE) {
    throw new MalformedEnvelope(`envelope has ${data.length} bytes, want ${MAX_ENVELOPE} or less`);
  }
  return data;
}

function segmentBody(segment: KeyedSegment | Excerpt): JsonObject {
  const place = {
    i: segment.index,
    g: segment.tag,
    d: segment.day,
    desc: fromUtf8(segment.desc),
  };
  if ("key" in segment) {
    const { key, pack, offset, length } = segment;
    return { ...place, k: b64(key), pack, off: offset, len: length };
  }
  return {
    ...place,
    fs: segment.salts.map((salt) => b64(salt)),
    n: segment.items.length,
    records: segment.items.map(itemBody),
  };
}

function itemBody(item: Item): JsonObject {
  return item.record === null
    ? { h: b64(item.hash), w: item.reason }
    : { s: b64(item.salt), r: fromUtf8(item.record) };
}

function objectBody(item: GrantedObject): JsonObject {
  const { index, key, name, length, sha256 } = item;
  return { j: index, k: b64(key), name, len: length, sha256 };
}

/** Reads an envelope, or throws MalformedEnvelope. */
export function parseEnvelope(data: Bytes): Envelope {
  if (data.length > MAX_ENVELOPE) throw new MalformedEnvelope("envelope is too long");
  return reading(MalformedEnvelope, "envelope", () => {
    const names = ["v", "gid", "eid", "segments", "boundary", "objects"];
    const body = new Document(parseObject(data), names, ["visit"]);
    body.version();
    const envelope = {
      gid: body.id("gid", ID_SIZE),
      eid: body.id("eid", ID_SIZE),
      segments: body.items("segments").map(parseSegmentItem),
      boundary: body.items("boundary").map((value) => parseBoundary(value)),
      objects: body.items("objects").map(parseObjectItem),
      visit: body.has("visit") ? shownOf(body.raw("visit")) : null,
    };
    for (const listed of [envelope.segments, envelope.boundary, envelope.objects]) {
      if (!ascending(listed)) throw new Malformed("want indexes in order, each once");
    }
    return envelope;
  });
}

/** Tells whether indexes ascend, each once. */
export function ascending(items: readonly { readonly index: number }[]): boolean {
  return items.every((item, at) => at === 0 || (items[at - 1]?.index ?? -1) < item.index);
}

/** Reads an excerpt, or throws Malformed; `extra` names fields that the caller reads itself. */
export function parseExcerpt(value: Json, extra: readonly string[] = []): Excerpt {
  const body = new Document(value, ["i", "g", "d", "desc", "fs", "n", "records", ...extra]);
  const [s1, s2, s3, s4, more] = body.items("fs").map((salt) => unb64(salt, HASH_SIZE));
  const items = body.items("records").map(parseItem);
  if (!s1 || !s2 || !s3 || !s4 || more || body.count("n") !== items.length) {
    throw new Malformed("want four field salts, and as many records as n says");
  }
  if (items.length < 1 || items.length > MAX_RECORDS) {
    throw new Malformed("want 1 to 65,536 records");
  }
  return { ...described(body), salts: [s1, s2, s3, s4], items };
}

function described(body: Document): Described {
  return {
    index: indexOf(body.raw("i")),
    tag: body.id("g", TAG_SIZE),
    day: dayOf(body.raw("d")),
    desc: descOf(parseObject(utf8(body.text("desc")))),
  };
}

function parseItem(value: Json): Item {
  if (isObject(value) && Object.hasOwn(value, "h")) {
    const body = new Document(value, ["h", "w"]);
    return { record: null, hash: body.b64("h", HASH_SIZE), reason: body.text("w", REASONS) };
  }
  const body = new Document(value, ["s", "r"]);
  const record = utf8(body.text("r"));
  if (record.length > MAX_RECORD) throw new Malformed("a record is too long");
  return { record, salt: body.b64("s", HASH_SIZE) };
}

function parseSegmentItem(value: Json): KeyedSegment | Excerpt {
  if (!isObject(value) || !Object.hasOwn(value, "k")) return parseExcerpt(value);
  const body = new Document(value, ["i", "g", "d", "desc", "k", "pack", "off", "len"]);
  return {
    ...described(body),
    key: body.b64("k", HASH_SIZE),
    pack: body.id("pack", ID_SIZE),
    offset: body.count("off"),
    length: body.count("len"),
  };
}

function parseObjectItem(value: Json): GrantedObject {
  const body = new Document(value, ["j", "k", "name", "len", "sha256"]);
  const index = body.count("j");
  if (index >= MAX_OBJECTS) throw new Malformed(`j is ${index}, want less than ${MAX_OBJECTS}`);
  return {
    index,
    key: body.b64("k", HASH_SIZE),
    name: body.id("name", ID_SIZE),
    length: body.count("len"),
    sha256: body.id("sha256", HASH_SIZE),
  };
}
