/**
 * Ids, fingerprints and times as documents spell them.
 *
 * An id is 16 random bytes, a fingerprint or digest 32; in JSON they are lower-case hex
 * (docs/formats/shv1.md 1). Times in statements are whole UTC seconds.
 */

import type { Json } from "./canonical.ts";
import { Malformed } from "./errors.ts";

export { HASH_SIZE } from "./sodium.ts";
export const ID_SIZE = 16;

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** Spells a moment in seconds since 1970 as statements do. */
export function showTime(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}

/** Reads a statement's time to seconds since 1970, or throws Malformed. */
export function parseTime(text: Json | undefined): number {
  if (typeof text === "string" && TIME.test(text) && !text.startsWith("0000")) {
    const moment = Date.parse(text);
    // The 31st of a short month would be read as a day of the next.
    if (!Number.isNaN(moment) && showTime(moment / 1000) === text) return moment / 1000;
  }
  throw new Malformed("want a time as YYYY-MM-DDTHH:MM:SSZ");
}

/** Tells whether a text is a day of the years 1 to 9999, as YYYY-MM-DD. */
export function isDay(text: string): boolean {
  if (!DAY.test(text) || text.startsWith("0000")) return false;
  const moment = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(moment) && new Date(moment).toISOString().startsWith(text);
}

/** Spells the UTC day of a moment in seconds since 1970. */
export function dayOfSecond(second: number): string {
  return new Date(second * 1000).toISOString().slice(0, 10);
}

/** Spells a fingerprint's first 16 bytes for people: 8 groups of 4 hex digits. */
export function showFp(fp: string): string {
  return Array.from({ length: 8 }, (_, at) => fp.slice(4 * at, 4 * at + 4)).join(" ");
}
