/**
 * Signed notes (C2SP signed-note): a text, and one line for each signature.
 *
 * docs/formats/checkpoint.md 2. A signature line holds base64 of a 4-byte key id and the
 * signature. Lines of unknown keys are skipped; a line of a known key that does not verify
 * spoils the note.
 */

import { base64, concat, equal, hex, unbase64, utf8 } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { WHITE_SPACE, hasLone } from "../text.ts";
import { BadSignature, MalformedNote } from "./errors.ts";
import type { Suite } from "./suite.ts";

export const ED25519 = 1;
export const COSIGNATURE = 4;
export const MLDSA44 = 6;
const MAX_SIGNATURES = 100;
const MAX_NOTE = 1_000_000;
const ID_SIZE = 4;
const KEY_SIZES = new Map([
  [ED25519, 32],
  [COSIGNATURE, 32],
  [MLDSA44, 1312],
]);
const NAME = new RegExp(`^(?:(?!${WHITE_SPACE})[^+])+$`, "s");

/** A key that signs notes: its name, algorithm byte, public key and key id. */
export interface VerifierKey {
  readonly name: string;
  readonly algorithm: number;
  readonly publicKey: Bytes;
  readonly id: Bytes;
}

/** One signature line. */
export interface Signature {
  readonly name: string;
  readonly id: Bytes;
  readonly value: Bytes;
}

/** A parsed note; nothing about its signatures is known yet. */
export interface Note {
  readonly text: string;
  readonly signatures: readonly Signature[];
}

/** Makes a key, with the id that its name, algorithm and bytes give. */
export function keyOf(
  suite: Suite,
  name: string,
  algorithm: number,
  publicKey: Bytes,
): VerifierKey {
  const data = concat(utf8(`${name}\n`), Uint8Array.of(algorithm), publicKey);
  return { name, algorithm, publicKey, id: suite.sha256(data).slice(0, ID_SIZE) };
}

/** Reads a vkey, or throws MalformedNote; a key id that is not the key's own is refused. */
export function parseVkey(suite: Suite, text: string): VerifierKey {
  const [name = "", id = "", ...rest] = text.split("+");
  const data = unbase64(rest.join("+"));
  const algorithm = data?.[0];
  if (data === undefined || algorithm === undefined || !isName(name)) {
    throw new MalformedNote("want name+hash+key");
  }
  if (KEY_SIZES.get(algorithm) !== data.length - 1) {
    throw new MalformedNote("want a key of a known algorithm and its length");
  }
  const key = keyOf(suite, name, algorithm, data.slice(1));
  if (hex(key.id) !== id) throw new MalformedNote("key id is not the key's own");
  return key;
}

/** Reads a note, or throws MalformedNote. */
export function parseNote(text: string): Note {
  if (text.length > MAX_NOTE || !isClean(text.replaceAll("\n", ""))) {
    throw new MalformedNote("note is too long, holds control characters or is not UTF-8");
  }
  const split = text.lastIndexOf("\n\n");
  if (split < 0 || !text.endsWith("\n")) {
    throw new MalformedNote("want a text, an empty line and signatures");
  }
  const lines = text.slice(split + 2).split("\n").slice(0, -1);
  if (lines.length < 1 || lines.length > MAX_SIGNATURES) {
    throw new MalformedNote(`want 1 to ${MAX_SIGNATURES} signatures`);
  }
  return { text: text.slice(0, split + 1), signatures: lines.map(parseLine) };
}

/** Spells a signature line. */
export function lineOf(signature: Signature): string {
  return `— ${signature.name} ${base64(concat(signature.id, signature.value))}\n`;
}

function parseLine(line: string): Signature {
  const [, name, body] = /^— ([^ ]+) ([^ ]+)$/.exec(line) ?? [];
  if (name === undefined || body === undefined || !isName(name)) {
    throw new MalformedNote("want signature lines only after the empty line");
  }
  const data = unbase64(body);
  if (data === undefined || data.length <= ID_SIZE) {
    throw new MalformedNote("want base64 of a key id and a signature");
  }
  return { name, id: data.slice(0, ID_SIZE), value: data.slice(ID_SIZE) };
}

/**
 * Checks the Ed25519 signatures of known keys; gives the keys that signed.
 *
 * Throws BadSignature: a known key's line does not verify, or no known key signed.
 */
export function checkNote(
  suite: Suite,
  note: Note,
  keys: readonly VerifierKey[],
): Set<VerifierKey> {
  const found = new Set<VerifierKey>();
  for (const signature of note.signatures) {
    const key = findKey(keys, signature);
    if (key === undefined || key.algorithm !== ED25519) continue;
    if (!suite.ed25519(key.publicKey, signature.value, utf8(note.text))) {
      throw new BadSignature(`the signature of ${hex(key.id)} does not verify`);
    }
    found.add(key);
  }
  if (found.size === 0) throw new BadSignature("no known key signed the note");
  return found;
}

/** Finds the key of a signature line by name and id. */
export function findKey(
  keys: readonly VerifierKey[],
  signature: Signature,
): VerifierKey | undefined {
  return keys.find((key) => key.name === signature.name && equal(key.id, signature.id));
}

/** Tells whether a text is UTF-8 without control characters. */
export function isClean(text: string): boolean {
  return !hasLone(text) && ![...text].some((char) => char < " ");
}

/** Tells whether a text may name a key: no spaces, no plus, not empty. */
export function isName(text: string): boolean {
  return NAME.test(text) && isClean(text);
}
