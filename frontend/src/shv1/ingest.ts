/**
 * The ingest statement: what the guardian says she sealed, and the survivor's receipt of it.
 *
 * docs/formats/extraction.md 5. What she adds herself has a statement of another type, which her
 * own key signs and nobody vouches for (addition.md 2): neither is read as the other. Lengths and hashes are of sealed bytes; what the original and
 * the ledger held is committed to under salts that only the catalogue has.
 */

import { bytesOf, concat, equal, utf8 } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { parseCertificate } from "./certificate.ts";
import type { Certificate } from "./certificate.ts";
import { unb64 } from "./canonical.ts";
import type { Json } from "./canonical.ts";
import { parseCerts } from "./custody.ts";
import { Document, countOf, hexOf, rowOf, textOf } from "./document.ts";
import { Malformed, MalformedStatement, NotAuthentic, reading } from "./errors.ts";
import { HASH_SIZE, ID_SIZE } from "./ids.ts";
import { parseBundle } from "./identity.ts";
import type { Bundle, Identity } from "./identity.ts";
import { rootOf } from "./merkle.ts";
import { MAX_SEGMENTS } from "./segment.ts";
import { sha256 } from "./sodium.ts";
import { checkSignatures, parseStatement, sign } from "./statement.ts";
import type { Statement } from "./statement.ts";

const COMMON = [
  "v", "eid", "survivor", "created", "tool", "tree_size", "root",
  "catalogue", "packs", "objects", "original_commit", "ledger_commit", "wrap",
];
const INGEST_TYPE = "ingest";
export const ADDITION_TYPE = "addition";

export interface PackRow {
  readonly pack: string;
  readonly length: number;
  readonly sha256: string;
}

/**
 * The body of an ingest statement, or of an addition's; hashes and ids in hex.
 *
 * `guardian` is null where she added it herself; `bundle`, her public key, is there then alone.
 */
export interface Ingest {
  readonly eid: string;
  readonly survivor: string;
  readonly guardian: string | null;
  readonly bundle: Bundle | null;
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
  /** SHA-256 of the guardian's visit statement, or null. */
  readonly visit: string | null;
}

/** The body of the survivor's receipt: she countersigns what was sealed for her. */
export interface Receipt {
  readonly eid: string;
  readonly root: string;
  readonly guardian: string;
  /** SHA-256 of the ingest statement as delivered. */
  readonly statement: string;
}

/**
 * Reads an ingest statement or an addition's, or throws MalformedStatement; signatures are not
 * checked.
 */
export function parseIngest(raw: Bytes): readonly [Ingest, Statement] {
  const statement = parseStatement(raw, INGEST_TYPE, ADDITION_TYPE);
  const ingest = reading(MalformedStatement, "ingest statement", () => ingestOf(statement));
  return [ingest, statement];
}

/** Whose key signed it: the guardian's, or her own. */
export function sealerOf(ingest: Ingest): string {
  return ingest.guardian ?? ingest.survivor;
}

function ingestOf({ kind, body: value }: Statement): Ingest {
  const added = kind === ADDITION_TYPE;
  const body = new Document(value, [...COMMON, added ? "bundle" : "guardian"], added ? [] : ["visit"]);
  body.version();
  const bundle = added ? parseBundle(unb64(body.raw("bundle"))) : null;
  if (bundle !== null && (bundle.mldsa65 !== null || bundle.fp !== body.id("survivor", HASH_SIZE))) {
    throw new Malformed("the key in the statement is not the survivor's");
  }
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
    guardian: added ? null : body.id("guardian", HASH_SIZE),
    bundle,
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
    visit: body.has("visit") ? body.id("visit", HASH_SIZE) : null,
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
 * NotAuthentic: a signature fails, her certificate is missing, what the survivor added herself
 * has one, or the leaves are others.
 */
export async function checkIngest(raw: Bytes, certs: Bytes, leaves: Bytes): Promise<CheckedIngest> {
  const [ingest, statement] = parseIngest(raw);
  const certificates = parseCerts(certs).map(parseCertificate);
  const guardian = certificates.find((item) => item.subject === ingest.guardian);
  const sealer = ingest.bundle ?? guardian?.bundle;
  if (sealer === undefined) {
    throw new NotAuthentic("the guardian's certificate is not with the extraction");
  }
  if (ingest.guardian === null && certificates.length > 0) {
    throw new NotAuthentic("nobody vouches for what she added, and a certificate is with it");
  }
  await checkSignatures(statement, sealer);
  const hashes = Array.from({ length: Math.ceil(leaves.length / HASH_SIZE) }, (_, at) =>
    leaves.subarray(HASH_SIZE * at, HASH_SIZE * (at + 1)),
  );
  const whole = leaves.length === HASH_SIZE * ingest.treeSize;
  if (!whole || !equal(rootOf(hashes), bytesOf(ingest.root))) {
    throw new NotAuthentic("the leaves do not give the root that was signed");
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
