/**
 * Lines of "who looked", in words: what was done, by whom, and how it ended.
 *
 * An access and its end are two entries of the log and one line here. What is not known is
 * said to be unknown: an access without an end has not ended, or nobody could say how.
 */

import type { LineJson } from "../keys/messages.ts";

export const ACCESSES = [
  ...(["catalogue.handout"] as const),
  ...(["envelope.handout", "release.collect", "draft.open", "own.unlock", "own.open"] as const),
  ...(["own.share", "own.recover"] as const),
];

/** The acts that have a sentence of their own; any other is shown by its name. */
export const ACTS = [
  ...ACCESSES,
  ...(["account.create", "account.passkey", "account.passkeyend", "ingest", "ingest.added", "receipt", "request.submit", "request.amend"] as const),
  ...(["request.change", "request.ask", "request.reply"] as const),
  ...(["request.withdraw", "grant", "approval", "release.publish", "withdraw"] as const),
  ...(["expire"] as const),
  ...(["erase", "erase.ask", "erase.cancel", "hold.set", "hold.lift"] as const),
  ...(["policy.exclude", "policy.lift", "request.code"] as const),
  ...(["role.name", "role.drop", "role.show", "role.hide"] as const),
  ...(["system.fsck", "system.backup", "system.restore"] as const),
  ...(["release.list", "request.read", "catalogue.list"] as const),
  ...(["key.split", "key.drop", "key.held", "key.rehearse", "key.list", "key.hand"] as const),
  ...(["account.recover", "account.stop", "account.change"] as const),
];

export const ROLES = [
  ...(["survivor", "guardian", "worker", "investigator", "prosecutor", "solicitor"] as const),
  ...(["supervisor", "disclosure-officer", "defence-reviewer", "court-expert"] as const),
  ...(["advocate", "auditor", "administrator", "support", "system"] as const),
];

/** How an access ended, or that nothing says so. */
export const ENDS = [
  ...(["done", "denied", "completed", "partial", "aborted", "unknown", "error"] as const),
  ...(["mismatch", "open"] as const),
];

export interface Told {
  readonly line: LineJson;
  /** The name of the act for Fluent, "other" where there is no sentence for it. */
  readonly act: string;
  readonly end: (typeof ENDS)[number];
  /** Whether she did it herself and nothing about it is amiss. */
  readonly own: boolean;
  /** Whether no trusted checkpoint covers it, or its end. */
  readonly confirmed: boolean;
}

export function tell(lines: readonly LineJson[]): readonly Told[] {
  const ends = new Map(
    lines.filter((line) => line.act === "outcome" && line.ref !== null).map((l) => [l.ref, l]),
  );
  return lines
    .filter((line) => line.act !== "outcome")
    .map((line) => {
      const ended = ends.get(line.index);
      const end = endOf(line, ended);
      const known = ACTS.find((act) => act === line.act);
      return {
        line,
        act: known === undefined ? "other" : known.replace(".", "-"),
        end,
        own: line.role === "survivor" && end !== "denied",
        confirmed: line.confirmed && (ended === undefined || ended.confirmed),
      };
    })
    .toReversed();
}

function endOf(line: LineJson, ended: LineJson | undefined): (typeof ENDS)[number] {
  const said = ended?.out ?? (line.out === "granted" ? "open" : line.out);
  return ENDS.find((end) => end === said) ?? "unknown";
}

/** Whether the end needs a sentence: it was stopped, did not finish, or is not known. */
export function endMatters(told: Told): boolean {
  return told.end !== "done" && told.end !== "completed";
}
