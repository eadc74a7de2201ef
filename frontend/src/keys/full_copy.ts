/**
 * A full copy of one extraction, opened: every record and object, and what proves them.
 *
 * docs/formats/full-copy.md. The ZIP is made in pieces of a few megabytes. Whatever is given out
 * was opened and compared with the leaves and hashes that lead to the guardian's statement. A
 * piece that could not be fetched is made again from the same place.
 */

import { base64url, fromUtf8, hex, join, utf8 } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import type { Json, JsonObject } from "../shv1/canonical.ts";
import type { Group, ObjectRow, SegmentRow } from "../shv1/catalogue.ts";
import type { Bundle } from "../shv1/identity.ts";
import type { OpenedExtraction, Store } from "../shv1/opening.ts";
import type { ZipWriter } from "../shv1/zip_writer.ts";
import type { Answer, ContentsJson, FileKind } from "./messages.ts";
import { pageName, pageOf } from "./readable.ts";
import type { Range } from "./sealed_store.ts";

/** What a browser holds of a copy, and of one object while it is opened. */
export const MAX_COPY = 256 * 1024 * 1024;
export const MAX_OBJECT = 96 * 1024 * 1024;
const PIECE = 4 * 1024 * 1024;
/** So many objects in a piece, because a piece that was cut off is fetched again whole. */
const OBJECTS = 16;
const NEWLINE = Uint8Array.of(10);

/** The copy is larger than a browser should hold. */
export class TooLarge extends Error {
  override readonly name = "TooLarge";
}

/** Names that programs know, for the files that phones make most. */
const ENDINGS: Readonly<Record<string, string>> = {
  "application/json": ".json",
  "application/pdf": ".pdf",
  "audio/aac": ".aac",
  "audio/amr": ".amr",
  "audio/mp4": ".m4a",
  "audio/mpeg": ".mp3",
  "audio/ogg": ".ogg",
  "image/gif": ".gif",
  "image/heic": ".heic",
  "image/jpeg": ".jpg",
  "image/png": ".png",
  "image/webp": ".webp",
  "text/plain": ".txt",
  "video/3gpp": ".3gp",
  "video/mp4": ".mp4",
};

export function objectName({ sha256, mime }: Pick<ObjectRow, "sha256" | "mime">): string {
  return `objects/${sha256}${Object.hasOwn(ENDINGS, mime) ? ENDINGS[mime] : ""}`;
}

/** What stands beside the records: certs.json as delivered, her receipt, words for people. */
export interface Beside {
  readonly certs: Bytes;
  readonly receipt: Bytes | null;
  readonly readme: string;
  /** Given, so that this chunk takes nothing out of the worker's first one. */
  readonly marshal: (value: Json) => Bytes;
  readonly parse: (data: Bytes) => JsonObject;
  readonly zip: ZipWriter;
}

type Piece = { readonly data: readonly Bytes[]; readonly settle: () => void };
type Tell = (done: number, total: number) => void;
/** Gives where sealed bytes come from, for ranges that will be read in order. */
type StoreOf = (ranges: readonly Range[]) => Store;

export class FullCopy {
  private readonly opened: OpenedExtraction;
  private readonly survivor: Bundle;
  private readonly beside: Beside;
  private readonly objects: readonly number[];
  private readonly names: ReadonlyMap<string, string>;
  private readonly lines: Bytes[] = [];
  private begun = false;
  private object = 0;
  private between = false;
  private segment = 0;

