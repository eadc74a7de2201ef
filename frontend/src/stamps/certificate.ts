/**
 * An X.509 certificate, as far as a time stamp's chain needs it (RFC 5280).
 *
 * As audit/stamp_certificate.py: what is spelt otherwise, or is critical and unknown, is refused.
 */

import { MalformedNote } from "../log/errors.ts";
import { BITS, BOOLEAN, OCTETS, SEQUENCE, UTC_TIME } from "./der.ts";
import * as der from "./der.ts";
import type { Node } from "./der.ts";

const [EXPLICIT_0, EXPLICIT_3, UNIQUE_1, UNIQUE_2] = [0xa0, 0xa3, 0x81, 0x82];
const [CONSTRAINTS, USAGE, EXTENDED] = ["2.5.29.19", "2.5.29.15", "2.5.29.37"];
/** Critical extensions that may be there; the last is the certificate's policies. */
const KNOWN = new Set([CONSTRAINTS, USAGE, EXTENDED, "2.5.29.32"]);
const [SIGNS, COMMITS, CERTIFIES] = [0x80, 0x40, 0x04];
const SHORT_TIME = /^[0-9]{12}Z$/;
/** UTCTime's years from here on are of the last century (RFC 5280 4.1.2.5.1). */
const CENTURY = 50;

/** A certificate: whose, by whom, when (seconds), which key, and for what. */
export interface StampCertificate {
  readonly raw: Uint8Array;
  readonly signed: Uint8Array;
  readonly serial: bigint;
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  readonly begins: number;
  readonly ends: number;
  readonly key: Uint8Array;
  readonly signedBy: string;
  readonly signature: Uint8Array;
  readonly isCa: boolean;
  readonly pathLength: bigint | null;
  /** Whether its key may sign what is not a certificate. */
  readonly signs: boolean;
  /** Whether its key may sign certificates. */
  readonly certifies: boolean;
  /** The extended usages if they are critical, null where it does not say so. */
  readonly extended: readonly string[] | null;
}

/** Reads a certificate of version 3, or throws MalformedNote. */
export function parseStampCertificate(raw: Uint8Array): StampCertificate {
  const [body, algorithm, bits] = der.exactly(der.sequence(der.read(raw)), 3) as [Node, Node, Node];
  const [version, serial, inner, issuer, times, subject, key, ...more] = der.sequence(body, 7) as unknown as [
    ...[Node, Node, Node, Node, Node, Node, Node],
    ...Node[],
  ];
  if (der.integer(der.single(der.parts(version, EXPLICIT_0))) !== 2n) throw new MalformedNote("a certificate is not of version 3");
  if (der.latin(inner.raw) !== der.latin(algorithm.raw)) {
    throw new MalformedNote("a certificate names two algorithms");
  }
  const [begins, ends] = der.two(times);
  for (const each of [issuer, subject, key]) der.want(each, SEQUENCE);
  const unique = new Set([UNIQUE_1, UNIQUE_2]);
  const found = extensions(more.filter((each) => !unique.has(each.tag)));
  const [isCa, pathLength] = constraints(found.get(CONSTRAINTS as string));
  const usage = usageOf(found.get(USAGE as string));
  return {
    raw,
    signed: body.raw,
    serial: der.integer(serial),
    issuer: issuer.raw,
    subject: subject.raw,
    begins: moment(begins),
    ends: moment(ends),
    key: key.raw,
    signedBy: der.algorithm(algorithm),
    signature: der.bits(bits),
    isCa,
    pathLength,
    signs: usage === null || (usage & (SIGNS | COMMITS)) !== 0,
    certifies: isCa && (usage === null || (usage & CERTIFIES) !== 0),
    extended: extended(found.get(EXTENDED as string)),
  };
}

interface Extension {
  readonly critical: boolean;
  readonly value: Node;
}

/** Reads the extensions that this page knows; others may be there unless they are critical. */
function extensions(rest: readonly Node[]): ReadonlyMap<string, Extension> {
  const found = new Map<string, Extension>();
  if (rest.length === 0) return found;
  const listed = der.single(der.parts(der.single(rest), EXPLICIT_3));
  const seen = new Set<string>();
  for (const each of der.sequence(listed)) {
    const [kind, ...others] = der.headed(each, 2);
    const value = others.pop() as Node;
    const name = der.oid(kind);
    const critical = others.length > 0 && der.boolean(der.single(others));
    if (seen.has(name) || (others.length > 0 && !critical)) {
      throw new MalformedNote("a certificate has an extension twice, or spells a default");
    }
    if (critical && !KNOWN.has(name)) {
      throw new MalformedNote("a certificate has a critical extension that nobody here knows");
    }
    seen.add(name);
    if (KNOWN.has(name)) found.set(name, { critical, value: der.read(der.want(value, OCTETS)) });
  }
  return found;
}

function constraints(found: Extension | undefined): readonly [boolean, bigint | null] {
  const rest = found === undefined ? [] : [...der.sequence(found.value)];
  const isCa = rest[0]?.tag === BOOLEAN && der.boolean(rest.shift() as Node);
  const [length, ...more] = rest;
  const pathLength = length === undefined ? null : der.integer(length);
  if (more.length > 0 || (pathLength !== null && (pathLength < 0n || !isCa))) {
    throw new MalformedNote("a certificate's constraints cannot be read");
  }
  return [isCa, pathLength];
}

function usageOf(found: Extension | undefined): number | null {
  if (found === undefined) return null;
  const [spare, first] = der.want(found.value, BITS);
  if (spare === undefined || first === undefined || spare > 7) {
    throw new MalformedNote("a certificate's key usage cannot be read");
  }
  return first;
}

function extended(found: Extension | undefined): readonly string[] | null {
  if (found === undefined) return null;
  const kinds = der.sequence(found.value).map((each) => der.oid(each));
  return found.critical ? kinds : null;
}

function moment(node: Node): number {
  if (node.tag !== UTC_TIME) return der.moment(node);
  const text = der.latin(node.body);
  if (!SHORT_TIME.test(text)) throw new MalformedNote("DER: a time is not in its one form");
  const century = Number(text.slice(0, 2)) >= CENTURY ? "19" : "20";
  return der.secondsOf(century + text.slice(0, -1));
}
