/**
 * Completeness: proof that nothing in scope lies beside what is shown.
 *
 * docs/formats/release.md 5. Segments are sorted by (group tag, day). For every group of a
 * grant and every range of days there are two neighbours that lie before and behind the range,
 * and every segment strictly between them is shown.
 */

import { daysOf } from "./scope.ts";
import type { Scope } from "./scope.ts";
import { UNDATED } from "./segment.ts";

/** A group's segments in one range of days: indexes `first` to `last`, half-open. */
export interface Run {
  readonly tag: string;
  readonly first: number;
  readonly last: number;
}

/** A group and a day; the day is null where only the group is open. */
export interface Key {
  readonly tag: string;
  readonly day: string | null;
}

/** Lists the ranges of days that completeness is about; undated is a range of its own. */
export function dayRanges(scope: Scope): [first: string, last: string][] {
  const ranges = daysOf(scope);
  return scope.u ? [[UNDATED, UNDATED], ...ranges] : ranges;
}

/** Finds each group's run in each range, among all segments' sorted keys. */
export function runsOf(
  keys: readonly { readonly tag: string; readonly day: string }[],
  groups: readonly string[],
  scope: Scope,
): Run[] {
  // Hex of one length and ISO days: texts sort as what they spell.
  const sorted = keys.map((key) => `${key.tag} ${key.day}`);
  const ranges = dayRanges(scope);
  return groups.flatMap((tag) =>
    ranges.map(([firstDay, lastDay]) => ({
      tag,
      first: bisect(sorted, (key) => key >= `${tag} ${firstDay}`),
      last: bisect(sorted, (key) => key > `${tag} ${lastDay}`),
    })),
  );
}

/** Finds the first place from which on `passed` holds. */
function bisect(sorted: readonly string[], passed: (key: string) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (passed(sorted[middle] as string)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Lists the indexes inside runs, in order, each once. */
export function indexesOf(runs: readonly Run[]): number[] {
  const found = new Set<number>();
  for (const run of runs) for (let at = run.first; at < run.last; at++) found.add(at);
  return [...found].toSorted((one, other) => one - other);
}

/** Lists the indexes to open as boundaries: beside each run, unless the tree ends there. */
export function neighboursOf(runs: readonly Run[], size: number): number[] {
  const shown = new Set(indexesOf(runs));
  const beside = new Set(runs.flatMap((run) => [run.first - 1, run.last]));
  return [...beside]
    .filter((at) => at >= 0 && at < size && !shown.has(at))
    .toSorted((one, other) => one - other);
}

/**
 * Checks completeness from what a release shows; gives what is not proven, null if all is.
 *
 * `shown` maps an index to its key for every segment in the release, `openings` for every
 * boundary; `size` is how many segments the extraction has.
 */
export function missingRun(
  shown: ReadonlyMap<number, Key>,
  openings: ReadonlyMap<number, Key>,
  groups: readonly string[],
  scope: Scope,
  size: number,
): string | null {
  const order = orderOf(new Map([...openings, ...shown]));
  if (order === null) return "the segments are not in the order of their groups and days";
  const covered = new Set<number>();
  for (const tag of groups) {
    for (const [firstDay, lastDay] of dayRanges(scope)) {
      const left = lastBefore(order, tag, firstDay);
      const right = firstBehind(order, tag, lastDay, size);
      let at = left + 1;
      while (at < right && shown.get(at)?.tag === tag) covered.add(at++);
      if (left >= right || at < right) return `group ${tag} from ${firstDay} to ${lastDay}`;
    }
  }
  const stray = [...shown.keys()].find((index) => !covered.has(index));
  return stray === undefined ? null : `segment ${stray} belongs to no group and range of the grant`;
}

/** What is known of the segments' order: their indexes and tags, and each tag's known days. */
interface Order {
  readonly indexes: readonly number[];
  readonly tags: readonly string[];
  readonly days: ReadonlyMap<string, { days: string[]; indexes: number[] }>;
}

/** Sorts what is known, or gives null when no sorted extraction could look like it. */
function orderOf(known: ReadonlyMap<number, Key>): Order | null {
  const indexes = [...known.keys()].toSorted((one, other) => one - other);
  const tags: string[] = [];
  const days = new Map<string, { days: string[]; indexes: number[] }>();
  for (const index of indexes) {
    const { tag, day } = known.get(index) as Key;
    if ((tags.at(-1) ?? "") > tag) return null;
    tags.push(tag);
    if (day === null) continue;
    const ofTag = days.get(tag) ?? { days: [], indexes: [] };
    if ((ofTag.days.at(-1) ?? "") > day) return null;
    ofTag.days.push(day);
    ofTag.indexes.push(index);
    days.set(tag, ofTag);
  }
  return { indexes, tags, days };
}

/** Gives the highest index that surely lies before (tag, day); -1 is the tree's edge. */
function lastBefore(order: Order, tag: string, day: string): number {
  const ofTag = order.days.get(tag) ?? { days: [], indexes: [] };
  const place = bisect(ofTag.days, (one) => one >= day);
  if (place > 0) return ofTag.indexes[place - 1] as number;
  return order.indexes[bisect(order.tags, (one) => one >= tag) - 1] ?? -1;
}

/** Gives the lowest index that surely lies behind (tag, day); size is the tree's edge. */
function firstBehind(order: Order, tag: string, day: string, size: number): number {
  const ofTag = order.days.get(tag) ?? { days: [], indexes: [] };
  const place = bisect(ofTag.days, (one) => one > day);
  if (place < ofTag.days.length) return ofTag.indexes[place] as number;
  return order.indexes[bisect(order.tags, (one) => one > tag)] ?? size;
}
