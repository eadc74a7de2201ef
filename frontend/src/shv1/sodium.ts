/**
 * libsodium, once it is ready: every use of it is here (docs/frontend.md 3).
 *
 * Hashes, HMAC, SHAKE256, Ed25519, X-Wing and Argon2id. AES-GCM is WebCrypto's, in box.ts and
 * wrap.ts alone.
 */

import sodium from "libsodium-wrappers-sumo";
import type { Bytes } from "../bytes.ts";
import { NoMemory } from "./errors.ts";

export const HASH_SIZE = 32;
export const XWING_SEALED = 1120;

/** Waits until libsodium can be used; nothing else here may be called before. */
export function ready(): Promise<void> {
  return sodium.ready;
}

export function sha256(data: Uint8Array): Bytes {
  return sodium.crypto_hash_sha256(data) as Bytes;
}

/** HMAC-SHA-256 under a key of 32 bytes. */
export function hmac256(key: Uint8Array, data: Uint8Array): Bytes {
  return sodium.crypto_auth_hmacsha256(data, key) as Bytes;
}

/** HMAC-SHA-512 under a key of 32 bytes. */
export function hmac512(key: Uint8Array, data: Uint8Array): Bytes {
  return sodium.crypto_auth_hmacsha512(data, key) as Bytes;
}

export function shake256(data: Uint8Array, size: number): Bytes {
  return sodium.crypto_xof_shake256(size, data) as Bytes;
}

/** Compares secrets of one length in constant time. */
export function sameSecret(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && sodium.memcmp(one, other);
}

export function wipe(data: Uint8Array): void {
  sodium.memzero(data);
}

export interface KeyPair {
  readonly publicKey: Bytes;
  readonly privateKey: Bytes;
}

export function ed25519Keys(seed: Uint8Array): KeyPair {
  return sodium.crypto_sign_seed_keypair(seed) as unknown as KeyPair;
}

export function ed25519Sign(message: Uint8Array, keys: KeyPair): Bytes {
  return sodium.crypto_sign_detached(message, keys.privateKey) as Bytes;
}

/** Tells whether a signature verifies; a key or signature of another length does not. */
export function ed25519Verify(
  publicKey: Uint8Array,
  signature: Uint8Array,
  message: Uint8Array,
): boolean {
  try {
    return sodium.crypto_sign_verify_detached(signature, message, publicKey);
  } catch {
    return false;
  }
}

export function xwingKeys(seed: Uint8Array): KeyPair {
  return sodium.crypto_kem_xwing_seed_keypair(seed) as unknown as KeyPair;
}

/** Makes a shared secret for a public key; undefined when the key is not one. */
export function xwingSeal(
  publicKey: Uint8Array,
): { readonly sealed: Bytes; readonly secret: Bytes } | undefined {
  try {
    const made = sodium.crypto_kem_xwing_enc(publicKey);
    return { sealed: made.ciphertext as Bytes, secret: made.sharedSecret as Bytes };
  } catch {
    return undefined;
  }
}

/** Takes the shared secret out; undefined when it cannot be. */
export function xwingOpen(sealed: Uint8Array, keys: KeyPair): Bytes | undefined {
  try {
    return sodium.crypto_kem_xwing_dec(sealed, keys.privateKey) as Bytes;
  } catch {
    return undefined;
  }
}

/** Argon2id (RFC 9106) to 32 bytes, one lane; throws NoMemory when the device refuses. */
export function argon2id(
  passphrase: Uint8Array,
  salt: Uint8Array,
  passes: number,
  memoryKib: number,
): Bytes {
  try {
    return sodium.crypto_pwhash(
      HASH_SIZE,
      passphrase,
      salt,
      passes,
      memoryKib * 1024,
      sodium.crypto_pwhash_ALG_ARGON2ID13,
    ) as Bytes;
  } catch {
    throw new NoMemory("this device has too little memory for the passphrase");
  }
}
