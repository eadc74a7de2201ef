/**
 * Checkpoints: the signed size and root of the log at one moment.
 *
 * docs/formats/checkpoint.md 3: origin, size and root, a line each. Extension lines are
 * refused.
 */

import { unbase64 } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { MalformedCheckpoint } from "./errors.ts";
import { HASH_SIZE } from "./merkle.ts";

const MAX_SIZE = 2n ** 63n - 1n;
const SIZE = /^(?:0|[1-9][0-9]{0,18})$/;

/** A log's origin, how many entries it has, and their root. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: bigint;
  readonly root: Bytes;
}

/** Reads a checkpoint, or throws MalformedCheckpoint. */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin = "", size = "", root = "", end, more] = text.split("\n");
  if (end !== "" || more !== undefined) {
    throw new MalformedCheckpoint("want three lines: origin, size, root hash");
  }
  if (origin === "") throw new MalformedCheckpoint("origin is empty");
  if (!SIZE.test(size) || BigInt(size) > MAX_SIZE) {
    throw new MalformedCheckpoint("want a size of 0 or more");
  }
  const hash = unbase64(root);
  if (hash === undefined || hash.length !== HASH_SIZE) {
    throw new MalformedCheckpoint("want a root hash of 32 bytes");
  }
  return { origin, size: BigInt(size), root: hash };
}
