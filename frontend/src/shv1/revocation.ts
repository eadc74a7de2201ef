/**
 * Revocations: a root or organisation says from when a key no longer counts.
 *
 * docs/formats/shv1.md 3, as vault/revocation.py and vault/revoking.py. A list by anybody else
 * is refused, not passed over; of one issuer the newest counts.
 */

import { equal } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { findChain } from "./certificate.ts";
import type { Certificate } from "./certificate.ts";
import { Document } from "./document.ts";
import { Malformed, MalformedIdentity, NotAuthentic, reading } from "./errors.ts";
import { HASH_SIZE } from "./ids.ts";
import type { Revoked } from "./revoked.ts";
import { checkSignatures, parseStatement } from "./statement.ts";
import type { Statement } from "./statement.ts";

const REASONS = ["superseded", "lost", "compromised", "left"];

/** One issuer's list; its signature is checked by who relies on it. */
export interface Revocations {
  readonly issuer: string;
  readonly seq: number;
  readonly issued: number;
  readonly revoked: ReadonlyMap<string, number>;
  readonly statement: Statement;
}

/** Reads a list, or throws MalformedIdentity; the signature is not checked. */
export function parseRevocations(raw: Bytes): Revocations {
  const statement = parseStatement(raw, "revoked");
  return reading(MalformedIdentity, "revocations", () => {
    const body = new Document(statement.body, ["v", "issuer", "seq", "issued", "list"]);
    body.version();
    const revoked = new Map<string, number>();
    for (const item of body.items("list")) {
      const row = new Document(item, ["fp", "from", "reason"]);
      row.text("reason", REASONS);
      const fp = row.id("fp", HASH_SIZE);
      if (revoked.has(fp)) throw new Malformed("want each key once");
      revoked.set(fp, row.time("from"));
    }
    const issuer = body.id("issuer", HASH_SIZE);
    return { issuer, seq: body.count("seq"), issued: body.time("issued"), revoked, statement };
  });
}

/**
 * Checks lists and puts them together.
 *
 * `seen` is the highest number that the reader has met from each issuer. Throws
 * MalformedIdentity: one is not a list; NotAuthentic: one is by an unknown issuer or by one who
 * may not revoke, does not verify, is older than what was seen, or two differ under one number.
 */
export async function gatherRevoked(
  lists: readonly Bytes[],
  certificates: readonly Certificate[],
  roots: readonly string[],
  seen: ReadonlyMap<string, number> = new Map(),
): Promise<Revoked> {
  const newest = newestOf(lists.map(parseRevocations));
  const byRoots = new Map<string, number>();
  for (const found of newest.filter(({ issuer }) => roots.includes(issuer))) {
    await check(found, certificates, seen);
    for (const [fp, since] of found.revoked) {
      byRoots.set(fp, Math.min(since, byRoots.get(fp) ?? since));
    }
  }
  const byIssuers = new Map<string, ReadonlyMap<string, number>>();
  const said: Revoked = { byRoots, byIssuers: new Map() };
  for (const found of newest.filter(({ issuer }) => !roots.includes(issuer))) {
    // A list by an organisation that a root had revoked by then says nothing.
    await findChain(certificates, found.issuer, "ca", found.issued, roots, said);
    await check(found, certificates, seen);
    byIssuers.set(found.issuer, found.revoked);
  }
  return { byRoots, byIssuers };
}

function newestOf(lists: readonly Revocations[]): Revocations[] {
  const newest = new Map<string, Revocations>();
  for (const found of lists) {
    const kept = newest.get(found.issuer);
    if (kept === undefined || found.seq > kept.seq) newest.set(found.issuer, found);
    else if (
      found.seq === kept.seq &&
      !equal(found.statement.payload, kept.statement.payload)
    ) {
      throw new NotAuthentic(`two lists of revocations have the number ${found.seq}`);
    }
  }
  return [...newest.values()];
}

async function check(
  found: Revocations,
  certificates: readonly Certificate[],
  seen: ReadonlyMap<string, number>,
): Promise<void> {
  const issuer = certificates.find((item) => item.subject === found.issuer);
  if (issuer === undefined) {
    throw new NotAuthentic("a list of revocations is by an unknown issuer");
  }
  await checkSignatures(found.statement, issuer.bundle);
  const number = seen.get(found.issuer) ?? -1;
  if (found.seq < number) {
    throw new NotAuthentic(`revocations number ${found.seq} are older than number ${number}`);
  }
}
