/**
 * Reading a file's structure from front to back, never past its end.
 *
 * docs/formats/stripping.md. Whatever is not as the format says throws Malformed, and the
 * file then does not go at all.
 */

import { u32 } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { Malformed } from "./errors.ts";

/** A place in some bytes. Numbers are unsigned. */
export class Cursor {
  readonly data: Bytes;
  at: number;

  constructor(data: Bytes, at = 0) {
    this.data = data;
    this.at = at;
  }

  /** Gives the next bytes, or throws Malformed where there are fewer. */
  take(count: number): Bytes {
    const end = this.at + count;
    want(end <= this.data.length);
    const taken = this.data.subarray(this.at, end);
    this.at = end;
    return taken;
  }

  /** Gives the next number, its high byte first. */
  big(size: number): number {
    return this.take(size).reduce((sum, byte) => sum * 256 + byte, 0);
  }

  /** Gives the next number, its low byte first. */
  little(size: number): number {
    return this.take(size).reduceRight((sum, byte) => sum * 256 + byte, 0);
  }

  done(): boolean {
    return this.at === this.data.length;
  }
}

/** Throws Malformed unless something is as the format says. */
export function want(holds: boolean): void {
  if (!holds) throw new Malformed("the file is not as its format says");
}

/** Gives bytes as text of one character each; a name is compared so. */
export function latin(data: Uint8Array): string {
  return String.fromCharCode(...data);
}

/** Gives the bytes of such a text. */
export function bytesIn(text: string): Bytes {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

/** Spells a number of four bytes, its low byte first. */
export function little(value: number): Bytes {
  return u32(value).toReversed() as Bytes;
}

export function startsWith(data: Uint8Array, text: string): boolean {
  return latin(data.subarray(0, text.length)) === text;
}
