/**
 * Step 18: what a verification proved, and what it did not (extraction/verify_verdict.py).
 *
 * docs/formats/release.md 4. Words for people, and a court: no more than the steps say, and the
 * same as the other verifiers say.
 */

import type { Documents } from "./package.ts";
import { gridOf } from "./placeless.ts";
import type { Told } from "./verify.ts";
import type { Given } from "./verify_given.ts";
import type { Status } from "./verify_keys.ts";

type Statuses = ReadonlyMap<number, Status>;

const THINGS: Readonly<Record<string, readonly [one: string, more: string]>> = {
  message: ["message", "messages"],
  call: ["call", "calls"],
  contact: ["contact", "contacts"],
  account: ["account", "accounts"],
  media: ["picture, recording or video", "pictures, recordings or videos"],
  location: ["place", "places"],
  browser: ["page visited", "pages visited"],
  app_data: ["item of an app", "items of apps"],
  document: ["document", "documents"],
  calendar: ["calendar entry", "calendar entries"],
  note: ["note", "notes"],
  device_event: ["event of the phone", "events of the phone"],
};
const REASONS: Readonly<Record<string, string>> = {
  "out-of-scope": "outside what was agreed",
  "excluded-by-survivor": "taken out by the survivor",
  privileged: "privileged",
  "third-party": "about somebody else",
  "not-relevant": "not relevant",
  unknown: "of unknown time, person or app",
  transformed: "changed before it was given",
};
const CAVEATS = [
  "How many records were withheld is proven. Why is not: the reasons are the worker's word.",
  "Where a neighbour is opened as proof, the day of the nearest activity shows.",
];

/** Gives the verdict of a package that holds, in one line. */
export function verdictOf({ documents, given }: Told, statuses: Statuses): string {
  const withheld = sum(given.withheld);
  const missing = unchecked(statuses);
  const since = isAdded(documents) ? "she added them" : "intake";
  return [
    `${documents.release.body.disclosed} records are unchanged since ${since}${ifTrue(statuses)}`,
    ...(isAdded(documents) ? [ADDED] : []),
    `${withheld} were withheld${withheld > 0 ? ` (${reasons(given)})` : ""}`,
    ...said(documents),
    "how many were withheld is proven, the reasons are the worker's word",
    `complete for the listed groups and days, if ${toolOf(documents)} sorted truthfully`,
    "which groups are listed was the survivor's decision",
    "a neighbour in the same group shows the date of the nearest activity",
    ...(missing.length > 0 ? missing : ["keys pinned, log checked"]),
  ].join("; ");
}

const ADDED =
  "the survivor added them herself: no guardian extracted them, nobody vouches for her key";

function isAdded({ ingest }: Documents): boolean {
  return ingest.body.guardian === null;
}

/** Says what put the records in order: who sealed them is believed about that. */
function toolOf(documents: Documents): string {
  return isAdded(documents) ? "her own program" : "the guardian's tool";
}

/** Says what of the package the proof does not reach; nothing where it reaches all. */
function said({ derived: { records, media }, grant }: Documents): string[] {
  const place = gridOf(grant.body.scope) === null ? "place" : "exact place";
  const placeless = records.filter(({ step }) => step !== "mask").length;
  const masked = records.filter(({ step }) => step !== "place").length;
  const copies = media.filter(({ copy }) => copy !== null).length;
  const unasked = media.filter(({ asked }) => !asked).length;
  const stay = media.length - copies - unasked;
  const given = [
    ...(placeless > 0
      ? [`${placeless} of the withheld records as copies without their ${place}`]
      : []),
    ...(masked > 0
      ? [`${masked} of the withheld records as copies with people as pseudonyms`]
      : []),
    ...(copies > 0
      ? [`${copies} files as copies without the place and time hidden in them`]
      : []),
  ];
  return [
    ...(given.length > 0
      ? [
          `given are also ${given.join(" and ")}; that these were made from the originals` +
            " is the worker's word alone",
        ]
      : []),
    ...(stay > 0 ? [`${stay} files were not given, because a place could hide in them`] : []),
    ...(unasked > 0
      ? [`${unasked} files were not given, because their kind was not asked for`]
      : []),
  ];
}

/** Gives the condition under which the rest is true, where nobody's key was pinned. */
function ifTrue(statuses: Statuses): string {
  return statuses.get(1) === "not pinned" ? ", if the keys are whose they say they are" : "";
}

function unchecked(statuses: Statuses): string[] {
  const missing: string[] = [];
  if (statuses.get(1) === "not pinned") missing.push("keys not pinned");
  if (statuses.get(16) !== "pass") {
    missing.push("log not checked, so times are as the signers wrote them");
  }
  if (statuses.get(17) !== "pass") missing.push("no independent time");
  return missing;
}

/** Says in plain sentences what a package that holds is. */
export function summaryOf({ documents, given }: Told, statuses: Statuses): string[] {
  const { disclosed, objects } = documents.release.body;
  const added = isAdded(documents);
  const lines = [`This package holds ${things(given) || "no records"}.`];
  if (added) {
    lines.push(
      "The survivor added this herself. No guardian extracted it, and nobody vouches for her" +
        " key or for where it comes from.",
    );
  }
  if (objects > 0) {
    lines.push(objects === 1 ? "1 file belongs to them." : `${objects} files belong to them.`);
  }
  const since = added ? "she added it" : "the phone was read";
  if (disclosed > 0) lines.push(`None was changed since ${since}${ifTrue(statuses)}.`);
  const withheld = sum(given.withheld);
  lines.push(
    withheld > 0
      ? `${withheld} more of the same conversations and days ${withheld === 1 ? "was" : "were"}` +
          ` withheld: ${reasons(given)}.`
      : "Nothing of the same conversations and days was withheld.",
  );
  const more = said(documents).map((line) => `${line.charAt(0).toUpperCase()}${line.slice(1)}.`);
  const complete =
    "Complete means: for the conversations and days listed in the survivor's grant, if" +
    ` ${toolOf(documents)} sorted truthfully. Which conversations are listed was her decision.`;
  return [...lines, ...more, complete, ...CAVEATS, ...notChecked(documents, statuses)];
}

function notChecked(documents: Documents, statuses: Statuses): string[] {
  const signer = isAdded(documents) ? "other signer's" : "signer's";
  const lines = [
    statuses.get(1) === "not pinned"
      ? "Whose keys signed was NOT checked: no policy was given. Anybody could have made a" +
        " package that gets this far."
      : `Every ${signer} key leads to a root that the policy pins.`,
    statuses.get(16) === "pass"
      ? "Intake, agreement and release stand in the witnessed log, in this order."
      : "The log was NOT checked. Times are as the signers wrote them, and could be false.",
  ];
  if (statuses.get(17) !== "pass") lines.push("No independent time stamp was checked.");
  return lines;
}

function things(given: Given): string {
  return joined(
    ordered(given.categories).map(([category, count]) => {
      const [one, more] = THINGS[category] ?? ["record", "records"];
      return `${count} ${count === 1 ? one : more}`;
    }),
  );
}

function reasons(given: Given): string {
  return joined(
    ordered(given.withheld).map(([reason, count]) => `${count} ${REASONS[reason] ?? reason}`),
  );
}

/** Gives counts, the largest first. */
function ordered(counts: ReadonlyMap<string, number>): [string, number][] {
  return [...counts].toSorted(
    ([one, count], [other, less]) => less - count || (one < other ? -1 : 1),
  );
}

function joined(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join("");
  return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

function sum(counts: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const count of counts.values()) total += count;
  return total;
}
