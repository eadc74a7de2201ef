/**
 * Sealed bytes that the page fetches for the worker, a few requests at a time.
 *
 * Segments that will be read one after the other and lie together are asked for as one piece,
 * because a phone's network answers few requests a second.
 */

import type { Bytes } from "../bytes.ts";
import { Missing } from "../shv1/errors.ts";
import type { Store } from "../shv1/opening.ts";
import type { What } from "./messages.ts";

const PIECE = 2 * 1024 * 1024;
const GAP = 16 * 1024;

/** Asks the page; throws Missing. */
export type Need = (what: What) => Promise<Bytes>;

/** Where a segment's sealed bytes lie. */
export interface Range {
  readonly pack: string;
  readonly offset: number;
  readonly length: number;
}

export class SealedStore implements Store {
  private readonly eid: string;
  private readonly need: Need;
  private readonly planned: readonly Range[];
  private held: { readonly range: Range; readonly data: Bytes } | null = null;

  /** Belongs to one message, whose needs it tells the page; `ranges` will be read, in order. */
  constructor(eid: string, need: Need, ranges: readonly Range[]) {
    this.eid = eid;
    this.need = need;
    this.planned = merged(ranges);
  }

  async readPack(pack: string, offset: number, length: number): Promise<Bytes> {
    const wanted = { pack, offset, length };
    if (this.held === null || !covers(this.held.range, wanted)) {
      const range = this.planned.find((one) => covers(one, wanted)) ?? wanted;
      const data = await this.need({ kind: "pack", eid: this.eid, ...range });
      if (data.length !== range.length) {
        throw new Missing(`pack ${pack} is shorter than the catalogue says`);
      }
      this.held = { range, data };
    }
    const from = offset - this.held.range.offset;
    return this.held.data.subarray(from, from + length);
  }

  readObject(name: string): Promise<Bytes> {
    return this.need({ kind: "object", eid: this.eid, name });
  }
}

function covers(range: Range, wanted: Range): boolean {
  return (
    range.pack === wanted.pack &&
    range.offset <= wanted.offset &&
    wanted.offset + wanted.length <= range.offset + range.length
  );
}

/** Joins ranges of one pack that lie together; no piece is longer than one needs to be. */
function merged(ranges: readonly Range[]): Range[] {
  const out: Range[] = [];
  for (const range of ranges) {
    const last = out[out.length - 1];
    const end = range.offset + range.length;
    if (
      last !== undefined &&
      last.pack === range.pack &&
      range.offset >= last.offset &&
      range.offset <= last.offset + last.length + GAP &&
      end - last.offset <= PIECE
    ) {
      out[out.length - 1] = { ...last, length: Math.max(last.length, end - last.offset) };
    } else {
      out.push(range);
    }
  }
  return out;
}
