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
  const known = new Map([...openings, ...shown]);
  const places = [...known.keys()].toSorted((one, other) => one - other);
  const covered = new Set<number>();
  for (const tag of groups) {
    for (const [firstDay, lastDay] of dayRanges(scope)) {
      let left = -1;
      let right = size;
      for (const index of places) {
        const key = known.get(index) as Key;
        if (before(key, tag, firstDay)) left = index;
        if (right === size && behind(key, tag, lastDay)) right = index;
      }
      const inside = range(left + 1, right).every((index) => shown.get(index)?.tag === tag);
      if (left >= right || !inside) return `group ${tag} from ${firstDay} to ${lastDay}`;
      for (const index of range(left + 1, right)) covered.add(index);
    }
  }
  const stray = [...shown.keys()].find((index) => !covered.has(index));
  return stray === undefined ? null : `segment ${stray} belongs to no group and range of the grant`;
}

function before(key: Key, tag: string, day: string): boolean {
  return key.tag < tag || (key.tag === tag && key.day !== null && key.day < day);
}

function behind(key: Key, tag: string, day: string): boolean {
  return key.tag > tag || (key.tag === tag && key.day !== null && key.day > day);
}

function range(from: number, until: number): number[] {
  return Array.from({ length: Math.max(0, until - from) }, (_, at) => from + at);
}
