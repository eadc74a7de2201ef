/**
 * One request as she decides on it: what is asked, what it touches, what is left of it after
 * her choices. What is shown, what is signed and what is counted come from one preview.
 */

import type { RequestRow } from "../api/request.ts";
import type { Extraction } from "../api/vault.ts";
import type { GroupJson, Hex, OpenedJson, Place, PreviewJson, ScopeJson } from "../keys/messages.ts";
import { narrow } from "./choices.ts";
import type { Choices } from "./choices.ts";
import { seenOf } from "./records/record.ts";
import type { Person } from "./records/record.ts";
import type { Session } from "./session.ts";
import type { Tell } from "./use.ts";

/** Places are fetched in pages of this many. */
const PAGE = 500;

export interface TouchedGroup {
  readonly group: GroupJson;
  /** What the conversation or its people are called; "" where nothing says. */
  readonly label: string;
  readonly people: readonly Person[];
  /** Records of it that the request would take, before her choices. */
  readonly asked: number;
}

export interface Matter {
  readonly row: RequestRow;
  readonly opened: OpenedJson;
  readonly asked: ScopeJson;
  /** The preview of the request as it was asked. */
  readonly whole: PreviewJson;
  readonly groups: readonly TouchedGroup[];
}

/** The extraction that is meant: her choice, or the only one there is; null asks her. */
export function whichExtraction(found: readonly Extraction[], choices: Choices): Hex | null {
  const sealed = found.filter((each) => each.state === "sealed");
  const chosen = sealed.find((each) => each.eid === choices.eid);
  return chosen?.eid ?? (sealed.length === 1 ? (sealed[0]?.eid ?? null) : null);
}

/** Opens what a request is about, and finds what it would take as it was asked. */
export async function matterOf(
  session: Session,
  row: RequestRow,
  eid: Hex,
  progress: Tell,
): Promise<Matter> {
  const opened = await session.open(eid);
  const asked: ScopeJson = { ...row.document.sought, x: [eid] };
  const whole = await session.preview(eid, asked, [], progress);
  const groups: TouchedGroup[] = [];
  for (const counted of whole.groups) {
    const group = opened.groups.find((each) => each.tag === counted.tag);
    if (group === undefined || counted.leaving === 0) continue;
    const named = await nameOf(session, whole.preview, group);
    groups.push({ group, ...named, asked: counted.leaving });
  }
  return { row, opened, asked, whole, groups };
}

/** Finds what is left after her choices. */
export async function previewNow(
  session: Session,
  matter: Matter,
  choices: Choices,
  progress: Tell,
): Promise<PreviewJson> {
  const { eid } = matter.opened;
  const touched = matter.groups.map((each) => each.group);
  const { scope, oneByOne, excluded } = narrow(matter.asked, choices, touched);
  if (oneByOne.length === 0) return session.preview(eid, scope, excluded, progress);
  const before = await session.preview(eid, scope, [], progress);
  const places: Place[] = [];
  for (const group of oneByOne) places.push(...(await placesOf(session, before.preview, group)));
  return session.preview(eid, scope, inOrder([...excluded, ...places]), progress);
}

function inOrder(places: readonly Place[]): readonly Place[] {
  const byName = new Map(places.map((place) => [place.join(" "), place] as const));
  return [...byName.values()].toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
}

async function placesOf(session: Session, preview: number, group: Hex): Promise<readonly Place[]> {
  const places: Place[] = [];
  for (;;) {
    const from = places.length;
    const ask = { preview, show: "leaving", group, from, count: PAGE } as const;
    const page = await session.ask("records", ask);
    places.push(...page.records.map((each) => each.at));
    if (page.records.length === 0 || places.length >= page.total) return places;
  }
}

async function nameOf(
  session: Session,
  preview: number,
  group: GroupJson,
): Promise<{ label: string; people: readonly Person[] }> {
  const ask = { preview, show: "leaving", group: group.tag, from: 0, count: 20 } as const;
  const page = await session.ask("records", ask);
  const people = new Map<string, Person>();
  let label = "";
  for (const shown of page.records) {
    const seen = seenOf(shown);
    if (seen === null) continue;
    if (label === "") label = seen.thread;
    for (const person of seen.people) {
      const known = people.get(person.id ?? person.name);
      // A name says more than the number that another record gives alone.
      if (known === undefined || known.name === known.id) people.set(person.id ?? person.name, person);
    }
  }
  const found = [...people.values()];
  return { label: label || found.map((person) => person.name).join(", "), people: found };
}
