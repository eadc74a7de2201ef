/**
 * Stripping: a picture or voice message without what its file says of place, time and device.
 *
 * docs/formats/stripping.md, and extraction/strip.py, which must find the same bytes. The
 * container is taken apart and put together again with the parts that hold picture or sound; none
 * is decoded. What is not understood to the last byte is given up.
 */

import type { Bytes } from "../bytes.ts";
import { Malformed } from "./errors.ts";
import { MAX_STRIPPED } from "./media_rule.ts";
import { startsWith } from "./strip_cursor.ts";
import { stripAmr } from "./strip_amr.ts";
import { stripGif } from "./strip_gif.ts";
import { stripJpeg } from "./strip_jpeg.ts";
import { stripOgg } from "./strip_ogg.ts";
import { stripPng } from "./strip_png.ts";
import { stripWebp } from "./strip_webp.ts";

const KINDS: readonly (readonly [start: string, strip: (data: Bytes) => Bytes])[] = [
  ["\xff\xd8", stripJpeg],
  ["\x89PNG", stripPng],
  ["RIFF", stripWebp],
  ["GIF8", stripGif],
  ["OggS", stripOgg],
  ["#!AMR", stripAmr],
];

/**
 * Gives a file without its metadata, or null where it is not understood.
 *
 * One that has none comes back as it is. Stripping twice gives what once gave.
 */
export function strip(data: Bytes): Bytes | null {
  const kind = KINDS.find(([start]) => startsWith(data, start));
  if (kind === undefined || data.length > MAX_STRIPPED) return null;
  try {
    return kind[1](data);
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}
