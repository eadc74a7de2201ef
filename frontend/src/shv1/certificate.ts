/**
 * Certificates: an issuer says which key belongs to whom, in which role, from when to when.
 *
 * docs/formats/shv1.md 3. A chain runs from a pinned root over an organisation (`ca`) to a
 * member or service, at most three long, and is judged at the time of what was signed.
 */

import { Document, textOf } from "./document.ts";
import { Malformed, MalformedIdentity, NotAuthentic, reading } from "./errors.ts";
import { HASH_SIZE } from "./ids.ts";
import { parseBundle } from "./identity.ts";
import type { Bundle } from "./identity.ts";
import { checkSignatures, parseStatement } from "./statement.ts";
import type { Statement } from "./statement.ts";

const ROLES = new Set(["ca", "guardian", "worker", "recipient", "service", "auditor"]);
const MAX_DEPTH = 3;
const MAX_NAME = 200;

/** One certificate; its signature is checked as part of a chain. */
export interface Certificate {
  readonly issuer: string;
  readonly subject: string;
  readonly bundle: Bundle;
  readonly name: string;
  readonly roles: readonly string[];
  readonly notBefore: number;
  readonly notAfter: number;
  readonly statement: Statement;
}

/** Reads a certificate, or throws MalformedIdentity; the signature is not checked. */
export function parseCertificate(raw: Uint8Array<ArrayBuffer>): Certificate {
  const statement = parseStatement(raw, "cert");
  return reading(MalformedIdentity, "certificate", () => certificateOf(statement));
}

function certificateOf(statement: Statement): Certificate {
  const body = new Document(statement.body, [
    "v", "issuer", "subject", "bundle", "name", "roles", "not_before", "not_after",
  ]);
  body.version();
  const bundle = parseBundle(body.b64("bundle"));
  const roles = body.items("roles").map((role) => textOf(role, "role"));
  const known = roles.every((role) => ROLES.has(role));
  if (roles.length === 0 || new Set(roles).size !== roles.length || !known) {
    throw new Malformed("want known roles, each once");
  }
  if (body.id("subject", HASH_SIZE) !== bundle.fp) {
    throw new Malformed("subject is not the bundle's fingerprint");
  }
  const name = body.text("name");
  const notBefore = body.time("not_before");
  const notAfter = body.time("not_after");
  if ([...name].length > MAX_NAME || notBefore >= notAfter) {
    throw new Malformed("name is too long, or it ends before it begins");
  }
  const issuer = body.id("issuer", HASH_SIZE);
  return { issuer, subject: bundle.fp, bundle, name, roles, notBefore, notAfter, statement };
}

/** Tells whether a certificate gives a role at a time. */
export function holds(certificate: Certificate, role: string, at: number): boolean {
  return (
    certificate.roles.includes(role) &&
    certificate.notBefore <= at &&
    at < certificate.notAfter
  );
}

/**
 * Finds a chain from `subject`, in a role, to a pinned root; nearest certificate first.
 *
 * The root's own self-signed certificate ends the chain and carries the root's bundle. A key
 * that is itself pinned, and says its role of itself, needs no other. Throws NotAuthentic:
 * there is none that holds at that time.
 */
export async function findChain(
  certificates: readonly Certificate[],
  subject: string,
  role: string,
  at: number,
  roots: readonly string[],
): Promise<readonly Certificate[]> {
  const chain: Certificate[] = [];
  let current = subject;
  let wanted = role;
  while (chain.length <= MAX_DEPTH) {
    const found = find(certificates, current, wanted, at);
    if (found === undefined) break;
    chain.push(found);
    if (roots.includes(found.issuer)) {
      if (found.issuer === found.subject) await checkSelfIssued(found);
      else await checkChain(certificates, chain, at);
      return chain;
    }
    if (found.issuer === current) break;
    current = found.issuer;
    wanted = "ca";
  }
  throw new NotAuthentic(`no certificate chain gives the role ${role} at that time`);
}

/** Checks a certificate that its subject issued to itself, or throws NotAuthentic. */
export async function checkSelfIssued(certificate: Certificate): Promise<void> {
  if (certificate.issuer !== certificate.subject) {
    throw new NotAuthentic("certificate was issued by another key");
  }
  await checkSignatures(certificate.statement, certificate.bundle);
}

function find(
  certificates: readonly Certificate[],
  subject: string,
  role: string,
  at: number,
): Certificate | undefined {
  return certificates.find((item) => item.subject === subject && holds(item, role, at));
}

async function checkChain(
  certificates: readonly Certificate[],
  chain: readonly Certificate[],
  at: number,
): Promise<void> {
  for (const [place, certificate] of chain.entries()) {
    const issuer = chain[place + 1] ?? find(certificates, certificate.issuer, "ca", at);
    if (issuer === undefined) {
      throw new NotAuthentic("the pinned root's own certificate is not at hand");
    }
    await checkSignatures(certificate.statement, issuer.bundle);
  }
}
