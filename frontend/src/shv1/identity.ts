/**
 * Identities: one random root gives a person's keys; bundles are the public ends of all.
 *
 * docs/formats/shv1.md 3. This side holds persons' identities only. Organisations sign with
 * ML-DSA-65 as well, which is verified here and never made.
 */

import { concat, hex } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { MalformedIdentity } from "./errors.ts";
import { derive, label } from "./kdf.ts";
import { ed25519Keys, sha256, xwingKeys } from "./sodium.ts";
import type { KeyPair } from "./sodium.ts";

export const ROOT_SIZE = 32;
const XWING_SIZE = 1216;
const ED25519_SIZE = 32;
const MLDSA65_SIZE = 1952;

export type Kind = "organisation" | "person";

/** The public end of an identity. `fp` is its fingerprint in hex: what documents name. */
export interface Bundle {
  readonly kind: Kind;
  readonly xwing: Bytes;
  readonly ed25519: Bytes;
  readonly mldsa65: Bytes | null;
  readonly raw: Bytes;
  readonly fp: string;
}

/** The secret end of a person's identity. It never leaves the key worker. */
export interface Identity {
  readonly root: Bytes;
  readonly bundle: Bundle;
  readonly kem: KeyPair;
  readonly signing: KeyPair;
}

/** Reads a bundle, or throws MalformedIdentity. */
export function parseBundle(data: Bytes): Bundle {
  const kind = data[0] === 1 ? "organisation" : "person";
  if (data[0] !== 1 && data[0] !== 2) throw new MalformedIdentity("bundle is of no known kind");
  const short = 1 + XWING_SIZE + ED25519_SIZE;
  const wanted = kind === "organisation" ? short + MLDSA65_SIZE : short;
  if (data.length !== wanted) {
    throw new MalformedIdentity(`bundle has ${data.length} bytes, want ${wanted}`);
  }
  return {
    kind,
    xwing: data.slice(1, 1 + XWING_SIZE),
    ed25519: data.slice(1 + XWING_SIZE, short),
    mldsa65: kind === "organisation" ? data.slice(short) : null,
    raw: data.slice(),
    fp: hex(sha256(label("identity", data))),
  };
}

/** Rebuilds a person's identity from its root, or throws MalformedIdentity. */
export function identityOf(root: Bytes): Identity {
  if (root.length !== ROOT_SIZE) {
    throw new MalformedIdentity(`root has ${root.length} bytes, want ${ROOT_SIZE}`);
  }
  const kem = xwingKeys(derive(root, "id kem"));
  const signing = ed25519Keys(derive(root, "id ed25519"));
  const bundle = parseBundle(concat(Uint8Array.of(2), kem.publicKey, signing.publicKey));
  return { root, bundle, kem, signing };
}
