/** Receipts of the log that her client holds, and which of them it still needs. */

import { MOST_RECEIPTS } from "../keys/messages.ts";

/** How many entries a checkpoint covers: its second line; none where nothing is remembered. */
export function sizeOf(checkpoint: string): number {
  return Number(checkpoint.split("\n")[1] ?? 0);
}

/** Which entry a receipt is of: its first word. */
export function indexOf(receipt: string): number {
  return Number(receipt.split(" ")[0]);
}

/** Gives the newest receipts of entries that a log of this size does not have yet, by index. */
export function beyond(receipts: readonly string[], size: number): readonly string[] {
  return receipts
    .filter((each) => indexOf(each) >= size)
    .toSorted((one, other) => indexOf(one) - indexOf(other))
    .slice(-MOST_RECEIPTS);
}
