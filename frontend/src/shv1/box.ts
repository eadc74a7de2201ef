/**
 * Boxes: authenticated, committing encryption of bytes of any length under one key.
 *
 * docs/formats/shv1.md 2. A box is Cobblestone-256 of C2SP chunked-encryption:
 *
 *     salt[24] commitment[32] chunk_0 chunk_1 ...
 *
 * A fresh salt gives an AES-256-GCM key, a nonce and the commitment; chunks hold 16 KiB, the
 * last one less. The commitment is compared first, so that no other key opens the same bytes.
 */

import { concat, join, utf8 } from "../bytes.ts";
import type { Bytes, Random } from "../bytes.ts";
import { NotAuthentic } from "./errors.ts";
import { KEY_SIZE, label } from "./kdf.ts";
import { hmac512, sameSecret } from "./sodium.ts";

export const CHUNK = 16384;
export const TAG = 16;
export const SEALED_CHUNK = CHUNK + TAG;
export const SALT = 24;
export const HEADER = SALT + 32;
const MAX_CHUNKS = 2 ** 32;
const IN_FLIGHT = 32;

const NAME = utf8("c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0");
const CHANGED = "the bytes were changed, or this is another key";

/** Gives the length of a box that holds `plain` bytes. */
export function sealedLength(plain: number): number {
  return HEADER + plain + TAG * (Math.floor(plain / CHUNK) + 1);
}

/** Gives the length of what a box of `sealed` bytes holds, or throws NotAuthentic. */
export function plainLength(sealed: number): number {
  const body = sealed - HEADER;
  const chunks = Math.floor(body / SEALED_CHUNK);
  const rest = body - chunks * SEALED_CHUNK;
  // The last chunk is always there, so a body that ends on a whole chunk was cut.
  if (body < TAG || rest < TAG) throw new NotAuthentic("box is cut short");
  return chunks * CHUNK + rest - TAG;
}

/** The key of one salt, and the nonces that count up from it. */
class Chunks {
  readonly commitment: Bytes;
  private readonly key: CryptoKey;
  private readonly first: Bytes;

  private constructor(key: CryptoKey, first: Bytes, commitment: Bytes) {
    this.key = key;
    this.first = first;
    this.commitment = commitment;
  }

  static async of(secret: Uint8Array, context: Uint8Array, salt: Uint8Array): Promise<Chunks> {
    const info = concat(NAME, salt, context);
    const one = hmac512(secret, concat(info, Uint8Array.of(1)));
    const two = hmac512(secret, concat(one, info, Uint8Array.of(2)));
    const okm = concat(one, two);
    const key = await crypto.subtle.importKey("raw", okm.slice(0, 32), "AES-GCM", false, [
      "encrypt",
      "decrypt",
    ]);
    return new Chunks(key, okm.slice(32, 44), okm.slice(44, 76));
  }

  async seal(index: number, plain: Bytes): Promise<Bytes> {
    const params = { name: "AES-GCM", iv: this.nonce(index) };
    return new Uint8Array(await crypto.subtle.encrypt(params, this.key, plain));
  }

  async open(index: number, sealed: Bytes): Promise<Bytes> {
    try {
      const params = { name: "AES-GCM", iv: this.nonce(index) };
      return new Uint8Array(await crypto.subtle.decrypt(params, this.key, sealed));
    } catch {
      throw new NotAuthentic(`chunk ${index} does not open: ${CHANGED}`);
    }
  }

  /** The first nonce XOR the index, byte by byte: bit operators hold 32 bits. */
  private nonce(index: number): Bytes {
    if (index >= MAX_CHUNKS) throw new NotAuthentic("box is longer than the format allows");
    const out = this.first.slice();
    let left = index;
    for (let at = 11; left > 0; at--) {
      out[at] = (out[at] ?? 0) ^ left % 256;
      left = Math.floor(left / 256);
    }
    return out;
  }
}

