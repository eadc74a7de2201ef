/** WebP without metadata: the picture's own chunks. docs/formats/stripping.md 4. */

import { concat, join } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { Cursor, bytesIn, latin, little, want } from "./strip_cursor.ts";

interface Chunk {
  readonly kind: string;
  readonly body: Bytes;
}

const PICTURE = new Set(["ALPH", "VP8 ", "VP8L"]);
const EXTENDED = new Set([...PICTURE, "ANIM", "ANMF"]);
const ALPHA_OR_ANIMATED = 0x12;
const ANIMATED = 0x02;
const FRAME = 16;

/** Gives the picture alone, or throws Malformed. */
export function stripWebp(data: Bytes): Bytes {
  const cursor = new Cursor(data, 4);
  const inside = cursor.take(cursor.little(4));
  want(latin(inside.subarray(0, 4)) === "WEBP");
  const [first, ...rest] = chunksOf(inside, 4);
  want(first !== undefined);
  const { kind, body: header } = first as Chunk;
  if (kind !== "VP8X") {
    want(kind === "VP8 " || kind === "VP8L");
    return riff([first as Chunk]);
  }
  want(header.length === 10);
  const flags = header[0] ?? 0;
  let kept = rest.filter((chunk) => EXTENDED.has(chunk.kind));
  if ((flags & ANIMATED) !== 0) {
    const [loop, ...frames] = kept;
    want(frames.length > 0 && loop?.kind === "ANIM" && loop.body.length === 6);
    want(frames.every((chunk) => chunk.kind === "ANMF"));
    kept = [loop as Chunk, ...frames.map(({ kind: of, body }) => ({ kind: of, body: frame(body) }))];
  } else {
    wantPicture(kept);
  }
  const own = Uint8Array.of(flags & ALPHA_OR_ANIMATED, 0, 0, 0);
  return riff([{ kind, body: concat(own, header.subarray(4)) }, ...kept]);
}

function chunksOf(data: Bytes, at: number): Chunk[] {
  const cursor = new Cursor(data, at);
  const found: Chunk[] = [];
  while (!cursor.done()) {
    const kind = latin(cursor.take(4));
    const length = cursor.little(4);
    found.push({ kind, body: cursor.take(length) });
    cursor.take(length % 2);
  }
  return found;
}

function frame(body: Bytes): Bytes {
  const head = new Cursor(body).take(FRAME);
  const kept = chunksOf(body, FRAME).filter((chunk) => PICTURE.has(chunk.kind));
  wantPicture(kept);
  return concat(head, spelt(kept));
}

function wantPicture(chunks: readonly Chunk[]): void {
  const kinds = chunks.map((chunk) => chunk.kind).join();
  want(kinds === "VP8 " || kinds === "VP8L" || kinds === "ALPH,VP8 ");
}

function riff(chunks: readonly Chunk[]): Bytes {
  const body = concat(bytesIn("WEBP"), spelt(chunks));
  return concat(bytesIn("RIFF"), little(body.length), body);
}

function spelt(chunks: readonly Chunk[]): Bytes {
  return join(
    chunks.flatMap(({ kind, body }) => [
      bytesIn(kind),
      little(body.length),
      body,
      new Uint8Array(body.length % 2),
    ]),
  );
}
