/**
 * libsodium, once it is ready: every use of it is here (docs/frontend.md 3).
 *
 * Hashes, HMAC, SHAKE256, Ed25519, X-Wing and Argon2id. AES-GCM is WebCrypto's, in box.ts and
 * wrap.ts alone. Its own module is called, without the wrappers for all that it can do: they
 * are a twelfth of what her browser would fetch.
 */

/* oxlint-disable no-underscore-dangle -- libsodium's own names */

import start from "libsodium-sumo";
import type { Bytes } from "../bytes.ts";
import { NoMemory } from "./errors.ts";

type Libsodium = Awaited<ReturnType<typeof start>>;

export const HASH_SIZE = 32;
export const XWING_SEALED = 1120;
const [SIGN_PUBLIC, SIGN_SECRET, SIGNATURE] = [32, 64, 64];
const [XWING_PUBLIC, XWING_SECRET] = [1216, 32];
const SEED_SIZE = 32;
const SALT_SIZE = 16;
const ARGON2ID = 2;

let sodium: Libsodium;
let starting: Promise<void> | undefined;

/** Waits until libsodium can be used; nothing else here may be called before. */
export function ready(): Promise<void> {
  starting ??= begin();
  return starting;
}

function getRandomValue(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] as number;
}

async function begin(): Promise<void> {
  const started = await start({ getRandomValue });
  if (started._sodium_init() < 0) throw new TypeError("libsodium does not start");
  sodium = started;
}

/**
 * Runs one call of libsodium on addresses: of room for outputs of some sizes, then of the inputs.
 * Gives the outputs, or null where it refuses. Of neither anything is left in its memory.
 */
function run(
  sizes: readonly number[],
  inputs: readonly Uint8Array[],
  call: (...at: number[]) => number,
): Bytes[] | null {
  const addresses: number[] = [];
  let total = 0;
  for (const size of [...sizes, ...inputs.map((input) => input.length)]) {
    addresses.push(total);
    total += Math.ceil((size + 1) / 16) * 16;
  }
  const base = sodium._malloc(total);
  if (base === 0) throw new NoMemory("this device has too little memory");
  try {
    const at = addresses.map((address) => base + address);
    for (const [number, input] of inputs.entries()) {
      sodium.HEAPU8.set(input, at[sizes.length + number]);
    }
    if (call(...at) !== 0) return null;
    return sizes.map((size, number) => {
      const address = at[number] as number;
      return sodium.HEAPU8.slice(address, address + size);
    });
  } finally {
    sodium.HEAPU8.fill(0, base, base + total);
    sodium._free(base);
  }
}

/** Gives the one output of a call that refuses nothing that comes from here. */
function one(
  size: number,
  inputs: readonly Uint8Array[],
  call: (...at: number[]) => number,
): Bytes {
  const [output] = run([size], inputs, call) ?? [];
  if (output === undefined) throw new TypeError("libsodium refuses what it is given");
  return output;
}

function want(size: number, value: Uint8Array): void {
  if (value.length !== size) throw new TypeError(`want ${size} bytes`);
}

type Numbers = [number, number, number];

// Lengths are numbers of 64 bits, given as two.
export function sha256(data: Uint8Array): Bytes {
  return one(HASH_SIZE, [data], (...[out, at]: Numbers) =>
    sodium._crypto_hash_sha256(out, at, data.length, 0),
  );
}

/** SHA-256 of bytes that come in pieces. */
export class Hashing {
  private state: Bytes;

  constructor() {
    this.state = one(sodium._crypto_hash_sha256_statebytes(), [], (out) =>
      sodium._crypto_hash_sha256_init(out),
    );
  }

  update(data: Uint8Array): void {
    const { length } = this.state;
    this.state = one(length, [this.state, data], (out, state, at) => {
      sodium.HEAPU8.copyWithin(out, state, state + length);
      return sodium._crypto_hash_sha256_update(out, at, data.length, 0);
    });
  }

  /** Gives the hash of what came so far; nothing may come after it. */
  digest(): Bytes {
    return one(HASH_SIZE, [this.state], (out, state) =>
      sodium._crypto_hash_sha256_final(state, out),
    );
  }
}

/** HMAC-SHA-256 under a key of 32 bytes. */
export function hmac256(key: Uint8Array, data: Uint8Array): Bytes {
  want(32, key);
  return one(32, [data, key], (...[out, at, keyAt]: Numbers) =>
    sodium._crypto_auth_hmacsha256(out, at, data.length, 0, keyAt),
  );
}

