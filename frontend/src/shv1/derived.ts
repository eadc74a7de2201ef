/**
 * derived.json: changed copies of records and media that stay, and media of which none goes.
 *
 * docs/formats/release.md 2, as extraction/derived.py. Her client makes it at the preview and
 * signs its hash; the worker must make the same bytes.
 */

import { compareText, equal, fromUtf8, utf8 } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { isObject, marshal, parse } from "./canonical.ts";
import type { Json, JsonObject } from "./canonical.ts";
import { Document } from "./document.ts";
import { Malformed } from "./errors.ts";
import { HASH_SIZE } from "./ids.ts";

const NOT_ASKED = "out-of-scope";

/** The rules by which a record is changed. */
export type DerivedStep = "mask" | "mask place" | "place";

/** A changed copy of the record at a place of a segment, and by which rules. */
export interface DerivedRecord {
  readonly segment: number;
  readonly place: number;
  readonly record: Bytes;
  readonly step: DerivedStep;
}

/** A file's SHA-256 in hex, and its length. */
export interface Copy {
  readonly sha256: string;
  readonly length: number;
}

/**
 * A medium that stays, and the copy that goes for it, or null where none does; `asked` is false
 * where the scope does not hold its kind.
 */
export interface DerivedMedium {
  readonly original: string;
  readonly copy: Copy | null;
  readonly asked: boolean;
}

/** Everything that leaves in a changed form, and the media of which nothing leaves. */
export interface Derived {
  readonly records: readonly DerivedRecord[];
  readonly media: readonly DerivedMedium[];
}

/** Gives the canonical bytes. */
export function marshalDerived({ records, media }: Derived): Bytes {
  return marshal([
    ...records.map(({ segment, place, record, step }): JsonObject => {
      return { i: segment, j: place, r: fromUtf8(record), step };
    }),
    ...media.map(({ original, copy, asked }): JsonObject => {
      if (!asked) return { m: original, step: "kind", w: NOT_ASKED };
      const body = { m: original, step: "metadata" };
      return copy === null
        ? { ...body, w: "not-stripped" }
        : { ...body, len: copy.length, sha256: copy.sha256 };
    }),
  ]);
}

/** Reads derived.json, or throws Malformed. */
export function parseDerived(data: Bytes): Derived {
  const rows = parse(data);
  if (!Array.isArray(rows)) throw new Malformed("derived: want a list");
  const all = rows as readonly Json[];
  const records = all.filter((row) => isObject(row) && Object.hasOwn(row, "r")).map(recordOf);
  const media = all.slice(records.length).map(mediumOf);
  const found = { records, media };
  const ordered =
    rising(records, (a, b) => a.segment - b.segment || a.place - b.place) &&
    rising(media, (a, b) => compareText(a.original, b.original));
  if (!ordered) throw new Malformed("derived: want rows in order, each once");
  if (!equal(marshalDerived(found), data)) throw new Malformed("derived: not in canonical form");
  return found;
}

/** Gives each copy by the name of its file; two pictures may have one copy. */
export function copiesOf({ media }: Derived): Map<string, Copy> {
  return new Map(
    media.flatMap(({ copy }) => (copy === null ? [] : [[`derived/${copy.sha256}`, copy]])),
  );
}

/** Gives the changed copy of a record, or undefined where there is none. */
export function copyAt({ records }: Derived, segment: number, place: number): Bytes | undefined {
  return records.find((row) => row.segment === segment && row.place === place)?.record;
}

function recordOf(row: Json): DerivedRecord {
  const body = new Document(row, ["i", "j", "r", "step"]);
  const step = body.text("step", ["mask", "mask place", "place"]) as DerivedStep;
  return { segment: body.count("i"), place: body.count("j"), record: utf8(body.text("r")), step };
}

function mediumOf(row: Json): DerivedMedium {
  const stays = isObject(row) && Object.hasOwn(row, "w");
  const body = new Document(row, stays ? ["m", "step", "w"] : ["len", "m", "sha256", "step"]);
  const original = body.id("m", HASH_SIZE);
  const asked = !stays || body.text("w") !== NOT_ASKED;
  body.text("step", [asked ? "metadata" : "kind"]);
  if (!stays) {
    const copy = { sha256: body.id("sha256", HASH_SIZE), length: body.count("len") };
    return { original, copy, asked };
  }
  if (asked) body.text("w", ["not-stripped"]);
  return { original, copy: null, asked };
}

function rising<T>(items: readonly T[], compare: (one: T, other: T) => number): boolean {
  return items.every((item, at) => at === 0 || compare(items[at - 1] as T, item) < 0);
}
