/**
 * The release statement, which the worker signs over a package, and the survivor's approval.
 *
 * docs/formats/release.md 2. The worker's one-time key signs every file's hash and the counts;
 * the approval names the people whose wraps may open it.
 */

import { hex } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { Document, countOf, hexOf, rowOf, textOf } from "./document.ts";
import { Malformed, MalformedStatement, reading } from "./errors.ts";
import { parseFilter } from "./filter.ts";
import type { FilterName } from "./filter.ts";
import { countedOf } from "./grant.ts";
import type { Counted } from "./grant.ts";
import { REASONS } from "./grant_envelope.ts";
import { HASH_SIZE, ID_SIZE, showTime } from "./ids.ts";
import type { Identity } from "./identity.ts";
import { parseStatement, sign } from "./statement.ts";
import type { Statement } from "./statement.ts";

const KEYS =
  "v rid gid eid root created disclosed withheld objects selection derived filter files".split(" ");

const APPROVAL_KEYS = "v rid gid eid release head wraps created expires".split(" ");

/** The body of a release statement; ids and SHA-256 values in hex. */
export interface Release {
  readonly rid: string;
  readonly gid: string;
  readonly eid: string;
  readonly root: string;
  readonly created: number;
  readonly disclosed: number;
  readonly withheld: ReadonlyMap<string, number>;
  readonly objects: number;
  readonly selection: Counted;
  readonly derived: Counted;
  readonly filter: FilterName;
  readonly files: ReadonlyMap<string, string>;
}

/** The body of an approval; `wraps` are (fingerprint, SHA-256 of the wrap). */
export interface Approval {
  readonly rid: string;
  readonly gid: string;
  readonly eid: string;
  readonly release: string;
  readonly head: string;
  readonly wraps: readonly (readonly [fp: string, sha256: string])[];
  readonly created: number;
  readonly expires: number;
}

/** Reads a release statement, or throws MalformedStatement; signatures are not checked. */
export function parseRelease(raw: Bytes): readonly [Release, Statement] {
  const statement = parseStatement(raw, "release");
  return [reading(MalformedStatement, "release", () => releaseOf(statement)), statement];
}

function releaseOf(statement: Statement): Release {
  const body = new Document(statement.body, KEYS);
  body.version();
  const withheld = new Map(
    body.mapping("withheld").map(([reason, count]) => [reason, countOf(count, "withheld")]),
  );
  const known: readonly string[] = REASONS;
  if ([...withheld.keys()].some((reason) => !known.includes(reason))) {
    throw new Malformed("a reason is not known");
  }
  return {
    rid: body.id("rid", ID_SIZE),
    gid: body.id("gid", ID_SIZE),
    eid: body.id("eid", ID_SIZE),
    root: body.id("root", HASH_SIZE),
    created: body.time("created"),
    disclosed: body.count("disclosed"),
    withheld,
    objects: body.count("objects"),
    selection: countedOf(body, "selection"),
    derived: countedOf(body, "derived"),
    filter: parseFilter(body.part("filter", ["name", "version", "sha256"])),
    files: new Map(
      body.mapping("files").map(([name, hash]) => {
        hexOf(hash, HASH_SIZE, "file");
        return [name, textOf(hash)];
      }),
    ),
  };
}

/** Reads an approval, or throws MalformedStatement; the signature is not checked. */
export function parseApproval(raw: Bytes): readonly [Approval, Statement] {
  const statement = parseStatement(raw, "approval");
  return [reading(MalformedStatement, "approval", () => approvalOf(statement)), statement];
}

function approvalOf(statement: Statement): Approval {
  const body = new Document(statement.body, APPROVAL_KEYS);
  body.version();
  const wraps = body.items("wraps").map((wrap): readonly [string, string] => {
    const [fp, hash] = rowOf(wrap, 2, "wrap");
    return [hex(hexOf(fp, HASH_SIZE, "fp")), hex(hexOf(hash, HASH_SIZE, "wrap"))];
  });
  if (new Set(wraps.map(([fp]) => fp)).size !== wraps.length) {
    throw new Malformed("want each recipient once");
  }
  return {
    rid: body.id("rid", ID_SIZE),
    gid: body.id("gid", ID_SIZE),
    eid: body.id("eid", ID_SIZE),
    release: body.id("release", HASH_SIZE),
    head: body.id("head", HASH_SIZE),
    wraps,
    created: body.time("created"),
    expires: body.time("expires"),
  };
}

/** Signs an approval as the survivor; gives its bytes. */
export function signApproval(survivor: Identity, approval: Approval): Bytes {
  return sign(survivor, "approval", {
    v: 1,
    rid: approval.rid,
    gid: approval.gid,
    eid: approval.eid,
    release: approval.release,
    head: approval.head,
    wraps: approval.wraps.map(([fp, hash]) => [fp, hash]),
    created: showTime(approval.created),
    expires: showTime(approval.expires),
  });
}
