/**
 * Sealing what she adds herself: the counterpart of vault/sealing.py, for one addition.
 *
 * docs/formats/addition.md. Files are hashed first and sealed afterwards, a few megabytes at a
 * time, so that no file is ever held whole; the small rest is sealed at once. The extraction's key
 * is in this object alone and goes with it.
 */

import { base64url, bytesOf, concat, hex, join, u32, utf8 } from "../bytes.ts";
import type { Bytes, Random } from "../bytes.ts";
import type { Toolbox } from "../keys/toolbox.ts";
import { descriptorOf, ledgerOf, listingOf, recordOf, segmentDay } from "./added.ts";
import type { Read } from "./added.ts";
import type { BoxWriter } from "./box.ts";
import type { Json } from "./canonical.ts";
import type { Identity } from "./identity.ts";
import type { ExtractionKeys } from "./keys.ts";

const [HASH_SIZE, ID_SIZE] = [32, 16];

/** What says which program sealed it; `sha256` in hex. */
export interface Tool {
  readonly name: string;
  readonly version: string;
  readonly sha256: string;
}

/** One object of the addition: a file by its place, or bytes that are there. */
interface Object {
  readonly name: string;
  readonly length: number;
  readonly sha256: string;
  readonly mime: string;
  readonly data: Bytes | null;
}

/** A part to be brought to a vault: an object, or bytes that are sealed already. */
export interface SealedPart {
  readonly kind: "object" | "pack" | "catalogue" | "leaves";
  readonly name: string;
  readonly length: number;
  /** The object's number, or null where `data` is the sealed bytes. */
  readonly object: number | null;
  readonly data: Bytes | null;
}

export class Addition {
  readonly ingest: Bytes;
  readonly wrap: Bytes;
  readonly root: string;
  readonly eid: string;
  readonly parts: readonly SealedPart[];
  private readonly keys: ExtractionKeys;
  private readonly objects: readonly Object[];
  private readonly random: Random;
  private readonly tools: Toolbox;

  private constructor(of: Made, random: Random, tools: Toolbox) {
    this.ingest = of.ingest;
    this.wrap = of.wrap;
    this.root = of.root;
    this.eid = hex(of.keys.eid);
    this.parts = of.parts;
    this.keys = of.keys;
    this.objects = of.objects;
    this.random = random;
    this.tools = tools;
  }

  /** Seals everything but the files' own bytes, and signs. `created` in seconds since 1970. */
  static async of(
    files: readonly Read[],
    me: Identity,
    tool: Tool,
    created: number,
    random: Random,
    tools: Toolbox,
  ): Promise<Addition> {
    const secret = random(HASH_SIZE);
    const keys = new tools.ExtractionKeys(secret, random(ID_SIZE));
    const listing = tools.marshal(listingOf(files));
    const ledger = tools.marshal(ledgerOf(files));
    const objects = [
      ...files.map(({ length, sha256: hash, sniffed }) => ({
        name: hex(random(ID_SIZE)),
        length,
        sha256: hash,
        mime: sniffed === "" ? "application/octet-stream" : sniffed,
        data: null,
      })),
      ...[listing, ledger].map((data) => ({
        name: hex(random(ID_SIZE)),
        length: data.length,
        sha256: hex(tools.sha256(data)),
        mime: "application/json",
        data,
      })),
    ];
    const sealed = await sealSegments(files, hex(tools.sha256(listing)), keys, random, tools);
    const catalogue = await sealCatalogue({ keys, objects, sealed, listing, ledger }, random, tools);
    const { bundle } = me;
    const context = concat(keys.eid, bytesOf(bundle.fp), bytesOf(bundle.fp));
    const wrap = await tools.sealTo(bundle, "extraction", context, secret);
    const body = {
      v: 1,
      eid: hex(keys.eid),
      survivor: bundle.fp,
      bundle: base64url(bundle.raw),
      created: tools.showTime(created),
      tool: { ...tool },
      tree_size: sealed.rows.length,
      root: hex(tools.rootOf(sealed.leaves)),
      catalogue: { sha256: hex(tools.sha256(catalogue.sealed)), len: catalogue.sealed.length },
      packs: [[sealed.id, sealed.pack.length, hex(tools.sha256(sealed.pack))]],
      objects: objects.map(({ name, length }) => [name, tools.sealedLength(tools.padme(length))]),
      original_commit: hex(tools.originalCommitment(catalogue.originalSalt, tools.sha256(listing))),
      ledger_commit: hex(tools.ledgerCommitment(catalogue.ledgerSalt, tools.sha256(ledger))),
      wrap: hex(tools.sha256(wrap)),
    };
    const ingest = tools.sign(me, tools.ADDITION_TYPE, body);
    const parts = partsOf(keys.eid, objects, sealed, catalogue.sealed, tools);
    return new Addition({ ingest, wrap, root: body.root, parts, keys, objects }, random, tools);
  }

  /** Begins to seal an object; whoever writes it gives all its bytes, in order. */
  async writer(object: number): Promise<BoxWriter> {
    const context = concat(this.keys.eid, u32(object));
    return this.tools.BoxWriter.begin(this.keys.object(object), "object", context, this.random);
  }

  /** Gives an object's bytes where they are no file, and how many zeros follow any object's. */
  object(index: number): { readonly data: Bytes | null; readonly length: number; readonly zeros: number } {
    const { data, length } = this.objects[index] as Object;
    return { data, length, zeros: this.tools.padme(length) - length };
  }
}

