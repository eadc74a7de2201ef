/**
 * What she chose for one request, and the scope that makes of it.
 *
 * Kinds and days narrow the scope itself. A conversation that she takes out narrows it where
 * everything that is left belongs to a conversation; where it does not, its records are left
 * out one by one, because a scope of conversations would drop the rest as well.
 */

import type { GroupJson, Hex, Place, ScopeJson } from "../keys/messages.ts";

/** A record that she left out, with what tells whether a narrower scope still holds it. */
export interface LeftOut {
  readonly at: Place;
  readonly group: Hex;
  /** Microseconds, null where the record has no known time. */
  readonly lo: number | null;
  readonly hi: number | null;
}

export interface Choices {
  /** Points of the notice that were ticked. */
  readonly points: readonly string[];
  /** SHA-256 of the request that they were ticked for; ticks for other words do not count. */
  readonly seen: Hex | null;
  /** SHA-256 of the notice that was ticked: in another language she reads and ticks anew. */
  readonly notice: Hex | null;
  readonly eid: Hex | null;
  readonly kindsOut: readonly string[];
  readonly groupsOut: readonly Hex[];
  /** Private conversations that she put in, one by one; the others stay out. */
  readonly groupsIn: readonly Hex[];
  /** Days as YYYY-MM-DD, in the zone of her phone; both are inside. */
  readonly from: string | null;
  readonly to: string | null;
  readonly excluded: readonly LeftOut[];
  /** Other people leave under numbers, even where nobody asked for that. */
  readonly masked: boolean;
  /** Points of the guardian's visit statement that may go with it. */
  readonly visit: readonly string[];
  readonly until: string | null;
  readonly approval: "ask" | "auto" | null;
  /** Whether the request is shown in easy words, with pictures. */
  readonly easy: boolean;
}

export const NO_CHOICES: Choices = {
  points: [],
  seen: null,
  notice: null,
  eid: null,
  kindsOut: [],
  groupsOut: [],
  groupsIn: [],
  from: null,
  to: null,
  excluded: [],
  masked: false,
  visit: [],
  until: null,
  approval: null,
  easy: false,
};

export type Ranges = readonly (readonly [number, number])[];

const LAST = 253_402_300_799;

/** Seconds at which a day (YYYY-MM-DD) begins in her phone's zone; `after` counts days on. */
export function dayStart(day: string, after = 0): number {
  const [year = 1970, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date + after).getTime() / 1000;
}

/** The ranges that lie inside both. */
export function meetDays(
  asked: Ranges | undefined,
  from: string | null,
  to: string | null,
): Ranges | undefined {
  if (from === null && to === null) return asked;
  const begin = from === null ? 0 : Math.max(0, dayStart(from));
  const end = to === null ? LAST : Math.min(LAST, dayStart(to, 1));
  return (asked ?? [[0, LAST] as const])
    .map(([low, high]) => [Math.max(low, begin), Math.min(high, end)] as const)
    .filter(([low, high]) => low < high);
}

export interface Narrowed {
  readonly scope: ScopeJson;
  /** Groups whose records must be left out one by one. */
  readonly oneByOne: readonly Hex[];
  /** What she left out by hand and this scope still holds. */
  readonly excluded: readonly Place[];
}

/**
 * Whether a group is of a class that was asked for: a lawyer's, a doctor's, a counsellor's, a
 * child's. It stays out unless she puts that very group in (docs/formats/scope.md 2).
 */
export function isPrivate(asked: ScopeJson, group: GroupJson): boolean {
  return group.class !== null && (asked.s ?? []).includes(group.class);
}

/** Narrows what was asked by what she chose; `groups` are those that the request touches. */
export function narrow(
  asked: ScopeJson,
  choices: Choices,
  groups: readonly GroupJson[],
): Narrowed {
  const kinds = asked.c.filter((kind) => !choices.kindsOut.includes(kind));
  const days = meetDays(asked.d, choices.from, choices.to);
  const isOut = (group: GroupJson): boolean =>
    choices.groupsOut.includes(group.tag) ||
    (isPrivate(asked, group) && !choices.groupsIn.includes(group.tag));
  const ofKinds = groups.filter((group) => kinds.includes(group.category));
  const putIn = ofKinds.filter((group) => isPrivate(asked, group) && !isOut(group));
  const classes = [...new Set(putIn.map((group) => group.class ?? ""))].toSorted();
  // A class of which nothing was put in is not named, and drops out whole.
  const inside = ofKinds.filter((group) => group.class === null || classes.includes(group.class));
  const dropped = inside.filter(isOut);
  const kept = inside.filter((group) => !isOut(group));
  // A scope that names a class names people or conversations too.
  const unnamed = classes.length > 0 && asked.p === undefined && asked.t === undefined;
  const byThread = (dropped.length > 0 || unnamed) && kept.length > 0 && separable(kept, dropped);
  const { s: _, ...rest } = asked;
  const scope = {
    ...rest,
    c: kinds,
    ...(classes.length === 0 ? {} : { s: classes }),
    ...(days === undefined ? {} : { d: days }),
    ...(days === asked.d || asked.u === undefined ? {} : { u: false }),
    ...(choices.masked ? { h: true } : {}),
    ...(byThread ? { t: [...new Set(kept.map((group) => group.thread))].toSorted() } : {}),
  };
  const left = new Set(kept.map((group) => group.tag));
  return {
    scope,
    oneByOne: byThread ? [] : dropped.map((group) => group.tag),
    excluded: choices.excluded
      .filter((each) => left.has(each.group) && withinDays(each, days, scope.u))
      .map((each) => each.at),
  };
}

function separable(kept: readonly GroupJson[], dropped: readonly GroupJson[]): boolean {
  const threads = new Set(kept.map((group) => group.thread));
  return !threads.has("") && dropped.every((group) => !threads.has(group.thread));
}

/** As docs/formats/scope.md 3 decides on time: the whole interval inside one range. */
function withinDays(of: LeftOut, days: Ranges | undefined, undated: boolean | undefined): boolean {
  if (days === undefined) return true;
  const { lo, hi } = of;
  if (lo === null || hi === null || hi < lo) return undated === true;
  return days.some(([low, high]) => low * 1_000_000 <= lo && hi < high * 1_000_000);
}
