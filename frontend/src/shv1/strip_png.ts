/** PNG without metadata: the chunks that the picture needs. docs/formats/stripping.md 3. */

import { join, u32 } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { Cursor, latin, want } from "./strip_cursor.ts";
import { crc32 } from "./zip_stored.ts";

// The longest that each may be; those of the second row may come more than once.
const ONCE = new Map(
  Object.entries({ IHDR: 13, PLTE: 768, tRNS: 256, gAMA: 4, cHRM: 32, sRGB: 1, sBIT: 4, bKGD: 6, acTL: 8, IEND: 0 }),
);
const MANY = new Map(Object.entries({ fcTL: 26, IDAT: 2 ** 31, fdAT: 2 ** 31 }));

/** Gives the picture alone, or throws Malformed. */
export function stripPng(data: Bytes): Bytes {
  const cursor = new Cursor(data);
  const parts: Uint8Array[] = [cursor.take(8)];
  want(latin(data.subarray(0, 8)) === "\x89PNG\r\n\x1a\n");
  const seen = new Set<string>();
  let kind = "";
  while (kind !== "IEND") {
    const { at } = cursor;
    const length = cursor.big(4);
    kind = latin(cursor.take(4));
    cursor.take(length);
    const check = cursor.take(4);
    want(/^[a-zA-Z]{4}$/.test(kind) && (kind === "IHDR") === (seen.size === 0));
    const most = ONCE.get(kind) ?? MANY.get(kind);
    if (most === undefined) {
      // A chunk whose name begins with a small letter may be left out by its format.
      want(/^[a-z]/.test(kind));
      continue;
    }
    want(length <= most && !(ONCE.has(kind) && seen.has(kind)));
    want(latin(u32(crc32(data.subarray(at + 4, at + 8 + length)))) === latin(check));
    seen.add(kind);
    parts.push(data.subarray(at, cursor.at));
  }
  want(seen.has("IDAT"));
  return join(parts);
}
