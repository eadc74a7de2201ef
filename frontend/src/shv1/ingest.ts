/**
 * The ingest statement: what the guardian says she sealed, and the survivor's receipt of it.
 *
 * docs/formats/extraction.md 5. Lengths and hashes are of sealed bytes; what the original and
 * the ledger held is committed to under salts that only the catalogue has.
 */

import { bytesOf, concat, equal, utf8 } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { parseCertificate } from "./certificate.ts";
import type { Certificate } from "./certificate.ts";
import type { Json, JsonObject } from "./canonical.ts";
import { parseCerts } from "./custody.ts";
import { Document, countOf, hexOf, rowOf, textOf } from "./document.ts";
import { Malformed, MalformedStatement, NotAuthentic, reading } from "./errors.ts";
import { HASH_SIZE, ID_SIZE } from "./ids.ts";
import type { Identity } from "./identity.ts";
import { rootOf } from "./merkle.ts";
import { MAX_SEGMENTS } from "./segment.ts";
import { sha256 } from "./sodium.ts";
import { checkSignatures, parseStatement, sign } from "./statement.ts";
import type { Statement } from "./statement.ts";

const KEYS = [
  "v", "eid", "survivor", "guardian", "created", "tool", "tree_size", "root",
  "catalogue", "packs", "objects", "original_commit", "ledger_commit", "wrap",
];

export interface PackRow {
  readonly pack: string;
  readonly length: number;
  readonly sha256: string;
}

/** The body of an ingest statement; hashes and ids in hex. */
export interface Ingest {
  readonly eid: string;
  readonly survivor: string;
  readonly guardian: string;
  readonly created: number;
  readonly tool: { readonly name: string; readonly version: string; readonly sha256: string };
  readonly treeSize: number;
  readonly root: string;
  readonly catalogue: { readonly sha256: string; readonly length: number };
  readonly packs: readonly PackRow[];
  readonly objects: readonly (readonly [name: string, length: number])[];
  readonly originalCommit: string;
  readonly ledgerCommit: string;
  readonly wrap: string;
}

/** The body of the survivor's receipt: she countersigns what was sealed for her. */
export interface Receipt {
  readonly eid: string;
  readonly root: string;
  readonly guardian: string;
  /** SHA-256 of the ingest statement as delivered. */
  readonly statement: string;
}

/** Reads an ingest statement, or throws MalformedStatement; signatures are not checked. */
export function parseIngest(raw: Bytes): readonly [Ingest, Statement] {
  const statement = parseStatement(raw, "ingest");
  const ingest = reading(MalformedStatement, "ingest statement", () => ingestOf(statement.body));
  return [ingest, statement];
}

function ingestOf(value: JsonObject): Ingest {
  const body = new Document(value, KEYS);
  body.version();
  const tool = body.part("tool", ["name", "version", "sha256"]);
  const catalogue = body.part("catalogue", ["sha256", "len"]);
  const packs = body.items("packs").map(packRow);
  const objects = body.items("objects").map(objectRow);
  // A name that is listed twice would have two lengths, and a reader would pick one.
  if (
    new Set(packs.map((row) => row.pack)).size !== packs.length ||
    new Set(objects.map(([name]) => name)).size !== objects.length
  ) {
    throw new Malformed("a pack or object is listed twice");
  }
  const treeSize = body.count("tree_size");
  if (treeSize > MAX_SEGMENTS) {
    throw new Malformed(`tree_size is ${treeSize}, want ${MAX_SEGMENTS} or less`);
  }
  return {
    eid: body.id("eid", ID_SIZE),
    survivor: body.id("survivor", HASH_SIZE),
    guardian: body.id("guardian", HASH_SIZE),
    created: body.time("created"),
    tool: {
      name: tool.text("name"),
      version: tool.text("version"),
      sha256: tool.id("sha256", HASH_SIZE),
    },
    treeSize,
    root: body.id("root", HASH_SIZE),
    catalogue: { sha256: catalogue.id("sha256", HASH_SIZE), length: catalogue.count("len") },
    packs,
    objects,
    originalCommit: body.id("original_commit", HASH_SIZE),
    ledgerCommit: body.id("ledger_commit", HASH_SIZE),
    wrap: body.id("wrap", HASH_SIZE),
  };
}

/** An ingest statement whose signatures and leaves were checked. */
export interface CheckedIngest {
  readonly ingest: Ingest;
  readonly raw: Bytes;
  readonly certificates: readonly Certificate[];
  readonly leaves: Bytes;
}

/**
 * Checks the statement's signatures, and that the leaves give its root; no key is needed.
 *
 * Which organisation stands behind the guardian's key is the verifier's question. Throws
 * NotAuthentic: a signature fails, her certificate is missing, or the leaves are others.
 */
export async function checkIngest(raw: Bytes, certs: Bytes, leaves: Bytes): Promise<CheckedIngest> {
  const [ingest, statement] = parseIngest(raw);
  const certificates = parseCerts(certs).map(parseCertificate);
  const guardian = certificates.find((item) => item.subject === ingest.guardian);
  if (guardian === undefined) {
    throw new NotAuthentic("the guardian's certificate is not with the extraction");
  }
  await checkSignatures(statement, guardian.bundle);
  const hashes = Array.from({ length: Math.ceil(leaves.length / HASH_SIZE) }, (_, at) =>
    leaves.subarray(HASH_SIZE * at, HASH_SIZE * (at + 1)),
  );
  const whole = leaves.length === HASH_SIZE * ingest.treeSize;
  if (!whole || !equal(rootOf(hashes), bytesOf(ingest.root))) {
    throw new NotAuthentic("the leaves do not give the root that the guardian signed");
  }
  return { ingest, raw, certificates, leaves };
}

/** Signs a receipt as the survivor; gives its bytes. */
export function signReceipt(survivor: Identity, receipt: Receipt): Bytes {
  const { eid, root, guardian, statement } = receipt;
  return sign(survivor, "receipt", { v: 1, eid, root, guardian, statement });
}

/** Reads a receipt, or throws MalformedStatement; the signature is not checked. */
export function parseReceipt(raw: Bytes): readonly [Receipt, Statement] {
  const statement = parseStatement(raw, "receipt");
  const receipt = reading(MalformedStatement, "receipt", () => {
    const body = new Document(statement.body, ["v", "eid", "root", "guardian", "statement"]);
    body.version();
    return {
      eid: body.id("eid", ID_SIZE),
      root: body.id("root", HASH_SIZE),
      guardian: body.id("guardian", HASH_SIZE),
      statement: body.id("statement", HASH_SIZE),
    };
  });
  return [receipt, statement];
}

/** Commits to the original's hash. */
export function originalCommitment(salt: Bytes, hash: Bytes): Bytes {
  return sha256(concat(utf8("SHV1 original\0"), salt, hash));
}

/** Commits to the ledger's hash. */
export function ledgerCommitment(salt: Bytes, hash: Bytes): Bytes {
  return sha256(concat(utf8("SHV1 ledger\0"), salt, hash));
}

function packRow(value: Json): PackRow {
  const [pack, length, hash] = rowOf(value, 3, "pack");
  hexOf(pack, ID_SIZE, "pack");
  hexOf(hash, HASH_SIZE, "sha256");
  return { pack: textOf(pack), length: countOf(length, "length"), sha256: textOf(hash) };
}

function objectRow(value: Json): readonly [string, number] {
  const [name, length] = rowOf(value, 2, "object");
  hexOf(name, ID_SIZE, "name");
  return [textOf(name), countOf(length, "length")];
}
