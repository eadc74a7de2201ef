/**
 * What a package discloses, read once: every leaf, and what the steps ask of each record.
 *
 * docs/formats/release.md 4. Steps 9 to 14 all ask something of the same records.
 */

import { bytesOf } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { own, parseObject } from "./canonical.ts";
import { Context } from "./context.ts";
import { Malformed, NotVerified } from "./errors.ts";
import { bodyDecider } from "./filter.ts";
import { selectionDigest } from "./grant.ts";
import type { Leaving } from "./grant.ts";
import { itemLeaf } from "./grant_envelope.ts";
import { Masking, takingPart } from "./masking.ts";
import { Cited } from "./media_rule.ts";
import { Once } from "./once.ts";
import type { Documents } from "./package.ts";
import { changed } from "./placeless.ts";
import { readRecord } from "./record_shape.ts";

/**
 * Everything shown, read once. `cited` are the media of records and changed copies, `leaves` are each shown segment's record leaves; `outside` is the
 * first given record that the scope does not hold, as segment and place; `problem` says of the
 * first record that cannot be read where it is and why.
 */
export interface Given {
  readonly leaves: readonly (readonly Bytes[])[];
  readonly disclosed: number;
  readonly selection: string;
  readonly withheld: ReadonlyMap<string, number>;
  readonly categories: ReadonlyMap<string, number>;
  readonly cited: Cited;
  readonly outside: readonly [segment: number, place: number] | null;
  readonly problem: string | null;
  readonly context: Context;
}

/** Throws NotVerified when a given record cannot be read. */
export function wantReadable(given: Given, step: number): void {
  if (given.problem !== null) throw new NotVerified(step, given.problem);
}

/** Reads every shown segment's records and hashes. */
export function readGiven(documents: Documents): Given {
  const grant = documents.grant.body;
  const decide = bodyDecider(grant.scope, grant.eid);
  const chosen: Leaving[] = [];
  const [withheld, categories] = [new Map<string, number>(), new Map<string, number>()];
  const cited = new Cited(grant.scope);
  const rows = documents.shown.map(({ excerpt }) => ({ ...excerpt, count: excerpt.items.length }));
  const context = new Context(grant.scope, rows);
  const once = new Once(grant.scope);
  const masking = new Masking(grant.scope);
  const people = peopleOf(documents);
  const wordless: (readonly [segment: number, place: number])[] = [];
  let outside: Given["outside"] = null;
  let problem: string | null = null;
  const leaves = documents.shown.map(({ excerpt }) =>
    excerpt.items.map((item, place) => {
      const leaf = itemLeaf(item);
      if (item.record === null) {
        count(withheld, item.reason);
        return leaf;
      }
      chosen.push([excerpt.index, place, leaf]);
      try {
        const body = readRecord(item.record);
        count(categories, String(own(body, "category")));
        cited.add(body);
        if (once.again(body, null)) outside ??= [excerpt.index, place];
        if (changed(grant.scope, body) !== null) outside ??= [excerpt.index, place];
        const masked = masking.masked(body, people.get(excerpt.index) ?? []);
        if (masked !== body) outside ??= [excerpt.index, place];
        if (decide(body) === null) context.note(body, excerpt.index, place);
        else if (grant.scope.n > 0 && decide(body, true) === null) wordless.push([excerpt.index, place]);
        else outside ??= [excerpt.index, place];
      } catch (error) {
        if (!(error instanceof Malformed)) throw error;
        problem ??= `record ${place} of segment ${excerpt.index}: ${error.message}`;
      }
      return leaf;
    }),
  );
  for (const { segment, place, record } of documents.derived.records) {
    try {
      const body = readRecord(record);
      cited.add(body);
      if (once.again(body, null)) outside ??= [segment, place];
      if (decide(body) === null) context.note(body, segment, place);
    } catch (error) {
      // Step 11 says of one that cannot be read why.
      if (!(error instanceof Malformed)) throw error;
    }
  }
  outside = firstOf(outside, wordless.find(([segment, place]) => !context.near(segment, place)));
  const selection = selectionDigest(grant.eid, chosen);
  const disclosed = chosen.length;
  return { leaves, disclosed, selection, withheld, categories, cited, outside, problem, context };
}

/** Gives who takes part in each shown segment, where the scope masks who does not. */
export function peopleOf({ shown, grant }: Documents): Map<number, string[]> {
  const rows = grant.body.scope.h ? shown : [];
  return new Map(rows.map(({ excerpt }) => [excerpt.index, takingPart(parseObject(excerpt.desc))]));
}

/** Gives the one of two places that comes first. */
function firstOf(one: Given["outside"], other: Given["outside"] | undefined): Given["outside"] {
  if (one === null || other === null || other === undefined) return one ?? other ?? null;
  return other[0] - one[0] < 0 || (other[0] === one[0] && other[1] < one[1]) ? other : one;
}

/** Gives the extraction's id as bytes. */
export function eidOf(documents: Documents): Bytes {
  return bytesOf(documents.ingest.body.eid);
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
