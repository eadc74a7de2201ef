/** Words of the vault's own list: passphrases drawn evenly from it, and check words. */

import words from "../../../vault/words.txt?raw";

export const WORDS = 6;
const LIST = words.trim().split(/\s+/u);

/** Gives a passphrase of words of the list of 2,048. */
export function madePassphrase(count = WORDS): string {
  const drawn = crypto.getRandomValues(new Uint16Array(count));
  // 2,048 divides 65,536, so the remainder favours no word.
  return Array.from(drawn, (number) => LIST[number % LIST.length] ?? "").join(" ");
}

/** Gives the words of such numbers, as check words have them. */
export function wordsOf(numbers: readonly number[]): string {
  return numbers.map((number) => LIST[number] ?? "").join(" ");
}