  /** Throws TooLarge where it is known beforehand. */
  constructor(opened: OpenedExtraction, survivor: Bundle, beside: Beside) {
    this.opened = opened;
    this.survivor = survivor;
    this.beside = beside;
    const { objects, segments } = opened.catalogue;
    const distinct = new Map(objects.map((row, index) => [row.sha256, index]));
    this.objects = [...distinct].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, index]) => index);
    this.names = new Map(
      this.objects.map((index) => {
        const row = objects[index] as ObjectRow;
        return [row.sha256, objectName(row)];
      }),
    );
    const lengths = this.objects.map((index) => objects[index]?.length ?? 0);
    // Records pack to a fraction of themselves, so more than this it is for sure.
    const least = sum(lengths) + sum(segments.map((row) => row.length / 2));
    if (least > MAX_COPY || lengths.some((length) => length > MAX_OBJECT)) {
      throw new TooLarge("the copy is larger than a browser should hold");
    }
  }

  /** Makes the next piece; after a Missing the same one again. */
  async next(store: StoreOf, tell: Tell): Promise<Answer<"nextCopy">> {
    const whole = this.begun && this.atEnd();
    const { data, settle } = await this.piece(store, () => tell(this.done(), this.total()));
    settle();
    if (this.beside.zip.length > MAX_COPY) throw new TooLarge("the copy grew larger than a browser should hold");
    return { data: join(data), done: this.done(), total: this.total(), whole };
  }

  private total(): number {
    return this.objects.length + this.opened.catalogue.segments.length;
  }

  private done(): number {
    return this.object + this.segment;
  }

  private atEnd(): boolean {
    return this.between && this.done() === this.total();
  }

  private piece(store: StoreOf, tell: () => void): Piece | Promise<Piece> {
    if (!this.begun) return this.head();
    if (this.object < this.objects.length) return this.someObjects(store, tell);
    if (!this.between) return this.receipt();
    if (this.segment < this.opened.catalogue.segments.length) return this.someRecords(store, tell);
    return this.end();
  }

  private head(): Piece {
    const { raw, leaves } = this.opened.checked;
    const data = this.files([
      ["README.txt", utf8(this.beside.readme)],
      ["certs.json", this.beside.certs],
      ["contents.json", this.beside.marshal(contentsJson(this.opened))],
      ["ingest.dsse.json", raw],
      ["leaves.bin", leaves],
    ]);
    return { data, settle: () => void (this.begun = true) };
  }

  private async someObjects(store: StoreOf, tell: () => void): Promise<Piece> {
    const from = store([]);
    const found: [string, Bytes][] = [];
    const end = Math.min(this.object + OBJECTS, this.objects.length);
    let at = this.object;
    for (let size = 0; at < end && size < PIECE; at++) {
      const index = this.objects[at] ?? 0;
      const data = await this.opened.readObject(index, from);
      found.push([objectName(this.opened.catalogue.objects[index] as ObjectRow), data]);
      size += data.length;
      tell();
    }
    return { data: this.files(found), settle: () => void (this.object = at) };
  }

  private receipt(): Piece {
    const { receipt } = this.beside;
    const data = receipt === null ? [] : this.files([["receipt.dsse.json", receipt]]);
    return { data, settle: () => void (this.between = true) };
  }

  /** One file of records: neighbouring segments of one group, a few megabytes of them. */
  private async someRecords(store: StoreOf, tell: () => void): Promise<Piece> {
    const { catalogue } = this.opened;
    const first = this.segment;
    const { tag } = catalogue.segments[first] as SegmentRow;
    const { raw, desc } = catalogue.groups.get(tag) as Group;
    const file = `records/${String(first).padStart(8, "0")}-${kindOf(desc["category"])}.jsonl`;
    const from = store(this.ranges(first, tag));
    const records: Bytes[] = [];
    const lines: Bytes[] = [];
    let at = first;
    for (let size = 0; catalogue.segments[at]?.tag === tag && size < PIECE; at++) {
      const opened = await this.opened.readSegment(at, from);
      for (const record of opened.records) {
        records.push(record, NEWLINE);
        size += record.length + 1;
      }
      const line = {
        i: at,
        g: tag,
        d: catalogue.segments[at]?.day ?? "",
        desc: fromUtf8(raw),
        n: opened.records.length,
        fs: opened.fieldSalts.map((each) => base64url(each)),
        salt: base64url(this.opened.segmentSecrets(at).salt),
        file,
      };
      lines.push(this.beside.marshal(line), NEWLINE);
      tell();
    }
    const shown = records.filter((record) => record !== NEWLINE);
    const page = pageOf(shown, this.names, this.beside.parse);
    const data = this.files([
      [pageName(file), page],
      [file, join(records)],
    ]);
    return {
      data,
      settle: () => {
        this.segment = at;
        this.lines.push(...lines);
      },
    };
  }

  private ranges(first: number, tag: string): Range[] {
    const { segments, packs } = this.opened.catalogue;
    const end = segments.findIndex((row, at) => at > first && row.tag !== tag);
    return segments.slice(first, end < 0 ? undefined : end).map(({ pack, offset, length }) => ({
      pack: packs[pack] ?? "",
      offset,
      length,
    }));
  }

  private end(): Piece {
    const files = this.files([
      ["segments.jsonl", join(this.lines)],
      ["survivor.pub", this.survivor.raw],
    ]);
    return { data: [...files, this.beside.zip.end()], settle: () => undefined };
  }

  private files(files: readonly (readonly [string, Bytes])[]): Bytes[] {
    return files.map(([name, data]) => this.beside.zip.add(name, data));
  }
}

/** A category as part of a file's name; it comes out of a phone. */
function kindOf(category: unknown): string {
  return typeof category === "string" && /^[a-z_]{1,32}$/u.test(category) ? category : "other";
}

function contentsJson({ catalogue }: OpenedExtraction): Json {
  const { objects, original, ledger } = catalogue;
  const shaOf = (index: number): string => objects[index]?.sha256 ?? "";
  return {
    v: 1,
    eid: catalogue.eid,
    objects: objects.map((row) => [row.sha256, row.length, row.mime]),
    original: {
      kind: original.kind,
      parts: original.parts.map(shaOf),
      sha256: hex(original.sha256),
      salt: base64url(original.salt),
    },
    ledger: { sha256: hex(ledger.sha256), salt: base64url(ledger.salt) },
  };
}

/** Says which files an extraction holds, and how much is sealed. */
export function filesOf(opened: OpenedExtraction): Pick<ContentsJson, "files" | "sealed"> {
  const { ingest } = opened.checked;
  const { objects, ledger } = opened.catalogue;
  const files = new Map<FileKind, { count: number; bytes: number }>();
  for (const [index, row] of objects.entries()) {
    if (index === ledger.object) continue;
    const kind = fileKind(row.mime);
    const { count, bytes } = files.get(kind) ?? { count: 0, bytes: 0 };
    files.set(kind, { count: count + 1, bytes: bytes + row.length });
  }
  const packs = sum(ingest.packs.map((row) => row.length));
  return {
    files: [...files].map(([kind, { count, bytes }]) => ({ kind, count, bytes })),
    sealed: packs + sum(ingest.objects.map(([, length]) => length)),
  };
}

function fileKind(mime: string): FileKind {
  const [major] = mime.split("/");
  return major === "image" || major === "video" || major === "audio" ? major : "other";
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
