/**
 * Cosignatures (C2SP tlog-cosignature): a witness says when it saw a checkpoint.
 *
 * docs/formats/witness.md 2. With Ed25519 what is signed is
 *
 *     cosignature/v1
 *     time <seconds since 1970>
 *     <the checkpoint's text>
 *
 * and with ML-DSA-44 a binary structure that also names the cosigner. A line holds the time as
 * eight bytes before the signature.
 */

import { concat, hex, readU64, u64, utf8 } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { parseCheckpoint } from "./checkpoint.ts";
import { BadSignature, MalformedNote } from "./errors.ts";
import { COSIGNATURE, MLDSA44, findKey } from "./note.ts";
import type { Note, VerifierKey } from "./note.ts";
import type { Suite } from "./suite.ts";

const FUTURE_SECONDS = 300n;
const MAX_SECONDS = 2n ** 63n - 1n;
const MAX_NAME = 255;
const TIME = 8;
const SIZES = new Map([
  [COSIGNATURE, TIME + 64],
  [MLDSA44, TIME + 2420],
]);
const LABEL = utf8("subtree/v1\n\0");

/**
 * Checks the cosignatures of known keys; gives each one's newest time in seconds since 1970.
 *
 * Throws BadSignature: a known key's line does not verify, or lies in the future;
 * MalformedNote: a known key's line has another length than its kind's; MalformedCheckpoint: a
 * known ML-DSA key signed what is not a checkpoint.
 */
export async function checkCosignatures(
  suite: Suite,
  note: Note,
  keys: readonly VerifierKey[],
  now: number,
): Promise<Map<VerifierKey, bigint>> {
  const found = new Map<VerifierKey, bigint>();
  const latest = BigInt(Math.floor(now)) + FUTURE_SECONDS;
  for (const signature of note.signatures) {
    const key = findKey(keys, signature);
    const size = key === undefined ? undefined : SIZES.get(key.algorithm);
    if (key === undefined || size === undefined) continue;
    if (signature.value.length !== size) {
      throw new MalformedNote("cosignature has another length than its kind's");
    }
    const seconds = readU64(signature.value, 0);
    if (!(await verifies(suite, key, note.text, seconds, signature.value.slice(TIME)))) {
      throw new BadSignature(`the signature of ${hex(key.id)} does not verify`);
    }
    if (seconds > latest || seconds > MAX_SECONDS) {
      throw new BadSignature(`the cosignature of ${hex(key.id)} lies in the future`);
    }
    const before = found.get(key) ?? 0n;
    found.set(key, seconds > before ? seconds : before);
  }
  return found;
}

async function verifies(
  suite: Suite,
  key: VerifierKey,
  text: string,
  seconds: bigint,
  value: Bytes,
): Promise<boolean> {
  if (key.algorithm === COSIGNATURE) {
    const message = utf8(`cosignature/v1\ntime ${seconds}\n${text}`);
    return suite.ed25519(key.publicKey, value, message);
  }
  const verify = await suite.mldsa44();
  return verify(key.publicKey, value, mldsaMessage(text, key.name, seconds));
}

function mldsaMessage(text: string, name: string, seconds: bigint): Bytes {
  const checkpoint = parseCheckpoint(text);
  const cosigner = utf8(name);
  const origin = utf8(checkpoint.origin);
  if (cosigner.length < 1 || cosigner.length > MAX_NAME || origin.length > MAX_NAME) {
    throw new MalformedNote(`a name or origin is longer than ${MAX_NAME} bytes`);
  }
  return concat(
    LABEL,
    Uint8Array.of(cosigner.length),
    cosigner,
    u64(seconds),
    Uint8Array.of(origin.length),
    origin,
    u64(0),
    u64(checkpoint.size),
    checkpoint.root,
  );
}
