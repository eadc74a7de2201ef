/**
 * One look at her lines: fetched, checked against what was promised and remembered, and against
 * what a checker says; what does not match is remembered before anything else is.
 *
 * docs/formats/audit-entry.md 7 and 12, docs/formats/finding.md.
 */

import { Unanswered } from "../api/http.ts";
import type { RequestRow } from "../api/request.ts";
import type { GrantRow, LogLines } from "../api/vault.ts";
import { base64url } from "../bytes.ts";
import { KeyError } from "../keys/errors.ts";
import { FINDING_LIMITS } from "../keys/messages.ts";
import type { Bytes, FindingJson, LogJson } from "../keys/messages.ts";
import { sizeOf } from "./receipts.ts";
import type { Session } from "./session.ts";
import type { Tell } from "./use.ts";
import { askWitness } from "./witness.ts";
import type { Asked } from "./witness.ts";

/** Whom this page asked beside the vault: nobody, somebody who was away, or who saw when. */
export type Beside = { readonly name: string; readonly seenAt: number | null } | null;

export interface Found {
  readonly log: LogJson;
  readonly beside: Beside;
  readonly grants: readonly GrantRow[];
  readonly requests: readonly RequestRow[];
}

/** Fetches her lines and checks them; what was confirmed is remembered for the next visit. */
export async function look(session: Session, progress: Tell): Promise<Found> {
  const remembered = session.manifest.lastCheckpoint;
  const policy = session.pin().log;
  // Before the vault is, so that what the vault shows is no older.
  const asked = await askWitness(policy);
  // What is promised by now must be among the lines that are asked for from now on.
  const promised = session.promised();
  const [found, grants, requests, extractions] = await Promise.all([
    session.vault.log(sizeOf(remembered)),
    session.vault.grants(),
    session.vault.requests(),
    session.vault.extractions(),
  ]);
  const ids = [
    ...grants.flatMap((each) => (each.rid === null ? [each.gid] : [each.gid, each.rid])),
    ...requests.map((each) => each.qid),
    ...extractions.map((each) => each.eid),
  ];
  const organisations = requests.flatMap((each) =>
    each.organisation === null ? [] : [each.organisation],
  );
  const bare = found.lines.flatMap(({ receipt }) => (receipt === null ? [] : [receipt]));
  const receipts = [...new Set([...promised, ...bare])];
  const question = {
    lines: found.lines.map(({ index, entry, proof, fields }) => ({ index, entry, proof, fields })),
    policy,
    now: Math.floor(Date.now() / 1000),
    remembered,
    consistency: found.consistency,
    receipts,
    ids,
    organisations: [...new Set(organisations)],
  };
  const newest = newestNote(found.lines);
  const log = await noting(session, { notes: [remembered, newest], path: found.consistency }, () =>
    session.ask("verifyLog", question, progress),
  );
  const beside = asked === null ? null : await compare(session, policy, asked, log);
  await session.confirmed(log.checkpoint?.text ?? remembered, receipts);
  return { log, beside, grants, requests };
}

/** Wants what a checker saw and what the vault showed to be one list; throws where they are two. */
async function compare(
  session: Session,
  policy: string,
  { name, note }: Asked,
  log: LogJson,
): Promise<Beside> {
  if (note === null) return { name, seenAt: null };
  const shown = log.checkpoint?.text ?? "";
  const path = await growth(session, log.checkpoint?.size ?? 0, sizeOf(note));
  const { seenAt } = await noting(session, { name, notes: [shown, note], path }, () =>
    session.ask("witness", {
      policy,
      name,
      note,
      shown,
      consistency: path,
      now: Math.floor(Date.now() / 1000),
    }),
  );
  return { name, seenAt };
}

async function growth(session: Session, one: number, other: number): Promise<readonly Bytes[]> {
  const [old, fresh] = [Math.min(one, other), Math.max(one, other)];
  // What is no size was not sent by a checker, and nothing follows from it.
  if (!Number.isSafeInteger(fresh) || old <= 0) return [];
  try {
    return await session.vault.growth(old, fresh);
  } catch (error) {
    // A vault that answers, and does not prove, has no proof: that is for the check to say.
    if (error instanceof Unanswered && NO_PROOF.has(error.name)) return [];
    throw error;
  }
}

const NO_PROOF: ReadonlySet<string> = new Set(["forbidden", "not-found", "conflict", "invalid"]);

interface Evidence {
  readonly name?: string;
  /** Two notes; of the first nothing is said where only the second was looked at. */
  readonly notes: readonly [string, string];
  readonly path: readonly Bytes[];
}

/** Runs a check; what did not match is remembered, with the evidence, before it is thrown. */
async function noting<T>(session: Session, evidence: Evidence, check: () => Promise<T>): Promise<T> {
  try {
    return await check();
  } catch (error) {
    const mismatch = error instanceof KeyError ? error.mismatch : undefined;
    if (mismatch !== undefined) {
      await session.found(findingOf(mismatch.kind, mismatch.receipts, evidence)).catch(() => undefined);
    }
    throw error;
  }
}

function findingOf(
  kind: FindingJson["kind"],
  receipts: readonly string[],
  { name, notes, path }: Evidence,
): FindingJson {
  const two = kind === "growth" || kind === "witness";
  const shown = two ? notes : notes.slice(1);
  return {
    at: Math.floor(Date.now() / 1000),
    kind,
    name: kind === "witness" ? (name ?? "") : "",
    notes: shown.filter((note) => note !== "" && note.length <= FINDING_LIMITS.note),
    path: two && path.length <= FINDING_LIMITS.path ? path.map(base64url) : [],
    receipts: receipts.slice(0, FINDING_LIMITS.receipts),
    told: null,
  };
}

/** Gives the note under the newest line that has a proof, whatever it may be worth. */
function newestNote(lines: LogLines["lines"]): string {
  const proof = lines.findLast((line) => line.proof !== null)?.proof ?? "";
  const gap = proof.indexOf("\n\n");
  return gap === -1 ? "" : proof.slice(gap + 2);
}
