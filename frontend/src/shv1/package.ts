/**
 * The package: the plain files of a release, read once, strictly.
 *
 * docs/formats/release.md 1 and step 0. Nothing about the truth of the documents is known yet.
 */

import { fromUtf8, hex } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { parseBoundary } from "./boundary.ts";
import type { Boundary } from "./boundary.ts";
import { isObject, own, parse, unb64 } from "./canonical.ts";
import type { Json } from "./canonical.ts";
import { parseCertificate } from "./certificate.ts";
import type { Certificate } from "./certificate.ts";
import { parseCover } from "./container.ts";
import type { Cover } from "./container.ts";
import { parseCerts } from "./custody.ts";
import { parseDerived } from "./derived.ts";
import type { Derived } from "./derived.ts";
import { InvalidScope, Malformed, NotVerified } from "./errors.ts";
import { parseGrant } from "./grant.ts";
import type { Grant } from "./grant.ts";
import { parseExcerpt } from "./grant_envelope.ts";
import type { Excerpt } from "./grant_envelope.ts";
import { HASH_SIZE } from "./ids.ts";
import { parseBundle } from "./identity.ts";
import type { Bundle } from "./identity.ts";
import { parseIngest, parseReceipt } from "./ingest.ts";
import type { Ingest, Receipt } from "./ingest.ts";
import { parseRelease } from "./release.ts";
import type { Release } from "./release.ts";
import { sha256 } from "./sodium.ts";
import type { Statement } from "./statement.ts";
import { parseShown } from "./visit.ts";
import type { ShownVisit } from "./visit.ts";
import { parseWorkerKey } from "./worker_key.ts";
import type { WorkerKey } from "./worker_key.ts";
import { readZip } from "./zip_stored.ts";
import type { Entry } from "./zip_stored.ts";

const SEGMENTS = "segments.json";
const BOUNDARY = "boundary.json";
const DERIVED = "derived.json";
export const INGEST = "ingest.dsse.json";
const RECEIPT = "receipt.dsse.json";
export const GRANT = "grant.dsse.json";
const WORKER_KEY = "workerkey.dsse.json";
const CERTS = "certs.json";
const SURVIVOR = "survivor.pub";
const README = "README.txt";
export const RELEASE = "release.dsse.json";
export const COVER = "cover.json";
const VISIT = "visit.json";

const WANTED = [BOUNDARY, DERIVED, INGEST, GRANT, CERTS, SURVIVOR, README, RELEASE];
const VERIFIERS = ["verify.html", "verify.py"];
const KNOWN = new Set([...WANTED, SEGMENTS, RECEIPT, WORKER_KEY, COVER, VISIT, ...VERIFIERS]);
const MEDIUM = /^(?:media|derived)\/[0-9a-f]{64}$/;
const PART = /^segments-[0-9]{4}\.json$/;
export const MAX_DOCUMENT = 64 * 1024 * 1024;

/** A segment as a release shows it, with its path to the root. */
export interface Shown {
  readonly excerpt: Excerpt;
  readonly path: readonly Bytes[];
}

/** A boundary opening with its path to the root. */
export interface Opened {
  readonly boundary: Boundary;
  readonly path: readonly Bytes[];
}

/** A statement as parsed, and its envelope. */
export interface Signed<T> {
  readonly body: T;
  readonly statement: Statement;
}

/** A package's documents, and the SHA-256 of every file in hex. */
export interface Documents {
  readonly files: ReadonlyMap<string, Bytes>;
  readonly digests: ReadonlyMap<string, string>;
  readonly shown: readonly Shown[];
  readonly opened: readonly Opened[];
  readonly derived: Derived;
  readonly ingest: Signed<Ingest>;
  readonly receipt: Signed<Receipt> | null;
  readonly grant: Signed<Grant>;
  readonly release: Signed<Release>;
  readonly workerKey: WorkerKey | null;
  readonly certificates: readonly Certificate[];
  readonly survivor: Bundle;
  readonly cover: Cover | null;
  readonly visit: ShownVisit | null;
}

/** Finds the bundle of a fingerprint among the certificates. */
export function bundleOf(documents: Documents, fp: string): Bundle | undefined {
  return documents.certificates.find((item) => item.subject === fp)?.bundle;
}

