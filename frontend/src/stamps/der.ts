/**
 * DER read strictly: one value, its parts, and nothing behind it (X.690 section 10).
 *
 * As audit/der.py: lengths are definite and minimal, tags have one byte, every byte is read.
 */

import { compare } from "../bytes.ts";
import { MalformedNote } from "../log/errors.ts";

export const [BOOLEAN, INTEGER, BITS, OCTETS, OID, UTF8] = [1, 2, 3, 4, 6, 12] as const;
export const [UTC_TIME, GENERAL_TIME] = [0x17, 0x18] as const;
export const [SEQUENCE, SET] = [0x30, 0x31] as const;
const [LONG, MULTI_BYTE, CONSTRUCTED] = [0x80, 0x1f, 0x20];
const MAX_LENGTH_BYTES = 3;
const TIME = /^([0-9]{14})(?:\.([0-9]{0,8}[1-9]))?Z$/;

/** One value: its tag, what is inside, and all of its bytes. */
export interface Node {
  readonly tag: number;
  readonly body: Uint8Array;
  readonly raw: Uint8Array;
}

/** Reads one value that is all of `data`, or throws MalformedNote. */
export function read(data: Uint8Array): Node {
  const found = all(data);
  if (found.length !== 1) throw new MalformedNote("DER: want one value and nothing behind it");
  return found[0] as Node;
}

/** Gives what a constructed value holds; with `tag`, it must be of that kind itself. */
export function parts(node: Node, tag?: number): readonly Node[] {
  if (tag !== undefined) want(node, tag);
  if ((node.tag & CONSTRUCTED) === 0) throw new MalformedNote("DER: want a value that holds others");
  return all(node.body);
}

/** Gives what a SEQUENCE holds, at least so many values, or throws MalformedNote. */
export function sequence(node: Node, least = 0): readonly Node[] {
  const found = parts(node, SEQUENCE);
  if (found.length < least) throw new MalformedNote("DER: a sequence breaks off");
  return found;
}

/** Gives so many values, or throws MalformedNote where there are more or fewer. */
export function exactly(found: readonly Node[], count: number): readonly Node[] {
  if (found.length !== count) {
    throw new MalformedNote(`DER: ${found.length} values stand where ${count} must`);
  }
  return found;
}

/** Gives the one value that is there, or throws MalformedNote. */
export function single(found: readonly Node[]): Node {
  return exactly(found, 1)[0] as Node;
}

/** Gives the first value of a SEQUENCE and those behind it, at least so many in all. */
export function headed(node: Node, least: number): [Node, ...Node[]] {
  return [...sequence(node, least)] as [Node, ...Node[]];
}

/** Gives the two values that a SEQUENCE must hold. */
export function two(node: Node): [Node, Node] {
  return exactly(sequence(node), 2) as unknown as [Node, Node];
}

/** Gives the inside of a value of this kind, or throws MalformedNote. */
export function want(node: Node, tag: number): Uint8Array {
  if (node.tag !== tag) throw new MalformedNote("DER: a value is of another kind");
  return node.body;
}

/** Reads an INTEGER in its shortest form. */
export function integer(node: Node): bigint {
  const body = want(node, INTEGER);
  const [first = 0, second = 0] = body;
  const spare =
    body.length > 1 && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80));
  if (body.length === 0 || spare) {
    throw new MalformedNote("DER: a number is not in its shortest form");
  }
  return BigInt.asIntN(8 * body.length, unsigned(body));
}

/** Gives the number that bytes spell, the first one counting most. */
export function unsigned(data: Uint8Array): bigint {
  let value = 0n;
  for (const byte of data) value = (value << 8n) | BigInt(byte);
  return value;
}

/** Reads a BOOLEAN, which DER spells 0 or 255. */
export function boolean(node: Node): boolean {
  const body = want(node, BOOLEAN);
  if (body.length !== 1 || (body[0] !== 0 && body[0] !== 0xff)) {
    throw new MalformedNote("DER: a truth value is neither 0 nor 255");
  }
  return body[0] === 0xff;
}