/** Seals bytes under a 32-byte key for one use and context. */
export async function sealBox(
  key: Uint8Array,
  kind: string,
  context: Uint8Array,
  plaintext: Bytes,
  random: Random,
): Promise<Bytes> {
  const salt = random(SALT);
  const chunks = await Chunks.of(key, label(kind, context), salt);
  const count = Math.floor(plaintext.length / CHUNK) + 1;
  const sealed = await inOrder(count, (index) =>
    chunks.seal(index, plaintext.subarray(CHUNK * index, CHUNK * (index + 1))),
  );
  return join([salt, chunks.commitment, ...sealed]);
}

/**
 * Opens a box.
 *
 * Throws NotAuthentic: changed, cut short, extended, or sealed under another key, use or
 * context.
 */
export function openBox(
  key: Uint8Array,
  kind: string,
  context: Uint8Array,
  sealed: Bytes,
): Promise<Bytes> {
  return openLabelled(key, label(kind, context), sealed);
}

/** Opens a box whose whole context is given, as the published cases have it. */
export async function openLabelled(
  key: Uint8Array,
  context: Uint8Array,
  sealed: Bytes,
): Promise<Bytes> {
  const length = plainLength(sealed.length);
  if (key.length !== KEY_SIZE) throw new NotAuthentic("the key has another length than keys have");
  const chunks = await Chunks.of(key, context, sealed.subarray(0, SALT));
  if (!sameSecret(chunks.commitment, sealed.subarray(SALT, HEADER))) {
    throw new NotAuthentic(`commitment does not match: ${CHANGED}`);
  }
  const count = Math.floor(length / CHUNK) + 1;
  const body = sealed.subarray(HEADER);
  const plain = await inOrder(count, (index) =>
    chunks.open(index, body.subarray(SEALED_CHUNK * index, SEALED_CHUNK * (index + 1))),
  );
  return plain.length === 1 && plain[0] !== undefined ? plain[0] : join(plain);
}

/** Runs a step for each index, so many at a time; the engine works on them in parallel. */
async function inOrder(count: number, step: (index: number) => Promise<Bytes>): Promise<Bytes[]> {
  const out: Bytes[] = [];
  for (let from = 0; from < count; from += IN_FLIGHT) {
    const until = Math.min(from + IN_FLIGHT, count);
    const batch = Array.from({ length: until - from }, (_, at) => step(from + at));
    out.push(...(await Promise.all(batch)));
  }
  return out;
}

/**
 * Seals a box piece by piece, for what is too long to be held whole.
 *
 * What `write` and `end` give, joined, is the box. Whole chunks are sealed as they fill; `end`
 * seals the last, shorter one, and nothing may be written after it.
 */
export class BoxWriter {
  private readonly chunks: Chunks;
  private head: Bytes | null;
  private left: Bytes = new Uint8Array(0);
  private next = 0;

  private constructor(chunks: Chunks, salt: Bytes) {
    this.chunks = chunks;
    this.head = join([salt, chunks.commitment]);
  }

  static async begin(
    key: Uint8Array,
    kind: string,
    context: Uint8Array,
    random: Random,
  ): Promise<BoxWriter> {
    const salt = random(SALT);
    return new BoxWriter(await Chunks.of(key, label(kind, context), salt), salt);
  }

  async write(piece: Uint8Array): Promise<Bytes> {
    const plain = concat(this.left, piece);
    const count = Math.floor(plain.length / CHUNK);
    const first = this.next;
    this.next += count;
    this.left = plain.slice(CHUNK * count);
    const sealed = await inOrder(count, (at) =>
      this.chunks.seal(first + at, plain.subarray(CHUNK * at, CHUNK * (at + 1))),
    );
    const { head } = this;
    this.head = null;
    return join(head === null ? sealed : [head, ...sealed]);
  }

  async end(): Promise<Bytes> {
    const whole = await this.write(new Uint8Array(0));
    return join([whole, await this.chunks.seal(this.next, this.left)]);
  }
}
