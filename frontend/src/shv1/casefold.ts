/** Unicode case folding as Python's str.casefold does it; browsers have none of their own. */

import { RUNS, SEVERAL } from "./casefold_table.ts";

let table: Map<string, string> | undefined;

/** Folds a text's case. */
export function casefold(text: string): string {
  table ??= build();
  let out = "";
  for (const char of text) out += table.get(char) ?? char;
  return out;
}

function build(): Map<string, string> {
  const found = new Map<string, string>();
  for (let at = 0; at + 3 < RUNS.length; at += 4) {
    const [first = 0, count = 0, step = 0, distance = 0] = RUNS.slice(at, at + 4);
    for (let n = 0; n < count; n++) {
      const point = first + n * step;
      found.set(String.fromCodePoint(point), String.fromCodePoint(point + distance));
    }
  }
  for (const [char, ...folded] of SEVERAL) found.set(char as string, folded.join(""));
  return found;
}
