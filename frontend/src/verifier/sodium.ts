/**
 * What the verifier asks of src/shv1/sodium.ts, in plain script: the page is one file that runs
 * without WebAssembly. Nothing secret passes here; signatures are checked, none is made.
 */

import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 as hash } from "@noble/hashes/sha2.js";
import type { Bytes } from "../bytes.ts";

export const HASH_SIZE = 32;
export const XWING_SEALED = 1120;

const P = 2n ** 255n - 19n;
const SMALL_ORDER = new Set([
  0n,
  1n,
  P - 1n,
  0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n,
  0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n,
]);

export async function ready(): Promise<void> {
  // Nothing to wait for: libsodium is what other builds wait for here.
}

export function sha256(data: Uint8Array): Bytes {
  return hash(data) as Bytes;
}

/** Tells whether a signature verifies; as libsodium, it takes no weak point. */
export function ed25519Verify(
  publicKey: Uint8Array,
  signature: Uint8Array,
  message: Uint8Array,
): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  if (isWeak(publicKey) || isWeak(signature.subarray(0, 32))) return false;
  try {
    return ed25519.verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
}

/** Tells whether a point is of small order, or not spelt in the one way. */
function isWeak(point: Uint8Array): boolean {
  let y = 0n;
  for (const byte of [...point].toReversed()) y = (y << 8n) | BigInt(byte);
  y &= 2n ** 255n - 1n;
  return y >= P || SMALL_ORDER.has(y);
}
