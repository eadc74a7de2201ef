/** AMR holds sound and nothing else, if every frame is one. docs/formats/stripping.md 7. */

import type { Bytes } from "../bytes.ts";
import { Malformed } from "./errors.ts";
import { Cursor, startsWith, want } from "./strip_cursor.ts";

// Bytes of each kind of frame behind its first; 15 holds no sound.
const NARROW = [12, 13, 15, 17, 19, 20, 26, 31, 5];
const WIDE = [17, 23, 32, 36, 40, 46, 50, 58, 60, 5];
WIDE[14] = 0;
NARROW[15] = WIDE[15] = 0;
const KINDS = [
  ["#!AMR\n", NARROW],
  ["#!AMR-WB\n", WIDE],
] as const;
const UNUSED = 0x83;

/** Gives the sound as it is, or throws Malformed where anything else is in the file. */
export function stripAmr(data: Bytes): Bytes {
  for (const [mark, sizes] of KINDS) {
    if (!startsWith(data, mark)) continue;
    const cursor = new Cursor(data, mark.length);
    want(!cursor.done());
    while (!cursor.done()) {
      const head = cursor.big(1);
      const size = sizes[(head >> 3) & 15];
      want(size !== undefined && (head & UNUSED) === 0);
      cursor.take(size ?? 0);
    }
    return data;
  }
  throw new Malformed("neither narrow nor wide band");
}
