/** The hashes that time stamps use; SHA-1 names a certificate there and proves nothing. */

import { sha1 } from "@noble/hashes/legacy.js";
import { sha256, sha384, sha512 } from "@noble/hashes/sha2.js";
import { equal } from "../bytes.ts";

export type HashName = "sha256" | "sha384" | "sha512";

const HASHES = { sha1, sha256, sha384, sha512 };

export function digest(name: HashName, data: Uint8Array): Uint8Array {
  return HASHES[name](data);
}

/** Tells whether this is the digest of the bytes; by SHA-1 too, for a certificate's name alone. */
export function sameDigest(name: HashName | "sha1", data: Uint8Array, found: Uint8Array): boolean {
  return equal(HASHES[name](data), found);
}
