/**
 * The verify policy: whose keys a court trusts, and which steps must pass.
 *
 * docs/formats/release.md 6. All parts may be left out; people write it, so any spacing is taken.
 */

import type { Bytes } from "../bytes.ts";
import { marshal } from "./canonical.ts";
import type { Json } from "./canonical.ts";
import { parseCertificate } from "./certificate.ts";
import type { Certificate } from "./certificate.ts";
import { Document, countOf, hexOf, textOf } from "./document.ts";
import { Malformed } from "./errors.ts";
import { HASH_SIZE } from "./ids.ts";
import { parseRevocations } from "./revocation.ts";

const LAST_STEP = 18;

/** What is pinned; `log` is null when no log policy was given. Fingerprints in hex. */
export interface VerifyPolicy {
  readonly roots: readonly string[];
  readonly workers: readonly string[];
  readonly log: string | null;
  /** Authorities of time stamps, each as certificates in PEM. */
  readonly tsa: readonly string[];
  readonly require: readonly number[];
  readonly revoked: readonly Bytes[];
  readonly certs: readonly Certificate[];
}

/** Reads a verify policy, or throws Malformed. */
export function parsePolicy(text: string): VerifyPolicy {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    throw new Malformed("the verify policy is not JSON");
  }
  const keys = ["roots", "workers", "log", "tsa", "require", "revoked", "certs"];
  const body = new Document(value, [], keys);
  const items = (key: string): readonly Json[] => (body.has(key) ? body.items(key) : []);
  const fps = (key: string): string[] =>
    items(key).map((fp) => {
      hexOf(fp, HASH_SIZE, key);
      return textOf(fp);
    });
  const steps = items("require").map((step) => countOf(step, "require"));
  if (steps.some((step) => step > LAST_STEP)) {
    throw new Malformed("require: want step numbers from 0 to 18");
  }
  const revoked = items("revoked").map((item) => marshal(item));
  for (const list of revoked) parseRevocations(list);
  return {
    roots: fps("roots"),
    workers: fps("workers"),
    log: body.has("log") ? body.text("log") : null,
    tsa: items("tsa").map((certificate) => textOf(certificate, "tsa")),
    require: steps,
    revoked,
    certs: items("certs").map((item) => parseCertificate(marshal(item))),
  };
}
