/** Ogg Opus without metadata: the sound and an empty comment. docs/formats/stripping.md 6. */

import { concat, equal, join } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { Cursor, bytesIn, little, startsWith, want } from "./strip_cursor.ts";

const HEAD = 27;
const [CONTINUED, FIRST, LAST] = [1, 2, 4];
const FULL = 255;
const OPUS_HEAD = 19;
const TAGS = bytesIn(`OpusTags${"\0".repeat(8)}`);

interface Page {
  readonly kind: number;
  readonly place: Bytes;
  readonly serial: Bytes;
  readonly sequence: number;
  readonly lacing: Bytes;
  readonly body: Bytes;
}

/** Gives the sound alone, or throws Malformed. */
export function stripOgg(data: Bytes): Bytes {
  const cursor = new Cursor(data);
  const first = pageAt(cursor);
  const { body, serial } = first;
  want(first.kind === FIRST && first.sequence === 0);
  want(equal(first.lacing, Uint8Array.of(OPUS_HEAD)));
  // One stream of one or two channels, in the one version that there is.
  want(startsWith(body, "OpusHead\x01") && (body[9] === 1 || body[9] === 2) && body[18] === 0);
  const skipped = skipTags(cursor, serial);
  const lacing = Uint8Array.of(TAGS.length);
  const tags = { kind: 0, place: new Uint8Array(8), serial, sequence: 1, lacing, body: TAGS };
  const parts = [spelt(first), spelt(tags)];
  let sequence = skipped;
  for (let ended = false; !ended && !cursor.done(); sequence++) {
    const page = pageAt(cursor);
    want(equal(page.serial, serial) && page.sequence === sequence && (page.kind & FIRST) === 0);
    ended = (page.kind & LAST) !== 0;
    // The comment was one page and is one page again, or the pages behind it move up.
    parts.push(spelt({ ...page, sequence: sequence - skipped + 2 }));
  }
  // There is sound behind the two headers.
  want(parts.length > 2);
  return join(parts);
}

/** Passes over the comment; gives the sequence number of the page behind it. */
function skipTags(cursor: Cursor, serial: Bytes): number {
  for (let sequence = 1; ; sequence++) {
    const page = pageAt(cursor);
    want(equal(page.serial, serial) && page.sequence === sequence);
    want(page.kind === (sequence > 1 ? CONTINUED : 0));
    want(sequence > 1 || startsWith(page.body, "OpusTags"));
    if (page.lacing.at(-1) !== FULL) {
      // The comment ends its page: no piece of sound may begin in it.
      want(page.lacing.subarray(0, -1).every((size) => size === FULL));
      return sequence + 1;
    }
  }
}

function pageAt(cursor: Cursor): Page {
  const { at: start } = cursor;
  const head = cursor.take(HEAD);
  const kind = head[5] ?? 0;
  want(startsWith(head, "OggS\0") && kind < 8);
  const lacing = cursor.take(head[26] ?? 0);
  want(lacing.length > 0);
  const body = cursor.take(lacing.reduce((sum, size) => sum + size, 0));
  const page = {
    kind,
    place: head.subarray(6, 14),
    serial: head.subarray(14, 18),
    sequence: new Cursor(head, 18).little(4),
    lacing,
    body,
  };
  // It is spelt in one way, its checksum too.
  want(equal(spelt(page), cursor.data.subarray(start, cursor.at)));
  return page;
}

function spelt({ kind, place, serial, sequence, lacing, body }: Page): Bytes {
  const head = concat(bytesIn("OggS\0"), Uint8Array.of(kind), place, serial, little(sequence));
  const page = concat(head, new Uint8Array(4), Uint8Array.of(lacing.length), lacing, body);
  page.set(little(checksum(page)), head.length);
  return page;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit++) value = (value << 1) ^ (value < 0 ? 0x04c11db7 : 0);
  return value;
});

/** Polynomial 0x04C11DB7 from zero, the high bit first. */
function checksum(data: Bytes): number {
  let value = 0;
  for (const byte of data) value = (value << 8) ^ (TABLE[(value >>> 24) ^ byte] ?? 0);
  return value >>> 0;
}
