/**
 * The preview: exactly which records a scope would let leave, before anything is signed.
 *
 * docs/formats/grant.md 4. Only segments whose descriptor and day can match are fetched and
 * opened, so the work grows with the scope and not with the vault; twice where the scope asks for
 * what stands near its words. Pictures that records cite are opened and stripped, unless the scope
 * holds places.
 */

import { marshal, own } from "./canonical.ts";
import type { Catalogue } from "./catalogue.ts";
import { groupOf, rowAt } from "./catalogue.ts";
import { Context } from "./context.ts";
import { indexesOf, runsOf } from "./completeness.ts";
import type { Run } from "./completeness.ts";
import type { Derived, DerivedRecord } from "./derived.ts";
import { InvalidScope } from "./errors.ts";
import { bodyDecider } from "./filter.ts";
import { selectionDigest } from "./grant.ts";
import type { Leaving } from "./grant.ts";
import type { Reason } from "./grant_envelope.ts";
import { Masking, takingPart } from "./masking.ts";
import { Cited } from "./media_rule.ts";
import type { StripMedium } from "./media_rule.ts";
import type { OpenedSegment } from "./opening.ts";
import { Once } from "./once.ts";
import { TRANSFORMED, changed } from "./placeless.ts";
import { parseRecord } from "./record.ts";
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

/**
 * What would leave. `chosen` holds a row for every segment of every run, in order. `records` leave
 * as they are; those that `derived` holds a copy of leave changed. `whole` are the SHA-256 values
 * of media that go as they are.
 */
export interface Preview {
  readonly eid: string;
  readonly scope: Scope;
  readonly groups: readonly string[];
  readonly runs: readonly Run[];
  readonly chosen: readonly Chosen[];
  readonly records: number;
  readonly digest: string;
  readonly derived: Derived;
  readonly whole: ReadonlySet<string>;
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
 * Opens what can match and decides every record and medium.
 *
 * Throws InvalidScope when an excluded place is none of the scope's records: a mistyped one
 * must not leave in what she meant to leave out.
 */
export async function preview(
  catalogue: Catalogue,
  scope: Scope,
  openSegment: OpenSegment,
  stripMedium: StripMedium,
  excluded: Excluded,
  progress: Progress,
): Promise<Preview> {
  const { eid } = catalogue;
  const groups = scope.x.has(eid) ? matchingGroups(catalogue, scope) : [];
  const runs = runsOf(catalogue.segments, groups, scope);
  const indexes = indexesOf(runs);
  const rows = indexes.map((index) => ({ ...rowAt(catalogue, index), index }));
  const context = new Context(scope, rows);
  const people = (index: number): string[] =>
    scope.h ? takingPart(groupOf(catalogue, rowAt(catalogue, index).tag).desc) : [];
  const deciding = new Deciding(scope, eid, excluded, context, people);
  for (const [done, index] of scope.n > 0 ? indexes.entries() : []) {
    const { records } = await openSegment(index);
    for (const [place, record] of records.entries()) deciding.look(index, place, record);
    progress(done + 1, indexes.length);
  }
  const chosen: Chosen[] = [];
  const withheld = new Counter();
  const categories = new Counter();
  for (const [done, index] of indexes.entries()) {
    const segment = await openSegment(index);
    const category = categoryOf(catalogue, index);
    const reasons = segment.records.map((record, place) =>
      deciding.decide(index, place, record, segment.leaves[place] as Uint8Array),
    );
    for (const reason of reasons) {
      if (reason !== null) withheld.add(reason);
      if (leaves(reason)) categories.add(category);
    }
    chosen.push({ index, reasons });
    progress(done + 1, indexes.length);
  }
  if (withheld.of("excluded-by-survivor") !== excluded.count) {
    throw new InvalidScope("an excluded place is none of this scope's records; see the preview");
  }
  const { leaving, copies, cited } = deciding;
  let done = 0;
  const total = cited.toStrip().length;
  const media = await cited.settle(stripMedium, () => progress(++done, total));
  return {
    eid,
    scope,
    groups,
    runs,
    chosen,
    records: leaving.length,
    digest: selectionDigest(eid, leaving),
    derived: { records: copies, media: media.derived },
    whole: media.whole,
    withheld: withheld.sorted(),
    categories: categories.sorted(),
  };
}

/** Tells whether a record leaves, as it is or changed, by its reason. */
export function leaves(reason: Reason | null): boolean {
  return reason === null || reason === TRANSFORMED;
}

function categoryOf(catalogue: Catalogue, index: number): string {
  const { desc } = groupOf(catalogue, rowAt(catalogue, index).tag);
  return String(own(desc, "category"));
}

/** The filter over one preview, and what it found so far. */
class Deciding {
  readonly leaving: Leaving[] = [];
  readonly copies: DerivedRecord[] = [];
  readonly cited: Cited;
  private readonly scope: Scope;
  private readonly excluded: Excluded;
  private readonly context: Context;
  private readonly people: (index: number) => string[];
  // Of looking and of deciding each: only what leaves counts for the numbers that are given.
  private readonly looking: Masking;
  private readonly masking: Masking;
  private readonly found: Once;
  private readonly once: Once;
  private readonly admits: ReturnType<typeof bodyDecider>;

  constructor(
    scope: Scope,
    eid: string,
    excluded: Excluded,
    context: Context,
    people: (index: number) => string[],
  ) {
    this.scope = scope;
    this.people = people;
    this.looking = new Masking(scope);
    this.masking = new Masking(scope);
    this.context = context;
    this.found = new Once(scope);
    this.once = new Once(scope);
    this.excluded = excluded;
    this.admits = bodyDecider(scope, eid);
    this.cited = new Cited(scope);
  }

  /** Takes note of a record that leaves for its words. */
  look(segment: number, place: number, record: Uint8Array): void {
    const body = this.looking.masked(parseRecord(record), this.people(segment));
    this.looking.keep();
    if (this.admits(body) !== null || this.excluded.has(segment, place)) return;
    if (!this.found.again(body, changed(this.scope, body))) this.context.note(body, segment, place);
  }

  decide(segment: number, place: number, record: Uint8Array, leaf: Uint8Array): Reason | null {
    const given = parseRecord(record);
    const body = this.masking.masked(given, this.people(segment));
    const out = this.excluded.has(segment, place);
    // What she leaves out is called that, though what it stood near was left out too.
    const near = this.context.near(segment, place) || (out && this.scope.n > 0);
    const reason = this.admits(body, near);
    if (reason !== null) return reason;
    if (out) return "excluded-by-survivor";
    const copy = changed(this.scope, body);
    if (this.once.again(body, copy)) return "not-relevant";
    this.masking.keep();
    this.cited.add(body);
    if (copy === null && body === given) {
      this.leaving.push([segment, place, leaf]);
      return null;
    }
    const step = body === given ? "place" : copy === null ? "mask" : "mask place";
    this.copies.push({ segment, place, record: copy ?? marshal(body), step });
    return TRANSFORMED;
  }
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
