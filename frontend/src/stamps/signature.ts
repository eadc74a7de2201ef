/**
 * Signatures under a certificate's key: RSA with PKCS #1 v1.5, and ECDSA (RFC 8017, FIPS 186-5).
 *
 * Plain script, because WebCrypto is not there where a page is opened as a file everywhere.
 * Nothing secret passes here.
 */

import { p256, p384, p521 } from "@noble/curves/nist.js";
import { bytesOf, concat, equal } from "../bytes.ts";
import * as der from "./der.ts";
import type { Node } from "./der.ts";
import { digest } from "./digest.ts";
import type { HashName } from "./digest.ts";

/** How something was signed. */
export interface SignedBy {
  readonly kind: "rsa" | "ec";
  readonly hash: HashName;
}

const [RSA, EC] = ["1.2.840.113549.1.1.1", "1.2.840.10045.2.1"];
const MIN_RSA_BITS = 2048;
const MAX_RSA_BITS = 16_384;
const RSA_EXPONENT = 65_537n;
const CURVES: Readonly<Record<string, typeof p256>> = {
  "1.2.840.10045.3.1.7": p256,
  "1.3.132.0.34": p384,
  "1.3.132.0.35": p521,
};
/** What stands before the hash in a padded block (RFC 8017 9.2). */
const PREFIXES: Readonly<Record<HashName, string>> = {
  sha256: "3031300d060960864801650304020105000420",
  sha384: "3041300d060960864801650304020205000430",
  sha512: "3051300d060960864801650304020305000440",
};

/** Tells whether a signature by the key (SubjectPublicKeyInfo, DER) verifies. */
export function verifies(
  key: Uint8Array,
  by: SignedBy,
  signature: Uint8Array,
  signed: Uint8Array,
): boolean {
  try {
    const [algorithm, bits] = der.two(der.read(key));
    const [kind, curve] = der.headed(algorithm, 1);
    const hashed = digest(by.hash, signed);
    if (by.kind === "rsa" && der.oid(kind) === RSA) {
      return rsa(der.bits(bits), concat(bytesOf(PREFIXES[by.hash]), hashed), signature);
    }
    if (by.kind !== "ec" || der.oid(kind) !== EC) return false;
    const options = { prehash: false, lowS: false, format: "der" } as const;
    return CURVES[der.oid(curve as Node)]?.verify(signature, hashed, der.bits(bits), options) ?? false;
  } catch {
    return false;
  }
}

function rsa(key: Uint8Array, named: Uint8Array, signature: Uint8Array): boolean {
  const [modulus, exponent] = der.sequence(der.read(key)).map((each) => der.integer(each));
  if (modulus === undefined || exponent !== RSA_EXPONENT) return false;
  const bits = modulus.toString(2).length;
  const size = (bits + 7) >> 3;
  const signed = der.unsigned(signature);
  const short = bits < MIN_RSA_BITS || bits > MAX_RSA_BITS || modulus < 0n;
  if (short || signature.length !== size || signed >= modulus) return false;
  const block = Uint8Array.from([0, 1, ...Array.from({ length: size - named.length - 3 }, () => 255), 0]);
  const opened = power(signed, exponent, modulus).toString(16).padStart(2 * size, "0");
  return equal(bytesOf(opened), concat(block, named));
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let [result, square] = [1n, base % modulus];
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}
