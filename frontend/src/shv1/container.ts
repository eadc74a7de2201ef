/**
 * The sealed container of a release: who may open it, and the package inside.
 *
 * docs/formats/release.md 3:
 *
 *     "SHV1R" u32(|A|) A u8(n) n x (fp[32] wrap[1168]) BOX(G, ...)
 *
 * A is the cover: the approval, log proofs and time stamps, which prove themselves.
 */

import { bytesOf, concat, equal, hex, readU32, readU64, utf8 } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { HEADER, openBox } from "./box.ts";
import { isObject, marshal, parseObject } from "./canonical.ts";
import type { Json } from "./canonical.ts";
import { Document, textOf } from "./document.ts";
import { MAX_RECIPIENTS } from "./envelope.ts";
import {
  Malformed,
  MalformedEnvelope,
  NoIdentityMatches,
  NotAuthentic,
  reading,
} from "./errors.ts";
import { ID_SIZE } from "./ids.ts";
import type { Bundle, Identity } from "./identity.ts";
import { KEY_SIZE } from "./kdf.ts";
import { padme } from "./padme.ts";
import { sha256 } from "./sodium.ts";
import { OVERHEAD, openFrom, sealTo } from "./wrap.ts";

const MAGIC = utf8("SHV1R");
const MAX_COVER = 4 * 1024 * 1024;
const WRAP_SIZE = KEY_SIZE + OVERHEAD;
const SLOT = KEY_SIZE + WRAP_SIZE;
const LOGGED = new Set(["ingest", "grant", "release"]);
const LENGTH = 8;

/** What of the cover names its release. */
export interface CoverId {
  readonly rid: string;
  readonly eid: string;
}

/** One log proof, as the cover has it. */
export interface LogProofJson {
  readonly entry: string;
  readonly r: string;
  readonly proof: string;
}

/** One time stamp, as the cover has it: the checkpoint's note, and the authority's answer. */
export interface TimeStampJson {
  readonly note: string;
  readonly token: string;
}

/** What stands outside the box: the approval's bytes if there is one, log proofs, time stamps. */
export interface Cover extends CoverId {
  readonly approval: Bytes | null;
  readonly log: ReadonlyMap<string, LogProofJson>;
  readonly time: readonly TimeStampJson[];
}

export interface Wrap {
  readonly fp: string;
  readonly wrap: Bytes;
}

/** A container taken apart: the cover, the wraps, the box. */
export interface Container {
  readonly cover: Cover;
  readonly wraps: readonly Wrap[];
  readonly box: Bytes;
}

/** Takes a container apart, or throws MalformedEnvelope. */
export function parseContainer(data: Bytes): Container {
  const start = MAGIC.length + 4;
  if (data.length < start || !equal(data.subarray(0, MAGIC.length), MAGIC)) {
    throw new MalformedEnvelope("not a sealed release");
  }
  const size = readU32(data, MAGIC.length);
  if (size > MAX_COVER) throw new MalformedEnvelope("cover is too long");
  const count = data[start + size];
  if (count === undefined) throw new MalformedEnvelope("the release is cut short");
  const cover = parseCover(data.slice(start, start + size));
  const first = start + size + 1;
  const end = first + count * SLOT;
  if (count < 1 || count > MAX_RECIPIENTS || data.length < end) {
    throw new MalformedEnvelope("the release is cut short or names nobody");
  }
  const wraps = Array.from({ length: count }, (_, at) => {
    const from = first + at * SLOT;
    const fp = hex(data.subarray(from, from + KEY_SIZE));
    return { fp, wrap: data.slice(from + KEY_SIZE, from + SLOT) };
  });
  if (new Set(wraps.map((wrap) => wrap.fp)).size !== count) {
    throw new MalformedEnvelope("the release names somebody twice");
  }
  return { cover, wraps, box: data.subarray(end) };
}

/** Reads a cover, or throws MalformedEnvelope. */
export function parseCover(data: Bytes): Cover {
  if (data.length > MAX_COVER) throw new MalformedEnvelope("cover is too long");
  return reading(MalformedEnvelope, "cover", () => {
    const body = new Document(parseObject(data), ["v", "rid", "eid", "approval", "log", "time"]);
    body.version();
    const approval = body.raw("approval");
    if (approval !== null && !isObject(approval)) throw new Malformed("approval: want an object");
    const log = new Map<string, LogProofJson>();
    for (const [name, section] of body.mapping("log")) {
      if (!LOGGED.has(name)) throw new Malformed("log: want ingest, grant and release");
      log.set(name, logProofOf(section));
    }
    const time = body.items("time").map((stamp) => {
      const part = wantTexts(stamp, ["note", "token"]);
      return { note: part.text("note"), token: part.text("token") };
    });
    return {
      rid: body.id("rid", ID_SIZE),
      eid: body.id("eid", ID_SIZE),
      approval: approval === null ? null : marshal(approval),
      log,
      time,
    };
  });
}

function logProofOf(value: Json): LogProofJson {
  const part = wantTexts(value, ["entry", "r", "proof"]);
  return { entry: part.text("entry"), r: part.text("r"), proof: part.text("proof") };
}

function wantTexts(value: Json, keys: readonly string[]): Document {
  const part = new Document(value, keys);
  for (const key of keys) textOf(part.raw(key), key);
  return part;
}

/** Wraps a release's key to one person. */
export async function wrapKey(secret: Bytes, cover: CoverId, recipient: Bundle): Promise<Wrap> {
  const { fp } = recipient;
  return { fp, wrap: await sealTo(recipient, "release key", contextOf(cover, fp), secret) };
}

/**
 * Takes the release's key out of one's own wrap.
 *
 * Throws NoIdentityMatches: it is wrapped to others; NotAuthentic: the wrap was changed.
 */
export async function unwrapKey(container: Container, identity: Identity): Promise<Bytes> {
  const { fp } = identity.bundle;
  const own = container.wraps.find((wrap) => wrap.fp === fp);
  if (own === undefined) {
    throw new NoIdentityMatches("the release is sealed to other keys than this one");
  }
  const context = contextOf(container.cover, fp);
  return openFrom(identity.kem, "release key", context, own.wrap);
}

/**
 * Opens the box; gives the ZIP's bytes.
 *
 * Throws NotAuthentic: changed, cut short, another key, or padded otherwise than it should be.
 */
export async function openPackage(secret: Bytes, container: Container): Promise<Bytes> {
  const { cover, box } = container;
  const context = concat(bytesOf(cover.rid), bytesOf(cover.eid));
  const padded = await openBox(secret, "release", context, box);
  if (padded.length < LENGTH) throw new NotAuthentic("the package is cut short");
  const length = Number(readU64(padded, 0));
  const zip = padded.subarray(LENGTH, LENGTH + length);
  const zeros = padded.subarray(LENGTH + length).every((byte) => byte === 0);
  if (zip.length !== length || padded.length !== padme(LENGTH + length) || !zeros) {
    throw new NotAuthentic("something other than padding follows the package");
  }
  return zip;
}

/** Hashes a box's salt and commitment: what an approval names it by. */
export function boxHead(box: Bytes): string {
  return hex(sha256(box.subarray(0, HEADER)));
}

function contextOf(cover: CoverId, fp: string): Bytes {
  return concat(bytesOf(cover.rid), bytesOf(cover.eid), bytesOf(fp));
}
