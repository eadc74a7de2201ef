/**
 * From a time stamp's signer up to a pinned root: whose certificate, for what, and valid then.
 *
 * As audit/stamp_chain.py: docs/formats/checkpoint.md 6.1, steps T5 to T8.
 */

import { equal } from "../bytes.ts";
import { BadSignature } from "../log/errors.ts";
import { parseStampCertificate } from "./certificate.ts";
import type { StampCertificate } from "./certificate.ts";
import type { HashName } from "./digest.ts";
import { verifies } from "./signature.ts";
import type { SignedBy } from "./signature.ts";
import type { Token } from "./token.ts";

const MAX_CHAIN = 8;
const STAMPING = "1.3.6.1.5.5.7.3.8";
const RSA = "1.2.840.113549.1.1.1";
const ALGORITHMS: Readonly<Record<string, SignedBy>> = {
  "1.2.840.113549.1.1.11": { kind: "rsa", hash: "sha256" },
  "1.2.840.113549.1.1.12": { kind: "rsa", hash: "sha384" },
  "1.2.840.113549.1.1.13": { kind: "rsa", hash: "sha512" },
  "1.2.840.10045.4.3.2": { kind: "ec", hash: "sha256" },
  "1.2.840.10045.4.3.3": { kind: "ec", hash: "sha384" },
  "1.2.840.10045.4.3.4": { kind: "ec", hash: "sha512" },
};

/**
 * Checks that a signer which the pinned root certified for time stamping signed the token.
 *
 * `pinned` is DER, the root last; if `owned`, the authority's own first. Throws MalformedNote or
 * BadSignature.
 */
export function checkChain(token: Token, pinned: readonly Uint8Array[], owned: boolean): void {
  const travelling = token.certificates.map((raw) => parseStampCertificate(raw));
  const known = pinned.map((raw) => parseStampCertificate(raw));
  // (T5) its own certificate, found by its name and its hash
  const signer = signerOf(token, travelling.length > 0 ? travelling : known);
  if (owned && !equal(signer.raw, pinned[0] as Uint8Array)) {
    throw new BadSignature("another certificate than the pinned one signed the time stamp");
  }
  wantStamping(signer);
  // (T7) its signature
  const by = signedBy(token.signedBy, token.hash);
  if (by?.hash !== token.hash) {
    throw new BadSignature("the time stamp is signed over another kind of hash");
  }
  if (!verifies(signer.key, by, token.signature, token.signed)) {
    throw new BadSignature("the signature of a time stamp is wrong");
  }
  climb(signer, [...known.toReversed(), ...travelling], token.info.at);
}

function signedBy(name: string, hash: HashName): SignedBy | undefined {
  return name === RSA ? { kind: "rsa", hash } : ALGORITHMS[name];
}

function signerOf(token: Token, known: readonly StampCertificate[]): StampCertificate {
  const found = known.find(
    (each) =>
      each.serial === token.serial && equal(each.issuer, token.issuer) && token.isHolder(each.raw),
  );
  if (found === undefined) {
    throw new BadSignature("the certificate of the time stamp's signer is not there");
  }
  return found;
}

/** (T6) For time stamping and nothing else, and said to be critical (RFC 3161 2.3). */
function wantStamping(signer: StampCertificate): void {
  if (signer.extended?.length !== 1 || signer.extended[0] !== STAMPING) {
    throw new BadSignature("the signer's certificate is not for time stamping alone");
  }
  if (!signer.signs) throw new BadSignature("the signer's key is not for signing");
}

/** (T8) Each certificate was valid then and is certified by the next, up to `known`'s first. */
function climb(signer: StampCertificate, known: readonly StampCertificate[], at: number): void {
  let below: StampCertificate | undefined = signer;
  for (let depth = 0n; depth < MAX_CHAIN && below !== undefined; depth++) {
    if (at < below.begins || at > below.ends) {
      throw new BadSignature("a certificate was not valid when the time stamp was made");
    }
    if (equal(below.raw, (known[0] as StampCertificate).raw)) return;
    below = above(below, known, depth);
  }
  throw new BadSignature("the pinned root certified nobody who certified the signer");
}

/** Finds who certified `below`, with `depth` authorities between that one and the signer. */
function above(
  below: StampCertificate,
  known: readonly StampCertificate[],
  depth: bigint,
): StampCertificate | undefined {
  const by = ALGORITHMS[below.signedBy];
  if (by === undefined) return undefined;
  return known.find(
    (each) =>
      equal(each.subject, below.issuer) &&
      each.certifies &&
      (each.pathLength === null || depth <= each.pathLength) &&
      verifies(each.key, by, below.signature, below.signed),
  );
}
