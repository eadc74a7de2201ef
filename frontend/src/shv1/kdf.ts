/**
 * Labels and key derivation: every key says what it is for.
 *
 * docs/formats/shv1.md 2: label(t, ctx) = "SHV1 " t 0x00 ctx, and
 * KDF(k, t, ctx) = HMAC-SHA256(k, label(t, ctx) 0x01), which is HKDF-Expand of one block.
 */

import { concat, utf8 } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { hmac256 } from "./sodium.ts";

export const KEY_SIZE = 32;
const NOTHING = new Uint8Array(0);
const ONE = Uint8Array.of(1);

/** Binds a use and its context into bytes; `kind` is ASCII without a zero. */
export function label(kind: string, context: Uint8Array = NOTHING): Bytes {
  return concat(utf8(`SHV1 ${kind}\0`), context);
}

/** Derives a 32-byte key from a uniform 32-byte key (RFC 5869 2.3, L=32). */
export function derive(key: Uint8Array, kind: string, context: Uint8Array = NOTHING): Bytes {
  return hmac256(key, concat(label(kind, context), ONE));
}
