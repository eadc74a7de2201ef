/**
 * What is inside a time stamp: who signed which bytes, and what they say (RFC 3161, RFC 5652).
 *
 * As audit/stamp_token.py: docs/formats/checkpoint.md 6.1, steps T1 to T4.
 */

import { equal, fromUtf8, utf8 } from "../bytes.ts";
import { MalformedNote, NotProven } from "../log/errors.ts";
import { BOOLEAN, INTEGER, OCTETS, SEQUENCE, SET, UTF8 } from "./der.ts";
import * as der from "./der.ts";
import type { Node } from "./der.ts";
import { digest, sameDigest } from "./digest.ts";
import type { HashName } from "./digest.ts";

const MAX_TOKEN = 64 * 1024;
const [CONTEXT_0, CONTEXT_1] = [0xa0, 0xa1];
const [SECONDS, MILLIS, MICROS] = [INTEGER, 0x80, 0x81];
const SIGNED_DATA = "1.2.840.113549.1.7.2";
const TST_INFO = "1.2.840.113549.1.9.16.1.4";
const [CONTENT_TYPE, DIGEST] = ["1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"];
const [SIGNER_V1, SIGNER_V2] = ["1.2.840.113549.1.9.16.2.12", "1.2.840.113549.1.9.16.2.47"];
const HASHES: Readonly<Record<string, HashName>> = {
  "2.16.840.1.101.3.4.2.1": "sha256",
  "2.16.840.1.101.3.4.2.2": "sha384",
  "2.16.840.1.101.3.4.2.3": "sha512",
};

/** What the authority says (TSTInfo): of which hash, when, and how exactly, in seconds. */
export interface Info {
  readonly hash: HashName;
  readonly imprint: Uint8Array;
  readonly at: number;
  readonly slack: number;
}

/** A time stamp, taken apart and consistent in itself; its signature is not checked yet. */
export interface Token {
  readonly info: Info;
  readonly issuer: Uint8Array;
  readonly serial: bigint;
  readonly isHolder: (raw: Uint8Array) => boolean;
  readonly hash: HashName;
  readonly signedBy: string;
  readonly signature: Uint8Array;
  readonly signed: Uint8Array;
  readonly certificates: readonly Uint8Array[];
}

/** Takes an authority's answer (TimeStampResp, DER) apart, or throws MalformedNote or NotProven. */
export function parseToken(answer: Uint8Array): Token {
  // (T1) an answer that grants
  if (answer.length > MAX_TOKEN) {
    throw new MalformedNote(`a time stamp has ${answer.length} bytes, want at most ${MAX_TOKEN}`);
  }
  const [status, ...tokens] = der.headed(der.read(answer), 1);
  wantGranted(status);
  const [kind, value] = der.two(der.single(tokens));
  if (der.oid(kind) !== SIGNED_DATA) throw new MalformedNote("a time stamp is no signed data");
  return signedData(der.single(der.parts(value, CONTEXT_0)));
}

/** (T3) The hash is the text's, or throws NotProven. */
export function checkImprint(info: Info, text: string): void {
  if (!equal(info.imprint, digest(info.hash, utf8(text)))) {
    throw new NotProven("the time stamp is for another checkpoint");
  }
}

function wantGranted(status: Node): void {
  const [code, ...more] = der.headed(status, 1);
  for (const text of more) {
    for (const line of der.parts(text, SEQUENCE)) {
      try {
        fromUtf8(der.want(line, UTF8));
      } catch {
        throw new MalformedNote("a time stamp's status is no text");
      }
    }
  }
  if (der.integer(code) !== 0n || more.length > 1) {
    throw new MalformedNote("the answer is not a time stamp that was granted");
  }
}

/** (T2) One signer, over a TSTInfo that lies in it. */
function signedData(node: Node): Token {
  const [version, hashes, content, ...rest] = der.headed(node, 4);
  if (der.integer(version) !== 3n) {
    throw new MalformedNote("a time stamp's signed data is of another version");
  }
  const hashed = hashOf(der.single(der.parts(hashes as Node, SET)));
  const [kind, ...values] = der.headed(content as Node, 1);
  if (der.oid(kind) !== TST_INFO) throw new MalformedNote("what was signed is no time stamp");
  const signed = der.want(der.single(der.parts(der.single(values), CONTEXT_0)), OCTETS);
  let certificates: readonly Node[] = [];
  if (rest[0]?.tag === CONTEXT_0) {
    certificates = der.parts(rest.shift() as Node);
    der.wantSorted(certificates);
  }
  const signers = der.parts(der.single(rest), SET);
  const found = signer(der.single(signers), signed, certificates.map((each) => each.raw));
  if (found.hash !== hashed) throw new MalformedNote("a time stamp names two hashes for one signer");
  return found;
}