interface Made {
  readonly ingest: Bytes;
  readonly wrap: Bytes;
  readonly root: string;
  readonly parts: readonly SealedPart[];
  readonly keys: ExtractionKeys;
  readonly objects: readonly Object[];
}

interface Segments {
  readonly id: string;
  readonly pack: Bytes;
  readonly rows: readonly Json[];
  readonly leaves: readonly Bytes[];
  readonly groups: Readonly<Record<string, Json>>;
}

async function sealSegments(
  files: readonly Read[],
  source: string,
  keys: ExtractionKeys,
  random: Random,
  tools: Toolbox,
): Promise<Segments> {
  const found = new Map<string, { tag: string; day: string; desc: Bytes; records: Bytes[] }>();
  const groups: Record<string, Json> = {};
  for (const [at, file] of files.entries()) {
    const record = await recordOf(source, at + 1, file);
    const desc = tools.marshal(descriptorOf(record));
    const tag = keys.groupTag(desc);
    const day = segmentDay(file, tools);
    groups[tag] = descriptorOf(record);
    const segment = found.get(`${tag}${day}`) ?? { tag, day, desc, records: [] };
    segment.records.push(tools.marshal(record));
    found.set(`${tag}${day}`, segment);
  }
  const ordered = [...found].toSorted(([one], [other]) => (one < other ? -1 : 1));
  const boxes: Bytes[] = [];
  const rows: Json[] = [];
  const leaves: Bytes[] = [];
  let offset = 0;
  for (const [index, [, { tag, day, desc, records }]] of ordered.entries()) {
    const { box, salt, fields: salts } = tools.segmentKeys(keys.segment(index));
    const own = tools.recordSalts(salt, records.length);
    const root = tools.rootOf(records.map((record, at) => tools.recordLeaf(own[at] as Bytes, record)));
    const fields = tools.fieldsOf(salts, { tag: bytesOf(tag), day, desc, count: records.length, root });
    const plain = await marshalSegment(records, tools);
    const sealed = await tools.sealBox(box, "segment", concat(keys.eid, u32(index)), plain, random);
    rows.push([tag, day, records.length, 0, offset, sealed.length, base64url(fields[3])]);
    leaves.push(tools.segmentLeaf(keys.eid, index, fields));
    boxes.push(sealed);
    offset += sealed.length;
  }
  return { id: hex(random(ID_SIZE)), pack: join(boxes), rows, leaves, groups };
}

async function sealCatalogue(
  of: {
    readonly keys: ExtractionKeys;
    readonly objects: readonly Object[];
    readonly sealed: Segments;
    readonly listing: Bytes;
    readonly ledger: Bytes;
  },
  random: Random,
  tools: Toolbox,
): Promise<{ readonly sealed: Bytes; readonly originalSalt: Bytes; readonly ledgerSalt: Bytes }> {
  const { keys, objects, sealed, listing, ledger } = of;
  const [originalSalt, ledgerSalt] = [random(HASH_SIZE), random(HASH_SIZE)];
  const files = objects.length - 2;
  const body = {
    v: 1,
    eid: hex(keys.eid),
    groups: sealed.groups,
    packs: [sealed.id],
    segments: sealed.rows,
    objects: objects.map(({ name, length, sha256: hash, mime }) => [name, length, hash, mime]),
    original: {
      kind: "tree",
      // The listing first, then the files in its order.
      parts: [files, ...Array.from({ length: files }, (_, at) => at)],
      sha256: hex(tools.sha256(listing)),
      salt: base64url(originalSalt),
    },
    ledger: { object: files + 1, sha256: hex(tools.sha256(ledger)), salt: base64url(ledgerSalt) },
  };
  const packed = await deflate(tools.marshal(body));
  return {
    sealed: await tools.sealBox(keys.catalogue(), "catalogue", keys.eid, packed, random),
    originalSalt,
    ledgerSalt,
  };
}

function partsOf(
  eid: Bytes,
  objects: readonly Object[],
  sealed: Segments,
  catalogue: Bytes,
  tools: Toolbox,
): SealedPart[] {
  const fixed = (kind: string): string => hex(tools.sha256(concat(utf8(kind), eid))).slice(0, 2 * ID_SIZE);
  const leaves = join(sealed.leaves);
  const small = (kind: SealedPart["kind"], name: string, data: Bytes): SealedPart => ({
    kind,
    name,
    length: data.length,
    object: null,
    data,
  });
  return [
    ...objects.map(({ name, length }, object) => ({
      kind: "object" as const,
      name,
      length: tools.sealedLength(tools.padme(length)),
      object,
      data: null,
    })),
    small("pack", sealed.id, sealed.pack),
    small("catalogue", fixed("catalogue"), catalogue),
    small("leaves", fixed("leaves"), leaves),
  ];
}

/** Spells records as a segment's plaintext (extraction.md 2). */
async function marshalSegment(records: readonly Bytes[], tools: Toolbox): Promise<Bytes> {
  const newline = Uint8Array.of(10);
  const plain = join(records.flatMap((record) => [record, newline]));
  const packed = await deflate(plain);
  const end = 8 + packed.length;
  const zeros = new Uint8Array(tools.padme(end) - end);
  return concat(u32(plain.length), u32(packed.length), packed, zeros);
}

/** Packs as raw DEFLATE with the browser's own engine. */
async function deflate(plain: Bytes): Promise<Bytes> {
  const engine = new CompressionStream("deflate-raw");
  const writer = engine.writable.getWriter();
  const packed = new Response(engine.readable).arrayBuffer();
  await writer.write(plain);
  await writer.close();
  return new Uint8Array(await packed);
}
