/** libsodium as shv1/sodium.ts calls it: the same as its authors' own wrappers. */

import fc from "fast-check";
import wrapped from "libsodium-wrappers-sumo";
import { beforeAll, expect, test } from "vitest";
import {
  argon2id,
  ed25519Keys,
  ed25519Sign,
  ed25519Verify,
  hmac256,
  hmac512,
  ready,
  sameSecret,
  sha256,
  shake256,
  xwingKeys,
  xwingOpen,
  xwingSeal,
} from "../src/shv1/sodium.ts";

const data = fc.uint8Array({ maxLength: 400 });
const seed = fc.uint8Array({ minLength: 32, maxLength: 32 });

beforeAll(async () => {
  await Promise.all([ready(), wrapped.ready]);
});

test("hashes and authenticators are the wrappers'", () => {
  fc.assert(
    fc.property(data, seed, fc.integer({ min: 1, max: 500 }), (message, key, size) => {
      expect(sha256(message)).toEqual(wrapped.crypto_hash_sha256(message));
      expect(hmac256(key, message)).toEqual(wrapped.crypto_auth_hmacsha256(message, key));
      expect(hmac512(key, message)).toEqual(wrapped.crypto_auth_hmacsha512(message, key));
      expect(shake256(message, size)).toEqual(wrapped.crypto_xof_shake256(size, message));
    }),
  );
});

test("what is longer than the memory was is hashed whole", () => {
  const long = new Uint8Array(40_000_000).fill(7);
  expect(sha256(long)).toEqual(wrapped.crypto_hash_sha256(long));
  expect(sha256(Uint8Array.of())).toEqual(wrapped.crypto_hash_sha256(Uint8Array.of()));
});

test("keys and signatures are the wrappers', and a changed one is refused", () => {
  fc.assert(
    fc.property(data, seed, fc.nat(511), (message, from, bit) => {
      const keys = ed25519Keys(from);
      const { publicKey, privateKey } = wrapped.crypto_sign_seed_keypair(from);
      expect([keys.publicKey, keys.privateKey]).toEqual([publicKey, privateKey]);
      const signature = ed25519Sign(message, keys);
      expect(signature).toEqual(wrapped.crypto_sign_detached(message, privateKey));
      expect(ed25519Verify(publicKey, signature, message)).toBe(true);
      signature[bit >> 3] = (signature[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(ed25519Verify(publicKey, signature, message)).toBe(false);
      expect(ed25519Verify(publicKey, signature.subarray(1), message)).toBe(false);
      expect(ed25519Verify(publicKey.subarray(1), signature, message)).toBe(false);
    }),
  );
});

test("a secret sealed by the one is opened by the other", () => {
  fc.assert(
    fc.property(seed, (from) => {
      const keys = xwingKeys(from);
      const theirs = wrapped.crypto_kem_xwing_seed_keypair(from);
      expect([keys.publicKey, keys.privateKey]).toEqual([theirs.publicKey, theirs.privateKey]);
      const made = xwingSeal(keys.publicKey);
      expect(made?.sealed.length).toBe(1120);
      const sealed = made?.sealed ?? new Uint8Array();
      expect(wrapped.crypto_kem_xwing_dec(sealed, theirs.privateKey)).toEqual(made?.secret);
      const other = wrapped.crypto_kem_xwing_enc(theirs.publicKey);
      expect(xwingOpen(other.ciphertext, keys)).toEqual(other.sharedSecret);
      // Chance is drawn anew each time.
      expect(xwingSeal(keys.publicKey)?.secret).not.toEqual(made?.secret);
      expect(xwingSeal(keys.publicKey.subarray(1))).toBeUndefined();
      expect(xwingOpen(other.ciphertext.subarray(1), keys)).toBeUndefined();
      expect(xwingOpen(other.ciphertext, { ...keys, privateKey: from.slice(1) })).toBeUndefined();
    }),
    { numRuns: 20 },
  );
});

test("a passphrase is stretched as by the wrappers; too much memory is said", () => {
  const [passphrase, salt] = [new TextEncoder().encode("four words of hers"), new Uint8Array(16).fill(3)];
  const theirs = wrapped.crypto_pwhash(32, passphrase, salt, 2, 8192 * 1024, wrapped.crypto_pwhash_ALG_ARGON2ID13);
  expect(argon2id(passphrase, salt, 2, 8192)).toEqual(theirs);
  expect(() => argon2id(passphrase, salt, 2, 4_000_000)).toThrow("too little memory");
});

test("secrets are one if every byte is", () => {
  const secret = Uint8Array.of(1, 2, 3);
  expect(sameSecret(secret, Uint8Array.of(1, 2, 3))).toBe(true);
  for (const other of [[1, 2, 4], [0, 2, 3], [1, 2], [1, 2, 3, 0]]) {
    expect(sameSecret(secret, Uint8Array.from(other))).toBe(false);
  }
});
