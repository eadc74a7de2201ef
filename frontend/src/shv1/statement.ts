/**
 * Statements: canonical JSON that somebody signed, in a DSSE envelope.
 *
 * docs/formats/shv1.md 2, after DSSE v1. What is signed is
 *
 *     DSSEv1 <length of type> <type> <length of body> <body>
 *
 * A person signs with Ed25519; an organisation with Ed25519 and ML-DSA-65, and both must
 * verify. Envelopes are hashed as delivered and never spelt anew.
 */

import { bytesOf, concat, utf8 } from "../bytes.ts";
import type { Bytes } from "../bytes.ts";
import { b64, marshal, own, parseObject, unb64 } from "./canonical.ts";
import type { Json, JsonObject } from "./canonical.ts";
import { Malformed, MalformedStatement, NotAuthentic, reading } from "./errors.ts";
import type { Bundle, Identity } from "./identity.ts";
import { ed25519Sign, ed25519Verify, sha256 } from "./sodium.ts";

const MLDSA_CONTEXT = utf8("SHV1");
const MAX_STATEMENT = 64 * 1024 * 1024;

/** A parsed envelope; nothing about its signatures is known yet. */
export interface Statement {
  readonly kind: string;
  readonly body: JsonObject;
  readonly payload: Bytes;
  readonly raw: Bytes;
  readonly signatures: readonly { readonly keyid: string; readonly sig: Bytes }[];
}

/** Signs a body as a person; gives the envelope's bytes. */
export function sign(identity: Identity, kind: string, body: JsonObject): Bytes {
  const payload = marshal(body);
  const sig = ed25519Sign(signedBytes(kind, payload), identity.signing);
  return marshal({
    payload: b64(payload),
    payloadType: typeOf(kind),
    signatures: [{ keyid: `ed25519:${shortFp(identity.bundle)}`, sig: b64(sig) }],
  });
}

/** Reads an envelope of one of these kinds, or throws MalformedStatement; signatures are not checked. */
export function parseStatement(raw: Bytes, ...kinds: readonly string[]): Statement {
  const wanted = kinds.join(" or ");
  if (raw.length > MAX_STATEMENT) throw new MalformedStatement("statement is too long");
  return reading(MalformedStatement, `statement of type ${wanted}`, () => {
    const envelope = parseObject(raw);
    wantKeys(envelope, ["payload", "payloadType", "signatures"]);
    const given = own(envelope, "payloadType");
    const kind = kinds.find((each) => given === typeOf(each));
    if (kind === undefined) throw new Malformed(`statement is not of type ${wanted}`);
    const payload = unb64(own(envelope, "payload"));
    const signatures = own(envelope, "signatures");
    if (!Array.isArray(signatures) || signatures.length < 1 || signatures.length > 2) {
      throw new Malformed("want one or two signatures");
    }
    return {
      kind,
      body: parseObject(payload),
      payload,
      raw,
      signatures: signatures.map(signatureOf),
    };
  });
}

/**
 * Checks every signature that the bundle's kind requires.
 *
 * Throws NotAuthentic: one is missing, is by another key, or does not verify.
 */
export async function checkSignatures(statement: Statement, bundle: Bundle): Promise<void> {
  const fp = shortFp(bundle);
  const wanted = [`ed25519:${fp}`];
  if (bundle.mldsa65 !== null) wanted.push(`mldsa65:${fp}`);
  const given = statement.signatures.map((signature) => signature.keyid);
  if (given.length !== wanted.length || given.some((keyid, at) => keyid !== wanted[at])) {
    throw new NotAuthentic(`${statement.kind} statement is not signed by the key it should be`);
  }
  const signed = signedBytes(statement.kind, statement.payload);
  const [first, second] = statement.signatures;
  const held =
    first !== undefined &&
    ed25519Verify(bundle.ed25519, first.sig, signed) &&
    (bundle.mldsa65 === null ||
      (second !== undefined && (await mldsaVerify(bundle.mldsa65, second.sig, signed))));
  if (!held) throw new NotAuthentic(`a signature of the ${statement.kind} statement fails`);
}

/** Checks what an organisation must have signed; a person's key gives one signature alone. */
export async function checkBothSignatures(statement: Statement, bundle: Bundle): Promise<void> {
  if (bundle.mldsa65 === null) {
    throw new NotAuthentic(`the ${statement.kind} statement is signed by a person's key alone`);
  }
  await checkSignatures(statement, bundle);
}

/** Hashes an envelope's bytes as delivered, the name others cite it by. */
export function digest(raw: Uint8Array): Bytes {
  return sha256(raw);
}

async function mldsaVerify(key: Bytes, sig: Bytes, message: Bytes): Promise<boolean> {
  // Fetched when the first organisation's signature is met; there is no secret in it.
  const { ml_dsa65 } = await import("@noble/post-quantum/ml-dsa.js");
  try {
    return ml_dsa65.verify(sig, message, key, { context: MLDSA_CONTEXT });
  } catch {
    return false;
  }
}

function signatureOf(value: Json): { keyid: string; sig: Bytes } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Malformed("want keyid and sig in a signature");
  }
  const item = value as JsonObject;
  wantKeys(item, ["keyid", "sig"]);
  const keyid = own(item, "keyid");
  if (typeof keyid !== "string") throw new Malformed("want a text as keyid");
  return { keyid, sig: unb64(own(item, "sig")) };
}

function wantKeys(value: JsonObject, keys: readonly string[]): void {
  const given = Object.keys(value);
  if (given.length !== keys.length || keys.some((key) => !given.includes(key))) {
    throw new Malformed(`want ${keys.join(", ")}`);
  }
}

function shortFp(bundle: Bundle): string {
  return b64(bytesOf(bundle.fp));
}

function typeOf(kind: string): string {
  return `application/vnd.shv1.${kind}+json`;
}

function signedBytes(kind: string, payload: Bytes): Bytes {
  const type = typeOf(kind);
  return concat(utf8(`DSSEv1 ${type.length} ${type} ${payload.length} `), payload);
}
