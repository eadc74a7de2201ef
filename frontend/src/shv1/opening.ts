/**
 * Opening sealed data with her key.
 *
 * docs/formats/extraction.md 7. Everything is checked against what was signed at the intake before
 * a record is given out: statement, wrap, catalogue, every field and leaf.
 */

import { bytesOf, concat, equal, hex, u32 } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { openBox, sealedLength } from "./box.ts";
import { checkCatalogue, groupOf, openCatalogue, rowAt } from "./catalogue.ts";
import type { Catalogue } from "./catalogue.ts";
import {
  MalformedCatalogue,
  MalformedStatement,
  Missing,
  NoIdentityMatches,
  NotAuthentic,
} from "./errors.ts";
import { HASH_SIZE } from "./ids.ts";
import type { Identity } from "./identity.ts";
import { checkIngest, ledgerCommitment, originalCommitment, sealerOf } from "./ingest.ts";
import type { CheckedIngest, Ingest } from "./ingest.ts";
import { ExtractionKeys, segmentKeys } from "./keys.ts";
import type { FieldSalts, SegmentKeys } from "./keys.ts";
import { padme } from "./padme.ts";
import {
  fieldsOf,
  parseSegment,
  recordLeaf,
  recordSalts,
  recordsRoot,
  segmentLeaf,
} from "./segment.ts";
import type { Fields } from "./segment.ts";
import { sha256 } from "./sodium.ts";
import { MAX_VISIT, POINTS, checkNamed, parseShown } from "./visit.ts";
import type { ShownVisit } from "./visit.ts";
import { openFrom } from "./wrap.ts";

/** Gives sealed bytes by place; throws Missing. */
export interface Store {
  readPack(pack: string, offset: number, length: number): Promise<Bytes>;
  readObject(name: string): Promise<Bytes>;
}

/** The files of a sealed extraction that are read first. */
export interface Sealed {
  readonly ingest: Bytes;
  readonly certs: Bytes;
  readonly leaves: Bytes;
  readonly catalogue: Bytes;
  readonly wrap: Bytes;
}

/** A segment's records and everything that commits to them. */
export interface OpenedSegment {
  readonly records: readonly Bytes[];
  readonly salts: readonly Bytes[];
  readonly leaves: readonly Bytes[];
  readonly fieldSalts: FieldSalts;
  readonly fields: Fields;
  readonly leaf: Bytes;
}

/** An extraction opened by the survivor: its catalogue, and any segment or object. */
export class OpenedExtraction {
  readonly checked: CheckedIngest;
  readonly keys: ExtractionKeys;
  readonly catalogue: Catalogue;

  constructor(checked: CheckedIngest, keys: ExtractionKeys, catalogue: Catalogue) {
    this.checked = checked;
    this.keys = keys;
    this.catalogue = catalogue;
  }

  get eid(): string {
    return this.catalogue.eid;
  }

  /**
   * Fetches, opens and checks one segment.
   *
   * Throws NotAuthentic: its bytes, or its leaf, are not what was sealed.
   */
  async readSegment(index: number, store: Store): Promise<OpenedSegment> {
    const row = rowAt(this.catalogue, index);
    const pack = this.catalogue.packs[row.pack] ?? "";
    const sealed = await store.readPack(pack, row.offset, row.length);
    if (sealed.length !== row.length) throw new Missing(`pack ${pack} is shorter than it should be`);
    const opened = await openSegment(this.keys.segment(index), this.keys.eid, index, sealed, {
      tag: bytesOf(row.tag),
      day: row.day,
      desc: groupOf(this.catalogue, row.tag).raw,
    });
    const { leaves } = this.checked;
    if (!equal(opened.leaf, leaves.subarray(HASH_SIZE * index, HASH_SIZE * (index + 1)))) {
      throw new NotAuthentic(`segment ${index} does not give its leaf`);
    }
    // The leaf commits to the true count; the catalogue's is what she was told.
    if (opened.records.length !== row.count) {
      throw new MalformedCatalogue(`segment ${index} holds another count than is listed`);
    }
    return opened;
  }

  /** Derives what is under a segment's key. */
  segmentSecrets(index: number): SegmentKeys {
    return segmentKeys(this.keys.segment(index));
  }

  /** Fetches and opens an object whole. */
  async readObject(index: number, store: Store): Promise<Bytes> {
    const row = this.catalogue.objects[index];
    if (row === undefined) throw new MalformedCatalogue(`there is no object ${index}`);
    const sealed = await store.readObject(row.name);
    return openObject(this.keys.object(index), this.keys.eid, index, sealed, row);
  }

  /** Opens the guardian's visit statement with every point open, checked; null where there is none. */
  async readVisit(store: Store): Promise<ShownVisit | null> {
    const { visit, objects } = this.catalogue;
    if (visit === null) return null;
    if ((objects[visit]?.length ?? 0) > MAX_VISIT) {
      throw new MalformedStatement("the visit statement is too long");
    }
    const shown = parseShown(await this.readObject(visit, store));
    await checkNamed(shown, this.checked.ingest, this.checked.certificates);
    if (shown.openings.size !== POINTS.length) {
      throw new NotAuthentic("the visit statement came to her with points that stay closed");
    }
    return shown;
  }
}

