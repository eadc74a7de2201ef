/**
 * Building a grant in the survivor's client: keys for the agreed records and nothing else.
 *
 * docs/formats/grant.md 2 and 5. A segment whose every record leaves is given by key; any other
 * as an excerpt, so that the worker never sees the rest.
 */

import { bytesOf, concat, hex, utf8 } from "../bytes.ts";
import type { Bytes, Random } from "../bytes.ts";
import type { Boundary } from "./boundary.ts";
import { groupOf, rowAt } from "./catalogue.ts";
import type { Catalogue } from "./catalogue.ts";
import { neighboursOf } from "./completeness.ts";
import { sealFile } from "./envelope.ts";
import { marshalDerived } from "./derived.ts";
import { InvalidScope, MalformedEnvelope } from "./errors.ts";
import { filterName } from "./filter.ts";
import { signGrant } from "./grant.ts";
import type { Grant } from "./grant.ts";
import { marshalEnvelope } from "./grant_envelope.ts";
import type { Envelope, Excerpt, GrantedObject, Item, KeyedSegment } from "./grant_envelope.ts";
import type { Bundle, Identity } from "./identity.ts";
import { segmentKeys } from "./keys.ts";
import type { ExtractionKeys } from "./keys.ts";
import type { OpenedExtraction, OpenedSegment } from "./opening.ts";
import { MAX_DOCUMENT } from "./package.ts";
import { leaves } from "./preview.ts";
import type { Chosen, OpenSegment, Preview, Progress } from "./preview.ts";
import { fieldHash } from "./segment.ts";
import { sha256 } from "./sodium.ts";
import type { ShownVisit } from "./visit.ts";

const TOO_MUCH = "this is more than one grant holds; narrow the dates or people";

/** What she agrees to beside the records: for whom, until when, and how it is approved. */
export interface Terms {
  readonly gid: string;
  readonly worker: Bundle;
  readonly workerCert: string | null;
  readonly releaseTo: readonly string[];
  readonly approval: "ask" | "auto";
  readonly created: number;
  readonly notBefore: number;
  readonly expires: number;
  readonly request: string;
  readonly consent: string;
  readonly policy: string | null;
  readonly notice: string | null;
}

/** A grant's two files: the signed statement and the sealed envelope. */
export interface SignedGrant {
  readonly statement: Bytes;
  readonly envelope: Bytes;
}

/**
 * Seals the envelope to the worker and signs the statement.
 *
 * `visit` is the guardian's visit statement with the points that the release shows, where she
 * signed one.
 *
 * Throws InvalidScope: the grant would be larger than one envelope; narrow the scope.
 */
export async function buildGrant(
  opened: OpenedExtraction,
  openSegment: OpenSegment,
  found: Preview,
  terms: Terms,
  visit: ShownVisit | null,
  survivor: Identity,
  random: Random,
  progress: Progress,
): Promise<SignedGrant> {
  const envelope = {
    ...(await envelopeOf(opened, openSegment, found, terms.gid, progress)),
    visit,
  };
  const plain = marshalled(envelope);
  const derived = marshalDerived(found.derived);
  if (derived.length > MAX_DOCUMENT) throw new InvalidScope(TOO_MUCH);
  const context = concat(bytesOf(terms.gid), opened.keys.eid);
  const sealed = await sealFile("grant", context, plain, [terms.worker], random);
  const { worker, ...rest } = terms;
  const grant: Grant = {
    ...rest,
    kind: "release",
    eid: opened.eid,
    root: opened.checked.ingest.root,
    worker: worker.fp,
    scope: found.scope,
    groups: found.groups,
    segments: envelope.segments.length,
    objects: envelope.objects.filter((item) => found.whole.has(item.sha256)).length,
    selection: { records: found.records, sha256: found.digest },
    derived: { records: found.derived.records.length, sha256: hex(sha256(derived)) },
    filter: filterName(),
    envelope: hex(sha256(sealed)),
  };
  return { statement: signGrant(survivor, grant), envelope: sealed };
}

function marshalled(envelope: Envelope): Bytes {
  try {
    return marshalEnvelope(envelope);
  } catch (error) {
    if (error instanceof MalformedEnvelope) {
      throw new InvalidScope(TOO_MUCH);
    }
    throw error;
  }
}

async function envelopeOf(
  opened: OpenedExtraction,
  openSegment: OpenSegment,
  found: Preview,
  gid: string,
  progress: Progress,
): Promise<Omit<Envelope, "visit">> {
  const { catalogue, keys } = opened;
  const segments: (KeyedSegment | Excerpt)[] = [];
  // A picture is given whole to the worker, who strips it as her client did.
  const given = new Set(found.whole);
  for (const { original, copy } of found.derived.media) if (copy !== null) given.add(original);
  for (const [done, chosen] of found.chosen.entries()) {
    const contents = await openSegment(chosen.index);
    segments.push(segmentOf(catalogue, keys, chosen, contents));
    progress(done + 1, found.chosen.length);
  }
  const neighbours = neighboursOf(found.runs, catalogue.segments.length);
  return {
    gid,
    eid: catalogue.eid,
    segments,
    boundary: neighbours.map((index) => boundaryOf(catalogue, keys, index, found.groups)),
    objects: objectsOf(catalogue, keys, given),
  };
}

function segmentOf(
  catalogue: Catalogue,
  keys: ExtractionKeys,
  chosen: Chosen,
  contents: OpenedSegment,
): KeyedSegment | Excerpt {
  const { index, reasons } = chosen;
  const { tag, day, offset, length, pack } = rowAt(catalogue, index);
  const place = { index, tag, day, desc: groupOf(catalogue, tag).raw };
  if (reasons.every((reason) => reason === null)) {
    return {
      ...place,
      key: keys.segment(index),
      pack: catalogue.packs[pack] ?? "",
      offset,
      length,
    };
  }
  const items = contents.records.map((record, at): Item => {
    const reason = reasons[at] ?? null;
    // The worker makes the copy of a record that leaves changed, so it sees the record.
    return reason === null || leaves(reason)
      ? { record, salt: contents.salts[at] as Bytes }
      : { record: null, hash: contents.leaves[at] as Bytes, reason };
  });
  return { ...place, salts: contents.fieldSalts, items };
}

function boundaryOf(
  catalogue: Catalogue,
  keys: ExtractionKeys,
  index: number,
  groups: readonly string[],
): Boundary {
  const { tag, day, f4 } = rowAt(catalogue, index);
  const [s1, s2, s3] = segmentKeys(keys.segment(index)).fields;
  const f3 = fieldHash(3, s3, groupOf(catalogue, tag).raw);
  // Of a group that is not granted the day stays closed.
  const opening = groups.includes(tag)
    ? { day, s2 }
    : { day: null, f2: fieldHash(2, s2, utf8(day)) };
  return { index, tag, s1, f3, f4, opening };
}

function objectsOf(
  catalogue: Catalogue,
  keys: ExtractionKeys,
  cited: ReadonlySet<string>,
): GrantedObject[] {
  // Of two rows with one hash the later counts, as in the reference client.
  const byHash = new Map(catalogue.objects.map((row, index) => [row.sha256, index]));
  return [...byHash]
    .filter(([hash]) => cited.has(hash))
    .map(([, index]) => index)
    .toSorted((one, other) => one - other)
    .map((index) => {
      const row = catalogue.objects[index];
      if (row === undefined) throw new MalformedEnvelope("an object is not listed");
      const { name, length, sha256: hash } = row;
      return { index, key: keys.object(index), name, length, sha256: hash };
    });
}
