/**
 * The catalogue: the sealed list of everything in one extraction, opened by the survivor.
 *
 * docs/formats/extraction.md 4. `BOX(K_cat, "catalogue", eid, DEFLATE(canonical JSON))`, at
 * most 64 MiB inflated. It alone knows where each segment lies and what it is about.
 */

import { bytesOf, equal, utf8 } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { openBox } from "./box.ts";
import { parseObject, unb64 } from "./canonical.ts";
import type { Json, JsonObject } from "./canonical.ts";
import { inflate } from "./deflate.ts";
import { Document, countOf, hexOf, rowOf, textOf } from "./document.ts";
import { Malformed, MalformedCatalogue, NotAuthentic, reading } from "./errors.ts";
import { HASH_SIZE, ID_SIZE } from "./ids.ts";
import { segmentKeys, TAG_SIZE } from "./keys.ts";
import type { ExtractionKeys } from "./keys.ts";
import { MAX_RECORDS, MAX_SEGMENTS, dayOf, descOf, fieldHash, segmentLeaf } from "./segment.ts";

const MAX_CATALOGUE = 64 * 1024 * 1024;
const KEYS = ["v", "eid", "groups", "packs", "segments", "objects", "original", "ledger"];

/** One segment: its group and day, how many records, where it lies, its content field. */
export interface SegmentRow {
  readonly tag: string;
  readonly day: string;
  readonly count: number;
  readonly pack: number;
  readonly offset: number;
  readonly length: number;
  readonly f4: Bytes;
}

/** One object: its store name, its true length in bytes, its SHA-256, its media type. */
export interface ObjectRow {
  readonly name: string;
  readonly length: number;
  readonly sha256: string;
  readonly mime: string;
}

/** A group's descriptor: its canonical bytes, and what they say. */
export interface Group {
  readonly raw: Bytes;
  readonly desc: JsonObject;
}

/** Everything an extraction holds; `groups` maps a tag to its descriptor. */
export interface Catalogue {
  readonly eid: string;
  readonly groups: ReadonlyMap<string, Group>;
  readonly packs: readonly string[];
  readonly segments: readonly SegmentRow[];
  readonly objects: readonly ObjectRow[];
  readonly original: {
    readonly kind: "file" | "tree";
    readonly parts: readonly number[];
    readonly sha256: Bytes;
    readonly salt: Bytes;
  };
  readonly ledger: { readonly object: number; readonly sha256: Bytes; readonly salt: Bytes };
  /** The index of the object that holds the visit statement, or null. */
  readonly visit: number | null;
}

/**
 * Opens a catalogue with its key.
 *
 * Throws NotAuthentic: changed, or another key or extraction; MalformedCatalogue: what it
 * holds is not a catalogue.
 */
export async function openCatalogue(sealed: Bytes, key: Bytes, eid: Bytes): Promise<Catalogue> {
  const packed = await openBox(key, "catalogue", eid, sealed);
  let plain: Bytes;
  try {
    plain = await inflate(packed, MAX_CATALOGUE);
  } catch (error) {
    if (error instanceof Malformed) throw new MalformedCatalogue(error.message);
    throw error;
  }
  const catalogue = reading(MalformedCatalogue, "catalogue", () => catalogueOf(parseObject(plain)));
  if (!equal(bytesOf(catalogue.eid), eid)) {
    throw new MalformedCatalogue("catalogue is of another extraction");
  }
  return catalogue;
}

/**
 * Checks a catalogue against the extraction's leaves and packs.
 *
 * Tags are recomputed from descriptors, segments are in order and inside their packs, and the
 * four fields of every row give its leaf. Throws MalformedCatalogue: order, places or tags are
 * wrong; NotAuthentic: a row does not give its leaf.
 */
export function checkCatalogue(
  catalogue: Catalogue,
  keys: ExtractionKeys,
  leaves: Bytes,
  packLengths: ReadonlyMap<string, number>,
): void {
  for (const [tag, group] of catalogue.groups) {
    if (keys.groupTag(group.raw) !== tag) {
      throw new MalformedCatalogue("a group's tag is not the tag of its descriptor");
    }
  }
  if (leaves.length !== HASH_SIZE * catalogue.segments.length) {
    throw new MalformedCatalogue("catalogue and leaves differ in length");
  }
  let before = "";
  for (const [index, row] of catalogue.segments.entries()) {
    // Hex of one length and ISO days: texts sort as what they spell.
    const key = `${row.tag} ${row.day}`;
    if (key < before) throw new MalformedCatalogue(`segment ${index} is out of order`);
    before = key;
    checkRow(catalogue, keys, leaves, packLengths, index);
  }
}

