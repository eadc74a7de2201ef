/**
 * Sealed files: one plaintext for several recipients.
 *
 * docs/formats/shv1.md 4:
 *
 *     "SHV1F" u8(n) n x (fp[32] wrap[1168]) BOX(G, t, ctx H(header), plaintext)
 *
 * The box commits to its key, so every recipient opens the same plaintext; the hash of the
 * header in its context stops anyone from taking a recipient off.
 */

import { bytesOf, concat, equal, hex, utf8 } from "../bytes.ts";
import type { Bytes, Random } from "../bytes.ts";
import { openBox, sealBox } from "./box.ts";
import { MalformedEnvelope, NoIdentityMatches } from "./errors.ts";
import type { Bundle } from "./identity.ts";
import { KEY_SIZE } from "./kdf.ts";
import type { KeyPair } from "./sodium.ts";
import { sha256 } from "./sodium.ts";
import { OVERHEAD, openFrom, sealTo } from "./wrap.ts";

const MAGIC = utf8("SHV1F");
const START = MAGIC.length + 1;
export const MAX_RECIPIENTS = 64;
const SLOT = 32 + KEY_SIZE + OVERHEAD;

/**
 * Seals a plaintext to 1 to 64 distinct recipients.
 *
 * Throws MalformedEnvelope: none, too many, or a recipient twice.
 */
export async function sealFile(
  kind: string,
  context: Uint8Array,
  plaintext: Bytes,
  recipients: readonly Bundle[],
  random: Random,
): Promise<Bytes> {
  const fps = new Set(recipients.map((recipient) => recipient.fp));
  if (recipients.length < 1 || recipients.length > MAX_RECIPIENTS || fps.size < recipients.length) {
    throw new MalformedEnvelope(`want 1 to ${MAX_RECIPIENTS} distinct recipients`);
  }
  const secret = random(KEY_SIZE);
  const slots: Bytes[] = [];
  for (const recipient of recipients) {
    const fp = bytesOf(recipient.fp);
    slots.push(fp, await sealTo(recipient, `${kind} key`, concat(context, fp), secret));
  }
  const header = concat(MAGIC, Uint8Array.of(recipients.length), ...slots);
  const box = await sealBox(secret, kind, concat(context, sha256(header)), plaintext, random);
  return concat(header, box);
}

/** Reads whom a sealed file names, or throws MalformedEnvelope. */
export function recipientsOf(data: Bytes): string[] {
  if (data.length < START || !equal(data.subarray(0, MAGIC.length), MAGIC)) {
    throw new MalformedEnvelope("not a sealed file");
  }
  const count = data[MAGIC.length] ?? 0;
  if (count < 1 || count > MAX_RECIPIENTS || data.length < START + count * SLOT) {
    throw new MalformedEnvelope("sealed file is cut short or names nobody");
  }
  const fps = Array.from({ length: count }, (_, at) =>
    hex(data.subarray(START + at * SLOT, START + at * SLOT + 32)),
  );
  if (new Set(fps).size !== count) {
    throw new MalformedEnvelope("sealed file names a recipient twice");
  }
  return fps;
}

/**
 * Opens a sealed file with the key pair of one fingerprint.
 *
 * Throws MalformedEnvelope: not a sealed file; NoIdentityMatches: it is sealed to others;
 * NotAuthentic: changed, or sealed for another use or context.
 */
export async function openFile(
  fp: string,
  kem: KeyPair,
  kind: string,
  context: Uint8Array,
  data: Bytes,
): Promise<Bytes> {
  const fps = recipientsOf(data);
  const place = fps.indexOf(fp);
  if (place < 0) throw new NoIdentityMatches("the file is sealed to other keys than this one");
  const slot = START + place * SLOT;
  const wrap = data.subarray(slot + 32, slot + SLOT);
  const secret = await openFrom(kem, `${kind} key`, concat(context, bytesOf(fp)), wrap);
  const end = START + fps.length * SLOT;
  const bound = concat(context, sha256(data.subarray(0, end)));
  return openBox(secret, kind, bound, data.subarray(end));
}
