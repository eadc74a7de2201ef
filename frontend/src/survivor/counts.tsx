/** Counts of records by kind, in words. */

import type { JSX } from "preact";
import { Facts } from "../govuk/lists.tsx";
import type { GroupJson } from "../keys/messages.ts";
import { useWords } from "../words/use.ts";

export const KINDS = [
  ...(["message", "call", "contact", "account", "media", "location", "browser"] as const),
  ...(["app_data", "document", "calendar", "note", "device_event"] as const),
];

/** The name of a kind for Fluent; a kind that is not known is "other". */
export function kindWord(category: string): string {
  const known = KINDS.find((kind) => kind === category);
  return `kind-${(known ?? "other").replace("_", "-")}`;
}

export function byKind(groups: readonly GroupJson[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const group of groups) {
    counts.set(group.category, (counts.get(group.category) ?? 0) + group.records);
  }
  return counts;
}

export function KindCounts({ counts }: { counts: ReadonlyMap<string, number> }): JSX.Element {
  const { say, dates } = useWords();
  const facts = [...counts]
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => ({ name: say(kindWord(kind)), value: dates.number(count) }));
  return <Facts facts={facts} />;
}
