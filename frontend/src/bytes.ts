/** Bytes: joining, comparing, numbers in them, and their spellings. No secret is compared here. */

export type Bytes = Uint8Array<ArrayBuffer>;

/** Chance, by argument: gives as many bytes as asked. */
export type Random = (size: number) => Bytes;

const ENCODER = new TextEncoder();
// A mark at the beginning is content like any other.
const DECODER = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function concat(...parts: readonly Uint8Array[]): Bytes {
  return join(parts);
}

/** Joins as many parts as there are; a call takes only so many arguments. */
export function join(parts: readonly Uint8Array[]): Bytes {
  let length = 0;
  for (const part of parts) length += part.length;
  const out = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Encodes text; the caller knows that it holds no lone surrogate. */
export function utf8(text: string): Bytes {
  return ENCODER.encode(text);
}

/** Decodes UTF-8, or throws a TypeError. */
export function fromUtf8(data: Uint8Array): string {
  return DECODER.decode(data);
}

export function equal(one: Uint8Array, other: Uint8Array): boolean {
  return compare(one, other) === 0;
}

/** Orders bytes as Python does: by the first that differs, then by length. */
export function compare(one: Uint8Array, other: Uint8Array): number {
  const shorter = Math.min(one.length, other.length);
  for (let at = 0; at < shorter; at++) {
    const difference = (one[at] ?? 0) - (other[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}

/** Orders texts by code points, as Python does; the language's own order is by UTF-16 units. */
export function compareText(one: string, other: string): number {
  const shorter = Math.min(one.length, other.length);
  for (let at = 0; at < shorter; at++) {
    const a = one.charCodeAt(at);
    const b = other.charCodeAt(at);
    if (a !== b) return rank(a) - rank(b);
  }
  return one.length - other.length;
}

// Surrogates stand for code points above every other unit.
function rank(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit;
}

export function u32(value: number): Bytes {
  return Uint8Array.of(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
}

export function u64(value: number | bigint): Bytes {
  const out = new Uint8Array(8);
  new DataView(out.buffer).setBigUint64(0, BigInt(value));
  return out;
}

export function readU32(data: Uint8Array, at: number): number {
  return view(data).getUint32(at);
}

export function readU64(data: Uint8Array, at: number): bigint {
  return view(data).getBigUint64(at);
}

function view(data: Uint8Array): DataView {
  return new DataView(data.buffer, data.byteOffset, data.byteLength);
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

export function hex(data: Uint8Array): string {
  let out = "";
  for (const byte of data) out += HEX[byte];
  return out;
}

/** Reads lower-case hex; undefined for anything else. */
export function unhex(text: string): Bytes | undefined {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) return undefined;
  const out = new Uint8Array(text.length / 2);
  for (let at = 0; at < out.length; at++) {
    out[at] = Number.parseInt(text.slice(2 * at, 2 * at + 2), 16);
  }
  return out;
}

/** Reads hex that was checked before. */
export function bytesOf(text: string): Bytes {
  const data = unhex(text);
  if (data === undefined) throw new TypeError("want hex digits");
  return data;
}

const STANDARD = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const URL_SAFE = `${STANDARD.slice(0, 62)}-_`;
const PIECE = 24_576;

/** Spells bytes as base64 (RFC 4648 section 4), with padding. */
export function base64(data: Uint8Array): string {
  let out = "";
  // In pieces, because a call takes no more arguments than so many.
  for (let at = 0; at < data.length; at += PIECE) {
    out += btoa(String.fromCharCode(...data.subarray(at, at + PIECE)));
  }
  return out;
}

/** Spells bytes as base64url (section 5), without padding. */
export function base64url(data: Uint8Array): string {
  return base64(data).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Reads base64 in its one spelling; undefined for any other. */
export function unbase64(text: string): Bytes | undefined {
  if (text.length % 4 !== 0) return undefined;
  const data = decode(text.replace(/={1,2}$/, ""), STANDARD);
  return data !== undefined && base64(data) === text ? data : undefined;
}

/** Reads base64url without padding in its one spelling; undefined for any other. */
export function unbase64url(text: string): Bytes | undefined {
  const data = decode(text, URL_SAFE);
  // Trailing bits that are not zero would be a second spelling.
  return data !== undefined && base64url(data) === text ? data : undefined;
}

const VALUES = new Map<string, Int16Array>();

function valuesOf(alphabet: string): Int16Array {
  let values = VALUES.get(alphabet);
  if (values === undefined) {
    values = new Int16Array(128).fill(-1);
    for (let at = 0; at < 64; at++) values[alphabet.charCodeAt(at)] = at;
    VALUES.set(alphabet, values);
  }
  return values;
}

function decode(text: string, alphabet: string): Bytes | undefined {
  if (text.length % 4 === 1) return undefined;
  const values = valuesOf(alphabet);
  const out = new Uint8Array((text.length * 3) >> 2);
  let held = 0;
  let bits = 0;
  let to = 0;
  for (let at = 0; at < text.length; at++) {
    const value = values[text.charCodeAt(at)] ?? -1;
    if (value < 0) return undefined;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out[to++] = (held >> bits) & 255;
    }
  }
  return out;
}