/** HMAC-SHA-512 under a key of 32 bytes. */
export function hmac512(key: Uint8Array, data: Uint8Array): Bytes {
  want(32, key);
  return one(64, [data, key], (...[out, at, keyAt]: Numbers) =>
    sodium._crypto_auth_hmacsha512(out, at, data.length, 0, keyAt),
  );
}

export function shake256(data: Uint8Array, size: number): Bytes {
  return one(size, [data], (...[out, at]: Numbers) =>
    sodium._crypto_xof_shake256(out, size, at, data.length, 0),
  );
}

/** Compares secrets of one length in constant time. */
export function sameSecret(first: Uint8Array, other: Uint8Array): boolean {
  if (first.length !== other.length) return false;
  let differ = 0;
  for (const [at, byte] of first.entries()) differ |= byte ^ (other[at] as number);
  return differ === 0;
}

export function wipe(data: Uint8Array): void {
  data.fill(0);
}

export interface KeyPair {
  readonly publicKey: Bytes;
  readonly privateKey: Bytes;
}

function keys(
  sizes: readonly [number, number],
  seed: Uint8Array,
  call: (...at: number[]) => number,
): KeyPair {
  want(SEED_SIZE, seed);
  const [publicKey, privateKey] = run(sizes, [seed], call) ?? [];
  if (publicKey === undefined || privateKey === undefined) throw new TypeError("no keys were made");
  return { publicKey, privateKey };
}

export function ed25519Keys(seed: Uint8Array): KeyPair {
  return keys([SIGN_PUBLIC, SIGN_SECRET], seed, (...at) => sodium._crypto_sign_seed_keypair(...at));
}

export function ed25519Sign(message: Uint8Array, { privateKey }: KeyPair): Bytes {
  want(SIGN_SECRET, privateKey);
  return one(SIGNATURE, [message, privateKey], (...[out, at, keyAt]: Numbers) =>
    sodium._crypto_sign_detached(out, 0, at, message.length, 0, keyAt),
  );
}

/** Tells whether a signature verifies; a key or signature of another length does not. */
export function ed25519Verify(
  publicKey: Uint8Array,
  signature: Uint8Array,
  message: Uint8Array,
): boolean {
  if (publicKey.length !== SIGN_PUBLIC || signature.length !== SIGNATURE) return false;
  const inputs = [signature, message, publicKey];
  const good = run([], inputs, (...[at, messageAt, keyAt]: Numbers) =>
    sodium._crypto_sign_verify_detached(at, messageAt, message.length, 0, keyAt),
  );
  return good !== null;
}

export function xwingKeys(seed: Uint8Array): KeyPair {
  const sizes = [XWING_PUBLIC, XWING_SECRET] as const;
  return keys(sizes, seed, (...at) => sodium._crypto_kem_xwing_seed_keypair(...at));
}

/** Makes a shared secret for a public key; undefined when the key is not one. */
export function xwingSeal(
  publicKey: Uint8Array,
): { readonly sealed: Bytes; readonly secret: Bytes } | undefined {
  if (publicKey.length !== XWING_PUBLIC) return undefined;
  const [sealed, secret] =
    run([XWING_SEALED, HASH_SIZE], [publicKey], (...at) => sodium._crypto_kem_xwing_enc(...at)) ??
    [];
  return sealed === undefined || secret === undefined ? undefined : { sealed, secret };
}

/** Takes the shared secret out; undefined when it cannot be. */
export function xwingOpen(sealed: Uint8Array, { privateKey }: KeyPair): Bytes | undefined {
  if (sealed.length !== XWING_SEALED || privateKey.length !== XWING_SECRET) return undefined;
  const inputs = [sealed, privateKey];
  return run([HASH_SIZE], inputs, (...at) => sodium._crypto_kem_xwing_dec(...at))?.[0];
}

/** Argon2id (RFC 9106) to 32 bytes, one lane; throws NoMemory when the device refuses. */
export function argon2id(
  passphrase: Uint8Array,
  salt: Uint8Array,
  passes: number,
  memoryKib: number,
): Bytes {
  try {
    want(SALT_SIZE, salt);
    return one(HASH_SIZE, [passphrase, salt], (...[out, at, saltAt]: Numbers) => {
      const memory = memoryKib * 1024;
      const { length } = passphrase;
      const costs = [passes, 0, memory, ARGON2ID];
      return sodium._crypto_pwhash(out, HASH_SIZE, 0, at, length, 0, saltAt, ...costs);
    });
  } catch {
    throw new NoMemory("this device has too little memory for the passphrase");
  }
}