/** Lists the names of the media files, or of the copies that go for media that stay. */
export function mediaNames(documents: Documents, folder: "media" | "derived" = "media"): string[] {
  return [...documents.files.keys()].filter((name) => name.startsWith(`${folder}/`));
}

/** Gives the SHA-256 of derived.json. */
export function derivedHash(documents: Documents): string {
  return documents.digests.get(DERIVED) ?? "";
}

/** (0) Reads a package's ZIP; unknown, missing or misshapen files throw NotVerified. */
export function readPackage(zip: Bytes): Documents {
  return readFiles(readZip(zip));
}

/** (0) Reads every document; unknown, missing, doubled or misshapen ones throw NotVerified. */
export function readFiles(entries: Iterable<Entry>): Documents {
  const files = new Map<string, Bytes>();
  for (const { name, data } of entries) {
    if (files.has(name)) throw new NotVerified(0, "the package holds a file twice");
    const medium = MEDIUM.test(name);
    if (!medium && !KNOWN.has(name) && !PART.test(name)) {
      throw new NotVerified(0, "the package holds a file that it should not");
    }
    if (!medium && data.length > MAX_DOCUMENT) {
      throw new NotVerified(0, "a document of the package is too long");
    }
    files.set(name, data);
  }
  const parts = [...files.keys()].filter((name) => name === SEGMENTS || PART.test(name));
  const missing = WANTED.filter((name) => !files.has(name));
  if (missing.length > 0 || parts.length === 0 || (files.has(SEGMENTS) && parts.length > 1)) {
    throw new NotVerified(0, `the package lacks ${missing.join(", ") || SEGMENTS}`);
  }
  try {
    return parsed(files, parts.toSorted());
  } catch (error) {
    if (error instanceof Malformed || error instanceof InvalidScope) {
      throw new NotVerified(0, error.message);
    }
    throw error;
  }
}

function parsed(files: ReadonlyMap<string, Bytes>, parts: readonly string[]): Documents {
  // Copies, because what is parsed keeps slices of it.
  const file = (name: string): Bytes => (files.get(name) ?? new Uint8Array(0)).slice();
  wantText(file(README));
  return {
    files,
    digests: new Map([...files].map(([name, data]) => [name, hex(sha256(data))])),
    shown: parts.flatMap((name) => listOf(file(name)).map(shownOf)),
    opened: listOf(file(BOUNDARY)).map(openedOf),
    derived: parseDerived(file(DERIVED)),
    ingest: signed(parseIngest(file(INGEST))),
    receipt: files.has(RECEIPT) ? signed(parseReceipt(file(RECEIPT))) : null,
    grant: signed(parseGrant(file(GRANT))),
    release: signed(parseRelease(file(RELEASE))),
    workerKey: files.has(WORKER_KEY) ? parseWorkerKey(file(WORKER_KEY)) : null,
    certificates: parseCerts(file(CERTS)).map(parseCertificate),
    survivor: parseBundle(file(SURVIVOR)),
    cover: files.has(COVER) ? parseCover(file(COVER)) : null,
    visit: files.has(VISIT) ? parseShown(file(VISIT)) : null,
  };
}

function signed<T>([body, statement]: readonly [T, Statement]): Signed<T> {
  return { body, statement };
}

function wantText(data: Bytes): void {
  try {
    fromUtf8(data);
  } catch {
    throw new Malformed("a document of the package is not UTF-8");
  }
}

function listOf(data: Bytes): readonly Json[] {
  const value = parse(data);
  if (!Array.isArray(value)) throw new Malformed("want a list");
  return value;
}

function shownOf(value: Json): Shown {
  return { excerpt: parseExcerpt(value, ["path"]), path: pathOf(value) };
}

function openedOf(value: Json): Opened {
  return { boundary: parseBoundary(value, ["path"]), path: pathOf(value) };
}

function pathOf(value: Json): Bytes[] {
  const path = isObject(value) ? own(value, "path") : undefined;
  if (!Array.isArray(path)) throw new Malformed("path: want a list");
  return path.map((step: Json) => unb64(step, HASH_SIZE));
}
