/**
 * JPEG without metadata: tables, frame and scans stay; of the rest only which way is up.
 *
 * docs/formats/stripping.md 2. Whatever stands behind the end of the image goes too.
 */

import { concat, join } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { Malformed } from "./errors.ts";
import { Cursor, bytesIn, startsWith, want } from "./strip_cursor.ts";

const [EOI, SOS, DQT, DHT, DAC, DRI, DNL] = [0xd9, 0xda, 0xdb, 0xc4, 0xcc, 0xdd, 0xdc];
const [APP0, APP1, APP14, APP15, COM] = [0xe0, 0xe1, 0xee, 0xef, 0xfe];
const EXIF = "Exif\0\0";
const JFIF_SIZE = 14;
const ADOBE_SIZE = 12;
const ORIENTATION = 0x0112;

/** Gives the picture alone, or throws Malformed. */
export function stripJpeg(data: Bytes): Bytes {
  const cursor = new Cursor(data, 2);
  const parts: Uint8Array[] = [];
  let jfif: Uint8Array = new Uint8Array(0);
  let turned = 0;
  let frames = 0;
  let scans = 0;
  for (let kind = marker(cursor); kind !== EOI; kind = marker(cursor)) {
    const length = cursor.big(2);
    // The length counts itself.
    want(length >= 2);
    const body = cursor.take(length - 2);
    if ((kind >= APP0 && kind <= APP15) || kind === COM) {
      if (kind === APP0 && startsWith(body, "JFIF\0") && body.length >= JFIF_SIZE) {
        if (jfif.length === 0) {
          jfif = segment(APP0, concat(body.subarray(0, JFIF_SIZE - 2), new Uint8Array(2)));
        }
      } else if (kind === APP1 && startsWith(body, EXIF)) {
        turned ||= orientation(body.subarray(EXIF.length));
      } else if (kind === APP14 && startsWith(body, "Adobe") && body.length >= ADOBE_SIZE) {
        parts.push(segment(APP14, body.subarray(0, ADOBE_SIZE)));
      }
      continue;
    }
    check(kind, body);
    if (isFrame(kind)) frames++;
    parts.push(segment(kind, body));
    if (kind === SOS) {
      want(frames === 1);
      scans++;
      parts.push(scan(cursor));
    }
  }
  want(frames === 1 && scans > 0);
  return join([bytesIn("\xff\xd8"), jfif, exif(turned), ...parts, bytesIn("\xff\xd9")]);
}

function marker(cursor: Cursor): number {
  want(cursor.big(1) === 0xff);
  // Any number of fill bytes may stand before a marker.
  for (;;) {
    const found = cursor.big(1);
    if (found !== 0xff) return found;
  }
}

function segment(kind: number, body: Uint8Array): Bytes {
  const length = body.length + 2;
  return concat(Uint8Array.of(0xff, kind, length >> 8, length & 255), body);
}

function isFrame(kind: number): boolean {
  return kind >= 0xc0 && kind < 0xd0 && kind !== DHT && kind !== 0xc8 && kind !== DAC;
}

/** Wants a segment that holds its tables and nothing behind them. */
function check(kind: number, body: Bytes): void {
  const inside = new Cursor(body);
  if (isFrame(kind)) {
    inside.take(5);
    want(body.length === 6 + 3 * inside.big(1));
  } else if (kind === SOS) {
    want(body.length === 4 + 2 * inside.big(1));
  } else if (kind === DQT || kind === DHT) {
    while (!inside.done()) {
      const table = inside.big(1);
      // 8 or 16 bits, or DC or AC; four tables of each.
      want(table < 0x20 && (table & 15) < 4);
      if (kind === DHT) inside.take(inside.take(16).reduce((sum, count) => sum + count, 0));
      else inside.take(table < 0x10 ? 64 : 128);
    }
  } else if (kind === DAC) {
    want(body.length % 2 === 0);
  } else {
    want((kind === DRI || kind === DNL) && body.length === 2);
  }
}

/** Gives a scan's coded bytes, up to the next marker that is not of the scan itself. */
function scan(cursor: Cursor): Bytes {
  const { data, at: start } = cursor;
  for (let at = data.indexOf(0xff, start); ; at = data.indexOf(0xff, at + 2)) {
    const next = at < 0 ? undefined : data[at + 1];
    if (next === undefined) throw new Malformed("the scan does not end");
    // 0xFF as a value is followed by zero; restart markers belong to the scan.
    if (next !== 0 && (next < 0xd0 || next > 0xd7)) {
      cursor.at = at;
      return data.subarray(start, at);
    }
  }
}

/** Reads which way is up, 2 to 8; anything else, or anything broken, is 0. */
function orientation(tiff: Bytes): number {
  const little = startsWith(tiff, "II");
  if (!little && !startsWith(tiff, "MM")) return 0;
  const cursor = new Cursor(tiff, 2);
  const number = (size: number): number => (little ? cursor.little(size) : cursor.big(size));
  try {
    // TIFF's own number.
    if (number(2) !== 42) return 0;
    cursor.at = number(4);
    for (let left = number(2); left > 0; left--) {
      const entry = [number(2), number(2), number(4)].join();
      const value = number(2);
      cursor.take(2);
      if (entry === `${ORIENTATION},3,1`) return value >= 2 && value <= 8 ? value : 0;
    }
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
  }
  return 0;
}

/** Spells an Exif segment that says which way is up and nothing else. */
function exif(turned: number): Bytes {
  if (turned === 0) return new Uint8Array(0);
  const entry = `\x01\x12\0\x03\0\0\0\x01\0${String.fromCharCode(turned)}\0\0`;
  return segment(APP1, bytesIn(`${EXIF}MM\0*\0\0\0\x08\0\x01${entry}\0\0\0\0`));
}
