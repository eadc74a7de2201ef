/**
 * Merkle trees of RFC 6962 (RFC 9162 2.1): roots, inclusion and consistency proofs.
 *
 * One tree serves the log and the record trees of sealed extractions, as audit/merkle.py does.
 * Sizes and indexes of the log have 63 bits, so they are bigints here. The hash comes by
 * argument: in the key worker it is libsodium's.
 */

import { concat, equal } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { NotProven } from "./errors.ts";

export type Sha256 = (data: Uint8Array) => Bytes;

export const HASH_SIZE = 32;
const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

export function leafHash(sha256: Sha256, data: Uint8Array): Bytes {
  return sha256(concat(LEAF, data));
}

export function nodeHash(sha256: Sha256, left: Uint8Array, right: Uint8Array): Bytes {
  return sha256(concat(NODE, left, right));
}

/** Gives the root over leaf hashes. */
export function treeRoot(sha256: Sha256, leaves: readonly Uint8Array[]): Bytes {
  if (leaves.length === 0) return sha256(new Uint8Array(0));
  let level = leaves;
  while (level.length > 1) {
    const above: Uint8Array[] = [];
    for (let at = 0; at + 1 < level.length; at += 2) {
      above.push(nodeHash(sha256, level[at] as Uint8Array, level[at + 1] as Uint8Array));
    }
    // An odd node is promoted unchanged: the RFC's split at the largest power of two.
    if (level.length % 2 === 1) above.push(level[level.length - 1] as Uint8Array);
    level = above;
  }
  return level[0] as Bytes;
}

/** Checks that `leaf` is number `index` of the tree (RFC 9162 2.1.3.2), or throws NotProven. */
export function verifyInclusion(
  sha256: Sha256,
  leaf: Uint8Array,
  index: number | bigint,
  size: number | bigint,
  path: readonly Uint8Array[],
  root: Uint8Array,
): void {
  let at = BigInt(index);
  let last = BigInt(size) - 1n;
  if (at < 0n || at > last) throw new NotProven(`index ${index} is not inside a tree of ${size}`);
  wantHashes([leaf, root, ...path]);
  let value = leaf;
  for (const step of path) {
    if (last === 0n) throw new NotProven("inclusion proof is too long");
    if ((at & 1n) === 1n || at === last) {
      value = nodeHash(sha256, step, value);
      while ((at & 1n) === 0n && at > 0n) {
        at >>= 1n;
        last >>= 1n;
      }
    } else {
      value = nodeHash(sha256, value, step);
    }
    at >>= 1n;
    last >>= 1n;
  }
  if (last !== 0n) throw new NotProven("inclusion proof is too short");
  if (!equal(value, root)) throw new NotProven("inclusion proof leads to another root");
}

/**
 * Checks that the tree of `fresh` leaves extends the one of `old` (RFC 9162 2.1.4.2), or throws
 * NotProven.
 */
export function verifyConsistency(
  sha256: Sha256,
  old: bigint,
  fresh: bigint,
  path: readonly Uint8Array[],
  oldRoot: Uint8Array,
  freshRoot: Uint8Array,
): void {
  wantHashes([oldRoot, freshRoot, ...path]);
  if (old < 0n || old > fresh) throw new NotProven(`size ${fresh} does not extend size ${old}`);
  if (old === 0n || old === fresh) {
    withoutPath(sha256, old, path, oldRoot, freshRoot);
    return;
  }
  const steps = (old & (old - 1n)) === 0n ? [oldRoot, ...path] : path;
  const [start] = steps;
  if (start === undefined) throw new NotProven("consistency proof is empty");
  let at = old - 1n;
  let last = fresh - 1n;
  while ((at & 1n) === 1n) {
    at >>= 1n;
    last >>= 1n;
  }
  let first = start;
  let second = start;
  for (const step of steps.slice(1)) {
    if (last === 0n) throw new NotProven("consistency proof is too long");
    if ((at & 1n) === 1n || at === last) {
      first = nodeHash(sha256, step, first);
      second = nodeHash(sha256, step, second);
      while ((at & 1n) === 0n && at > 0n) {
        at >>= 1n;
        last >>= 1n;
      }
    } else {
      second = nodeHash(sha256, second, step);
    }
    at >>= 1n;
    last >>= 1n;
  }
  // Without this a proof that stops early would pass.
  if (last !== 0n) throw new NotProven("consistency proof is too short");
  if (!equal(first, oldRoot) || !equal(second, freshRoot)) {
    throw new NotProven("consistency proof leads to other roots");
  }
}

function withoutPath(
  sha256: Sha256,
  old: bigint,
  path: readonly Uint8Array[],
  oldRoot: Uint8Array,
  freshRoot: Uint8Array,
): void {
  if (path.length > 0) throw new NotProven("consistency proof is too long");
  if (old === 0n && !equal(oldRoot, treeRoot(sha256, []))) {
    throw new NotProven("the tree of nothing has another root");
  }
  if (old !== 0n && !equal(oldRoot, freshRoot)) throw new NotProven("one size has two roots");
}

function wantHashes(values: readonly Uint8Array[]): void {
  if (values.some((value) => value.length !== HASH_SIZE)) {
    throw new NotProven("a hash is not 32 bytes long");
  }
}
