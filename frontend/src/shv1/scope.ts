/**
 * Scopes: what a request asks for and a grant allows, as a product of dimensions.
 *
 * docs/formats/scope.md 1 has the dimensions; each is a set of values or ALL (null).
 */

import { compareText } from "../bytes.ts";
import { WHITE_SPACE, hasLone } from "../text.ts";
import { own } from "./canonical.ts";
import type { Json, JsonObject } from "./canonical.ts";
import { Document, hexOf } from "./document.ts";
import { InvalidScope, Malformed } from "./errors.ts";
import { ID_SIZE, dayOfSecond } from "./ids.ts";
import { SENSITIVITIES, UNDATED } from "./segment.ts";

export const CATEGORIES = [
  ...(["message", "call", "contact", "account", "media", "location"] as const),
  ...(["browser", "app_data", "document", "calendar", "note", "device_event"] as const),
] as const;
const MEDIA_KINDS = ["image", "audio", "video", "document"];
const MAX_RANGES = 64;
const MAX_VALUES = 1000;
const MAX_NEAR = 50;
const MAX_DIGITS = 4;
export const MAX_SECOND = 253_402_300_800; // the first second after the year 9999
const MICRO = 1_000_000;

export type Values = ReadonlySet<string>;
export type Range = readonly [from: number, to: number];

/** One box of the scope algebra. Null is ALL, except for `s`, where the empty set is none. */
export interface Scope {
  readonly x: Values;
  readonly c: Values;
  readonly a: Values | null;
  readonly p: Values | null;
  readonly t: Values | null;
  readonly d: readonly Range[] | null;
  readonly u: boolean;
  readonly s: Values;
  readonly k: Values | null;
  readonly m: Values | null;
  readonly w: Values | null;
  readonly n: number;
  readonly g: number | null;
  readonly q: boolean;
  readonly o: boolean;
  readonly h: boolean;
}

/** Reads a scope, or throws InvalidScope; values may come in any order, but each once. */
export function parseScope(value: Json | undefined): Scope {
  try {
    const body = new Document(value, ["x", "c"], [..."apdutskmwngqoh"]);
    for (const eid of body.items("x")) hexOf(eid, ID_SIZE, "x");
    const d = body.has("d") ? rangesOf(body.items("d")) : null;
    const some = (key: string, choices?: readonly string[]): Values | null =>
      body.has(key) ? valuesOf(body, key, choices) : null;
    return {
      x: valuesOf(body, "x"),
      c: valuesOf(body, "c", CATEGORIES),
      a: some("a"),
      p: some("p"),
      t: some("t"),
      d,
      u: truthOf(body, "u", d === null),
      s: body.has("s") ? valuesOf(body, "s", SENSITIVITIES) : new Set(),
      k: some("k"),
      m: some("m", MEDIA_KINDS),
      w: some("w"),
      n: nearOf(body),
      g: gridOf(body),
      q: truthOf(body, "q", true),
      o: truthOf(body, "o", false),
      h: truthOf(body, "h", false),
    };
  } catch (error) {
    if (error instanceof Malformed) throw new InvalidScope(`scope: ${error.message}`);
    throw error;
  }
}

/** Gives the scope as JSON; parseScope gives it back. */
export function scopeBody(scope: Scope): JsonObject {
  const out: Record<string, Json> = { x: listed(scope.x), c: listed(scope.c), u: scope.u };
  for (const key of ["a", "p", "t", "k", "m", "w"] as const) {
    const values = scope[key];
    if (values !== null) out[key] = listed(values);
  }
  if (scope.d !== null) out["d"] = scope.d.map(([from, to]) => [from, to]);
  if (scope.n > 0) out["n"] = scope.n;
  if (scope.g !== null) out["g"] = scope.g;
  if (!scope.q) out["q"] = false;
  if (scope.o) out["o"] = true;
  if (scope.h) out["h"] = true;
  if (scope.s.size > 0) out["s"] = listed(scope.s);
  return out;
}

/** Tells whether only records with some word are inside, and what stands near them. */
export function hasWords(scope: Scope): boolean {
  return scope.k !== null || scope.w !== null;
}

function nearOf(body: Document): number {
  const near = body.has("n") ? body.count("n") : 0;
  if (near > MAX_NEAR || (near > 0 && !body.has("k") && !body.has("w"))) {
    throw new InvalidScope(`n: want at most ${MAX_NEAR}, beside words (k or w)`);
  }
  return near;
}

function truthOf(body: Document, key: string, absent: boolean): boolean {
  const value = body.has(key) ? body.raw(key) : absent;
  if (typeof value !== "boolean") throw new InvalidScope(`${key}: want true or false`);
  return value;
}

function gridOf(body: Document): number | null {
  const digits = body.has("g") ? body.count("g") : null;
  if (digits !== null && digits > MAX_DIGITS) {
    throw new InvalidScope(`g: want at most ${MAX_DIGITS} digits`);
  }
  return digits;
}

function listed(values: Values): string[] {
  return [...values].toSorted(compareText);
}

