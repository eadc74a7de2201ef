/** Pages of records to show, out of what a preview or a draft decided. */

import type { Reason, Show } from "./messages.ts";

/** One segment's records: which group they are of, and for each why it stays, null if it leaves. */
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
  return show === "all" || (show === "leaving") === (reason === null);
}
