/**
 * Verification steps about records: 9 to 14.
 *
 * docs/formats/release.md 4 and 5. From each record's bytes up to the root that the guardian
 * signed; then whether all of it is in scope, all that is in scope is there, and it is what
 * the survivor saw.
 */

import { NotProven } from "../log/errors.ts";
import { bytesOf } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { boundaryLeaf } from "./boundary.ts";
import { parseObject } from "./canonical.ts";
import { missingRun } from "./completeness.ts";
import { NotVerified } from "./errors.ts";
import { filterName, sameFilter } from "./filter.ts";
import { ascending } from "./grant_envelope.ts";
import type { Excerpt } from "./grant_envelope.ts";
import { verifyInclusion } from "./merkle.ts";
import { mediaNames } from "./package.ts";
import type { Documents } from "./package.ts";
import { admitsDescriptor } from "./scope.ts";
import { fieldsOf, recordsRoot, segmentLeaf } from "./segment.ts";
import { eidOf, wantReadable } from "./verify_given.ts";
import type { Given } from "./verify_given.ts";
import type { Outcome } from "./verify_keys.ts";

/** Fetched with the first draft, because nothing else needs it. */
const derived = (): Promise<typeof import("./verify_derived.ts")> => import("./verify_derived.ts");

function pass(detail: string): Outcome {
  return { status: "pass", detail };
}

/** (9) Record hashes give each segment's leaf, and its path leads to the root. */
export function checkRecords(documents: Documents, given: Given): Outcome {
  const eid = eidOf(documents);
  for (const [at, { excerpt, path }] of documents.shown.entries()) {
    prove(documents, leafOf(eid, excerpt, given.leaves[at] ?? []), excerpt.index, path, 9);
  }
  // Two readers of a record that is spelt in another way could read two things.
  wantReadable(given, 9);
  return pass(`${documents.shown.length} segments lead to the root`);
}

/** (10) What the statement counts is what is there. */
export async function checkCounts(documents: Documents, given: Given): Promise<Outcome> {
  const [release, grant] = [documents.release.body, documents.grant.body];
  const excerpts = documents.shown.map((item) => item.excerpt);
  if (!ascending(excerpts) || !ascending(documents.opened.map((item) => item.boundary))) {
    throw new NotVerified(10, "segments or boundaries are not in order, each once");
  }
  const { disclosed, withheld } = given;
  const media = mediaNames(documents).length;
  const same =
    disclosed === release.disclosed &&
    withheld.size === release.withheld.size &&
    [...withheld].every(([reason, count]) => release.withheld.get(reason) === count) &&
    media === release.objects &&
    media === grant.objects &&
    excerpts.length === grant.segments;
  if (!same) {
    throw new NotVerified(10, "the statement counts other records, reasons, media or segments");
  }
  (await derived()).wantCounts(documents);
  return pass(`${disclosed} records given, ${total(withheld)} withheld by reason`);
}

/** (11) Every segment and every given record is inside the scope. */
export async function checkScope(documents: Documents, given: Given): Promise<Outcome> {
  const grant = documents.grant.body;
  if (!sameFilter(grant.filter, filterName())) {
    throw new NotVerified(11, "the grant names a filter that this version does not know");
  }
  for (const { excerpt } of documents.shown) {
    if (!admitsDescriptor(grant.scope, parseObject(excerpt.desc), excerpt.day)) {
      throw new NotVerified(11, `segment ${excerpt.index} is outside the scope`);
    }
  }
  wantReadable(given, 11);
  if (given.outside !== null) {
    const [segment, place] = given.outside;
    throw new NotVerified(11, `record ${place} of segment ${segment} is outside`);
  }
  (await derived()).wantScope(documents, given.context);
  return pass("nothing outside the scope was given");
}

/** (12) Every segment of every granted group and range is there: its neighbours prove it. */
export function checkCompleteness(documents: Documents): Outcome {
  const [ingest, grant] = [documents.ingest.body, documents.grant.body];
  const eid = bytesOf(ingest.eid);
  const granted = new Set(grant.groups);
  for (const { boundary, path } of documents.opened) {
    prove(documents, boundaryLeaf(boundary, eid), boundary.index, path, 12);
    if ((boundary.opening.day !== null) !== granted.has(boundary.tag)) {
      throw new NotVerified(12, `boundary ${boundary.index} is opened too far or not enough`);
    }
  }
  const shown = new Map(
    documents.shown.map(({ excerpt }) => [excerpt.index, { tag: excerpt.tag, day: excerpt.day }]),
  );
  const openings = new Map(
    documents.opened.map(({ boundary }) => [
      boundary.index,
      { tag: boundary.tag, day: boundary.opening.day },
    ]),
  );
  const problem = missingRun(shown, openings, grant.groups, grant.scope, ingest.treeSize);
  if (problem !== null) throw new NotVerified(12, `not proven complete: ${problem}`);
  return pass(`complete for ${grant.groups.length} groups and the days asked for`);
}

/** (13) The given records are the ones whose digest she signed. */
export async function checkSelection(documents: Documents, given: Given): Promise<Outcome> {
  const [grant, release] = [documents.grant.body, documents.release.body];
  for (const stated of [grant.selection, release.selection]) {
    if (stated.sha256 !== given.selection || stated.records !== given.disclosed) {
      throw new NotVerified(13, "the records are not the ones that the survivor saw and signed");
    }
  }
  (await derived()).wantSelection(documents);
  return pass("record for record what the survivor saw");
}

/** (14) Each medium has the hash it is named by, and a given record cites it. */
export async function checkMedia(documents: Documents, given: Given): Promise<Outcome> {
  wantReadable(given, 14);
  return pass(await (await derived()).wantMedia(documents, given.cited));
}

function leafOf(eid: Bytes, excerpt: Excerpt, leaves: readonly Bytes[]): Bytes {
  const fields = fieldsOf(excerpt.salts, {
    tag: bytesOf(excerpt.tag),
    day: excerpt.day,
    desc: excerpt.desc,
    count: leaves.length,
    root: recordsRoot(leaves),
  });
  return segmentLeaf(eid, excerpt.index, fields);
}

function prove(
  documents: Documents,
  leaf: Bytes,
  index: number,
  path: readonly Bytes[],
  step: number,
): void {
  const { treeSize, root } = documents.ingest.body;
  try {
    verifyInclusion(leaf, index, treeSize, path, bytesOf(root));
  } catch (error) {
    if (!(error instanceof NotProven)) throw error;
    throw new NotVerified(step, `segment ${index} does not lead to the root`);
  }
}

function total(counts: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const count of counts.values()) sum += count;
  return sum;
}
