/** The log's Merkle tree, over libsodium's SHA-256 (audit/merkle.py). */

import * as tree from "../log/merkle.ts";
import type { Bytes } from "../bytes.ts";
import { sha256 } from "./sodium.ts";

/** Gives the root over leaf hashes. */
export function rootOf(leaves: readonly Uint8Array[]): Bytes {
  return tree.treeRoot(sha256, leaves);
}

/** Checks an inclusion proof, or throws NotProven. */
export function verifyInclusion(
  leaf: Uint8Array,
  index: number,
  size: number,
  path: readonly Uint8Array[],
  root: Uint8Array,
): void {
  tree.verifyInclusion(sha256, leaf, index, size, path, root);
}
