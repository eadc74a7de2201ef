/**
 * What the verification steps ask of the derived part: changed copies, and media that stay.
 *
 * docs/formats/release.md 2 and 4, steps 10, 11, 13 and 14, as extraction/verify_derived.py. The
 * proof covers an original's hash and no more; that a copy was made from it, the worker's
 * signature alone says.
 */

import type { Bytes } from "../bytes.ts";
import type { JsonObject } from "./canonical.ts";
import type { Context } from "./context.ts";
import { copiesOf } from "./derived.ts";
import { Malformed, NotVerified } from "./errors.ts";
import { bodyDecider } from "./filter.ts";
import { Masking } from "./masking.ts";
import { stripBytes } from "./media_rule.ts";
import type { Cited } from "./media_rule.ts";
import { derivedHash, mediaNames } from "./package.ts";
import type { Documents } from "./package.ts";
import { TRANSFORMED, changed, holdsPlaces } from "./placeless.ts";
import { readRecord } from "./record_shape.ts";
import { peopleOf } from "./verify_given.ts";

/** (10) There is a copy for each record that stays as `transformed`, and no other. */
export function wantCounts(documents: Documents): void {
  const places = documents.shown.flatMap(({ excerpt }) =>
    excerpt.items.flatMap((item, place) =>
      item.record === null && item.reason === TRANSFORMED ? [`${excerpt.index} ${place}`] : [],
    ),
  );
  const copies = documents.derived.records.map(({ segment, place }) => `${segment} ${place}`);
  if (places.join() !== copies.join()) {
    throw new NotVerified(10, "the changed copies are of other records than those that stay for it");
  }
  for (const { derived } of [documents.grant.body, documents.release.body]) {
    if (derived.records !== copies.length) {
      throw new NotVerified(10, "a statement counts other changed copies");
    }
  }
}

/** (11) Every changed copy is in scope, and the filter finds nothing more to change. */
export function wantScope(documents: Documents, context: Context): void {
  const { scope, eid } = documents.grant.body;
  const decide = bodyDecider(scope, eid);
  const masking = new Masking(scope);
  const people = peopleOf(documents);
  for (const { segment, place, record, step } of documents.derived.records) {
    const named = `the copy of record ${place} of segment ${segment}`;
    const body = readAs(record, named);
    const near = context.near(segment, place);
    if (decide(body, near) !== null) throw new NotVerified(11, `${named} is outside`);
    if (changed(scope, body) !== null) {
      throw new NotVerified(11, `${named} is not as the filter makes it`);
    }
    if ((step !== "mask" && holdsPlaces(scope)) || (step !== "place" && !scope.h)) {
      throw new NotVerified(11, `${named} is changed by a rule that the scope has not`);
    }
    if (masking.masked(body, people.get(segment) ?? []) !== body) {
      throw new NotVerified(11, `${named} names somebody who takes no part`);
    }
  }
}

function readAs(record: Bytes, named: string): JsonObject {
  try {
    return readRecord(record);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    throw new NotVerified(11, `${named}: ${error.message}`);
  }
}

/** (13) The derived part is the one whose hash she signed. */
export function wantSelection(documents: Documents): void {
  const hash = derivedHash(documents);
  for (const { derived } of [documents.grant.body, documents.release.body]) {
    if (derived.sha256 !== hash) {
      throw new NotVerified(13, "the changed copies are not those that the survivor signed");
    }
  }
}

/** (14) Gives what becomes of each cited medium in words. */
export async function wantMedia(documents: Documents, cited: Cited): Promise<string> {
  const whole = mediaNames(documents).map((name) => name.slice("media/".length));
  const { media } = documents.derived;
  const kinds = media.filter(({ asked }) => !asked).map(({ original }) => original);
  const problem = problemOf(documents, cited, whole, media.map(({ original }) => original));
  if (problem !== null) throw new NotVerified(14, problem);
  if (kinds.join() !== [...cited.unasked()].toSorted().join()) {
    throw new NotVerified(14, "a medium stays for its kind, or goes, as the scope does not say");
  }
  for (const hash of whole) {
    if (!cited.words.has(hash) && !(await isBare(documents, `media/${hash}`))) {
      throw new NotVerified(14, "a medium was given whole that may say more than the scope");
    }
  }
  await wantCopies(documents);
  const copies = media.filter(({ copy }) => copy !== null).length;
  const stay = media.length - copies;
  return `${whole.length} media as cited, ${copies} as copies without metadata, ${stay} not given`;
}

function problemOf(
  documents: Documents,
  cited: Cited,
  whole: readonly string[],
  listed: readonly string[],
): string | null {
  const all = cited.all();
  if (whole.some((hash) => documents.digests.get(`media/${hash}`) !== hash)) {
    return "a medium has another hash than its name";
  }
  if ([...whole, ...listed].some((hash) => !all.has(hash))) {
    return "a medium is cited by no record that was given";
  }
  if (listed.some((hash) => whole.includes(hash))) {
    return "a medium is there that stays for what is hidden in it";
  }
  if (whole.length + listed.length !== all.size) return "a medium that a record cites is not there";
  return listed.some((hash) => cited.words.has(hash)) ? "a medium stays that goes by the scope" : null;
}

async function wantCopies(documents: Documents): Promise<void> {
  const copies = copiesOf(documents.derived);
  const names = mediaNames(documents, "derived");
  const same =
    names.length === copies.size &&
    names.every((name) => {
      const copy = copies.get(name);
      return (
        copy?.sha256 === documents.digests.get(name) &&
        copy?.length === documents.files.get(name)?.length
      );
    });
  if (!same) throw new NotVerified(14, "the copies of media are not the ones that are listed");
  for (const name of names) {
    if (!(await isBare(documents, name))) {
      throw new NotVerified(14, "a copy of a medium still hides something");
    }
  }
}

/** Tells whether a file is a picture that hides nothing. */
async function isBare(documents: Documents, name: string): Promise<boolean> {
  const data = documents.files.get(name);
  if (data === undefined) return false;
  return (await stripBytes(data))?.sha256 === documents.digests.get(name);
}
