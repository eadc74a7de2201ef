/**
 * Keys of one extraction: everything derives from one secret E.
 *
 * docs/formats/extraction.md 1. Whoever holds E can open everything, whoever holds one
 * segment key that segment alone.
 */

import { concat, hex, u32 } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { derive } from "./kdf.ts";

export const TAG_SIZE = 16;
export const MAX_OBJECTS = 2 ** 32;

/** Derives every key of one extraction from its secret. */
export class ExtractionKeys {
  readonly eid: Bytes;
  private readonly secret: Bytes;

  constructor(secret: Bytes, eid: Bytes) {
    this.secret = secret;
    this.eid = eid;
  }

  catalogue(): Bytes {
    return derive(this.secret, "catalogue", this.eid);
  }

  segment(index: number): Bytes {
    return derive(this.secret, "segment", concat(this.eid, u32(index)));
  }

  object(index: number): Bytes {
    return derive(this.secret, "object", concat(this.eid, u32(index)));
  }

  /** Gives the tag of a group descriptor, in hex. */
  groupTag(desc: Uint8Array): string {
    return hex(derive(this.secret, "group", concat(this.eid, desc)).subarray(0, TAG_SIZE));
  }
}

export type FieldSalts = readonly [Bytes, Bytes, Bytes, Bytes];

/** What one segment's key derives: for its box, its record salts and its four fields. */
export interface SegmentKeys {
  readonly box: Bytes;
  readonly salt: Bytes;
  readonly fields: FieldSalts;
}

export function segmentKeys(secret: Bytes): SegmentKeys {
  return {
    box: derive(secret, "box"),
    salt: derive(secret, "salt"),
    fields: [
      derive(secret, "field", Uint8Array.of(1)),
      derive(secret, "field", Uint8Array.of(2)),
      derive(secret, "field", Uint8Array.of(3)),
      derive(secret, "field", Uint8Array.of(4)),
    ],
  };
}
