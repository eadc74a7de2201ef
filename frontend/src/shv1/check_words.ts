/**
 * Check words: six words that two people compare over the telephone (docs/formats/check-words.md).
 *
 * Stretched as a passphrase is, because 66 bits are few. The words themselves are the page's: here
 * are their numbers in the list.
 */

import { concat, utf8 } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { FLOOR_MEMORY_KIB, FLOOR_TIME } from "./account.ts";
import { argon2id, sha256 } from "./sodium.ts";

export const CHECKED = ["checkpoint", "extraction"] as const;
const WORDS = 6;
const BITS = 11;
const SALT = utf8("safehold-words-1");

/** Gives the numbers of six words, 0 to 2,047 each. */
export function checkWords(kind: (typeof CHECKED)[number], data: Bytes): number[] {
  const digest = sha256(concat(utf8(`safehold-check-words-v1\0${kind}\0`), data));
  const stretched = argon2id(digest, SALT, FLOOR_TIME, FLOOR_MEMORY_KIB);
  const bits = [...stretched].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return Array.from({ length: WORDS }, (_, at) =>
    Number.parseInt(bits.slice(at * BITS, (at + 1) * BITS), 2),
  );
}
