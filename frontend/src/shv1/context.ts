/**
 * Which records stand near one that holds the words: the context that a scope asks for with `n`.
 *
 * docs/formats/grant.md 4, as extraction/context.py. Records of a conversation are counted as they
 * are sealed, the withheld ones too. Where a segment of the group is not shown, nothing is near
 * across the gap.
 */

import { isObject, own } from "./canonical.ts";
import type { JsonObject } from "./canonical.ts";
import { UNDATED } from "./segment.ts";

/** A segment that is shown. */
export interface Row {
  readonly index: number;
  readonly tag: string;
  readonly day: string;
  readonly count: number;
}

/** The places of the records that hold the words, and what is near them. */
export class Context {
  private readonly starts = new Map<number, number>();
  private readonly found = new Set<number>();
  private readonly reach: number;

  constructor({ n }: { readonly n: number }, rows: readonly Row[]) {
    this.reach = n;
    let start = 0;
    let last: Row | undefined;
    for (const row of n > 0 ? rows : []) {
      // What has no date has no place before or after what has one.
      if (last?.index !== row.index - 1 || last.tag !== row.tag || last.day === UNDATED) start += n;
      this.starts.set(row.index, start);
      start += row.count;
      last = row;
    }
  }

  /** Takes note of a record that leaves for its words; outside conversations none is near. */
  note(body: JsonObject, segment: number, place: number): void {
    const thread = own(body, "thread");
    const start = this.starts.get(segment);
    if (isObject(thread) && own(thread, "id") && start !== undefined) this.found.add(start + place);
  }

  /** Tells whether a record stands near one that was noted. */
  near(segment: number, place: number): boolean {
    const at = (this.starts.get(segment) ?? Number.NaN) + place;
    for (let each = at - this.reach; each <= at + this.reach; each++) {
      if (this.found.has(each)) return true;
    }
    return false;
  }
}
