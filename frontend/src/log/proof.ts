/** Proof files (C2SP tlog-proof): an entry's place in the log (docs/formats/checkpoint.md 4). */

import { unbase64 } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { MalformedNote } from "./errors.ts";
import { HASH_SIZE } from "./merkle.ts";

const HEADER = "c2sp.org/tlog-proof@v1";
const MAX_HASHES = 63;
const MAX_LINE = 65_535;
const INDEX = /^index (0|[1-9][0-9]{0,18})$/;

/** An index, the inclusion path, and the checkpoint's note. */
export interface LogProof {
  readonly index: bigint;
  readonly path: readonly Bytes[];
  readonly checkpoint: string;
}

/** Reads a proof, or throws MalformedNote. */
export function parseProof(text: string): LogProof {
  const gap = text.indexOf("\n\n");
  const [header, ...lines] = text.slice(0, Math.max(gap, 0)).split("\n");
  if (gap < 0 || header !== HEADER || lines.some((line) => line.length > MAX_LINE)) {
    throw new MalformedNote("not a log proof");
  }
  if (lines[0]?.startsWith("extra ")) {
    const extra = lines.shift();
    if (unbase64(extra?.slice("extra ".length) ?? "") === undefined) {
      throw new MalformedNote("extra: want base64");
    }
  }
  const [, index] = INDEX.exec(lines[0] ?? "") ?? [];
  if (index === undefined) throw new MalformedNote("a log proof names its index");
  const path = lines.slice(1).map(hashOf);
  if (path.length > MAX_HASHES) throw new MalformedNote("want at most 63 hashes");
  return { index: BigInt(index), path, checkpoint: text.slice(gap + 2) };
}

function hashOf(line: string): Bytes {
  const hash = unbase64(line);
  if (hash === undefined || hash.length !== HASH_SIZE) {
    throw new MalformedNote("want hashes of 32 bytes in base64");
  }
  return hash;
}
