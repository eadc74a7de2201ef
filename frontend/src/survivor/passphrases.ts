/** Passphrases that are made, not thought up: words drawn evenly from the vault's own list. */

import words from "../../../vault/words.txt?raw";

export const WORDS = 6;

/** Gives a passphrase of words of the list of 2,048. */
export function madePassphrase(count = WORDS): string {
  const list = words.trim().split(/\s+/u);
  const drawn = crypto.getRandomValues(new Uint16Array(count));
  // 2,048 divides 65,536, so the remainder favours no word.
  return Array.from(drawn, (number) => list[number % list.length] ?? "").join(" ");
}
