/**
 * Receipts: where an entry stands, as the vault promised it before a checkpoint covers it.
 *
 * docs/formats/audit-entry.md 12: `7 1f0c…(leaf) 9be2…(chain) mQ3x…(signature)`.
 */

import { base64url, hex, unbase64url, utf8 } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { BadSignature, MalformedEntry } from "./errors.ts";
import { leafHash } from "./merkle.ts";
import type { Suite } from "./suite.ts";

const RECEIPT = /^(0|[1-9][0-9]{0,15}) ([0-9a-f]{64}) ([0-9a-f]{64})(?: ([A-Za-z0-9_-]{86}))?$/;

/** An entry's index, and its leaf in hex. */
export interface Receipt {
  readonly index: number;
  readonly leaf: string;
}

/** A receipt as it was handed out; no signature is there of a process without a key. */
export interface Promised extends Receipt {
  readonly chain: string;
  readonly signature: Bytes | null;
}

/** Reads one receipt, or throws MalformedEntry. */
export function parseReceipt(text: string): Promised {
  const [, number, leaf = "", chain = "", signed] = RECEIPT.exec(text) ?? [];
  const signature = signed === undefined ? null : unbase64url(signed);
  const index = Number(number);
  // The last digit of base64 has bits to spare, and an index can be too large.
  const plain = signature === null || (signature !== undefined && base64url(signature) === signed);
  if (number === undefined || !Number.isSafeInteger(index) || !plain) {
    throw new MalformedEntry("want a receipt: index, leaf, chain value and signature");
  }
  return { index, leaf, chain, signature: signature ?? null };
}

/** Checks who promised, or throws BadSignature; `key` is an Ed25519 key. */
export function checkReceipt(suite: Suite, receipt: Promised, origin: string, key: Bytes): void {
  const { index, leaf, chain, signature } = receipt;
  const text = ["safehold-receipt/v1", origin, String(index), leaf, chain, ""].join("\n");
  if (signature === null || !suite.ed25519(key, signature, utf8(text))) {
    throw new BadSignature(`the receipt of entry ${index} is not signed by this key`);
  }
}

/** Gives those receipts of which there is no line, or another than was promised. */
export function brokenReceipts<T extends Receipt>(
  suite: Suite,
  lines: readonly { readonly index: number; readonly entry: Bytes }[],
  receipts: readonly T[],
): readonly T[] {
  const wanted = new Set(receipts.map(({ index }) => index));
  const leaves = new Map(
    lines
      .filter(({ index }) => wanted.has(index))
      .map(({ index, entry }) => [index, hex(leafHash(suite.sha256, entry))]),
  );
  return receipts.filter(({ index, leaf }) => leaves.get(index) !== leaf);
}
