/**
 * The package's ZIP: stored entries, sorted names, fixed dates; one spelling of a set of files.
 *
 * docs/formats/release.md 1. The reader takes the entries in order and compares the directory
 * at the end with what the writer would have written, so nothing can hide in it. Packages of
 * 4 GiB and more are not opened here.
 */

import { concat, equal, join } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { NotVerified } from "./errors.ts";

const MAX_ENTRIES = 200_000;
const MAX_NAME = 255; // no file of a package has a longer one
const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const WIDE_END = 0x06064b50;
const LOCATOR = 0x07064b50;
const DATE = 0x21; // 1980-01-01
const UTF8 = 0x0800;
const VERSION = 20;
const WIDE_VERSION = 45;
const WIDE_16 = 0xffff;
const WIDE_32 = 0xffffffff;
const LOCAL_SIZE = 30;

/** One file of a package. */
export interface Entry {
  readonly name: string;
  readonly data: Bytes;
}

/** Where a file lies in the ZIP. */
export interface Placed {
  readonly name: Bytes;
  readonly length: number;
  readonly crc: number;
  readonly place: number;
}

/** Reads every entry, or throws NotVerified(0) when it is not exactly what the writer writes. */
export function readZip(zip: Bytes): Entry[] {
  if (zip.length >= WIDE_32) throw new NotVerified(0, "the package is too large to be opened here");
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const entries: Entry[] = [];
  const placed: Placed[] = [];
  let at = 0;
  while (at + LOCAL_SIZE <= zip.length && view.getUint32(at, true) === LOCAL) {
    if (entries.length >= MAX_ENTRIES) throw new NotVerified(0, "the package has too many files");
    const crc = view.getUint32(at + 14, true);
    const length = view.getUint32(at + 22, true);
    const name = zip.slice(at + LOCAL_SIZE, at + LOCAL_SIZE + view.getUint16(at + 26, true));
    const header = localOf(name, length, crc);
    if (!equal(zip.subarray(at, at + header.length), header)) {
      throw new NotVerified(0, "a file of the package is not stored as it should be");
    }
    const data = zip.subarray(at + header.length, at + header.length + length);
    if (data.length !== length || crc32(data) !== crc) {
      throw new NotVerified(0, "a file of the package has another checksum");
    }
    entries.push({ name: nameOf(name), data });
    placed.push({ name, length, crc, place: at });
    at += header.length + length;
  }
  if (entries.some((entry, n) => n > 0 && (entries[n - 1]?.name ?? "") >= entry.name)) {
    throw new NotVerified(0, "the package's names are not sorted, each once");
  }
  if (!equal(zip.subarray(at), directoryOf(placed, at))) {
    throw new NotVerified(0, "the package's directory is not as it should be");
  }
  return entries;
}

function nameOf(name: Bytes): string {
  if (name.length > MAX_NAME || name.some((byte) => byte > 127)) {
    throw new NotVerified(0, "a name in the package is too long or not ASCII");
  }
  return String.fromCharCode(...name);
}

/** Gives what stands before a file's bytes. */
export function localOf(name: Bytes, length: number, crc: number): Bytes {
  return concat(
    u32le(LOCAL),
    u16le(VERSION, UTF8, 0, 0, DATE),
    u32le(crc, length, length),
    u16le(name.length, 0),
    name,
  );
}

/** Gives what stands after the last file. */
export function directoryOf(placed: readonly Placed[], start: number): Bytes {
  const rows = placed.map(({ name, length, crc, place }) =>
    concat(
      u32le(CENTRAL),
      u16le(VERSION, VERSION, UTF8, 0, 0, DATE),
      u32le(crc, length, length),
      u16le(name.length, 0, 0, 0, 0),
      u32le(0, place),
      name,
    ),
  );
  const body = join(rows);
  const count = placed.length;
  const wide = count >= WIDE_16 ? wideEnd(count, body.length, start) : new Uint8Array(0);
  const shown = Math.min(count, WIDE_16);
  const end = [u32le(END), u16le(0, 0, shown, shown), u32le(body.length, start), u16le(0)];
  return concat(body, wide, ...end);
}

function wideEnd(count: number, length: number, start: number): Bytes {
  return concat(
    u32le(WIDE_END),
    u64le(44),
    u16le(WIDE_VERSION, WIDE_VERSION),
    u32le(0, 0),
    u64le(count),
    u64le(count),
    u64le(length),
    u64le(start),
    u32le(LOCATOR, 0),
    u64le(start + length),
    u32le(1),
  );
}

function u16le(...values: readonly number[]): Bytes {
  return concat(...values.map((value) => Uint8Array.of(value & 255, value >>> 8)));
}

function u32le(...values: readonly number[]): Bytes {
  return concat(
    ...values.map((value) =>
      Uint8Array.of(value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24),
    ),
  );
}

function u64le(value: number): Bytes {
  return u32le(value % 2 ** 32, Math.floor(value / 2 ** 32));
}

let table: Uint32Array | undefined;

/** CRC-32 as ZIP has it: a checksum against accidents, and no defence. */
export function crc32(data: Uint8Array): number {
  table ??= crcTable();
  let crc = 0xffffffff;
  for (const byte of data) crc = (crc >>> 8) ^ (table[(crc ^ byte) & 255] ?? 0);
  return (crc ^ 0xffffffff) >>> 0;
}

function crcTable(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
    return value;
  });
}

