/**
 * The preview: exactly which records a scope would let leave, before anything is signed.
 *
 * docs/formats/grant.md 4. Only segments whose descriptor and day can match are fetched and
 * opened, so the work grows with the scope and not with the vault.
 */

import { own } from "./canonical.ts";
import type { Catalogue } from "./catalogue.ts";
import { groupOf, rowAt } from "./catalogue.ts";
import { indexesOf, runsOf } from "./completeness.ts";
import type { Run } from "./completeness.ts";
import { InvalidScope } from "./errors.ts";
import { decider } from "./filter.ts";
import { selectionDigest } from "./grant.ts";
import type { Leaving } from "./grant.ts";
import type { Reason } from "./grant_envelope.ts";
import type { OpenedSegment } from "./opening.ts";
import { admitsGroup } from "./scope.ts";
import type { Scope } from "./scope.ts";

/** What she leaves out by hand. */
export class Excluded {
  readonly count: number;
  private readonly places: ReadonlySet<string>;

  constructor(places: readonly (readonly [segment: number, place: number])[]) {
    this.places = new Set(places.map(([segment, place]) => `${segment} ${place}`));
    this.count = this.places.size;
  }

  has(segment: number, place: number): boolean {
    return this.places.has(`${segment} ${place}`);
  }
}

/** Fetches, opens and checks a segment by index. */
export type OpenSegment = (index: number) => Promise<OpenedSegment>;

export type Progress = (done: number, total: number) => void;

/** One segment's outcome: for each record null when it leaves, else why it stays. */
export interface Chosen {
  readonly index: number;
  readonly reasons: readonly (Reason | null)[];
}

/** What would leave. `chosen` holds a row for every segment of every run, in order. */
export interface Preview {
  readonly eid: string;
  readonly scope: Scope;
  readonly groups: readonly string[];
  readonly runs: readonly Run[];
  readonly chosen: readonly Chosen[];
  readonly records: number;
  readonly digest: string;
  readonly withheld: Readonly<Record<string, number>>;
  readonly categories: Readonly<Record<string, number>>;
}

/** Lists the tags of the groups that pass the scope, sorted. */
export function matchingGroups(catalogue: Catalogue, scope: Scope): string[] {
  return [...catalogue.groups]
    .filter(([, group]) => admitsGroup(scope, group.desc))
    .map(([tag]) => tag)
    .toSorted();
}

/**
 * Opens what can match and decides every record.
 *
 * Throws InvalidScope when an excluded place is none of the scope's records: a mistyped one
 * must not leave in what she meant to leave out.
 */
export async function preview(
  catalogue: Catalogue,
  scope: Scope,
  openSegment: OpenSegment,
  excluded: Excluded,
  progress: Progress,
): Promise<Preview> {
  const { eid } = catalogue;
  const groups = scope.x.has(eid) ? matchingGroups(catalogue, scope) : [];
  const runs = runsOf(catalogue.segments, groups, scope);
  const indexes = indexesOf(runs);
  const decide = decider(scope, eid);
  const chosen: Chosen[] = [];
  const leaving: Leaving[] = [];
  const withheld = new Counter();
  const categories = new Counter();
  for (const [done, index] of indexes.entries()) {
    const segment = await openSegment(index);
    const category = categoryOf(catalogue, index);
    const reasons = segment.records.map((record, place): Reason | null => {
      const reason = decide(record);
      return reason === null && excluded.has(index, place) ? "excluded-by-survivor" : reason;
    });
    for (const [place, reason] of reasons.entries()) {
      const leaf = segment.leaves[place];
      if (reason !== null || leaf === undefined) {
        withheld.add(reason ?? "unknown");
      } else {
        leaving.push([index, place, leaf]);
        categories.add(category);
      }
    }
    chosen.push({ index, reasons });
    progress(done + 1, indexes.length);
  }
  if (withheld.of("excluded-by-survivor") !== excluded.count) {
    throw new InvalidScope("an excluded place is none of this scope's records; see the preview");
  }
  return {
    eid,
    scope,
    groups,
    runs,
    chosen,
    records: leaving.length,
    digest: selectionDigest(eid, leaving),
    withheld: withheld.sorted(),
    categories: categories.sorted(),
  };
}

function categoryOf(catalogue: Catalogue, index: number): string {
  const { desc } = groupOf(catalogue, rowAt(catalogue, index).tag);
  return String(own(desc, "category"));
}

/** Counts by name. */
class Counter {
  private readonly counts = new Map<string, number>();

  add(name: string): void {
    this.counts.set(name, this.of(name) + 1);
  }

  of(name: string): number {
    return this.counts.get(name) ?? 0;
  }

  sorted(): Record<string, number> {
    return Object.fromEntries([...this.counts].toSorted());
  }
}
