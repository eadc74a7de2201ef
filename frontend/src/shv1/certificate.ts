/**
 * Certificates: an issuer says which key belongs to whom, in which role, from when to when.
 *
 * docs/formats/shv1.md 3. A chain runs from a pinned root over an organisation (`ca`) to a
 * member or service, three keys at most with the root's, and is judged at the time of what was
 * signed.
 */

import { Document, textOf } from "./document.ts";
import { Malformed, MalformedIdentity, NotAuthentic, reading } from "./errors.ts";
import { HASH_SIZE } from "./ids.ts";
import { parseBundle } from "./identity.ts";
import type { Bundle } from "./identity.ts";
import { NONE_REVOKED, isRevoked } from "./revoked.ts";
import type { Revoked } from "./revoked.ts";
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
 * A key may have several certificates, and each is tried. The root itself ends the chain and is
 * no part of what is given, unless `subject` is pinned and says its role of itself. Throws
 * NotAuthentic: there is none that holds at that time.
 */
export async function findChain(
  certificates: readonly Certificate[],
  subject: string,
  role: string,
  at: number,
  roots: readonly string[],
  revoked: Revoked = NONE_REVOKED,
): Promise<readonly Certificate[]> {
  const search = new Search(certificates, at, new Set(roots), revoked);
  const chain = await search.chain(subject, role, MAX_DEPTH);
  if (chain === null) {
    throw new NotAuthentic(`no certificate chain gives the role ${role} at that time`);
  }
  return chain;
}

/** Checks a certificate that its subject issued to itself, or throws NotAuthentic. */
export async function checkSelfIssued(certificate: Certificate): Promise<void> {
  if (certificate.issuer !== certificate.subject) {
    throw new NotAuthentic("certificate was issued by another key");
  }
  await checkSignatures(certificate.statement, certificate.bundle);
}

type Chain = readonly Certificate[];

/**
 * One search. A key is asked once for each depth and a signature checked once for each, so the
 * work grows with the number of certificates, whatever they say of each other.
 */
class Search {
  private readonly at: number;
  private readonly roots: ReadonlySet<string>;
  private readonly revoked: Revoked;
  private readonly of = new Map<string, Certificate[]>();
  private readonly above = new Map<string, Chain | null>();

  constructor(
    certificates: readonly Certificate[],
    at: number,
    roots: ReadonlySet<string>,
    revoked: Revoked,
  ) {
    this.at = at;
    this.roots = roots;
    this.revoked = revoked;
    for (const certificate of certificates) {
      const known = this.of.get(certificate.subject);
      if (known === undefined) this.of.set(certificate.subject, [certificate]);
      else known.push(certificate);
    }
  }

  /** Gives the chain of at most `depth` keys, or null. */
  async chain(subject: string, role: string, depth: number): Promise<Chain | null> {
    for (const certificate of this.holding(subject, role)) {
      // A pinned key says its role of itself; any other key may say what it likes.
      if (certificate.issuer === subject && !this.roots.has(subject)) continue;
      const upper = await this.upper(certificate.issuer, subject, depth - 1);
      if (upper !== null && (await this.signed(certificate))) return [certificate, ...upper];
    }
    return null;
  }

  /** Gives the chain above a certificate: nothing above one that a pinned root issued. */
  private async upper(issuer: string, subject: string, depth: number): Promise<Chain | null> {
    if (issuer === subject) return [];
    if (depth < 1) return null;
    if (this.roots.has(issuer)) return this.holding(issuer, "ca").length > 0 ? [] : null;
    const place = `${issuer} ${depth}`;
    const known = this.above.get(place);
    if (known !== undefined) return known;
    this.above.set(place, null);
    const found = await this.chain(issuer, "ca", depth);
    this.above.set(place, found);
    return found;
  }

  private holding(subject: string, role: string): Certificate[] {
    return (this.of.get(subject) ?? []).filter(
      (item) =>
        holds(item, role, this.at) && !isRevoked(this.revoked, subject, item.issuer, this.at),
    );
  }

  private async signed(certificate: Certificate): Promise<boolean> {
    const [issuer] = this.of.get(certificate.issuer) ?? [];
    if (issuer === undefined) return false;
    try {
      await checkSignatures(certificate.statement, issuer.bundle);
      return true;
    } catch (error) {
      if (error instanceof NotAuthentic) return false;
      throw error;
    }
  }
}