/** Gives what both hold. */
export function meet(one: Scope, other: Scope): Scope {
  return {
    x: both(one.x, other.x),
    c: both(one.c, other.c),
    a: meetValues(one.a, other.a),
    p: meetValues(one.p, other.p),
    t: meetValues(one.t, other.t),
    d: meetRanges(one.d, other.d),
    u: one.u && other.u,
    s: both(one.s, other.s),
    k: meetValues(one.k, other.k),
    m: meetValues(one.m, other.m),
    w: meetValues(one.w, other.w),
    n: (hasWords(one) && hasWords(other) ? Math.min : Math.max)(one.n, other.n),
    g: one.g === null || other.g === null ? (one.g ?? other.g) : Math.min(one.g, other.g),
    q: one.q && other.q,
    o: one.o || other.o,
    h: one.h || other.h,
  };
}

/** Tells whether nothing can be inside. Without any kind of media there still are words. */
export function isEmpty(scope: Scope): boolean {
  const noTime = scope.d !== null && scope.d.length === 0 && !scope.u;
  const sets = [scope.x, scope.c, scope.a, scope.p, scope.t, scope.k, scope.w];
  return noTime || sets.some((values) => values !== null && values.size === 0);
}

/** Tells whether everything in `small` is in `big`; never when `small` is empty. */
export function covers(big: Scope, small: Scope): boolean {
  return (
    !isEmpty(small) &&
    within([...small.x], big.x) &&
    within([...small.c], big.c) &&
    within([...small.s], big.s) &&
    insideOf(big.a, small.a) &&
    insideOf(big.p, small.p) &&
    insideOf(big.t, small.t) &&
    insideOf(big.k, small.k) &&
    insideOf(big.m, small.m) &&
    insideOf(big.w, small.w) &&
    (!hasWords(big) || small.n <= big.n) &&
    (big.g === null || !small.c.has("location") || (small.g !== null && small.g <= big.g)) &&
    (big.q || !small.q) &&
    (small.o || !big.o) &&
    (small.h || !big.h) &&
    rangesInside(big.d, small.d) &&
    (big.u || !small.u)
  );
}

/**
 * Tells whether something could be in both. Classes only add to a scope, a text can hold the
 * keywords of both, and a record goes whatever media it cites and however exact its place, so
 * none of these keeps two apart.
 */
export function overlaps(one: Scope, other: Scope): boolean {
  const noWords = [one.k, other.k, one.w, other.w].some((words) => words?.size === 0);
  return !noWords && !isEmpty({ ...meet(one, other), k: null, w: null });
}

/**
 * Wants whoever names a class to name people or conversations too: what is somebody else's
 * confidence is put in one by one, never by its kind. Throws InvalidScope.
 */
export function wantOneByOne(scope: Scope): void {
  if (scope.s.size > 0 && scope.p === null && scope.t === null) {
    throw new InvalidScope("s: with a class, name the people or conversations (p or t)");
  }
}

function both(one: Values, other: Values): Values {
  return new Set([...one].filter((value) => other.has(value)));
}

function meetValues(one: Values | null, other: Values | null): Values | null {
  if (one === null || other === null) return one ?? other;
  return both(one, other);
}

function meetRanges(
  one: readonly Range[] | null,
  other: readonly Range[] | null,
): readonly Range[] | null {
  if (one === null || other === null) return one ?? other;
  return one
    .flatMap(([from, to]) =>
      other.map(([low, high]): Range => [Math.max(from, low), Math.min(to, high)]),
    )
    .filter(([from, to]) => from < to)
    .toSorted(([a], [b]) => a - b);
}

function insideOf(big: Values | null, small: Values | null): boolean {
  return big === null || (small !== null && within([...small], big));
}

function rangesInside(big: readonly Range[] | null, small: readonly Range[] | null): boolean {
  if (big === null) return true;
  if (small === null) return false;
  return small.every(([low, high]) => big.some(([from, to]) => from <= low && high <= to));
}

/**
 * Widens the scope's ranges to the UTC days they touch: (first, last), in order, merged.
 *
 * Without ranges it is one pair from the first day there is to the last.
 */
export function daysOf(scope: Scope): [first: string, last: string][] {
  if (scope.d === null) return [["0001-01-01", "9999-12-31"]];
  const days: [string, string][] = [];
  for (const [from, to] of scope.d) {
    const first = dayOfSecond(from);
    const last = dayOfSecond(to - 1);
    const before = days[days.length - 1];
    // A later range may begin on the day on which the one before it ended.
    if (before !== undefined && before[1] >= first) {
      before[1] = before[1] > last ? before[1] : last;
    } else {
      days.push([first, last]);
    }
  }
  return days;
}

/** Tells whether a segment's descriptor and day pass the scope (release.md, step 11). */
export function admitsDescriptor(scope: Scope, desc: JsonObject, day: string): boolean {
  return admitsGroup(scope, desc) && admitsDay(scope, day);
}

