/**
 * The survivor's account: how her passphrase keeps her root, and what the server holds.
 *
 * docs/formats/shv1.md 5. The passphrase is stretched with Argon2id; one key from it
 * authenticates, another wraps the root. Parameters below the floor are refused, whoever
 * sends them. Two slots always exist, in random order, so that nobody can tell whether the
 * second is in use.
 */

import { bytesOf, concat, readU32, u32, u64, utf8 } from "../bytes.ts";
import type { Bytes, Random } from "../bytes.ts";
import { MOST_RECEIPTS } from "../keys/log_messages.ts";
import { openBox, sealBox } from "./box.ts";
import { b64, marshal, parseObject, unb64 } from "./canonical.ts";
import type { Json } from "./canonical.ts";
import { Document, hexOf, textOf } from "./document.ts";
import { Malformed, MalformedIdentity, NotAuthentic, WeakParameters, reading } from "./errors.ts";
import { findingJson, parseFindings } from "./finding.ts";
import type { Finding } from "./finding.ts";
import { HASH_SIZE, ID_SIZE } from "./ids.ts";
import { ROOT_SIZE } from "./identity.ts";
import { derive } from "./kdf.ts";
import { argon2id } from "./sodium.ts";

export const FLOOR_TIME = 3;
export const FLOOR_MEMORY_KIB = 64 * 1024;
const MOST_TIME = 16;
const MOST_MEMORY_KIB = 4 * 1024 * 1024;
const VERSION = 1;
const LANES = 1;
const SALT_SIZE = 16;
const PARAMS_SIZE = 13 + SALT_SIZE;
export const SLOT_SIZE = 104;
const PRF_SIZE = 32;
const LEAST_CREDENTIAL = 16;
const MOST_CREDENTIAL = 1023;

/** Argon2id's parameters: passes, memory in KiB, salt; one lane. */
export interface Params {
  readonly time: number;
  readonly memoryKib: number;
  readonly salt: Bytes;
}

/** Gives parameters at the floor, with a fresh salt. */
export function newParams(random: Random): Params {
  return { time: FLOOR_TIME, memoryKib: FLOOR_MEMORY_KIB, salt: random(SALT_SIZE) };
}

/** Gives the 29 bytes that every wrap is bound to. */
export function marshalParams(params: Params): Bytes {
  return concat(
    Uint8Array.of(VERSION),
    u32(params.time),
    u32(params.memoryKib),
    u32(LANES),
    params.salt,
  );
}

/**
 * Reads parameters.
 *
 * Throws MalformedIdentity: not parameters; WeakParameters: below the client's floor, or
 * beyond what any client can do.
 */
export function parseParams(data: Bytes): Params {
  if (data.length !== PARAMS_SIZE) {
    throw new MalformedIdentity("parameters have another length");
  }
  if (data[0] !== VERSION || readU32(data, 9) !== LANES) {
    throw new MalformedIdentity("parameters are of another version");
  }
  const time = readU32(data, 1);
  const memoryKib = readU32(data, 5);
  if (time < FLOOR_TIME || memoryKib < FLOOR_MEMORY_KIB) {
    throw new WeakParameters("the server offers weaker protection than this client accepts");
  }
  if (time > MOST_TIME || memoryKib > MOST_MEMORY_KIB) {
    throw new WeakParameters("the server asks for more work than this client does");
  }
  return { time, memoryKib, salt: data.slice(13) };
}

/** Stretches a passphrase to 32 bytes; throws NoMemory when the device refuses. */
export function stretch(passphrase: string, params: Params): Bytes {
  const normal = utf8(passphrase.normalize("NFKC"));
  return argon2id(normal, params.salt, params.time, params.memoryKib);
}

/** Gives what the client shows to the server, which keeps its SHA-256. */
export function authKey(stretched: Bytes, uid: Bytes): Bytes {
  return derive(stretched, "auth", uid);
}

/** Wraps the root under a stretched passphrase: one slot's 104 bytes. */
export function sealRoot(
  stretched: Bytes,
  uid: Bytes,
  params: Params,
  root: Bytes,
  random: Random,
): Promise<Bytes> {
  const context = concat(uid, marshalParams(params));
  return sealBox(derive(stretched, "wrap", uid), "root", context, root, random);
}

/** Arranges one or two used slots and random bytes for the unused, in random order. */
export function makeSlots(used: readonly Bytes[], random: Random): readonly [Bytes, Bytes] {
  const [first, second = random(SLOT_SIZE), more] = used;
  const wrong = used.some((slot) => slot.length !== SLOT_SIZE);
  if (first === undefined || more !== undefined || wrong) {
    throw new MalformedIdentity("want one or two slots of 104 bytes");
  }
  return ((random(1)[0] ?? 0) & 1) === 1 ? [second, first] : [first, second];
}

/**
 * Opens whichever slot this passphrase opens; both are always tried.
 *
 * Throws NotAuthentic: neither opens.
 */
export async function openRoot(
  stretched: Bytes,
  uid: Bytes,
  params: Params,
  slots: readonly Bytes[],
): Promise<Bytes> {
  const key = derive(stretched, "wrap", uid);
  const context = concat(uid, marshalParams(params));
  let found: Bytes | undefined;
  for (const slot of slots) {
    try {
      const root = await openBox(key, "root", context, slot);
      if (root.length === ROOT_SIZE) found = root;
    } catch (error) {
      if (!(error instanceof NotAuthentic)) throw error;
    }
  }
  if (found === undefined) {
    throw new NotAuthentic("the passphrase does not open this account");
  }
  return found;
}