/**
 * Opens an extraction with the survivor's identity.
 *
 * Throws NoIdentityMatches: it is sealed to somebody else; NotAuthentic: anything is not what
 * was signed; MalformedCatalogue: the catalogue breaks its own rules.
 */
export async function openExtraction(
  sealed: Sealed,
  survivor: Identity,
): Promise<OpenedExtraction> {
  const checked = await checkIngest(sealed.ingest, sealed.certs, sealed.leaves);
  const { ingest } = checked;
  if (ingest.survivor !== survivor.bundle.fp) {
    throw new NoIdentityMatches("the extraction is sealed to another key than this one");
  }
  if (hex(sha256(sealed.wrap)) !== ingest.wrap) {
    throw new NotAuthentic("the wrapped key is not the one that was signed");
  }
  const eid = bytesOf(ingest.eid);
  const context = concat(eid, bytesOf(ingest.survivor), bytesOf(sealerOf(ingest)));
  const secret = await openFrom(survivor.kem, "extraction", context, sealed.wrap);
  const keys = new ExtractionKeys(secret, eid);
  if (hex(sha256(sealed.catalogue)) !== ingest.catalogue.sha256) {
    throw new NotAuthentic("the catalogue is not the one that was signed");
  }
  const catalogue = await openCatalogue(sealed.catalogue, keys.catalogue(), eid);
  checkStatement(catalogue, ingest);
  const lengths = new Map(ingest.packs.map((row) => [row.pack, row.length]));
  checkCatalogue(catalogue, keys, checked.leaves, lengths);
  return new OpenedExtraction(checked, keys, catalogue);
}

/** What was sealed for her is what was stated to everybody. */
function checkStatement(catalogue: Catalogue, ingest: Ingest): void {
  if ((catalogue.visit === null) !== (ingest.visit === null)) {
    throw new MalformedCatalogue("one of catalogue and statement names a visit statement");
  }
  const packs = ingest.packs.map((row) => row.pack).join(" ");
  if (catalogue.packs.join(" ") !== packs) {
    throw new MalformedCatalogue("catalogue and statement list other packs");
  }
  const sealed = catalogue.objects.map((row) => `${row.name} ${sealedLength(padme(row.length))}`);
  const stated = ingest.objects.map(([name, length]) => `${name} ${length}`);
  if (sealed.join() !== stated.join()) {
    throw new MalformedCatalogue("catalogue and statement list other objects or lengths");
  }
  const { original, ledger } = catalogue;
  if (
    hex(originalCommitment(original.salt, original.sha256)) !== ingest.originalCommit ||
    hex(ledgerCommitment(ledger.salt, ledger.sha256)) !== ingest.ledgerCommit ||
    catalogue.objects[ledger.object]?.sha256 !== hex(ledger.sha256)
  ) {
    throw new NotAuthentic("the original or the ledger is not the one that was signed");
  }
}

/**
 * Opens a segment with its key; the caller compares `leaf` before using a record.
 *
 * Throws NotAuthentic: changed, or sealed as another segment; MalformedSegment: what it holds
 * is not a segment.
 */
export async function openSegment(
  secret: Bytes,
  eid: Bytes,
  index: number,
  sealed: Bytes,
  place: { readonly tag: Uint8Array; readonly day: string; readonly desc: Uint8Array },
): Promise<OpenedSegment> {
  const keys = segmentKeys(secret);
  const plain = await openBox(keys.box, "segment", concat(eid, u32(index)), sealed);
  const records = await parseSegment(plain);
  const salts = recordSalts(keys.salt, records.length);
  const leaves = records.map((record, at) => recordLeaf(salts[at] as Bytes, record));
  const fields = fieldsOf(keys.fields, {
    ...place,
    count: records.length,
    root: recordsRoot(leaves),
  });
  const leaf = segmentLeaf(eid, index, fields);
  return { records, salts, leaves, fieldSalts: keys.fields, fields, leaf };
}

/**
 * Opens an object whole, without the padding.
 *
 * Throws NotAuthentic: changed, or of another length or hash than the catalogue says.
 */
export async function openObject(
  secret: Bytes,
  eid: Bytes,
  index: number,
  sealed: Bytes,
  row: { readonly length: number; readonly sha256: string },
): Promise<Bytes> {
  const padded = await openBox(secret, "object", concat(eid, u32(index)), sealed);
  const data = padded.subarray(0, row.length);
  const zeros = padded.subarray(row.length).every((byte) => byte === 0);
  const whole = padded.length === padme(row.length) && data.length === row.length;
  if (!whole || !zeros || hex(sha256(data)) !== row.sha256) {
    throw new NotAuthentic(`object ${index} has another length, padding or hash than was sealed`);
  }
  return data;
}
