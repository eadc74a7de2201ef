/** Bringing an addition to the vault (docs/api.md 3): begin, parts, read back, commit. */

import type { Bytes, Hex } from "../keys/messages.ts";
import { fromBase64url, toBase64url } from "./base64url.ts";
import type { Http } from "./http.ts";
import { Misshapen, fields, hex, list, text, whole } from "./shape.ts";

/** Reading long files back takes the vault as long as reading them. */
const BACK_SECONDS = 300;
/** So many bytes in files are read back for one question, or one file that is longer. */
const BACK_BYTES = 64 * 1024 * 1024;
/** No certificate stands for what she adds herself. */
const NO_CERTS = Uint8Array.of(0x5b, 0x5d);

export type PartName = readonly [kind: string, name: Hex, length: number];

export interface SentPart {
  readonly kind: string;
  readonly name: Hex;
  readonly piece: number | null;
  readonly data: Bytes;
}

export class Uploads {
  private readonly http: Http;

  constructor(http: Http) {
    this.http = http;
  }

  /** Begins; what an earlier visit began and did not finish is given up by it. */
  async begin(ingest: Bytes): Promise<void> {
    await this.http.post("/v1/uploads", { ingest: toBase64url(ingest), certs: toBase64url(NO_CERTS) });
  }

  /** Stores a part or a piece of one; the same again is fine. */
  async put(eid: Hex, { kind, name, piece, data }: SentPart): Promise<void> {
    const path = `/v1/uploads/${eid}/${kind}/${name}${piece === null ? "" : `/${piece}`}`;
    const length = whole(fields(await this.http.putBytes(path, data)), "length");
    if (length !== data.length) throw new Misshapen("another length was stored than was sent");
  }

  /** Has everything read back; gives SHA-256 of the chance and each file, in order. */
  async readBack(
    eid: Hex,
    chance: Bytes,
    files: readonly PartName[],
    progress: (done: number, total: number) => void,
  ): Promise<Bytes[]> {
    const hashes: Bytes[] = [];
    for (const batch of batches(files)) {
      const asked = { chance: toBase64url(chance), files: batch.map(([kind, name]) => [kind, name]) };
      const answer = fields(await this.http.post(`/v1/uploads/${eid}/read-back`, asked, BACK_SECONDS));
      const given = list(answer["hashes"]);
      if (given.length !== batch.length) throw new Misshapen("another number of files was read back");
      hashes.push(...given.map((each) => fromBase64url(String(each))));
      progress(hashes.length, files.length);
    }
    return hashes;
  }

  /** Makes it an extraction; the same again gives the same answer. */
  async commit(
    eid: Hex,
    wrap: Bytes,
  ): Promise<{ readonly root: Hex; readonly statement: Bytes; readonly logIndex: number }> {
    const of = fields(await this.http.post(`/v1/uploads/${eid}/commit`, { wrap: toBase64url(wrap) }, BACK_SECONDS));
    return {
      root: hex(of, "root", 32),
      statement: fromBase64url(text(of, "statement")),
      logIndex: whole(of, "log_index"),
    };
  }
}

function batches(files: readonly PartName[]): PartName[][] {
  const all: PartName[][] = [];
  let size = Infinity;
  for (const file of files) {
    if (size + file[2] > BACK_BYTES) {
      all.push([]);
      size = 0;
    }
    all.at(-1)?.push(file);
    size += file[2];
  }
  return all;
}
