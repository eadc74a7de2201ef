/** Pages of records to show, out of what a preview or a draft decided. */

import type { JsonObject } from "../shv1/canonical.ts";
import type { Derived, DerivedMedium } from "../shv1/derived.ts";
import { leaves } from "../shv1/preview.ts";
import { blobsOf } from "../shv1/record.ts";
import type { Fate, Hidden, Reason, Show } from "./messages.ts";

/** One segment's records: which group they are of, and for each why it stays, null if it leaves as it is. */
export interface Decided {
  readonly index: number;
  readonly group: string;
  readonly reasons: readonly (Reason | null)[];
}

/** A record's place, and its reason. */
export interface Placed {
  readonly segment: number;
  readonly place: number;
  readonly group: string;
  readonly reason: Reason | null;
}

/** Gives the places of one page, in order of segment and place, and how many there are in all. */
export function pageOf(
  decided: readonly Decided[],
  show: Show,
  group: string | undefined,
  from: number,
  count: number,
): { readonly total: number; readonly places: readonly Placed[] } {
  const places: Placed[] = [];
  let total = 0;
  for (const { index, group: own, reasons } of decided) {
    if (group !== undefined && own !== group) continue;
    for (const [place, reason] of reasons.entries()) {
      if (!shows(show, reason)) continue;
      if (total >= from && places.length < count) {
        places.push({ segment: index, place, group: own, reason });
      }
      total++;
    }
  }
  return { total, places };
}

function shows(show: Show, reason: Reason | null): boolean {
  return show === "all" || (show === "leaving") === leaves(reason);
}

/** Gives how each medium of a record goes, of those that do not go as they are. */
export function fatesOf({ media }: Derived, record: JsonObject | null): Record<string, Fate> {
  const cited = new Set(record === null ? [] : blobsOf(record));
  return Object.fromEntries(
    media
      .filter(({ original }) => cited.has(original))
      .map((medium) => [medium.original, fateOf(medium)]),
  );
}

function fateOf({ copy, asked }: DerivedMedium): Fate {
  return copy !== null ? "stripped" : asked ? "stays" : "unasked";
}

/** Lists the media that do not go as they are, by how they go. */
export function hiddenOf({ records, media }: Derived): Hidden {
  const of = (fate: Fate): string[] =>
    media.filter((medium) => fateOf(medium) === fate).map(({ original }) => original);
  return {
    copies: records.length,
    stripped: of("stripped"),
    stay: of("stays"),
    unasked: of("unasked"),
  };
}