/** Reads a BIT STRING of whole bytes. */
export function bits(node: Node): Uint8Array {
  const body = want(node, BITS);
  if (body[0] !== 0) throw new MalformedNote("DER: want bits that are whole bytes");
  return body.subarray(1);
}

/** Reads an OBJECT IDENTIFIER as numbers with dots. */
export function oid(node: Node): string {
  const numbers: bigint[] = [];
  let value = 0n;
  let begun = false;
  for (const byte of want(node, OID)) {
    if (!begun && byte === LONG) {
      throw new MalformedNote("DER: an identifier is not in its shortest form");
    }
    value = (value << 7n) | BigInt(byte & 0x7f);
    begun = byte >= LONG;
    if (!begun) {
      numbers.push(value);
      value = 0n;
    }
  }
  const [head, ...rest] = numbers;
  if (begun || head === undefined) throw new MalformedNote("DER: an identifier breaks off");
  const first = head < 40n ? 0n : head < 80n ? 1n : 2n;
  return [first, head - 40n * first, ...rest].join(".");
}

/** Reads an AlgorithmIdentifier whose parameters are absent or NULL. */
export function algorithm(node: Node): string {
  const [kind, parameters, ...more] = parts(node, SEQUENCE);
  const bare = parameters === undefined || (parameters.tag === 5 && parameters.body.length === 0);
  if (kind === undefined || !bare || more.length > 0) {
    throw new MalformedNote("DER: an algorithm has parameters, want none");
  }
  return oid(kind);
}

/** Reads a GeneralizedTime in UTC, in seconds with their fraction. */
export function moment(node: Node): number {
  const found = TIME.exec(latin(want(node, GENERAL_TIME)));
  if (found?.[1] === undefined) throw new MalformedNote("DER: a time is not in its one form");
  const micros = Number(`${found[2] ?? ""}000000`.slice(0, 6));
  return secondsOf(found[1]) + micros / 1_000_000;
}

/** Gives the seconds at YYYYMMDDHHMMSS in UTC, or throws MalformedNote where that is no date. */
export function secondsOf(digits: string): number {
  const [, year, month, day, hour, minute, second] =
    /^(....)(..)(..)(..)(..)(..)$/.exec(digits) ?? [];
  const spelt = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const at = new Date(spelt);
  if (year === "0000" || Number.isNaN(at.getTime()) || at.toISOString() !== spelt) {
    throw new MalformedNote("DER: a time is no date");
  }
  return at.getTime() / 1000;
}

/** Refuses the parts of a SET OF that are not in DER's order. */
export function wantSorted(found: readonly Node[]): void {
  for (const [at, each] of found.entries()) {
    const before = found[at - 1];
    if (before !== undefined && compare(before.raw, each.raw) > 0) {
      throw new MalformedNote("DER: a set is not in its order");
    }
  }
}

export function latin(data: Uint8Array): string {
  return String.fromCharCode(...data);
}

function all(data: Uint8Array): Node[] {
  const found: Node[] = [];
  for (let at = 0; at < data.length; ) {
    const node = one(data, at);
    found.push(node);
    at += node.raw.length;
  }
  return found;
}

function one(data: Uint8Array, at: number): Node {
  const [tag, first] = data.subarray(at, at + 2);
  if (tag === undefined || first === undefined || (tag & MULTI_BYTE) === MULTI_BYTE) {
    throw new MalformedNote("DER: a value breaks off, or has a tag of several bytes");
  }
  let [begin, length] = [at + 2, first];
  if (length >= LONG) {
    const count = length - LONG;
    const spelt = data.subarray(begin, begin + count);
    length = count > MAX_LENGTH_BYTES ? 0 : Number(unsigned(spelt));
    if (spelt.length !== count || spelt[0] === 0 || length < LONG) {
      throw new MalformedNote("DER: a length is not in its shortest form");
    }
    begin += count;
  }
  if (begin + length > data.length) throw new MalformedNote("DER: a value breaks off");
  return { tag, body: data.subarray(begin, begin + length), raw: data.subarray(at, begin + length) };
}
