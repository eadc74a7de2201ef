/**
 * One addition on its way to the vault: read, sealed in pieces, compared with what was read back.
 *
 * docs/formats/addition.md 5. Each file is read twice, once to hash it and once to seal it, and
 * both must agree. What the vault reads back is hashed behind chance that it hears of only once it
 * has everything, so it cannot have kept a hash in the place of the bytes.
 */

import { concat, equal, hex, join } from "../bytes.ts";
import type { Bytes, Random } from "../bytes.ts";
import { MAX_WORDS, contradicts, sniff, whyNotSaid, wordsOf } from "../shv1/added.ts";
import type { Read } from "../shv1/added.ts";
import type { BoxWriter } from "../shv1/box.ts";
import type { Identity } from "../shv1/identity.ts";
import { Addition } from "../shv1/sealing.ts";
import type { SealedPart } from "../shv1/sealing.ts";
import type { Hashing } from "../shv1/sodium.ts";
import { ADDED } from "./add_messages.ts";
import type { AddedFile, Refused } from "./add_messages.ts";
import type { Answer, Ask } from "./messages.ts";
import type { Toolbox } from "./toolbox.ts";

/** A longer file goes in pieces of so many bytes (docs/api.md 3). */
const PIECE = 16 * 1024 * 1024;
const STEP = 1024 * 1024;
const HASH_SIZE = 32;

/** A file that she adds changed since it was read, or cannot be read any more. */
export class FileGone extends Error {
  override readonly name = "FileGone";
}

type Tell = (done: number, total: number) => void;

/** Reads and seals; or says why not. */
export async function begin(
  ask: Ask<"beginAdd">,
  me: Identity,
  random: Random,
  tools: Toolbox,
  tell: Tell,
): Promise<Adding | Refused> {
  const refused = refusedAtOnce(ask.files, ask.now, tools);
  if (refused !== null) return refused;
  const total = ask.files.reduce((sum, { file }) => sum + file.size, 0);
  let done = 0;
  const read: Read[] = [];
  for (const [place, each] of ask.files.entries()) {
    const found = await readOnce(each, tools, (size) => tell((done += size), total));
    if (contradicts(found.kind, found.sniffed)) return { place, why: "kind" };
    if (read.some(({ sha256 }) => sha256 === found.sha256)) return { place, why: "same" };
    read.push(found);
  }
  const addition = await Addition.of(read, me, ask.tool, ask.now, random, tools);
  const files = ask.files.map(({ file }) => file);
  return new Adding(addition, files, read, random(HASH_SIZE), tools);
}

function refusedAtOnce(files: readonly AddedFile[], now: number, tools: Toolbox): Refused | null {
  if (files.length < 1 || files.length > ADDED.files) return { place: ADDED.files, why: "many" };
  let total = 0;
  for (const [place, { file, ...said }] of files.entries()) {
    const why = whyNotSaid(said, file.size, now, tools);
    if (why !== null) return { place, why };
    total += file.size;
    if (total > ADDED.total) return { place, why: "total" };
  }
  return null;
}

async function readOnce(
  { file, ...said }: AddedFile,
  tools: Toolbox,
  tell: (size: number) => void,
): Promise<Read> {
  const hashing = new tools.Hashing();
  let beginning: Bytes = new Uint8Array(0);
  let length = 0;
  for await (const piece of piecesOf(file)) {
    hashing.update(piece);
    if (beginning.length <= MAX_WORDS) beginning = concat(beginning, piece.subarray(0, MAX_WORDS + 1));
    length += piece.length;
    tell(piece.length);
  }
  if (length !== file.size) throw new FileGone("the file changed while it was read");
  return {
    ...said,
    length,
    sha256: hex(hashing.digest()),
    sniffed: sniff(beginning),
    words: wordsOf(said.name, beginning),
  };
}

async function* piecesOf(file: Blob): AsyncGenerator<Bytes> {
  for (let at = 0; at < file.size; at += STEP) {
    let piece: Bytes;
    try {
      piece = new Uint8Array(await file.slice(at, at + STEP).arrayBuffer());
    } catch {
      throw new FileGone("the file cannot be read any more");
    }
    yield piece;
  }
}

/** A part while it is sealed: what is ready of it, and how much of it went. */
interface Current {
  readonly sealed: AsyncGenerator<Bytes>;
  readonly hashing: Hashing;
  ready: Bytes;
  piece: number;
}