/** Gives what the client shows to the server with a passkey. */
export function authKeyPrf(prf: Bytes, uid: Bytes, credential: Bytes): Bytes {
  return derive(prf, "auth prf", ofPasskey(prf, uid, credential));
}

/** Wraps the root under a passkey's secret; a convenience, never the only wrap. */
export function sealRootPrf(
  prf: Bytes,
  uid: Bytes,
  credential: Bytes,
  root: Bytes,
  random: Random,
): Promise<Bytes> {
  const context = ofPasskey(prf, uid, credential);
  return sealBox(derive(prf, "wrap prf", context), "root", context, root, random);
}

/**
 * Opens a passkey's wrap.
 *
 * Throws NotAuthentic: it does not open, or holds no root; MalformedIdentity: no passkey has a
 * secret or an id of this length.
 */
export async function openRootPrf(
  prf: Bytes,
  uid: Bytes,
  credential: Bytes,
  sealed: Bytes,
): Promise<Bytes> {
  const context = ofPasskey(prf, uid, credential);
  const root = await openBox(derive(prf, "wrap prf", context), "root", context, sealed);
  if (root.length !== ROOT_SIZE) throw new NotAuthentic("the passkey does not open this account");
  return root;
}

function ofPasskey(prf: Bytes, uid: Bytes, credential: Bytes): Bytes {
  const { length } = credential;
  if (prf.length !== PRF_SIZE || length < LEAST_CREDENTIAL || length > MOST_CREDENTIAL) {
    throw new MalformedIdentity("a passkey's secret or id has another length");
  }
  return concat(uid, credential);
}

/** Gives k_case: it blinds her tags in the log and opens nothing. */
export function auditTagKey(root: Bytes, uid: Bytes): Bytes {
  return derive(root, "audit tag", uid);
}

/** What her client remembers between visits, sealed; its version only grows. */
export interface Manifest {
  readonly extractions: readonly {
    readonly eid: string;
    readonly root: string;
    readonly ingest: Bytes;
    readonly logIndex: number;
  }[];
  readonly policy: string;
  readonly lastCheckpoint: string;
  /** Promises of entries that the remembered checkpoint does not cover yet, as they came. */
  readonly receipts: readonly string[];
  readonly findings: readonly Finding[];
}

/** Seals one version of a manifest under her root. */
export function sealManifest(
  root: Bytes,
  uid: Bytes,
  version: number,
  manifest: Manifest,
  random: Random,
): Promise<Bytes> {
  const body = marshal({
    v: 1,
    extractions: manifest.extractions.map(({ eid, root: signed, ingest, logIndex }) => ({
      eid,
      root: signed,
      ingest: b64(ingest),
      log_index: logIndex,
    })),
    policy: manifest.policy,
    last_checkpoint: manifest.lastCheckpoint,
    // Without receipts and findings a manifest is spelt as before there were any.
    ...(manifest.receipts.length === 0 ? {} : { receipts: manifest.receipts }),
    ...(manifest.findings.length === 0 ? {} : { findings: manifest.findings.map(findingJson) }),
  });
  const context = concat(uid, u64(version));
  return sealBox(derive(root, "account", uid), "account", context, body, random);
}

/**
 * Opens a manifest of the version that the server says; `seen` is the highest one met.
 *
 * Throws NotAuthentic: changed, of another version than said, or older than seen;
 * MalformedIdentity: what it holds is not a manifest.
 */
export async function openManifest(
  root: Bytes,
  uid: Bytes,
  sealed: Bytes,
  version: number,
  seen: number,
): Promise<Manifest> {
  if (version < seen) {
    throw new NotAuthentic(`the server gave version ${version} after version ${seen}`);
  }
  const context = concat(uid, u64(version));
  const plain = await openBox(derive(root, "account", uid), "account", context, sealed);
  return reading(MalformedIdentity, "manifest", () => {
    const body = new Document(
      parseObject(plain),
      ["v", "extractions", "policy", "last_checkpoint"],
      ["receipts", "findings"],
    );
    body.version();
    return {
      extractions: body.items("extractions").map(holdingOf),
      policy: body.text("policy"),
      lastCheckpoint: body.text("last_checkpoint"),
      receipts: body.has("receipts") ? receiptsOf(body.items("receipts")) : [],
      findings: body.has("findings") ? parseFindings(body.items("findings")) : [],
    };
  });
}

function receiptsOf(values: readonly Json[]): readonly string[] {
  if (values.length < 1 || values.length > MOST_RECEIPTS) {
    throw new Malformed("receipts: want a few, or none at all");
  }
  return values.map((value) => textOf(value, "receipt"));
}

function holdingOf(value: Json): Manifest["extractions"][number] {
  const row = new Document(value, ["eid", "root", "ingest", "log_index"]);
  hexOf(row.raw("eid"), ID_SIZE, "eid");
  return {
    eid: row.text("eid"),
    root: row.id("root", HASH_SIZE),
    ingest: unb64(row.raw("ingest")),
    logIndex: row.count("log_index"),
  };
}

/** Seals half-finished choices so that they outlive a lock in the page's memory. */
export function sealChoices(root: Bytes, uid: Bytes, text: string, random: Random): Promise<Bytes> {
  return sealBox(derive(root, "draft", uid), "draft", uid, utf8(text), random);
}

/** Opens them, or throws NotAuthentic. */
export function openChoices(root: Bytes, uid: Bytes, sealed: Bytes): Promise<Bytes> {
  return openBox(derive(root, "draft", uid), "draft", uid, sealed);
}

/** Reads an account's id. */
export function parseUid(text: string): Bytes {
  return bytesOf(text);
}
