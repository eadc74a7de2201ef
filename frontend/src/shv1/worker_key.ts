/**
 * Worker keys: a fresh identity for one grant, certified by the worker's organisation.
 *
 * docs/formats/shv1.md 3. One key opens one grant and is gone with it; at most thirty days.
 */

import type { Bytes } from "../bytes.ts";
import { findChain, parseCertificate } from "./certificate.ts";
import { parseCerts } from "./custody.ts";
import { Document } from "./document.ts";
import { Malformed, MalformedIdentity, NotAuthentic, reading } from "./errors.ts";
import { HASH_SIZE, ID_SIZE } from "./ids.ts";
import { parseBundle } from "./identity.ts";
import type { Bundle } from "./identity.ts";
import { checkSignatures, parseStatement } from "./statement.ts";
import type { Statement } from "./statement.ts";

const LONGEST = 30 * 24 * 3600;

/** A per-grant worker key's certificate; its signature is checked by who uses it. */
export interface WorkerKey {
  readonly gid: string;
  readonly bundle: Bundle;
  readonly organisation: string;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly statement: Statement;
}

/** Reads a worker key's certificate, or throws MalformedIdentity. */
export function parseWorkerKey(raw: Bytes): WorkerKey {
  const statement = parseStatement(raw, "workerkey");
  return reading(MalformedIdentity, "worker key", () => {
    const body = new Document(statement.body, [
      "v", "gid", "fp", "bundle", "org", "not_before", "not_after",
    ]);
    body.version();
    const bundle = parseBundle(body.b64("bundle"));
    const notBefore = body.time("not_before");
    const notAfter = body.time("not_after");
    if (bundle.kind !== "organisation" || body.id("fp", HASH_SIZE) !== bundle.fp) {
      throw new Malformed("fp is not the fingerprint of an organisation's bundle");
    }
    if (notAfter <= notBefore || notAfter - notBefore > LONGEST) {
      throw new Malformed("want a life of at most 30 days");
    }
    const gid = body.id("gid", ID_SIZE);
    const organisation = body.id("org", HASH_SIZE);
    return { gid, bundle, organisation, notBefore, notAfter, statement };
  });
}

/**
 * Reads a worker key and checks that its chain leads to a pinned root and holds now.
 *
 * Throws NotAuthentic: it does not, or the key does not hold now.
 */
export async function checkWorkerKey(
  raw: Bytes,
  certs: Bytes,
  roots: readonly string[],
  now: number,
): Promise<WorkerKey> {
  const key = parseWorkerKey(raw);
  const certificates = parseCerts(certs).map(parseCertificate);
  const [signer] = await findChain(certificates, key.organisation, "worker", now, roots);
  if (signer === undefined) throw new NotAuthentic("the worker key has no signer");
  await checkSignatures(key.statement, signer.bundle);
  if (now < key.notBefore || now >= key.notAfter) {
    throw new NotAuthentic("the worker key does not hold now");
  }
  return key;
}
