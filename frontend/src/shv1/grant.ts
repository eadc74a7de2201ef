/**
 * Grants: what the survivor signed, down to the exact records.
 *
 * docs/formats/grant.md 3. A statement names request, scope, groups, recipients, end and
 * approval, the worker's one-time key, and the digest of every record that will leave; so what
 * she saw, what she signed and what a release may hold are one thing.
 */

import { bytesOf, compareText, equal, hex, join, u32, utf8 } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { marshal } from "./canonical.ts";
import type { JsonObject } from "./canonical.ts";
import { Document, hexOf, textOf } from "./document.ts";
import { InvalidScope, Malformed, MalformedStatement, reading } from "./errors.ts";
import { parseFilter } from "./filter.ts";
import type { FilterName } from "./filter.ts";
import { HASH_SIZE, ID_SIZE, showTime } from "./ids.ts";
import type { Identity } from "./identity.ts";
import { TAG_SIZE } from "./keys.ts";
import { parseScope, scopeBody, wantOneByOne } from "./scope.ts";
import type { Scope } from "./scope.ts";
import { sha256 } from "./sodium.ts";
import { parseStatement, sign } from "./statement.ts";
import type { Statement } from "./statement.ts";

const MAX_RECIPIENTS = 63;
const MAX_GROUPS = 100_000;
const KEYS = [
  ..."v kind gid request consent eid root worker worker_cert scope groups segments".split(" "),
  ..."objects selection derived filter release_to approval created not_before expires".split(" "),
  ..."policy notice envelope".split(" "),
];

/** So many records, and what fixes them: a SHA-256 in hex. */
export interface Counted {
  readonly records: number;
  readonly sha256: string;
}

/**
 * The body of a grant statement. Ids, fingerprints and SHA-256 values are in hex; `workerCert`,
 * `policy` and `notice` are null where the path is offline. Times are seconds since 1970.
 */
export interface Grant {
  readonly kind: "release" | "catalogue";
  readonly gid: string;
  readonly request: string;
  readonly consent: string;
  readonly eid: string;
  readonly root: string;
  readonly worker: string;
  readonly workerCert: string | null;
  readonly scope: Scope;
  readonly groups: readonly string[];
  readonly segments: number;
  readonly objects: number;
  readonly selection: Counted;
  /** The hash of derived.json, and how many records it holds copies of. */
  readonly derived: Counted;
  readonly filter: FilterName;
  readonly releaseTo: readonly string[];
  readonly approval: "ask" | "auto";
  readonly created: number;
  readonly notBefore: number;
  readonly expires: number;
  readonly policy: string | null;
  readonly notice: string | null;
  readonly envelope: string;
}

/** A record that leaves: its segment, its place in it, its leaf. */
export type Leaving = readonly [segment: number, place: number, leaf: Uint8Array];

/** Hashes the records that leave, in order of segment and place; in hex. */
export function selectionDigest(eid: string, chosen: readonly Leaving[]): string {
  const parts: Uint8Array[] = [utf8("SHV1 selection\0"), bytesOf(eid)];
  for (const [segment, place, leaf] of chosen) parts.push(u32(segment), u32(place), leaf);
  return hex(sha256(join(parts)));
}

/** Signs as the survivor; gives the statement's bytes, or throws InvalidScope (scope.md 2). */
export function signGrant(survivor: Identity, grant: Grant): Bytes {
  wantOneByOne(grant.scope);
  return sign(survivor, "grant", grantBody(grant));
}

/** Gives the body as JSON. */
export function grantBody(grant: Grant): JsonObject {
  return {
    v: 1,
    kind: grant.kind,
    gid: grant.gid,
    request: grant.request,
    consent: grant.consent,
    eid: grant.eid,
    root: grant.root,
    worker: grant.worker,
    worker_cert: grant.workerCert,
    scope: scopeBody(grant.scope),
    groups: grant.groups,
    segments: grant.segments,
    objects: grant.objects,
    selection: { ...grant.selection },
    derived: { ...grant.derived },
    filter: { ...grant.filter },
    release_to: grant.releaseTo,
    approval: grant.approval,
    created: showTime(grant.created),
    not_before: showTime(grant.notBefore),
    expires: showTime(grant.expires),
    policy: grant.policy,
    notice: grant.notice,
    envelope: grant.envelope,
  };
}

/** Reads a grant, or throws MalformedStatement; the signature is not checked. */
export function parseGrant(raw: Bytes): readonly [Grant, Statement] {
  const statement = parseStatement(raw, "grant");
  const grant = reading(MalformedStatement, "grant", () => {
    try {
      return grantOf(statement);
    } catch (error) {
      if (error instanceof InvalidScope) throw new Malformed(error.message);
      throw error;
    }
  });
  return [grant, statement];
}

function grantOf(statement: Statement): Grant {
  const body = new Document(statement.body, KEYS);
  body.version();
  const maybe = (key: string): string | null =>
    body.raw(key) === null ? null : body.id(key, HASH_SIZE);
  const grant: Grant = {
    kind: body.text("kind", ["release", "catalogue"]),
    gid: body.id("gid", ID_SIZE),
    request: body.text("request"),
    consent: body.text("consent"),
    eid: body.id("eid", ID_SIZE),
    root: body.id("root", HASH_SIZE),
    worker: body.id("worker", HASH_SIZE),
    workerCert: maybe("worker_cert"),
    scope: parseScope(body.raw("scope")),
    groups: idsOf(body, "groups", TAG_SIZE),
    segments: body.count("segments"),
    objects: body.count("objects"),
    selection: countedOf(body, "selection"),
    derived: countedOf(body, "derived"),
    filter: parseFilter(body.part("filter", ["name", "version", "sha256"])),
    releaseTo: idsOf(body, "release_to", HASH_SIZE),
    approval: body.text("approval", ["ask", "auto"]),
    created: body.time("created"),
    notBefore: body.time("not_before"),
    expires: body.time("expires"),
    policy: maybe("policy"),
    notice: maybe("notice"),
    envelope: body.id("envelope", HASH_SIZE),
  };
  checkShape(grant);
  if (!equal(marshal(grantBody(grant)), statement.payload)) {
    throw new Malformed("the grant is not in canonical form");
  }
  return grant;
}

/** Reads a count and a hash. */
export function countedOf(body: Document, key: string): Counted {
  const part = body.part(key, ["records", "sha256"]);
  return { records: part.count("records"), sha256: part.id("sha256", HASH_SIZE) };
}

function idsOf(body: Document, key: string, size: number): string[] {
  return body.items(key).map((value) => {
    hexOf(value, size, key);
    return textOf(value, key);
  });
}

function checkShape(grant: Grant): void {
  const { groups, releaseTo } = grant;
  const sorted = [...new Set(groups)].toSorted(compareText);
  if (groups.length > MAX_GROUPS || sorted.join() !== groups.join()) {
    throw new Malformed("want groups sorted, each once");
  }
  if (new Set(releaseTo).size !== releaseTo.length || releaseTo.length > MAX_RECIPIENTS) {
    throw new Malformed(`want at most ${MAX_RECIPIENTS} recipients, each once`);
  }
  if (grant.notBefore >= grant.expires) {
    throw new Malformed("the grant ends before it begins");
  }
}
