/**
 * Wraps: a few bytes, mostly a key, encrypted to somebody's bundle.
 *
 * docs/formats/shv1.md 2: HPKE (RFC 9180) in base mode, one shot, with KEM 0x647A (X-Wing),
 * HKDF-SHA256 and AES-256-GCM; the info binds use and context. The key schedule is here, the
 * KEM libsodium's.
 */

import { concat, utf8 } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { MalformedIdentity, NotAuthentic } from "./errors.ts";
import type { Bundle } from "./identity.ts";
import { label } from "./kdf.ts";
import { XWING_SEALED, hmac256, xwingOpen, xwingSeal } from "./sodium.ts";
import type { KeyPair } from "./sodium.ts";

/** A wrap is so many bytes longer than what it holds. */
export const OVERHEAD = XWING_SEALED + 16;

const NOTHING = new Uint8Array(0);
const ZEROS = new Uint8Array(32);
const VERSION = utf8("HPKE-v1");
const AES_256_GCM = 2;

/** Encrypts to a bundle for one use and context; throws MalformedIdentity for a bad key. */
export async function sealTo(
  bundle: Bundle,
  kind: string,
  context: Uint8Array,
  plaintext: Bytes,
): Promise<Bytes> {
  const made = xwingSeal(bundle.xwing);
  if (made === undefined) throw new MalformedIdentity("bundle holds no usable key");
  const { key, nonce } = schedule(made.secret, label(kind, context), AES_256_GCM);
  const aead = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt"]);
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, aead, plaintext);
  return concat(made.sealed, new Uint8Array(sealed));
}

/**
 * Decrypts what was sealed to a key pair.
 *
 * Throws NotAuthentic: changed, cut short, or sealed to another key, use or context.
 */
export async function openFrom(
  kem: KeyPair,
  kind: string,
  context: Uint8Array,
  sealed: Bytes,
): Promise<Bytes> {
  if (sealed.length < OVERHEAD) throw new NotAuthentic("wrap is cut short");
  const secret = xwingOpen(sealed.subarray(0, XWING_SEALED), kem);
  if (secret === undefined) throw new NotAuthentic("wrap does not open");
  const { key, nonce } = schedule(secret, label(kind, context), AES_256_GCM);
  const aead = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["decrypt"]);
  const body = sealed.subarray(XWING_SEALED);
  try {
    return new Uint8Array(
      await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce }, aead, body),
    );
  } catch {
    throw new NotAuthentic("wrap does not open: changed, or sealed to another key");
  }
}

/** RFC 9180 5.1, base mode; `aead` is the suite's number. */
export function schedule(
  secret: Uint8Array,
  info: Uint8Array,
  aead: number,
): { readonly key: Bytes; readonly nonce: Bytes } {
  const suite = concat(utf8("HPKE"), Uint8Array.of(0x64, 0x7a, 0, 1, 0, aead));
  const idHash = extract(suite, ZEROS, "psk_id_hash", NOTHING);
  const infoHash = extract(suite, ZEROS, "info_hash", info);
  const context = concat(Uint8Array.of(0), idHash, infoHash);
  const prk = extract(suite, secret, "secret", NOTHING);
  return {
    key: expand(suite, prk, "key", context, 32),
    nonce: expand(suite, prk, "base_nonce", context, 12),
  };
}

// HMAC fills a short key with zeros, so an empty salt is 32 of them.
function extract(suite: Bytes, salt: Uint8Array, name: string, ikm: Uint8Array): Bytes {
  return hmac256(salt, concat(VERSION, suite, utf8(name), ikm));
}

function expand(suite: Bytes, prk: Bytes, name: string, info: Bytes, size: number): Bytes {
  const labelled = concat(Uint8Array.of(0, size), VERSION, suite, utf8(name), info);
  return hmac256(prk, concat(labelled, Uint8Array.of(1))).slice(0, size);
}