/** (T4) The signer's attributes are of this content, and name its certificate. */
function signer(node: Node, content: Uint8Array, certificates: readonly Uint8Array[]): Token {
  const [version, sid, hashes, attributes, algorithm, signature, ...unsigned] = der.headed(node, 6);
  if (unsigned.length > 1 || der.integer(version) !== 1n) {
    throw new MalformedNote("a time stamp's signer is not as RFC 3161 wants it");
  }
  const [issuer, serial] = der.two(sid as Node);
  const hash = hashOf(hashes as Node);
  const found = attributesOf(attributes as Node, CONTEXT_0);
  for (const each of unsigned) attributesOf(each, CONTEXT_1);
  const [kind, digested] = [found.get(CONTENT_TYPE), found.get(DIGEST)];
  if (kind === undefined || digested === undefined) {
    throw new MalformedNote("a time stamp does not say what its signer signed");
  }
  if (der.oid(kind) !== TST_INFO) throw new NotProven("the signer signed another kind of content");
  if (!equal(der.want(digested, OCTETS), digest(hash, content))) {
    throw new NotProven("the signer signed another content");
  }
  const signed = (attributes as Node).raw.slice();
  signed[0] = SET;
  return {
    info: infoOf(content),
    issuer: issuer.raw,
    serial: der.integer(serial),
    isHolder: holderOf(found),
    hash,
    signedBy: der.algorithm(algorithm as Node),
    signature: der.want(signature as Node, OCTETS),
    signed,
    certificates,
  };
}

/** Reads attributes, each of which has its kind once and one value. */
function attributesOf(node: Node, tag: number): ReadonlyMap<string, Node> {
  const found = new Map<string, Node>();
  const listed = der.parts(node, tag);
  der.wantSorted(listed);
  for (const each of listed) {
    const [kind, values] = der.two(each);
    const name = der.oid(kind);
    if (found.has(name)) throw new MalformedNote("a time stamp has an attribute twice");
    found.set(name, der.single(der.parts(values, SET)));
  }
  return found;
}

/** Reads which certificate the signer says is its own (RFC 5035, and RFC 2634 with SHA-1). */
function holderOf(attributes: ReadonlyMap<string, Node>): (raw: Uint8Array) => boolean {
  const named: [HashName | "sha1", Uint8Array][] = [];
  const second = attributes.get(SIGNER_V2);
  if (second !== undefined) {
    const [name, ...rest] = der.headed(first(first(second)), 1);
    // The hash's own kind is left out where it is SHA-256.
    if (name.tag === OCTETS) named.push(["sha256", name.body]);
    else named.push([hashOf(name), der.want(der.single(rest.slice(0, 1)), OCTETS)]);
  }
  const older = attributes.get(SIGNER_V1);
  if (older !== undefined) named.push(["sha1", der.want(first(first(first(older))), OCTETS)]);
  if (named.length === 0) {
    throw new MalformedNote("a time stamp does not say whose certificate signed it");
  }
  return (raw) => named.every(([name, found]) => sameDigest(name, raw, found));
}

/** (T3) Reads a TSTInfo; what is critical and unknown in it is refused. */
function infoOf(content: Uint8Array): Info {
  const [version, policy, imprint, serial, at, ...rest] = der.headed(der.read(content), 5);
  if (der.integer(version) !== 1n) throw new MalformedNote("a time stamp is of another version");
  der.oid(policy as Node);
  der.integer(serial as Node);
  const [kind, hashed] = der.two(imprint as Node);
  let slack = 0;
  if (rest[0]?.tag === SEQUENCE) slack = accuracy(rest.shift() as Node);
  if (rest[0]?.tag === BOOLEAN) der.boolean(rest.shift() as Node);
  if (rest[0]?.tag === INTEGER) der.integer(rest.shift() as Node);
  if (rest[0]?.tag === CONTEXT_0) der.single(der.parts(rest.shift() as Node));
  if (rest.length > 0) throw new MalformedNote("a time stamp has extensions that nobody here knows");
  const hash = hashOf(kind);
  return { hash, imprint: der.want(hashed, OCTETS), at: der.moment(at as Node), slack };
}

function accuracy(node: Node): number {
  const found = new Map<number, bigint>();
  let before = 0;
  for (const each of der.parts(node, SEQUENCE)) {
    if (![SECONDS, MILLIS, MICROS].includes(each.tag) || each.tag <= before) {
      throw new MalformedNote("a time stamp's accuracy is of another kind");
    }
    before = each.tag;
    found.set(each.tag, der.integer({ ...each, tag: INTEGER }));
  }
  const [seconds = 0n, millis = 0n, micros = 0n] = [SECONDS, MILLIS, MICROS].map((tag) =>
    found.get(tag),
  );
  const small = [millis, micros].every((value) => value >= 0n && value < 1000n);
  if (!small || seconds < 0n || seconds >= 2n ** 31n) {
    throw new MalformedNote("a time stamp's accuracy is out of range");
  }
  return Number(seconds) + Number(millis) / 1000 + Number(micros) / 1_000_000;
}

function hashOf(node: Node): HashName {
  const name = HASHES[der.algorithm(node)];
  if (name === undefined) throw new NotProven("the time stamp is over a hash of an unknown kind");
  return name;
}

function first(node: Node): Node {
  return der.headed(node, 1)[0];
}
