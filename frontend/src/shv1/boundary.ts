/**
 * Boundary openings: a neighbouring segment opened just far enough to show its place.
 *
 * docs/formats/grant.md 2. The group is opened; the day only if the group is in the grant,
 * otherwise its hash stands in for it.
 */

import { bytesOf, utf8 } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { b64, isObject } from "./canonical.ts";
import type { Json, JsonObject } from "./canonical.ts";
import { Document } from "./document.ts";
import { HASH_SIZE } from "./ids.ts";
import { TAG_SIZE } from "./keys.ts";
import { dayOf, fieldHash, indexOf, segmentLeaf } from "./segment.ts";

/** How far the day is opened: the day and its salt, or the hash of it. */
export type DayOpening =
  | { readonly day: string; readonly s2: Bytes }
  | { readonly day: null; readonly f2: Bytes };

/** A neighbour opened just far enough. */
export interface Boundary {
  readonly index: number;
  readonly tag: string;
  readonly s1: Bytes;
  readonly f3: Bytes;
  readonly f4: Bytes;
  readonly opening: DayOpening;
}

/** Recomputes the neighbour's leaf. */
export function boundaryLeaf(boundary: Boundary, eid: Uint8Array): Bytes {
  const { opening } = boundary;
  const f2 = opening.day === null ? opening.f2 : fieldHash(2, opening.s2, utf8(opening.day));
  const f1 = fieldHash(1, boundary.s1, bytesOf(boundary.tag));
  return segmentLeaf(eid, boundary.index, [f1, f2, boundary.f3, boundary.f4]);
}

/** Gives the opening as JSON. */
export function boundaryBody(boundary: Boundary): JsonObject {
  const { opening } = boundary;
  return {
    i: boundary.index,
    g: boundary.tag,
    s1: b64(boundary.s1),
    f3: b64(boundary.f3),
    f4: b64(boundary.f4),
    ...(opening.day === null
      ? { f2: b64(opening.f2) }
      : { d: opening.day, s2: b64(opening.s2) }),
  };
}

/** Reads an opening, or throws Malformed; `extra` names fields that the caller reads itself. */
export function parseBoundary(value: Json, extra: readonly string[] = []): Boundary {
  const opened = isObject(value) && Object.hasOwn(value, "d");
  const days = opened ? ["d", "s2"] : ["f2"];
  const body = new Document(value, ["i", "g", "s1", "f3", "f4", ...days, ...extra]);
  return {
    index: indexOf(body.raw("i")),
    tag: body.id("g", TAG_SIZE),
    s1: body.b64("s1", HASH_SIZE),
    f3: body.b64("f3", HASH_SIZE),
    f4: body.b64("f4", HASH_SIZE),
    opening: opened
      ? { day: dayOf(body.raw("d")), s2: body.b64("s2", HASH_SIZE) }
      : { day: null, f2: body.b64("f2", HASH_SIZE) },
  };
}
