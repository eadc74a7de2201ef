/**
 * What she leaves out of a scope by hand: people, days, words, single records.
 *
 * docs/formats/scope.md 5. It is a deny, so it holds where it touches at all, and where nobody
 * can tell whether it does. The selection digest fixes what is left.
 */

import { Document, countOf } from "./document.ts";
import { InvalidScope, Malformed } from "./errors.ts";
import type { Json } from "./canonical.ts";
import { parseScope } from "./scope.ts";
import type { Range, RecordFacts, Values } from "./scope.ts";

const MAX_PLACES = 100_000;
const MAX_INDEX = 2 ** 32;
const MICRO = 1_000_000;

/** People by normalised id, ranges of UTC seconds, words as typed, places as "segment/place". */
export interface LeftOut {
  readonly p: Values;
  readonly d: readonly Range[];
  readonly k: Values;
  readonly r: Values;
}

/** Reads `{p,d,k,r}`, each field optional, or throws InvalidScope. */
export function parseLeftOut(value: Json): LeftOut {
  try {
    const body = new Document(value, [], ["p", "d", "k", "r"]);
    const given = (["p", "d", "k", "r"] as const).filter((key) => body.has(key));
    if (given.length === 0) {
      throw new InvalidScope("name people, days, words or records to leave out");
    }
    const or = (key: "p" | "d" | "k"): Json => (body.has(key) ? (body.raw(key) ?? null) : []);
    // The same values as in a scope, so they are read by the same rules.
    const scope = parseScope({ x: [], c: [], p: or("p"), d: or("d"), k: or("k") });
    return {
      p: scope.p ?? new Set(),
      d: scope.d ?? [],
      k: scope.k ?? new Set(),
      r: body.has("r") ? placesOf(body.items("r")) : new Set(),
    };
  } catch (error) {
    if (error instanceof Malformed) throw new InvalidScope(`left out: ${error.message}`);
    throw error;
  }
}

/** Gives the words as they are compared; throws InvalidScope where one folds to nothing. */
export function foldedWords(left: LeftOut, fold: (text: string) => string): readonly string[] {
  const words = [...left.k].map(fold);
  if (words.includes("")) throw new InvalidScope("k: a word holds nothing that can be found");
  return words;
}

/** Tells whether a record stays; `words` and `texts` are folded alike. */
export function leavesOut(
  left: LeftOut,
  words: readonly string[],
  facts: RecordFacts,
  texts: readonly string[],
  place: string,
): boolean {
  return (
    left.r.has(place) ||
    hasPerson(left.p, facts) ||
    hasDay(left.d, facts) ||
    words.some((word) => texts.some((text) => text.includes(word)))
  );
}

function hasPerson(people: Values, { parties }: RecordFacts): boolean {
  // Somebody unknown may be the one who is left out.
  return people.size > 0 && (parties === null || parties.some((party) => people.has(party)));
}

function hasDay(days: readonly Range[], { loUs, hiUs }: RecordFacts): boolean {
  if (loUs === null || hiUs === null || loUs > hiUs) return days.length > 0;
  return days.some(([from, to]) => loUs < to * MICRO && from * MICRO <= hiUs);
}

function placesOf(items: readonly Json[]): Values {
  const found = new Set<string>();
  for (const item of items) {
    if (!Array.isArray(item) || item.length !== 2) {
      throw new InvalidScope("r: want [segment, place] as the preview shows it");
    }
    const [segment, place] = (item as readonly Json[]).map((each) => countOf(each, "r"));
    if (segment === undefined || place === undefined || Math.max(segment, place) >= MAX_INDEX) {
      throw new InvalidScope("r: want [segment, place] as the preview shows it");
    }
    const at = `${segment}/${place}`;
    if (found.has(at)) throw new InvalidScope("r: want each record once");
    found.add(at);
  }
  if (found.size > MAX_PLACES) {
    throw new InvalidScope(`r: ${found.size} records, want at most ${MAX_PLACES}`);
  }
  return found;
}