export class Adding {
  readonly addition: Addition;
  private readonly files: readonly Blob[];
  private readonly read: readonly Read[];
  private readonly chance: Bytes;
  private readonly tools: Toolbox;
  private readonly hashes: Bytes[] = [];
  private readonly total: number;
  private current: Current | null = null;
  private done = 0;
  private asked = false;

  constructor(
    addition: Addition,
    files: readonly Blob[],
    read: readonly Read[],
    chance: Bytes,
    tools: Toolbox,
  ) {
    this.tools = tools;
    this.addition = addition;
    this.files = files;
    this.read = read;
    this.chance = chance;
    this.total = addition.parts.reduce((sum, { length }) => sum + length, 0);
  }

  /** What the page is told first. */
  begun(): Pick<Extract<Answer<"beginAdd">, { refused: null }>, "eid" | "root" | "ingest" | "statement"> {
    const { eid, root, ingest } = this.addition;
    return { eid, root, ingest, statement: hex(this.tools.digest(ingest)) };
  }

  async next(tell: Tell): Promise<Answer<"nextAdd">> {
    const part = this.addition.parts[this.hashes.length];
    if (part === undefined) return { part: null, done: this.done, total: this.total };
    this.current ??= { sealed: this.sealed(part), hashing: this.hashing(), ready: new Uint8Array(0), piece: 0 };
    const { current } = this;
    const gone = current.piece * PIECE;
    const wanted = Math.min(PIECE, part.length - gone);
    const parts: Bytes[] = [current.ready];
    for (let length = current.ready.length; length < wanted; ) {
      const { value, done } = await current.sealed.next();
      if (done === true) throw new FileGone("the file changed while it was sealed");
      parts.push(value);
      length += value.length;
      tell(this.done + length, this.total);
    }
    const ready = join(parts);
    const data = ready.slice(0, wanted);
    current.ready = ready.slice(wanted);
    current.hashing.update(data);
    const piece = part.length > PIECE ? current.piece : null;
    current.piece += 1;
    this.done += wanted;
    if (gone + wanted === part.length) await this.settle(current);
    const { kind, name } = part;
    return { part: { kind, name, piece, data }, done: this.done, total: this.total };
  }

  /** The question with which the vault must read everything back. */
  question(): Answer<"askBack"> {
    const { parts } = this.addition;
    if (this.hashes.length < parts.length) throw new this.tools.NotAuthentic("not everything was given yet");
    this.asked = true;
    return { chance: this.chance, files: parts.map(({ kind, name, length }) => [kind, name, length]) };
  }

  /** Wants each hash to be that of what was sealed. */
  check({ hashes }: Ask<"checkBack">): Answer<"checkBack"> {
    const same = hashes.length === this.hashes.length && hashes.every((each, at) => equal(each, this.hashes[at] as Bytes));
    if (!this.asked || !same) throw new this.tools.NotAuthentic("the vault has other bytes than were sealed");
    return { wrap: this.addition.wrap };
  }

  private hashing(): Hashing {
    const hashing = new this.tools.Hashing();
    hashing.update(this.chance);
    return hashing;
  }

  private async settle(current: Current): Promise<void> {
    // Asked once more: that the file is the one that was signed for shows only at its end.
    const { done } = await current.sealed.next();
    if (done !== true || current.ready.length > 0) throw new FileGone("the file changed while it was sealed");
    this.hashes.push(current.hashing.digest());
    this.current = null;
  }

  private async *sealed({ object, data }: SealedPart): AsyncGenerator<Bytes> {
    if (object === null) {
      yield data ?? new Uint8Array(0);
      return;
    }
    const writer = await this.addition.writer(object);
    const { data: own, zeros } = this.addition.object(object);
    if (own === null) yield* this.fileSealed(object, writer);
    else yield writer.write(own);
    yield writer.write(new Uint8Array(zeros));
    yield writer.end();
  }

  private async *fileSealed(object: number, writer: BoxWriter): AsyncGenerator<Bytes> {
    const hashing = new this.tools.Hashing();
    for await (const piece of piecesOf(this.files[object] as Blob)) {
      hashing.update(piece);
      yield writer.write(piece);
    }
    if (hex(hashing.digest()) !== this.read[object]?.sha256) {
      throw new FileGone("the file changed while it was sealed");
    }
  }
}
