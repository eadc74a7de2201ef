/**
 * Each thing once: of records that are equal, the first goes where the scope asks for that.
 *
 * docs/formats/grant.md 4, as extraction/once.py. Two are equal if nothing differs, in the form in
 * which they leave, but what names them and where in the source they lay.
 */

import { hex } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { marshal, parseObject } from "./canonical.ts";
import type { JsonObject } from "./canonical.ts";
import { sha256 } from "./sodium.ts";

/** What left so far. */
export class Once {
  private readonly seen = new Set<string>();
  private readonly asked: boolean;

  constructor({ o }: { readonly o: boolean }) {
    this.asked = o;
  }

  /** Tells whether an equal record was asked about before, where that matters. */
  again(body: JsonObject, copy: Bytes | null): boolean {
    if (!this.asked) return false;
    const { record_id: _, prov: __, ...form } = copy === null ? body : parseObject(copy);
    const key = hex(sha256(marshal(form)));
    return this.seen.size === this.seen.add(key).size;
  }
}
