/**
 * Inflating raw DEFLATE (RFC 1951) with the browser's own engine, to a limit.
 *
 * Engines differ in whether they refuse bytes after the end of the stream, so it is asked
 * once; where they pass, the stream is inflated again without its last byte: if that is
 * whole, the byte did not belong to it.
 */

import { join } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { Malformed } from "./errors.ts";

// Nothing, deflated, and one byte that does not belong to it.
const WITH_A_TAIL = Uint8Array.of(3, 0, 0);

let strict: Promise<boolean> | undefined;

/** Unpacks one raw DEFLATE stream of at most `limit` bytes, or throws Malformed. */
export async function inflate(packed: Bytes, limit: number): Promise<Bytes> {
  const plain = await run(packed, limit);
  if (plain === undefined) throw new Malformed("does not inflate to what is allowed");
  strict ??= run(WITH_A_TAIL, 1).then((tail) => tail === undefined);
  if (!(await strict) && (await run(packed.subarray(0, -1), limit)) !== undefined) {
    throw new Malformed("the stream is followed by other bytes");
  }
  return plain;
}

async function run(packed: Bytes, limit: number): Promise<Bytes | undefined> {
  const engine = new DecompressionStream("deflate-raw");
  const writer = engine.writable.getWriter();
  // What goes wrong in writing is seen in reading.
  writer.write(packed).catch(() => undefined);
  writer.close().catch(() => undefined);
  const reader = engine.readable.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return join(parts);
      length += value.length;
      if (length > limit) {
        reader.cancel().catch(() => undefined);
        return undefined;
      }
      parts.push(value);
    }
  } catch {
    return undefined;
  }
}
