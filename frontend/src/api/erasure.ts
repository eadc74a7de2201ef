/** Holds and erasure (docs/api.md 7), read field by field. */

import { fields, hex, list, text, whole, wholeOrNull } from "./shape.ts";
import type { Hex } from "../keys/messages.ts";

export interface Hold {
  readonly basis: string;
  readonly court: string;
  readonly number: string;
  readonly placed: number;
}

/** Where a sealed copy stands. `due` is when it is to be erased; `done` that it was, whole. */
export interface Erasure {
  readonly eid: Hex;
  readonly state: string;
  readonly holds: readonly Hold[];
  readonly due: number | null;
  readonly done: boolean;
}

export function erasureOf(value: unknown): Erasure {
  const of = fields(value);
  return {
    eid: hex(of, "eid", 16),
    state: text(of, "state"),
    holds: list(of["holds"]).map((row) => {
      const hold = fields(row);
      return {
        basis: text(hold, "basis"),
        court: text(hold, "court"),
        number: text(hold, "number"),
        placed: whole(hold, "placed"),
      };
    }),
    due: wholeOrNull(of, "due"),
    done: of["receipt"] !== null,
  };
}
