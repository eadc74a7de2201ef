/** GIF without metadata: pictures, their timing, how often. docs/formats/stripping.md 5. */

import { join } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { Cursor, latin, startsWith, want } from "./strip_cursor.ts";

const [IMAGE, EXTENSION, TRAILER] = [0x2c, 0x21, 0x3b];
const [CONTROL, COMMENT, APPLICATION] = [0xf9, 0xfe, 0xff];
const REPEAT = "\x0bNETSCAPE2.0\x03\x01";

/** Gives the picture alone, or throws Malformed. */
export function stripGif(data: Bytes): Bytes {
  const cursor = new Cursor(data, 6);
  const head = latin(data.subarray(0, 6));
  want(head === "GIF87a" || head === "GIF89a");
  colours(cursor, cursor.take(7)[4] ?? 0);
  const parts: Uint8Array[] = [data.subarray(0, cursor.at)];
  let images = 0;
  for (let kind = cursor.big(1); kind !== TRAILER; kind = cursor.big(1)) {
    const start = cursor.at - 1;
    if (kind === IMAGE) {
      colours(cursor, cursor.take(9)[8] ?? 0);
      cursor.take(1);
      blocks(cursor);
      images++;
      parts.push(data.subarray(start, cursor.at));
      continue;
    }
    want(kind === EXTENSION);
    const label = cursor.big(1);
    want(label === CONTROL || label === COMMENT || label === APPLICATION);
    const body = blocks(cursor);
    // One block of four bytes.
    want(label !== CONTROL || (body.length === 6 && body[0] === 4));
    if (label === CONTROL || (label === APPLICATION && repeats(body))) {
      parts.push(data.subarray(start, cursor.at));
    }
  }
  want(images > 0);
  return join([...parts, Uint8Array.of(TRAILER)]);
}

/** Tells whether an extension says how often the pictures repeat, and nothing else. */
function repeats(body: Bytes): boolean {
  return startsWith(body, REPEAT) && body.length === REPEAT.length + 3;
}

function colours(cursor: Cursor, flags: number): void {
  if ((flags & 0x80) !== 0) cursor.take(3 << ((flags & 7) + 1));
}

/** Gives a row of blocks, each after its length, up to the empty one. */
function blocks(cursor: Cursor): Bytes {
  const start = cursor.at;
  for (let length = cursor.big(1); length > 0; length = cursor.big(1)) cursor.take(length);
  return cursor.data.subarray(start, cursor.at);
}