function checkRow(
  catalogue: Catalogue,
  keys: ExtractionKeys,
  leaves: Bytes,
  packLengths: ReadonlyMap<string, number>,
  index: number,
): void {
  const row = rowAt(catalogue, index);
  const group = catalogue.groups.get(row.tag);
  const pack = catalogue.packs[row.pack];
  if (group === undefined || pack === undefined) {
    throw new MalformedCatalogue(`segment ${index} has no group or no pack`);
  }
  if (row.offset + row.length > (packLengths.get(pack) ?? -1)) {
    throw new MalformedCatalogue(`segment ${index} lies outside its pack`);
  }
  const salts = segmentKeys(keys.segment(index)).fields;
  const leaf = segmentLeaf(keys.eid, index, [
    fieldHash(1, salts[0], bytesOf(row.tag)),
    fieldHash(2, salts[1], utf8(row.day)),
    fieldHash(3, salts[2], group.raw),
    row.f4,
  ]);
  if (!equal(leaf, leaves.subarray(HASH_SIZE * index, HASH_SIZE * (index + 1)))) {
    throw new NotAuthentic(`segment ${index} does not give its leaf`);
  }
}

/** Gives a segment's row, or throws MalformedCatalogue. */
export function rowAt(catalogue: Catalogue, index: number): SegmentRow {
  const row = catalogue.segments[index];
  if (row === undefined) throw new MalformedCatalogue(`there is no segment ${index}`);
  return row;
}

/** Gives the descriptor of a segment's group, or throws MalformedCatalogue. */
export function groupOf(catalogue: Catalogue, tag: string): Group {
  const group = catalogue.groups.get(tag);
  if (group === undefined) throw new MalformedCatalogue("a group is not listed");
  return group;
}

function catalogueOf(value: Json): Catalogue {
  const body = new Document(value, KEYS, ["visit"]);
  body.version();
  const original = body.part("original", ["kind", "parts", "sha256", "salt"]);
  const ledger = body.part("ledger", ["object", "sha256", "salt"]);
  const catalogue: Catalogue = {
    eid: body.id("eid", ID_SIZE),
    groups: new Map(
      body.mapping("groups").map(([tag, desc]) => {
        hexOf(tag, TAG_SIZE, "tag");
        return [tag, { raw: descOf(desc), desc: desc as JsonObject }];
      }),
    ),
    packs: body.items("packs").map((pack) => idOf(pack, "pack")),
    segments: body.items("segments").map(segmentRow),
    objects: body.items("objects").map(objectRow),
    original: {
      kind: original.text("kind", ["file", "tree"]),
      parts: original.items("parts").map((part) => countOf(part, "part")),
      sha256: original.hex("sha256", HASH_SIZE),
      salt: original.b64("salt", HASH_SIZE),
    },
    ledger: {
      object: ledger.count("object"),
      sha256: ledger.hex("sha256", HASH_SIZE),
      salt: ledger.b64("salt", HASH_SIZE),
    },
    visit: body.has("visit") ? body.count("visit") : null,
  };
  checkShape(catalogue);
  return catalogue;
}

function checkShape(catalogue: Catalogue): void {
  if (catalogue.segments.length > MAX_SEGMENTS) {
    throw new Malformed(`want ${MAX_SEGMENTS} segments or fewer`);
  }
  const names = catalogue.objects.map((row) => row.name);
  for (const listed of [catalogue.packs, names]) {
    if (new Set(listed).size !== listed.length) {
      throw new Malformed("a pack or object is listed twice");
    }
  }
  const { original, ledger, visit } = catalogue;
  const cited = [...original.parts, ledger.object, ...(visit === null ? [] : [visit])];
  if (cited.some((index) => index >= names.length)) {
    throw new Malformed("the original, the ledger or the visit is in no listed object");
  }
}

function segmentRow(value: Json): SegmentRow {
  const [tag, day, count, pack, offset, length, f4] = rowOf(value, 7, "segment");
  const records = countOf(count, "count");
  if (records < 1 || records > MAX_RECORDS) {
    throw new Malformed(`want 1 to ${MAX_RECORDS} records in a segment`);
  }
  hexOf(tag, TAG_SIZE, "tag");
  return {
    tag: textOf(tag),
    day: dayOf(day),
    count: records,
    pack: countOf(pack, "pack"),
    offset: countOf(offset, "offset"),
    length: countOf(length, "length"),
    f4: unb64(f4, HASH_SIZE),
  };
}

function objectRow(value: Json): ObjectRow {
  const [name, length, sha256, mime] = rowOf(value, 4, "object");
  hexOf(sha256, HASH_SIZE, "sha256");
  return {
    name: idOf(name, "name"),
    length: countOf(length, "length"),
    sha256: textOf(sha256),
    mime: textOf(mime, "mime"),
  };
}

function idOf(value: Json | undefined, name: string): string {
  hexOf(value, ID_SIZE, name);
  return textOf(value, name);
}