/** Tells whether a group's descriptor passes; what is restricted and unknown fails. */
export function admitsGroup(scope: Scope, desc: JsonObject): boolean {
  const parties = own(desc, "parties");
  const known = Array.isArray(parties) ? parties.map(String) : null;
  const inside = (values: Values | null, key: string): boolean => {
    const value = own(desc, key);
    return values === null || (typeof value === "string" && values.has(value));
  };
  return (
    inside(scope.c, "category") &&
    inside(scope.a, "app") &&
    (scope.p === null || (known !== null && within(known, scope.p))) &&
    inside(scope.t, "thread") &&
    (!Object.hasOwn(desc, "class") || inside(scope.s, "class"))
  );
}

/** Tells whether a segment's day meets the scope's ranges. */
export function admitsDay(scope: Scope, day: string): boolean {
  if (day === UNDATED) return scope.u;
  return daysOf(scope).some(([first, last]) => first <= day && day <= last);
}

/**
 * What a scope asks of a record.
 *
 * `parties` holds the normalised counterparties, null when one of them is unknown; `loUs` and
 * `hiUs` bound its time in UTC microseconds, both included, null when unknown. `media` holds the
 * kinds of a media record's own files, null when one is unknown or none is named.
 */
export interface RecordFacts {
  readonly category: string;
  readonly app: string | null;
  readonly thread: string | null;
  readonly parties: readonly string[] | null;
  readonly loUs: number | null;
  readonly hiUs: number | null;
  readonly sensitivity: string | null;
  readonly media: readonly string[] | null;
}

/**
 * Decides one record: null when it is in scope, else `out-of-scope` or `unknown`.
 *
 * `unknown` is said only when nothing but missing knowledge keeps it out; then a person may
 * want to look. Keywords are the filter's question, not asked here.
 */
export function admitsRecord(
  scope: Scope,
  eid: string,
  facts: RecordFacts,
): "out-of-scope" | "unknown" | null {
  const answers = new Set<boolean | null>([
    scope.x.has(eid),
    scope.c.has(facts.category),
    facts.sensitivity === null || scope.s.has(facts.sensitivity),
    scope.a === null || (facts.app === null ? null : scope.a.has(facts.app)),
    // No thread means that there is none: a source either has conversations or not.
    scope.t === null || (facts.thread !== null && scope.t.has(facts.thread)),
    inParties(scope.p, facts.parties),
    inTime(scope, facts.loUs, facts.hiUs),
    scope.m === null || facts.category !== "media" || (facts.media && within(facts.media, scope.m)),
  ]);
  if (answers.has(false)) return "out-of-scope";
  return answers.has(null) ? "unknown" : null;
}

function inParties(values: Values | null, parties: readonly string[] | null): boolean | null {
  if (values === null) return true;
  if (parties === null) return null;
  // A record without counterparties holds no restriction to some of them.
  return parties.length > 0 && within(parties, values);
}

function inTime(scope: Scope, loUs: number | null, hiUs: number | null): boolean | null {
  // An interval that ends before it begins says nothing about when.
  if (loUs === null || hiUs === null || loUs > hiUs) return scope.u ? true : null;
  // Beyond 2^53 a product is rounded, and then still more than any time in a record.
  return (
    scope.d === null ||
    scope.d.some(([from, to]) => from * MICRO <= loUs && hiUs < to * MICRO)
  );
}

function within(items: readonly string[], values: Values): boolean {
  return items.every((item) => values.has(item));
}

const BLANK = new RegExp(`^${WHITE_SPACE}*$`);

function valuesOf(body: Document, key: string, choices: readonly string[] = []): Values {
  const found = new Set<string>();
  for (const item of body.items(key)) {
    if (typeof item !== "string" || BLANK.test(item)) {
      throw new InvalidScope(`${key}: want texts that are not blank`);
    }
    if (item.normalize("NFC") !== item || found.has(item)) {
      throw new InvalidScope(`${key}: want normalised texts (NFC), each once`);
    }
    // Half a character has no UTF-8, so no statement could hold it.
    if (hasLone(item)) throw new InvalidScope(`${key}: want whole characters`);
    if (choices.length > 0 && !choices.includes(item)) {
      throw new InvalidScope(`${key}: a value is not known`);
    }
    found.add(item);
  }
  if (found.size > MAX_VALUES) {
    throw new InvalidScope(`${key}: ${found.size} values, want at most ${MAX_VALUES}`);
  }
  return found;
}

function rangesOf(items: readonly Json[]): Range[] {
  const found: Range[] = [];
  let before = -1;
  for (const item of items) {
    if (!Array.isArray(item) || item.length !== 2) {
      throw new InvalidScope("d: want pairs of seconds");
    }
    const [from, to] = item as readonly Json[];
    if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to)) {
      throw new InvalidScope("d: want whole UTC seconds");
    }
    const range: Range = [from as number, to as number];
    if (range[0] < 0 || range[0] >= range[1] || range[1] > MAX_SECOND) {
      throw new InvalidScope("d: a range begins before it ends, from 1970 to 9999");
    }
    if (found.length > 0 && range[0] <= before) {
      throw new InvalidScope("d: want ranges in order, neither touching nor overlapping");
    }
    before = range[1];
    found.push(range);
  }
  if (found.length > MAX_RANGES) {
    throw new InvalidScope(`d: ${found.length} ranges, want at most ${MAX_RANGES}`);
  }
  return found;
}
