/**
 * A pinned authority: certificates in PEM, its own first if it is pinned itself, its root last.
 *
 * As audit/timestamp.py: docs/formats/checkpoint.md 6. Its name is written as RFC 4514 says.
 */

import { equal, fromUtf8, hex, unbase64 } from "../bytes.ts";
import { MalformedNote } from "../log/errors.ts";
import { parseStampCertificate } from "./certificate.ts";
import type { StampCertificate } from "./certificate.ts";
import { SET, UTF8 } from "./der.ts";
import * as der from "./der.ts";
import type { Node } from "./der.ts";

const MAX_CHAIN = 8;
const PEM = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]*)-----END CERTIFICATE-----/gu;
const PRINTABLE = new Set([0x12, 0x13, 0x16, 0x1a]);
const NAMES: Readonly<Record<string, string>> = {
  "2.5.4.3": "CN",
  "2.5.4.7": "L",
  "2.5.4.8": "ST",
  "2.5.4.10": "O",
  "2.5.4.11": "OU",
  "2.5.4.6": "C",
  "2.5.4.9": "STREET",
  "0.9.2342.19200300.100.1.25": "DC",
  "0.9.2342.19200300.100.1.1": "UID",
};

/** A pinned chain; `owned` tells that the authority's own certificate is its first. */
export interface Authority {
  readonly pinned: readonly Uint8Array[];
  readonly owned: boolean;
  readonly name: string;
}

/** Reads a pinned chain, or throws MalformedNote. */
export function parseAuthority(pem: string): Authority {
  const pinned = [...pem.matchAll(PEM)].map(([, spelt]) => {
    const raw = unbase64((spelt ?? "").replaceAll(/\s/gu, ""));
    if (raw === undefined) throw new MalformedNote("an authority is pinned by certificates in PEM");
    return raw;
  });
  const chain = pinned.map((raw) => parseStampCertificate(raw));
  const [lowest, ...above] = chain;
  const root = chain.at(-1);
  if (lowest === undefined || root === undefined) {
    throw new MalformedNote("an authority is pinned by certificates in PEM");
  }
  const inOrder = equal(root.subject, root.issuer) && above.every((each) => each.isCa);
  if (chain.length > MAX_CHAIN || !inOrder) {
    throw new MalformedNote("want the authority's certificate first and its root last");
  }
  if (!lowest.isCa && chain.length === 1) throw new MalformedNote("want the authority's root too");
  // Without its own certificate, whoever the root certified counts, and the root is what is named.
  return { pinned, owned: !lowest.isCa, name: nameOf(lowest.isCa ? root : lowest) };
}

function nameOf(certificate: StampCertificate): string {
  const relative = der.sequence(der.read(certificate.subject));
  return relative
    .toReversed()
    .map((each) => der.parts(each, SET).map((part) => attribute(part)).join("+"))
    .join(",");
}

function attribute(node: Node): string {
  const [kind, value] = der.two(node);
  const name = der.oid(kind);
  return `${NAMES[name] ?? name}=${escaped(value)}`;
}

function escaped(value: Node): string {
  if (value.tag !== UTF8 && !PRINTABLE.has(value.tag)) return `#${hex(value.raw)}`;
  const text = value.tag === UTF8 ? fromUtf8(value.body) : der.latin(value.body);
  const inner = text
    .replaceAll(/[\\"+,;<>]/gu, String.raw`\$&`)
    .replaceAll("\u0000", String.raw`\00`);
  const begun = /^(?:#| .)/u.test(inner) ? `\\${inner}` : inner;
  return begun.replace(/ $/u, String.raw`\ `);
}
